"""Tests of what a load computes and keeps beside the store."""

from __future__ import annotations

import os
import pickle
import stat
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

import bot
from bot.config import Config, Secret, Settings
from bot.engine import builder, snapshot
from bot.engine.builder import LoadedBase, MatcherBuilder, snapshots_beside_store
from bot.engine.engine import AnsweringEngine, load_engine
from bot.engine.files import read_folders
from bot.engine.snapshot import SnapshotCache, key_of
from bot.factbase.audience import ANYBODY
from bot.matching import Matcher
from bot.matching.decision import Answer
from bot.matching.understanding.query import Query
from bot.matching.understanding.reader import QuestionReader
from tests.commands.bases import FACTS, QUESTION, with_lint_error, write_base

SECRET = "\ntopic: secret\ntitle: Secret\nlanguage: en\naudience: [-5]\n"


class Danger:
    """What a stranger could put into a snapshot: reading it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


@dataclass(frozen=True, slots=True)
class Point:
    """A frozen value with slots, as most are."""

    x: int
    y: tuple[int, ...] = ()


@pytest.fixture(name="cache")
def _cache(tmp_path: Path) -> SnapshotCache:
    """A cache whose folder is not there yet."""
    return SnapshotCache(tmp_path / "var" / "snapshots")


def only_file(cache: SnapshotCache) -> Path:
    """Return the one snapshot of a cache."""
    (path,) = cache.folder.glob("*.snapshot")
    return path


def test_a_value_is_kept(cache: SnapshotCache) -> None:
    """What is written under a key is read under that key, and under no other; git does not see the folder."""
    cache.write("key", [Point(1, (2, 3)), Point(4)])

    assert cache.read("key") == [Point(1, (2, 3)), Point(4)]
    assert cache.read("other") is None
    assert (cache.folder / ".gitignore").read_text() == "*\n"


def test_only_this_user_may_read_and_write(cache: SnapshotCache) -> None:
    """The folder and its files belong to this user alone, whatever the umask."""
    before = os.umask(0)
    try:
        cache.write("key", 1)
    finally:
        os.umask(before)

    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(only_file(cache).stat().st_mode) == 0o600


@pytest.mark.parametrize(("name", "mode"), [("", 0o777), ("", 0o770), ("key.snapshot", 0o666), ("key.snapshot", 0o660)])
def test_what_others_may_write_is_not_read(cache: SnapshotCache, tmp_path: Path, name: str, mode: int) -> None:
    """A pickle runs what it likes, so that one is not even opened that somebody else could have written."""
    cache.write("key", Danger(tmp_path / "harm"))
    (cache.folder / name).chmod(mode)

    assert cache.read("key") is None
    assert not (tmp_path / "harm").exists()


def test_a_link_is_not_followed(cache: SnapshotCache, tmp_path: Path) -> None:
    """A link in the place of the folder or of a snapshot may lead anywhere, and is not read."""
    cache.write("key", 1)
    only_file(cache).rename(tmp_path / "elsewhere")
    (cache.folder / "key.snapshot").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "link").symlink_to(cache.folder)

    assert cache.read("key") is None
    assert SnapshotCache(tmp_path / "link").read("key") is None


DAMAGES = [
    pytest.param(lambda content: b"", id="empty"),
    pytest.param(lambda content: content[:-1], id="cut off"),
    pytest.param(lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:], id="one bit"),
    pytest.param(lambda content: os.urandom(200), id="something else"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_snapshot_is_thrown_away(cache: SnapshotCache, damage: object) -> None:
    """It counts as absent, and is gone."""
    cache.write("key", list(range(100)))
    path = only_file(cache)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]

    assert cache.read("key") is None
    assert not path.exists()


def test_what_cannot_be_kept_stops_nothing(cache: SnapshotCache, tmp_path: Path) -> None:
    """Where the folder cannot be made, or a value cannot be pickled, nothing is kept, whole or half."""
    (tmp_path / "file").write_text("")
    SnapshotCache(tmp_path / "file" / "snapshots").write("key", 1)
    cache.write("key", lambda: None)

    assert cache.read("key") is None
    assert [path.name for path in cache.folder.iterdir()] == [".gitignore"]


def test_the_oldest_are_removed(tmp_path: Path) -> None:
    """Only so many snapshots stay, those that were used last; so do those that are being written."""
    cache = SnapshotCache(tmp_path / "snapshots", most_files=2)
    for number, key in enumerate(["a", "b"]):
        cache.write(key, key)
        os.utime(cache.folder / f"{key}.snapshot", (number, number))
    for name, age in (("new.part", 0), ("old.part", 2 * 86_400)):
        (cache.folder / name).touch()
        os.utime(cache.folder / name, (time.time() - age,) * 2)
    assert cache.read("a") == "a"

    cache.write("c", "c")

    assert sorted(path.name for path in cache.folder.iterdir() if path.suffix) == [
        "a.snapshot",
        "c.snapshot",
        "new.part",
    ]


def test_a_disk_that_is_nearly_full_is_left_to_the_store(tmp_path: Path) -> None:
    """Where a snapshot would leave too little of the disk free, it is not kept, and nothing is said of it."""
    cache = SnapshotCache(tmp_path / "snapshots", spared=1 << 62)

    cache.write("key", "value")

    assert cache.read("key") is None
    assert not list(cache.folder.glob("*.snapshot"))


def test_the_size_is_bounded(tmp_path: Path) -> None:
    """Beyond so many bytes the oldest go; the newest stays, however large."""
    cache = SnapshotCache(tmp_path / "snapshots", most_bytes=1_500)
    cache.write("a", bytes(1_000))
    os.utime(cache.folder / "a.snapshot", (1, 1))
    cache.write("b", bytes(2_000))

    assert cache.read("a") is None
    assert cache.read("b") == bytes(2_000)


def test_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key depends on every part and file, and on the program; nothing can be moved from one part to the next."""
    files = {"a.yaml": b"1", "b.yaml": b"2"}
    keys = [
        key_of("base", "x", "y", files=files),
        key_of("view", "x", "y", files=files),
        key_of("base", "xy", "", files=files),
        key_of("base", "x", "y", files={"a.yaml": b"12", "b.yaml": b""}),
        key_of("base", "x", "y", files={"c.yaml": b"1", "b.yaml": b"2"}),
    ]
    monkeypatch.setattr(snapshot, "program_version", lambda: "another version")
    keys.append(key_of("base", "x", "y", files=files))

    assert len(set(keys)) == len(keys)
    assert key_of("base", files=files) == key_of("base", files=dict(reversed(files.items())))


