"""Shows curators the changes that they accepted as patches and that are not live yet; sends or drops them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardMarkup, Message

from bot.chat.curator import gap_keyboards
from bot.chat.curator.accept_process import AcceptProcess
from bot.chat.curator.gap_keyboards import Act, Press, mark_of, shown_name
from bot.chat.curator.gap_view import LONGEST, GapView
from bot.chat.outbound.sender import Document
from bot.chat.services import Services
from bot.curation.editing.acceptance import Accepted, AcceptRequest, Rejected
from bot.curation.editing.fact_changes import FactRequest
from bot.curation.editing.fact_edits import EditFact, SupersedeFact
from bot.curation.editing.operations import AddAlias, AddFacts, AddSpelling
from bot.curation.editing.pending_changes import Operation, read_operation
from bot.messages import curator
from bot.replies import Reply, Words
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, Line, Style, Yield, shorten, span
from bot.replies.message import reply_from_lines, text_reply
from bot.store.gaps import gaps, pending
from bot.store.gaps.gaps import Gap
from bot.store.gaps.pending import Pending

SHOWN: Final = 10  # pending changes, the newest
SHOWN_PROBLEMS: Final = 5


@dataclass(frozen=True, slots=True)
class AcceptOutcome:
    """What a curator is told of a change that they accepted."""

    reply: Reply
    is_rejected: bool


@dataclass(frozen=True, slots=True)
class PendingPatches:
    """Keeps the changes that wait for a deploy of the facts; each patch builds on those before it."""

    services: Services
    accept_process: AcceptProcess

    async def listed(self) -> list[Pending]:
        """Return all pending changes, oldest first."""
        store = self.services.store
        return await store.run(lambda connection: pending.listed(connection, store.bot))

    async def find(self, name: str) -> Pending | None:
        """Return the pending change that a gap or proposal has become, if it has."""
        return next((one for one in await self.listed() if one.name == name), None)

    async def lines(self, changes: Sequence[Pending], view: GapView) -> list[Line]:
        """Write each change: what was asked, how often it still is, and what the question becomes."""
        lines: list[Line] = [(span(view.say(curator.NOT_LIVE)),)]
        if len(changes) > SHOWN:
            lines += [(span(view.say.count(curator.AND_MORE, len(changes) - SHOWN)),)]
        for one in changes[-SHOWN:]:
            lines += [EMPTY_LINE, *_lines(one, await self._gap(one), view)]
        return lines

    async def card(self, one: Pending, view: GapView) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Show a change, with the buttons for it."""
        gap = await self._gap(one)
        markup = gap_keyboards.of_pending(one, view.say) if _shows(one, gap, view) else None
        return reply_from_lines([*_lines(one, gap, view)]), markup

    async def screen_after(
        self, press: Press, message: Message, view: GapView
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Do what a button says; return what stands in its message from now on."""
        say, store, listed = view.say, self.services.store, await self.listed()
        one = next((one for one in listed if (one.number, mark_of(one.name)) == (press.number, press.more)), None)
        back = InlineKeyboardMarkup([gap_keyboards.back_to_list(say)])
        if one is None or not _shows(one, await self._gap(one), view):
            return text_reply(say(curator.NOT_WAITING)), back
        if press.act is Act.SHOW_PENDING:
            return await self.card(one, view)
        name = shown_name(one.name)
        if press.act is Act.SEND_PATCH:
            return await self.send_patch(one, message, say), back
        later = await store.run(lambda connection: pending.take_back(connection, store.bot, one.name))
        lines: list[Line] = [(span(say(curator.TAKEN_BACK, name=name)),)]
        if later:
            lines.append((span(say(curator.GET_ANEW, names=_joined(later, say))),))
        return reply_from_lines(lines), back

    async def send_patch(self, one: Pending, message: Message, say: Words) -> Reply:
        """Send the patch again, made anew from the facts that are live by now."""
        return (await self.accept(AcceptRequest(one.name), shown_name(one.name), message, say)).reply

    async def accept(
        self, request: AcceptRequest | FactRequest, name: str, message: Message, say: Words
    ) -> AcceptOutcome:
        """Try the base with a change, and send the patch if that is how changes are kept here.

        `name` is how the gap, proposal or question is shown.
        """
        result = await self.accept_process.accept(request)
        if isinstance(result, Accepted) and result.patch:
            subject = request.name if isinstance(request, FactRequest) else request.subject
            await self.services.sender.document(message, patch_file(subject, result.patch))
        return AcceptOutcome(outcome_reply(result, name, say), isinstance(result, Rejected))

    async def _gap(self, one: Pending) -> Gap | None:
        number = gaps.number_of(one.name)
        if number is None:
            return None
        store = self.services.store
        return await store.run(lambda connection: gaps.find(connection, store.bot, number))


def patch_file(name: str, patch: str) -> Document:
    """Make a file of a patch, to be applied with git."""
    is_name = shown_name(name) == name
    return Document(f"{name}.patch" if is_name else "accepted.patch", patch.encode("utf-8", "surrogateescape"))


def outcome_reply(outcome: Accepted | Rejected, name: str, say: Words) -> Reply:
    """Say what came of a change that a curator has accepted; `name` is that of the gap or proposal."""
    if isinstance(outcome, Rejected):
        lines: list[Line] = [(span(say(curator.REFUSED, gap=name)),)]
        return reply_from_lines([*lines, *((span(f"• {problem}"),) for problem in outcome.lines[:SHOWN_PROBLEMS])])
    if outcome.patch is not None:
        text = say(curator.PATCHED, gap=name)
        return text_reply(
            f"{text} {say(curator.BUILDS_ON, names=_joined(outcome.builds_on, say))}" if outcome.builds_on else text
        )
    if not outcome.files:
        return text_reply(say(curator.NOTHING_TO_DO, gap=name))
    return text_reply(say(curator.ACCEPTED, gap=name, files=", ".join(outcome.files)))


def _joined(names: Sequence[str], say: Words) -> str:
    return say.enumeration([shown_name(name) for name in names])


def _shows(one: Pending, gap: Gap | None, view: GapView) -> bool:
    """Return whether a change may be shown in this chat: always, unless some topics are limited to other chats."""
    operation = read_operation(one.operation)
    if gap is not None and not view.shows(gap):
        return False
    if all(not topic.audience for topic in view.base.topics):
        return True
    if isinstance(operation.change, AddFacts):
        return operation.change.path in {topic.name for topic in view.visible.topics}
    changed = operation.change.fact if isinstance(operation.change, EditFact | SupersedeFact) else operation.fact
    return changed in view.visible.by_id


def _lines(one: Pending, gap: Gap | None, view: GapView) -> Iterator[Line]:
    name, operation, say = shown_name(one.name), read_operation(one.operation), view.say
    if not _shows(one, gap, view):
        yield (span(say(curator.HIDDEN, gap=name if name == one.name else "…")),)
        return
    asked = shorten(operation.asks, LONGEST)
    yield (span(say(curator.GAP, gap=name if name == one.name else "", question=asked), Style.BOLD),)
    if gap is not None:
        yield (span(view.counts(gap)),)
    yield (span(_became(operation, view), gives=Yield.CONTEXT),)


def _became(operation: Operation, view: GapView) -> str:
    say, change = view.say, operation.change
    if change is None:
        return say(curator.BECAME_KEPT)
    if isinstance(change, AddFacts):
        return say(curator.BECAME_FACT)
    if isinstance(change, AddAlias):
        fact = view.visible.by_id.get(change.fact)
        question = wording(fact, say.language).question if fact is not None else change.fact
        return say(curator.BECAME_PHRASE, question=question)
    if isinstance(change, EditFact | SupersedeFact):
        fact = view.visible.by_id.get(change.fact)
        question = wording(fact, say.language).question if fact is not None else change.fact
        if isinstance(change, SupersedeFact):
            return say(curator.BECAME_SUCCESSOR, question=question)
        return say(curator.BECAME_CHANGE, question=question, fields=say.enumeration([*change.fields]))
    if isinstance(change, AddSpelling):
        return say(curator.BECAME_WORD, word=change.text, of=change.name)
    return say(curator.BECAME_WORD, word=change.word, of=change.stands_for)
