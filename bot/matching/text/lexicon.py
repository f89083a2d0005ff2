"""Closed word lists: question words, negations, numbers, politeness, irregular forms; all in folded spelling.

English, Russian and Hindi (in both scripts) have all of them, Hindi numbers up to ten; German, Spanish and Ukrainian
have question words and negations.
"""

from __future__ import annotations

from collections.abc import Iterable

CONTRACTIONS: dict[str, tuple[str, ...]] = {
    "can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"), "ain't": ("is", "not"),
    **{f"{verb}n't": (verb, "not") for verb in (
        "do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "could", "would", "should", "must", "need",
    )},
    "i'm": ("i", "am"), "let's": ("let", "us"), "what's": ("what", "is"), "where's": ("where", "is"),
    "who's": ("who", "is"), "when's": ("when", "is"), "how's": ("how", "is"), "that's": ("that", "is"),
    "it's": ("it", "is"), "there's": ("there", "is"),
    **{f"{head}'re": (head, "are") for head in ("you", "we", "they", "who", "what")},
    **{f"{head}'ve": (head, "have") for head in ("i", "you", "we", "they", "who")},
    **{f"{head}'ll": (head, "will") for head in ("i", "you", "he", "she", "it", "we", "they")},
    **{f"{head}'d": (head, "would") for head in ("i", "you", "he", "she", "we", "they")},
    "y'all": ("you", "all"), "o'clock": ("oclock",),
}  # fmt: skip

# The same slips without their apostrophe, as phones and hurried people leave it.
BARE_CONTRACTIONS: dict[str, tuple[str, ...]] = {
    "dont": ("do", "not"), "doesnt": ("does", "not"), "didnt": ("did", "not"), "isnt": ("is", "not"),
    "arent": ("are", "not"), "wasnt": ("was", "not"), "werent": ("were", "not"), "hasnt": ("has", "not"),
    "havent": ("have", "not"), "hadnt": ("had", "not"), "cant": ("can", "not"), "cannot": ("can", "not"),
    "couldnt": ("could", "not"), "wouldnt": ("would", "not"), "shouldnt": ("should", "not"), "wont": ("will", "not"),
    "whats": ("what", "is"), "wheres": ("where", "is"), "whos": ("who", "is"), "whens": ("when", "is"),
    "hows": ("how", "is"), "im": ("i", "am"), "ive": ("i", "have"),
}  # fmt: skip

NEGATIONS = frozenset({
    "not", "never", "except", "nor", "neither",
    "не", "нет", "ни", "кроме", "никогда", "ні", "немає",
    "नहीं", "नही", "मत", "nahi", "nahin",
    "nicht", "kein", "keine", "keinen", "nie", "nunca",
})  # fmt: skip

# A word of the list, then the kind of answer it asks for. Only these kinds block.
QUESTION_WORDS: dict[str, str] = {
    "who": "who", "whom": "who", "whose": "who", "where": "where", "when": "when", "whereabouts": "where",
    "кто": "who", "кого": "who", "кому": "who", "кем": "who", "где": "where", "куда": "where", "когда": "when",
    "хто": "who", "де": "where", "коли": "when", "дзе": "where", "калі": "when",
    "कौन": "who", "किसने": "who", "किसे": "who", "कहां": "where", "कहाँ": "where", "कब": "when",
    "kaun": "who", "kisne": "who", "kahan": "where", "kahaan": "where", "kab": "when",
    "gde": "where", "kogda": "when", "kto": "who",
    "wer": "who", "wo": "where", "wann": "when",
    "quien": "who", "quienes": "who", "donde": "where", "cuando": "when",
    "сколько": "how many", "скольких": "how many", "скільки": "how many", "skolko": "how many",
    "कितने": "how many", "कितनी": "how many", "kitne": "how many", "kitni": "how many",
    "कितना": "how much", "kitna": "how much",
    "wieviele": "how many", "wieviel": "how much", "cuantos": "how many", "cuantas": "how many", "cuanto": "how much",
}  # fmt: skip

# Question words that ask for no kind of their own; the first question word of a sentence is the one that asks.
OPEN_QUESTION_WORDS = frozenset({
    "what", "which", "why", "how", "что", "какой", "какая", "какое", "какие", "каков", "какова", "каковы", "каком",
    "какую", "каких", "почему", "зачем", "как", "क्या", "कौनसा", "किस", "क्यों", "कैसे", "kya", "kyon", "kyun", "kaise",
    "welche", "welcher", "welches", "warum", "wie", "que", "cual", "cuales", "como", "що", "який", "яка", "яке", "які",
})  # fmt: skip

