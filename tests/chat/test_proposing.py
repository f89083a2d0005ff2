"""Tests of proposals with the real process: put before the curator, who accepts, edits or rejects."""

from __future__ import annotations

from tests.chat.test_gap_desk import BASE, CONFIG, CURATOR, UNLIMITED, shown, topic
from tests.commands.bases import FACTS
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram, Message, Person

PROPOSED = "/propose\nWho commanded DRILL 2018?\nColonel Tester.\n{source}"
FACT = """\
  - id: who-commanded-drill-2018
    question: Who commanded DRILL 2018?
    answer: {answer}
    sources: [paper ¶9]
    as_of: 2019-01-02
"""


def before(telegram: FakeTelegram, curator: Person, text: str) -> Message:
    """Wait for what the curator is shown."""
    chat = telegram.private_chat(curator)
    telegram.wait_until(lambda: any(text in one.text for one in telegram.bot_messages(chat)), text)
    return next(one for one in reversed(telegram.bot_messages(chat)) if text in one.text)


def test_proposals(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """Nothing is added without a curator, who accepts, has it changed first, or rejects."""
    telegram.bot()
    curator, ann, admin = telegram.user("Cora", id=CURATOR), telegram.user("Ann"), telegram.user("Ada", id=7001)
    process = start_bot(facts=BASE, config=f"{CONFIG}admins: [{CURATOR}, {admin.id}]\n", env=UNLIMITED)
    for one in (curator, admin):
        telegram.wait_for_reply(one.says("/start"))
    form = telegram.wait_for_reply(ann.says("/propose")).text
    assert "in one message, like this:\n\n/propose\nQuestion: …" in form
    lacking = telegram.wait_for_reply(ann.says("/propose\nQuestion: Who commanded DRILL 2018?\nSource: …")).text
    assert lacking.startswith("What is missing: the answer and the source. Send it all in one message")
    assert "/propose\nQuestion: Who commanded DRILL 2018?\nAnswer: …\n" in lacking

    asked = ann.says(PROPOSED.format(source="my cousin"))
    assert telegram.wait_for_reply(asked).text.startswith("Thank you: P1 is before my curators")
    assert len(before(telegram, admin, "P1: somebody proposes a fact").buttons) == 3
    card = before(telegram, curator, "P1: somebody proposes a fact")
    assert card.text.splitlines()[1:] == [
        "Question: Who commanded DRILL 2018?",
        "Answer: Colonel Tester.",
        "Source: my cousin",
    ]
    curator.presses(card.button("Accept"))
    refused = shown(telegram, card, "P1: refused, nothing was written.")
    assert "'my cousin' is no key of the base, and lacks its publisher or date" in refused.text
    assert topic(process) == FACTS
    curator.presses(refused.button("Back"))
    curator.presses(shown(telegram, card, "somebody proposes").button("Edit"))
    form = shown(telegram, card, "Send me this back, changed:").text.partition("\n\n")[2]
    assert form.startswith("/propose P1\nQuestion: Who commanded DRILL 2018?\n")

    assert "Thank you: P2" in telegram.wait_for_reply(ann.says(form)).text  # not hers to change
    sent_back = curator.says(form.replace("my cousin", "paper ¶9").replace("Colonel Tester", "Colonel Able"))
    assert telegram.wait_for_reply(sent_back).text == "P1 is changed."
    changed = before(telegram, curator, "Answer: Colonel Able.")
    curator.presses(changed.button("Accept"))
    shown(telegram, changed, "P1: accepted. It is written into ")
    assert topic(process) == FACTS.rstrip("\n") + "\n" + FACT.format(answer="Colonel Able.")

    other = before(telegram, curator, "P2: somebody")
    press = ann.presses(other.button("Accept"))
    assert telegram.wait_for_callback_answer(press).get("text")
    curator.presses(other.button("Reject"))
    shown(telegram, other, "P2: rejected.")
    curator.presses(card.buttons[0])
    shown(telegram, card, "P1 is no longer open.")


def test_proposed_to_nobody(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """Where nobody looks after the facts, who proposes one is told so."""
    telegram.bot()
    start_bot(facts=BASE, config="curators: []\n", env=UNLIMITED)
    told = telegram.wait_for_reply(telegram.user("Ann").says(PROPOSED.format(source="my cousin"))).text
    assert told.startswith("Thank you: P1 is kept, but nobody looks after my facts yet")
