"""What was accepted as a patch and is not live yet → shown to curators, its patch given again, or taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardMarkup, Message

from bot.chat import desk_words, gap_buttons
from bot.chat.accepting import Accepting, Outcome
from bot.chat.gap_buttons import Act, Press, mark_of, shown_name
from bot.chat.gap_cards import LONGEST, Cards
from bot.chat.plain import of_lines, sentence
from bot.chat.scene import Scene
from bot.chat.sending import Document, Sender
from bot.curation.change import AddAlias, AddFacts, AddSpelling
from bot.curation.pending import Operation, read_operation
from bot.replies import Reply, Words
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, Line, Style, Yield, shorten, span
from bot.store import gaps, pending
from bot.store.gaps import Gap
from bot.store.pending import Pending
from bot.store.store import Store

SHOWN: Final = 10  # of what is not live yet, the newest
PROBLEMS: Final = 5  # of those that speak against a change


@dataclass(frozen=True, slots=True)
class NotLive:
    """Shows what waits for a deploy."""

    store: Store
    sender: Sender
    accepting: Accepting

    async def listed(self) -> list[Pending]:
        """List it, each on top of those before it."""
        return await self.store.run(lambda connection: pending.listed(connection, self.store.bot))

    async def find(self, name: str) -> Pending | None:
        """Give what a gap or proposal has become."""
        return next((one for one in await self.listed() if one.name == name), None)

    async def lines(self, some: Sequence[Pending], cards: Cards) -> list[Line]:
        """List what is asked, how often it still is, and what it becomes."""
        lines: list[Line] = [(span(cards.say(desk_words.NOT_LIVE)),)]
        if len(some) > SHOWN:
            lines += [(span(cards.say.count(desk_words.AND_MORE, len(some) - SHOWN)),)]
        for one in some[-SHOWN:]:
            lines += [EMPTY_LINE, *_lines(one, await self._gap(one), cards)]
        return lines

    async def card(self, one: Pending, cards: Cards) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Show one with what may be done with it."""
        gap = await self._gap(one)
        markup = gap_buttons.of_pending(one, cards.say) if _shows(one, gap, cards) else None
        return of_lines([*_lines(one, gap, cards)]), markup

    async def done(
        self, press: Press, message: Message, scene: Scene, cards: Cards
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Do what a button says, and give what stands in its message from now on."""
        say, listed = scene.say, await self.listed()
        one = next((one for one in listed if (one.number, mark_of(one.name)) == (press.number, press.more)), None)
        back = InlineKeyboardMarkup([gap_buttons.all_gaps(say)])
        if one is None or not _shows(one, await self._gap(one), cards):
            return sentence(say(desk_words.NOT_WAITING)), back
        if press.act is Act.KEPT:
            return await self.card(one, cards)
        name = shown_name(one.name)
        if press.act is Act.PATCH:
            return await self.again(one, message, say), back
        later = await self.store.run(lambda connection: pending.take_back(connection, self.store.bot, one.name))
        lines: list[Line] = [(span(say(desk_words.TAKEN_BACK, name=name)),)]
        if later:
            lines.append((span(say(desk_words.GET_ANEW, names=_joined(later, say))),))
        return of_lines(lines), back

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
        lines: list[Line] = [(span(say(desk_words.REFUSED, gap=name)),)]
        return of_lines([*lines, *((span(f"• {problem}"),) for problem in outcome.problems[:PROBLEMS])])
    if outcome.patch is not None:
        told = say(desk_words.PATCHED, gap=name)
        return sentence(f"{told} {say(desk_words.BUILDS_ON, names=_joined(outcome.on, say))}" if outcome.on else told)
    if not outcome.files:
        return sentence(say(desk_words.NOTHING_TO_DO, gap=name))
    return sentence(say(desk_words.ACCEPTED, gap=name, files=", ".join(outcome.files)))


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
        yield (span(say(desk_words.HIDDEN, gap=name if name == one.name else "…")),)
        return
    asked = shorten(operation.asks, LONGEST)
    yield (span(say(desk_words.GAP, gap=name if name == one.name else "", question=asked), Style.BOLD),)
    if gap is not None:
        yield (span(cards.counts(gap)),)
    yield (span(_became(operation, cards), gives=Yield.CONTEXT),)


def _became(operation: Operation, cards: Cards) -> str:
    say, change = cards.say, operation.change
    if change is None:
        return say(desk_words.BECAME_KEPT)
    if isinstance(change, AddFacts):
        return say(desk_words.BECAME_FACT)
    if isinstance(change, AddAlias):
        fact = cards.seen.by_id.get(change.fact)
        question = wording(fact, say.language).question if fact is not None else change.fact
        return say(desk_words.BECAME_PHRASE, question=question)
    if isinstance(change, AddSpelling):
        return say(desk_words.BECAME_WORD, word=change.text, of=change.name)
    return say(desk_words.BECAME_WORD, word=change.word, of=change.stands_for)
