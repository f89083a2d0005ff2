"""Takes facts that people propose with /propose, and lets curators accept, edit or reject them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat.curator.curator_press import press_in
from bot.chat.curator.gap_view import (
    ACCEPT,
    EDIT,
    PROPOSAL,
    REJECT,
    SHOW,
    back_to_proposal,
    proposal_card,
    proposal_keyboard,
)
from bot.chat.curator.pending_patches import PendingPatches
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.outbound.sender import Document
from bot.chat.protocol.request import sender_of
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.chat.services import Services
from bot.config import EventKind
from bot.curation.editing.acceptance import AcceptRequest
from bot.curation.exchange.proposals import Proposed, is_given, read_proposal
from bot.messages import curator
from bot.replies import Reply, Words
from bot.replies.layout import MESSAGE_LIMIT, units
from bot.replies.message import text_reply
from bot.store.events.outgoing import Event
from bot.store.gaps import proposals
from bot.store.gaps.proposals import Proposal, ProposalState


@dataclass(frozen=True, slots=True)
class Proposals:
    """Stores proposals, shows them to curators, and does what a curator decides; nothing is added without one."""

    services: Services
    pending: PendingPatches
    clock: Callable[[], float] = time.time

    def commands(self) -> CommandTable:
        """Name the commands."""
        return {"propose": self.propose}

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the buttons below proposals."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=f"^{PROPOSAL}"))

    async def propose(self, call: CommandCall) -> list[Reply]:
        """Store a proposal and show it to the curators; what a curator sends back replaces the proposal it names."""
        say, proposed = call.say, read_proposal(call.argument)
        if not proposed.is_whole:
            return [text_reply(how_to(proposed, say, "".join(call.argument.split(maxsplit=1)[:1])))]
        services = self.services
        store, memory, settings, texts = services.store, services.memory, services.settings, proposed.texts
        number = proposals.number_of(call.argument.split(maxsplit=1)[0])
        if number is not None and call.user is not None and settings.is_curator(call.user.id):
            changed = await store.run(lambda connection: self._change(connection, number, texts))
            if changed is None:
                return [text_reply(say(curator.SETTLED, gap=f"P{number}"))]
            await self._tell_curators(changed)
            return [text_reply(say(curator.PROPOSAL_CHANGED, name=changed.name))]
        message, now = call.message, self.clock()
        place = memory.hash(f"message {message.chat.id} {message.message_id}")
        person = memory.hash(sender_of(message))

        def put(connection: Connection) -> Proposal:
            new = proposals.put(connection, store.bot, place, person, texts, now)
            self._note(connection, new, person)
            return new

        made = await store.run(put)
        await self._tell_curators(made)
        text = curator.PROPOSED if settings.staff else curator.PROPOSED_TO_NOBODY
        return [text_reply(say(text, name=made.name))]

    def _change(self, connection: Connection, number: int, texts: tuple[str, str, str]) -> Proposal | None:
        changed = proposals.change(connection, self.services.store.bot, number, texts)
        if changed is not None and changed.edits:
            self._note(connection, changed, None)
        return changed

    def _note(self, connection: Connection, made: Proposal, person: str | None) -> None:
        """Have other programs told of a proposal, in the same transaction."""
        data = {"proposal": made.name, "question": made.question, "answer": made.answer, "source": made.source}
        key = f"proposal {made.name} {made.edits}"
        event = Event(EventKind.PROPOSAL, key, {**data, "edits": made.edits}, self.clock(), person)
        self.services.events.note(connection, self.services.store.bot, event)

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Do what a curator's button says."""
        press = await press_in(update, context, self.services)
        if press is None:
            return
        act, number, mark = [*(press.query.data or "").removeprefix(PROPOSAL).split(":"), "", ""][:3]
        is_known = number.isdecimal() and act in (ACCEPT, EDIT, REJECT, SHOW)
        if await press.is_admitted(self.services, is_known=is_known):
            message = press.message
            reply, markup = await self._screen_after((act, int(number), mark), message, press.chat_context)
            await self.services.sender.edit(message.chat.id, message.message_id, reply, markup)

    async def _screen_after(
        self, pressed: tuple[str, int, str], message: Message, context: ChatContext
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Do what a button says; return what stands in the message from now on.

        `pressed` is what the button carries: what it does, the proposal's number, and the mark of its text.
        """
        store, say, (act, number, mark) = self.services.store, context.say, pressed
        found = await store.run(lambda connection: proposals.find(connection, store.bot, number))
        change = await self.pending.find(f"P{number}")
        if change is not None:
            return await self.pending.send_patch(change, message, say), None
        if found is None or found.state is not ProposalState.OPEN:
            return text_reply(say(curator.SETTLED, gap=f"P{number}")), None
        has_changed = act != SHOW and mark != found.mark
        if act == SHOW or has_changed:
            return proposal_card(found, say, has_changed=has_changed), proposal_keyboard(found, say, is_listed=True)
        if act == EDIT:
            return await self._form(found, message, say), back_to_proposal(found, say)
        if act == REJECT:
            await store.run(lambda connection: proposals.settle(connection, store.bot, number, ProposalState.REJECTED))
            return text_reply(say(curator.REJECTED, name=found.name)), None
        checking = text_reply(say(curator.CHECKING, gap=found.name))
        await self.services.sender.edit(message.chat.id, message.message_id, checking)
        request = AcceptRequest(found.name, mark=found.mark)
        outcome = await self.pending.accept(request, found.name, message, say)
        return outcome.reply, back_to_proposal(found, say) if outcome.is_rejected else None

    async def _form(self, proposal: Proposal, message: Message, say: Words) -> Reply:
        """Return the form that the curator edits and sends back; as a file where a message has no room for it."""
        form = form_of(say, proposal.question, proposal.answer, proposal.source, proposal.name)
        asks = say(curator.SEND_BACK, form=form)
        if units(asks) <= MESSAGE_LIMIT:
            return text_reply(asks)
        await self.services.sender.document(message, Document(f"{proposal.name}.txt", form.encode("utf-8", "replace")))
        return text_reply(say(curator.SEND_FILE_BACK, name=proposal.name))

    async def _tell_curators(self, proposal: Proposal) -> None:
        """Show a proposal to every curator, unless this version of it was shown before."""
        say = self.services.answer_service.words_for(self.services.settings.language)
        card, markup = proposal_card(proposal, say), proposal_keyboard(proposal, say)
        key = f"proposal {proposal.number} {proposal.edits}"
        await self.services.notices.send_within_update(key, lambda _: card, markup)


def how_to(proposed: Proposed, say: Words, first: str) -> str:
    """Say what is missing in a proposal, with what is there filled into the form; for an empty one, explain the form.

    `first` is the first word after the command, which may name the proposal that a curator sends back.
    """
    parts = (curator.THE_QUESTION, curator.THE_ANSWER, curator.THE_SOURCE)
    given = [is_given(text) for text in proposed.texts]
    if not any(given):
        return say(curator.HOW_TO_PROPOSE, form=form_of(say))
    missing = [say(part) for part, is_there in zip(parts, given, strict=True) if not is_there]
    name = first if proposals.number_of(first) is not None else ""
    question, answer, source = (text if is_given(text) else "…" for text in proposed.texts)
    form = form_of(say, question, answer, source, name)
    return say(curator.LACKING, parts=say.enumeration(missing), form=form)


def form_of(say: Words, question: str = "…", answer: str = "…", source: str = "…", name: str = "") -> str:
    """Write the message with which a fact is proposed, or the proposal of that name is changed."""
    return "\n".join(
        (
            f"/propose {name}".strip(),
            say(curator.FORM_QUESTION, text=question),
            say(curator.FORM_ANSWER, text=answer),
            say(curator.FORM_SOURCE, text=source),
        )
    )
