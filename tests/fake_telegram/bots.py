"""A bot as Telegram knows it: token, settings, what it has set, and its queue of updates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .chats import Chat
from .updates import LongPoll, UpdateQueue
from .wire import Json

if TYPE_CHECKING:
    from .webhook import Webhook
    from .world import World


@dataclass(slots=True, eq=False)
class CallbackQuery:
    """A press that awaits its answer."""

    id: str
    asked: float  # by the clock of the world
    answer: Json | None = None


@dataclass(slots=True, eq=False)
class Bot:
    """One bot. The flags are BotFather's switches; a test may flip them at any time."""

    world: World = field(repr=False)
    id: int
    token: str = field(repr=False)
    username: str
    first_name: str
    can_read_all_group_messages: bool = False  # privacy mode off
    can_join_groups: bool = True
    supports_inline_queries: bool = False
    inline_feedback: bool = False  # /setinlinefeedback
    hears_mentions: bool = True  # in privacy mode; users report both
    queue: UpdateQueue = field(init=False, repr=False)
    poll: LongPoll = field(init=False, repr=False)
    webhook: Webhook | None = field(default=None, repr=False)
    last_webhook_call: float = field(default=-1e9, repr=False)
    commands: dict[str, list[Json]] = field(default_factory=dict, repr=False)
    texts: dict[str, str] = field(default_factory=dict, repr=False)  # names and descriptions
    menu_buttons: dict[int | None, Json] = field(default_factory=dict, repr=False)
    callbacks: dict[str, CallbackQuery] = field(default_factory=dict, repr=False)
    inline_queries: dict[str, Json] = field(default_factory=dict, repr=False)  # the query, then its "answer"
    inline_cache: dict[tuple[str, str, int | None], Json] = field(default_factory=dict, repr=False)
    inline_messages: dict[str, tuple[Chat, int]] = field(default_factory=dict, repr=False)
    activity: list[tuple[int, str]] = field(default_factory=list, repr=False)  # chat id, chat action
    logged_out: bool = False
    duplicate_deliveries: int = 0  # how often a webhook delivery is repeated after its 2xx

    def __post_init__(self) -> None:
        self.queue = UpdateQueue(next_id=self.id * 100 + 1)
        self.poll = LongPoll()

    def json(self) -> Json:
        """The User object that others see."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def me(self) -> Json:
        """The answer to getMe."""
        return self.json() | {
            "can_join_groups": self.can_join_groups,
            "can_read_all_group_messages": self.can_read_all_group_messages,
            "supports_inline_queries": self.supports_inline_queries,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    @property
    def environment(self) -> dict[str, str]:
        """What a bot process needs in its environment to be this bot."""
        return {"TELEGRAM_BOT_TOKEN": self.token, "TELEGRAM_API_URL": self.world.url}

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        with self.world.changed:
            return len(self.queue.pending)

    def gets(self, kind: str, payload: object, *, key: int = 0) -> int:
        """Queue a raw update past filter and oracle: poison, unknown kinds and fields. Return its id."""
        with self.world.changed:
            update_id = self.queue.push(kind, payload, key, forced=True)
            assert update_id is not None
            return update_id
