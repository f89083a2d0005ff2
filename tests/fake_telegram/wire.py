"""The JSON of the Bot API: its shape, UTF-16 lengths, and form fields read as typed values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart body."""

    name: str
    data: bytes


# Form fields are all text; these are numbers, booleans, objects or lists and arrive as JSON.
NOT_TEXT = frozenset(
    """
    chat_id user_id message_id message_thread_id offset limit timeout max_connections cache_time button_width
    message_ids allowed_updates entities caption_entities link_preview_options reply_parameters reply_markup
    results button commands scope menu_button reaction media drop_pending_updates disable_notification
    protect_content allow_sending_without_reply show_alert is_personal is_big show_caption_above_media
    has_spoiler disable_content_type_detection allow_paid_broadcast revoke_messages reply_to_message_id
    disable_web_page_preview direct_messages_topic_id suggested_post_parameters until_date revoke
    ephemeral_message_parameters receiver_user_id icon_color rights for_channels rich_message draft_id result
    permissions only_if_banned can_manage_bots
    """.split()  # noqa: SIM905
)


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units, as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")[2 * offset : 2 * (offset + length)]
    return units.decode("utf-16-le", "surrogatepass")


def text_of(message: Json) -> str:
    """The text or caption of a message, empty if it has none."""
    return str(message.get("text") or message.get("caption") or "")


def entities_of(message: Json) -> list[Json]:
    """The entities of its text or caption."""
    return list(message.get("entities") or message.get("caption_entities") or ())


def typed(fields: Mapping[str, Any]) -> Json:
    """Read form fields as the values they stand for; what is not JSON stays text to be refused."""
    return {name: _value(text) if name in NOT_TEXT and isinstance(text, str) else text for name, text in fields.items()}


def _value(text: str) -> Any:
    if text.startswith("@"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