def test_the_program_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It changes with the code, the data beside it, and the libraries that are installed."""
    versions = []
    library = tmp_path / "site-packages"
    (library / "rapidfuzz-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(library)])
    monkeypatch.setattr(snapshot, "PROGRAM", ("code",))
    monkeypatch.setattr(bot, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "code").mkdir()
    for name, text in (("a.py", "1"), ("a.py", "2"), ("model.json", "{}")):
        (tmp_path / "code" / name).write_text(text)
        versions.append(snapshot.program_version.__wrapped__())
    (library / "rapidfuzz-1.0.dist-info").rename(library / "rapidfuzz-2.0.dist-info")
    versions.append(snapshot.program_version.__wrapped__())

    assert len(set(versions)) == 4


@pytest.fixture(name="config")
def _config(tmp_path: Path) -> Config:
    """A base whose store is beside it."""
    write_base(tmp_path)
    url = Secret(f"sqlite:///{tmp_path / 'var' / 'bot.db'}")
    return Config(root=tmp_path, settings=Settings(facts=(tmp_path / "facts",)), database_url=url)


@pytest.fixture(name="built")
def _built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the versions of the bases for which a matcher is built from nothing."""
    versions: list[str] = []
    build = builder.matcher_of

    def counted(base, settings, meanings=None, readings=None):  # type: ignore[no-untyped-def]
        versions.append(base.version)
        return build(base, settings, meanings, readings)

    monkeypatch.setattr(builder, "matcher_of", counted)
    return versions


def opened(config: Config) -> AnsweringEngine:
    """Load as a start does."""
    return load_engine(config, lambda remark: None)


