"""A message that is no whole question → whether it leads on, points back, or is small talk.

The word lists are closed, and in folded spelling.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.matching.countries import country_of
from bot.matching.hard import is_hard
from bot.matching.lexicon import GREETINGS
from bot.matching.matcher import Matcher
from bot.matching.normalise import tokenise
from bot.matching.query import Query

MOST_WORDS: Final = 12  # a longer message says itself what it is about
# They lead from one question to the next, or stand around the year or name that the next one is about.
LEADING: Final = frozenset(
    """
    and or so but then also too next what about how for in at on of the a an one ones year edition that this
    same which again now instead like with regarding concerning as well s time
    round no sorry rather actually mean meant
    а и но или ну тогда также тоже что насчет про о об в во на за год году года для у по как какой какая какое
    какие же ли тот та те
    और या तो फिर भी में का की के को वाला वाली वाले साल वर्ष लिए बारे क्या कैसे
    aur toh bhi mein ka ki ke ko wala wali saal liye kya kaise
    """.split()  # noqa: SIM905 - a list of words reads as text
)
# They stand for what was spoken of.
POINTING: Final = frozenset(
    """
    it its they them their this that these those there he she him her his
    это этого этом оно они он она их его ее него них ними там тогда
    यह वह ये वे इस उस इसमें उसमें इसका उसका इनका yeh woh usme isme
    """.split()  # noqa: SIM905 - a list of words reads as text
)
# Who says "you" or "I" speaks with somebody, not of what was answered.
PERSONAL: Final = frozenset(
    """
    i me my mine you your yours u ur we us our
    я мне меня мой моя ты тебя тебе твой вы вас вам ваш мы нас нам
    मैं मुझे मेरा आप आपका तुम हम हमें aap tum main mujhe hum
    """.split()  # noqa: SIM905 - a list of words reads as text
)
SMALL_TALK: Final = GREETINGS | frozenset(
    """
    lol haha hahaha rofl xd great good nice cool fine perfect awesome super wow yes yeah yep yup no nope nah
    sure right true really seriously interesting exactly agreed understood got see
    know bye goodbye cheers ty tks welcome very a lot done it that is i u you the never mind nvm k kk okey yo
    hmm mm aha ah oh more details detail source sources
    все ясно понятно понял поняла хорошо отлично супер да нет ага угу ладно ок окей
    класс круто пока благодарю большое
    धन्यवाद शुक्रिया ठीक अच्छा हाँ हां जी सही वाह shukriya dhanyavaad theek accha haan ji
    """.split()  # noqa: SIM905 - a list of words reads as text
)


def keeps(question: str, matcher: Matcher) -> bool:
    """Whether a message that is not answered leaves in mind what came before it.

    It does where it asks nothing ("thanks", "ok", a smile), and where it speaks of what was said ("is that true?")
    and names nothing of its own.
    """
    query = matcher.index.read(question)
    if is_small_talk(query):
        return True
    points = any(token in POINTING for token in query.tokens) or speaks_to_bot(question, query.tokens)
    return points and len(query.tokens) <= MOST_WORDS and not _names_its_own(query, matcher)


def is_small_talk(query: Query) -> bool:
    """Whether a message asks nothing."""
    return not query.kinds and all(token in SMALL_TALK or token in LEADING for token in query.tokens)


def _names_its_own(query: Query, matcher: Matcher) -> bool:
    """Whether a question has a name, a number, or a word that the base does not know."""
    return bool(query.cased) or any(
        is_hard(token) or country_of(token) is not None or not is_plain(token, matcher) for token in query.tokens
    )


def speaks_to_bot(question: str, tokens: Sequence[str]) -> bool:
    """Whether a message is about who speaks ("who are you?"), politeness and corrections apart."""
    written = tokenise(question)
    if "meant" in tokens or "mean" in tokens:
        return False
    # at the end, "you" is taken for politeness and dropped
    is_last = bool(written) and written[-1] in PERSONAL and "thank" not in written
    return is_last or any(token in PERSONAL for token in tokens)


def is_plain(token: str, matcher: Matcher) -> bool:
    """Whether a word is small, or one that the base has too."""
    small = token in LEADING or token in POINTING or token in PERSONAL or token in SMALL_TALK
    return small or matcher.index.exact(token) is not None
