"""Makes up a fact base of any size, for measuring: exercises with their editions, ten facts each."""

from __future__ import annotations

import random
import re
import resource
import sys
import time
from collections.abc import Iterator

KINDS = {
    "place": ("Where was {} held?", "At the {} range.", ["where was {about} held", "venue of {about}"]),
    "start": (
        "When did {} begin?",
        "On day {} of the season.",
        ["when did {about} begin", "start of {about}"],
    ),
    "strength": ("How many soldiers took part in {}?", "{} soldiers.", ["how many took part in {about}"]),
    "aim": (
        "What was the aim of {}?",
        "Training against {} attacks.",
        ["aim of {about}", "purpose of {about}"],
    ),
    "partner": (
        "Who took part in {}?",
        "The {} battalion.",
        ["who took part in {about}", "participants of {about}"],
    ),
    "cost": ("How much did {} cost?", "{} million.", ["how much did {about} cost", "price of {about}"]),
    "language": (
        "Which language was spoken in {}?",
        "{} and English.",
        ["which language was spoken in {about}"],
    ),
    "commander": ("Who commanded {}?", "Colonel {}.", ["who commanded {about}", "commander of {about}"]),
    "length": ("How long did {} last?", "{} days.", ["how long did {about} last", "length of {about}"]),
    "weather": (
        "What was the weather of {}?",
        "Mostly {}.",
        ["weather of {about}", "what weather had {about}"],
    ),
}
_EDITIONS_A_TOPIC = 10
_SYLLABLES = re.findall("..", "babebedadofigahujakakilalomaminanoparasarisosatatituvavowayazazu")


def made_up_files(facts: int, seed: int = 1, templates: int | None = None) -> list[tuple[str, bytes]]:
    """Return the files of a base of about `facts` facts; the same numbers give the same bytes.

    Each fact has its question and what `templates` of the templates of its kind bring, by default all of them.
    """
    chance = random.Random(seed)
    editions = max(1, facts // len(KINDS))
    files = [("facts/phrasings.yaml", _phrasings(templates).encode())]
    names: set[str] = set()
    for first in range(0, editions, _EDITIONS_A_TOPIC):
        name = _new_name(chance, names)
        years = range(2001, 2001 + min(_EDITIONS_A_TOPIC, editions - first))
        text = "\n".join(_topic(name, years, chance)) + "\n"
        files.append((f"facts/{name.lower()}.yaml", text.encode()))
    return files


def _new_name(chance: random.Random, taken: set[str]) -> str:
    while True:
        name = "".join(chance.choices(_SYLLABLES, k=4)).upper()
        if name not in taken:
            taken.add(name)
            return name


def _topic(name: str, years: range, chance: random.Random) -> Iterator[str]:
    key = name.lower()
    yield from (f"topic: {key}", f"title: Exercise {name}", "language: en", "names:")
    yield f"  {name}: [{name[:4]}-{name[4:]}, Exercise {name.title()}, {name.title()} drill]"
    for edition, year in enumerate(years, 1):
        yield f'  {name} {year}: ["{{{name}}} {year}", "{{{name}}} edition {edition}"]'
    yield "sources:"
    for year in years:
        yield from (f"  {key}-{year}:", f"    title: {name} {year} ends", "    publisher: The Gazette")
        yield f"    published: {year}-11-05"
    yield "facts:"
    for year in years:
        for kind, (question, answer, _) in KINDS.items():
            yield f"  - id: {key}-{year}-{kind}"
            yield f"    question: {question.format(f'{name} {year}')}"
            yield f"    about: {name} {year}"
            yield f"    asks: {kind}"
            yield f"    answer: {answer.format(''.join(chance.choices(_SYLLABLES, k=3)))}"
            yield f"    sources: [{key}-{year} ¶{chance.randint(1, 9)}]"
            yield f"    as_of: {year}-11-05"


def _phrasings(most: int | None) -> str:
    lines = ["asks:"]
    for kind, (_, _, templates) in KINDS.items():
        lines.append(f"  {kind}: {{en: [{', '.join(f'{chr(34)}{each}{chr(34)}' for each in templates[:most])}]}}")
    return "\n".join([*lines, "synonyms: {en: {drill: exercise}}", ""])


def main() -> None:
    """Print how long loading takes and the memory it needs, for 10,000 and 100,000 facts or as told."""
    from bot.factbase import load

    for size in [int(word) for word in sys.argv[1:]] or [10_000, 100_000]:
        files = made_up_files(size)
        started = time.perf_counter()
        base, _ = load(files)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        held = len(base.facts) if base else 0
        print(f"{held:>8,} facts loaded in {seconds:5.2f} s, peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main()
