"""What was accepted as a patch and is not live yet → shown to curators, its patch given again, or taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardMarkup, Message

from bot.chat.curator import gap_keyboards
from bot.chat.curator.accept_process import AcceptProcess, Outcome
from bot.chat.curator.gap_keyboards import Act, Press, mark_of, shown_name
from bot.chat.curator.gap_view import LONGEST, Cards
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.outbound.sender import Document, Sender
from bot.curation.editing.operations import AddAlias, AddFacts, AddSpelling
from bot.curation.editing.pending_changes import Operation, read_operation
from bot.messages import curator
from bot.replies import Reply, Words
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, Line, Style, Yield, shorten, span
from bot.replies.message import reply_from_lines, text_reply
from bot.store.database.store import Store
from bot.store.gaps import gaps, pending
from bot.store.gaps.gaps import Gap
from bot.store.gaps.pending import Pending

SHOWN: Final = 10  # of what is not live yet, the newest
PROBLEMS: Final = 5  # of those that speak against a change


@dataclass(frozen=True, slots=True)
class PendingPatches:
    """Shows what waits for a deploy."""

    store: Store
    sender: Sender
    accepting: AcceptProcess

    async def listed(self) -> list[Pending]:
        """List it, each on top of those before it."""
        return await self.store.run(lambda connection: pending.listed(connection, self.store.bot))

    async def find(self, name: str) -> Pending | None:
        """Give what a gap or proposal has become."""
        return next((one for one in await self.listed() if one.name == name), None)

    async def lines(self, some: Sequence[Pending], cards: Cards) -> list[Line]:
        """List what is asked, how often it still is, and what it becomes."""
        lines: list[Line] = [(span(cards.say(curator.NOT_LIVE)),)]
        if len(some) > SHOWN:
            lines += [(span(cards.say.count(curator.AND_MORE, len(some) - SHOWN)),)]
        for one in some[-SHOWN:]:
            lines += [EMPTY_LINE, *_lines(one, await self._gap(one), cards)]
        return lines

    async def card(self, one: Pending, cards: Cards) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Show one with what may be done with it."""
        gap = await self._gap(one)
        markup = gap_keyboards.of_pending(one, cards.say) if _shows(one, gap, cards) else None
        return reply_from_lines([*_lines(one, gap, cards)]), markup

    async def done(
        self, press: Press, message: Message, scene: ChatContext, cards: Cards
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Do what a button says, and give what stands in its message from now on."""
        say, listed = scene.say, await self.listed()
        one = next((one for one in listed if (one.number, mark_of(one.name)) == (press.number, press.more)), None)
        back = InlineKeyboardMarkup([gap_keyboards.all_gaps(say)])
        if one is None or not _shows(one, await self._gap(one), cards):
            return text_reply(say(curator.NOT_WAITING)), back
        if press.act is Act.KEPT:
            return await self.card(one, cards)
        name = shown_name(one.name)
        if press.act is Act.PATCH:
            return await self.again(one, message, say), back
        later = await self.store.run(lambda connection: pending.take_back(connection, self.store.bot, one.name))
        lines: list[Line] = [(span(say(curator.TAKEN_BACK, name=name)),)]
        if later:
            lines.append((span(say(curator.GET_ANEW, names=_joined(later, say))),))
        return reply_from_lines(lines), back

    async def again(self, one: Pending, message: Message, say: Words) -> Reply:
        """Send the patch again, made on what is live by now."""
        outcome = await self.accepting.accept(one.name)
        if outcome.patch:
            await self.sender.document(message, patch_of(one.name, outcome.patch))
        return outcome_of(outcome, shown_name(one.name), say)

    async def _gap(self, one: Pending) -> Gap | None:
        number = gaps.number_of(one.name)
        if number is None:
            return None
        return await self.store.run(lambda connection: gaps.find(connection, self.store.bot, number))


def patch_of(name: str, patch: str) -> Document:
    """Make a file of a patch for git."""
    is_name = shown_name(name) == name
    return Document(f"{name}.patch" if is_name else "accepted.patch", patch.encode("utf-8", "surrogateescape"))


def outcome_of(outcome: Outcome, name: str, say: Words) -> Reply:
    """Say what came of a change that a curator has accepted."""
    if outcome.problems:
        lines: list[Line] = [(span(say(curator.REFUSED, gap=name)),)]
        return reply_from_lines([*lines, *((span(f"• {problem}"),) for problem in outcome.problems[:PROBLEMS])])
    if outcome.patch is not None:
        told = say(curator.PATCHED, gap=name)
        return text_reply(f"{told} {say(curator.BUILDS_ON, names=_joined(outcome.on, say))}" if outcome.on else told)
    if not outcome.files:
        return text_reply(say(curator.NOTHING_TO_DO, gap=name))
    return text_reply(say(curator.ACCEPTED, gap=name, files=", ".join(outcome.files)))


def _joined(names: Sequence[str], say: Words) -> str:
    return say.enumeration([shown_name(name) for name in names])


def _shows(one: Pending, gap: Gap | None, cards: Cards) -> bool:
    """Whether what it is and becomes may be seen here: all of it, unless some topics are limited."""
    operation = read_operation(one.operation)
    if gap is not None and not cards.shows(gap):
        return False
    if all(not topic.audience for topic in cards.whole.topics):
        return True
    if isinstance(operation.change, AddFacts):
        return operation.change.path in {topic.name for topic in cards.seen.topics}
    return operation.fact in cards.seen.by_id


def _lines(one: Pending, gap: Gap | None, cards: Cards) -> Iterator[Line]:
    name, operation, say = shown_name(one.name), read_operation(one.operation), cards.say
    if not _shows(one, gap, cards):
        yield (span(say(curator.HIDDEN, gap=name if name == one.name else "…")),)
        return
    asked = shorten(operation.asks, LONGEST)
    yield (span(say(curator.GAP, gap=name if name == one.name else "", question=asked), Style.BOLD),)
    if gap is not None:
        yield (span(cards.counts(gap)),)
    yield (span(_became(operation, cards), gives=Yield.CONTEXT),)


def _became(operation: Operation, cards: Cards) -> str:
    say, change = cards.say, operation.change
    if change is None:
        return say(curator.BECAME_KEPT)
    if isinstance(change, AddFacts):
        return say(curator.BECAME_FACT)
    if isinstance(change, AddAlias):
        fact = cards.seen.by_id.get(change.fact)
        question = wording(fact, say.language).question if fact is not None else change.fact
        return say(curator.BECAME_PHRASE, question=question)
    if isinstance(change, AddSpelling):
        return say(curator.BECAME_WORD, word=change.text, of=change.name)
    return say(curator.BECAME_WORD, word=change.word, of=change.stands_for)
