"""Builds the values of the model from YAML nodes that conform to the schema."""

from __future__ import annotations

from collections.abc import Iterator

from bot.factbase.dates import parse_date
from bot.factbase.loading.nodes import MappingEntry, MappingNode, Node, ScalarNode, SequenceNode
from bot.factbase.loading.outline import File, split_citation
from bot.factbase.model import (
    Citation,
    Claim,
    Fact,
    PartialDate,
    Phrase,
    Phrasings,
    Property,
    Series,
    Source,
    Status,
    Topic,
    Translation,
    ValueType,
)
from bot.problems import Place


def build_topic(file: File) -> Topic:
    """Make a topic of a file."""
    root = file.root
    audience = tuple(int(chat) for chat in _texts(root, "audience"))
    return Topic(file.stem, _text(root, "title"), _language(root), file.path, audience)


def build_sources(file: File) -> Iterator[Source]:
    """Make the sources of a file."""
    for entry in _entries(file.root, "sources"):
        node = _mapping(entry.value)
        yield Source(
            key=entry.key.text,
            title=_text(node, "title"),
            publisher=_text(node, "publisher"),
            published=_date_or_none(node, "published"),
            accessed=_date_or_none(node, "accessed"),
            url=_text_or_none(node, "url"),
            archived=_text_or_none(node, "archived"),
            reliability=_text_or_none(node, "reliability"),
            topic=file.stem,
            place=entry.key.place,
        )


def build_facts(file: File) -> Iterator[Fact]:
    """Make the facts of a file."""
    language = _language(file.root)
    for item in _items(file.root, "facts"):
        yield _fact(_mapping(item), file.stem, language)


def build_phrasings(file: File) -> Phrasings:
    """Make the phrasings of phrasings.yaml."""
    asks = {
        kind.key.text: tuple(
            Phrase(_scalar(item).text.strip(), language.key.text.lower(), item.place)
            for language in _mapping(kind.value).entries.values()
            for item in _sequence(language.value).items
        )
        for kind in _entries(file.root, "asks")
    }
    synonyms = {
        language.key.text.lower(): {
            word.key.text: _scalar(word.value).text.strip() for word in _mapping(language.value).entries.values()
        }
        for language in _entries(file.root, "synonyms")
    }
    properties = {
        kind.key.text: Property(
            kind.key.text, ValueType(_text(_mapping(kind.value), "type")), _called(_mapping(kind.value)), kind.key.place
        )
        for kind in _entries(file.root, "properties")
    }
    series = {
        one.key.text: Series(
            one.key.text, _texts(_mapping(one.value), "members"), _called(_mapping(one.value)), one.key.place
        )
        for one in _entries(file.root, "series")
    }
    return Phrasings(asks, synonyms, properties, series)


def _called(node: MappingNode) -> dict[str, tuple[str, ...]]:
    return {
        language.key.text.lower(): tuple(_scalar(item).text.strip() for item in _sequence(language.value).items)
        for language in _entries(node, "called")
    }


def _fact(node: MappingNode, topic: str, language: str) -> Fact:
    claims = tuple(_claim(_mapping(item)) for item in _items(node, "claims"))
    as_of = _date_or_none(node, "as_of") or max(claim.as_of for claim in claims)
    translations = tuple(
        _translation(entry.key.text.lower(), _mapping(entry.value)) for entry in _entries(node, "translations")
    )
    credibility = _text_or_none(node, "credibility")
    return Fact(
        id=_text(node, "id"),
        topic=topic,
        question=Phrase(_text(node, "question"), language, _place(node, "question")),
        aliases=_phrases(node, "aliases", language),
        answer=" / ".join(claim.answer for claim in claims) or _text(node, "answer"),
        citations=tuple(cited for claim in claims for cited in claim.citations) or _citations(node),
        as_of=as_of,
        place=_place(node, "id"),
        places=dict(_places(node)),
        about=_text_or_none(node, "about"),
        asks=_text_or_none(node, "asks"),
        status=Status(_text_or_none(node, "status") or Status.CONFIRMED),
        claims=claims,
        credibility=int(credibility) if credibility else None,
        valid_from=_date_or_none(node, "valid_from"),
        valid_to=_date_or_none(node, "valid_to"),
        review_by=_date_or_none(node, "review_by"),
        superseded_by=_text_or_none(node, "superseded_by"),
        withdrawn=_date_or_none(node, "withdrawn"),
        withdrawn_because=_text_or_none(node, "withdrawn_because"),
        minor=_text_or_none(node, "minor") == "true",
        see_also=_texts(node, "see_also"),
        tags=_texts(node, "tags"),
        quote=_text_or_none(node, "quote"),
        value=_text_or_none(node, "value"),
        translations=translations,
        not_for=_phrases(node, "not_for", language),
    )


