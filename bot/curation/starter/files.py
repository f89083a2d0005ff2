"""Writes the files of a new base: settings, a topic with one fact, phrasings, the schema, and a question file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path
from typing import Final

from bot.curation.editing.operations import SCHEMA_LINE
from bot.curation.editing.yaml_emitter import Value, item_lines, mapping_lines
from bot.factbase.loading.load import PHRASINGS_FILE
from bot.factbase.schema import json_schema

FACTS: Final = "facts"
SETTINGS: Final = "config.yaml"
QUESTIONS: Final = "questions.yaml"
SCHEMA: Final = "schema.json"
FIRST_ID: Final = "how-to-add-a-fact"
FIRST_QUESTION: Final = "How do I add a fact?"
SETTINGS_TEXT: Final = """\
# The settings of the bot; paths are relative to this file. Secrets never stand here: they come from the environment.
# Every key that is left out keeps its default; docs/settings.md of the bot names them all.

# The folder that holds the facts.
facts: facts

# The language of the bot's own words in the terminal: en, ru or hi. On Telegram it is that of whoever asks.
language: en

# Who looks after the facts, as numbers of Telegram accounts (/privacy tells them), such as [123456789].
curators: []
"""
QUESTIONS_HEAD: Final = """\
# Questions, with the id of the fact that each wants, or none; `{program} eval` asks them all.
# Put a question here that somebody asked and that got a wrong answer, before you mend it.
"""
TOPIC_HELP: Final = """\
# A fact has an id that stays for ever, the question in full, the answer, the source where it was read, and the day for
# which that source vouches. `{program} new` asks for all of it; by hand it looks as below.
# Names let one line stand for many phrasings. With
#   names: {{Spring Fair: [the fair in spring]}}
# a fact that says `about: Spring Fair` and `asks: place` is found by each phrasing of `place` in phrasings.yaml.
"""


@dataclass(frozen=True, slots=True)
class FirstTopic:
    """The topic that a new base begins with, the day on which it is made, and how the program is called."""

    name: str
    title: str
    language: str
    day: str
    program: str


def starter_files(root: Path, topic: FirstTopic) -> dict[str, bytes]:
    """Return all files of a new base in a folder."""
    questions = [(FIRST_QUESTION, FIRST_ID), ("Who won the match yesterday?", "none")]
    return {
        **frame_files(root, topic.program, questions),
        shown(root, FACTS, f"{topic.name}.yaml"): _topic(topic),
    }


def frame_files(root: Path, program: str, questions: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """Return the files of a new base without any topic; `questions` go into the question file with what they want."""
    asked = [line for ask, want in questions for line in item_lines({"ask": ask, "want": want})]
    return {
        shown(root, SETTINGS): SETTINGS_TEXT.encode(),
        shown(root, ".gitignore"): b"# The bot's own records.\nvar/\n",
        shown(root, FACTS, PHRASINGS_FILE): (package_files(__package__) / PHRASINGS_FILE).read_bytes(),
        shown(root, FACTS, SCHEMA): json_schema().encode(),
        shown(root, QUESTIONS): _text([QUESTIONS_HEAD.format(program=program).rstrip("\n"), *asked]),
    }


def schema_beside(new: Iterable[str]) -> dict[str, bytes]:
    """Return the schema files that new topic files name."""
    folders = {Path(path).parent for path in new if Path(path).suffix == ".yaml" and Path(path).name != PHRASINGS_FILE}
    return {(folder / SCHEMA).as_posix(): json_schema().encode() for folder in folders}


def facts_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those of the files that make up the base itself."""
    return {path: content for path, content in files.items() if Path(path).parent.name == FACTS and ".yaml" in path}


def shown(root: Path, *parts: str) -> str:
    """Name a file of the new base as a person would from where they stand."""
    return root.joinpath(*parts).as_posix()


def _topic(topic: FirstTopic) -> bytes:
    head: Mapping[str, Value] = {"topic": topic.name, "title": topic.title, "language": topic.language}
    source: Mapping[str, Value] = {"title": "The briefing bot", "publisher": "The briefing bot", "accessed": topic.day}
    fact: Mapping[str, Value] = {
        "id": FIRST_ID,
        "question": FIRST_QUESTION,
        "aliases": ["How can I add a fact to this base?", "How are facts added?"],
        "answer": f"Type {topic.program} new, and answer what it asks. This fact is an example: remove it as you like.",
        "sources": ["manual"],
        "as_of": topic.day,
    }
    lines = [SCHEMA_LINE, TOPIC_HELP.format(program=topic.program).rstrip("\n"), *mapping_lines(head)]
    lines += ["names: {}", "", *mapping_lines({"sources": {"manual": source}}), "", "facts:"]
    return _text([*lines, *("  " + line for line in item_lines(fact))])


def _text(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
