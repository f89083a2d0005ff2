"""sendMessage, sendDocument, sendPhoto, sendChatAction: a request to a stored message."""

from __future__ import annotations

from typing import Any

from ..chats import Chat, Topic
from ..markup import formatted
from ..messages import Stored
from ..posting import post
from ..refusals import bad_request, forbidden
from ..wire import Json, Upload, text_of, utf16_length
from .call import Call, method
from .keyboards import inline_keyboard

MAX_TEXT, MAX_CAPTION, MAX_QUOTE = 4096, 1024, 1024
RIGHT_NAMES = {
    "can_send_messages": "send text messages",
    "can_send_documents": "send documents",
    "can_send_photos": "send photos",
}


def require_access(call: Call, chat: Chat) -> None:
    """Refuse where the chat has moved or the bot is not in it."""
    if chat.migrated_to:
        reason = "group chat was upgraded to a supergroup chat"
        raise bad_request(reason, migrate_to_chat_id=chat.migrated_to.id)
    member = chat.member(call.bot)
    if member.present:
        return
    if chat.type == "private":
        raise forbidden("bot was blocked by the user")
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    raise forbidden(f"bot is not a member of the {chat.type} chat")


def require_right(call: Call, chat: Chat, right: str) -> None:
    """Refuse where the bot may not write."""
    require_access(call, chat)
    member = chat.member(call.bot)
    if chat.type == "channel":
        if not (member.is_admin and member.may("can_post_messages")):
            raise bad_request("need administrator rights in the channel chat")
    elif chat.type != "private" and not member.may(right):
        raise bad_request(f"not enough rights to {RIGHT_NAMES[right]} to the chat")


def replied_message(call: Call, chat: Chat) -> tuple[Stored | None, Json]:
    """The message a request replies to and its reply_parameters; a missing one is refused unless allowed."""
    wanted = call.object("reply_parameters")
    if not wanted and "reply_to_message_id" in call.params:
        wanted = {
            "message_id": call.params["reply_to_message_id"],
            "allow_sending_without_reply": call.flag("allow_sending_without_reply"),
        }
    if not wanted:
        return None, {}
    if "chat_id" in wanted:
        chat = call.world.find_chat(call.bot, wanted["chat_id"])
    found = chat.stored(wanted.get("message_id"))
    if found is None and not wanted.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found, wanted if found else {}


def _quote(replied: Stored | None, wanted: Json) -> Json:
    quote = wanted.get("quote")
    if not quote or replied is None:
        return {}
    text, _ = formatted(quote, wanted.get("quote_parse_mode"), wanted.get("quote_entities"))
    whole = text_of(replied.data)
    position = whole.find(text)
    if position < 0 or utf16_length(text) > MAX_QUOTE:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"quote": {"text": text, "position": utf16_length(whole[:position]), "is_manual": True}}


def formatted_text(call: Call, name: str, limit: int) -> Json:
    """The text or caption of a request as fields of a message."""
    entities = "entities" if name == "text" else "caption_entities"
    text, found = formatted(call.text(name), call.text("parse_mode") or None, call.list(entities))
    if utf16_length(text) > limit:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    if not text:
        if name == "text":
            raise bad_request("message text is empty")
        return {}
    return {name: text} | ({entities: found} if found else {})


def _send(call: Call, right: str, content: Json) -> Json:
    chat = call.chat
    require_right(call, chat, right)
    replied, wanted = replied_message(call, chat)
    thread_id = call.params.get("message_thread_id")
    topic = chat.thread_for(None if thread_id is None else call.number("message_thread_id", 0), replied)
    if topic and topic.thread_id in chat.closed_topics and not chat.member(call.bot).is_admin:
        raise bad_request("TOPIC_CLOSED")
    keyboard = inline_keyboard(call.object("reply_markup"))
    content |= _quote(replied, wanted) | ({"reply_markup": keyboard} if keyboard else {})
    if preview := call.object("link_preview_options"):
        content["link_preview_options"] = preview
    return _posted(call, chat, content, topic, replied)


def _posted(call: Call, chat: Chat, content: Json, topic: Topic | None, replied: Stored | None) -> Json:
    sender = call.bot.json()
    if chat.type == "channel" or (chat.type == "supergroup" and chat.member(call.bot).anonymous):
        content["sender_chat"] = chat.json()
    stored = post(
        call.world,
        chat,
        content,
        sender=None if chat.type == "channel" else sender,
        bot=call.bot,
        topic=topic,
        reply_to=replied,
    )
    return stored.data


@method("sendMessage")
def send_message(call: Call) -> Any:
    if "text" not in call.params:
        raise bad_request("message text is empty")
    require_access(call, call.chat)
    return _send(call, "can_send_messages", formatted_text(call, "text", MAX_TEXT))


def _file(call: Call, name: str) -> tuple[str, Upload]:
    """An uploaded file under its new id, or one that is sent again by its id or address."""
    value = call.text(name)
    upload = call.files.get(value.removeprefix("attach://") or name)
    if upload is None:
        known = call.world.files.get(value)
        if known is None and not value.startswith("http"):
            missing = f"there is no {name} in the request"
            raise bad_request("wrong remote file identifier specified: can't unserialize it" if value else missing)
        return value, known or Upload(value.rsplit("/", 1)[-1], b"")
    if not upload.data:
        raise bad_request("file must be non-empty")
    file_id = f"BQACFake{call.world.number('file', 1):08d}"
    call.world.files[file_id] = upload
    return file_id, upload


@method("sendDocument")
def send_document(call: Call) -> Any:
    file_id, file = _file(call, "document")
    document: Json = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_name": file.name}
    document["file_size"] = len(file.data)
    return _send(call, "can_send_documents", {"document": document} | formatted_text(call, "caption", MAX_CAPTION))


@method("sendPhoto")
def send_photo(call: Call) -> Any:
    file_id, file = _file(call, "photo")
    size = {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "width": 800,
        "height": 600,
        "file_size": len(file.data),
    }
    return _send(call, "can_send_photos", {"photo": [size]} | formatted_text(call, "caption", MAX_CAPTION))


@method("sendChatAction")
def send_chat_action(call: Call) -> Any:
    chat = call.chat
    require_access(call, chat)
    if not call.text("action"):
        raise bad_request("wrong parameter action in request")
    call.bot.activity.append((chat.id, call.text("action")))
    return True


@method("getFile")
def get_file(call: Call) -> Any:
    file_id = call.text("file_id")
    if file_id not in call.world.files:
        raise bad_request("invalid file_id")
    size = len(call.world.files[file_id].data)
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": size,
        "file_path": f"files/{file_id}",
    }
