"""Messages as the server stores them (all versions), and as a test sees them (one version)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .wire import Json, entities_of, text_of, utf16_slice

if TYPE_CHECKING:
    from .chats import Chat


@dataclass(slots=True, eq=False)
class Stored:
    """A message with its history; `replies` are the ids of messages that reply to it."""

    chat: Chat
    versions: list[Json]
    bot_id: int | None = None  # the bot that wrote it
    deleted: bool = False
    at: float = field(default_factory=time.monotonic)
    updates: dict[int, list[int]] = field(default_factory=dict)  # bot id → updates that carried it
    replies: list[int] = field(default_factory=list)

    @property
    def data(self) -> Json:
        """The newest version."""
        return self.versions[-1]

    def snapshot(self) -> Message:
        """The newest version for a test."""
        return Message(self.chat, self.versions[-1], len(self.versions) - 1, self.at)


@dataclass(frozen=True, slots=True)
class Message:
    """One version of a message, as Telegram shows it; `data` is the Bot API object."""

    chat: Chat
    data: Json = field(repr=False)
    version: int = 0  # how often it was edited
    at: float = field(default=0.0, compare=False)  # time.monotonic() of arrival at the server

    def __repr__(self) -> str:
        return f"<Message {self.id} in {self.chat.id} v{self.version}: {self.text!r}>"

    @property
    def id(self) -> int:
        return int(self.data["message_id"])

    @property
    def text(self) -> str:
        """The text or caption, empty if it has none."""
        return text_of(self.data)

    @property
    def entities(self) -> list[Json]:
        return entities_of(self.data)

    def parts(self, kind: str) -> list[str]:
        """The pieces of text under entities of a kind: `reply.parts("bold")`."""
        return [
            utf16_slice(self.text, entity["offset"], entity["length"])
            for entity in self.entities
            if entity["type"] == kind
        ]

    @property
    def links(self) -> dict[str, str]:
        """Text → address of its links."""
        return {
            utf16_slice(self.text, entity["offset"], entity["length"]): str(entity["url"])
            for entity in self.entities
            if entity["type"] == "text_link"
        }

    @property
    def reply_to(self) -> int | None:
        """The id of the message that this one replies to."""
        replied = self.data.get("reply_to_message")
        return int(replied["message_id"]) if replied else None

    @property
    def thread_id(self) -> int | None:
        """The forum topic; None in General and outside forums."""
        return self.data["message_thread_id"] if self.data.get("is_topic_message") else None

    @property
    def rows(self) -> list[list[Button]]:
        """The inline keyboard as it is laid out."""
        keyboard = self.data.get("reply_markup", {}).get("inline_keyboard", [])
        return [[Button(self, row) for row in line] for line in keyboard]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    def button(self, label: str) -> Button:
        """The button with this label, or the only one whose label contains it."""
        exact = [button for button in self.buttons if button.text == label]
        near = exact or [button for button in self.buttons if label in button.text]
        if len(near) != 1:
            raise AssertionError(f"{len(near)} buttons like {label!r} among {[b.text for b in self.buttons]}")
        return near[0]

    @property
    def file_id(self) -> str | None:
        """The file of a document or (largest) photo."""
        if "document" in self.data:
            return str(self.data["document"]["file_id"])
        return str(self.data["photo"][-1]["file_id"]) if "photo" in self.data else None


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard and the message it hangs on."""

    message: Message
    data: Json

    @property
    def text(self) -> str:
        return str(self.data["text"])

    @property
    def callback_data(self) -> str | None:
        return self.data.get("callback_data")

    @property
    def url(self) -> str | None:
        return self.data.get("url")
