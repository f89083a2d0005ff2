"""Tests of fact sheets with the real process: pages that turn, files, and old buttons."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.messages import briefing as briefing_words
from tests.bot_process import PROJECT, StartedBot
from tests.bot_thread import BotThread
from tests.conftest import StartBot
from tests.fake_telegram import ConnectionReset, FakeTelegram, Message, Person

FACTS = {path.name: path.read_text() for path in (PROJECT / "facts").glob("*.yaml")}
CONFIG = "asking: {per_person: 1000, per_chat: 1000}\n"
GUESTS = Path(__file__).parents[1] / "facts_of_guests"
SMALL = (GUESTS / "kazind.yaml").read_text()
QUIET = {"TELEGRAM_LIMITS": "off"}


@dataclass
class Desk:
    """A process that serves the shipped topic, and a person who asks it."""

    telegram: FakeTelegram
    process: StartedBot
    ann: Person

    def reply(self, text: str) -> Message:
        """Send a private message, and return the reply."""
        return self.telegram.wait_for_reply(self.ann.says(text))

    def turned(self, message: Message, label: str) -> Message:
        """Press a button, and wait for the page."""
        self.ann.presses(message.button(label))
        return self.telegram.wait_for_edit(message)

    def pages(self, message: Message) -> list[Message]:
        """Turn all pages."""
        found = [message]
        while any(button.text == "▶" for button in found[-1].buttons):
            found.append(self.turned(found[-1], "▶"))
        return found


@pytest.fixture(name="desk", scope="module")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Start a process that serves the shipped topic."""
    with FakeTelegram() as telegram:
        telegram.bot()
        ann = telegram.user("Ann")
        process = BotThread(telegram, tmp_path_factory.mktemp("sheets"), config=CONFIG, env=QUIET)
        with process:
            process.wait_until_ready()
            yield Desk(telegram, process, ann)
            assert process.stop() == 0


def label_of(listed: Message, topic: str) -> str:
    """Return the label of a topic's button, such as "kazind (155)"."""
    return next(button.text for button in listed.buttons if button.text.startswith(f"{topic} ("))


def count_in(label: str) -> str:
    """Return the number of facts in the label of a topic."""
    return label.partition("(")[2].rstrip(")")


def test_topics(desk: Desk) -> None:
    """Without a topic, or with an unknown one, the topics are listed; a button opens the sheet in place."""
    listed = desk.reply("/brief")
    assert "/brief kazind: Exercise KAZIND and its beginnings" in listed.text
    assert "I have no fact sheet on that" in desk.reply("/brief nonsense").text

    label = label_of(listed, "kazind")
    opened = desk.turned(listed, label)
    assert opened.text.startswith(f"Exercise KAZIND and its beginnings as Prabal Dostyk\n{count_in(label)} facts\n")
    assert re.fullmatch(r"1 / \d+", opened.buttons[0].text)
    assert [button.text for button in opened.buttons[1:]] == ["▶"]


def test_pages_turn_in_place(desk: Desk) -> None:
    """All facts come in order, each once, then the sources; pages turn both ways in the same message."""
    first = desk.reply("/brief kazind")
    found = desk.pages(first)
    texts = [page.text for page in found]
    whole = "\n".join(texts)

    assert {page.id for page in found} == {first.id}
    assert [page.buttons[-2].text for page in found[1:-1]] == [f"{n} / {len(found)}" for n in range(2, len(found))]
    assert whole.count("Where was KAZIND 2018 held?\nIn the Otar military area.\nas of 2 January 2019 · [") == 1
    assert whole.index("▪ KAZIND 2018\n") < whole.index("▪ KAZIND 2019\n") < whole.index("▪ Sources\n")
    numbers = [int(number) for number in re.findall(r"^\[(\d+)\] ", whole, re.M)]
    assert numbers == list(range(1, max(numbers) + 1))
    assert desk.turned(found[-1], "◀").text == texts[-2]


def test_narrowed(desk: Desk) -> None:
    """A year or a name, however spelled, narrows the sheet; one without facts is answered with the known years."""
    page = desk.reply("/brief kazind 2022")
    assert briefing_words.NARROWED.format(text="2022") in page.text
    assert "In Pithoragarh" not in "".join(each.text for each in desk.pages(page))
    assert "Where was KAZIND 2018 held?" in desk.reply("/brief Отар").text
    assert "It covers these years: 2016, 2017, 2018, " in desk.reply("/brief kazind 1999").text
    long = desk.reply("/brief kazind индийско-казахстанские учения индийско-казахстанские учения 2019")
    assert "KAZIND 2019" in long.text


