"""/gaps and its buttons → what people ask and the base does not answer, and what a curator does about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat.curator import gap_keyboards
from bot.chat.curator.accept_process import AcceptProcess
from bot.chat.curator.gap_keyboards import GAP, Act, Press, press_of
from bot.chat.curator.gap_view import Cards, buttons_of, card_of, shelf_of
from bot.chat.curator.pending_patches import PendingPatches, outcome_of, patch_of
from bot.chat.curator.proposals import form_of
from bot.chat.dialogue.answer_service import QuestionComparison
from bot.chat.dialogue.chat_context import ChatContext, ChatContexts
from bot.chat.outbound.sender import Sender, acknowledge
from bot.chat.protocol.request import BotIdentity
from bot.chat.routing.access import AccessControl
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.messages import chat, curator
from bot.replies import Reply, Words
from bot.replies.layout import span
from bot.replies.message import reply_from_lines, text_reply
from bot.store.database.store import Store
from bot.store.gaps import gaps, proposals
from bot.store.gaps.gaps import Gap, GapState


@dataclass(frozen=True, slots=True)
class GapConsole:
    """Shows curators what the base lacks, one message that changes with each press."""

    reconsidering: QuestionComparison
    store: Store
    sender: Sender
    scenes: ChatContexts
    door: AccessControl
    accepting: AcceptProcess
    not_live: PendingPatches

    def responders(self) -> CommandTable:
        """Name the commands."""
        return {"gaps": self.gaps}

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the buttons of gaps."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=f"^{GAP}"))

    async def gaps(self, asked: CommandCall) -> list[Reply]:
        """List what is asked most, or show the one that is named."""
        if asked.message.chat.type != ChatType.PRIVATE:
            return [text_reply(asked.say(curator.NOT_IN_PRIVATE))]
        name, _, fact = asked.argument.partition(" ")
        reply, markup = await self._named(name, fact, asked.chat_context)
        await self.sender.reply(asked.message, reply, None, markup)
        return []

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Do what a button says."""
        query = update.callback_query
        message = query.message if query is not None else None
        if query is None or not isinstance(message, Message):
            return
        scene = await self.scenes.of(
            message.chat.id, query.from_user, BotIdentity(context.bot.id, context.bot.username)
        )
        press = press_of(query.data)
        refusal = await self.door.curator_refusal(query, message, scene, is_known=press is not None)
        await acknowledge(query, None if refusal is None else scene.say(refusal))
        if press is not None and refusal is None:
            reply, markup = await self._done(press, message, scene)
            await self.sender.edit(message.chat.id, message.message_id, reply, markup)

    async def _done(
        self, press: Press, message: Message, scene: ChatContext
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Give what stands in the message from now on."""
        if press.act in (Act.LIST, Act.PAGE):
            return await self._all(scene, press.number if press.act is Act.PAGE else 1)
        cards, say = self._cards(scene), scene.say
        if press.act in (Act.KEPT, Act.PATCH, Act.UNDO):
            return await self.not_live.done(press, message, scene, cards)
        gap = await self._find(press.number)
        if gap is None:
            return text_reply(say(curator.GONE, gap=f"G{press.number}")), None
        if press.act is not Act.SHOW and not press.is_of(gap):
            return await self._one(gap.number, scene, has_changed=True)
        kept = await self.not_live.find(gap.name)
        if kept is not None and press.act not in (Act.PHRASE, Act.PAIR):
            return await self.not_live.card(kept, cards)
        match press.act:
            case Act.SHOW:
                return await self._one(press.number, scene)
            case Act.FACTS:
                markup = gap_keyboards.of_facts(gap, cards.facts(gap), say)
                return reply_from_lines([*cards.lines(gap), (span(say(curator.WHICH_FACT)),)]), markup
            case Act.NEW:
                form = form_of(say, gap.question)
                return text_reply(say(curator.ADD_FACT, gap=gap.name, form=form)), self._back(gap, say)
            case Act.IGNORE:
                await self.store.run(
                    lambda connection: gaps.put(connection, self.store.bot, gap.number, GapState.IGNORED)
                )
                return text_reply(say(curator.IGNORED, gap=gap.name)), self._back(gap, say)
        if gap.state is GapState.CLOSED or (gap.state is GapState.ACCEPTED and kept is None):
            return text_reply(say(curator.SETTLED, gap=gap.name)), None
        return await self._changed(press, gap, message, scene)

    async def _changed(
        self, press: Press, gap: Gap, message: Message, scene: ChatContext
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Accept what a button stands for, or ask which words are meant."""
        say, cards = scene.say, self._cards(scene)
        facts = cards.facts(gap)
        if press.act is Act.PHRASE:
            if not self.reconsidering.answer_service.holds(press.more, scene.audience):
                return text_reply(say(chat.GONE)), self._back(gap, say)
            return await self._accept(gap, message, scene, "--fact", press.more)
        if not facts:
            return text_reply(say(chat.GONE)), self._back(gap, say)
        fact = facts[0][0]
        pairs = await self.reconsidering.synonym_candidates(gap.question, fact, scene.audience)
        if press.act is Act.WORDS:
            ask = say(curator.WHICH_WORD if pairs else curator.NO_WORDS)
            return reply_from_lines([*cards.lines(gap), (span(ask),)]), gap_keyboards.of_pairs(gap, pairs, say)
        pair = gap_keyboards.pair_of(press.more, pairs)
        if pair is None:
            return text_reply(say(chat.UNKNOWN_BUTTON)), self._back(gap, say)
        change = ("--fact", fact, "--as", pair.sort, "--text", pair.text, "--of", pair.of)
        return await self._accept(gap, message, scene, *change)

    async def _accept(
        self, gap: Gap, message: Message, scene: ChatContext, *change: str
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        say = scene.say
        checking = text_reply(say(curator.CHECKING, gap=gap.name))
        await self.sender.edit(message.chat.id, message.message_id, checking)
        outcome = await self.accepting.accept(gap.name, "--mark", gap.mark, *change)
        if outcome.patch:
            await self.sender.document(message, patch_of(gap.name, outcome.patch))
        markup = self._back(gap, say) if outcome.problems else None
        return outcome_of(outcome, gap.name, say), markup

    async def _named(self, name: str, fact: str, scene: ChatContext) -> tuple[Reply, InlineKeyboardMarkup | None]:
        """Show a gap or a proposal by its name, else all."""
        number = gaps.number_of(name)
        if number is not None:
            return await self._one(number, scene, fact)
        number = proposals.number_of(name)
        if number is None:
            return await self._all(scene)
        kept = await self.not_live.find(f"P{number}")
        if kept is not None:
            return await self.not_live.card(kept, self._cards(scene))
        found = await self.store.run(lambda connection: proposals.find(connection, self.store.bot, number))
        if found is None or found.state is not proposals.ProposalState.OPEN:
            return text_reply(scene.say(curator.SETTLED, gap=f"P{number}")), None
        return card_of(found, scene.say), buttons_of(found, scene.say, is_listed=True)

    async def _all(self, scene: ChatContext, page: int = 1) -> tuple[Reply, InlineKeyboardMarkup | None]:
        shelf = await shelf_of(self.store, page)
        if len(shelf.gaps) == 1 and shelf.is_alone:
            return self._card(shelf.gaps[0], scene, is_alone=True)
        cards = self._cards(scene)
        waiting = await self.not_live.lines(shelf.pending, cards) if shelf.pending else []
        return reply_from_lines(shelf.lines(cards, waiting)), shelf.buttons(scene.say)

    async def _one(
        self, number: int, scene: ChatContext, fact: str = "", *, has_changed: bool = False
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        gap = await self._find(number)
        if gap is None:
            return text_reply(scene.say(curator.GONE, gap=f"G{number}")), None
        kept = await self.not_live.find(gap.name)
        if kept is not None:
            return await self.not_live.card(kept, self._cards(scene))
        if fact.strip():
            if not self.reconsidering.answer_service.holds(fact.strip(), scene.audience):
                return text_reply(scene.say(chat.GONE)), None
            gap = replace(gap, nearest=tuple(dict.fromkeys((fact.strip(), *gap.nearest))), blocked=())
        return self._card(gap, scene, is_alone=False, has_changed=has_changed)

    def _card(
        self, gap: Gap, scene: ChatContext, *, is_alone: bool, has_changed: bool = False
    ) -> tuple[Reply, InlineKeyboardMarkup | None]:
        cards = self._cards(scene)
        markup = gap_keyboards.of_gap(gap, cards.facts(gap), scene.say, is_alone=is_alone) if cards.shows(gap) else None
        head = [(span(scene.say(curator.HAS_CHANGED)),)] if has_changed else []
        return reply_from_lines([*head, *cards.whole_card(gap)]), markup

    def _cards(self, scene: ChatContext) -> Cards:
        answering = self.reconsidering.answer_service
        return Cards(answering.base(scene.audience), answering.whole_base, scene.say)

    async def _find(self, number: int) -> Gap | None:
        return await self.store.run(lambda connection: gaps.find(connection, self.store.bot, number))

    @staticmethod
    def _back(gap: Gap, say: Words) -> InlineKeyboardMarkup:
        return gap_keyboards.of_facts(gap, (), say)