# Things counted to say how long: "how many days" asks for a duration, not for a number of things.
DURATIONS = frozenset(
    {"days", "day", "hours", "hour", "weeks", "week", "months", "month", "minutes", "minute", "years", "time"}
)

# Words that open a clause of their own; a negation behind them is not the question's.
CLAUSE_WORDS = frozenset({
    "if", "that", "because", "although", "though", "but", "while", "unless", "since", "whether", "so", "or",
    "если", "что", "который", "которые", "потому", "но", "хотя", "пока", "अगर", "लेकिन", "क्योंकि", "कि",
})  # fmt: skip

# A question word of any language → the English word or words it is filed under, so that kab finds "when".
FILED_UNDER: dict[str, tuple[str, ...]] = {word: tuple(kind.split()) for word, kind in QUESTION_WORDS.items()}

# Words that say nothing of their own beside what is asked, in any question.
LIGHT_WORDS = frozenset(
    [
        "again",
        "actually",
        "exactly",
        "precisely",
        "else",
        "both",
        "during",
        "really",
        "even",
        "just",
        "also",
        "very",
        "thing",
        "things",
        "kind",
        "kinds",
        "type",
        "types",
        "sort",
        "side",
        "sides",
        "total",
        "altogether",
        "overall",
        "happen",
        "happened",
        "happens",
        "kindly",
        "share",
        "list",
        "give",
        "show",
        "name",
        "ever",
        "please",
        "exact",
        "umm",
        "hm",
        "r",
        "u",
        "ur",
        "wat",
        "tell",
        "know",
        "anyone",
        "someone",
        "anybody",
        "somebody",
        "же",
        "ли",
        "именно",
        "всего",
        "था",
        "थी",
        "थे",
        "हुआ",
        "हुई",
        "किया",
        "क्या",
        "है",
        "हैं",
    ]
)

# Small words of Hindi in Latin letters, which no list of word frequencies has.
LATIN_HINDI = frozenset(
    [
        "hua",
        "hui",
        "hue",
        "tha",
        "thi",
        "hai",
        "hain",
        "ho",
        "ka",
        "ki",
        "ke",
        "ko",
        "mein",
        "par",
        "se",
        "bhai",
        "ji",
        "aur",
        "yeh",
        "ye",
        "woh",
        "kar",
        "karo",
        "karna",
        "karta",
        "karte",
        "kiya",
        "gaya",
        "gayi",
        "diya",
        "liya",
        "hoga",
        "hogi",
        "raha",
        "rahi",
        "rahe",
        "mera",
        "meri",
        "mujhe",
        "hum",
        "aap",
        "aapka",
        "koi",
        "kuch",
        "nahi",
        "nahin",
        "kya",
        "kaise",
        "kyu",
        "kyun",
        "toh",
        "bhi",
        "abhi",
        "wala",
        "wali",
        "kripya",
    ]
)

# Open question words that mean the same in one language or another.
OPENINGS: dict[str, str] = {
    **dict.fromkeys(("which", "что", "какой", "какая", "какое", "какие", "каков", "какова", "каковы", "каком", "какую",
                     "каких", "क्या", "कौनसा", "किस", "kya", "welche", "welcher", "welches", "que", "cual", "cuales", "що",
                     "який", "яка", "яке", "які"), "what"),
    **dict.fromkeys(("почему", "зачем", "क्यों", "kyon", "kyun", "warum"), "why"),
    **dict.fromkeys(("как", "कैसे", "kaise", "wie", "como"), "how"),
}  # fmt: skip

# A noun right after "what" or "which" (or their like) that makes the question one of place or time.
KIND_NOUNS: dict[str, str] = {
    "number": "how many", "amount": "how much", "количество": "how many", "число": "how many", "संख्या": "how many",
    "place": "where", "location": "where", "venue": "where", "site": "where", "spot": "where",
    "месте": "where", "место": "where", "городе": "where", "जगह": "where", "स्थान": "where", "jagah": "where",
    "date": "when", "dates": "when", "day": "when", "year": "when", "month": "when", "days": "when",
    "году": "when", "год": "when", "месяце": "when", "день": "when", "даты": "when", "साल": "when", "वर्ष": "when",
    "तारीख": "when", "jahr": "when", "ano": "when", "fecha": "when", "ort": "where",
}  # fmt: skip

