"""Reads the keys under a heading of config.yaml, and notes the values that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final, TypeVar

from bot.factbase.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode, is_empty
from bot.problems import Level, Place, Problem, quoted

T = TypeVar("T")

DECIMAL: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,18})?|\.[0-9]{1,18}", re.ASCII)
WHOLE: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
USER: Final = re.compile(r"[1-9][0-9]{0,15}", re.ASCII)
CHAT: Final = re.compile(r"-?[1-9][0-9]{0,15}", re.ASCII)
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
OFF: Final = frozenset({"off", "no", "false"})
OF_A_USER: Final = "write the number of a Telegram account, which /privacy tells them"
OF_A_CHAT: Final = "write the number of a chat, such as -1001234567890"


class Unfit(Exception):
    """A value that the key cannot take."""

    def __init__(self, what: str, mend: str, rule: str) -> None:
        self.what, self.mend, self.rule = what, mend, rule


@dataclass(slots=True)
class KeyGroup:
    """The keys under one heading; what was asked for is what is known."""

    path: str
    node: MappingNode | None
    problems: list[Problem]
    prefix: str = ""
    known: list[str] = field(default_factory=list)

    def value(self, key: str, default: T, read: Callable[[Node], T]) -> T:
        """Read the value of a key; the default where the key is missing or its value at fault."""
        node = self._node(key)
        if node is None:
            return default
        try:
            return read(node)
        except Unfit as unfit:
            what = f"{quoted(self.prefix + key)} {unfit.what}"
            self._note(node.place, what, unfit.mend, unfit.rule)
            return default

    def group(self, key: str) -> KeyGroup:
        """Open the keys below a key."""
        node = self._node(key)
        if node is not None and not isinstance(node, MappingNode):
            what = f"{quoted(self.prefix + key)} is not a group of keys"
            self._note(node.place, what, f"write '{key}:' and the keys below it, indented", "type")
            node = None
        return KeyGroup(self.path, node, self.problems, f"{self.prefix}{key}.")

    def is_off(self, key: str) -> bool:
        """Return whether a key is there with the word off instead of keys below it."""
        node = self._node(key)
        return isinstance(node, ScalarNode) and node.text.lower() in OFF

    def listed(self, key: str) -> Iterator[KeyGroup]:
        """Open the keys of each item of a list."""
        node = self._node(key)
        if node is not None and not isinstance(node, SequenceNode):
            what = f"{quoted(self.prefix + key)} is not a list"
            self._note(node.place, what, "write '- ' before the keys of each item", "type")
            return
        for number, item in enumerate(node.items if node is not None else (), 1):
            prefix = f"{self.prefix}{key}.{number}"
            if isinstance(item, MappingNode):
                yield KeyGroup(self.path, item, self.problems, f"{prefix}.")
            else:
                self._note(item.place, f"{quoted(prefix)} is not a group of keys", "write 'key: value' lines", "type")

    def needed(self, key: str, read: Callable[[Node], T]) -> T | None:
        """Read the value of a required key; None where it is missing or wrong."""
        if self.node is not None and self.node.get(key) is None:
            self._note(self.node.place, f"{quoted(self.prefix + key)} is missing", f"add '{key}:'", "missing")
        return self.value(key, None, read)

    def numbered(self, key: str) -> Iterator[tuple[int, KeyGroup]]:
        """Yield the keys below the number of each chat."""
        chats = self.group(key)
        for name, entry in chats.node.entries.items() if chats.node is not None else ():
            if CHAT.fullmatch(name):
                yield int(name), chats.group(name)
            else:
                what = f"{quoted(chats.prefix + name)} is not the number of a chat"
                self._note(entry.key.place, what, OF_A_CHAT, "range")

    def note(self, what: str, mend: str, rule: str) -> None:
        """Note a problem with the group as a whole."""
        place = self.node.place if self.node is not None else Place(self.path, 1, 1)
        self._note(place, f"{quoted(self.prefix.rstrip('.'))} {what}", mend, rule)

    def not_above(self, lower: tuple[str, float], upper: tuple[str, float]) -> None:
        """Note a problem if the value of one key is above that of another."""
        if lower[1] <= upper[1]:
            return
        node = next((node for key in (lower[0], upper[0]) if (node := self._node(key)) is not None), None)
        what = f"'{self.prefix}{lower[0]}' is {lower[1]:g}, above '{self.prefix}{upper[0]}', at {upper[1]:g}"
        place = node.place if node is not None else Place(self.path, 1, 1)
        self._note(place, what, "lower the first or raise the second", "order")

    def no_others(self) -> None:
        """Note a problem for every key that was never read."""
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


def text(node: Node) -> str:
    """Read a text that is not empty."""
    if not isinstance(node, ScalarNode):
        raise Unfit("is not one value", "write a single value after the colon", "type")
    if is_empty(node):
        raise Unfit("has no value", "give one, or remove the line", "type")
    return node.text.strip()


def text_or_none(node: Node) -> str | None:
    """Read a text, or null."""
    return None if is_empty(node) else text(node)


def probability(node: Node) -> float:
    """Read a number from 0 to 1."""
    written = text(node)
    if not DECIMAL.fullmatch(written) or float(written) > 1:
        raise Unfit(f"is {quoted(written)}", "write a probability from 0 to 1, such as 0.8", "range")
    return float(written)


def share(node: Node) -> float:
    """Read a share, as a percentage (1%) or a number from 0 to 1."""
    written = text(node)
    try:
        value = float(written[:-1]) / 100 if written.endswith("%") else float(written)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise Unfit(f"is {quoted(written)}", "write a percentage, such as 1%", "range")
    return value


def whole(least: int, most: int, unit: str) -> Callable[[Node], int]:
    """Read a whole number within bounds."""

    def read(node: Node) -> int:
        written = text(node)
        if not WHOLE.fullmatch(written) or not least <= int(written) <= most:
            raise Unfit(f"is {quoted(written)}", f"write whole {unit} from {least} to {most}", "range")
        return int(written)

    return read


def yes_or_no(node: Node) -> bool:
    """Read true or false."""
    return one_of(("true", "false"))(node) == "true"


def one_of(words: Iterable[str]) -> Callable[[Node], str]:
    """Read one of a few words, in whatever case."""

    def read(node: Node) -> str:
        written = text(node)
        if written.lower() not in words:
            raise Unfit(f"is {quoted(written)}", f"write one of {', '.join(words)}", "range")
        return written.lower()

    return read


def language(node: Node) -> str:
    """Read the code of a language."""
    written = text(node)
    if not LANGUAGE.fullmatch(written):
        raise Unfit(f"is {quoted(written)}", "write a language code such as en or ru", "range")
    return written.lower()


def texts(node: Node) -> tuple[str, ...]:
    """Read a list of texts, or one alone."""
    nodes = node.items if isinstance(node, SequenceNode) else (node,)
    return tuple(text(item) for item in nodes)


def numbers(form: re.Pattern[str], mend: str) -> Callable[[Node], tuple[int, ...]]:
    """Read a list of Telegram's numbers."""

    def read(node: Node) -> tuple[int, ...]:
        written = texts(node)
        for one in written:
            if not form.fullmatch(one):
                raise Unfit(f"has {quoted(one)}", mend, "range")
        return tuple(int(one) for one in written)

    return read


users: Final = numbers(USER, OF_A_USER)


def open_or_listed(node: Node) -> frozenset[int] | None:
    """Read who is served: None for everybody."""
    if isinstance(node, ScalarNode) and node.text.strip().lower() == "open":
        return None
    return frozenset(numbers(CHAT, "write open, or a list of the numbers of users and chats")(node))


def folders(root: Path) -> Callable[[Node], tuple[Path, ...]]:
    """Read paths as seen from a folder."""

    def read(node: Node) -> tuple[Path, ...]:
        written = texts(node)
        if not written:
            raise Unfit("is an empty list", "name a folder of facts", "type")
        return tuple(root / one for one in written)

    return read
