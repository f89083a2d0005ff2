"""The gap console: shows curators what people ask and the base does not answer, and does what their buttons say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat.curator import gap_keyboards
from bot.chat.curator.curator_press import press_in
from bot.chat.curator.gap_keyboards import GAP, Act, Press, press_of
from bot.chat.curator.gap_view import GapView, proposal_card, proposal_keyboard, read_page
from bot.chat.curator.pending_patches import PendingPatches
from bot.chat.curator.proposals import form_of
from bot.chat.dialogue.answer_service import QuestionComparison
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.chat.services import Services
from bot.curation.editing.acceptance import AcceptRequest
from bot.messages import chat, curator
from bot.replies import Reply, Words
from bot.replies.layout import span
from bot.replies.message import reply_from_lines, text_reply
from bot.store.gaps import gaps, proposals
from bot.store.gaps.gaps import Gap, GapState

Screen: TypeAlias = tuple[Reply, InlineKeyboardMarkup | None]  # what stands in the console's message


@dataclass(frozen=True, slots=True)
class GapPress:
    """A pressed button about a gap, with the message that it stands below."""

    press: Press
    gap: Gap
    message: Message
    context: ChatContext
    view: GapView

    @property
    def say(self) -> Words:
        """Return the words of the chat's language."""
        return self.context.say


Action: TypeAlias = Callable[[GapPress], Awaitable[Screen]]


