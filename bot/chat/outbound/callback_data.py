"""The data behind the bot's buttons: each kind of button is a value, written into at most 64 bytes and read back.

The data names facts and topics themselves, so that a press can be read without anything kept in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from bot.factbase.dates import parse_date
from bot.factbase.model import PartialDate
from bot.store.conversations.votes import Vote, VoteReason

MOST_BYTES: Final = 64
MOST_PAGE_DIGITS: Final = 5


@dataclass(frozen=True, slots=True)
class FactButton:
    """Shows a fact, with `as_of` as it held on that date."""

    fact: str
    as_of: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class SheetPageButton:
    """Shows a page, counted from 0, of the fact sheet of a topic, in the language of the sheet whoever presses it."""

    page: int
    topic: str
    narrowed_to: str  # a name or year; empty for the whole topic
    language: str


@dataclass(frozen=True, slots=True)
class VoteButton:
    """Votes for or against an answer; only a vote against it has a reason."""

    vote: Vote
    reason: VoteReason | None = None


@dataclass(frozen=True, slots=True)
class RefreshButton:
    """Asks whether what was sent inline still holds; `held` is the hash of what the fact said then, cut short."""

    fact: str
    held: str = ""


@dataclass(frozen=True, slots=True)
class ForgetButton:
    """Deletes what is kept of a person, named by a hash."""

    person: str


class DeskAct(StrEnum):
    """What a curator's button below an answer leads to."""

    EDIT = "edit"
    SUPERSEDE = "next"
    WITHDRAW = "drop"
    HISTORY = "life"
    NEVER = "never"  # never again for the question that the message quotes


@dataclass(frozen=True, slots=True)
class DeskButton:
    """Begins a change of a fact, or tells its life; only curators have it, in private."""

    act: DeskAct
    fact: str


@dataclass(frozen=True, slots=True)
class TablePageButton:
    """Shows a page, counted from 0, of the table that the message tells; what was asked is kept in the store."""

    page: int


Button: TypeAlias = (
    DeskButton | ForgetButton | FactButton | SheetPageButton | VoteButton | RefreshButton | TablePageButton
)

PREFIXES: Final[Mapping[type[Button], str]] = {
    FactButton: "fact:",
    SheetPageButton: "brief:",
    VoteButton: "vote:",
    RefreshButton: "again:",
    TablePageButton: "rows:",
    ForgetButton: "forget:",
    DeskButton: "desk:",
}
AS_OF: Final = "@"
PART: Final = ":"
HASH_LETTERS: Final = 8


def encode(button: Button) -> str | None:
    """Write a button as callback data; None where Telegram has no room for it."""
    match button:
        case FactButton(fact, as_of):
            content = fact if as_of is None else f"{fact}{AS_OF}{as_of}"
        case SheetPageButton():
            content = f"{button.page}.{button.language}:{button.topic}:{button.narrowed_to}"
        case VoteButton(vote, reason):
            content = vote if reason is None else reason
        case DeskButton(act, fact):
            content = f"{act}{PART}{fact}"
        case ForgetButton(person):
            content = person
        case TablePageButton(page):
            content = str(page)
        case RefreshButton(fact, held):
            content = f"{fact}{PART}{held[:HASH_LETTERS]}" if held else fact
    data = PREFIXES[type(button)] + content
    return data if len(data.encode()) <= MOST_BYTES else None


def decode(data: str | None) -> Button | None:
    """Read callback data; None for buttons of another part of the bot and for what cannot be read."""
    for kind, prefix in PREFIXES.items():
        if data is not None and data.startswith(prefix):
            return READERS[kind](data.removeprefix(prefix))
    return None


def pattern_of(kind: type[Button]) -> str:
    """Return the regular expression that matches the callback data of one kind of button."""
    return f"^{PREFIXES[kind]}"


def _fact(content: str) -> FactButton:
    fact, _, date = content.partition(AS_OF)
    return FactButton(fact, parse_date(date))


def _sheet_page(content: str) -> SheetPageButton:
    at, _, rest = content.partition(":")
    number, _, language = at.partition(".")
    topic, _, narrowed_to = rest.partition(":")
    page = int(number) if number.isdecimal() and len(number) <= MOST_PAGE_DIGITS else 0
    return SheetPageButton(page, topic, narrowed_to, language)


def _vote(content: str) -> VoteButton | None:
    if content in set(Vote):
        return VoteButton(Vote(content))
    return VoteButton(Vote.DOWN, VoteReason(content)) if content in set(VoteReason) else None


def _refresh(content: str) -> RefreshButton:
    fact, _, held = content.partition(PART)
    return RefreshButton(fact, held)


def _desk(content: str) -> DeskButton | None:
    act, _, fact = content.partition(PART)
    return DeskButton(DeskAct(act), fact) if act in set(DeskAct) else None


def _table_page(content: str) -> TablePageButton:
    return TablePageButton(int(content) if content.isdecimal() and len(content) <= MOST_PAGE_DIGITS else 0)


READERS: Final[Mapping[type[Button], Callable[[str], Button | None]]] = {
    FactButton: _fact,
    SheetPageButton: _sheet_page,
    VoteButton: _vote,
    RefreshButton: _refresh,
    TablePageButton: _table_page,
    ForgetButton: ForgetButton,
    DeskButton: _desk,
}
