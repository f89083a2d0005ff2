"""Editing, deleting and reacting: a request to a new version of a stored message."""

from __future__ import annotations

from typing import Any

from ..messages import Stored
from ..posting import change
from ..refusals import bad_request
from ..wire import Json
from .call import Call, method
from .keyboards import inline_keyboard
from .sending import MAX_CAPTION, MAX_TEXT, formatted_text, require_access

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CONTENT = ("text", "entities", "caption", "caption_entities", "reply_markup")


def _own(call: Call) -> Stored:
    """The message to edit: the bot's own, or one sent through it inline."""
    if inline_id := call.text("inline_message_id"):
        place = call.bot.inline_messages.get(inline_id)
        found = place[0].stored(place[1]) if place else None
        if found is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return found
    chat = call.chat
    require_access(call, chat)
    found = chat.stored(call.number("message_id", 0))
    if found is None:
        raise bad_request("message to edit not found")
    if found.bot_id != call.bot.id:
        raise bad_request("message can't be edited")
    return found


def _edit(call: Call, stored: Stored, content: Json) -> Any:
    keyboard = inline_keyboard(call.object("reply_markup"))
    content |= {"reply_markup": keyboard} if keyboard else {}
    if all(stored.data.get(name) == content.get(name) for name in CONTENT):
        raise bad_request(UNCHANGED)
    if preview := call.object("link_preview_options"):
        content["link_preview_options"] = preview
    change(call.world, stored, content)
    return True if call.text("inline_message_id") else stored.data


@method("editMessageText")
def edit_message_text(call: Call) -> Any:
    stored = _own(call)
    if "text" not in stored.data:
        raise bad_request("there is no text in the message to edit")
    return _edit(call, stored, formatted_text(call, "text", MAX_TEXT))


@method("editMessageCaption")
def edit_message_caption(call: Call) -> Any:
    stored = _own(call)
    if "text" in stored.data:
        raise bad_request("there is no caption in the message to edit")
    return _edit(call, stored, formatted_text(call, "caption", MAX_CAPTION))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Any:
    stored = _own(call)
    kept = {name: stored.data[name] for name in CONTENT[:4] if name in stored.data}
    return _edit(call, stored, kept)


@method("deleteMessage")
def delete_message(call: Call) -> Any:
    chat = call.chat
    require_access(call, chat)
    found = chat.stored(call.number("message_id", 0))
    if found is None:
        raise bad_request("message to delete not found")
    if found.bot_id != call.bot.id and chat.type != "private":
        member = chat.member(call.bot)
        if not (member.is_admin and member.may("can_delete_messages")):
            raise bad_request("message can't be deleted")
    found.deleted = True
    call.world.changed.notify_all()
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> Any:
    chat = call.chat
    require_access(call, chat)
    if chat.stored(call.number("message_id", 0)) is None:
        raise bad_request("message to react not found")
    if len(call.list("reaction")) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    return True


@method("pinChatMessage")
def pin_chat_message(call: Call) -> Any:
    chat = call.chat
    require_access(call, chat)
    if chat.stored(call.number("message_id", 0)) is None:
        raise bad_request("message to pin not found")
    if chat.type != "private" and not chat.member(call.bot).is_admin:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return True
