"""Tests of edits of files: they add what they should, and leave every other byte as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

import pytest

from bot import factbase
from bot.curation.editing.operations import AddAlias, AddFacts, AddSpelling, AddSynonym, EditOperation, changed_files
from bot.engine.files import read_folders
from bot.factbase.model import FactBase
from bot.problems import BotError
from tests.tree import PROJECT

TEXT = "who, pray: tell #1 [me]"
QUOTED = f'"{TEXT}"'
HEAD = "topic: t\ntitle: T\nlanguage: en\n"
SOURCES = "sources:\n  s: {title: T, publisher: P, published: 2019}\n"
REST = "answer: A, sources: [s], as_of: 2019"
FACTS = f"facts:\n  - {{id: a, question: Why?, {REST}}}\n"


def loaded(files: Mapping[str, bytes]) -> FactBase:
    """Load what has to load."""
    base, problems = factbase.load(files.items())
    assert base is not None, problems
    return base


def blocks(old: bytes, new: bytes) -> list[tuple[str, list[bytes], list[bytes]]]:
    """Return the blocks of lines that differ."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(tag, before[a:b], after[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


SHIPPED = read_folders([PROJECT / "facts"])
BASE = loaded(SHIPPED)


def changes_of(path: str) -> Iterable[EditOperation]:
    """List changes at the beginning, in the middle and at the end of a file."""
    facts = sorted((fact for fact in BASE.facts if fact.place.path == path), key=lambda fact: fact.place)
    names = sorted((name for name in BASE.names.values() if name.place.path == path), key=lambda name: name.place)
    for at, language in ((0, "ru"), (len(facts) // 2, "en"), (-1, "en"), (-1, "ru")):
        yield from [AddAlias(facts[at].id, TEXT, language)] if facts else []
    yield from [AddSpelling(names[at].name, "Zanzibar") for at in (0, -1)] if names else []
    if not facts:
        yield from (AddSynonym(language, "zanzibar", "exercise") for language in ("en", "ru", "kk"))


@pytest.mark.parametrize("path", sorted(SHIPPED))
def test_a_shipped_file_changes_only_where_it_is_meant(path: str) -> None:
    """Up to three lines are new, or one is longer by what was added; the rest is the same to the byte."""
    for change in changes_of(path):
        [(changed, new)] = changed_files(SHIPPED, BASE, change).items()
        [(tag, before, after)] = blocks(SHIPPED[path], new)

        assert changed == path
        if tag == "insert":
            assert len(after) in {1, 2, 3}  # a language that a fact lacks takes as many
        else:
            [old_line], [new_line] = before, after
            kept = SequenceMatcher(None, old_line, new_line, autojunk=False).get_opcodes()
            assert [step for step, *_ in kept if step != "equal"] == ["insert"]


def test_a_phrasing_is_read_back() -> None:
    """What was added is read back as it was given, as the last phrasing of that fact alone."""
    new = loaded({**SHIPPED, **changed_files(SHIPPED, BASE, AddAlias("kazind-2018-place", TEXT, "en"))})

    assert [alias.text for alias in new.by_id["kazind-2018-place"].aliases][-1] == TEXT
    assert {fact.id for fact in new.facts if len(fact.aliases) != len(BASE.by_id[fact.id].aliases)} == {
        "kazind-2018-place"
    }


LAYOUTS = [
    pytest.param(
        f"facts:\n  - id: a\n    question: Why?  # because\n    {REST.replace(', ', chr(10) + '    ', 2)}\n\n  # end\n",
        ("question: Why?  # because\n", f"question: Why?  # because\n    aliases: [{QUOTED}]\n"),
        id="no list yet",
    ),
    pytest.param(
        "facts:\n- id: a\n  question: Why?\n  aliases:\n  - one # 1\n\n"
        f"  # two\n  {REST.replace(', ', chr(10) + '  ', 2)}\n",
        ("  - one # 1\n", f"  - one # 1\n  - {QUOTED}\n"),
        id="a list of lines without indentation",
    ),
    pytest.param(
        f"facts: [{{id: a, question: Why?, aliases: [one, two, ], {REST}}}]",
        ("one, two, ]", f"one, two, {QUOTED}, ]"),
        id="all in brackets",
    ),
    pytest.param(
        f"facts:\n  - {{id: a, question: Why?, {REST}}}",
        ("question: Why?, ", f"question: Why?, aliases: [{QUOTED}], "),
        id="a fact in brackets at the end of the file",
    ),
    pytest.param(
        f"facts:\n  - id: a\n    question: >\n      Why\n      so?\n\n    {REST.replace(', ', chr(10) + '    ', 2)}",
        ("so?\n\n", f"so?\n\n    aliases: [{QUOTED}]\n"),
        id="a text over lines",
    ),
    pytest.param(
        f"facts:\n  - id: a\n    question: Why?\n    {REST.replace(', ', chr(10) + '    ', 2)}\n"
        "    aliases:\n      - two\n        lines",
        ("        lines", f"        lines\n      - {QUOTED}\n"),
        id="a list at the end of the file",
    ),
]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(("facts", "exchanged"), LAYOUTS)
def test_any_layout_is_kept(facts: str, exchanged: tuple[str, str], mark: str, line_end: str) -> None:
    """Comments, blank lines, brackets, line ends and a missing last one stay as they were."""
    text = f"{mark}{HEAD}{SOURCES}{facts}"
    old, new = (part.replace("\n", line_end) for part in exchanged)
    files = {"t.yaml": text.replace("\n", line_end).encode()}

    changed = changed_files(files, loaded(files), AddAlias("a", TEXT, "en"))

    assert changed["t.yaml"].decode() == text.replace("\n", line_end).replace(old, new, 1)
    assert [alias.text for alias in loaded(changed).by_id["a"].aliases][-1] == TEXT


NAMES = [
    ("names:\n  N: []\n", "names:\n  N: [Zed]\n"),
    ("names:\n  N: [a]  # and b\n", "names:\n  N: [a, Zed]  # and b\n"),
    ("names:\n  N:\n    - a\n    # last\n", "names:\n  N:\n    - a\n    - Zed\n    # last\n"),
    ("names: {N: [\n  a\n]}\n", "names: {N: [\n  a, Zed\n]}\n"),
]


@pytest.mark.parametrize(("old", "new"), NAMES)
def test_a_spelling(old: str, new: str) -> None:
    """A spelling comes behind those that the name has."""
    files = {"t.yaml": (HEAD + old + SOURCES + FACTS).encode()}

    changed = changed_files(files, loaded(files), AddSpelling("N", "Zed"))

    assert changed["t.yaml"].decode() == HEAD + new + SOURCES + FACTS


SYNONYMS = [
    (None, "synonyms:\n  en:\n    war: drill\n"),
    ("# none yet\n", "# none yet\nsynonyms:\n  en:\n    war: drill\n"),
    ("asks: {}\n", "asks: {}\nsynonyms:\n  en:\n    war: drill\n"),
    ("synonyms:\n  ru: {a: b}\n", "synonyms:\n  ru: {a: b}\n  en:\n    war: drill\n"),
    ("synonyms: {en: {a: b}}  # all\n", "synonyms: {en: {a: b, war: drill}}  # all\n"),
    ("synonyms:\n  en:\n    a: b # c\n    # end\n", "synonyms:\n  en:\n    a: b # c\n    war: drill\n    # end\n"),
]


@pytest.mark.parametrize(("old", "new"), SYNONYMS)
def test_a_synonym(old: str | None, new: str) -> None:
    """A synonym goes into phrasings.yaml, which is made where it is missing."""
    files = {"facts/t.yaml": (HEAD + SOURCES + FACTS).encode()}
    if old is not None:
        files["facts/phrasings.yaml"] = old.encode()

    changed = changed_files(files, loaded(files), AddSynonym("en", "war", "drill"))

    assert {path: text.decode() for path, text in changed.items()} == {"facts/phrasings.yaml": new}
    assert loaded({**files, **changed}).phrasings.synonyms["en"]["war"] == "drill"


FACT = {"id": "b", "question": "Who: what?", "answer": "B", "sources": ["z ¶1"], "as_of": "2020-01"}
SOURCE = {"z": {"title": "Z", "publisher": "P", "published": "2020"}}
BLOCK = '  - id: b\n    question: "Who: what?"\n    answer: B\n    sources: [z ¶1]\n    as_of: 2020-01\n'
Z_LINES = "  z:\n    title: Z\n    publisher: P\n    published: 2020\n"
INLINE = 'facts: [{id: b, question: "Who: what?", answer: B, sources: [z ¶1], as_of: 2020-01}]\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SOURCES + FACTS, SOURCES + Z_LINES + FACTS + BLOCK),
        (SOURCES + "\n# the facts\n" + FACTS, SOURCES + Z_LINES + "\n# the facts\n" + FACTS + BLOCK),
        (FACTS.replace("s]", "y]") + "sources: {y: {title: T, publisher: P, published: 2019}}\n", None),
        ("facts: []\n", "sources:\n" + Z_LINES + INLINE),
    ],
)
def test_a_fact_with_its_source(old: str, new: str | None) -> None:
    """A fact comes behind the others, its source behind the other sources."""
    files = {"t.yaml": (HEAD + old).encode()}

    changed = changed_files(files, loaded(files), AddFacts("t.yaml", [FACT], SOURCE))["t.yaml"]

    if new is not None:
        assert changed.decode() == HEAD + new
    base = loaded({"t.yaml": changed})
    assert (base.by_id["b"].question.text, str(base.sources["z"].published)) == ("Who: what?", "2020")


def test_a_topic_that_is_not_there_yet() -> None:
    """A new file begins with its topic, title and language, and the line by which editors validate it."""
    change = AddFacts("facts/new.yaml", [FACT], SOURCE, title="News", language="en")

    changed = changed_files({}, BASE, change)["facts/new.yaml"].decode()

    head = "# yaml-language-server: $schema=schema.json\ntopic: new\ntitle: News\nlanguage: en\n"
    assert changed == f"{head}\nsources:\n{Z_LINES}\nfacts:\n{BLOCK}"


def test_a_fact_that_cannot_be_found_again() -> None:
    """If the file no longer has the fact, the error is a sentence."""
    files = {"t.yaml": (HEAD + SOURCES + FACTS).encode()}
    base = loaded(files)

    with pytest.raises(BotError, match=r"does not stand in 't[.]yaml'"):
        changed_files({"t.yaml": (HEAD + "facts: []\n").encode()}, base, AddAlias("a", TEXT, "en"))
