"""/propose → a fact put before the curators, who accept, edit or reject it; nothing is added without them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from telegram import Bot, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat.curator.accept_process import AcceptProcess
from bot.chat.curator.gap_view import ACCEPT, EDIT, PROPOSAL, REJECT, SHOW, back_to, buttons_of, card_of
from bot.chat.curator.pending_patches import PendingPatches, outcome_of, patch_of
from bot.chat.dialogue.chat_context import ChatContext, ChatContexts
from bot.chat.outbound.outbox import Outbox
from bot.chat.outbound.sender import Document, acknowledge
from bot.chat.protocol.request import BotIdentity, sender_of
from bot.chat.routing.access import AccessControl
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.curation.exchange.proposals import Proposed, is_given, read_proposal
from bot.messages import curator as desk_words
from bot.replies import Reply, Words
from bot.replies.layout import MESSAGE_LIMIT, units
from bot.replies.message import text_reply
from bot.store.gaps import proposals
from bot.store.gaps.proposals import Proposal, ProposalState

ATTEMPTS: Final = 2
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Proposals:
    """Takes proposals, and does what curators decide."""

    bot: Bot
    outbox: Outbox
    scenes: ChatContexts
    door: AccessControl
    accepting: AcceptProcess
    not_live: PendingPatches
    clock: Callable[[], float] = time.time

    def responders(self) -> CommandTable:
        """Name the commands."""
        return {"propose": self.propose}

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the buttons below proposals."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=f"^{PROPOSAL}"))

    async def propose(self, asked: CommandCall) -> list[Reply]:
        """Put a fact before the curators; one that a curator sends back replaces what was proposed."""
        say, proposed = asked.say, read_proposal(asked.argument)
        if not proposed.is_whole:
            return [text_reply(how_to(proposed, say, "".join(asked.argument.split(maxsplit=1)[:1])))]
        store, texts = self.door.memory.store, proposed.texts
        number = proposals.number_of(asked.argument.split(maxsplit=1)[0])
        if number is not None and asked.user is not None and self.door.settings.is_curator(asked.user.id):
            changed = await store.run(lambda connection: proposals.change(connection, store.bot, number, texts))
            if changed is None:
                return [text_reply(say(desk_words.SETTLED, gap=f"P{number}"))]
            await self._tell(changed)
            return [text_reply(say(desk_words.PROPOSAL_CHANGED, name=changed.name))]
        message, now = asked.message, self.clock()
        place = self.door.memory.hash(f"message {message.chat.id} {message.message_id}")
        person = self.door.memory.hash(sender_of(message))
        made = await store.run(lambda connection: proposals.put(connection, store.bot, place, person, texts, now))
        await self._tell(made)
        told = desk_words.PROPOSED if self.door.settings.staff else desk_words.PROPOSED_TO_NOBODY
        return [text_reply(say(told, name=made.name))]

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Do what a curator has decided."""
        query = update.callback_query
        message = query.message if query is not None else None
        if query is None or not isinstance(message, Message):
            return
        scene = await self.scenes.of(
            message.chat.id, query.from_user, BotIdentity(context.bot.id, context.bot.username)
        )
        act, number, mark = [*(query.data or "").removeprefix(PROPOSAL).split(":"), "", ""][:3]
        is_known = number.isdecimal() and act in (ACCEPT, EDIT, REJECT, SHOW)
        refusal = await self.door.curator_refusal(query, message, scene, is_known=is_known)
        await acknowledge(query, None if refusal is None else scene.say(refusal))
        if refusal is None:
            reply, markup = await self._done((act, int(number), mark), message, scene)
            await self.door.sender.edit(message.chat.id, message.message_id, reply, markup)

    async def _done(
        self, pressed: tuple[str, int, str], message: Message, scene: ChatContext
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Give what stands in the message from now on."""
        store, say, (act, number, mark) = self.door.memory.store, scene.say, pressed
        found = await store.run(lambda connection: proposals.find(connection, store.bot, number))
        kept = await self.not_live.find(f"P{number}")
        if kept is not None:
            return await self.not_live.again(kept, message, say), None
        if found is None or found.state is not ProposalState.OPEN:
            return text_reply(say(desk_words.SETTLED, gap=f"P{number}")), None
        has_changed = act != SHOW and mark != found.mark
        if act == SHOW or has_changed:
            return card_of(found, say, has_changed=has_changed), buttons_of(found, say, is_listed=True)
        if act == EDIT:
            return await self._form(found, message, say), back_to(found, say)
        if act == REJECT:
            await store.run(lambda connection: proposals.settle(connection, store.bot, number, ProposalState.REJECTED))
            return text_reply(say(desk_words.REJECTED, name=found.name)), None
        checking = text_reply(say(desk_words.CHECKING, gap=found.name))
        await self.door.sender.edit(message.chat.id, message.message_id, checking)
        outcome = await self.accepting.accept(found.name, "--mark", found.mark)
        if outcome.patch:
            await self.door.sender.document(message, patch_of(found.name, outcome.patch))
        return outcome_of(outcome, found.name, say), back_to(found, say) if outcome.problems else None

    async def _form(self, proposal: Proposal, message: Message, say: Words) -> Reply:
        """Give what to send back; as a file where a message has no room for it."""
        form = form_of(say, proposal.question, proposal.answer, proposal.source, proposal.name)
        asks = say(desk_words.SEND_BACK, form=form)
        if units(asks) <= MESSAGE_LIMIT:
            return text_reply(asks)
        await self.door.sender.document(message, Document(f"{proposal.name}.txt", form.encode("utf-8", "replace")))
        return text_reply(say(desk_words.SEND_FILE_BACK, name=proposal.name))

    async def _tell(self, proposal: Proposal) -> None:
        """Put a proposal before every curator; who cannot be written to is passed over."""
        say = self.scenes.answer_service.words_for(self.door.settings.language)
        card, markup = card_of(proposal, say), buttons_of(proposal, say)
        for curator in self.door.settings.staff:
            cause = f"proposal {proposal.number} {proposal.edits} {curator}"
            if await self.outbox.sent_under(cause):
                continue
            try:
                await self.door.sender.send(curator, card, key=cause, markup=markup, attempts=ATTEMPTS)
            except TelegramError as error:
                log.info("a curator was not told of a proposal (%s)", type(error).__name__)


def how_to(proposed: Proposed, say: Words, first: str) -> str:
    """Say what is missing in a proposal, with what is there put into the form; of an empty one, what it is.

    `first` is the word behind the command, which may name the proposal that is sent back.
    """
    parts = (desk_words.THE_QUESTION, desk_words.THE_ANSWER, desk_words.THE_SOURCE)
    given = [is_given(text) for text in proposed.texts]
    if not any(given):
        return say(desk_words.HOW_TO_PROPOSE, form=form_of(say))
    missing = [say(part) for part, is_there in zip(parts, given, strict=True) if not is_there]
    name = first if proposals.number_of(first) is not None else ""
    question, answer, source = (text if is_given(text) else "…" for text in proposed.texts)
    form = form_of(say, question, answer, source, name)
    return say(desk_words.LACKING, parts=say.enumeration(missing), form=form)


def form_of(say: Words, question: str = "…", answer: str = "…", source: str = "…", name: str = "") -> str:
    """Write the message with which a fact is proposed, or the proposal of that name is changed."""
    return "\n".join(
        (
            f"/propose {name}".strip(),
            say(desk_words.FORM_QUESTION, text=question),
            say(desk_words.FORM_ANSWER, text=answer),
            say(desk_words.FORM_SOURCE, text=source),
        )
    )
