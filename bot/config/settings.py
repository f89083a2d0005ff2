"""The whole configuration as frozen values, with the defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bot.problems import BotError
from bot.schedules.subscription_request import Selection

TELEGRAM_API_URL = "https://api.telegram.org"
WEBHOOK_PATH = "/telegram"


class Secret:
    """A text that no log or traceback shows; `reveal` returns it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret('**********')"

    def __str__(self) -> str:
        return "**********"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(("Secret", self._text))


def reveal_required(secret: Secret | None, variable: str) -> str:
    """Return the text of a secret that serving cannot do without; raise BotError where its variable is not set."""
    if secret is None:
        raise BotError(f"{variable} is not set; set it")
    return secret.reveal()


@dataclass(frozen=True, slots=True)
class ThresholdSettings:
    """How sure the matcher has to be; the stricter pair is for group messages that are not addressed to the bot."""

    answer_at: float = 0.8
    suggest_at: float = 0.3
    unaddressed_answer_at: float = 0.97
    unaddressed_suggest_at: float = 1.0


@dataclass(frozen=True, slots=True)
class Semantic:
    """The judge of meaning, and the sentence model: a folder or a name on the hub, and the file of its vectors."""

    judge: bool = True
    model: str | None = None
    cache: Path = Path("var/embeddings.db")


class Mode(StrEnum):
    """What the bot replies to in a chat."""

    ADDRESSED = "addressed"  # questions to the bot
    LISTENING = "listening"  # also questions to nobody in particular, where it is very sure
    OFF = "off"  # nothing


class Commands(StrEnum):
    """Who may use commands in a chat; asking and /help are for everybody."""

    EVERYONE = "everyone"
    ADMINS = "admins"  # of the chat, and the bot's own staff
    CURATORS = "curators"  # the bot's own staff


@dataclass(frozen=True, slots=True)
class Chat:
    """The settings of one chat. None means all topics that it may see, and the language of whoever asks."""

    mode: Mode = Mode.ADDRESSED
    topics: frozenset[str] | None = None
    language: str | None = None
    commands: Commands = Commands.EVERYONE


@dataclass(frozen=True, slots=True)
class Asking:
    """Quotas: questions and commands a minute by person and chat, and unasked answers an hour in a chat."""

    per_person: int = 60
    per_person_in_group: int = 15  # Telegram lets a bot send 20 messages a minute to a group: some are for the others
    per_chat: int = 120
    unasked: int = 10


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """What is posted in a chat by itself. None: the usual time zone; no topic of a forum; the base's language."""

    chat: int
    topic: str
    cron: str
    time_zone: str | None = None
    what: Selection = Selection.WHOLE
    thread: int | None = None


class Write(StrEnum):
    """Where accepted changes are written."""

    AUTO = "auto"  # files, or patch where the disk does not last
    FILES = "files"
    PATCH = "patch"


@dataclass(frozen=True, slots=True)
class Curation:
    """How curators' changes are written."""

    write: Write = Write.AUTO


class Scope(StrEnum):
    """What another program may do by the API."""

    ASK = "ask"
    FACTS = "facts"  # facts and topics
    BRIEF = "brief"


@dataclass(frozen=True, slots=True)
class ApiClient:
    """Another program: the hash of its token, what it may do, and what it sees.

    It sees what these chats see, and what everybody may; `topics` narrows that further.
    """

    name: str
    token_hash: str  # SHA-256, in hexadecimal
    scopes: frozenset[Scope] = frozenset(Scope)
    chats: frozenset[int] = frozenset()
    topics: frozenset[str] | None = None
    per_minute: int = 60


class EventKind(StrEnum):
    """What other programs are told by an outgoing webhook."""

    CORRECTION = "correction"
    PROPOSAL = "proposal"
    MISS = "miss"


@dataclass(frozen=True, slots=True)
class OutgoingWebhook:
    """An address that events are sent to; `secret` is the environment variable with the key that signs them."""

    name: str
    url: str
    secret: str
    events: frozenset[EventKind] = frozenset(EventKind)


