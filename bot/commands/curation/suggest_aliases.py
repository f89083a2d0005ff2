"""`suggest-aliases`: lists phrasings that sibling facts have and a fact lacks."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bot.commands.opening import add_common, add_json, opened
from bot.commands.output import counted, remark, result, result_json
from bot.curation.editing.operations import current_fact
from bot.matching import Answer


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("fact", metavar="ID", help="the fact")
    add_json(parser, "print a list of objects")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0, whether or not there is one; those that the bot answers already come last."""
    from bot.curation.gaps.alias_candidates import lacking

    engine = opened(arguments)
    fact = current_fact(arguments.fact, engine.base)
    found = []
    for each in lacking(fact, engine.base, engine.matcher.fold):
        decision = engine.matcher.decide(each.text)
        answered = [one.fact for one in decision.facts] if isinstance(decision, Answer) else []
        found.append((each, answered))
    found.sort(key=lambda pair: bool(pair[1]))
    if arguments.json:
        result_json(
            [
                {"text": each.text, "sibling": each.sibling, "phrase": each.phrase, "answered": list(answered)}
                for each, answered in found
            ]
        )
        return 0
    for each, answered in found:
        note = f", now answered with {' and '.join(answered)}" if answered else ""
        result(f"{each.text}  ({each.sibling}: {each.phrase}{note})")
    remark(f'{counted(len(found), "phrasing")}; add one with python -m bot accept "…" --fact {fact.id}')
    return 0
