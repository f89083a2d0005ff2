"""Tests of the keys of config.yaml that say whom the bot serves, and how in which chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Chat, Commands, Mode
from bot.config.file import read_settings


def test_chats() -> None:
    """What is set for a chat holds there; the rest is as usual."""
    content = (
        b"chats:\n  -1001: {mode: listening, topics: [a, b], language: ru, commands: admins}\n"
        b"  7: {topics: a}\n  -5: {}"
    )

    settings, problems = read_settings("c", content, Path())

    assert problems == []
    assert settings.chats == {
        -1001: Chat(Mode.LISTENING, frozenset({"a", "b"}), "ru", Commands.ADMINS),
        7: Chat(topics=frozenset({"a"})),
        -5: Chat(),
    }


@pytest.mark.parametrize(("written", "expected"), [("Open", None), ("[]", set()), ("[7, -5]", {7, -5}), ("7", {7})])
def test_access(written: str, expected: set[int] | None) -> None:
    """Everybody is served, or those listed."""
    settings, problems = read_settings("c", f"access: {written}".encode(), Path())

    assert problems == []
    assert settings.access == expected


def test_admins_are_curators() -> None:
    """Who may do everything may do what curators do."""
    settings, _ = read_settings("c", b"curators: [7, 8]\nadmins: [8]", Path())
    assert settings.staff == (7, 8)
    assert [settings.is_curator(user) for user in (7, 8, 9)] == [True, True, False]
    assert [settings.is_admin(user) for user in (7, 8, 9)] == [False, True, False]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "access: [desk]",
            [
                "c:1:9: error: 'access' has 'desk'; "
                "write open, or a list of the numbers of users and chats [config-range]"
            ],
        ),
        (
            "chats: {desk: {}}",
            [
                "c:1:9: error: 'chats.desk' is not the number of a chat; "
                "write the number of a chat, such as -1001234567890 [config-range]"
            ],
        ),
        (
            "chats: {-5: {mode: quiet, langage: ru}}",
            [
                "c:1:20: error: 'chats.-5.mode' is 'quiet'; write one of addressed, listening, off [config-range]",
                "c:1:27: error: unknown key 'chats.-5.langage'; did you mean 'language'? [config-unknown]",
            ],
        ),
        (
            "chats: {-5: {language: Russian, commands: me}}",
            [
                "c:1:24: error: 'chats.-5.language' is 'Russian'; "
                "write a language code such as en or ru [config-range]",
                "c:1:43: error: 'chats.-5.commands' is 'me'; write one of everyone, admins, curators [config-range]",
            ],
        ),
    ],
)
def test_problems(content: str, expected: list[str]) -> None:
    """What is wrong is named with its place and value, and how to mend it."""
    _, problems = read_settings("c", content.encode(), Path())

    assert [str(problem) for problem in problems] == expected
