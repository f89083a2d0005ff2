"""What holds of any text: nothing raises, nothing is lost, nothing takes long, and thresholds only ever restrain."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.matching import Answer, Matcher, NoAnswer, Suggest, Thresholds
from bot.matching.text import spelling as spelling_module
from bot.matching.text.capitals import capitalised
from bot.matching.text.lexicon import NUMBER_UNITS, ORDINAL_WORDS
from bot.matching.text.numerals import is_ordinal
from bot.matching.text.tokenizer import fold, tokenise, without_noise
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import parse_query
from bot.matching.verification.decision_policy import decide as decide_on
from tests.matching.bases import FILES, base_of, decide, matcher, reason_of

MOST = 4096
ANY = st.text(max_size=200)
VOICES = """
    where when who how many what not no sorry wait was is the of in or and KAZIND KAZ-IND kazimd KazSat-2 2R
    2018 2019 2031 18 third sixth 60 Otar India Kazakh Uzbek held venue hosted soldiers tanks launch pad
    где прошли учения КАЗИНД कहाँ हुआ please thanks ? , ' @bot 🙏
""".split()  # noqa: SIM905 - a list of words reads as text
POLITE = ["hey", "please", "thanks", "so", "sorry", "you", "a", "lot", "where", "was", "it", "tell", "me", "do", "know"]
WORDS = st.lists(
    st.sampled_from(VOICES),
    max_size=12,
).map(" ".join)
QUESTION = st.one_of(WORDS, ANY)


@given(ANY)
def test_tokens_are_sound(text: str) -> None:
    """Any text becomes tokens that are not empty, hold no space, and are folded."""
    for token in tokenise(text):
        assert token
        assert token.rstrip("#") == fold(token.rstrip("#"))
        assert not any(character.isspace() for character in token)
        assert token[0].isdigit() == (token[0] in "0123456789")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_fold_is_idempotent(text: str) -> None:
    """Folding a folded text changes nothing."""
    assert fold(fold(text)) == fold(text)


@given(st.one_of(WORDS, st.text(alphabet=st.characters(categories=["Ll", "Lu", "Nd", "Zs", "Po"]), max_size=80)))
def test_tokens_are_stable(text: str) -> None:
    """Tokens joined and read again are the same, ordinals excepted, whose form is our own."""
    tokens = tokenise(text)
    assume(not any(is_ordinal(token) for token in tokens))

    assert tokenise(" ".join(tokens)) == tokens


@given(st.text(max_size=5000))
def test_the_length_is_bounded(text: str) -> None:
    """No more than a message's length is read, and it does not swell by more than what single letters unfold to."""
    assert len(fold(text)) <= 3 * MOST
    assert sum(map(len, tokenise(text[:MOST]))) <= 4 * MOST


@pytest.mark.parametrize(
    "text",
    [
        "⑳" * MOST, "9" * MOST, "1," * MOST, "1." * MOST, "9th" * MOST, "\ufdfa" * MOST, "\u0300" * MOST,
        "million " * MOST, "сто " * MOST, "सौ " * MOST, "hundred and five " * MOST, "'" * MOST, "n't " * MOST,
    ],
)  # fmt: skip
def test_long_runs(text: str) -> None:
    """A message of one thing over and over is read like any other."""
    assert sum(map(len, tokenise(text))) <= 4 * MOST


SCRIPTS = ["абвгдежзийклмнопрстуфхцчшщъыьэюя", "कखगघचछजझटठडढतथदधनपफबभमयरलवशषसहािीुूेैोौंः", "αβγδεζηθλμξπρστφψω",
           "אבגדהוזחטיכלמנס", "ابتثجحخدذرز", "აბგდევზთიკლმნ", "中文字符漢"]  # fmt: skip


@given(st.sampled_from(SCRIPTS).flatmap(lambda letters: st.text(alphabet=letters, min_size=1, max_size=12)))
def test_letters_of_every_script_stay(word: str) -> None:
    """A word of any script is one token with all its letters, unless it is a number."""
    assume(word not in NUMBER_UNITS and word not in ORDINAL_WORDS)

    assert tokenise(word) == [fold(word)]
    assert [c for c in fold(word) if c.isalpha()] == [c for c in word if c.isalpha()]


@given(st.lists(st.sampled_from(POLITE), max_size=30))
def test_noise_leaves_something(tokens: list[str]) -> None:
    """What is left without politeness is a run of the tokens, empty only if they were."""
    left = without_noise(tokens)

    assert bool(left) == bool(tokens)
    assert " ".join(left) in " ".join(tokens)


