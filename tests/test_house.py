"""Tests of the rules of this house: who imports whom, what the core leaves alone, how long things are."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePosixPath

import pytest

from tests.tree import PROJECT, imports_of, python_files, room_of, section, tracked_texts, tree_of

BOT = python_files("bot")
ALL = python_files("bot", "bench", "tests", "tools")

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40
MOST_MODULES_OF_A_FOLDER = 20

# Rooms of the core → the rooms that each may know.
CORE = {
    "problems": set[str](),
    "messages": set[str](),
    "factbase": {"problems"},
    "matching": {"problems", "factbase"},
    "tables": {"factbase", "matching"},
    "checks": {"problems", "messages", "factbase", "matching", "tables"},
    "replies": {"problems", "factbase", "matching", "messages", "tables"},
    "briefing": {"problems", "factbase", "matching", "messages", "replies", "tables"},
}
# The rooms of matching from the ground up; each imports only those before it.
MATCHING_ROOMS = ("decision", "text", "understanding", "retrieval", "verification", "matcher", "dialogue")
# The rooms of the chat, and the value of shared parts, from the ground up; each imports only those before it.
CHAT_ROOMS = (
    "protocol", "outbound", "dialogue", "routing", "services", "scheduling", "commands", "process", "events", "reload",
    "corrections", "curator", "handlers", "inbound", "serving",
)  # fmt: skip
EVERY_ROOM = {room_of(path) for path in BOT}
# Rooms without a folder of tests, and why.
UNTESTED = {
    "messages",  # sentences alone; tests/replies/test_catalogues.py reads them all
    "chat",  # one value; its rooms have tests
    "matching/text/lexicon",  # word lists alone, with a test in tests/matching/text
    "store/migrations",  # steps, which tests/store/database/test_migrate.py takes
    "store/migrations/versions",
}
# Library → the one room of the bot that imports it.
HOME = {"telegram": "chat", "rapidfuzz": "matching", "fpdf": "briefing"}

# What reaches out of a pure function: a clock, files, the network, the process, chance.
OUTSIDE = frozenset(
    {
        "asyncio", "http", "httpx", "importlib", "io", "locale", "logging", "multiprocessing", "os",
        "pathlib", "prometheus_client", "random", "secrets", "shutil", "signal", "socket", "sqlalchemy",
        "sqlite3", "starlette", "subprocess", "sys", "tempfile", "threading", "time", "urllib.request",
        "uuid", "uvicorn",
    }
)  # fmt: skip
REACHING = frozenset(
    {
        "eval", "exec", "getenv", "input", "now", "open", "print", "read_bytes", "read_text", "today",
        "utcnow", "write_bytes", "write_text",
    }
)  # fmt: skip
# What a file of the core may do all the same, and why.
IMPURE = {
    "bot/factbase/schema.py imports sys": "run as a program it prints facts/schema.json",
    "bot/replies/catalogues.py imports importlib": "the catalogues are files of the package, each read once",
    "bot/replies/catalogues.py calls read_bytes": "the catalogues are files of the package, each read once",
    "bot/replies/catalogues.py imports io": "a catalogue is compiled in memory",
    "bot/briefing/html_page.py imports importlib": "the page's form and looks are files of the package",
    "bot/briefing/html_page.py calls read_text": "the page's form and looks are files of the package",
    "bot/briefing/pdf_layout.py imports importlib": "the fonts are files of the package",
    "bot/matching/text/word_frequency.py imports importlib": "the word lists are files of a package, each read once",
    "bot/matching/retrieval/model.py imports importlib": "the weights are a file of the package, read once",
    "bot/matching/text/lexicon/__init__.py imports importlib": "the word lists are files of the package, read once",
    "bot/tables/words.py imports importlib": "the word lists are files of the package, read once",
    "bot/tables/words.py calls read_text": "the word lists are files of the package, read once",
    "bot/matching/text/lexicon/__init__.py calls read_text": "the word lists are files of the package, read once",
    "bot/matching/verification/judgement.py imports importlib": "the weights are a file of the package, read once",
    "bot/matching/verification/judgement.py calls read_text": "the weights are a file of the package, read once",
    "bot/matching/retrieval/model.py calls read_text": "the weights are a file of the package, read once",
}
# Files and functions that may be longer, and why.
LONG: dict[str, str] = {}

SECRETS = (
    r"\b[0-9]{6,12}:(?![\w-]*Fake)[\w-]{30,}",  # a bot token
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{30,}",
    r"\bxox[abp]-[0-9A-Za-z-]{10,}",
)
REGISTRIES = (
    r"pypi[.]|python[h]osted|registry[.]npmjs",
    r"(?<!no-emit-)(?:index[-]url|find[-]links)|trusted[-]host",
)


def is_pure(path: str) -> bool:
    """Tell whether a file is of the core."""
    return room_of(path) in CORE


@pytest.mark.parametrize("path", [path for path in BOT if is_pure(path)])
def test_the_core_looks_only_inwards(path: str) -> None:
    """A room of the core imports only itself and the rooms that it may know."""
    known = {room_of(name) for name in imports_of(path) if name.startswith("bot.")}
    room = room_of(path)

    assert known <= CORE[room] | {room}


def rooms_of_the_map() -> dict[str, set[str] | None]:
    """Read CONTRIBUTING's map: room → the rooms that it may know; None for any."""
    text = section((PROJECT / "CONTRIBUTING.md").read_text("utf-8"), "### The rooms")
    rows = re.findall(r"^\| `(bot/[^`]+)` \|[^|]*\| ([^|]*) \|$", text, re.M)
    return {
        room: None if known == "any" else EVERY_ROOM - {"commands", "cli"} if known.startswith("any but") else
        set() if known == "–" else set(known.split(", "))
        for room, known in rows
    }  # fmt: skip


