"""Words that turn a question into another: opposites, and words that ask beyond what a fact says.

Closed lists in English, Russian and Hindi, in folded spelling. A line holds the two poles of one matter.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from bot.matching.words import stem

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
    """Whether a question says one pole of a matter, and a phrasing only the other."""
    says, holds = _said(asked), _said(held)
    return any(
        (number, 1 - pole) in holds and (number, pole) not in holds and (number, 1 - pole) not in says
        for number, pole in says
    )


def _said(terms: frozenset[str]) -> frozenset[tuple[int, int]]:
    return frozenset().union(*(POLES[term] for term in terms if term in POLES))