@given(QUESTION)
def test_reading_is_sound(text: str) -> None:
    """What a question took back lies within it, and names written with a capital are folded."""
    query = parse_query(tokenise(text), capitalised(text))
    start, end = query.reparandum

    assert 0 <= start <= end <= max(0, len(query.tokens))
    assert all(word == fold(word) for word in query.cased)


@settings(deadline=None)
@given(QUESTION)
def test_decisions_are_sound(question: str) -> None:
    """Any text gets a decision with confidences from 0 to 1, at most five candidates, and known facts."""
    decision = decide(question)

    assert decision.question == question
    assert len(decision.candidates) <= 5
    assert all(0.0 <= c.confidence <= 1.0 for c in decision.candidates)
    assert all(c.confidence <= Thresholds().suggest_at for c in decision.candidates if c.violations)
    if isinstance(decision, Answer):
        (fact,) = decision.facts
        assert not fact.violations
        assert matcher().base.by_id[fact.fact].is_current
    elif isinstance(decision, Suggest):
        assert 2 <= len(decision.choices) <= 8
        assert len({c.fact for c in decision.choices}) == len(decision.choices)
    else:
        assert isinstance(decision, NoAnswer)
        assert len(decision.nearest) <= 3
        assert reason_of(decision)


@settings(deadline=None)
@given(WORDS, st.sampled_from(["2031", "1999", "sixth", "KazSat-2R", "17"]))
def test_another_edition_is_never_answered(words: str, hard: str) -> None:
    """Whatever else a question says, a year, ordinal, number or name that the fact lacks keeps it from answering."""
    assume("or" not in words.split())  # offered beside another: "2018 or 2031"
    decision = decide(f"{words} where was KAZIND {hard} held")

    assert not (isinstance(decision, Answer) and decision.facts[0].fact.startswith("kazind-20"))


@settings(deadline=None)
@given(QUESTION, st.floats(0.3, 1.0), st.floats(0.3, 1.0))
def test_raising_the_threshold_only_restrains(question: str, one: float, other: float) -> None:
    """A question that gets no answer at one threshold gets none at a higher one, and the same answer at a lower one."""
    asked = matcher()
    query, ranked = asked.read(question), asked.rank(question)
    low, high = (
        decide_on(question, query, ranked, asked.index, asked.profiles, Thresholds(at, 0.3))
        for at in sorted((one, other))
    )

    if isinstance(high, Answer):
        assert low == high


REVERSED = Matcher(base_of(dict(reversed(FILES.items()))), thresholds=Thresholds())


@settings(deadline=None)
@given(QUESTION)
def test_order_of_files(question: str) -> None:
    """At any order of files the decision is the same."""
    assert REVERSED.decide(question) == decide(question)


LONG: dict[str, Callable[[int], str]] = {
    "different words": lambda n: " ".join(f"w{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}ord" for i in range(n // 6)),
    "one word": lambda n: "kazind " * (n // 7),
    "misspelt names": lambda n: " ".join(f"kaz{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}nd" for i in range(n // 7)),
    "mixed scripts": lambda n: " ".join(f"каzи{chr(1072 + i % 32)}d{chr(97 + i // 32 % 26)}" for i in range(n // 8)),
    "a word without end": lambda n: "kazind" * (n // 6),
    "numbers": lambda n: " ".join(str(i) for i in range(n // 5)),
    "corrections": lambda n: "no wait " * (n // 8),
    "politeness": lambda n: "so hey tell me " * (n // 15),
    "negations": lambda n: "was it not or " * (n // 14),
    "capitals": lambda n: "to Otar (" * (n // 9),
    "names of names": lambda n: "third of the " * (n // 13),
}


@pytest.mark.parametrize("kind", LONG)
def test_work_grows_with_the_length(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the text takes about twice the look-ups of words and names, not four times as many."""
    counted = [count_look_ups(LONG[kind](length), monkeypatch) for length in (MOST // 2, MOST)]

    assert counted[1] <= 2.5 * counted[0] + 100
    assert counted[1] <= 40 * MOST


def count_look_ups(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Ask a fresh matcher and count the comparisons of spellings and the look-ups of names."""
    fresh = Matcher(base_of(FILES), thresholds=Thresholds())
    count = 0
    compare, look_up = spelling_module.similarity, EntityLinker._name_at

    def compared(typed: str, meant: str) -> float:
        nonlocal count
        count += 1
        return compare(typed, meant)

    def looked_up(self: EntityLinker, tokens: Sequence[str], position: int) -> tuple[str | None, int]:
        nonlocal count
        count += 1
        return look_up(self, tokens, position)

    with monkeypatch.context() as patch:
        patch.setattr(spelling_module, "similarity", compared)
        patch.setattr(EntityLinker, "_name_at", looked_up)
        fresh.decide(text)
    return count
