"""Tests of what survives a killed process, on SQLite and PostgreSQL, with polling and webhook."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from bot.cli import main
from tests.bot_process import Mode
from tests.chat.conftest import FACTS
from tests.conftest import StartBot, StartProcess
from tests.fake_telegram import FakeTelegram, Hang, Limits, Message, Person
from tests.postgres import Postgres

QUESTION = "where was KAZIND 2018 held?"
OTAR, PITHORAGARH = "In the Otar military area.", "In Pithoragarh."
MODES = ["polling", pytest.param("webhook", marks=pytest.mark.long)]
UNLIMITED = {"TELEGRAM_LIMITS": "off"}
CHATS = 8


def ask_all(people: Sequence[Person], rounds: int) -> list[Message]:
    """Have everybody ask so many questions, one after the other."""
    return [person.says(QUESTION) for _ in range(rounds) for person in people]


def wait_for_all(telegram: FakeTelegram, asked: Sequence[Message], share: float = 1.0) -> None:
    """Wait until every question, or a share of them, has a reply."""
    most = share * len(asked)
    until(telegram, lambda: sum(bool(telegram.replies(one)) for one in asked) >= most, "the replies")


def until(telegram: FakeTelegram, is_so: Callable[[], bool], what: str) -> None:
    """Wait for something other than a request to the fake Telegram, such as a line in a log."""
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline, f"{what} did not come in time"
        with telegram.world.changed:
            telegram.world.changed.wait(0.05)


def assert_in_order(telegram: FakeTelegram, asked: Sequence[Message], most_doubled: int) -> None:
    """Fail if a chat's questions were answered out of order, or too many of them twice."""
    replies = [telegram.replies(one) for one in asked]
    assert sum(len(found) - 1 for found in replies) <= most_doubled
    firsts: dict[int, list[int]] = {}
    for one, found in zip(asked, replies, strict=True):
        firsts.setdefault(one.chat.id, []).append(found[0].id)
    assert all(ids == sorted(ids) for ids in firsts.values())


@pytest.fixture
def people(telegram: FakeTelegram) -> list[Person]:
    """Some people, each in a private chat."""
    telegram.bot()
    return [telegram.user(f"Person {number}") for number in range(CHATS)]


@pytest.mark.parametrize("mode", MODES)
def test_killed_in_the_middle(
    mode: Mode, telegram: FakeTelegram, people: list[Person], start_process: StartProcess, database_url: str
) -> None:
    """After a kill every question is answered, in order within its chat; only what was being sent may come twice."""
    process = start_process(mode=mode, facts=FACTS, env=UNLIMITED | {"DATABASE_URL": database_url})
    telegram.world.answer_delay = 0.05
    asked = ask_all(people, 6)
    wait_for_all(telegram, asked, 0.4)
    process.kill()
    process.start()
    wait_for_all(telegram, asked)
    assert_in_order(telegram, asked, most_doubled=CHATS)
    assert process.stop() == 0


def test_a_send_cut_off_by_a_kill_is_sent_again(
    telegram: FakeTelegram, people: list[Person], start_process: StartProcess
) -> None:
    """A reply whose outcome is unknown is sent again rather than lost; a reply that was confirmed is not."""
    process = start_process(facts=FACTS)
    first = people[0].says(QUESTION)
    telegram.wait_for_reply(first)
    telegram.faults.next("sendMessage", Hang())
    second = people[1].says(QUESTION)
    telegram.wait_for_reply(second)
    process.kill()
    process.start()
    telegram.wait_for(lambda: len(telegram.replies(second)) == 2, "the second reply")
    telegram.wait_for_reply(people[0].says(QUESTION))
    assert len(telegram.replies(first)) == 1


@pytest.mark.long
def test_what_came_before_the_kill_is_not_answered_again(
    telegram: FakeTelegram, people: list[Person], start_process: StartProcess
) -> None:
    """An update that Telegram sends again after a kill is recognised."""
    process = start_process(facts=FACTS)
    asked = people[0].says(QUESTION)
    telegram.wait_for_reply(asked)
    telegram.wait_for_reply(people[0].says(QUESTION))  # by now the first is finished
    process.kill()
    process.start()
    telegram.deliver_again(asked)
    telegram.wait_for_reply(people[0].says(QUESTION))
    assert len(telegram.replies(asked)) == 1


def test_an_edit_after_a_restart(telegram: FakeTelegram, people: list[Person], start_bot: StartBot) -> None:
    """Which reply belongs to which question is known after a restart."""
    process = start_bot(facts=FACTS)
    asked = people[0].says(QUESTION)
    reply = telegram.wait_for_reply(asked)
    telegram.wait_for_reply(people[0].says(QUESTION))  # by now the first is finished
    process.stop()
    process.start()
    people[0].edits(asked, "where was KAZIND 2019 held?")
    assert telegram.wait_for_edit(reply).parts("bold") == [PITHORAGARH]
    assert len(telegram.replies(asked)) == 1


