"""`supersede`: gives a fact that has changed its successor, which is asked for in the same ways."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bot.commands.facts.changing import add_change, add_fact, add_source, change_fact

GIVEN = ("id", "question", "answer", "as_of", "status", "valid_from", "review_by")


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_fact(parser)
    parser.add_argument("--by", metavar="ID", default="", help="the fact that holds now, where the base has it already")
    parser.add_argument("--answer", metavar="TEXT", help="what holds now, as a new fact")
    add_source(parser)
    parser.add_argument("--as-of", metavar="DATE", help="the day for which the source vouches; usually its own date")
    parser.add_argument("--id", metavar="ID", help="the id of the new fact; usually that of the old one with the year")
    parser.add_argument("--question", metavar="TEXT", help="its question, where it is put in another way now")
    parser.add_argument("--status", metavar="WORD", help="how far it is established; confirmed if left out")
    parser.add_argument("--valid-from", metavar="DATE", help="the first day on which it holds")
    parser.add_argument("--review-by", metavar="DATE", help="the day by which someone looks at it again")
    add_change(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 if the fact has its successor, with 1 if the bot would then be wrong elsewhere."""
    from bot.curation.editing.fact_changes import FactAction, FactRequest

    given = {name: getattr(arguments, name) for name in GIVEN}
    fields = {name: (text,) for name, text in given.items() if text is not None}
    sources = tuple(arguments.source)
    return change_fact(
        arguments, FactRequest(FactAction.SUPERSEDE, arguments.fact, fields, sources=sources, by=arguments.by)
    )
