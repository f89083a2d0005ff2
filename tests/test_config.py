"""Tests of config.yaml and the environment."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, Secret, Settings, Telegram, VariableError, load_config
from bot.config.file import read_settings
from bot.factbase.nodes import MappingNode, parse
from bot.problems import BotError, ConfigError

SHIPPED = Path(__file__).parent.parent / "config.yaml"
TOKEN = "123456:TEST-abcdef_g"

# Key → a value that is not its default.
OTHER_VALUES = {
    "facts": "[one, /two]",
    "thresholds.answer_at": ".9",
    "thresholds.suggest_at": "0.25",
    "thresholds.unaddressed_answer_at": "1.0",
    "thresholds.unaddressed_suggest_at": "0.5",
    "stale_after": "1440",
    "semantic.model": "models/small",
    "semantic.cache": "/var/vectors.db",
    "log_level": "DEBUG",
}


def keys_of_settings(settings: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """List the fields of the dataclass as the dotted keys of the file, with their values."""
    assert dataclasses.is_dataclass(settings)
    for field in dataclasses.fields(settings):
        value = getattr(settings, field.name)
        if dataclasses.is_dataclass(value):
            yield from keys_of_settings(value, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name, value


def keys_of_file(node: MappingNode, prefix: str = "") -> Iterator[tuple[str, int]]:
    """List the dotted keys of a file with their lines."""
    for name, entry in node.entries.items():
        if isinstance(entry.value, MappingNode):
            yield from keys_of_file(entry.value, f"{prefix}{name}.")
        else:
            yield prefix + name, entry.key.place.line


def in_yaml(key: str, value: str) -> bytes:
    """Write one dotted key."""
    group, _, name = key.rpartition(".")
    return (f"{group}:\n  {name}: {value}\n" if group else f"{key}: {value}\n").encode()


def test_every_key_is_documented_and_used() -> None:
    """config.yaml has just the keys of the settings, each after a comment, and the table tries each."""
    node, problems = parse("config.yaml", SHIPPED.read_bytes())
    assert isinstance(node, MappingNode)
    assert not problems
    documented = dict(keys_of_file(node))
    lines = SHIPPED.read_text().splitlines()

    assert list(documented) == [key for key, _ in keys_of_settings(Settings())]
    assert list(documented) == list(OTHER_VALUES)
    for key, line in documented.items():
        above = lines[line - 2].strip()
        assert above.startswith("#"), key


def test_shipped_file_holds_the_defaults() -> None:
    """What stands in config.yaml is what holds without it."""
    settings, problems = read_settings("config.yaml", SHIPPED.read_bytes(), Path())

    assert problems == []
    assert settings == Settings()


@pytest.mark.parametrize("key", OTHER_VALUES)
def test_every_key_changes_its_setting_alone(key: str) -> None:
    """A key that is set changes the field of its name, and no other."""
    settings, problems = read_settings("c", in_yaml(key, OTHER_VALUES[key]), Path())
    usual = dict(keys_of_settings(Settings()))
    changed = {name for name, value in keys_of_settings(settings) if value != usual[name]}

    assert problems == []
    assert changed == {key}


def test_paths_are_relative_to_the_file() -> None:
    """Folders and the cache stand relative to config.yaml; whole paths stay whole."""
    content = b"facts: [one, /two]\nsemantic: {cache: v.db}"

    settings, _ = read_settings("x/c.yaml", content, Path("x"))
    usual, _ = read_settings("x/c.yaml", b"", Path("x"))

    assert settings.facts == (Path("x/one"), Path("/two"))
    assert settings.semantic.cache == Path("x/v.db")
    assert usual.facts == (Path("x/facts"),)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "stale_afer: 3",
            ["c:1:1: error: unknown key 'stale_afer'; did you mean 'stale_after'? [config-unknown]"],
        ),
        (
            "thresholds: {answr_at: 1}",
            ["c:1:14: error: unknown key 'thresholds.answr_at'; did you mean 'answer_at'? [config-unknown]"],
        ),
        (
            "semantic: {zzz: 1}",
            ["c:1:12: error: unknown key 'semantic.zzz'; keys here are cache, model [config-unknown]"],
        ),
        (
            "thresholds: {answer_at: 75}",
            [
                "c:1:25: error: 'thresholds.answer_at' is '75'; "
                "write a probability from 0 to 1, such as 0.8 [config-range]"
            ],
        ),
        (
            "thresholds: {suggest_at: nan}",
            [
                "c:1:26: error: 'thresholds.suggest_at' is 'nan'; "
                "write a probability from 0 to 1, such as 0.8 [config-range]"
            ],
        ),
        (
            "thresholds: {answer_at: 0.5, suggest_at: 0.6}",
            [
                "c:1:42: error: 'thresholds.suggest_at' is 0.6, above 'thresholds.answer_at', at 0.5; "
                "lower the first or raise the second [config-order]"
            ],
        ),
        (
            "thresholds: {unaddressed_answer_at: 0.6}",
            [
                "c:1:37: error: 'thresholds.answer_at' is 0.75, above 'thresholds.unaddressed_answer_at', "
                "at 0.6; lower the first or raise the second [config-order]"
            ],
        ),
        (
            "stale_after: 0\nlog_level: loud",
            [
                "c:1:14: error: 'stale_after' is '0'; write whole minutes from 1 to 1440 [config-range]",
                "c:2:12: error: 'log_level' is 'loud'; "
                "write one of debug, info, warning, error [config-range]",
            ],
        ),
        (
            "stale_after: 1.5",
            ["c:1:14: error: 'stale_after' is '1.5'; write whole minutes from 1 to 1440 [config-range]"],
        ),
        (
            "facts:",
            ["c:1:7: error: 'facts' has no value; give one, or remove the line [config-type]"],
        ),
        ("facts: []", ["c:1:8: error: 'facts' is an empty list; name a folder of facts [config-type]"]),
        (
            "facts: {a: b}",
            ["c:1:8: error: 'facts' is not one value; write a single value after the colon [config-type]"],
        ),
        (
            "semantic: yes",
            [
                "c:1:11: error: 'semantic' is not a group of keys; "
                "write 'semantic:' and the keys below it, indented [config-type]"
            ],
        ),
        ("- facts", ["c:1:1: error: this is not a list of keys; write 'key: value' lines [config-type]"]),
        (
            "log_level: info\nlog_level: debug",
            ["c:2:1: error: 'log_level' stands here and in line 1; keep one of them [yaml-duplicate-key]"],
        ),
    ],
)
def test_problems_of_the_file(content: str, expected: list[str]) -> None:
    """What is wrong is named with its place and value, and how to mend it."""
    _, problems = read_settings("c", content.encode(), Path())

    assert [str(problem) for problem in problems] == expected


@given(
    st.binary(max_size=300)
    | st.text(alphabet="facts:[]{} \n-0.1thresholdsanswer_at", max_size=80).map(str.encode)
)
def test_no_bytes_raise(content: bytes) -> None:
    """Any bytes give settings, with problems where they are no configuration."""
    settings, _ = read_settings("c", content, Path())

    assert isinstance(settings, Settings)


def test_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual file may be missing; one that was named may not."""
    monkeypatch.chdir(tmp_path)

    assert load_config(None, {}).settings == Settings()
    with pytest.raises(BotError, match=r"^no configuration file 'other.yaml'; name one that is there$"):
        load_config(Path("other.yaml"), {})
    with pytest.raises(BotError, match=r"'env\.yaml'"):
        load_config(None, {"BOT_CONFIG": "env.yaml"})
    with pytest.raises(BotError, match=r"'.*' cannot be read \(Is a directory\)"):
        load_config(tmp_path, {})