def test_files_in_a_forum(desk: Desk) -> None:
    """PDF and HTML come as replies in the forum topic, with a caption; the PDF has readable text."""
    room = desk.telegram.supergroup("Room", members=[desk.ann, desk.process.bot], topics=["Ops"])
    topic = room.topic("Ops")
    sent = desk.telegram.wait_for_reply(desk.ann.says("/brief@briefbot kazind 2022 pdf", chat=room, topic="Ops"))
    pdf = PdfReader(io.BytesIO(desk.telegram.file(sent)))

    assert (sent.thread_id, sent.data["document"]["file_name"]) == (topic.thread_id, "kazind-2022.pdf")
    assert sent.text.startswith("Exercise KAZIND and its beginnings as Prabal Dostyk\nonly “2022”\n")
    assert "At Umroi" in "".join(page.extract_text() for page in pdf.pages)

    sent = desk.telegram.wait_for_reply(desk.ann.says("/brief@briefbot kazind HTML", chat=room, topic="Ops"))
    assert sent.data["document"]["file_name"] == "kazind.html"
    assert desk.telegram.file(sent).startswith(b"<!DOCTYPE html>")


def test_a_file_that_may_have_arrived(desk: Desk) -> None:
    """A file is sent again after the connection was cut while it went out."""
    desk.telegram.faults.next("sendDocument", ConnectionReset())
    assert desk.reply("/brief kazind otar html").data["document"]["file_name"] == "kazind-otar.html"


def test_in_another_language(desk: Desk) -> None:
    """The sheet is in the language of the asker, as far as facts are translated."""
    ivan = desk.telegram.user("Ivan", language_code="ru")
    text = desk.telegram.wait_for_reply(ivan.says("/brief kazind otar")).text
    assert "только «otar»" in text
    assert "▪ Источники" in text


def test_a_sheet_keeps_its_language(desk: Desk) -> None:
    """A sheet stays in the language of the person who asked for it, whoever turns its pages."""
    ivan = desk.telegram.user("Ivan", language_code="ru")
    room = desk.telegram.supergroup("Room", members=[desk.ann, ivan, desk.process.bot])
    listed = desk.telegram.wait_for_reply(desk.ann.says("/brief@briefbot", chat=room))
    label = label_of(listed, "kazind")
    ivan.presses(listed.button(label))
    first = desk.telegram.wait_for_edit(listed)
    ivan.presses(first.button("▶"))
    second = desk.telegram.wait_for_edit(first)
    assert first.text.startswith(f"Exercise KAZIND and its beginnings as Prabal Dostyk\n{count_in(label)} facts\n")
    assert [button.text.partition(" /")[0] for button in second.buttons] == ["◀", "2", "▶"]


def test_buttons_outlive_the_process_and_the_base(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """After a kill -9 buttons work; a page beyond the end gives the last one, a topic that is gone a sentence."""
    telegram.bot()
    desk = Desk(telegram, start_bot(facts=FACTS, config=CONFIG, env=QUIET), telegram.user("Ann"))
    last = desk.pages(desk.reply("/brief kazind"))[-1]
    restart(desk, "kazind.yaml", SMALL)
    turned = desk.turned(last, "◀")
    assert turned.text.startswith("Exercise KAZIND\n3 facts\n")
    assert turned.buttons == []

    listed = desk.reply("/brief")
    restart(desk, "other.yaml", SMALL.replace("topic: kazind", "topic: other", 1))
    said = telegram.wait_for_callback_answer(desk.ann.presses(listed.button("kazind")))
    assert said["text"] == briefing_words.SHEET_GONE


def restart(desk: Desk, name: str, text: str) -> None:
    """Stop the bot, and start it again with a base of one topic."""
    desk.process.stop()
    folder = desk.process.folder / "facts"
    for path in folder.iterdir():
        path.unlink()
    (folder / "phrasings.yaml").write_text((GUESTS / "phrasings.yaml").read_text())
    (folder / name).write_text(text)
    desk.process.start().wait_until_ready()