AUXILIARIES = frozenset({
    "is", "are", "was", "were", "did", "do", "does", "has", "have", "had", "will", "would", "can", "could", "shall",
    "should", "may", "might", "must", "am", "be", "been",
})  # fmt: skip
LEADS_TO_QUESTION = frozenset({
    "tell", "me", "us", "know", "ask", "say", "remember", "remind", "find", "and", "or", "so", "but", "in", "on", "at", "from",
    "to", "by", "with", "of", "for", "since", "until", "wondering", "в", "на", "с", "и", "а", "из", "от", "о", "к",
})  # fmt: skip

NUMBER_UNITS: dict[str, int] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
    "million": 1_000_000,
    "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9,
    "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14, "пятнадцать": 15,
    "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19, "двадцать": 20, "тридцать": 30,
    "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90, "сто": 100,
    "тысяча": 1000, "тысячи": 1000, "тысяч": 1000,
    "दो": 2, "तीन": 3, "चार": 4, "पांच": 5, "पाँच": 5, "छह": 6, "सात": 7, "आठ": 8, "नौ": 9, "दस": 10, "सौ": 100,
}  # fmt: skip

ORDINAL_WORDS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    **{stem + ending: value for stem, value, endings in (
        ("перв", 1, "ый ая ое ые ого ой ом ую ым ых"), ("втор", 2, "ой ая ое ые ого ом ую ым ых"),
        ("четверт", 4, "ый ая ое ые ого ой ом ую ым ых"), ("пят", 5, "ый ая ое ые ого ой ом ую ым ых"),
        ("шест", 6, "ой ая ое ые ого ом ую ым ых"), ("седьм", 7, "ой ая ое ые ого ом ую ым ых"),
        ("восьм", 8, "ой ая ое ые ого ом ую ым ых"), ("девят", 9, "ый ая ое ые ого ой ом ую ым ых"),
        ("десят", 10, "ый ая ое ые ого ой ом ую ым ых"), ("трет", 3, "ий ья ье ьи ьего ьей ьем ью ьим ьих"),
    ) for ending in endings.split()},
    "पहला": 1, "पहली": 1, "पहले": 1, "दूसरा": 2, "दूसरी": 2, "दूसरे": 2, "तीसरा": 3, "तीसरी": 3, "तीसरे": 3,
    "चौथा": 4, "चौथी": 4, "चौथे": 4, "पांचवां": 5, "पांचवीं": 5, "छठा": 6, "छठी": 6, "सातवां": 7, "सातवीं": 7,
    "आठवां": 8, "आठवीं": 8, "नौवां": 9, "नौवीं": 9,
}  # fmt: skip

UNIT_SUFFIXES = frozenset({
    "am", "pm", "k", "m", "km", "cm", "mm", "kg", "g", "mg", "ml", "l", "gb", "mb", "tb", "h", "hr", "hrs", "min", "mins",
    "s", "sec", "x", "bn", "mn", "yr", "yrs", "usd", "rs", "гг", "г", "кг", "км", "млн", "млрд",
})  # fmt: skip

GREETINGS = frozenset({
    "hey", "hi", "hello", "hiya", "please", "pls", "plz", "kindly", "thanks", "thank", "thx", "bot", "bro", "sir", "dear",
    "ok", "okay", "um", "uh", "hmm", "erm", "er", "oh", "ah", "well", "folks", "guys", "team", "quick", "question", "btw", "everyone", "everybody", "lol", "haha",
    "пожалуйста", "привет", "здравствуйте", "бот", "скажите", "подскажите", "скажи", "подскажи", "ребята", "спасибо",
    "कृपया", "नमस्ते", "बताइए", "बताओ", "बताएं", "kripya", "namaste", "batao", "bataiye",
})  # fmt: skip

# Words of texts that ask for nothing, where there are no others.
PLEASANTRIES = frozenset({
    "good", "morning", "evening", "afternoon", "night", "day", "bye", "goodbye", "nice", "great", "cool", "job",
    "work", "welcome", "interesting", "that", "this", "it", "s", "you", "very", "much", "see", "later", "all",
    "for", "доброе", "утро", "добрый", "день", "вечер", "пока", "всем", "большое", "хорошо", "понятно", "ясно",
    "отлично",
})  # fmt: skip


def _longest_first(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True))


PHRASE_NOISE: tuple[tuple[str, ...], ...] = _longest_first(
    (
        "could you please tell me", "could you tell me", "can you please tell me", "can you tell me", "would you tell me",
        "tell me", "do you know", "do you happen to know", "does anyone know", "does anybody know",
        "anyone know", "anybody know", "i want to know", "i would like to know", "i need to know", "i was wondering",
        "sorry to bother you", "sorry to bother", "excuse me", "one question", "can anyone tell me",
        "can anybody tell me", "could anyone tell me", "could someone tell me", "can someone tell me", "would anyone know",
        "help me", "help me out", "i have a question", "good afternoon", "sorry", "may i ask", "may i know",
        "i wonder", "does somebody know", "who knows", "let us know",
        "i am wondering", "just wondering", "any idea", "remind me", "let me know", "so", "good morning", "good evening",
        "не могли бы вы сказать", "можете сказать", "кто нибудь знает", "а", "ну", "क्या आप बता सकते हैं", "मुझे बताओ",
    )
)  # fmt: skip

