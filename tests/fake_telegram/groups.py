"""Groups, supergroups, forums and channels, with the verbs a test has for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .bots import Bot
from .chats import ADMIN_RIGHTS, MEMBER_RIGHTS, Chat, Member, Topic
from .membership import set_status
from .messages import Message
from .posting import post
from .wire import Json

if TYPE_CHECKING:
    from .people import Person


@dataclass(slots=True, eq=False)
class Group(Chat):
    """A chat of many. Who acts is the creator unless `by` says otherwise."""

    @property
    def creator(self) -> Person:
        for member in self.members.values():
            if member.status == "creator" and not isinstance(member.user, Bot):
                return member.user
        raise ValueError(f"{self.title!r} has no creator")

    def adds(self, user: Person | Bot, *, by: Person | None = None) -> None:
        """Add someone (again)."""
        set_status(self.world, self, user, "member", by=by or self.creator)

    def removes(self, user: Person | Bot, *, by: Person | None = None) -> None:
        """Kick someone."""
        set_status(self.world, self, user, "kicked", by=by or self.creator)

    def promotes(self, user: Person | Bot, *, anonymous: bool = False, **rights: bool) -> None:
        """Make someone an admin, with all rights unless some are named."""
        given = rights or dict.fromkeys((*ADMIN_RIGHTS, "can_post_messages", "can_edit_messages"), True)
        if self.type != "channel":
            given = {
                name: value for name, value in given.items() if name not in ("can_post_messages", "can_edit_messages")
            }
        set_status(self.world, self, user, "administrator", by=self.creator, rights=given)
        self.members[user.id].anonymous = anonymous

    def demotes(self, user: Person | Bot) -> None:
        """Make an admin a plain member."""
        set_status(self.world, self, user, "member", by=self.creator)

    def mutes(self, user: Person | Bot, **rights: bool) -> None:
        """Take the right to write (and all others that are not named)."""
        set_status(self.world, self, user, "restricted", by=self.creator, rights=rights)

    def unmutes(self, user: Person | Bot) -> None:
        """Give all rights of a member back."""
        set_status(self.world, self, user, "restricted", by=self.creator, rights=dict.fromkeys(MEMBER_RIGHTS, True))

    def opens_topic(self, name: str) -> Topic:
        """Create a forum topic; its id is that of the service message which announces it."""
        with self.world.changed:
            thread_id = self.next_id
            content: Json = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            content |= {"message_thread_id": thread_id, "is_topic_message": True}
            topic = self.topics[thread_id] = Topic(self, thread_id, name)
            post(self.world, self, content, sender=self.creator.json())
            return topic

    def closes_topic(self, topic: Topic) -> None:
        """Nobody but admins writes there any more."""
        with self.world.changed:
            self.closed_topics.add(topic.thread_id)
            post(self.world, self, {"forum_topic_closed": {}}, sender=self.creator.json(), topic=topic)

    def deletes_topic(self, topic: Topic) -> None:
        """The topic and its messages are gone."""
        with self.world.changed:
            del self.topics[topic.thread_id]
            for stored in self.messages.values():
                stored.deleted |= stored.data.get("message_thread_id") == topic.thread_id
            self.world.changed.notify_all()

    def pins(self, message: Message) -> None:
        """Pin a message: a service message that carries it."""
        with self.world.changed:
            post(self.world, self, {"pinned_message": message.data}, sender=self.creator.json())

    def migrates(self) -> Group:
        """Become a supergroup: a new chat; both get the service message that names the other."""
        world = self.world
        with world.changed:
            if self.type != "group":
                raise ValueError(f"{self.title!r} is a {self.type}; only a group becomes a supergroup")
            new = Group(world, -1_002_000_000_000 - world.number("migrated", 1), "supergroup", title=self.title)
            new.members = {number: Member(m.user, m.status, dict(m.rights)) for number, m in self.members.items()}
            world.chats[new.id] = new
            self.migrated_to = new
            post(world, self, {"migrate_to_chat_id": new.id}, sender=self.creator.json())
            post(world, new, {"migrate_from_chat_id": self.id}, sender=self.creator.json())
            return new
