"""What the bot says around tables: how far they reach, what is not held, and how a question was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.messages.catalogue import Message, Plural

HELD: Final = Plural("{series}: I cover {count}, {first}", "{series}: I cover {count}, {first} to {last}")
FOUND: Final = Message("{series}, {conditions}: {count} of the {held} I cover")
EVERYWHERE: Final = Message("{heading}: I cover {count}")
OF_HELD: Final = Plural(
    "Of the {count} of {series} I cover, {first}:", "Of the {count} of {series} I cover, {first} to {last}:"
)
COUNTED_BY_SOURCE: Final = Message("{number}, going by a source: that is the number of {name}.")
HELD_BESIDE: Final = Plural("I cover {count} of them:", "I cover {count} of them:")
HELD_FEWER: Final = Plural(
    "I cover only {count} of them, so the two numbers differ:",
    "I cover only {count} of them, so the two numbers differ:",
)
COUNTED: Final = Plural("{count}, going by what I cover of {series}:", "{count}, going by what I cover of {series}:")
COUNTED_WITH: Final = Message("{count}, going by what I cover of {series} ({conditions}):")
BY_DATE: Final = Message("{name}, by date, as far as I cover it:")
IN_YEAR: Final = Message("What I have on {year}:")
COMPARED: Final = Message("{names} compared:")
YES: Final = Message("Yes.")
NO: Final = Message("No.")
UNSTATED: Final = Message("My facts don’t say so, but they don’t rule it out either. Here is what I have:")
NOT_HELD: Final = Message("not covered")
UNKNOWN: Final = Message("I have no answer for: {names}")
MARK_PLANNED: Final = Message("planned")
MARK_REPORTED: Final = Message("reported")
MARK_DISPUTED: Final = Message("sources disagree")
PAGE: Final = Message("Rows {first} to {last} of {count}. Press ▶ for more.")

READ_AS: Final = Message("I understood it as: {steps}.")
OPERATIONS: Final[Mapping[str, Message]] = {
    "pick": Message("pick from a series"),
    "list": Message("list"),
    "count": Message("count"),
    "compare": Message("compare"),
    "timeline": Message("put in order of date"),
    "events": Message("list what happened in a year"),
    "card": Message("sum up"),
    "verify": Message("check"),
}
STEP_SERIES: Final = Message("series {series}")
STEP_SUBJECTS: Final = Message("about {names}")
STEP_PROPERTIES: Final = Message("asked for: {names}")
STEP_CONDITION: Final = Message("condition: {said}")
STEP_YEAR: Final = Message("year {year}")
STEP_FROM_START: Final = Message("number {number} from the first")
STEP_FROM_END: Final = Message("number {number} from the last")
STEP_BEFORE: Final = Message("the one before {name}")
STEP_AFTER: Final = Message("the one after {name}")
