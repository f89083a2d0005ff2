"""`edit`: gives a field of a fact another value, if no other fact loses by it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bot.commands.facts.changing import add_change, add_fact, add_source, change_fact
from bot.commands.output import remark


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_fact(parser)
    parser.add_argument(
        "field", metavar="FIELD", help="the field, such as answer, aliases, claims.1.answer or translations.ru.answer"
    )
    parser.add_argument("value", metavar="VALUE", nargs="*", help="its new value; a list takes several")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--add", action="store_true", help="keep what a list holds, and add to it")
    how.add_argument("--remove", action="store_true", help="take the field out, or these items of a list")
    add_source(parser)
    parser.add_argument("--as-of", metavar="DATE", help="the day for which the source vouches, where that is new too")
    add_change(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 if the fact is changed, with 1 if the bot would then be wrong elsewhere."""
    from bot.curation.editing.fact_changes import FactAction, FactRequest, ListEdit

    fields = {arguments.field: tuple(arguments.value)}
    if arguments.as_of:
        fields["as_of"] = (arguments.as_of,)
    lists = ListEdit.ADD if arguments.add else ListEdit.REMOVE if arguments.remove else ListEdit.REPLACE
    request = FactRequest(FactAction.EDIT, arguments.fact, fields, lists, sources=tuple(arguments.source))
    code = change_fact(arguments, request)
    if code == 0 and arguments.field.endswith("answer") and not arguments.source:
        remark("its sources are as before; was it read elsewhere? name that with --source and --as-of")
    return code