def _claim(node: MappingNode) -> Claim:
    return Claim(_text(node, "answer"), _citations(node), _date(node, "as_of"))


def _translation(language: str, node: MappingNode) -> Translation:
    question = _text_or_none(node, "question")
    phrase = Phrase(question, language, _place(node, "question")) if question else None
    return Translation(language, phrase, _phrases(node, "aliases", language), _text_or_none(node, "answer"))


def _places(node: MappingNode) -> Iterator[tuple[str, Place]]:
    """Yield the place of each value by its path; inside a value the path is dotted, as in claims.0.answer."""
    for name, entry in node.entries.items():
        yield name, entry.value.place
        if name in {"claims", "translations", "see_also"}:
            yield from _inner_places(entry.value, name)


def _inner_places(node: Node, path: str) -> Iterator[tuple[str, Place]]:
    inner: list[tuple[str, Node]] = []
    if isinstance(node, MappingNode):
        inner = [(key, entry.value) for key, entry in node.entries.items()]
    elif isinstance(node, SequenceNode):
        inner = [(str(number), item) for number, item in enumerate(node.items)]
    for step, value in inner:
        yield f"{path}.{step}", value.place
        yield from _inner_places(value, f"{path}.{step}")


def _citations(node: MappingNode) -> tuple[Citation, ...]:
    return tuple(Citation(*split_citation(_scalar(item).text), item.place) for item in _items(node, "sources"))


def _phrases(node: MappingNode, name: str, language: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(_scalar(item).text.strip(), language, item.place) for item in _items(node, name))


def _texts(node: MappingNode, name: str) -> tuple[str, ...]:
    return tuple(_scalar(item).text.strip() for item in _items(node, name))


def _language(root: MappingNode) -> str:
    return _text(root, "language").lower()


def _text(node: MappingNode, name: str) -> str:
    return _scalar(node.entries[name].value).text.strip()


def _text_or_none(node: MappingNode, name: str) -> str | None:
    return _text(node, name) if name in node.entries else None


def _date(node: MappingNode, name: str) -> PartialDate:
    date = parse_date(_text(node, name))
    if date is None:
        raise TypeError(f"{name} does not conform at {_place(node, name)}")
    return date


def _date_or_none(node: MappingNode, name: str) -> PartialDate | None:
    return _date(node, name) if name in node.entries else None


def _place(node: MappingNode, name: str) -> Place:
    return node.entries[name].value.place


def _items(node: MappingNode, name: str) -> tuple[Node, ...]:
    value = node.get(name)
    return _sequence(value).items if value else ()


def _entries(node: MappingNode, name: str) -> list[MappingEntry]:
    value = node.get(name)
    return list(_mapping(value).entries.values()) if value else []


def _scalar(node: Node) -> ScalarNode:
    if not isinstance(node, ScalarNode):
        raise TypeError(f"no text at {node.place}")
    return node


def _sequence(node: Node) -> SequenceNode:
    if not isinstance(node, SequenceNode):
        raise TypeError(f"no list at {node.place}")
    return node


def _mapping(node: Node) -> MappingNode:
    if not isinstance(node, MappingNode):
        raise TypeError(f"no fields at {node.place}")
    return node