def test_the_map_names_every_room() -> None:
    """CONTRIBUTING's map has a row for each folder of modules and each module on its own, and no other rows."""
    folders = {str(PurePosixPath(path).parent) for path in BOT if "/" in path.removeprefix("bot/")}
    alone = {path for path in BOT if path.count("/") == 1} - {"bot/__init__.py", "bot/__main__.py"}

    assert set(rooms_of_the_map()) == folders | alone


@pytest.mark.parametrize(("room", "known"), rooms_of_the_map().items())
def test_a_room_knows_what_the_map_says(room: str, known: set[str] | None) -> None:
    """The modules of a room import only the rooms that the map allows it."""
    paths = [path for path in BOT if room in (path, str(PurePosixPath(path).parent))]
    used = {room_of(name) for path in paths for name in imports_of(path) if name.startswith("bot.")}

    assert known is None or used <= known | {room_of(room)}


def test_the_ways_lead_through_files() -> None:
    """Every file that CONTRIBUTING's ways of a question name is there, and the ways fit on one screen."""
    text = section((PROJECT / "CONTRIBUTING.md").read_text("utf-8"), "### The way of a question")
    named = set(re.findall(r"[\w/]+[.]py", text))

    assert [name for name in sorted(named) if not any(path.endswith(f"/{name}") for path in BOT)] == []
    assert len(text.splitlines()) <= 40


def test_tests_mirror_the_rooms() -> None:
    """Each room has a folder of tests, except those of plain words, lists and steps that other tests go through."""
    rooms = {room.removeprefix("bot/") for room in rooms_of_the_map() if not room.endswith(".py")}
    untested = {room for room in rooms - UNTESTED if not list((PROJECT / "tests" / room).glob("test_*.py"))}

    assert untested == set()


@pytest.mark.parametrize(("library", "room"), HOME.items())
def test_library_of_one_room(library: str, room: str) -> None:
    """Only its room imports the library, and it does."""
    users = {room_of(path) for path in BOT for name in imports_of(path) if name.split(".")[0] == library}

    assert users == {room}


def modules_of(paths: Iterable[str]) -> dict[str, str]:
    """Name the module of each file: bot/matching/__init__.py is bot.matching."""
    return {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in paths}


def imported_when_loaded(path: str) -> set[str]:
    """List the modules of the bot that a file imports at once, so not inside functions or for types only."""
    found: set[str] = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "bot":
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_no_circle_of_imports() -> None:
    """No module of the bot imports itself by way of others."""
    modules = modules_of(BOT)
    imports = {
        module: sorted(imported_when_loaded(path) & modules.keys() - {module}) for module, path in modules.items()
    }

    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("path", [path for path in BOT if path.startswith("bot/matching/") and path.count("/") > 1])
