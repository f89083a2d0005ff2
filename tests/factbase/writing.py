"""Short topic files for tests, as a curator would write them."""

from __future__ import annotations

TOPIC = """\
topic: kazind
title: Exercise KAZIND
language: en
names:
  KAZIND: [KAZ-IND, КАЗИНД]
  KAZIND 2018: ["{KAZIND} 2018", "third {KAZIND}"]
sources:
  fe-2019-01-02:
    title: Military and space cooperation
    publisher: Financial Express Online
    published: 2019-01-02
    url: https://example.org/a
    reliability: B
facts:
  - id: kazind-2018-place
    question: Where was KAZIND 2018 held?
    about: KAZIND 2018
    asks: place
    aliases: [Which area hosted the third KAZIND?]
    answer: In the Otar military area.
    sources: [fe-2019-01-02 ¶6]
    as_of: 2019-01-02
    see_also: [kazind-2018-strength]
    tags: [exercise]
    translations:
      ru: {question: Где прошёл KAZIND 2018?, answer: В районе Отара.}
  - id: kazind-2018-strength
    question: How many soldiers took part in KAZIND 2018?
    claims:
      - {answer: 120 soldiers, sources: [fe-2019-01-02 ¶6], as_of: 2018-09}
      - {answer: 150 soldiers, sources: [fe-2019-01-02], as_of: 2019-01-02}
    status: reported
    credibility: 3
    valid_from: 2018-09-10
    valid_to: 2018-09-23
    review_by: 2027
    minor: true
"""

PHRASINGS = """\
asks:
  place: {en: ["where was {about} held"], ru: ["где прошли {about}"]}
synonyms: {en: {drill: exercise}}
"""

BASE = [("facts/kazind.yaml", TOPIC.encode()), ("facts/phrasings.yaml", PHRASINGS.encode())]


def small_topic(name: str = "small", facts: str = "", **fields: str) -> tuple[str, bytes]:
    """Return a topic file with one source, one fact or those given, and further top-level fields."""
    further = "".join(f"{field}: {value}\n" for field, value in fields.items())
    text = f"topic: {name}\ntitle: {name}\nlanguage: en\n{further}sources:\n  {name}-source:\n"
    text += "    title: A title\n    publisher: A paper\n    published: 2019\nfacts:\n"
    return f"facts/{name}.yaml", (text + (facts or fact(f"{name}-fact", source=f"{name}-source"))).encode()


def fact(name: str, *further: str, question: str = "", source: str = "small-source") -> str:
    """Return a fact with further lines."""
    lines = [
        f"- id: {name}",
        f"  question: {question or f'What is {name}?'}",
        f"  answer: It is {name}.",
        f"  sources: [{source}]",
        "  as_of: 2019-01-02",
        *(f"  {line}" for line in further),
    ]
    return "".join(f"  {line}\n" for line in lines)
