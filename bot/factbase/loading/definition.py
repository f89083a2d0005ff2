"""Defines the files of a fact base once, for the parser, the JSON Schema and the curators' page."""

from __future__ import annotations

from bot.factbase.loading.shapes import (
    DateText,
    Field,
    Flag,
    Instead,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Text,
    TextForm,
    Whole,
)
from bot.factbase.model import Status, ValueType

KEBAB = r"[a-z0-9]+(-[a-z0-9]+)*"

ID = TextForm(KEBAB, "lower-case words joined by hyphens, at most 48 characters", "id-format", longest=48)
TOPIC_NAME = TextForm(KEBAB, "lower-case words joined by hyphens", "id-format")
SOURCE_KEY = TextForm(r"[A-Za-z0-9][A-Za-z0-9._-]*", "letters, digits, hyphens, dots, no space", "id-format")
LANGUAGE = TextForm(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language code such as en, ru or zh-Hans")
CHAT = TextForm(r"-?[1-9][0-9]{0,15}", "the number of a chat, such as -1001234567890")
ADDRESS = TextForm(r"https?://[^\s/?#]+\S*", "an address that begins with https:// or http://", "url-format")
KIND = TextForm(KEBAB, "lower-case words joined by hyphens", "id-format")

_LANGUAGE = Text(LANGUAGE)
_TEXTS = ListOf(Text())
_IDS = ListOf(Text(ID))
_CITED = ListOf(Text())

SOURCE = Record(
    "a source",
    (
        Field("title", Text(), "The title as printed.", "title: Exercise KAZIND begins", required=True),
        Field("publisher", Text(), "Who published it.", "publisher: Press Information Bureau", required=True),
        Field(
            "published",
            DateText(),
            "The day of publication; required, or else `accessed`.",
            "published: 2019-01-02",
        ),
        Field(
            "url",
            Text(ADDRESS),
            "Its address; a printed or internal source has none.",
            "url: https://example.org/a",
        ),
        Field(
            "archived",
            Text(ADDRESS),
            "The address of an archived copy.",
            "archived: https://example.org/old/a",
        ),
        Field("accessed", DateText(), "The day it was read, for a page that bears no date.", "accessed: 2026-11-24"),
        Field(
            "reliability",
            OneOf(tuple("ABCDEF")),
            "How reliable it is: A to F, Admiralty code.",
            "reliability: B",
        ),
    ),
    any_of=("published", "accessed"),
)

CLAIM = Record(
    "a claim",
    (
        Field("answer", Text(), "What these sources say.", "answer: 120 soldiers", required=True),
        Field("sources", _CITED, "Who says it.", "sources: [pib-2018-09-10 ¶2]", required=True),
        Field("as_of", DateText(), "The day for which they vouch.", "as_of: 2018-09-10", required=True),
    ),
)

TRANSLATION = Record(
    "a translation",
    (
        Field("question", Text(), "The question in that language.", "question: Где прошли учения?"),
        Field("aliases", _TEXTS, "Other phrasings in that language.", "aliases: [Место учений?]"),
        Field("answer", Text(), "The answer in that language.", "answer: В районе Отара."),
    ),
)

FACT = Record(
    "a fact",
    (
        Field("id", Text(ID), "Stable for ever, unique in the base.", "id: kazind-2018-place", required=True),
        Field(
            "question",
            Text(),
            "The question in full.",
            "question: Where was KAZIND 2018 held?",
            required=True,
        ),
        Field("about", Text(), "A name of `names` that the fact is about …", "about: KAZIND 2018"),
        Field("asks", Text(KIND), "… and what is asked of it: a kind of phrasings.yaml.", "asks: place"),
        Field("aliases", _TEXTS, "Whole other phrasings.", "aliases: [Which area hosted the third KAZIND?]"),
        Field(
            "not_for",
            _TEXTS,
            "Questions that it must never answer.",
            "not_for: [Where is the KAZIND headquarters?]",
        ),
        Field("answer", Text(), "The answer; required, or else `claims`.", "answer: In the Otar military area."),
        Field("sources", _CITED, "Source key, then a locator if there is one.", "sources: [fe-2019-01-02 ¶6]"),
        Field("as_of", DateText(), "The day for which the source vouches, else its date.", "as_of: 2019-01-02"),
        Field(
            "claims",
            ListOf(CLAIM, fewest=2),
            "What the sources say where they disagree.",
            "claims: [{…}, {…}]",
        ),
        Field(
            "status",
            OneOf(tuple(Status)),
            "How far it is established; confirmed if left out.",
            "status: planned",
        ),
        Field("credibility", Whole(1, 6), "How credible it is: 1 to 6, Admiralty code.", "credibility: 2"),
        Field("valid_from", DateText(), "The first day on which it holds.", "valid_from: 2018-09-10"),
        Field("valid_to", DateText(), "The last day on which it holds.", "valid_to: 2018-09-23"),
        Field("review_by", DateText(), "The day by which someone looks at it again.", "review_by: 2027-06"),
        Field("superseded_by", Text(ID), "The fact that holds instead.", "superseded_by: kazind-2019-held"),
        Field("withdrawn", DateText(), "The day on which it was taken back.", "withdrawn: 2026-11-24"),
        Field(
            "withdrawn_because",
            Text(),
            "Why it was taken back, for curators.",
            "withdrawn_because: The paper has corrected its report.",
        ),
        Field("minor", Flag(), "Left out of short briefings.", "minor: true"),
        Field("see_also", _IDS, "Facts worth reading with it.", "see_also: [kazind-2018-dates]"),
        Field("tags", _TEXTS, "Words to gather facts by.", "tags: [exercise]"),
        Field(
            "quote",
            Text(),
            "At most 15 consecutive words of the source.",
            "quote: third edition of their exercise",
        ),
        Field("value", Text(), "What the answer says, for tables, where it cannot be read from it.", "value: 180"),
        Field(
            "translations",
            MapOf("a language", TRANSLATION, _LANGUAGE),
            "The same in other languages.",
            "translations: {ru: {answer: В районе Отара.}}",
        ),
    ),
    together=("about", "asks"),
    instead=Instead("claims", ("answer", "sources", "as_of"), ("answer", "sources")),
)

TOPIC = Record(
    "a topic file",
    (
        Field("topic", Text(TOPIC_NAME), "The name of the file without .yaml.", "topic: kazind", required=True),
        Field("title", Text(), "The topic as people see it.", "title: Exercise KAZIND", required=True),
        Field("language", _LANGUAGE, "The language of its questions and answers.", "language: en", required=True),
        Field(
            "audience",
            ListOf(Text(CHAT)),
            "The only chats, by their numbers, in which its facts may be seen; all if left out.",
            "audience: [-1001234567890]",
        ),
        Field(
            "names",
            MapOf("a name", ListOf(Text(), fewest=0), fewest=0),
            "Things with all their spellings; {Name} stands for every spelling of that name.",
            "names: {KAZIND: [KAZ-IND, Kaz Ind]}",
        ),
        Field(
            "sources",
            MapOf("a source's key", SOURCE, Text(SOURCE_KEY), fewest=0),
            "Where the facts were read; any topic may cite any source.",
            "sources: {fe-2019-01-02: {…}}",
        ),
        Field("facts", ListOf(FACT, fewest=0), "The facts of the topic.", "facts: [{…}]", required=True),
    ),
)

_CALLED = MapOf("a language", _TEXTS, _LANGUAGE)

PROPERTY = Record(
    "a property",
    (
        Field("type", OneOf(tuple(ValueType)), "What its answers hold.", "type: place", required=True),
        Field("called", _CALLED, "Words for it, the first of them heads its column.", "called: {en: [venue]}"),
    ),
)

SERIES = Record(
    "a series",
    (
        Field("members", _TEXTS, "Names, from the first to the last.", "members: [KAZIND 2018]", required=True),
        Field("called", _CALLED, "Words for one of them, singular.", "called: {en: [edition, exercise]}"),
    ),
)

PHRASINGS = Record(
    "phrasings.yaml",
    (
        Field(
            "asks",
            MapOf("a kind", MapOf("a language", _TEXTS, _LANGUAGE), Text(KIND), fewest=0),
            "Ways to ask for something, each with {about}.",
            'asks: {place: {en: ["where was {about} held"]}}',
        ),
        Field(
            "synonyms",
            MapOf("a language", MapOf("a word", Text(), fewest=0), _LANGUAGE, fewest=0),
            "Words that stand for other words.",
            "synonyms: {en: {drill: exercise}}",
        ),
        Field(
            "properties",
            MapOf("a kind", PROPERTY, Text(KIND), fewest=0),
            "Of what type the answers to a kind of `asks` are.",
            "properties: {place: {type: place}}",
        ),
        Field(
            "series",
            MapOf("a series", SERIES, fewest=0),
            "Names that are editions of one thing, in their order.",
            "series: {KAZIND: {members: [KAZIND 2018]}}",
        ),
    ),
)

RECORDS = (TOPIC, SOURCE, FACT, CLAIM, TRANSLATION, PHRASINGS, PROPERTY, SERIES)
OF_PHRASINGS = (PHRASINGS, PROPERTY, SERIES)

# Rule → what it demands. A breach of any of them stops every command.
SCHEMA_RULES = {
    "yaml-encoding": "A file is UTF-8 text without control characters, and without those that turn its direction.",
    "yaml-syntax": "A file is YAML from its first line to its last.",
    "yaml-documents": "A file holds one document.",
    "yaml-depth": "Nothing is nested more than 20 deep.",
    "yaml-anchor": "No anchors and no aliases (`&x`, `*x`).",
    "yaml-tag": "No tags (`!x`).",
    "yaml-duplicate-key": "A field or key stands once.",
    "field-unknown": "Every field is one of the schema's.",
    "field-missing": "Required fields are there, and `answer`, `sources` and `as_of` or else `claims`.",
    "field-empty": "A field that is there has a value.",
    "field-type": "Text where text belongs, a list where a list belongs, fields where fields belong.",
    "field-value": "One of the words, numbers or forms that the field allows.",
    "field-clash": "`claims` stands alone; `about` and `asks` come together.",
    "id-format": "Ids, topics and kinds are lower-case words joined by hyphens; a source's key has no space.",
    "date-format": "YYYY, YYYY-MM or YYYY-MM-DD, and a day that exists.",
    "url-format": "An address begins with https:// or http://.",
    "topic-file": "`topic` is the name of the file, and no other file has it.",
    "id-taken": "A fact's id stands once in the base.",
    "source-taken": "A source's key stands once in the base.",
    "source-unknown": "A cited source exists.",
    "source-date": "A source has `published` or `accessed`.",
    "name-taken": "One spelling, whatever its case, spaces and hyphens, belongs to one name in the base.",
    "name-reference": "{Name} refers to a name of the base, and never round in a circle.",
    "about-unknown": "`about` is a name of the base.",
    "synonym-taken": "A word stands for one other, also where several folders have phrasings.yaml.",
    "asks-unknown": "`asks` is a kind of phrasings.yaml.",
    "property-unknown": "A property is a kind of `asks`.",
    "series-unknown": "The members of a series are names of the base, each in one series.",
    "template-about": "A phrasing of `asks` has {about} once, and no other braces.",
}
