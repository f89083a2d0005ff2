"""Finds quotes that are too long, are a whole sentence, or lack a number or name of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.checks.rule import RuleContext, RuleFinding, place_of
from bot.matching.text.tokenizer import fold, tokenise
from bot.problems import quoted

MOST_WORDS = 15
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*\s*\Z")


def quote_length(context: RuleContext) -> Iterator[RuleFinding]:
    """A quote is a few words of a source, never a whole sentence.

    At most 15 words; one that begins with a capital letter and ends with a full stop counts as a sentence.
    Mend it by quoting only the words that carry the fact.
    """
    for fact in context.base.facts:
        if not fact.quote:
            continue
        words = len(fact.quote.split())
        if words > MOST_WORDS:
            what = f"quote has {words} words, over {MOST_WORDS}"
        elif _is_sentence(fact.quote):
            what = f"quote {quoted(fact.quote)} is a whole sentence"
        else:
            continue
        yield RuleFinding(place_of(fact, "quote"), what, "keep the words that carry the fact")


def quote_support(context: RuleContext) -> Iterator[RuleFinding]:
    """Numbers and names of an answer stand in its quote.

    Where a quote is given, each number of the answer, in digits or in words, and each name must stand in
    it: a name of `names` in any of its spellings, and a word with a capital letter inside a sentence as it
    is, or as the stem of another ("India" by "Indian"). Mend the answer, quote other words, or leave the
    quote out.
    """
    names = [
        [(each.text, f" {_folded(each.text)} ") for each in name.spellings] for name in context.base.names.values()
    ]
    for fact in context.base.facts:
        if not fact.quote:
            continue
        lacking = [*_numbers_lacking(fact.answer, fact.quote), *_names_lacking(names, fact.answer, fact.quote)]
        if lacking:
            listed = ", ".join(quoted(each) for each in dict.fromkeys(lacking))
            mend = "quote words that have it, mend the answer, or leave the quote out"
            yield RuleFinding(place_of(fact, "quote"), f"quote lacks {listed} of the answer", mend)


def _is_sentence(quote: str) -> bool:
    return quote.lstrip("\"'“‘«(")[:1].isupper() and _SENTENCE_END.search(quote) is not None


def _numbers_lacking(answer: str, quote: str) -> list[str]:
    held = {token.rstrip("#") for token in tokenise(quote)}
    numbers = [token.rstrip("#") for token in tokenise(answer) if token[0].isdigit()]
    return [number for number in numbers if number not in held]


def _names_lacking(names: Sequence[Sequence[tuple[str, str]]], answer: str, quote: str) -> Iterator[str]:
    """Yield names and capitalised words of an answer that a quote lacks; `names` has spellings, also folded."""
    held = {fold(word) for word in _WORD.findall(quote)}
    told, quoted_words = f" {_folded(answer)} ", f" {_folded(quote)} "
    borne_out: set[str] = set()
    for spellings in names:
        spelled = [text for text, folded in spellings if folded in told]
        if spelled and any(folded in quoted_words for _, folded in spellings):
            borne_out |= {fold(word) for word in _WORD.findall(max(spelled, key=len))}
    for word in _capitalised(answer):
        folded = fold(word)
        if folded not in borne_out and not any(_is_kin(folded, other) for other in held):
            yield word


def _folded(text: str) -> str:
    return " ".join(map(fold, _WORD.findall(text)))


def _capitalised(text: str) -> Iterator[str]:
    """Yield words with a capital letter that do not open a sentence; words with two capitals always count."""
    for match in _WORD.finditer(text):
        word, before = match.group(), text[: match.start()].rstrip("\"'“‘«( ")
        opens = not before or before[-1] in ".!?…:/"
        capitals = sum(char.isupper() for char in word)
        if not any(char.isdigit() for char in word) and (capitals > 1 or (word[0].isupper() and not opens)):
            yield word


def _is_kin(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 4 and longer.startswith(shorter))
