"""Finds words that turn a question into another one: opposites, ranks, other countries, and words that ask for more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.factbase.model import Status
from bot.matching.retrieval.index import Index, IndexedPhrase
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import OPENINGS
from bot.matching.text.numerals import is_ordinal, is_year
from bot.matching.text.stemmer import stem
from bot.matching.understanding.query import Query
from bot.matching.verification.country_relations import countries, country_directions, country_modifiers
from bot.matching.verification.fact_profile import FactProfile

_POLES: Final = """
open opened opening inaugurate | close closed closing closure shut
start begin commence launch established founded | stop end finish cease halt discontinue cancel terminate suspend
establish found form create set | break cut sever end dissolve abolish disband destroy rupture suspend
become | stop cease
first earliest oldest 1# | last latest recent newest current present
largest biggest greatest highest main top most | smallest least lowest fewest lesser minor
longest | shortest
fastest | slowest
most | least fewest
more | less fewer
maximum max | minimum min
gain establish restore make regain | lose lost
issue grant give approve allow | refuse deny reject withhold revoke cancel
sign conclude renew extend | cancel terminate refuse reject denounce revoke
win won winner victory | lose lost loser defeat
arrive come enter land | leave depart exit
join enter accede | leave quit withdraw exit
import buy purchase | export sell
receive get obtain buy | send supply sell give
rise increase grow | fall decrease decline drop shrink
since | until till
before | after
with | without
old former previous earlier ex | new current present
annual annually yearly year monthly | total altogether overall
train teach hire employ | expel dismiss fire
appoint elect | dismiss resign remove
accept agree | refuse reject decline
allow permit | forbid ban prohibit
lend | borrow
succeed success successful | fail failure unsuccessful
active operational working | inactive defunct retired
import imported | export exported
military | civilian
public | private
north northern | south southern
east eastern | west western
открыли открыть открыт открыта открыто открытие открылось | закрыли закрыть закрыт закрыта закрыто закрытие закрылось
начали начать начал начало начались началось начаты | прекратили закончили закончились конец окончание завершили
установили установить установлены установление наладили | разорвали разорвать прервали прекратили разрыв порвали
первый первая первое первые 1# | последний последняя последнее последние нынешний нынешняя текущий
крупнейший наибольший крупнейшая больший самый | наименьший мельчайший
выдал выдали выдано выдать | отказал отказали отказано отказать отклонил аннулировал
подписали подписан подписано заключили продлили | расторгли отменили отказались денонсировали
выиграл выиграли победил победили | проиграл проиграли
импорт импортирует купил купили покупает | экспорт экспортирует продал продали продает
вырос выросло рост увеличился | упал упало снижение снизился сократился
после | до перед
новый новая нынешний | старый бывший прежний
вступил присоединился вошел | вышел покинул
खुला खुली खोला खोली | बंद
शुरू आरंभ | खत्म ख़त्म समाप्त बंद
स्थापित | टूटे टूटा टूटी तोड़े तोड़ा
पहला पहली पहले 1# | आखिरी अंतिम वर्तमान
सबसे बड़ा बड़ी | छोटा छोटी
shuru | khatam band samapt
pehla pehli | aakhri akhri
"""
# They ask for another time, part or sum than what the fact says, however little they weigh.
_BEYOND: Final = """
after before until till except besides last latest next previous current currently still anymore longer
average second ever never almost nearly
smallest largest biggest highest lowest fewest longest shortest oldest newest
после до кроме последний последняя последние следующий предыдущий нынешний всего средний
आखिरी अंतिम अगला पिछला वर्तमान कुल औसत
"""
# They make another office of one.
_QUALIFIERS: Final = "vice deputy assistant acting former honorary вице заместитель зам бывший उप पूर्व"
# They say that something is not done yet.
_INTENTS: Final = "want wish plan intend hope expect propose register предложить планировать намерен ожидать"
# Right behind "which" or "what" they say of what kind the answer is.
ASKED_FOR: Final = frozenset(
    """
    country countries state city town village region river person man woman minister president general officer rank
    company firm language time hour weekday colour color age price cost reason ship aircraft plane rocket satellite
    страна стране страны город городе область время час министр президент компания язык причина
    देश शहर राज्य समय मंत्री राष्ट्रपति कंपनी भाषा desh shahar samay
    """.split()  # noqa: SIM905 - a list of words reads as text
)


def _poles() -> dict[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for number, line in enumerate(_POLES.strip().splitlines()):
        for pole, words in enumerate(line.split("|")):
            for word in words.split():
                found[stem(word)].add((number, pole))
    return {term: frozenset(places) for term, places in found.items()}


POLES: Final = _poles()  # term → the matters of which it is one pole, and which
QUALIFIERS: Final = frozenset(stem(word) for word in _QUALIFIERS.split())
INTENTS: Final = frozenset(stem(word) for word in _INTENTS.split())
BEYOND: Final = frozenset(stem(word) for word in _BEYOND.split())


def opposed(asked: frozenset[str], held: frozenset[str]) -> bool:
    """Return whether a question says one pole of a matter and a phrasing only the other; both are given as terms."""
    says, holds = _said(asked), _said(held)
    return any(
        (number, 1 - pole) in holds and (number, pole) not in holds and (number, 1 - pole) not in says
        for number, pole in says
    )


def _said(terms: frozenset[str]) -> frozenset[tuple[int, int]]:
    return frozenset().union(*(POLES[term] for term in terms if term in POLES))


_LEADS: Final = frozenset({"with", "for", "from", "to", "by", "of", "against", "since", "until", "till"})
# Not those that also open a question to be answered with yes or no.
_WHICH: Final = frozenset(word for word, asks in OPENINGS.items() if asks == "what") - {"क्या", "kya"} | {"what"}
_ASKS_WHOM: Final = frozenset({"who", "whom", "which", "what", "when", "where"})


def contradicts(query: Query, indexed: IndexedPhrase, index: Index, profile: FactProfile) -> bool:
    """Return whether a question asks for something else than a phrasing in nearly the same words.

    Checked are opposites, ranks, countries, directions and the thing or kind asked for; `profile` is that of the fact.
    """
    return query.tokens != indexed.query.tokens and (
        opposed(frozenset(map(stem, query.tokens)), frozenset(indexed.terms))
        or _lacks_rank(query, indexed)
        or _lacks_qualifier(query, indexed, index)
        or _is_of_another_country(query, profile)
        or _goes_another_way(query, indexed, profile)
        or _asks_for_another_thing(query, indexed, index, profile)
        or _leads_otherwise(query, indexed, index)
        or _asks_for_another_kind(query, indexed, index, profile)
    )


def asks_beyond(token: str) -> bool:
    """Return whether a word that no phrasing of a fact has asks for more than the fact says, however common it is."""
    return stem(token) in BEYOND


def _lacks_rank(query: Query, indexed: IndexedPhrase) -> bool:
    """Return whether the phrasing says first, second … and the question does not."""
    return any(map(is_ordinal, indexed.query.tokens)) and not any(map(is_ordinal, query.tokens))


def _lacks_qualifier(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Return whether the phrasing is of a deputy, an intention or a span of years, and the question is not."""
    asked = set(map(stem, query.tokens))
    missing = set(indexed.terms) - asked
    spans = [pair for pair in pairwise(indexed.query.tokens) if all(map(is_year, pair))]
    says_planned = bool(INTENTS & asked) or index.facts[indexed.fact].status is Status.PLANNED
    return (
        bool(QUALIFIERS & missing)
        or (bool(INTENTS & missing) and not says_planned)
        or any(len(asked.intersection(span)) == 1 for span in spans)
    )


