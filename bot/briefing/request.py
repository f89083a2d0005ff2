"""What follows `/brief` → the topic, what it is narrowed to, and the form: "kazind 2022 pdf"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.factbase.model import FactBase, Topic
from bot.matching.names import Names
from bot.matching.naming import names_in
from bot.matching.normalise import tokenise


class Form(StrEnum):
    """What a sheet is written as."""

    PAGES = "pages"
    PDF = "pdf"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Request:
    """A sheet that is asked for; `topic` is None where the base has none of that name."""

    topic: Topic | None
    narrow: str
    form: Form


def read_request(text: str, base: FactBase, names: Names) -> Request:
    """Read a request; where no topic is named, a name of the base leads to its topic."""
    words = text.split()
    form = Form.PAGES
    if words and words[-1].lower() in (Form.PDF, Form.HTML):
        form = Form(words.pop().lower())
    topics = {topic.name: topic for topic in base.topics}
    topic = topics.get(words[0].lower()) if words else None
    if topic is not None:
        return Request(topic, " ".join(words[1:]), form)
    narrow = " ".join(words)
    found = (base.names[name] for name in names_in(names.resolve(tokenise(narrow)), names) if name in base.names)
    return Request(next((topics[name.topic] for name in found if name.topic in topics), None), narrow, form)


def topics_held(base: FactBase) -> tuple[tuple[Topic, int], ...]:
    """List the topics that hold facts now, with how many."""
    counts = {topic.name: 0 for topic in base.topics}
    for fact in base.facts:
        counts[fact.topic] += fact.is_current
    return tuple((topic, counts[topic.name]) for topic in base.topics if counts[topic.name])
