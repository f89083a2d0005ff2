"""A test of thousands of hostile messages in a row, after which an honest question is answered.

`make siege` sends 10,000; among the other tests it is fewer.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.bot_process import Mode
from tests.bot_thread import BotThread
from tests.chat.guests import FACTS, OTAR, QUESTION
from tests.fake_telegram import FakeTelegram

MESSAGES: Final = int(os.environ.get("SIEGE", "120"))
PATIENCE: Final = 20 + MESSAGES * 0.1  # seconds
NASTY: Final = (
    "\u202e\u2066\u200b\u200d\u2060\ufeff\u00ad",  # what turns text round, and what is not seen
    "<b></b><a href='tg://user?id=1'>&amp;&lt;\"'`*_[](){}",
    "\x00\x01\x07\x1b\x7f\x85",
    "a\u0301\u0316\u0335\u0488",
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇰🇿",
    "कज़इंद КАЗИНД KAZIND 2018 where not who",
    "{0} {name} %s $(id) ../../etc '; drop table told; --",
    "0123456789",
)
SHAPES: Final[tuple[Callable[[random.Random, str], str], ...]] = (
    lambda dice, text: text,
    lambda dice, text: f"/ask@briefbot {text}",
    lambda dice, text: f"@briefbot {text}",
    lambda dice, text: (text * 4096)[:4096],
    lambda dice, text: "where was KAZIND " + " and ".join(text[:40] for _ in range(dice.randrange(1, 80))),
    lambda dice, text: f"/start {text[:60]}",
    lambda dice, text: f"/{dice.choice(('why', 'source', 'topics', 'forgetme', 'x' * 40))} {text}",
)


def nasty(dice: random.Random, longest: int) -> str:
    """Make a text of what does harm, at least one character long."""
    alphabet = "".join(dice.sample(NASTY, dice.randrange(1, 4)))
    return "".join(dice.choices(alphabet, k=dice.randrange(1, longest)))


@pytest.mark.parametrize("mode", ["polling", pytest.param("webhook", marks=pytest.mark.long)])
def test_siege(mode: Mode, tmp_path: Path) -> None:
    """Names and texts of every nasty kind, in private and in a group that it listens to, leave the bot at work."""
    dice = random.Random(MESSAGES)
    with FakeTelegram(oracle=False, keep_requests=1000) as telegram:
        bot, ann = telegram.bot(can_read_all_group_messages=True), telegram.user("Ann")
        mob = [telegram.user(nasty(dice, 64), last_name=nasty(dice, 64), language_code=None) for _ in range(40)]
        group = telegram.supergroup(nasty(dice, 100), members=[ann, *mob, bot])
        config = (
            f"chats: {{{group.id}: {{mode: listening}}}}\nasking: {{per_person_in_group: 10000, per_chat: 10000}}\n"
        )
        env = {"TELEGRAM_LIMITS": "off"}
        with BotThread(telegram, tmp_path, mode=mode, facts=FACTS, config=config, env=env) as process:
            process.wait_until_ready()
            for number in range(MESSAGES):
                text = dice.choice(SHAPES)(dice, nasty(dice, 300)) or "x"
                said = dice.choice(mob).says(text, chat=dice.choice((None, group)))
                if number % 200 == 199:
                    telegram.wait_until_confirmed(said, timeout=PATIENCE)
            began = time.monotonic()
            for chat in (None, group):
                asked = ann.says(f"/ask@briefbot {QUESTION}", chat=chat)
                reply = telegram.wait_for_reply(asked, timeout=PATIENCE)
                assert reply.parts("bold") == [OTAR] or "a short while ago" in reply.text
            assert time.monotonic() - began < PATIENCE
            assert process.stop() == 0
            assert "Traceback" not in process.stderr
            assert "was set aside" not in process.stderr
