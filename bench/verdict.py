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
    in_flight: int = 0  # sends that a cut caught: at most so many may come twice
    doubled: list[str] = field(default_factory=list)  # each with its reason
    unexplained: int = 0
    unordered: int = 0  # chats whose questions were not answered in turn
    lost: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Whether it is as it must be."""
        return not (self.note or self.lost or self.unexplained) and len(self.doubled) <= self.in_flight


def judge(name: str, telegram: FakeTelegram, crowd: Crowd, cuts: Sequence[Cut], struck: int | None = None) -> Outcome:
    """Find out what became of a crowd's questions; `cuts` say when something was cut off."""
    sends = sends_of(telegram)
    caught = {key: why for key, requests in sends.items() if (why := reason(key, requests, cuts)) is not None}
    doubled, unexplained = [], 0
    for asked in crowd.doubled:
        why = caught.get((asked.message.chat.id, asked.message.id))
        unexplained += why is None
        doubled.append(f"{asked} twice: {why or 'NO REASON'}")
    return Outcome(
        name,
        sent=len(crowd.asked),
        answered=crowd.answered,
        struck=len(cuts) if struck is None else struck,
        in_flight=len(caught),
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


def reason(key: Key, requests: Sequence[Request], cuts: Sequence[Cut]) -> str | None:
    """Say what cut off one of these sends after Telegram had it: a faulty line, or the end of its process."""
    for request in requests:
        if request.fault is not None and "stored=True" in request.fault:
            return f"the line was cut after Telegram had stored it ({request.fault})"
        for cut in cuts:
            is_open = request.answered_at is None or not request.ok or request.answered_at > cut.at
            if request.at <= cut.at and (is_open or key in cut.marked):
                return f"being sent when {cut.what}"
    return None


def unordered(asked: Sequence[Asked]) -> int:
    """Count the chats in which a later question was answered first."""
    firsts: dict[int, list[float]] = {}
    for one in asked:
        firsts.setdefault(one.message.chat.id, []).extend(one.replied[:1])
    return sum(times != sorted(times) for times in firsts.values())