def test_matching_looks_only_down(path: str) -> None:
    """A room of matching imports only itself and the rooms below it."""
    known = {name.split(".")[2] for name in imports_of(path) if name.startswith("bot.matching.")}
    room = PurePosixPath(path).parts[2].removesuffix(".py")
    if room != "__init__":
        assert known <= set(MATCHING_ROOMS[: MATCHING_ROOMS.index(room) + 1])


@pytest.mark.parametrize("path", [path for path in BOT if path.startswith("bot/chat/")])
def test_the_chat_looks_only_down(path: str) -> None:
    """A room of the chat imports only itself and the rooms below it."""
    known = {name.split(".")[2] for name in imports_of(path) if name.startswith("bot.chat.")}
    room = PurePosixPath(path).parts[2].removesuffix(".py")
    if room != "__init__":
        assert known <= set(CHAT_ROOMS[: CHAT_ROOMS.index(room) + 1])


def test_one_module_sends() -> None:
    """Only the sender posts and edits texts in Telegram, so that each is recorded and within the rate limits."""
    senders = {
        path
        for path in BOT
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"send_message", "edit_message_text"}
    }

    assert senders == {"bot/chat/outbound/sender.py"}


def test_only_the_command_line_knows_the_commands() -> None:
    """Commands are imported by each other and by bot/cli.py, so that nothing depends on how it is called."""
    users = {room_of(path) for path in BOT for name in imports_of(path) if room_of(name) == "commands"}

    assert users == {"cli", "commands"}


def reaches(path: str) -> Iterator[str]:
    """Name what in a file reaches out of its arguments."""
    for name in imports_of(path):
        if name in OUTSIDE or name.split(".")[0] in OUTSIDE:
            yield f"{path} imports {name.split('.')[0]}"
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Global):
            yield f"{path} changes {', '.join(node.names)}"
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in REACHING:
                yield f"{path} calls {name}"


def test_the_core_is_pure() -> None:
    """The core has no clock, file, network or global state, save for what is excused; excuses are needed."""
    found = {reach for path in BOT if is_pure(path) for reach in reaches(path)}

    assert sorted(found - set(IMPURE)) == []
    assert sorted(set(IMPURE) - found) == []


def lengths() -> Iterator[tuple[str, int]]:
    """Measure what is too long."""
    for path in ALL:
        tree = tree_of(path)
        end = max((node.end_lineno or 0 for node in tree.body), default=0)
        if end > MOST_LINES:
            yield path, end
        for node in ast.walk(tree) if path.startswith("bot/") else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > MOST_LINES_OF_A_FUNCTION:
                    yield f"{path} {node.name}", length


def test_nothing_is_too_long() -> None:
    """Files and functions keep to their limits, save for what is excused; excuses are needed."""
    found = dict(lengths())

    assert {name: length for name, length in found.items() if name not in LONG} == {}
    assert sorted(set(LONG) - set(found)) == []


def test_no_folder_is_too_full() -> None:
    """A folder of the bot holds at most twenty modules, its `__init__` not counted."""
    modules = Counter(str(PurePosixPath(path).parent) for path in BOT if not path.endswith("/__init__.py"))

    assert {folder: count for folder, count in modules.items() if count > MOST_MODULES_OF_A_FOLDER} == {}


def test_every_module_says_what_it_is() -> None:
    """Every module has a docstring of one sentence or more, and no name that says nothing."""
    silent = [path for path in ALL if tree_of(path).body and not ast.get_docstring(tree_of(path))]
    vague = [path for path in ALL if re.search(r"util|helper|manager|misc|common", PurePosixPath(path).stem)]

    assert silent == []
    assert vague == []


def test_every_test_says_what_it_shows() -> None:
    """Every test has a docstring that states the behaviour."""
    silent = [
        f"{path}:{node.lineno}"
        for path in python_files("tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


@pytest.mark.parametrize("pattern", [*SECRETS, *REGISTRIES])
def test_what_no_file_may_hold(pattern: str) -> None:
    """No tracked file holds what looks like a secret, or the address of a package registry."""
    found = [f"{path}: {match[0][:12]}…" for path, text in tracked_texts() for match in re.finditer(pattern, text)]

    assert found == []
