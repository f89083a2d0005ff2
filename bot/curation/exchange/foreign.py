"""Reads what other question-and-answer tools export: QnA Maker and Azure question answering, QnABot, Rasa."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from anyascii import anyascii

from bot.factbase.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode, parse
from bot.problems import BotError, ConfigError

_QNA_MAKER: Final = ({"qnaid"}, {"suggestedquestions"}, {"iscontextonly"}, {"source", "metadata"})
_ADDRESS: Final = re.compile(r"https?://\S+")
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
# [Berlin](city) and [Berlin]{"entity": "city"}: the words of an example that stand for a thing.
_ENTITY: Final = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_EXAMPLE: Final = re.compile(r"^\s*-\s+(.*\S)\s*$", re.M)


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer with all the questions that lead to it, and its address where the tool knows one."""

    questions: tuple[str, ...]
    answer: str
    id: str = ""
    source: str = ""


def is_qna_maker(headings: Sequence[str]) -> bool:
    """Tell by its headings whether a table comes from QnA Maker or Azure question answering."""
    folded = {heading.strip().casefold() for heading in headings}
    return {"question", "answer"} <= folded and any(marks <= folded for marks in _QNA_MAKER) and "id" not in folded


def qna_maker(headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Pair]]:
    """Join the rows of an answer, one for each of its questions, to one pair; its number is that of its first row."""
    folded = [heading.strip().casefold() for heading in headings]
    found: dict[tuple[str, str], tuple[int, list[str], str]] = {}
    for number, cells in rows:
        row = dict(zip(folded, cells, strict=False))
        answer = row["answer"].replace("\\n", "\n").strip()
        held = found.setdefault((row.get("qnaid", ""), answer), (number, [], _address(row.get("source", ""))))
        question = " ".join(row["question"].split())
        if question and question not in held[1]:
            held[1].append(question)
    for (_, answer), (number, questions, source) in found.items():
        yield number, Pair(tuple(questions), answer, "", source)


def question_lists(value: object) -> list[Pair] | None:
    """Read the JSON of QnABot or of Azure question answering; None for any other."""
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("qna"), list):
        return [_pair(item, "q", "a", "qid") for item in value["qna"]]
    folded = {str(key).casefold(): each for key, each in value.items()}
    assets = folded.get("assets")
    inside = {str(key).casefold(): each for key, each in assets.items()} if isinstance(assets, dict) else folded
    if isinstance(inside.get("qnas"), list):
        return [_pair(item, "questions", "answer", "") for item in inside["qnas"]]
    return None


def _pair(item: object, questions: str, answer: str, name: str) -> Pair:
    held = {str(key).casefold(): each for key, each in item.items()} if isinstance(item, dict) else {}
    asked = held.get(questions)
    listed = tuple(" ".join(str(each).split()) for each in asked) if isinstance(asked, list) else ()
    address = _address(str(held.get("source", "")))
    return Pair(tuple(dict.fromkeys(listed)), str(held.get(answer) or "").strip(), _slug(held.get(name, "")), address)


def rasa(files: Mapping[str, bytes]) -> tuple[list[Pair], tuple[str, ...]]:
    """Read the questions of intents (nlu) and their answers (responses) from the files of a Rasa project."""
    examples: dict[str, tuple[str, ...]] = {}
    answers: dict[str, str] = {}
    for path, content in files.items():
        node, problems = parse(path, content)
        if problems:
            raise ConfigError(problems)
        for item in _items(_field(node, "nlu")):
            intent, asked = _text(_field(item, "intent")), _field(item, "examples")
            if intent and asked is not None:
                examples[intent] = (*examples.get(intent, ()), *_asked(asked))
        responses = _field(node, "responses")
        for name, entry in responses.entries.items() if isinstance(responses, MappingNode) else ():
            texts = [_text(_field(item, "text")) for item in _items(entry.value)]
            answers[name.removeprefix("utter_")] = next(filter(None, texts), "")
    pairs = [Pair(examples[intent], answers[intent], _slug(intent)) for intent in examples if answers.get(intent)]
    if not pairs:
        names = ", ".join(files)
        raise BotError(f"'{names}' have no intent with a response; give the file with nlu and the one with responses")
    lacking = [intent for intent in examples if not answers.get(intent)]
    note = f"left out, for they have no response of text: {', '.join(lacking)}"
    return pairs, (note,) if lacking else ()


def _asked(node: Node) -> Iterator[str]:
    texts = [_text(_field(item, "text")) or _text(item) for item in _items(node)] or _EXAMPLE.findall(_text(node))
    for text in texts:
        yield " ".join(_ENTITY.sub(r"\1", text).split())


def _field(node: Node | None, name: str) -> Node | None:
    return node.get(name) if isinstance(node, MappingNode) else None


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, SequenceNode) else ()


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, ScalarNode) else ""


def _address(text: str) -> str:
    return text.strip() if _ADDRESS.fullmatch(text.strip()) else ""


def _slug(name: object) -> str:
    last = str(name).rsplit("/", 1)[-1]
    return _NOT_WORD.sub("-", anyascii(last).lower()).strip("-")[:48].rstrip("-")