def test_which_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the command line goes before BOT_CONFIG, which goes before config.yaml."""
    monkeypatch.chdir(tmp_path)
    for minutes, name in enumerate(("config.yaml", "env.yaml", "given.yaml"), start=1):
        (tmp_path / name).write_text(f"stale_after: {minutes}")
    environ = {"BOT_CONFIG": "env.yaml"}

    assert load_config(None, {}).settings.stale_after == 1
    assert load_config(None, {"BOT_CONFIG": " "}).settings.stale_after == 1
    assert load_config(None, environ).settings.stale_after == 2
    assert load_config(Path("given.yaml"), environ).settings.stale_after == 3


def test_broken_file_stops(tmp_path: Path) -> None:
    """A file with problems raises them all."""
    file = tmp_path / "c.yaml"
    file.write_text("a: 1\nb: 2")

    with pytest.raises(ConfigError) as raised:
        load_config(file, {})
    assert [problem.rule for problem in raised.value.problems] == ["config-unknown", "config-unknown"]


def serving(**environ: str) -> Config:
    """Load the configuration of a bot that serves, from its environment alone."""
    return load_config(None, environ, serving=True)


def test_environment_by_default() -> None:
    """Without variables there is no token, no address, and Telegram's own server."""
    assert serving(TELEGRAM_BOT_TOKEN="", PORT=" ").telegram == Telegram(
        token=None, api_url="https://api.telegram.org", webhook_url=None, webhook_secret=None, port=8000
    )


