"""`traps`: asks variants of each fact's questions, and reports wrong answers, misses and facts that are close."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from bot.commands.opening import add_common, add_json, opened
from bot.commands.output import counted, result, result_json
from bot.curation.robustness.report import ConfusedPair, RobustnessReport, RobustnessResult, VariantOutcome, set_traps
from bot.factbase.model import Fact, FactBase
from bot.problems import BotError
from bot.progress import shown
from bot.replies import settle
from bot.replies.as_json import Json

LEAST_HITS: Final = 0.97
USUAL_SEED: Final = 1
PAIRS: Final = 10


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--fact", metavar="ID", help="only the variants of this fact, all of them shown")
    parser.add_argument(
        "--seed",
        type=int,
        default=USUAL_SEED,
        metavar="N",
        help=f"another number makes other variants, usually {USUAL_SEED}",
    )
    parser.add_argument(
        "--min-hits",
        type=_rate,
        default=LEAST_HITS,
        metavar="RATE",
        help=f"least share of hits for exit code 0, usually {LEAST_HITS}",
    )
    parser.add_argument("--misses", action="store_true", help="list the variants that found nothing, too")
    add_json(parser, "print the report as a JSON object")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where nothing is answered wrongly and enough variants hit, else with 1."""
    engine = opened(arguments)
    facts = None if arguments.fact is None else [_fact(arguments.fact, engine.base)]
    with shown("asking variants") as progress:
        report = set_traps(
            engine.base,
            lambda text: settle(engine.matcher.decide(text), engine.base),
            arguments.seed,
            facts,
            progress,
        )
    if arguments.json:
        result_json(_as_json(report, engine.base, arguments.seed))
    else:
        for line in _lines(report, engine.base, arguments):
            result(line)
    return 0 if not report.wrong and report.hit_rate >= arguments.min_hits else 1


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= 1:
        raise ArgumentTypeError(f"'{text}' is not a share; write a number from 0 to 1, such as 0.97")
    return rate


def _fact(name: str, base: FactBase) -> Fact:
    fact = base.by_id.get(name)
    if fact is None:
        near = get_close_matches(name, base.by_id, n=1)
        mend = f"did you mean '{near[0]}'?" if near else "name a fact of the base"
        raise BotError(f"no fact has the id '{name}'; {mend}")
    if not fact.is_current:
        current = base.current(fact)
        mend = f"name '{current.id}'" if current.is_current else "name one that is"
        raise BotError(f"'{name}' is not current, so that nothing is asked of it; {mend}")
    return fact


def _lines(report: RobustnessReport, base: FactBase, arguments: Namespace) -> Iterator[str]:
    for wrong in report.wrong:
        yield _wrong_line(wrong, base)
    for missed in report.missed if arguments.misses or arguments.fact else ():
        yield _missed_line(missed, base)
    if arguments.fact:
        for right in report.results:
            if right.outcome is VariantOutcome.RIGHT:
                sort = "hit" if right.variant.must_hit else "not answered"
                yield f"{sort}: {right.variant.text} ({right.variant.change})"
    for fact, hits, others in report.short:
        yield f"{base.by_id[fact].place}: {fact} has few variants: {hits} to hit, {others} not to"
    pairs = report.pairs(PAIRS)
    if pairs:
        yield "the facts that are easiest to confuse, by how far the right one leads:"
    for pair in pairs:
        yield from _pair_lines(pair, base)
    yield from _counts(report, arguments.seed)


def _wrong_line(wrong: RobustnessResult, base: FactBase) -> str:
    variant = wrong.variant
    given = ", ".join(f"{fact} ({base.by_id[fact].place})" for fact in wrong.answered)
    wanted = f"wants {variant.fact}" if variant.must_hit else f"wants none, made from {variant.fact}"
    return f"{base.by_id[variant.fact].place}: wrong: {variant.text} → {given} ({wanted}; {variant.change})"


def _missed_line(missed: RobustnessResult, base: FactBase) -> str:
    variant = missed.variant
    top = "; ".join(f"{c.confidence:.3f} {c.fact}" for c in missed.candidates[:2]) or "nothing near"
    return f"{base.by_id[variant.fact].place}: missed: {variant.text} ({variant.change}; {top})"


def _pair_lines(pair: ConfusedPair, base: FactBase) -> Iterator[str]:
    fact, other = base.by_id[pair.fact], base.by_id[pair.other]
    yield f"    {pair.margin:+.3f} {fact.place} {fact.id} · {other.place} {other.id}"
    yield f"           {pair.text}"


def _counts(report: RobustnessReport, seed: int) -> Iterator[str]:
    for change in report.by_change():
        sort = "must hit" if change.must_hit else "must not"
        yield (f"    {sort} · {change.name}: {change.right} right, {change.missed} missed, {change.wrong} wrong")
    yield f"{counted(report.facts, 'fact')}, {counted(len(report.results), 'variant')}, seed {seed}"
    hits = report.count(VariantOutcome.RIGHT, must_hit=True)
    missed = report.count(VariantOutcome.MISSED, must_hit=True)
    wrong = report.count(VariantOutcome.WRONG, must_hit=True)
    total = report.total(must_hit=True)
    yield f"{hits} of {total} that must hit do ({report.hit_rate:.1%}); {missed} are missed, {wrong} wrong"
    answered = report.count(VariantOutcome.WRONG, must_hit=False)
    yield f"{answered} of {report.total(must_hit=False)} that must not be answered are"


def _as_json(report: RobustnessReport, base: FactBase, seed: int) -> dict[str, Json]:
    return {
        "facts": report.facts,
        "seed": seed,
        "hit_rate": round(report.hit_rate, 4),
        "must_hit": _counts_json(report, must_hit=True),
        "must_not": _counts_json(report, must_hit=False),
        "changes": [
            {
                "change": change.name,
                "must_hit": change.must_hit,
                "right": change.right,
                "missed": change.missed,
                "wrong": change.wrong,
            }
            for change in report.by_change()
        ],
        "wrong": [_result_json(wrong, base) for wrong in report.wrong],
        "missed": [_result_json(missed, base) for missed in report.missed],
        "pairs": [
            {
                "fact": pair.fact,
                "other": pair.other,
                "margin": round(pair.margin, 4),
                "question": pair.text,
                "place": str(base.by_id[pair.fact].place),
                "other_place": str(base.by_id[pair.other].place),
            }
            for pair in report.pairs(PAIRS)
        ],
        "short": [{"fact": fact, "must_hit": hits, "must_not": others} for fact, hits, others in report.short],
    }


def _counts_json(report: RobustnessReport, *, must_hit: bool) -> dict[str, Json]:
    counts: dict[str, Json] = {outcome.value: report.count(outcome, must_hit=must_hit) for outcome in VariantOutcome}
    return {"variants": report.total(must_hit=must_hit), **counts}


def _result_json(found: RobustnessResult, base: FactBase) -> Json:
    variant = found.variant
    return {
        "question": variant.text,
        "fact": variant.fact,
        "place": str(base.by_id[variant.fact].place),
        "change": variant.change,
        "must_hit": variant.must_hit,
        "answered": list(found.answered),
        "top": [{"fact": c.fact, "confidence": round(c.confidence, 4)} for c in found.candidates[:3]],
    }
