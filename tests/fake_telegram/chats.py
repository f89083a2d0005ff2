"""Chats, their topics and members: who is where, with which rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from .messages import Stored
from .refusals import bad_request
from .wire import Json

if TYPE_CHECKING:
    from .bots import Bot
    from .people import Person
    from .world import World

ChatType: TypeAlias = Literal["private", "group", "supergroup", "channel"]

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip
MEMBER_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics", "can_react_to_messages", "can_edit_tag",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Member:
    """A person or bot in a chat; `rights` override what the status gives."""

    user: Person | Bot
    status: Literal["creator", "administrator", "member", "restricted", "left", "kicked"] = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    anonymous: bool = False

    @property
    def present(self) -> bool:
        return self.status not in ("left", "kicked")

    @property
    def is_admin(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Whether the member has a right of the Bot API, by its name there."""
        if self.status == "creator":
            return True
        default = right in MEMBER_RIGHTS if self.status in ("administrator", "member") else False
        return self.present and self.rights.get(right, default)

    def json(self) -> Json:
        """The ChatMember object."""
        data: Json = {"user": self.user.json(), "status": self.status}
        if self.status == "creator":
            data["is_anonymous"] = self.anonymous
        elif self.status == "administrator":
            data |= {right: self.rights.get(right, False) for right in ADMIN_RIGHTS} | self.rights
            data |= {"can_be_edited": False, "is_anonymous": self.anonymous}
        elif self.status == "restricted":
            data |= {right: self.rights.get(right, False) for right in MEMBER_RIGHTS}
            data |= {"is_member": True, "until_date": 0}
        elif self.status == "kicked":
            data["until_date"] = 0
        return data


@dataclass(frozen=True, slots=True)
class Topic:
    """A forum topic; General has the thread id 1, which requests must not name."""

    chat: Chat
    thread_id: int
    name: str

    @property
    def is_general(self) -> bool:
        return self.thread_id == 1


@dataclass(slots=True, eq=False)
class Chat:
    """One chat. Its `id` is what a bot sees; a private chat belongs to one person and one bot."""

    world: World = field(repr=False)
    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    person: Person | None = None  # of a private chat
    is_forum: bool = False
    linked: Chat | None = field(default=None, repr=False)  # channel ↔ discussion group
    migrated_to: Chat | None = field(default=None, repr=False)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    topics: dict[int, Topic] = field(default_factory=dict, repr=False)
    closed_topics: set[int] = field(default_factory=set, repr=False)
    messages: dict[int, Stored] = field(default_factory=dict, repr=False)
    bot_messages: list[int] = field(default_factory=list, repr=False)
    last_bot: int | None = None  # the bot that wrote last, if any
    next_id: int = 1

    def json(self) -> Json:
        """The Chat object."""
        data: Json = {"id": self.id, "type": self.type}
        if self.person:
            names = self.person.json()
            return data | {key: names[key] for key in ("first_name", "last_name", "username") if key in names}
        data["title"] = self.title
        if self.username:
            data["username"] = self.username
        if self.is_forum:
            data["is_forum"] = True
        return data

    def member(self, user: Person | Bot) -> Member:
        """The membership of someone, `left` if they never were here."""
        return self.members.get(user.id) or Member(user, "left")

    def bots(self) -> Iterator[Bot]:
        """The bots that are here."""
        for member in self.members.values():
            bot = self.world.bot_by_id.get(member.user.id)
            if bot is not None and member.present:
                yield bot

    def topic(self, name: str) -> Topic:
        """A forum topic by its name."""
        for topic in self.topics.values():
            if topic.name == name:
                return topic
        raise KeyError(f"no topic {name!r} in {self.title!r}; there are {[t.name for t in self.topics.values()]}")

    @property
    def general(self) -> Topic:
        return self.topics[1]

    def stored(self, message_id: int | None) -> Stored | None:
        """A message that still exists."""
        found = self.messages.get(message_id) if message_id is not None else None
        return None if found is None or found.deleted else found

    def thread_for(self, thread_id: int | None, replied: Stored | None) -> Topic | None:
        """The topic a message goes to, or a refusal; General and chats without topics give None."""
        if thread_id is None or not self.is_forum:
            if thread_id is not None:
                raise bad_request("message thread not found")
            inherited = replied.data.get("message_thread_id") if replied and self.is_forum else None
            return self.topics.get(inherited) if inherited is not None else None
        if thread_id == 1 or thread_id not in self.topics:
            raise bad_request("message thread not found")
        return self.topics[thread_id]
