"""`gaps`: shows what people ask in vain, what was accepted and is not live yet, and what people propose."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, add_json, configured
from bot.commands.output import counted, remark, result_json
from bot.commands.stored_bot import NO_STORE, open_store, select_bot
from bot.problems import BotError

if TYPE_CHECKING:
    from bot.curation.editing.patch_stack import PatchStack
    from bot.replies.as_json import Json
    from bot.store.gaps.gaps import Gap
    from bot.store.gaps.pending import Pending
    from bot.store.gaps.proposals import Proposal


WIDE: Final = 160  # columns where there is no terminal
NUMBERS: Final = ("people", "times", "chats")
NOT_LIVE_HEADINGS: Final = ("not live", "asked", *NUMBERS, "becomes", "of")
PROPOSAL_HEADINGS: Final = ("proposal", "question", "answer", "source")


def pending_row(pending: Pending, gap: Gap | None) -> tuple[str, ...]:
    """Return the table row of an accepted change: how often its gap is asked, and what it becomes."""
    told = pending_as_json(pending, gap)
    numbers = ("", "", "") if gap is None else (str(gap.askers), str(gap.times), str(gap.chats))
    return pending.name, str(told["question"]), *numbers, str(told["becomes"]), str(told["of"])


def pending_as_json(pending: Pending, gap: Gap | None) -> dict[str, Json]:
    """Return an accepted change as a JSON object."""
    from bot.curation.editing.fact_edits import EditFact, SupersedeFact
    from bot.curation.editing.operations import AddAlias, AddFacts, AddSpelling
    from bot.curation.editing.pending_changes import read_operation

    operation = read_operation(pending.operation)
    becomes, of = "only kept among the accepted questions", operation.fact
    match operation.change:
        case AddAlias():
            becomes, of = "phrase", operation.change.fact
        case AddSpelling():
            becomes, of = f"name {operation.change.text}", operation.change.name
        case AddFacts():
            becomes, of = "new fact", ", ".join(str(fact["id"]) for fact in operation.change.facts)
        case EditFact():
            becomes, of = f"change of {', '.join(operation.change.fields)}", operation.change.fact
        case SupersedeFact():
            becomes, of = f"successor {operation.change.successor['id']}", operation.change.fact
        case None:
            pass
        case synonym:
            becomes, of = f"word {synonym.word}", synonym.stands_for
    told: dict[str, Json] = {"name": pending.name, "question": operation.asks, "becomes": becomes, "of": of}
    return told | ({"times": gap.times, "askers": gap.askers, "chats": gap.chats} if gap is not None else {})


def proposal_row(proposal: Proposal) -> tuple[str, ...]:
    """Return the table row of a proposal."""
    return proposal.name, proposal.question, proposal.answer, proposal.source


def proposal_as_json(proposal: Proposal) -> dict[str, Json]:
    """Return a proposal as a JSON object."""
    return {
        "proposal": proposal.name,
        "question": proposal.question,
        "answer": proposal.answer,
        "source": proposal.source,
    }


def show(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in NUMBERS else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    Console(width=None if is_terminal else WIDE).print(table)


SHOWN: Final = 3  # wordings of a gap
HEADINGS: Final = ("gap", "asked", *NUMBERS, "first", "last", "nearest fact", "ruled out by")


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--all", action="store_true", help="also those that were accepted, ignored or closed")
    add_json(parser, "print an object")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0."""
    from bot.curation.editing.patch_stack import PatchStack
    from bot.store.gaps import pending, proposals
    from bot.store.gaps.gaps import GapState, bots, listed

    config = configured(arguments)
    engine = open_store(config)
    if engine is None:
        if arguments.json:
            result_json({"gaps": [], "not_live": [], "proposals": []})
        remark(NO_STORE)
        return 0
    with engine.begin() as connection:
        states = tuple(GapState) if arguments.all else (GapState.OPEN,)
        bot = select_bot(connection, lambda connection: bots(connection) or pending.bots(connection)) or 0
        found = listed(connection, bot, states, most=1000)
        listed_as_waiting, proposed = pending.listed(connection, bot), proposals.listed(connection, bot)
        accepted = {gap.name: gap for gap in listed(connection, bot, (GapState.ACCEPTED,), most=1000)}
    waiting = _not_live(PatchStack(config, engine, bot, tuple(listed_as_waiting)))
    if arguments.json:
        not_live: list[Json] = [pending_as_json(one, accepted.get(one.name)) for one in waiting]
        left: list[Json] = [proposal_as_json(one) for one in proposed]
        result_json({"gaps": [as_json(gap) for gap in found], "not_live": not_live, "proposals": left})
        return 0
    if found:
        show(HEADINGS, map(_row, found))
    remark(f"{counted(len(found), 'gap')}; take one up with python -m bot accept G1 --fact ID")
    if waiting:
        show(NOT_LIVE_HEADINGS, (pending_row(one, accepted.get(one.name)) for one in waiting))
        remark(
            f"{len(waiting)} accepted and not yet live, each patch on top of those before it; "
            "have one again with python -m bot accept G1, or undo it with --take-back"
        )
    if proposed:
        show(PROPOSAL_HEADINGS, map(proposal_row, proposed))
        remark(f"{counted(len(proposed), 'proposal')}; take one up with python -m bot accept P1")
    return 0


def _not_live(stack: PatchStack) -> tuple[Pending, ...]:
    """Return what waits; where the base does not load, nothing of it can be live."""
    try:
        return stack.not_live()
    except BotError:
        return stack.pending


def as_json(gap: Gap) -> dict[str, Json]:
    """Return a gap as a JSON object."""
    return {
        "gap": gap.name,
        "question": gap.question,
        "wordings": list(gap.wordings),
        "state": gap.state.value,
        "times": gap.times,
        "askers": gap.askers,
        "chats": gap.chats,
        "kinds": dict(gap.kinds),
        "first_asked": _moment(gap.first_at).isoformat(),
        "last_asked": _moment(gap.last_at).isoformat(),
        "nearest": list(gap.nearest),
        "blocked": [{"kind": kind, "asked": asked, "held": held} for kind, asked, held in gap.blocked],
    }


def _row(gap: Gap) -> tuple[str, ...]:
    asked = "\n".join((gap.question, *(f"  {wording}" for wording in gap.wordings[:SHOWN])))
    numbers = (str(gap.askers), str(gap.times), str(gap.chats))
    first, last = (f"{_moment(at):%Y-%m-%d}" for at in (gap.first_at, gap.last_at))
    return gap.name, asked, *numbers, first, last, next(iter(gap.nearest), ""), _ruled(gap)


def _ruled(gap: Gap) -> str:
    from bot.matching.decision import Violation
    from bot.replies import words_in
    from bot.replies.why import block_in_words

    say = words_in("en")
    return "; ".join(block_in_words(Violation(*block), say) for block in gap.blocked)


def _moment(at: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(at, dt.UTC).replace(microsecond=0)
