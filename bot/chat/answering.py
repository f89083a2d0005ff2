"""A question, or the fact that somebody chose → the reply, worked out beside the event loop."""

from __future__ import annotations

import asyncio
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from telegram import User

from bot.chat import tracing
from bot.desk import Desk
from bot.factbase.audience import ANYBODY, Audience
from bot.factbase.model import FactBase
from bot.matching.decision import Answer, NoAnswer, Suggest
from bot.replies import Reply, Words, base_language, pick, render, settle, words_in

OUTCOMES: Final[dict[type, str]] = {Answer: "answer", Suggest: "suggest", NoAnswer: "none"}
LONGEST: Final = 1024  # characters; with 4,096 of misspelt names matching takes seconds


class Answering:
    """Answers from the desk that stands at the moment of asking; a reload puts another in its place.

    Each method takes who looks: unless told, it shows only what is limited to no chat.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        # One thread: matching is pure Python, so more would only wait for each other and slow the loop down.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="matching")

    async def answer(
        self,
        question: str,
        now: dt.datetime,
        language: str,
        note: str | None = None,
        audience: Audience = ANYBODY,
    ) -> Reply:
        """Answer a question in a chat of this language; `note` is a line to go first."""
        whole = self.desk

        def work() -> tuple[str, Reply]:
            desk = whole.seen_by(audience)
            decision = desk.matcher.decide(question[:LONGEST])
            reply = render(
                decision,
                desk.base,
                today=now.date(),
                fold=desk.matcher.fold,
                note=note,
                language=language,
            )
            return OUTCOMES[type(settle(decision, desk.base))], reply

        outcome, reply = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        tracing.decided(outcome)
        return reply

    def language_of(self, user: User | None) -> str:
        """Give the language of somebody's Telegram; the base's where nobody is known or it is not said."""
        return (user and user.language_code) or base_language(self.desk.base)

    def words_for(self, language: str) -> Words:
        """Give the bot's own words in a language, else in the base's."""
        return words_in(language, base_language(self.desk.base))

    def base(self, audience: Audience = ANYBODY) -> FactBase:
        """Give what an audience may see: the only base to show anything from."""
        return self.desk.base_for(audience)

    def holds(self, fact: str, audience: Audience = ANYBODY) -> bool:
        """Whether a fact can be told to an audience."""
        return fact in self.base(audience).by_id

    async def tell(self, fact: str, now: dt.datetime, language: str, audience: Audience = ANYBODY) -> Reply:
        """Tell a fact that `holds`, with its question."""
        whole = self.desk

        def work() -> Reply:
            desk = whole.seen_by(audience)
            chosen = pick(desk.base, fact)
            return render(chosen, desk.base, today=now.date(), fold=desk.matcher.fold, language=language)

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)