def test_environment_in_full() -> None:
    """Each variable reaches its field."""
    telegram = serving(
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL="http://127.0.0.1:8081/",
        WEBHOOK_URL="https://bot.example/hook",
        WEBHOOK_SECRET="s3cret",
        PORT="5000",
    ).telegram

    assert telegram == Telegram(
        Secret(TOKEN), "http://127.0.0.1:8081", "https://bot.example/hook", Secret("s3cret"), 5000
    )
    assert telegram.webhook_path == "/hook"


def test_only_a_serving_command_reads_the_variables_of_telegram() -> None:
    """A bad token stops no question."""
    config = load_config(None, {"TELEGRAM_BOT_TOKEN": "nonsense", "PORT": "x"})

    assert config.telegram == Telegram()


@pytest.mark.parametrize("address", ["https://bot.example", "https://bot.example/"])
def test_webhook_without_a_path(address: str) -> None:
    """An address without a path gets the bot's usual one, for Telegram and for listening."""
    telegram = serving(WEBHOOK_URL=address).telegram

    assert telegram.webhook_url == "https://bot.example/telegram"
    assert telegram.webhook_path == "/telegram"


def test_webhook_secret_is_derived_from_the_token() -> None:
    """Every process of a bot comes to the same secret, and another bot to another."""
    secret = serving(TELEGRAM_BOT_TOKEN=TOKEN).telegram.webhook_secret
    other = serving(TELEGRAM_BOT_TOKEN=TOKEN + "x").telegram.webhook_secret

    assert secret is not None
    assert secret.reveal() == hmac.new(TOKEN.encode(), b"webhook secret", hashlib.sha256).hexdigest()
    assert secret != other


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "TELEGRAM_BOT_TOKEN",
            "hunter2",
            "TELEGRAM_BOT_TOKEN is not a bot token; copy it whole from BotFather, digits, colon and letters",
        ),
        (
            "TELEGRAM_BOT_TOKEN",
            f"{TOKEN} {TOKEN}",
            "TELEGRAM_BOT_TOKEN is not a bot token; copy it whole from BotFather, digits, colon and letters",
        ),
        (
            "WEBHOOK_SECRET",
            "two words",
            "WEBHOOK_SECRET is not a webhook secret; use 1 to 256 letters, digits, _ and -",
        ),
        (
            "WEBHOOK_URL",
            "bot.example",
            "WEBHOOK_URL is not an address; write it whole, beginning with https://",
        ),
        (
            "TELEGRAM_API_URL",
            "https://[",
            "TELEGRAM_API_URL is not an address; write it whole, beginning with https://",
        ),
        ("PORT", "0", "PORT is not a port; set it to a number from 1 to 65535"),
        ("PORT", "99999", "PORT is not a port; set it to a number from 1 to 65535"),
        (
            "DATABASE_URL",
            "bot.db",
            "DATABASE_URL is not a database address; write it as postgresql://…",
        ),
    ],
)
def test_variable_that_cannot_be_used(name: str, value: str, expected: str) -> None:
    """One sentence names the variable, and never its value."""
    with pytest.raises(VariableError) as raised:
        serving(**{name: value})
    assert str(raised.value) == expected


def test_all_variables_are_named_at_once() -> None:
    """Two mistakes are told together."""
    with pytest.raises(VariableError) as raised:
        serving(TELEGRAM_BOT_TOKEN="x", PORT="y")
    assert [line.split()[0] for line in str(raised.value).splitlines()] == ["TELEGRAM_BOT_TOKEN", "PORT"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d?x=1", "postgresql+psycopg://u:p@h/d?x=1"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db"),
    ],
)
def test_database_address(url: str, expected: str) -> None:
    """Addresses as platforms give them are read for the driver in use."""
    assert load_config(None, {"DATABASE_URL": url}).database_url == Secret(expected)


def test_database_by_default(tmp_path: Path) -> None:
    """The store is a file beside config.yaml."""
    file = tmp_path / "c.yaml"
    file.touch()

    assert load_config(file, {}).database_url == Secret(f"sqlite:///{tmp_path}/var/bot.db")


def test_secrets_do_not_show() -> None:
    """Neither text nor representation of a configuration holds a secret."""
    config = serving(
        TELEGRAM_BOT_TOKEN=TOKEN, WEBHOOK_SECRET="s3cret", DATABASE_URL="postgres://u:hunter2@h/d"
    )

    shown = f"{config} {config!r} {config.telegram.token} {config.database_url!s}"
    assert not any(secret in shown for secret in (TOKEN, "s3cret", "hunter2"))
    assert config.telegram.token is not None
    assert config.telegram.token.reveal() == TOKEN