def _is_of_another_country(query: Query, profile: FactProfile) -> bool:
    """Return whether a question says of one country what the fact says of another, or names another."""
    held = profile.modifiers
    for code, word in country_modifiers([query.tokens]):
        if (code, word) not in held and any(other != code and modified == word for other, modified in held):
            return True
    asked = countries([query.tokens])
    return len(asked) == 1 and asked <= profile.around and not asked <= profile.told_countries


def _goes_another_way(query: Query, indexed: IndexedPhrase, profile: FactProfile) -> bool:
    """Return whether a question says "to" or "in" a country where the fact says "from" it, or nothing."""
    held, told = profile.directions, countries([indexed.query.tokens])
    return any(
        (way, code) not in held
        and not (way == "in" and (("to", code) in held or code in told))
        and not ("where" in query.kinds and code in profile.answer_countries)
        and (way == "in" or any(code == other for _, other in held))
        for way, code in country_directions([query.tokens])
    )


def _asks_for_another_thing(query: Query, indexed: IndexedPhrase, index: Index, profile: FactProfile) -> bool:
    """Return whether "which country" or "which Indian rocket" is asked of a fact that has none."""
    tokens = query.tokens
    at = next((p + 1 for p, token in enumerate(tokens) if token in _WHICH), len(tokens))
    code = country_of(tokens[at]) if at < len(tokens) else None
    if code is not None:
        own = tokens[at + 1 : at + 2]
        is_held = any((code, stem(word)) in profile.modifiers for word in own)
        return bool(own) and not is_held and code not in profile.answer_countries
    return any(
        token in ASKED_FOR and index.terms(token).isdisjoint(index.usual[indexed.fact]) for token in tokens[at : at + 1]
    )


def _leads_otherwise(query: Query, indexed: IndexedPhrase, index: Index) -> bool:
    """Return whether "with whom" is asked where the fact says "for whom", or "until when" for "since when"."""
    asked = _lead(query.tokens)
    held = {_lead(other.query.tokens) for other in index.by_fact[indexed.fact]}
    return asked is not None and asked not in held and any(held)


def _lead(tokens: Sequence[str]) -> str | None:
    for before, token in pairwise(tokens):
        if before in _LEADS and token in _ASKS_WHOM:
            return before
    return None


def _asks_for_another_kind(query: Query, indexed: IndexedPhrase, index: Index, profile: FactProfile) -> bool:
    """Return whether the question asks who, where, when, how many or why, and no phrasing of the fact does."""
    if query.kinds and not query.kinds & profile.kinds:
        return True
    is_special = query.opening == "why" or query.opening.startswith("how ")
    return is_special and all(other.query.opening != query.opening for other in index.by_fact[indexed.fact])
