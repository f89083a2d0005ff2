"""What a test holds in its hands: the server, the people and chats it makes, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType

from .bots import Bot
from .chats import Chat, Member, Topic
from .clock import Clock
from .faults import Faults
from .groups import Group
from .journal import Journal
from .limits import Limits
from .messages import Message
from .people import Person
from .poison import deliver_again, poison
from .server import Server
from .waiting import Waiting
from .world import World


class FakeTelegram(Waiting):
    """Telegram for one test: `with FakeTelegram() as telegram:`. At the end `assert_clean` is called."""

    def __init__(self, *, oracle: bool = True, keep_requests: int | None = None) -> None:
        checker = None
        if oracle:
            from .oracle import Oracle  # takes seconds to import, so load tests do without

            checker = Oracle()
        super().__init__(World(oracle=checker, keep_requests=keep_requests))
        self._server = Server(self.world)

    def __enter__(self) -> FakeTelegram:
        self.world.url = self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        if kind is None:
            self.assert_clean()

    @property
    def url(self) -> str:
        """The address for TELEGRAM_API_URL."""
        return self.world.url

    @property
    def journal(self) -> Journal:
        return self.world.journal

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def clock(self) -> Clock:
        return self.world.clock

    def assert_clean(self) -> None:
        """Fail if the oracle, the fake, or a promised silence was violated."""
        with self.world.changed:
            found = list(dict.fromkeys(self.world.violations))
        found += [f"{reply} came although silence was expected" for reply in self.broken_silences()]
        if found:
            raise AssertionError("violations:\n" + "\n".join(f"  {sentence}" for sentence in found[:30]))

    def poison(self, chat: Chat, kind: str = "callback without chat_instance", bot: Bot | None = None) -> int:
        """Queue a malformed update (one of `poison.KINDS`); return its id."""
        return poison(bot or self.world.only_bot(), chat, kind)

    def deliver_again(self, message: Message, bot: Bot | None = None) -> None:
        """Queue the update of a message a second time, with the same id."""
        deliver_again(bot or self.world.only_bot(), message)

    def file(self, message: Message) -> bytes:
        """The content of the document or photo of a message."""
        return self.world.files[message.file_id or ""].data

    def route(self, public: str, *real: str) -> None:
        """Let the public address of a webhook lead to where bots listen; several take turns."""
        self.world.routes[public] = list(real)

    def expect_violations(self, part: str) -> list[str]:
        """Take out the violations that contain a text; there must be some."""
        with self.world.changed:
            found = [sentence for sentence in self.world.violations if part in sentence]
            self.world.violations = [v for v in self.world.violations if v not in found]
        assert found, f"no violation contains {part!r}"
        return found

    def limit(self, limits: Limits | None) -> None:
        """Switch Telegram's flood limits on (or off with None)."""
        self.world.limits = limits

    def bot(
        self,
        token: str | None = None,
        username: str = "briefbot",
        *,
        first_name: str = "Brief Bot",
        can_read_all_group_messages: bool = False,
        supports_inline_queries: bool = False,
        inline_feedback: bool = False,
    ) -> Bot:
        """Register a bot; without a token it gets one that looks like BotFather's."""
        bot = self.world.add_bot(token, username, first_name)
        bot.can_read_all_group_messages = can_read_all_group_messages
        bot.supports_inline_queries = supports_inline_queries
        bot.inline_feedback = inline_feedback
        return bot

    def user(
        self,
        first_name: str = "Ann",
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        id: int | None = None,
    ) -> Person:
        """Register a person."""
        with self.world.changed:
            number = id or self.world.number("person", 501)
            person = Person(self.world, number, first_name, last_name, username, language_code)
            self.world.people[number] = person
            return person

    def private_chat(self, person: Person, bot: Bot | None = None) -> Chat:
        """The private chat of a person and a bot (the first one if none is named)."""
        return self.world.private_chat(person, bot or self.world.only_bot())

    def group(self, title: str = "Planning", *, members: Iterable[Person | Bot] = ()) -> Group:
        """A basic group; the first person is its creator. No updates are made for the beginnings."""
        return self._group(Group(self.world, -self.world.number("group", 20_001), "group", title=title), members)

    def supergroup(
        self,
        title: str = "Briefing room",
        *,
        members: Iterable[Person | Bot] = (),
        username: str | None = None,
        forum: bool = False,
        topics: Iterable[str] = (),
    ) -> Group:
        """A supergroup; as a forum it has General and the topics named."""
        number = -1_001_000_000_000 - self.world.number("supergroup", 1)
        group = Group(self.world, number, "supergroup", title=title, username=username)
        here, names = list(members), list(topics)
        self._group(group, [member for member in here if not isinstance(member, Bot)])
        if forum or names:
            group.is_forum, group.next_id = True, 2  # General has the id 1
            group.topics[1] = Topic(group, 1, "General")
            for name in names:
                group.opens_topic(name)
        return self._group(group, [member for member in here if isinstance(member, Bot)])

    def channel(
        self, title: str = "News", *, members: Iterable[Person | Bot] = (), linked: Group | None = None
    ) -> Group:
        """A channel, perhaps with its discussion group; bots in it are admins."""
        number = -1_001_500_000_000 - self.world.number("channel", 1)
        channel = self._group(Group(self.world, number, "channel", title=title), members)
        for bot in list(channel.bots()):
            channel.members[bot.id] = Member(bot, "administrator", {"can_post_messages": True})
        channel.linked = linked
        if linked:
            linked.linked = channel
        return channel

    def _group(self, group: Group, members: Iterable[Person | Bot]) -> Group:
        with self.world.changed:
            self.world.chats[group.id] = group
            for member in members:
                first = not isinstance(member, Bot) and not any(m.status == "creator" for m in group.members.values())
                group.members[member.id] = Member(member, "creator" if first else "member")
        return group
