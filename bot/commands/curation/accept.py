"""`accept`: a question that found nothing → a phrasing, name or synonym in the right topic file, if no fact loses."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from bot.commands.curation.accept_proposal import add_proposal
from bot.commands.curation.file_changes import add_write, carry_out, refuse, writes_files
from bot.commands.opening import add_common, add_json, configured, today
from bot.commands.output import remark
from bot.curation.editing.question_files import question_files
from bot.engine.files import shown_path
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.commands.curation.patch_stack import Stack
    from bot.curation.editing.acceptance import Grounds
    from bot.curation.editing.operations import EditOperation
    from bot.curation.editing.pending_changes import Operation
    from bot.factbase.model import Fact, FactBase

SUMMARY: Final = "add a question that found nothing to the fact that answers it, if no other fact loses by it"
SORTS: Final = ("alias", "name", "synonym")


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("question", help="the question as it was asked, its gap (G12), or a proposal (P3)")
    parser.add_argument("--fact", metavar="ID", help="the fact that answers it; a proposal needs none")
    parser.add_argument(
        "--as", dest="sort", choices=SORTS, default=SORTS[0], help="what is new in it; usually the whole phrasing"
    )
    parser.add_argument(
        "--text", help="what to add: a name or word of the question, or another phrasing than the question itself"
    )
    parser.add_argument("--of", metavar="NAME", help="the name so spelt (usually the fact's), or the word stood for")
    parser.add_argument("--language", metavar="CODE", help="the language of what is added, where it cannot be seen")
    parser.add_argument(
        "--take-back", action="store_true", help="undo what was accepted as a patch and is not live yet"
    )
    parser.add_argument("--mark", metavar="LETTERS", default="", help="only if a gap or proposal reads as with these")
    add_write(parser)
    add_json(parser, "print an object: the files that changed, the patch, or the problems")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where the question is accepted, with 1 where the bot would then be wrong elsewhere."""
    from bot.commands.curation.patch_stack import stack_in, stack_of
    from bot.store.gaps import gaps, proposals

    config = configured(arguments)
    if proposals.number_of(arguments.question) is not None:
        return add_proposal(arguments, config)
    number = gaps.number_of(arguments.question)
    name = " ".join(arguments.question.split()) if number is None else f"G{number}"
    if number is None and arguments.fact is None and not arguments.take_back:
        raise BotError("which fact answers it? name it with --fact")
    stack = stack_of(config) if number is None else stack_in(config, gaps.bots)
    if arguments.take_back:
        return stack.take_back(name, arguments)
    held = stack.find(name)
    if held is not None and arguments.fact is None:
        return stack.again(name, held, arguments)
    if arguments.fact is None:
        raise BotError("which fact answers it? name it with --fact")
    question = name if number is None else " ".join(question_of(number, arguments.mark, stack).split())
    if held is None:
        return _accept(name, question, arguments, stack)
    return _again(name, question, held, arguments, stack)


def _accept(name: str, question: str, arguments: Namespace, stack: Stack) -> int:
    """Try the base with a question that is new to it, on top of what is pending where a patch is made."""
    from bot.curation.editing.acceptance import Asked, folder_with, grounds_of, try_change
    from bot.curation.editing.pending_changes import operation_of

    config = stack.config
    is_patch = not writes_files(arguments, config)
    ground, on = stack.ground() if is_patch else (stack.base(), [])
    fact = current_fact(arguments.fact, ground.base)
    change: EditOperation | None = _change(arguments, question, fact, ground.base)
    folder = folder_with(config, fact.place.path)
    grounds = grounds_of(config, today(), remark)
    grounds = replace(grounds, questions={**grounds.questions, **ground.accepted})
    if arguments.sort == "alias" and arguments.text is None and _is_answered(question, fact, ground.base, grounds):
        remark(f"'{fact.id}' answers that already; it is only kept among the accepted questions")
        change = None
    remark("trying the base with it; on a large base this takes a minute …")
    made = try_change(ground.files, change, grounds, Asked(question, fact.id, shown_path(question_files(folder)[1])))
    if isinstance(made, list):
        return refuse(made, as_json=arguments.json)
    if not made.after:
        remark("all of it is there already")
    elif is_patch:
        stack.keep(name, operation_of(change, ground.base, question, fact.id))
    if made.after or arguments.json:
        carry_out(made, arguments, config, on)
    stack.note(name)
    return 0


def _again(name: str, question: str, held: Operation, arguments: Namespace, stack: Stack) -> int:
    """Give once more what a question has become, unless it is to become something else now."""
    base = stack.ground(before=name)[0].base
    fact = current_fact(arguments.fact, base)
    change = _change(arguments, question, fact, base)
    is_same = held.change in (change, None) and held.fact == fact.id
    if not is_same:
        raise BotError(
            f"{quoted(name)} was accepted for '{held.fact}' in another way and is not live yet; take that back "
            f"first: python -m bot accept {quoted(name)} --take-back"
        )
    return stack.again(name, held, arguments)


def question_of(number: int, mark: str, stack: Stack) -> str:
    """Give the question of a gap."""
    from bot.store.gaps.gaps import find

    with stack.connected() as connection:
        gap = find(connection, stack.bot, number)
    if gap is None:
        raise BotError(f"there is no gap G{number}; see them with python -m bot gaps")
    if mark not in ("", gap.mark):
        raise BotError(f"{gap.name} has changed; look at it again")
    return gap.question


def current_fact(name: str, base: FactBase) -> Fact:
    """Find a fact that brings phrasings."""
    fact = base.by_id.get(name)
    if fact is None:
        near = get_close_matches(name, base.by_id, n=1)
        mend = f"did you mean '{near[0]}'?" if near else "name a fact of the base"
        raise BotError(f"no fact has the id {quoted(name)}; {mend}")
    if not fact.is_current:
        current = base.current(fact)
        mend = f"name '{current.id}'" if current.is_current else "name one that is"
        raise BotError(f"'{name}' is not current, so that nothing is asked of it; {mend}")
    return fact


def _is_answered(question: str, fact: Fact, base: FactBase, grounds: Grounds) -> bool:
    from bot.matching import Answer

    decision = grounds.matcher_of(base).decide(question)
    return isinstance(decision, Answer) and [found.fact for found in decision.facts] == [fact.id]


def _change(arguments: Namespace, question: str, fact: Fact, base: FactBase) -> EditOperation:
    from bot.curation.editing.operations import AddAlias, AddSpelling, AddSynonym, language_seen

    text = " ".join((arguments.text or question).split())
    if not text:
        raise BotError("there is nothing to add; give the question in quotation marks")
    language = (arguments.language or language_seen(text, fact.question.language, base.languages)).lower()
    if arguments.sort == "alias":
        return AddAlias(fact.id, text, language)
    if arguments.text is None:
        raise BotError(f"which part of the question is the {arguments.sort}? name it with --text")
    if arguments.sort == "synonym":
        if arguments.of is None:
            raise BotError(f"which word does {quoted(text)} stand for? name it with --of")
        return AddSynonym(language, text.lower(), arguments.of.strip(), fact.id)
    name = arguments.of or fact.about
    if name is None:
        raise BotError(f"'{fact.id}' has no 'about'; say with --of which name is so spelt")
    if name not in base.names:
        near = get_close_matches(name, base.names, n=1)
        mend = f"did you mean {quoted(near[0])}?" if near else "name one that stands under names: in some topic"
        raise BotError(f"the base has no name {quoted(name)}; {mend}")
    return AddSpelling(name, text)
