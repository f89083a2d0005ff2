"""Lets curators edit, supersede and withdraw a fact from the chat, and tells them its life."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat.curator.curator_press import press_in
from bot.chat.curator.gap_keyboards import shown_name
from bot.chat.curator.pending_patches import PendingPatches
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.outbound.callback_data import DeskAct, DeskButton, decode, pattern_of
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.chat.services import Services
from bot.curation.editing.fact_changes import FactAction, FactRequest, ListEdit
from bot.curation.fact_history import history_of, stored_versions
from bot.factbase.model import Fact
from bot.messages import chat, curator
from bot.messages.catalogue import Message as Text
from bot.replies import Reply, Words
from bot.replies.layout import EMPTY_LINE, Line, Span, Style, Yield, span
from bot.replies.message import echoed, paged, text_reply
from bot.store.base import fact_states

SOURCES: Final = "sources"
BY: Final = "by"
_FIELD: Final = re.compile(r"\s*(?P<name>[a-z_]+(?:\.[\w-]+)*)\s*:\s*(?P<text>.*)", re.S)


@dataclass(frozen=True, slots=True)
class FactDesk:
    """Changes facts that the curator's chat may see, with commands and with the buttons below answers."""

    services: Services
    pending: PendingPatches

    def commands(self) -> CommandTable:
        """Name the commands."""
        return {
            "edit": self.edit,
            "supersede": self.supersede,
            "withdraw": self.withdraw,
            "history": self.history,
        }

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for the curators' buttons below answers."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=pattern_of(DeskButton)))

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Send the form that a button asks for, or the fact's life."""
        press = await press_in(update, context, self.services)
        if press is None:
            return
        pressed, say = decode(press.query.data), press.chat_context.say
        button = pressed if isinstance(pressed, DeskButton) else None
        fact = self._fact(button.fact, press.chat_context) if button is not None else None
        gone = chat.GONE if fact is None else None
        is_admitted = await press.is_admitted(self.services, is_known=button is not None, otherwise=gone)
        if not is_admitted or fact is None or button is None:
            return
        if button.act is DeskAct.NEVER:
            await self._bar(fact, press.message, say)
            return
        for reply in await self._after_press(button.act, fact, say):
            await self.services.sender.reply(press.message, reply, None)

    async def _after_press(self, act: DeskAct, fact: Fact, say: Words) -> Sequence[Reply]:
        match act:
            case DeskAct.EDIT:
                return [_form(curator.SEND_BACK, edit_form(fact), say)]
            case DeskAct.SUPERSEDE:
                return [_form(curator.SEND_SUCCESSOR, successor_form(fact), say)]
            case DeskAct.WITHDRAW:
                return [_form(curator.SEND_WITHDRAWAL, f"/withdraw {fact.id} …", say)]
            case _:
                return await self._history(fact.id, say)

    async def _bar(self, fact: Fact, message: Message, say: Words) -> None:
        """Have a fact never answer the question that a notice of a thumb down quotes."""
        question = question_in(
            message.text or "", self.services.answer_service.words_for(self.services.settings.language)
        )
        if not question:
            await self.services.sender.reply(message, text_reply(say(chat.UNKNOWN_BUTTON)), None)
            return
        request = FactRequest(FactAction.EDIT, fact.id, {"not_for": (question,)}, ListEdit.ADD)
        await self.services.sender.reply(message, text_reply(say(curator.CHECKING, gap=fact.id)), None)
        outcome = await self.pending.accept(request, shown_name(request.name), message, say)
        await self.services.sender.reply(message, outcome.reply, None)

    async def edit(self, call: CommandCall) -> list[Reply]:
        """Give fields of a fact other values; without any, show the form."""
        named = await self._named(call, "edit")
        if not isinstance(named, Fact):
            return named
        given = fields_in(_rest(call))
        if not given:
            return [_form(curator.SEND_BACK, edit_form(named), call.say)]
        held = fields_in("\n".join(edit_form(named).splitlines()[1:]))
        new = {name: texts for name, texts in given.items() if held.get(name) != texts}
        sources = new.pop(SOURCES, ())
        if not new and not sources:
            return [text_reply(call.say(curator.NOTHING_TO_DO, gap=named.id))]
        return await self._change(call, FactRequest(FactAction.EDIT, named.id, new, sources=sources))

    async def supersede(self, call: CommandCall) -> list[Reply]:
        """Give a fact its successor; without its fields, show the form."""
        named = await self._named(call, "supersede")
        if not isinstance(named, Fact):
            return named
        fields = {name: texts for name, texts in fields_in(_rest(call)).items() if texts not in (("…",), ("",))}
        by, sources = " ".join(fields.pop(BY, ())), fields.pop(SOURCES, ())
        if not by and not (fields.get("answer") and sources):
            return [_form(curator.SEND_SUCCESSOR, successor_form(named), call.say)]
        request = FactRequest(FactAction.SUPERSEDE, named.id, fields, sources=sources, by=by)
        return await self._change(call, request)

    async def withdraw(self, call: CommandCall) -> list[Reply]:
        """Take a fact back; without a reason, ask for one."""
        named = await self._named(call, "withdraw")
        if not isinstance(named, Fact):
            return named
        why = " ".join(_rest(call).split())
        if not why.strip(" .…"):
            return [_form(curator.SEND_WITHDRAWAL, f"/withdraw {named.id} …", call.say)]
        return await self._change(call, FactRequest(FactAction.WITHDRAW, named.id, why=why))

    async def history(self, call: CommandCall) -> Sequence[Reply]:
        """Tell a fact's life as the store has kept it."""
        named = await self._named(call, "history")
        return await self._history(named.id, call.say) if isinstance(named, Fact) else named

    async def _history(self, fact: str, say: Words) -> Sequence[Reply]:
        store = self.services.store
        states = await store.run(lambda connection: fact_states.of_fact(connection, store.bot, fact))
        lines: list[Line] = [(span(say(curator.HISTORY, fact=fact), Style.BOLD),)]
        for change in history_of(stored_versions(states), say):
            lines += [EMPTY_LINE, (span(change.head),)]
            lines += [(Span("• "), span(line, gives=Yield.CONTEXT)) for line in change.fields]
        return paged(lines) if states else [text_reply(say(curator.NO_HISTORY, fact=fact))]

    async def _named(self, call: CommandCall, command: str) -> Fact | list[Reply]:
        """Return the fact that a command names, or the reply that says why none is meant."""
        if call.message.chat.type != ChatType.PRIVATE:
            return [text_reply(call.say(chat.NOT_IN_PRIVATE))]
        name = next(iter(call.argument.split(maxsplit=1)), "")
        if not name:
            return [text_reply(call.say(curator.NAME_A_FACT, command=command))]
        fact = self._fact(name, call.chat_context)
        return fact if fact is not None else [text_reply(call.say(curator.NO_FACT, name=echoed(name)))]

    def _fact(self, name: str, context: ChatContext) -> Fact | None:
        return self.services.answer_service.base(context.audience).by_id.get(name)

    async def _change(self, call: CommandCall, request: FactRequest) -> list[Reply]:
        """Try the base with the change, and say what came of it; this takes a while, and says so first."""
        say, name = call.say, shown_name(request.name)
        await self.services.sender.reply(call.message, text_reply(say(curator.CHECKING, gap=name)), None)
        return [(await self.pending.accept(request, name, call.message, say)).reply]