def test_a_second_start_builds_nothing(config: Config, built: list[str]) -> None:
    """It answers as the first one does."""
    first, second = opened(config), opened(config)

    assert len(built) == 1
    assert isinstance(second.matcher.decide(QUESTION), Answer)
    assert second.matcher.rank("the place of DRILL") == first.matcher.rank("the place of DRILL")
    assert second.base.facts == first.base.facts


def test_lint_errors_are_told_at_each_start(config: Config) -> None:
    """What is read from a snapshot is not taken for sound."""
    with_lint_error(config.root)

    assert [opened(config).errors for _ in range(2)] == [1, 1]


def test_a_change_is_seen(config: Config, built: list[str]) -> None:
    """After an edit the base is built anew; where the edit is taken back, the earlier snapshot serves again."""
    topic = config.root / "facts" / "drill.yaml"
    opened(config)
    topic.write_text(FACTS.replace("In Otar.", "In Astana."))
    changed = opened(config).matcher.decide(QUESTION)
    topic.write_text(FACTS)
    opened(config)

    assert isinstance(changed, Answer)
    assert len(built) == 2


def test_only_what_changed_is_read_again(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change of one fact its new phrasing is read, and no other; after a change of names all are."""
    read: list[str] = []
    whole = QuestionReader.read

    def note(reader: QuestionReader, text: str, *, corrections: bool = True) -> Query:
        if not corrections:
            read.append(text)
        return whole(reader, text, corrections=corrections)

    monkeypatch.setattr(QuestionReader, "read", note)
    load_engine(config, print)
    everything = set(read)
    file = config.settings.facts[0] / "drill.yaml"
    read.clear()
    file.write_text(file.read_text().replace("Where was DRILL 2018 held?", "Which area saw the drill?", 1))
    load_engine(config, print)

    assert "Which area saw the drill?" in read
    assert everything.isdisjoint(read)


def test_views_are_kept(config: Config, built: list[str]) -> None:
    """What an audience sees is built once, and nothing of what it may not see comes back."""
    hidden = SECRET + FACTS[FACTS.index("facts:") :].replace("drill-", "secret-").replace("DRILL 201", "SECRET 1")
    for year in (18, 19):
        hidden = hidden.replace(f"    about: SECRET {year}\n    asks: place\n", "")
    (config.root / "facts" / "secret.yaml").write_text(hidden)
    for _ in range(2):
        view = opened(config).seen_by(ANYBODY)
        assert "secret-2018-place" not in view.base.by_id

    assert len(built) == len(set(built)) == 2


def test_damage_costs_only_time(config: Config, built: list[str]) -> None:
    """A start with a broken snapshot builds anew, and mends it."""
    opened(config)
    for path in snapshots_beside_store(config).folder.glob("*.snapshot"):
        path.write_bytes(b"broken")

    assert isinstance(opened(config).matcher.decide(QUESTION), Answer)
    opened(config)
    assert len(built) == 2


def test_another_kind_of_value_is_not_taken(config: Config) -> None:
    """A snapshot that holds something else than a loaded base, as from a foreign version, is not used."""
    files = read_folders(config.settings.facts)
    cache = snapshots_beside_store(config)
    maker = MatcherBuilder(config.settings, None, cache)
    maker.load(files)
    for path in cache.folder.glob("*.snapshot"):
        cache.write(path.stem, ["a list"])

    assert isinstance(maker.load(files), LoadedBase)


def test_where_the_store_is_a_server(tmp_path: Path) -> None:
    """Without a file of the store the snapshots are in var/ beside config.yaml."""
    url = Secret("postgresql+psycopg://bot@localhost/bot")

    assert snapshots_beside_store(Config(root=tmp_path, database_url=url)).folder == tmp_path / "var" / "snapshots"


def test_a_matcher_is_read_whole(config: Config) -> None:
    """A pickle of ours and one of pickle itself give the same matcher."""
    matcher = opened(config).matcher
    again = snapshot.unpickle(snapshot.pickled(matcher), None)
    usual = pickle.loads(pickle.dumps(matcher))  # noqa: S301 (our own)

    assert isinstance(again, Matcher)
    assert again.index.phrases == usual.index.phrases == matcher.index.phrases
