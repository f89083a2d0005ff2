"""Parses one raw update and gives it to the library's handlers; an error in a handler is raised, not swallowed."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, TypeAlias

from telegram import Update
from telegram.ext import Application, CallbackContext

from bot.chat.inbound.intake import RawUpdate, UnreadableUpdate

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
failures: ContextVar[list[Exception] | None] = ContextVar("failures", default=None)


class Dispatcher:
    """Handles raw updates with an initialised application."""

    def __init__(self, application: AnyApplication) -> None:
        self._application = application
        application.add_error_handler(note_failure)

    async def __call__(self, raw: RawUpdate) -> None:
        """Handle one update; raise UnreadableUpdate, or what its handler raised."""
        try:
            update = Update.de_json(dict(raw), self._application.bot)
        except Exception as error:  # whatever a field of the wrong type raises
            raise UnreadableUpdate(type(error).__name__) from error
        found: list[Exception] = []
        token = failures.set(found)
        try:
            await self._application.process_update(update)
        finally:
            failures.reset(token)
        if found:
            raise found[0]


async def note_failure(update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """Keep a handler's error for the Dispatcher; the library would only log it."""
    found = failures.get()
    if found is not None and context.error is not None:
        found.append(context.error)
