"""What a bot does to what a test waits for: conditions looked at again at every change, until a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from .bots import Bot
from .chats import Chat
from .inline import InlineQuery
from .journal import Request
from .messages import Message, Stored
from .people import Press
from .wire import Json
from .world import World

T = TypeVar("T")
TIMEOUT = 10.0


def anything(_: object) -> bool:
    """Every message or request will do."""
    return True


class Waiting:
    """The waiting half of FakeTelegram. Every wait fails with the newest requests when nothing came.

    In an async test call these through `asyncio.to_thread`.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._silent: list[Message] = []

    def wait_for(self, find: Callable[[], T | None], what: str, timeout: float = TIMEOUT) -> T:
        """Return the first thing that `find` finds which is neither None nor False."""
        deadline = time.monotonic() + timeout
        with self.world.changed:
            while True:
                found = find()
                if found is not None and found is not False:
                    return found
                left = deadline - time.monotonic()
                if left <= 0:
                    break
                self.world.changed.wait(left)
            pending = {bot.username: len(bot.queue.pending) for bot in self.world.bots.values()}
        raise AssertionError(
            f"{what} did not come within {timeout:g} s\nupdates not confirmed: {pending}\n"
            f"newest requests:\n{self.world.journal.tail() or '  none'}"
        )

    def wait_until(self, holds: Callable[[], bool], what: str, timeout: float = TIMEOUT) -> None:
        """Wait until a condition holds."""
        self.wait_for(holds, what, timeout)

    def wait_for_reply(
        self,
        to: Message,
        *,
        bot: Bot | None = None,
        after: Message | None = None,
        where: Callable[[Message], bool] = anything,
        timeout: float = TIMEOUT,
    ) -> Message:
        """The first message of a bot in reply to `to` (later than `after`), as it is when it is found."""

        def find() -> Message | None:
            replies = self.replies(to, bot=bot)
            return next((r for r in replies if (after is None or r.id > after.id) and where(r)), None)

        return self.wait_for(find, f"a reply to {to}", timeout)

    def replies(self, to: Message, *, bot: Bot | None = None) -> list[Message]:
        """The messages of bots in reply to `to` that exist now."""
        with self.world.changed:
            replied = to.chat.messages.get(to.id)
            return self._shown(to.chat, replied.replies if replied else [], bot)

    def wait_for_message(
        self,
        chat: Chat,
        *,
        after: Message | None = None,
        bot: Bot | None = None,
        where: Callable[[Message], bool] = anything,
        timeout: float = TIMEOUT,
    ) -> Message:
        """The first message of a bot in a chat, whether it replies or not (later than `after`)."""

        def find() -> Message | None:
            found = self.bot_messages(chat, bot=bot, after=after)
            return next((message for message in found if where(message)), None)

        return self.wait_for(find, f"a message in {chat}", timeout)

    def bot_messages(self, chat: Chat, *, bot: Bot | None = None, after: Message | None = None) -> list[Message]:
        """The messages of bots in a chat that exist now, oldest first."""
        with self.world.changed:
            return self._shown(chat, [n for n in chat.bot_messages if after is None or n > after.id], bot)

    def _shown(self, chat: Chat, numbers: list[int], bot: Bot | None) -> list[Message]:
        found = [chat.stored(number) for number in numbers]
        return [s.snapshot() for s in found if s and s.bot_id is not None and (not bot or s.bot_id == bot.id)]

    def now(self, message: Message) -> Message | None:
        """The message as it is now; None if it was deleted."""
        with self.world.changed:
            stored = message.chat.stored(message.id)
            return stored.snapshot() if stored else None

    def wait_for_edit(
        self, message: Message, *, where: Callable[[Message], bool] = anything, timeout: float = TIMEOUT
    ) -> Message:
        """The message in a version later than the one given."""

        def find() -> Message | None:
            newest = self.now(message)
            return newest if newest and newest.version > message.version and where(newest) else None

        return self.wait_for(find, f"an edit of {message}", timeout)

    def wait_for_deletion(self, message: Message, timeout: float = TIMEOUT) -> None:
        """Wait until a message is gone."""
        self.wait_for(lambda: self.now(message) is None, f"the deletion of {message}", timeout)

    def wait_for_callback_answer(self, press: Press, timeout: float = TIMEOUT) -> Json:
        """What the bot answered to a press: text, show_alert, url, as far as given."""
        return self.wait_for(lambda: press.query.answer, f"an answer to the press {press.id}", timeout)

    def wait_for_inline_answer(self, query: InlineQuery, timeout: float = TIMEOUT) -> Json:
        """results, cache_time, is_personal (and button) for an inline query."""

        def find() -> Json | None:
            answer: Json | None = query.bot.inline_queries[query.id]["answer"]
            return answer

        return self.wait_for(find, f"results for {query.text!r}", timeout)

    def wait_for_request(
        self,
        method: str,
        *,
        where: Callable[[Request], bool] = anything,
        after: Request | None = None,
        answered: bool = True,
        timeout: float = TIMEOUT,
    ) -> Request:
        """The first request of a method that fits (later than `after`), by default once it is answered."""

        def find() -> Request | None:
            for request in self.world.journal.requests(method):
                late = after is None or request.number > after.number
                if late and where(request) and (request.status is not None or not answered):
                    return request
            return None

        return self.wait_for(find, f"a {method} request", timeout)

    def wait_until_confirmed(self, what: Message | int, bot: Bot | None = None, timeout: float = TIMEOUT) -> None:
        """Wait until the bot has confirmed an update (an id, or those of a message): later offset, 2xx."""
        bot = bot or self.world.only_bot()
        ids = {what} if isinstance(what, int) else set(self._stored(what).updates.get(bot.id, ()))
        if not ids:
            raise AssertionError(f"@{bot.username} was never told of {what}")
        self.wait_for(lambda: ids.isdisjoint(bot.queue.pending), f"the confirmation of {sorted(ids)}", timeout)

    def assert_silent(self, about: Message, *, probe: Callable[[], Message], timeout: float = TIMEOUT) -> None:
        """Expect no answer to a message: `probe` sends one in the same chat that is surely answered, so that
        the bot has passed the first by then. An answer that comes still later fails the test at its end."""
        before = self.bot_messages(about.chat, after=about)
        probed = probe()
        answer = self.wait_for_reply(probed, timeout=timeout)
        self._silent.append(about)
        found = before + [
            m for m in self.bot_messages(about.chat, after=about) if m.id < answer.id and m.reply_to != probed.id
        ]
        if found:
            raise AssertionError(f"{about} should have met silence, but came {found}")

    def broken_silences(self) -> list[Message]:
        """Replies to messages that `assert_silent` was called for."""
        return [reply for message in self._silent for reply in self.replies(message)]

    def _stored(self, message: Message) -> Stored:
        return message.chat.messages[message.id]