@dataclass(frozen=True, slots=True)
class Settings:
    """What config.yaml holds, its paths already resolved against its folder."""

    facts: tuple[Path, ...] = (Path("facts"),)
    language: str = "en"  # of the terminal
    max_wrong: float = 0.01  # share of wrong answers that the judge of meaning may give
    thresholds: ThresholdSettings = ThresholdSettings()
    stale_after: int = 15  # minutes
    context_minutes: int = 10
    feedback: bool = True  # thumbs under answers
    curators: tuple[int, ...] = ()  # the numbers of their Telegram accounts
    admins: tuple[int, ...] = ()  # the same
    access: frozenset[int] | None = None  # the users and chats served; None: all
    asking: Asking = Asking()
    chats: Mapping[int, Chat] = field(default_factory=dict)  # those in which something else holds
    schedules: tuple[ScheduleSettings, ...] = ()
    time_zone: str = "UTC"  # of schedules that name none
    make_up_minutes: int = 60
    curation: Curation = Curation()
    semantic: Semantic = Semantic()
    corrections_days: int = 14
    retention_days: int = 30
    follow_up_days: int = 7  # in which a question that had no answer may still get one
    stall_after: int = 300  # seconds
    serve_status: bool = False
    api: tuple[ApiClient, ...] = ()
    outgoing_webhooks: tuple[OutgoingWebhook, ...] = ()
    log_level: str = "info"
    log_format: str = "text"

    @property
    def staff(self) -> tuple[int, ...]:
        """The numbers of all curators, each once; admins are curators, too."""
        return tuple(dict.fromkeys((*self.curators, *self.admins)))

    def is_curator(self, user: int) -> bool:
        """Return whether a user is a curator."""
        return user in self.staff

    def is_admin(self, user: int) -> bool:
        """Return whether a user is an admin."""
        return user in self.admins


@dataclass(frozen=True, slots=True)
class Telegram:
    """How to reach Telegram and be reached by it, from the environment."""

    token: Secret | None = None
    api_url: str = TELEGRAM_API_URL
    webhook_url: str | None = None  # whole, path included
    webhook_secret: Secret | None = None
    port: int = 8000
    metrics_token: Secret | None = None
    has_limits: bool = True  # how much may be sent in a second or a minute
    listen_address: str = "0.0.0.0"  # noqa: S104 (a platform's router calls it)

    @property
    def listens_privately(self) -> bool:
        """Whether only this machine or its own network reaches the port."""
        address = ip_address(self.listen_address)
        return address.is_private and not address.is_unspecified

    @property
    def webhook_path(self) -> str:
        """The path at which the bot listens."""
        return urlsplit(self.webhook_url or "").path or WEBHOOK_PATH


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that is set from outside; `root` is the folder of config.yaml."""

    root: Path = Path()
    path: Path | None = None  # of config.yaml, if there is one
    settings: Settings = Settings()
    telegram: Telegram = Telegram()
    database_url: Secret = field(default_factory=lambda: Secret("sqlite:///var/bot.db"))
    webhook_keys: Mapping[str, Secret] = field(default_factory=dict)  # environment variable → what signs events
    is_dyno: bool = False  # Heroku's machine, whose disk does not outlive the day

    @property
    def loses_store(self) -> bool:
        """Whether the store is lost with the machine's disk."""
        return self.is_dyno and self.database_url.reveal().startswith("sqlite")

    @property
    def writes_files(self) -> bool:
        """Whether accepted changes go into the files of the base, rather than into a patch."""
        write = self.settings.curation.write
        return not self.is_dyno if write is Write.AUTO else write is Write.FILES

    def with_facts(self, folders: Sequence[Path]) -> Config:
        """Return the configuration with other folders of facts."""
        return replace(self, settings=replace(self.settings, facts=tuple(folders)))


def with_path(address: str) -> str:
    """Return an address the bot's usual path where it has none."""
    parts = urlsplit(address)
    return address if parts.path.strip("/") else urlunsplit(parts._replace(path=WEBHOOK_PATH))
