"""`withdraw`: takes a fact back that turned out wrong; it stays in its file, and is answered no more."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bot.commands.facts.changing import add_change, add_fact, change_fact


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_fact(parser)
    parser.add_argument("--why", metavar="TEXT", required=True, help="why, for whoever looks at its history")
    add_change(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 if the fact is withdrawn, with 1 if the bot would then be wrong elsewhere."""
    from bot.curation.editing.fact_changes import FactAction, FactRequest

    return change_fact(arguments, FactRequest(FactAction.WITHDRAW, arguments.fact, why=arguments.why))
