"""Tests of how a database comes to the tables of today."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, inspect, text

from bot.config import Secret
from bot.store import schema
from bot.store.database import migrate as module
from bot.store.database import numbering
from bot.store.database.engine import StoreError, open_engine
from bot.store.database.migrate import HEAD, migrate
from bot.store.migrations.versions import m0012_counters
from bot.store.schema import metadata, proposals
from tests.store.conftest import engine_of
from tests.tree import python_files, tree_of

MIGRATIONS = Path(module.__file__).parents[1] / "migrations"


def test_the_schema_has_every_table() -> None:
    """Each table that a module of the store defines is listed in the schema."""
    defined = {
        ast.unparse(node.target)
        for path in python_files("bot/store")
        for node in tree_of(path).body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "Table"
    }

    assert {*schema.__all__} == {"metadata", *defined}


def test_from_nothing(empty: Engine) -> None:
    """The steps make the tables that the code works with; done again, they change nothing."""
    assert migrate(empty) is True
    assert migrate(empty) is False
    with empty.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD


def test_indexes_are_partial(engine: Engine) -> None:
    """The indexes that queues live by hold only what is not finished, on either database."""
    indexes = {index["name"]: index for index in inspect(engine).get_indexes("inbox")}
    for name in ("ix_inbox_turns", "ux_inbox_working"):
        options = indexes[name]["dialect_options"]
        assert any(key.endswith("_where") and value is not None for key, value in options.items()), name
    assert indexes["ux_inbox_working"]["unique"]


def test_the_newest_step_is_known() -> None:
    """The code names the newest step itself, so that a start that needs none does not load Alembic."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_many_at_once(database_url: str) -> None:
    """Of processes that start together one migrates, and the others find it done."""
    engines = [engine_of(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(migrate, engines)) == [False, False, False, True]


def test_a_step_that_fails_leaves_nothing(empty: Engine) -> None:
    """All steps are taken or none."""

    def fail(connection: Connection) -> bool:
        module.apply_steps(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate(empty, fail)
    assert inspect(empty).get_table_names() == []


def test_numbers_go_on(engine: Engine) -> None:
    """What was numbered before the counters were made is not numbered once more."""
    with engine.begin() as connection:
        for number in (3, 7):
            proposal = {"number": number, "place": number, "question": "", "answer": "", "source": ""}
            connection.execute(insert(proposals), {**proposal, "bot_id": 1, "person": "", "state": "open", "at": 1.0})
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            m0012_counters.downgrade()
            m0012_counters.upgrade()
        assert compare_metadata(context, metadata) == []
        assert [numbering.take(connection, bot, numbering.NumberedKind.PROPOSAL) for bot in (1, 1, 2)] == [8, 9, 1]
        assert numbering.take(connection, 1, numbering.NumberedKind.GAP) == 1


def test_a_store_from_the_future(engine: Engine) -> None:
    """A database that a newer version has migrated is left alone, with one sentence."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as raised:
        migrate(engine)
    assert str(raised.value) == (
        "the store is at step 9999, which this version does not know; run the version that made it, or a newer one"
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("sqlite:////dev/null/var/bot.db", "the store's folder '/dev/null/var' cannot be made (Not a directory)"),
        ("sqlite:////proc/bot.db", "the store '/proc/bot.db' cannot be used (unable to open database file)"),
        ("mysql://user:hunter2@db.example/bot", "DATABASE_URL begins with mysql://; use postgresql:// or sqlite:///"),
        ("sqlite+aiosqlite:///x.db", "DATABASE_URL begins with sqlite+aiosqlite://"),
        (
            "postgresql+psycopg://user:hunter2@127.0.0.1:1/bot",
            "the database 'bot' at 127.0.0.1 cannot be used (connection failed: ",
        ),
        ("postgresql+psycopg://user:hunter2@127.0.0.1:99999999/bot", "the database 'bot' at 127.0.0.1 cannot"),
    ],
)
def test_a_database_that_cannot_be_used(address: str, expected: str) -> None:
    """One sentence says what is wrong, without the password."""
    with pytest.raises(StoreError) as raised:
        migrate(open_engine(Secret(address)))
    assert str(raised.value).startswith(expected)
    assert "hunter2" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Some other file in the store's place is named, and left alone."""
    file = tmp_path / "bot.db"
    file.write_text("notes\n" * 1000)
    with pytest.raises(StoreError, match="file is not a database"):
        migrate(open_engine(Secret(f"sqlite:///{file}")))
    assert file.read_text() == "notes\n" * 1000
