"""A change of someone's status in a chat to the updates and service messages it causes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .bots import Bot
from .chats import Chat, Member
from .posting import post
from .wire import Json

if TYPE_CHECKING:
    from .people import Person
    from .world import World

Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]


def set_status(
    world: World,
    chat: Chat,
    user: Person | Bot,
    status: Status,
    *,
    by: Person,
    rights: dict[str, bool] | None = None,
) -> None:
    """Change a status and tell whom Telegram tells: the bot itself, admin bots that ask, the chat."""
    with world.changed:
        old = chat.member(user)
        new = Member(user, status, rights or {})
        leaves = old.present and not new.present
        if chat.type != "private" and leaves:  # the one who goes still hears it
            _service(world, chat, {"left_chat_member": user.json()}, by)
        chat.members[user.id] = new
        payload: Json = {
            "chat": chat.json(), "from": by.json(), "date": world.clock.stamp(),
            "old_chat_member": old.json(), "new_chat_member": new.json(),
        }  # fmt: skip
        if isinstance(user, Bot):
            world.push(user, "my_chat_member", payload, chat.id)
        for bot in chat.bots():
            if bot is not user and chat.member(bot).is_admin:
                world.push(bot, "chat_member", payload, chat.id)
        if chat.type != "private" and new.present and not old.present:
            _service(world, chat, {"new_chat_members": [user.json()]}, by)
        world.changed.notify_all()


def _service(world: World, chat: Chat, content: Json, by: Person) -> None:
    if chat.type != "channel":
        post(world, chat, content, sender=by.json())
