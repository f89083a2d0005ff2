"""Makes the fact sheet of a topic: what holds now, grouped, with numbered sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.briefing.citations import Bibliography
from bot.briefing.document import BriefingDocument, Item, Section, Statement
from bot.briefing.fact_filter import filter_facts
from bot.briefing.glance import editions_at_a_glance
from bot.briefing.grouping import FactGroup, group_facts
from bot.factbase.model import Fact, FactBase, Topic
from bot.matching.understanding.entity_linker import EntityLinker
from bot.messages.briefing import FACT_SHEET, FACTS, FURTHER, MISSING_HERE, NARROWED, SOME_UNTRANSLATED, STATE, VERSION
from bot.messages.replies import DISPUTED
from bot.replies.answer import notes
from bot.replies.languages import same, wording
from bot.replies.layout import clean
from bot.replies.localisation import Words


def facts_for(base: FactBase, topic: str, names: EntityLinker, narrow: str = "") -> tuple[Fact, ...]:
    """List the current facts of a topic, in the order of the file; only those that carry `narrow`, if given."""
    facts = [fact for fact in base.facts if fact.topic == topic and fact.is_current]
    facts.sort(key=lambda fact: fact.place)
    return filter_facts(facts, narrow, names) if narrow else tuple(facts)


def make_sheet(
    base: FactBase, topic: Topic, names: EntityLinker, say: Words, today: dt.date, narrow: str = ""
) -> BriefingDocument:
    """Make the sheet of a topic, or of what concerns a year or a name; a superseded fact is never on it."""
    facts = facts_for(base, topic.name, names, narrow)
    cited = Bibliography(base.sources, say)
    groups = group_facts(facts_for(base, topic.name, names), names)
    sections = tuple(_section(kept, cited, say, today) for group in groups if (kept := group.only(facts)).facts)
    glance = () if narrow else editions_at_a_glance(base, facts, cited, say)
    about = [say.count(FACTS, len(facts)), state_of(base, say, today)]
    if narrow:
        about.insert(0, say(NARROWED, text=one_line(narrow)))
    if any(not same(wording(fact, say.language).language, say.language) for fact in facts):
        about.append(say(SOME_UNTRANSLATED))
    return BriefingDocument(
        kind=say(FACT_SHEET),
        title=one_line(topic.title),
        about=tuple(about),
        sections=(*glance, *sections),
        sources=cited.listed(),
        foot=say(MISSING_HERE),
        language=say.language,
        made=today,
    )


def state_of(base: FactBase, say: Words, today: dt.date) -> str:
    """Say of which day and version of the base a document is."""
    day = say(STATE, date=say.day(today))
    return f"{day}, {say(VERSION, version=base.version)}"


def _section(group: FactGroup, cited: Bibliography, say: Words, today: dt.date) -> Section:
    about = group.about or say(FURTHER)
    items = tuple(item_of(fact, cited, say, today) for fact in group.facts)
    return Section(one_line(about[:1].upper() + about[1:]), items)


def item_of(fact: Fact, cited: Bibliography, say: Words, today: dt.date) -> Item:
    """Make the item of a fact; where sources disagree, every claim stands there with its source's reliability."""
    worded = wording(fact, say.language)
    marks = tuple(notes(fact, say, today))
    statements: Sequence[Statement]
    if fact.claims:
        marks = (say(DISPUTED).rstrip(":"), *marks)
        statements = [
            Statement(
                one_line(claim.answer),
                cited.when(claim.citations, claim.as_of),
                cited.references(claim.citations, graded=True),
            )
            for claim in fact.claims
        ]
    else:
        when = cited.when(fact.citations, fact.as_of)
        statements = [Statement(one_line(worded.answer), when, cited.references(fact.citations))]
    return Item(one_line(worded.question), tuple(statements), marks)


def one_line(text: str) -> str:
    """Write any text on one line, without what cannot be printed."""
    return " ".join(clean(text).split())
