"""Finds the country that a word names, itself or its people, in English, Russian and Hindi.

Names: the Unicode CLDR territory list, through Babel. A question about Uzbekistan is not one about Kazakhstan, whether or
not the base has Uzbekistan among its names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from babel import Locale

from bot.matching.text.stemmer import skeleton, stem
from bot.matching.text.tokenizer import fold, script_of

_LANGUAGES = ("en", "ru", "hi")
# People and adjectives that do not begin like their country.
_IRREGULAR = {
    "chinese": "CN", "french": "FR", "dutch": "NL", "british": "GB", "english": "GB", "england": "GB", "britain": "GB",
    "uk": "GB", "usa": "US", "american": "US", "americans": "US", "america": "US", "swiss": "CH", "danish": "DK",
    "german": "DE", "germans": "DE", "turk": "TR", "philippine": "PH", "argentine": "AR", "somali": "SO", "китайцы": "CN",
    "spanish": "ES", "greek": "GR", "greeks": "GR", "swedish": "SE", "norwegian": "NO", "welsh": "GB", "scottish": "GB",
    "japanese": "JP", "czech": "CZ", "filipino": "PH", "thai": "TH", "portuguese": "PT", "irish": "IE", "finnish": "FI", "polish": "PL", "maltese": "MT", "uae": "AE", "emirati": "AE", "korean": "KR", "korea": "KR",
    "china": "CN", "russia": "RU", "bharat": "IN", "hindustan": "IN", "burma": "MM", "turkish": "TR", "turkey": "TR",
    "icelandic": "IS", "belgian": "BE", "austrian": "AT", "hungarian": "HU", "ukrainian": "UA", "israeli": "IL",
    "сша": "US", "американский": "US", "китай": "CN", "китайский": "CN", "французский": "FR", "английский": "GB",
    "британский": "GB", "японский": "JP", "россия": "RU", "российский": "RU", "русский": "RU", "корея": "KR",
    "भारत": "IN", "भारतीय": "IN", "हिंदुस्तान": "IN", "रूसी": "RU", "रूस": "RU", "चीनी": "CN", "अमेरिकी": "US",
    "कजाख": "KZ", "कज़ाख": "KZ", "कजाकिस्तान": "KZ", "कज़ाकिस्तान": "KZ", "कजाखस्तान": "KZ", "qazaqstan": "KZ",
    "индийский": "IN", "казах": "KZ", "казахский": "KZ", "казахстанец": "KZ", "индус": "IN", "индиец": "IN", "индо": "IN", "indo": "IN",
    "узбекский": "UZ", "узбек": "UZ", "таджикский": "TJ", "таджик": "TJ", "киргизский": "KG", "монгольский": "MN",
    "туркменский": "TM",
}  # fmt: skip
# After a country as it stands, and after what is left of it without its last vowels.
_ENDINGS = ("", "n", "an", "ian", "ns", "ans", "ians", "i", "is", "ese", "ish", "ic", "s", "istani", "istanis")
_ENDINGS_OF_ROOTS = ("an", "ian", "ans", "ians", "ese", "ish")
_SAME_LETTERS = 4  # of a stem, fewer than the shortest has
_SHORT_STEM = 5  # a shorter Russian stem is that of other words too: дания and данные, мали and малый
_CASES = {
    "ия": ("ия", "ии", "ию", "ией"),
    "ея": ("ея", "еи", "ее", "ею", "еей"),
    "й": ("й", "я", "ю", "ем", "е"),
    "а": ("а", "ы", "е", "у", "ой"),
    "": ("", "а", "у", "ом", "е"),
}
_CASE_ENDING = 2
_NOT_COUNTRIES = frozenset({"того"})  # "of that" far more often than Togo


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, Sequence[tuple[str, str, bool]]]:
    """Return the forms of every one-word name of a country and of the words for its people, by how they begin.

    Each has the country's code, and whether it takes the place of an earlier form that is filed alike.
    """
    forms: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for language in _LANGUAGES:
        for code, name in sorted(Locale(language).territories.items()):
            word = fold(name)
            if (
                len(code) != 2
                or code in ("EU", "EZ", "UN", "QO", "XA", "XB")
                or not word.replace("\u093c", "").isalpha()
            ):
                continue
            for form in sorted({word, *_people(word), *_declined(word)}):
                forms[_beginning(form)].append((form, code, False))
    for word, code in _IRREGULAR.items():
        for form in {fold(word), *_declined(fold(word))}:
            forms[_beginning(form)].append((form, code, True))
        if script_of(word) == "latin" and not word.endswith(("s", "h", "ese")):
            forms[_beginning(word)].append((word + "s", code, False))
    return forms


@cache
def _codes(beginning: str) -> Mapping[str, str]:
    """Return the codes of the forms that begin so, as `_filed` has them; stemming all others would take a while."""
    codes: dict[str, str] = {}
    for form, code, takes_place in _forms().get(beginning, ()):
        filed = _filed(form)
        if takes_place or filed not in codes:
            codes[filed] = code
    return codes


def _beginning(word: str) -> str:
    """Return the letters that all Russian forms have in common which are filed alike; nothing for other languages."""
    return word[:_SAME_LETTERS] if script_of(word) == "cyrillic" else ""


def _filed(word: str) -> str:
    """Return a word as the table has it: English as it is written, since its stems are those of other words (grenade)."""
    if script_of(word) == "latin":
        return word
    plain = stem(word)
    return word if script_of(word) == "cyrillic" and len(plain) < _SHORT_STEM else plain


def _declined(country: str) -> set[str]:
    if script_of(country) != "cyrillic" or country.endswith(("и", "у", "о", "оа")):
        return set()
    ending = next(ending for ending in _CASES if country.endswith(ending))
    return {country.removesuffix(ending) + case for case in _CASES[ending]}


def _people(country: str) -> set[str]:
    if script_of(country) == "cyrillic":
        root = country.rstrip("аяиьы")
        return {root + "ский", root + "ец", root + "ианский", root + "нский"}
    if script_of(country) != "latin" or len(country) < 4:
        return set()
    whole = {country}
    if country.endswith("stan"):
        whole |= {country[:-4], country[:-5] if country[-5] == "i" else country[:-4]}
    found = {root + ending for root in whole if len(root) >= 4 for ending in _ENDINGS}
    root = country.rstrip("aeoy")
    return found | ({root + ending for ending in _ENDINGS_OF_ROOTS} if len(root) >= 4 else set())


@lru_cache(maxsize=20_000)
def country_of(word: str) -> str | None:
    """Return the code of the country that a folded word names, itself or its people; None for any other word."""
    if len(word) < 2 or not (word.isalpha() or skeleton(word).isalpha()) or word in _NOT_COUNTRIES:
        return None
    codes = _codes(_beginning(word))
    found = codes.get(_filed(word))
    if found is None and len(word) > _CASE_ENDING + 4 and script_of(word) == "cyrillic":
        # the stemmer takes a letter of the name itself for an ending
        cuts = (stem(word[:-cut]) for cut in range(1, _CASE_ENDING + 1))
        found = next((c for plain in cuts if len(plain) >= _SHORT_STEM and (c := codes.get(plain))), None)
    return found
