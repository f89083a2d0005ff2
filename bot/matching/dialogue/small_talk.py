"""Tells small talk, and words that lead on or point back, from questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.matching.matcher import Matcher
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import GREETINGS, PLEASANTRIES
from bot.matching.text.token_class import is_constraint
from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.query import Query

_SAME_WORD: Final = 0.8  # similarity from which a word is one of the base with a slip
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
# Who says so only talks; with other words of these lists it still asks nothing.
TALK: Final = PLEASANTRIES | frozenset(
    """
    fuck fucking shit crap damn stupid dumb idiot moron useless bad terrible awful suck sucks wrong incorrect robot
    ai chatbot machine human joke love hate wtf lmao sorry
    дурак тупой тупая глупый глупая робот идиот плохо плохой неправ неправа неправильно неверно ошибаешься
    доброе утро добрый вечер дела приятно здорово привет
    namaste नमस्ते शुभ
    """.split()  # noqa: SIM905 - a list of words reads as text
)
# They stand around the words of talk, and say nothing without them.
_AROUND: Final = frozenset(
    """
    who what how why are is am be do does did can could will would was were not doing feeling today here so such to
    my name called real like help please tell say give a an the this that it s u i of for all and or very more know
    see got
    кто что как делаешь такой такая умеешь можешь зовут не это
    कौन हो कैसे हैं है kaun ho kaise hai hain
    """.split()  # noqa: SIM905 - a list of words reads as text
)
# Small talk to those who go on with something, and not by themselves.
_SAYING_NOTHING: Final = frozenset({"day", "work", "job", "later", "question", "quick", "details", "source", "sources"})
_THANKS: Final = frozenset(
    """
    thanks thank thx ty tks cheers спасибо благодарю धन्यवाद शुक्रिया shukriya dhanyavaad
    """.split()  # noqa: SIM905 - a list of words reads as text
)


def is_talk(question: str, matcher: Matcher) -> bool:
    """Return whether a message is small talk, or words to or about the bot, and asks for nothing that a base may hold.

    Every word of it is in a closed list, and one of them is talk; so is a message without words, such as a smile.
    """
    tokens = matcher.linker.resolve(tokenise(question))
    lists = (SMALL_TALK, TALK, LEADING, POINTING, PERSONAL, _AROUND)
    if not all(any(token in words for words in lists) for token in tokens):
        return False
    is_telling = any(token in SMALL_TALK | TALK and token not in _AROUND | _SAYING_NOTHING for token in tokens)
    return not tokens or is_telling or speaks_to_bot(question, tokens)


def is_thanks(question: str) -> bool:
    """Return whether a message says thanks."""
    return any(token in _THANKS for token in tokenise(question))


def keeps_context(question: str, matcher: Matcher) -> bool:
    """Return whether a message that is not answered leaves the conversation where it was.

    It does where it asks nothing ("thanks", "ok", a smile), and where it speaks of what was said ("is that true?")
    and names nothing of its own.
    """
    query = matcher.read(question)
    if is_small_talk(query):
        return True
    points = any(token in POINTING for token in query.tokens) or speaks_to_bot(question, query.tokens)
    return points and len(query.tokens) <= MOST_WORDS and not _names_its_own(query, matcher)


def is_small_talk(query: Query) -> bool:
    """Return whether a message asks nothing."""
    return not query.kinds and all(token in SMALL_TALK or token in LEADING for token in query.tokens)


def _names_its_own(query: Query, matcher: Matcher) -> bool:
    """Return whether a question has a name, a number, or a word that the base does not know."""
    return bool(query.cased) or any(
        is_constraint(token) or country_of(token) is not None or not is_plain(token, matcher) for token in query.tokens
    )


def speaks_to_bot(question: str, tokens: Sequence[str]) -> bool:
    """Return whether a message is about the speakers ("who are you?"), politeness and corrections apart."""
    written = tokenise(question)
    if "meant" in tokens or "mean" in tokens:
        return False
    # at the end, "you" is taken for politeness and dropped
    is_last = bool(written) and written[-1] in PERSONAL and "thank" not in written
    return is_last or any(token in PERSONAL for token in tokens)


def is_plain(token: str, matcher: Matcher) -> bool:
    """Return whether a word is on one of these lists, or one that the base has too."""
    small = token in LEADING or token in POINTING or token in PERSONAL or token in SMALL_TALK
    return small or any(value >= _SAME_WORD for _, value in matcher.index.term_matches(token))
