"""How long a question over many facts takes on a made-up series of 1,000 subjects with 20 properties each."""

from __future__ import annotations

import datetime as dt
import sys
import time
from statistics import median
from typing import Final

from bot import factbase
from bot.engine.asking import answer
from bot.engine.engine import AnsweringEngine
from bot.factbase.model import FactBase
from bot.matching import Matcher
from bot.tables.answer import TableAnswer

SUBJECTS: Final = 1_000
PROPERTIES: Final = 20
MOST_MILLISECONDS: Final = 20.0
ROUNDS: Final = 5
TODAY: Final = dt.date(2026, 11, 25)
PLACES: Final = ("Northport in Norway", "Larkhill in Ireland", "Valemouth in Iceland", "Brackton in Canada")
QUESTIONS: Final = (
    "where was the last Meridian held",
    "how many editions of Meridian have there been",
    "which editions of Meridian were held in Norway",
    "which editions of Meridian had more than 900 visitors",
    "list all editions of Meridian",
    "compare Meridian 17 and Meridian 940",
    "tell me about Meridian 500",
    "was Meridian 3 held in Norway",
)


def made_up_base(subjects: int = SUBJECTS, properties: int = PROPERTIES) -> FactBase:
    """Make a base of one series: a place, a number of visitors, and numbers of other things of each member."""
    kinds = ["place", "visitors", *(f"item{number}" for number in range(properties - 2))]
    templates = {"place": "where was {about} held", "visitors": "how many visitors came to {about}"}
    asks = "".join(f'  {kind}: {{en: ["{templates.get(kind, f"{kind} of {{about}}")}"]}}\n' for kind in kinds)
    types = "".join(f"  {kind}: {{type: {'place' if kind == 'place' else 'number'}}}\n" for kind in kinds)
    types = types.replace("visitors: {type: number}", "visitors: {type: number, called: {en: [visitors]}}")
    names = [f"Meridian {number}" for number in range(1, subjects + 1)]
    series = f"  Meridian: {{called: {{en: [edition]}}, members: [{', '.join(names)}]}}\n"
    lines = ["topic: meridian", "title: Meridian", "language: en", "names:", "  Meridian: []"]
    lines += [f'  {name}: ["{{Meridian}} {number}"]' for number, name in enumerate(names, 1)]
    lines += ["sources:", "  book: {title: A book, publisher: A press, published: 2020}", "facts:"]
    for number, name in enumerate(names, 1):
        for at, kind in enumerate(kinds):
            said = f"In {PLACES[number % len(PLACES)]}." if kind == "place" else f"{(number * (at + 7)) % 1000 + 1}."
            lines.append(
                f"  - {{id: m{number}-{kind}, question: What is {kind} of {name}?, about: {name}, asks: {kind}, "
                f"answer: {said}, sources: [book], as_of: 2020}}"
            )
    phrasings = f"asks:\n{asks}properties:\n{types}series:\n{series}"
    files = [("facts/phrasings.yaml", phrasings.encode()), ("facts/meridian.yaml", "\n".join(lines).encode())]
    base, problems = factbase.load(files)
    if base is None:
        raise SystemExit(str(problems[0]))
    return base


def main() -> int:
    """Print the milliseconds of each question; tell whether all are within the target."""
    base = made_up_base()
    engine = AnsweringEngine(base, Matcher(base))
    started = time.perf_counter()
    answer(engine, QUESTIONS[0], TODAY)
    first = time.perf_counter() - started
    print(f"{SUBJECTS:,} subjects × {PROPERTIES} properties; the first question takes {first:.2f} s")
    worst = 0.0
    for question in QUESTIONS:
        seconds = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            decision = answer(engine, question, TODAY)
            seconds.append(time.perf_counter() - started)
        rows = len(decision.table.rows) if isinstance(decision, TableAnswer) else 0
        worst = max(worst, median(seconds) * 1000)
        print(f"{median(seconds) * 1000:7.1f} ms  {rows:5,} rows  {question}")
    print(f"slowest {worst:.1f} ms, target {MOST_MILLISECONDS:.0f} ms")
    return 0 if worst <= MOST_MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
