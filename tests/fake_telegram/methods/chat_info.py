"""What a bot may ask about a chat and its members, and leaving it."""

from __future__ import annotations

from typing import Any

from ..chats import MEMBER_RIGHTS, Member
from ..refusals import bad_request
from .call import Call, method
from .sending import require_access


@method("getChat")
def get_chat(call: Call) -> Any:
    chat = call.chat
    require_access(call, chat)
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    full = chat.json() | {
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.type in ("group", "supergroup"):
        full["permissions"] = dict.fromkeys(MEMBER_RIGHTS, True)
    if chat.linked:
        full["linked_chat_id"] = chat.linked.id
    return full


@method("getChatMember")
def get_chat_member(call: Call) -> Any:
    chat = call.chat
    require_access(call, chat)
    user_id = call.number("user_id", 0)
    member = chat.members.get(user_id)
    if member is None:
        person = call.world.people.get(user_id)
        if person is None:
            raise bad_request("invalid user_id specified" if user_id <= 0 else "user not found")
        member = Member(person, "left")
    return member.json()


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> Any:
    chat = call.chat
    require_access(call, chat)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [m.json() for m in chat.members.values() if m.is_admin and m.user.id != call.bot.id]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> Any:
    chat = call.chat
    require_access(call, chat)
    return sum(member.present for member in chat.members.values())


@method("leaveChat")
def leave_chat(call: Call) -> Any:
    chat = call.chat
    require_access(call, chat)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[call.bot.id] = Member(call.bot, "left")
    return True
