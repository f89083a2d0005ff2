"""`accept`: adds a question that found nothing to the fact that answers it, or takes up a proposal."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from bot.commands.curation.file_changes import (
    add_write,
    refuse,
    show_accepted,
    show_patch,
    show_written,
    writes_files,
    written_or_patch,
)
from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import remark, result_json
from bot.commands.stored_bot import open_store, require_store, select_bot
from bot.problems import BotError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.curation.editing.patch_stack import PatchStack

KINDS: Final = ("alias", "name", "synonym")


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("question", help="the question as it was asked, its gap (G12), or a proposal (P3)")
    parser.add_argument("--fact", metavar="ID", help="the fact that answers it; a proposal needs none")
    parser.add_argument(
        "--as", dest="kind", choices=KINDS, default=KINDS[0], help="what is new in it; usually the whole phrasing"
    )
    parser.add_argument(
        "--text", help="what to add: a name or word of the question, or another phrasing than the question itself"
    )
    parser.add_argument("--of", metavar="NAME", help="the name so spelt (usually the fact's), or the word stood for")
    parser.add_argument("--language", metavar="CODE", help="the language of what is added, where it cannot be seen")
    parser.add_argument(
        "--take-back",
        action="store_true",
        help="undo what was accepted: a patch that waits, or lines in the files",
    )
    parser.add_argument("--mark", metavar="LETTERS", default="", help="only if a gap or proposal reads as with these")
    add_write(parser)
    add_json(parser, "print an object: the files that changed, the patch, or the problems")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 if the question is accepted, with 1 if the bot would then be wrong elsewhere."""
    from bot.curation.editing.acceptance import WHICH_FACT, Acceptance, AcceptRequest, Rejected, name_of
    from bot.store.gaps import gaps, proposals

    config = configured(arguments)
    subject = arguments.question
    is_typed = gaps.number_of(subject) is None and proposals.number_of(subject) is None
    if is_typed and arguments.fact is None and not arguments.take_back:
        raise BotError(WHICH_FACT)
    stack = _patch_stack(config, subject)
    if arguments.take_back:
        return _take_back(name_of(subject), stack, arguments)
    gives_again = arguments.write is None and stack.find(name_of(subject)) is not None
    acceptance = Acceptance(stack, writes_files(arguments, config) and not gives_again, today(), remark)
    request = AcceptRequest(
        subject=subject,
        fact=arguments.fact,
        kind=arguments.kind,
        text=arguments.text,
        of=arguments.of,
        language=arguments.language,
        mark=arguments.mark,
    )
    outcome = acceptance.accept(request)
    if isinstance(outcome, Rejected):
        return refuse(outcome.problems, as_json=arguments.json)
    show_accepted(outcome, as_json=arguments.json)
    return 0


def _patch_stack(config: Config, subject: str) -> PatchStack:
    """Read the patches that wait; a question that is typed needs no store, a gap or proposal does."""
    from bot.curation.editing.patch_stack import PatchStack, read_patch_stack
    from bot.store.gaps import gaps, pending, proposals

    is_gap, is_proposal = gaps.number_of(subject) is not None, proposals.number_of(subject) is not None
    bots = gaps.bots if is_gap else proposals.bots if is_proposal else pending.bots
    engine = require_store(config) if is_gap or is_proposal else open_store(config)
    if engine is None:
        return PatchStack(config)
    with engine.begin() as connection:
        bot = select_bot(connection, bots)
    if bot is None and not (is_gap or is_proposal):
        return PatchStack(config)
    return read_patch_stack(config, engine, bot or 0)


def _take_back(name: str, stack: PatchStack, arguments: Namespace) -> int:
    """Undo a patch that waits, and take out of the files what stands there."""
    from bot.curation.editing.undoing import undone
    from bot.problems import quoted

    held, workspace = stack.find(name), stack.current()
    written = held if held is not None and workspace.has(held) else stack.find_written(name) if held is None else None
    plan = workspace.plan_to(undone(workspace, written)) if written is not None else None
    later = stack.take_back(name) if held is not None or plan is None else []
    patch = written_or_patch(plan, arguments, stack.config) if plan is not None else None
    if plan is not None:
        stack.reopen(name)
    remark(f"{quoted(name)} is taken back")
    if later:
        remark(f"get these patches anew, which were made on top of it: {', '.join(later)}")
    files = [] if plan is None else [*plan.after]
    if arguments.json:
        result_json({"taken_back": name, "get_anew": [*later], "files": [*files], "patch": patch})
    elif patch is None:
        show_written(files)
    else:
        show_patch(patch)
    return 0