@dataclass(frozen=True, slots=True)
class GapConsole:
    """Shows gaps to curators in private, in one message that changes with each press."""

    services: Services
    comparison: QuestionComparison
    pending: PendingPatches

    def commands(self) -> CommandTable:
        """Name the commands."""
        return {"gaps": self.gaps}

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the buttons of gaps."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=f"^{GAP}"))

    async def gaps(self, call: CommandCall) -> list[Reply]:
        """List what is asked most, or show the gap or proposal that is named."""
        if call.message.chat.type != ChatType.PRIVATE:
            return [text_reply(call.say(curator.NOT_IN_PRIVATE))]
        name, _, fact = call.argument.partition(" ")
        reply, markup = await self._named(name, fact, call.chat_context)
        await self.services.sender.reply(call.message, reply, None, markup)
        return []

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Do what a button says."""
        pressed = await press_in(update, context, self.services)
        if pressed is None:
            return
        press, message = press_of(pressed.query.data), pressed.message
        if await pressed.is_admitted(self.services, is_known=press is not None) and press is not None:
            reply, markup = await self._screen_after(press, message, pressed.chat_context)
            await self.services.sender.edit(message.chat.id, message.message_id, reply, markup)

    async def _screen_after(self, press: Press, message: Message, context: ChatContext) -> Screen:
        """Do what a button says; return what stands in the message from now on."""
        if press.act in (Act.LIST, Act.PAGE):
            return await self._list(context, press.number if press.act is Act.PAGE else 1)
        view = self._view(context)
        if press.act in (Act.SHOW_PENDING, Act.SEND_PATCH, Act.TAKE_BACK):
            return await self.pending.screen_after(press, message, view)
        gap = await self._find(press.number)
        if gap is None:
            return text_reply(context.say(curator.GONE, gap=f"G{press.number}")), None
        if press.act is not Act.SHOW and not press.is_of(gap):
            return await self._gap(gap.number, context, has_changed=True)
        change = await self.pending.find(gap.name)
        if change is not None and press.act not in (Act.ADD_PHRASING, Act.ADD_SYNONYM):
            return await self.pending.card(change, view)
        pressed = GapPress(press, gap, message, context, view)
        if press.act in self._viewing:
            return await self._viewing[press.act](pressed)
        if gap.state is GapState.CLOSED or (gap.state is GapState.ACCEPTED and change is None):
            return text_reply(context.say(curator.SETTLED, gap=gap.name)), None
        return await self._changing[press.act](pressed)

    @property
    def _viewing(self) -> Mapping[Act, Action]:
        """The buttons that add nothing to the facts."""
        return {
            Act.SHOW: self._show,
            Act.CHOOSE_FACT: self._choose_fact,
            Act.NEW_FACT: self._new_fact,
            Act.IGNORE: self._ignore,
        }

    @property
    def _changing(self) -> Mapping[Act, Action]:
        """The buttons that add to the facts, or lead there; only a gap that is not settled yet has them."""
        return {
            Act.ADD_PHRASING: self._add_phrasing,
            Act.CHOOSE_WORDS: self._choose_words,
            Act.ADD_SYNONYM: self._add_synonym,
        }

    async def _show(self, pressed: GapPress) -> Screen:
        return await self._gap(pressed.gap.number, pressed.context)

    async def _choose_fact(self, pressed: GapPress) -> Screen:
        """Ask which fact answers the question."""
        gap, view, say = pressed.gap, pressed.view, pressed.say
        lines = [*view.lines(gap), (span(say(curator.WHICH_FACT)),)]
        return reply_from_lines(lines), gap_keyboards.of_facts(gap, view.facts(gap), say)

    async def _new_fact(self, pressed: GapPress) -> Screen:
        """Show the form with which a fact is proposed, the question filled in."""
        gap, say = pressed.gap, pressed.say
        form = form_of(say, gap.question)
        return text_reply(say(curator.ADD_FACT, gap=gap.name, form=form)), _back_to_gap(gap, say)

    async def _ignore(self, pressed: GapPress) -> Screen:
        """Hide a gap from the list for good."""
        gap, say, store = pressed.gap, pressed.say, self.services.store
        await store.run(lambda connection: gaps.put(connection, store.bot, gap.number, GapState.IGNORED))
        return text_reply(say(curator.IGNORED, gap=gap.name)), _back_to_gap(gap, say)

    async def _add_phrasing(self, pressed: GapPress) -> Screen:
        """Add the whole question as a phrasing of the fact that the button names."""
        gap, fact = pressed.gap, pressed.press.more
        if not self.services.answer_service.holds(fact, pressed.context.audience):
            return text_reply(pressed.say(chat.GONE)), _back_to_gap(gap, pressed.say)
        return await self._accept(pressed, AcceptRequest(gap.name, fact, mark=gap.mark))

    async def _choose_words(self, pressed: GapPress) -> Screen:
        """Ask which word of the question means a word of the nearest fact."""
        gap, view, say = pressed.gap, pressed.view, pressed.say
        facts = view.facts(gap)
        if not facts:
            return text_reply(say(chat.GONE)), _back_to_gap(gap, say)
        pairs = await self.comparison.synonym_candidates(gap.question, facts[0][0], pressed.context.audience)
        ask = say(curator.WHICH_WORD if pairs else curator.NO_WORDS)
        return reply_from_lines([*view.lines(gap), (span(ask),)]), gap_keyboards.of_pairs(gap, pairs, say)

    async def _add_synonym(self, pressed: GapPress) -> Screen:
        """Add a word or a spelling that means one of the nearest fact."""
        gap, say = pressed.gap, pressed.say
        facts = pressed.view.facts(gap)
        if not facts:
            return text_reply(say(chat.GONE)), _back_to_gap(gap, say)
        fact = facts[0][0]
        pairs = await self.comparison.synonym_candidates(gap.question, fact, pressed.context.audience)
        pair = gap_keyboards.pair_of(pressed.press.more, pairs)
        if pair is None:
            return text_reply(say(chat.UNKNOWN_BUTTON)), _back_to_gap(gap, say)
        request = AcceptRequest(gap.name, fact, pair.sort, pair.text, pair.of, mark=gap.mark)
        return await self._accept(pressed, request)

    async def _accept(self, pressed: GapPress, request: AcceptRequest) -> Screen:
        """Try the base with a change, and say what came of it; this takes a while, and says so first."""
        gap, say, message = pressed.gap, pressed.say, pressed.message
        checking = text_reply(say(curator.CHECKING, gap=gap.name))
        await self.services.sender.edit(message.chat.id, message.message_id, checking)
        outcome = await self.pending.accept(request, gap.name, message, say)
        return outcome.reply, _back_to_gap(gap, say) if outcome.is_rejected else None

    async def _named(self, name: str, fact: str, context: ChatContext) -> Screen:
        """Show a gap or a proposal by its name; without one, the list.

        `fact` is the id of a fact that the curator thinks nearest to the gap, or empty.
        """
        number = gaps.number_of(name)
        if number is not None:
            return await self._gap(number, context, fact.strip())
        number = proposals.number_of(name)
        if number is None:
            return await self._list(context)
        change = await self.pending.find(f"P{number}")
        if change is not None:
            return await self.pending.card(change, self._view(context))
        store, say = self.services.store, context.say
        found = await store.run(lambda connection: proposals.find(connection, store.bot, number))
        if found is None or found.state is not proposals.ProposalState.OPEN:
            return text_reply(say(curator.SETTLED, gap=f"P{number}")), None
        return proposal_card(found, say), proposal_keyboard(found, say, is_listed=True)

    async def _list(self, context: ChatContext, page: int = 1) -> Screen:
        found = await read_page(self.services.store, page)
        view = self._view(context)
        if len(found.gaps) == 1 and found.has_only_gaps:
            return _card(found.gaps[0], view, is_alone=True)
        waiting = await self.pending.lines(found.pending, view) if found.pending else []
        return reply_from_lines(found.lines(view, waiting)), found.keyboard(context.say)

    async def _gap(self, number: int, context: ChatContext, fact: str = "", *, has_changed: bool = False) -> Screen:
        """Show a gap, with `fact` as its nearest if one is given."""
        gap, view = await self._find(number), self._view(context)
        if gap is None:
            return text_reply(context.say(curator.GONE, gap=f"G{number}")), None
        change = await self.pending.find(gap.name)
        if change is not None:
            return await self.pending.card(change, view)
        if fact:
            if not self.services.answer_service.holds(fact, context.audience):
                return text_reply(context.say(chat.GONE)), None
            gap = replace(gap, nearest=tuple(dict.fromkeys((fact, *gap.nearest))), blocked=())
        return _card(gap, view, is_alone=False, has_changed=has_changed)

    def _view(self, context: ChatContext) -> GapView:
        answer_service = self.services.answer_service
        return GapView(answer_service.base(context.audience), answer_service.whole_base, context.say)

    async def _find(self, number: int) -> Gap | None:
        store = self.services.store
        return await store.run(lambda connection: gaps.find(connection, store.bot, number))


def _card(gap: Gap, view: GapView, *, is_alone: bool, has_changed: bool = False) -> Screen:
    markup = gap_keyboards.of_gap(gap, view.facts(gap), view.say, is_alone=is_alone) if view.shows(gap) else None
    head = [(span(view.say(curator.HAS_CHANGED)),)] if has_changed else []
    return reply_from_lines([*head, *view.details(gap)]), markup


def _back_to_gap(gap: Gap, say: Words) -> InlineKeyboardMarkup:
    return gap_keyboards.of_facts(gap, (), say)
