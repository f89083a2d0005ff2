"""The text of config.yaml → settings, or what is wrong with it and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final, TypeVar

from bot.config.settings import Semantic, Settings, Thresholds
from bot.factbase.nodes import MappingNode, Node, ScalarNode, SequenceNode, is_empty, parse
from bot.problems import Level, Place, Problem, quoted
from bot.replies import LANGUAGES

T = TypeVar("T")

LOG_LEVELS: Final = ("debug", "info", "warning", "error")
LOG_FORMATS: Final = ("text", "json")
MOST_RETENTION: Final = 3650  # days
MOST_MINUTES: Final = 24 * 60  # Telegram keeps updates no longer
LEAST_STALL: Final = 60  # a long poll alone lasts up to 40 s
MOST_STALL: Final = 24 * 60 * 60
DECIMAL: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,18})?|\.[0-9]{1,18}", re.ASCII)
USER: Final = re.compile(r"[1-9][0-9]{0,15}", re.ASCII)
WHOLE: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


class _Unfit(Exception):
    """A value that the key cannot take."""

    def __init__(self, what: str, mend: str, rule: str) -> None:
        self.what, self.mend, self.rule = what, mend, rule


@dataclass(slots=True)
class _Group:
    """The keys under one heading; what was asked for is what is known."""

    path: str
    node: MappingNode | None
    problems: list[Problem]
    prefix: str = ""
    known: list[str] = field(default_factory=list)

    def value(self, key: str, default: T, read: Callable[[Node], T]) -> T:
        node = self._node(key)
        if node is None:
            return default
        try:
            return read(node)
        except _Unfit as unfit:
            what = f"{quoted(self.prefix + key)} {unfit.what}"
            self._note(node.place, what, unfit.mend, unfit.rule)
            return default

    def group(self, key: str) -> _Group:
        node = self._node(key)
        if node is not None and not isinstance(node, MappingNode):
            what = f"{quoted(self.prefix + key)} is not a group of keys"
            self._note(node.place, what, f"write '{key}:' and the keys below it, indented", "type")
            node = None
        return _Group(self.path, node, self.problems, f"{self.prefix}{key}.")

    def not_above(self, lower: tuple[str, float], upper: tuple[str, float]) -> None:
        """Complain where the value of one key is above that of another."""
        if lower[1] <= upper[1]:
            return
        node = next((node for key in (lower[0], upper[0]) if (node := self._node(key)) is not None), None)
        what = f"'{self.prefix}{lower[0]}' is {lower[1]:g}, above '{self.prefix}{upper[0]}', at {upper[1]:g}"
        place = node.place if node is not None else Place(self.path, 1, 1)
        self._note(place, what, "lower the first or raise the second", "order")

    def no_others(self) -> None:
        """Complain about every key that was not asked for."""
        entries = self.node.entries if self.node is not None else {}
        for name, entry in entries.items():
            if name in self.known:
                continue
            near = get_close_matches(name, self.known, n=1)
            mend = f"did you mean '{near[0]}'?" if near else f"keys here are {', '.join(sorted(self.known))}"
            self._note(entry.key.place, f"unknown key {quoted(self.prefix + name)}", mend, "unknown")

    def _node(self, key: str) -> Node | None:
        if key not in self.known:
            self.known.append(key)
        return self.node.get(key) if self.node is not None else None

    def _note(self, place: Place, what: str, mend: str, rule: str) -> None:
        self.problems.append(Problem(place, Level.SCHEMA, what, mend, f"config-{rule}"))


def read_settings(path: str, content: bytes, root: Path) -> tuple[Settings, list[Problem]]:
    """Read config.yaml; a default stands in for a value at fault, so that all problems come at once."""
    node, problems = parse(path, content)
    if node is not None and not isinstance(node, MappingNode):
        problems.append(
            Problem(
                node.place,
                Level.SCHEMA,
                "this is not a list of keys",
                "write 'key: value' lines",
                "config-type",
            )
        )
        node = None
    keys = _Group(path, node, problems)
    usual = Settings()
    settings = Settings(
        facts=keys.value("facts", tuple(root / folder for folder in usual.facts), _folders(root)),
        language=keys.value("language", usual.language, _one_of(LANGUAGES)),
        thresholds=_thresholds(keys.group("thresholds")),
        stale_after=keys.value("stale_after", usual.stale_after, _whole(1, MOST_MINUTES, "minutes")),
        context_minutes=keys.value(
            "context_minutes", usual.context_minutes, _whole(1, MOST_MINUTES, "minutes")
        ),
        feedback=keys.value("feedback", usual.feedback, _yes_or_no),
        curators=keys.value("curators", usual.curators, _users),
        semantic=_semantic(keys.group("semantic"), root),
        retention_days=keys.value("retention_days", usual.retention_days, _whole(1, MOST_RETENTION, "days")),
        stall_after=keys.value("stall_after", usual.stall_after, _whole(LEAST_STALL, MOST_STALL, "seconds")),
        serve_status=keys.value("serve_status", usual.serve_status, _yes_or_no),
        log_level=keys.value("log_level", usual.log_level, _one_of(LOG_LEVELS)),
        log_format=keys.value("log_format", usual.log_format, _one_of(LOG_FORMATS)),
    )
    keys.no_others()
    return settings, problems


def _thresholds(keys: _Group) -> Thresholds:
    usual = Thresholds()
    read = Thresholds(
        answer_at=keys.value("answer_at", usual.answer_at, _probability),
        suggest_at=keys.value("suggest_at", usual.suggest_at, _probability),
        unaddressed_answer_at=keys.value("unaddressed_answer_at", usual.unaddressed_answer_at, _probability),
        unaddressed_suggest_at=keys.value(
            "unaddressed_suggest_at", usual.unaddressed_suggest_at, _probability
        ),
    )
    keys.not_above(("suggest_at", read.suggest_at), ("answer_at", read.answer_at))
    keys.not_above(("answer_at", read.answer_at), ("unaddressed_answer_at", read.unaddressed_answer_at))
    keys.not_above(("suggest_at", read.suggest_at), ("unaddressed_suggest_at", read.unaddressed_suggest_at))
    keys.no_others()
    return read


def _semantic(keys: _Group, root: Path) -> Semantic:
    usual = Semantic()
    read = Semantic(
        model=keys.value("model", usual.model, _text_or_none),
        cache=keys.value("cache", root / usual.cache, lambda node: root / _text(node)),
    )
    keys.no_others()
    return read


def _text(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        raise _Unfit("is not one value", "write a single value after the colon", "type")
    if is_empty(node):
        raise _Unfit("has no value", "give one, or remove the line", "type")
    return node.text.strip()


def _text_or_none(node: Node) -> str | None:
    return None if is_empty(node) else _text(node)


def _probability(node: Node) -> float:
    text = _text(node)
    if not DECIMAL.fullmatch(text) or float(text) > 1:
        raise _Unfit(f"is {quoted(text)}", "write a probability from 0 to 1, such as 0.8", "range")
    return float(text)


def _whole(least: int, most: int, unit: str) -> Callable[[Node], int]:
    def read(node: Node) -> int:
        text = _text(node)
        if not WHOLE.fullmatch(text) or not least <= int(text) <= most:
            raise _Unfit(f"is {quoted(text)}", f"write whole {unit} from {least} to {most}", "range")
        return int(text)

    return read


def _yes_or_no(node: Node) -> bool:
    return _one_of(("true", "false"))(node) == "true"


def _one_of(words: Iterable[str]) -> Callable[[Node], str]:
    def read(node: Node) -> str:
        text = _text(node)
        if text.lower() not in words:
            raise _Unfit(f"is {quoted(text)}", f"write one of {', '.join(words)}", "range")
        return text.lower()

    return read


def _users(node: Node) -> tuple[int, ...]:
    nodes = node.items if isinstance(node, SequenceNode) else (node,)
    texts = [_text(item) for item in nodes]
    for text in texts:
        if not USER.fullmatch(text):
            mend = "write the number of a Telegram account, which /privacy tells them"
            raise _Unfit(f"has {quoted(text)}", mend, "range")
    return tuple(int(text) for text in texts)


def _folders(root: Path) -> Callable[[Node], tuple[Path, ...]]:
    def read(node: Node) -> tuple[Path, ...]:
        nodes = node.items if isinstance(node, SequenceNode) else (node,)
        if not nodes:
            raise _Unfit("is an empty list", "name a folder of facts", "type")
        return tuple(root / _text(item) for item in nodes)

    return read
