"""`inbox`: shows the updates that wait and those that were set aside and why, and has them tried again."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, add_json, configured
from bot.commands.output import counted, remark, result, result_json
from bot.commands.stored_bot import NO_STORE, open_store

if TYPE_CHECKING:
    from bot.replies.as_json import Json
    from bot.store.intake.dead_letters import Letter
    from bot.store.intake.inbox import UpdateState

STATES: Final = {"new": "waiting", "working": "at work", "failed": "to be tried again", "dead": "set aside"}


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--dead", action="store_true", help="only those that were set aside")
    parser.add_argument(
        "--retry",
        type=_number_or_all,
        metavar="ID",
        help="have an update that was set aside or failed, or `all` of them, tried again",
    )
    add_json(parser, "one object; with --dead also what was written, for looking into a failure")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0, or with 1 where there is nothing to try again."""
    from bot.store.intake import dead_letters

    engine = open_store(configured(arguments))
    if engine is None:
        if arguments.json:
            result_json(as_json({}, [], with_text=False))
        remark(NO_STORE)
        return 0 if arguments.retry is None else 1
    if arguments.retry is not None:
        number = None if arguments.retry == "all" else arguments.retry
        with engine.begin() as connection:
            again = dead_letters.retry(connection, number)
        remark(f"{counted(again, 'update')} will be tried again")
        return 0 if again else 1
    with engine.begin() as connection:
        numbers = dead_letters.counts(connection)
        listed = dead_letters.letters(connection, dead_only=arguments.dead)
    if arguments.json:
        result_json(as_json(numbers, listed, with_text=arguments.dead))
        return 0
    for letter in listed:
        result(line_of(letter, time.time()))
    remark(", ".join(f"{numbers[state]} {STATES[state]}" for state in numbers if state in STATES))
    return 0


def line_of(letter: Letter, now: float) -> str:
    """Describe an update on one line, without what was written in it."""
    parts = [f"{letter.update_id} {letter.kind} in {letter.partition_key}", f"{_age(now - letter.received_at)} old"]
    parts.append(STATES[letter.state])
    if letter.failures:
        parts.append(counted(letter.failures, "failure"))
    if letter.state == "failed" and letter.not_before > now:
        parts.append(f"again in {_age(letter.not_before - now)}")
    line = ", ".join(parts)
    return f"{line}: {letter.error}" if letter.error else line


def as_json(numbers: dict[UpdateState, int], listed: list[Letter], *, with_text: bool) -> dict[str, Json]:
    """Return the counts by state and the updates as a JSON object."""
    updates: list[Json] = [
        {
            "bot": letter.bot_id,
            "update": letter.update_id,
            "chat": letter.partition_key,
            "kind": letter.kind,
            "state": letter.state.value,
            "failures": letter.failures,
            "received_at": letter.received_at,
            "not_before": letter.not_before or None,
            "error": letter.error,
            **({"raw": json.loads(letter.raw or "null")} if with_text else {}),
        }
        for letter in listed
    ]
    counted_by: dict[str, Json] = {state.value: number for state, number in numbers.items()}
    return {"counts": counted_by, "updates": updates}


def _number_or_all(text: str) -> int | str:
    if text == "all":
        return text
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is not the number of an update; give one, or all") from None


def _age(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