# Politeness behind a question; like the phrases above it is dropped where words remain.
TRAILING_NOISE: tuple[tuple[str, ...], ...] = _longest_first(
    (
        "in advance", "thank you", "you", "a lot", "so much", "very much", "need it asap", "asap", "it is urgent", "urgent",
        "urgently", "anyone", "anybody", "if you know", "do you know", "any idea", "for my briefing", "for the briefing", "lol",
        "as soon as possible", "заранее", "срочно", "जल्दी",
    )
)  # fmt: skip

# What people say when they correct themselves; the words before are then not what they meant.
REPAIRS: tuple[tuple[str, ...], ...] = _longest_first(
    (
        "no wait", "no no", "no no i mean", "no no wait", "no sorry", "no actually", "no i mean", "no i meant",
        "no make that", "no rather", "wait no", "wait sorry", "or rather", "or wait", "or no", "or actually",
        "or sorry", "or i mean", "or should i say", "i mean", "i meant", "i mean to say", "sorry i mean",
        "sorry i meant", "sorry", "sorry no", "oh no", "oh wait", "oh sorry", "oh um actually", "oh um", "uh no",
        "um no", "um sorry", "uh sorry", "um actually", "uh actually", "actually no", "oops", "oops no", "oops i mean",
        "oops i meant", "oops just kidding i meant", "just kidding", "just kidding i meant", "scratch that",
        "scratch that i mean", "make that", "correction", "my bad", "excuse me", "pardon me", "er no",
        "er", "ugh", "ugh no", "uh", "um", "let me rephrase", "strike that", "not that", "err", "err sorry", "err i mean", "whoops", "darn it", "oh that should be",
        "no scratch that", "no oops", "or err", "or better", "er better", "no uh", "no um", "no hold on", "hold on",
        "no not", "let me correct that", "that is not right", "no that is wrong", "нет вернее",
        "вернее", "то есть", "точнее", "ой", "ой нет", "нет извините", "या यूँ कहें", "मतलब", "नहीं नहीं",
    )
)  # fmt: skip
# After one of these, "no" is a plain determiner ("there is no …"), elsewhere inside a sentence it takes words back.
BEFORE_PLAIN_NO = frozenset({
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "there", "with", "in", "of", "by", "get", "got", "make", "made", "makes", "at", "to", "under", "say", "said", "or", "why", "if", "when", "still", "for", "since",
})  # fmt: skip

_IRREGULAR = """
arise arose arisen|be is are was were been am being|become became|begin began begun|bear bore born borne|beat beaten|
bind bound|bite bit bitten|blow blew blown|break broke broken|bring brought|build built|burn burnt|buy bought|catch caught|
choose chose chosen|come came|cost costs|cut cuts|deal dealt|dig dug|do did done does|draw drew drawn|drink drank drunk|
drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|fly flew flown|
forget forgot forgotten|freeze froze frozen|get got gotten|give gave given|go went gone goes|grow grew grown|hang hung|
have had has|hear heard|hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led|learn learnt|leave left|
lend lent|lie lay lain|light lit|lose lost|make made|mean meant|meet met|pay paid|prove proven|ride rode ridden|
ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|shake shook shaken|
shoot shot|show shown|shrink shrank|sing sang sung|sink sank sunk|sit sat|sleep slept|speak spoke spoken|spend spent|
spread spreads|stand stood|steal stole stolen|stick stuck|strike struck|swear swore sworn|swim swam swum|take took taken|
teach taught|tear tore torn|tell told|think thought|throw threw thrown|understand understood|wake woke woken|
wear wore worn|win won|wind wound|withdraw withdrew withdrawn|write wrote written|man men|woman women|child children|
foot feet|tooth teeth|mouse mice|person people|life lives|wife wives|half halves|analysis analyses|crisis crises|
hypothesis hypotheses|criterion criteria|phenomenon phenomena|better best good|worse worst bad
"""
# form → the form all of its family is filed under
IRREGULAR_FORMS: dict[str, str] = {
    form: forms[0] for forms in (family.split() for family in _IRREGULAR.replace("\n", "").split("|")) for form in forms
}
