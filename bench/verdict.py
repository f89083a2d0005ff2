"""What a crowd has seen → sent, answered, answered twice and why, lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bench.crowd import Asked, Crowd
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.journal import Request

Key: TypeAlias = tuple[int, int]  # a question: its chat, its message


@dataclass(frozen=True, slots=True)
class Cut:
    """A moment at which processes, or what they rely on, were cut off."""

    at: float
    what: str
    marked: frozenset[Key] = frozenset()  # whose answer was being sent then, as the store has it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the questions under one fault."""

    name: str
    sent: int = 0
    answered: int = 0
    struck: int = 0  # how often the fault did
    in_flight: int = 0  # sends that a cut caught: so many may be repeated
    repeated: int = 0  # answers beyond the first
    doubled: list[str] = field(default_factory=list)  # the questions of these, each with its reasons
    unexplained: int = 0
    unordered: int = 0  # chats whose questions were not answered in turn
    lost: list[str] = field(default_factory=list)
    seconds: float = 0.0
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Whether it is as it must be."""
        return not (self.note or self.lost or self.unexplained) and self.repeated <= self.in_flight


def judge(name: str, telegram: FakeTelegram, crowd: Crowd, cuts: Sequence[Cut], struck: int | None = None) -> Outcome:
    """Find out what became of a crowd's questions; `cuts` say when something was cut off."""
    sends = sends_of(telegram)
    caught = {key: found for key, requests in sends.items() if (found := reasons(key, requests, cuts))}
    doubled, unexplained = [], 0
    for asked in crowd.doubled:
        why = caught.get((asked.message.chat.id, asked.message.id), [])
        unexplained += len(asked.replied) - 1 > len(why)
        doubled.append(f"{asked} {len(asked.replied)} times: {'; '.join(why) or 'NO REASON'}")
    return Outcome(
        name,
        sent=len(crowd.asked),
        answered=crowd.answered,
        struck=len(cuts) if struck is None else struck,
        in_flight=sum(map(len, caught.values())),
        repeated=sum(len(asked.replied) - 1 for asked in crowd.doubled),
        doubled=doubled,
        unexplained=unexplained,
        unordered=unordered(crowd.asked),
        lost=[str(asked) for asked in crowd.lost],
    )


def sends_of(telegram: FakeTelegram) -> dict[Key, list[Request]]:
    """Gather the sends by the question that they reply to."""
    found: dict[Key, list[Request]] = {}
    for request in telegram.journal.requests("sendMessage"):
        key = (int(request.params["chat_id"]), int(request.params["reply_parameters"]["message_id"]))
        found.setdefault(key, []).append(request)
    return found


def reasons(key: Key, requests: Sequence[Request], cuts: Sequence[Cut]) -> list[str]:
    """Say of each of these sends that was cut off after Telegram had it, what did that."""
    return [why for request in requests if (why := _reason(key, request, cuts)) is not None]


def _reason(key: Key, request: Request, cuts: Sequence[Cut]) -> str | None:
    if request.fault is not None and "stored=True" in request.fault:
        return f"the line was cut after Telegram had stored it ({request.fault})"
    for cut in cuts:
        # A status of 0: it was the sender who went away.
        is_open = request.answered_at is None or request.answered_at > cut.at or request.status == 0
        if request.at <= cut.at and (is_open or key in cut.marked):
            return f"being sent when {cut.what}"
    return None


def unordered(asked: Sequence[Asked]) -> int:
    """Count the chats in which a later question was answered first."""
    firsts: dict[int, list[float]] = {}
    for one in asked:
        firsts.setdefault(one.message.chat.id, []).extend(one.replied[:1])
    return sum(times != sorted(times) for times in firsts.values())