def test_a_poison_update_is_shown_by_inbox(
    telegram: FakeTelegram, people: list[Person], start_bot: StartBot, capsys: pytest.CaptureFixture[str]
) -> None:
    """An update that cannot be read is set aside, and `inbox` shows it while the bot runs."""
    process = start_bot(facts=FACTS)
    number = telegram.poison(telegram.private_chat(people[0]), "date as text")
    telegram.wait_for_reply(people[0].says(QUESTION))
    assert main(["inbox", "--dead", "--json", "--config", str(process.folder / "config.yaml")]) == 0
    (letter,) = json.loads(capsys.readouterr().out)["updates"]
    assert (letter["update"], letter["state"], letter["raw"]["update_id"]) == (number, "dead", number)


@pytest.mark.parametrize("mode", MODES)
def test_two_processes_share_the_work(
    mode: Mode, telegram: FakeTelegram, people: list[Person], start_process: StartProcess, postgres_url: str
) -> None:
    """Two processes on one database both answer; if one is killed, the other takes over its updates."""
    env = UNLIMITED | {"DATABASE_URL": postgres_url}
    both = [start_process(mode=mode, facts=FACTS, env=env) for _ in range(2)]
    telegram.world.answer_delay = 0.05
    asked = ask_all(people, 12)
    wait_for_all(telegram, asked, 0.5)
    both[0].kill()
    wait_for_all(telegram, asked)
    assert_in_order(telegram, asked, most_doubled=CHATS)
    assert all(" handled " in process.stderr for process in both)
    assert telegram.journal.count("setWebhook") <= 2
    assert not any("another process fetches" in process.stderr for process in both)


def test_who_answers_when_the_one_that_polls_dies(
    telegram: FakeTelegram, people: list[Person], start_process: StartProcess, postgres_url: str
) -> None:
    """Another process fetches updates as soon as the one that did is gone."""
    first, _ = (start_process(facts=FACTS, env={"DATABASE_URL": postgres_url}) for _ in range(2))
    first.kill()
    assert telegram.wait_for_reply(people[0].says(QUESTION)).parts("bold") == [OTAR]


def test_a_database_that_restarts(
    telegram: FakeTelegram, people: list[Person], start_bot: StartBot, postgres: Postgres
) -> None:
    """Questions asked while PostgreSQL is away are answered once it is back, by the same process."""
    process = start_bot(mode="webhook", facts=FACTS, env=UNLIMITED | {"DATABASE_URL": postgres.new_database()})
    telegram.wait_for_reply(people[0].says(QUESTION))
    postgres.stop("immediate")
    asked = ask_all(people, 2)
    process.wait_for_log("could not be stored")
    process.wait_for_log("the store cannot be used")
    postgres.start()
    wait_for_all(telegram, asked)
    assert_in_order(telegram, asked, most_doubled=0)
    assert process.stop() == 0


def test_a_database_that_hangs(
    telegram: FakeTelegram, people: list[Person], start_process: StartProcess, postgres: Postgres
) -> None:
    """A process whose database does not answer still stops when told to; the time to stop is shortened here."""
    hasty = "import bot.chat.process.shutdown as s, bot.cli; s.STOP_SECONDS = 6; raise SystemExit(bot.cli.main())"
    url = postgres.new_database()
    process = start_process(facts=FACTS, env={"DATABASE_URL": url}, command=(sys.executable, "-c", hasty, "run"))
    telegram.wait_for_reply(people[0].says(QUESTION))
    with postgres.frozen(url):
        telegram.faults.always("sendMessage", Hang(stored=False))
        people[0].says(QUESTION)
        began = time.monotonic()
        assert process.stop(timeout=15) == 0
        assert time.monotonic() - began < 6.5
    assert "the store does not answer, and is left behind" in process.stderr


@pytest.mark.parametrize("mode", MODES)
def test_a_disk_that_is_full(
    mode: Mode, telegram: FakeTelegram, people: list[Person], start_process: StartProcess
) -> None:
    """Questions asked while the store cannot grow are answered once it can, by the same process."""
    process = start_process(mode=mode, facts=FACTS, env=UNLIMITED)
    telegram.wait_for_reply(people[0].says(QUESTION))
    usual = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, usual[1]))
    asked = ask_all(people, 2)
    process.wait_for_log("the store cannot be used")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, usual)
    wait_for_all(telegram, asked)
    assert_in_order(telegram, asked, most_doubled=0)


def test_limits_are_kept(telegram: FakeTelegram, people: list[Person], start_bot: StartBot, postgres_url: str) -> None:
    """Two processes keep to Telegram's limits together: no 429."""
    telegram.limit(Limits())
    for _ in range(2):
        start_bot(facts=FACTS, env={"DATABASE_URL": postgres_url})
    wait_for_all(telegram, ask_all(people, 3))
    statuses = Counter(request.status for request in telegram.journal.requests("sendMessage"))
    assert set(statuses) == {200}
