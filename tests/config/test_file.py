"""Tests of the keys of config.yaml."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Settings, ThresholdSettings
from bot.config.file import read_settings
from bot.factbase.loading.nodes import MappingNode, parse

USUAL = ThresholdSettings()
SHIPPED = Path(__file__).parents[2] / "config.yaml"

# Key → a value that is not its default.
OTHER_VALUES = {
    "facts": "[one, /two]",
    "language": "RU",
    "max_wrong": "2%",
    "thresholds.answer_at": ".9",
    "thresholds.suggest_at": "0.25",
    "thresholds.unaddressed_answer_at": "1.0",
    "thresholds.unaddressed_suggest_at": "0.5",
    "stale_after": "1440",
    "context_minutes": "30",
    "feedback": "false",
    "curators": "[7, 5000000001]",
    "admins": "8",
    "access": "[7, -1001234567890]",
    "asking.per_person": "5",
    "asking.per_person_in_group": "3",
    "asking.per_chat": "10000",
    "asking.unasked": "0",
    "chats": "{-1001234567890: {mode: off}}",
    "schedules": '[{chat: -7, topic: kazind, cron: "0 8 * * *"}]',
    "time_zone": "asia/almaty",
    "make_up_minutes": "0",
    "curation.write": "patch",
    "semantic.judge": "false",
    "semantic.model": "models/small",
    "semantic.cache": "/var/vectors.db",
    "corrections_days": "0",
    "retention_days": "7",
    "follow_up_days": "0",
    "stall_after": "60",
    "serve_status": "true",
    "api": f"[{{name: news, token: sha256:{'0' * 64}}}]",
    "outgoing_webhooks": "[{name: news, url: https://news.example/hook, secret: NEWS_KEY}]",
    "log_level": "DEBUG",
    "log_format": "json",
}


def keys_of_settings(settings: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """List the fields of the dataclass as the dotted keys of the file, with their values."""
    assert dataclasses.is_dataclass(settings)
    for field in dataclasses.fields(settings):
        value = getattr(settings, field.name)
        if dataclasses.is_dataclass(value):
            yield from keys_of_settings(value, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name, value


def keys_of_file(node: MappingNode, prefix: str = "") -> Iterator[tuple[str, int]]:
    """List the dotted keys of a file with their lines."""
    for name, entry in node.entries.items():
        if isinstance(entry.value, MappingNode) and entry.value.entries:
            yield from keys_of_file(entry.value, f"{prefix}{name}.")
        else:
            yield prefix + name, entry.key.place.line


def in_yaml(key: str, value: str) -> bytes:
    """Write one dotted key."""
    group, _, name = key.rpartition(".")
    return (f"{group}:\n  {name}: {value}\n" if group else f"{key}: {value}\n").encode()


def test_every_key_is_documented_and_used() -> None:
    """config.yaml has just the keys of the settings, each after a comment, and the table tries each."""
    node, problems = parse("config.yaml", SHIPPED.read_bytes())
    assert isinstance(node, MappingNode)
    assert not problems
    documented = dict(keys_of_file(node))
    lines = SHIPPED.read_text().splitlines()

    assert list(documented) == [key for key, _ in keys_of_settings(Settings())]
    assert list(documented) == list(OTHER_VALUES)
    for key, line in documented.items():
        above = lines[line - 2].strip()
        assert above.startswith("#"), key


def test_shipped_file_holds_the_defaults() -> None:
    """What stands in config.yaml is what holds without it."""
    settings, problems = read_settings("config.yaml", SHIPPED.read_bytes(), Path())

    assert problems == []
    assert settings == Settings()


@pytest.mark.parametrize("key", OTHER_VALUES)
def test_every_key_changes_its_setting_alone(key: str) -> None:
    """A key that is set changes the field of its name, and no other."""
    settings, problems = read_settings("c", in_yaml(key, OTHER_VALUES[key]), Path())
    usual = dict(keys_of_settings(Settings()))
    changed = {name for name, value in keys_of_settings(settings) if value != usual[name]}

    assert problems == []
    assert changed == {key}


def test_paths_are_relative_to_the_file() -> None:
    """Folders and the cache stand relative to config.yaml; whole paths stay whole."""
    content = b"facts: [one, /two]\nsemantic: {cache: v.db}"

    settings, _ = read_settings("x/c.yaml", content, Path("x"))
    usual, _ = read_settings("x/c.yaml", b"", Path("x"))

    assert settings.facts == (Path("x/one"), Path("/two"))
    assert settings.semantic.cache == Path("x/v.db")
    assert usual.facts == (Path("x/facts"),)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "stale_afer: 3",
            ["c:1:1: error: unknown key 'stale_afer'; did you mean 'stale_after'? [config-unknown]"],
        ),
        (
            "thresholds: {answr_at: 1}",
            ["c:1:14: error: unknown key 'thresholds.answr_at'; did you mean 'answer_at'? [config-unknown]"],
        ),
        (
            "semantic: {zzz: 1}",
            ["c:1:12: error: unknown key 'semantic.zzz'; keys here are cache, judge, model [config-unknown]"],
        ),
        (
            "thresholds: {answer_at: 75}",
            [
                "c:1:25: error: 'thresholds.answer_at' is '75'; "
                "write a probability from 0 to 1, such as 0.8 [config-range]"
            ],
        ),
        (
            "thresholds: {suggest_at: nan}",
            [
                "c:1:26: error: 'thresholds.suggest_at' is 'nan'; "
                "write a probability from 0 to 1, such as 0.8 [config-range]"
            ],
        ),
        (
            "thresholds: {answer_at: 0.5, suggest_at: 0.6}",
            [
                "c:1:42: error: 'thresholds.suggest_at' is 0.6, above 'thresholds.answer_at', at 0.5; "
                "lower the first or raise the second [config-order]"
            ],
        ),
        (
            "thresholds: {unaddressed_answer_at: 0.6}",
            [
                f"c:1:37: error: 'thresholds.answer_at' is {USUAL.answer_at:g}, "
                "above 'thresholds.unaddressed_answer_at', "
                "at 0.6; lower the first or raise the second [config-order]"
            ],
        ),
        (
            "stale_after: 0\nlog_level: loud",
            [
                "c:1:14: error: 'stale_after' is '0'; write whole minutes from 1 to 1440 [config-range]",
                "c:2:12: error: 'log_level' is 'loud'; write one of debug, info, warning, error [config-range]",
            ],
        ),
        (
            "stale_after: 1.5",
            ["c:1:14: error: 'stale_after' is '1.5'; write whole minutes from 1 to 1440 [config-range]"],
        ),
        (
            "facts:",
            ["c:1:7: error: 'facts' has no value; give one, or remove the line [config-type]"],
        ),
        ("facts: []", ["c:1:8: error: 'facts' is an empty list; name a folder of facts [config-type]"]),
        (
            "facts: {a: b}",
            ["c:1:8: error: 'facts' is not one value; write a single value after the colon [config-type]"],
        ),
        (
            "semantic: yes",
            [
                "c:1:11: error: 'semantic' is not a group of keys; "
                "write 'semantic:' and the keys below it, indented [config-type]"
            ],
        ),
        ("- facts", ["c:1:1: error: this is not a list of keys; write 'key: value' lines [config-type]"]),
        (
            "log_level: info\nlog_level: debug",
            ["c:2:1: error: 'log_level' stands here and in line 1; keep one of them [yaml-duplicate-key]"],
        ),
    ],
)
def test_problems_of_the_file(content: str, expected: list[str]) -> None:
    """What is wrong is named with its place and value, and how to mend it."""
    _, problems = read_settings("c", content.encode(), Path())

    assert [str(problem) for problem in problems] == expected


@given(st.binary(max_size=300) | st.text(alphabet="facts:[]{} \n-0.1thresholdsanswer_at", max_size=80).map(str.encode))
def test_no_bytes_raise(content: bytes) -> None:
    """Any bytes give settings, with problems where they are no configuration."""
    settings, _ = read_settings("c", content, Path())

    assert isinstance(settings, Settings)


@pytest.mark.parametrize("word", ["off", "Off", "no", "false"])
def test_semantic_off(word: str) -> None:
    """One word leaves everything to the spelling."""
    settings, problems = read_settings("c", f"semantic: {word}".encode(), Path("/x"))

    assert problems == []
    assert not settings.semantic.judge
    assert settings.semantic.model is None


@pytest.mark.parametrize(("written", "share"), [("1%", 0.01), ("0.5%", 0.005), ("0.02", 0.02), ("0", 0.0)])
def test_max_wrong(written: str, share: float) -> None:
    """The budget of wrong answers is a percentage or a share."""
    settings, problems = read_settings("c", f"max_wrong: {written}".encode(), Path("/x"))

    assert problems == []
    assert settings.max_wrong == pytest.approx(share)


@pytest.mark.parametrize("written", ["101%", "-1%", "much", "nan", "5%%"])
def test_max_wrong_that_is_no_share(written: str) -> None:
    """Anything else is refused with how to write it."""
    _, problems = read_settings("c", f"max_wrong: {written}".encode(), Path("/x"))

    assert [problem.rule for problem in problems] == ["config-range"]
    assert "1%" in str(problems[0])
