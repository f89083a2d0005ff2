"""Tests of proposals with the whole bot: shown to the curator, who accepts, edits or rejects them."""

from __future__ import annotations

from bot.messages import curator as curator_words
from tests.chat.curator.test_gap_console import BASE, CONFIG, CURATOR, ODD, UNLIMITED, patches, shown, topic
from tests.commands.bases import FACTS
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram, Message, Person
from tests.said import opening

PROPOSED = "/propose\nWho commanded DRILL 2018?\nColonel Tester.\n{source}"
FACT = """\
  - id: who-commanded-drill-2018
    question: Who commanded DRILL 2018?
    answer: {answer}
    sources: [paper ¶9]
    as_of: 2019-01-02
"""


def before(telegram: FakeTelegram, curator: Person, text: str) -> Message:
    """Wait for the proposal that the curator is shown."""
    chat = telegram.private_chat(curator)
    telegram.wait_until(lambda: any(text in one.text for one in telegram.bot_messages(chat)), text)
    return next(one for one in reversed(telegram.bot_messages(chat)) if text in one.text)


def test_proposals(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """Nothing is added without a curator, who accepts a proposal, has it changed first, or rejects it."""
    telegram.bot()
    curator, ann, admin = telegram.user("Cora", id=CURATOR), telegram.user("Ann"), telegram.user("Ada", id=7001)
    process = start_bot(facts=BASE, config=f"{CONFIG}admins: [{CURATOR}, {admin.id}]\n", env=UNLIMITED)
    for one in (curator, admin):
        telegram.wait_for_reply(one.says("/start"))
    form = telegram.wait_for_reply(ann.says("/propose")).text
    assert "in one message, like this:\n\n/propose\nQuestion: …" in form
    lacking = telegram.wait_for_reply(ann.says("/propose\nQuestion: Who commanded DRILL 2018?\nSource: …")).text
    assert lacking.startswith("Still missing: the answer and the source. Send everything in one message")
    assert "/propose\nQuestion: Who commanded DRILL 2018?\nAnswer: …\n" in lacking

    asked = ann.says(PROPOSED.format(source="my cousin"))
    assert telegram.wait_for_reply(asked).text.startswith("Thank you! P1: sent to the curators")
    assert len(before(telegram, admin, curator_words.PROPOSAL.format(name="P1")).buttons) == 3
    card = before(telegram, curator, curator_words.PROPOSAL.format(name="P1"))
    assert card.text.splitlines()[1:] == [
        "Question: Who commanded DRILL 2018?",
        "Answer: Colonel Tester.",
        "Source: my cousin",
    ]
    curator.presses(card.button("Accept"))
    refused = shown(telegram, card, curator_words.REFUSED.format(gap="P1"))
    assert "'my cousin' is no key of the base, and lacks its publisher or date" in refused.text
    assert topic(process) == FACTS
    curator.presses(refused.button("Back"))
    curator.presses(shown(telegram, card, "somebody suggests").button("Edit"))
    form = shown(telegram, card, opening(curator_words.SEND_BACK).strip()).text.partition("\n\n")[2]
    assert form.startswith("/propose P1\nQuestion: Who commanded DRILL 2018?\n")

    assert "Thank you! P2:" in telegram.wait_for_reply(ann.says(form)).text  # not hers to change
    sent_back = curator.says(form.replace("my cousin", "paper ¶9").replace("Colonel Tester", "Colonel Able"))
    assert telegram.wait_for_reply(sent_back).text == curator_words.PROPOSAL_CHANGED.format(name="P1")
    changed = before(telegram, curator, "Answer: Colonel Able.")
    curator.presses(changed.button("Accept"))
    shown(telegram, changed, "P1: accepted and written to ")
    assert topic(process) == FACTS.rstrip("\n") + "\n" + FACT.format(answer="Colonel Able.")

    other = before(telegram, curator, "P2: somebody")
    press = ann.presses(other.button("Accept"))
    assert telegram.wait_for_callback_answer(press).get("text")
    curator.presses(other.button("Reject"))
    shown(telegram, other, "P2: rejected.")
    curator.presses(card.buttons[0])
    shown(telegram, card, "P1 is no longer open.")


def test_proposed_to_nobody(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """Where there are no curators, whoever proposes a fact is told so."""
    telegram.bot()
    start_bot(facts=BASE, config="curators: []\n", env=UNLIMITED)
    told = telegram.wait_for_reply(telegram.user("Ann").says(PROPOSED.format(source="my cousin"))).text
    assert told.startswith("Thank you! P1: saved, but there is no curator yet")


def test_what_was_not_seen_is_not_accepted(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """A button accepts what its card shows, never a later proposal with the same number or a later edit."""
    telegram.bot()
    curator, other = telegram.user("Cora", id=CURATOR), telegram.user("Dora", id=CURATOR + 1)
    ann, ben = telegram.user("Ann"), telegram.user("Ben")
    process = start_bot(facts=BASE, config=CONFIG.replace("[7000]", "[7000, 7001]"), env=UNLIMITED)
    for one in (curator, other):
        telegram.wait_for_reply(one.says("/start"))
    proposed = PROPOSED.format(source="paper ¶9")
    telegram.wait_for_reply(ann.says(proposed))
    forgotten = before(telegram, curator, "Answer: Colonel Tester.")
    telegram.wait_for_reply(ann.says("/forgetme now"))
    assert "Thank you! P2:" in telegram.wait_for_reply(ben.says(proposed.replace("Tester", "Able"))).text
    cards = [before(telegram, one, "Answer: Colonel Able.") for one in (curator, other)]
    curator.presses(forgotten.button("Accept"))
    shown(telegram, forgotten, "P1 is no longer open.")

    telegram.wait_for_reply(curator.says(proposed.replace("/propose", "/propose P2").replace("Tester", "Cane")))
    other.presses(cards[1].button("Accept"))
    now = shown(telegram, cards[1], curator_words.HAS_CHANGED)
    assert "Answer: Colonel Cane." in now.text
    assert topic(process) == FACTS
    other.presses(now.button("Accept"))
    shown(telegram, now, "P2: accepted and written to ")
    assert topic(process).endswith(FACT.format(answer="Colonel Cane."))


def test_a_form_without_room(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """A proposal as long as a message is sent back as a file, uncut."""
    telegram.bot()
    curator, ann = telegram.user("Cora", id=CURATOR), telegram.user("Ann")
    start_bot(facts=BASE, config=CONFIG, env=UNLIMITED)
    telegram.wait_for_reply(curator.says("/start"))
    proposed = PROPOSED.format(source="paper ¶9")
    long = proposed.replace("Colonel", "y" * (4096 - len(proposed)))
    telegram.wait_for_reply(ann.says(long))
    card = before(telegram, curator, "P1: somebody suggests")
    curator.presses(card.button("Edit"))
    shown(telegram, card, "P1 is too long for a message")
    ((name, form),) = patches(telegram, curator)
    assert (name, form.splitlines()[0]) == ("P1.txt", "/propose P1")
    assert form.count("y") > 3900


def ask(telegram: FakeTelegram, person: Person, question: str) -> None:
    """Ask a question and wait until it is recorded, which comes before the next message of the chat is handled."""
    telegram.wait_for_reply(person.says(question))
    telegram.wait_for_reply(person.says("/help"))


def test_a_gap_that_reads_otherwise(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """A button of a gap accepts what its card shows; if the gap reads otherwise by now, the card is shown again."""
    telegram.bot()
    curator, ann, ben = telegram.user("Cora", id=CURATOR), telegram.user("Ann"), telegram.user("Ben")
    process = start_bot(facts=BASE, config=CONFIG, env=UNLIMITED)
    telegram.wait_for_reply(curator.says("/start"))
    ask(telegram, ann, ODD)
    ask(telegram, ben, f"{ODD} please?")
    card = telegram.wait_for_reply(curator.says("/gaps"))
    assert f"G1 “{ODD}”" in card.text
    telegram.wait_for_reply(ann.says("/forgetme now"))
    curator.presses(card.buttons[0])
    now = shown(telegram, card, curator_words.HAS_CHANGED)
    assert f"G1 “{ODD} please?”" in now.text
    telegram.wait_for_reply(ben.says("/forgetme now"))
    ask(telegram, ben, "what snacks delighted DRILL 2018")
    assert "G2" in telegram.wait_for_reply(curator.says("/gaps")).text
    curator.presses(now.buttons[0])
    shown(telegram, card, curator_words.GONE.format(gap="G1"))
    assert topic(process) == FACTS
