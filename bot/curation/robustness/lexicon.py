"""Closed lists of English words from which variants are made."""

from __future__ import annotations

import re
from typing import Final

SMALL_WORDS: Final = frozenset({
    "the", "a", "an", "of", "was", "were", "is", "are", "did", "does", "has", "had", "in", "at", "on",
    "for", "to",
})  # fmt: skip
LINKING_WORDS: Final = frozenset({
    "and", "or", "by", "with", "between", "from", "it", "its", "that", "this", "as", "than", "be", "not",
})  # fmt: skip
QUESTION_WORDS: Final = frozenset({
    "who", "whom", "whose", "where", "when", "what", "which", "why", "how", "many", "much", "often",
    "long", "far", "large",
})  # fmt: skip
# The question words of other languages of the base, in which no slip is made either.
OTHER_QUESTION_WORDS: Final = frozenset({
    "когда", "где", "откуда", "кто", "кого", "сколько", "какой", "какая", "какие", "какую", "почему", "зачем",
    "kaun", "kahan", "kitne", "kitna", "kitni", "kaise", "kisne",
})  # fmt: skip
AUXILIARIES: Final = "was|were|is|are|did|does|do|has|have|had|could|can|may|would|will|should"

# What comes before and after a question in a chat; nothing of it can be what is asked.
BEFORE: Final = (
    "Hi, could you tell me: ",
    "hello bot, ",
    "hey, quick question: ",
    "Please tell me, ",
    "Can anyone tell me ",
    "I would like to know: ",
    "Good morning! ",
    "sorry to bother you, ",
    "do you know ",
    "@briefing_bot ",
    "um, ",
)
AFTER: Final = (
    " please?",
    "? thanks!",
    "? thx",
    "? pls 🙏",
    "? Thank you in advance.",
    "? Anyone?",
    "??? need it asap",
    "? 🙂",
    " pls",
)

# Explicit kinds of answer, and how a question shows that it asks for one.
WHO, WHERE, WHEN, HOW_MANY, HOW_MUCH = "who", "where", "when", "how many", "how much"
KINDS: Final = {
    WHO: r"who|whom|whose",
    WHERE: r"where|location|venue|site|cosmodrome|spaceport|territory|based|secretariat"
    r"|(?:which|what) (?:\w+ )?(?:place|city|country|region|district|area|village|ground)s?",
    WHEN: r"when|(?:which|what) (?:year|day|date|month)s?|dates?|day of|year",
    HOW_MANY: r"how many|number of|strength|size|what number",
    HOW_MUCH: r"how (?:much|large|heavy)|cost|price|budget|mass|weight|value|worth",
}
KIND_PATTERNS: Final = {kind: re.compile(rf"\b(?:{words})\b") for kind, words in KINDS.items()}

# What may be asked of a thing; used where the base holds nothing of the kind about it.
ASKED_OF: Final = {
    WHO: ("Who paid for {}?", "Who insured {}?"),
    WHERE: ("Where was {} insured?",),
    WHEN: ("When was {} insured?",),
    HOW_MANY: ("How many journalists visited {}?", "How many cooks worked at {}?"),
    HOW_MUCH: ("How much did {} cost?", "How much insurance was paid for {}?"),
}

# Names that stand for those of the base; only those are used of which the base has no word.
COUNTRIES: Final = {
    "india": ("Portugal", "Ghana", "Norway", "Chile"),
    "kazakhstan": ("Paraguay", "Mongolia", "Iceland", "Nigeria"),
    "russia": ("Argentina", "Vietnam", "Morocco"),
    "china": ("Uruguay", "Finland"),
}
ADJECTIVES: Final = {
    "indian": ("Portuguese", "Ghanaian", "Norwegian", "Chilean"),
    "kazakh": ("Paraguayan", "Mongolian", "Icelandic", "Nigerian"),
    "russian": ("Argentine", "Vietnamese", "Moroccan"),
}
OTHER_NAMES: Final = ("Dustlik", "Zanzibar", "Mitra Shakti", "Novak", "Hokkaido", "Yudh Abhyas", "Tarkash")
OTHER_THINGS: Final = ("Sentinel-96", "Orion-74", "Starlink-83")  # where the name has a number

ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
NUMBER_WORDS: Final = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
PARTICIPLES: Final = (
    "built", "made", "took", "led", "sent", "met", "held", "came", "flew", "paid", "gave", "got", "made",
    "said", "hosted", "represented", "chaired", "participated", "attended", "opened", "inaugurated",
    "commanded", "carried", "launched", "signed",
)  # fmt: skip
