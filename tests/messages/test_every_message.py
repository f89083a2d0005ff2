"""Renders every message of the bot in every language, with the longest and the most hostile values."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir

from bot.chat.commands.start_help import help_text
from bot.chat.protocol.request import BotIdentity
from bot.messages import chat
from bot.messages.catalogue import Message
from bot.replies import LANGUAGES, words_in
from bot.replies.layout import MESSAGE_LIMIT, units
from bot.replies.message import text_reply
from tests.tree import PROJECT

KEYWORDS = {"Message": None, "Plural": (1, 2)}
HOSTILE = '<b>&"“' + "я😀" * 3000 + "</i>"
LONG = "Long <name> & more, " * 7  # 140 units, more than a title or an echoed question has
# What is the same in every language: commands, what is typed, names.
SHARED = re.compile(
    r"/\w+|https?://\S+|python -m bot \w+|git apply|cron|Asia/Almaty|(?:daily|weekdays|weekly mon) 08:00"
    r"|\b(?:changed|due)\b|\b(?:PDF|HTML|pdf|html|UTC|UTF|ID|id|Telegram|DATABASE_URL|git|matplotlib|Ctrl-D|by|start|note|status|end|March)\b"
    r"|\b(?:dismiss kazind-2018-place|help|quit)\b"
)


@cache
def messages() -> list[tuple[str, ...]]:
    """List the messages, a plural as its two forms."""
    found = {text for _, _, text, _, _ in extract_from_dir(PROJECT / "bot", keywords=KEYWORDS)}
    return sorted((text,) if isinstance(text, str) else tuple(text) for text in found)


def said(forms: tuple[str, ...], language: str, value: str) -> list[str]:
    """Say a message with the same value everywhere, a plural for the numbers that take different forms."""
    say = words_in(language)
    if len(forms) == 1:
        texts = [say.catalogue.gettext(forms[0])]
    else:
        texts = [say.catalogue.ngettext(forms[0], forms[1], number) for number in (0, 1, 2, 5, 21, 1_000_000)]
    names = {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
    return [text.format(**dict.fromkeys(names, value)) for text in texts]


class Tags(HTMLParser):
    """Checks that tags are Telegram's, and closed in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag in {"b", "i", "a", "code", "pre", "blockquote"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check(html: str) -> str:
    """Return the text of a message after a check that Telegram would take it."""
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    text = unescape(re.sub("<[^>]*>", "", html))
    assert 0 < units(text) <= MESSAGE_LIMIT
    return text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_values(language: str) -> None:
    """Whatever stands in a message, it is one that Telegram takes: within its limit, and its HTML whole."""
    assert len(messages()) > 300
    for forms in messages():
        for text in said(forms, language, HOSTILE):
            check(text_reply(text).html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_values(language: str) -> None:
    """With values as long as they come, nothing of a message is cut off."""
    for forms in messages():
        for text in said(forms, language, LONG):
            assert check(text_reply(text).html).split() == text.split(), forms


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_in_full(language: str) -> None:
    """The longest help, a curator's, fits."""
    say = words_in(language)
    text = help_text(LONG, BotIdentity(1, "a" * 32), say, {**chat.COMMANDS, **chat.DESK})
    assert check(text_reply(text).html).split() == text.split()


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"en"}))
def test_nothing_is_left_in_english(language: str) -> None:
    """No part of a message in another script is in Latin letters, commands and names apart."""
    for forms in messages():
        for text in said(forms, language, "1"):
            assert not re.search("[A-Za-z]{2,}", SHARED.sub("", text)), text


def test_the_check_finds_what_is_wrong() -> None:
    """HTML that is broken, of another kind or too long does not pass."""
    for html in ("<b>x", "<b><i>x</b></i>", "<script>x</script>", "x" * (MESSAGE_LIMIT + 1)):
        with pytest.raises((AssertionError, IndexError)):
            check(html)
    assert Message("x") not in {forms[0] for forms in messages()}