def fields_in(text: str) -> dict[str, tuple[str, ...]]:
    """Read fields and their values, one a line; a line without a field goes on with the one before.

    A field that comes again is a list. A single line may name its field without a colon: answer In Otar.
    """
    found: list[tuple[str, list[str]]] = []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        match = _FIELD.fullmatch(line)
        if match is not None:
            found.append((match["name"], [match["text"]]))
        elif found:
            found[-1][1].append(line)
        else:
            name, _, rest = line.partition(" ")
            found.append((name, [rest]))
    read: dict[str, tuple[str, ...]] = {}
    for name, parts in found:
        read[name] = (*read.get(name, ()), " ".join(" ".join(parts).split()))
    return read


def question_in(notice: str, say: Words) -> str:
    """Return the question that a notice of a thumb down quotes; empty where it quotes none."""
    before, after = say(chat.COMPLAINT_ASKED, question="\0").split("\0")
    _, found, rest = f"{notice}\n".partition(f"\n{before}")
    return " ".join(rest.partition(f"{after}\n")[0].split()) if found else ""


def edit_form(fact: Fact) -> str:
    """Write the message with which a curator edits a fact: what is edited most, as it is now."""
    lines = [f"/edit {fact.id}"]
    if fact.claims:
        for number, claim in enumerate(fact.claims, 1):
            lines.append(f"claims.{number}.answer: {claim.answer}")
        return "\n".join(lines)
    lines += [f"answer: {fact.answer}", f"as_of: {fact.as_of}"]
    return "\n".join([*lines, *(f"{SOURCES}: {_cited(each.source, each.locator)}" for each in fact.citations)])


def successor_form(fact: Fact) -> str:
    """Write the message with which a curator gives a fact its successor."""
    fields: Mapping[str, str] = {"answer": "…", SOURCES: "…", "as_of": "…"}
    return "\n".join([f"/supersede {fact.id}", *(f"{name}: {text}" for name, text in fields.items())])


def _form(asks: Text, form: str, say: Words) -> Reply:
    return text_reply(say(asks, form=form))


def _cited(source: str, locator: str | None) -> str:
    return f"{source} {locator}" if locator else source


def _rest(call: CommandCall) -> str:
    """Return what stands behind the id."""
    return "".join(call.argument.split(maxsplit=1)[1:])
