"""A fact that was proposed in a chat → written into the topic of the fact that comes nearest, if no other loses."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.commands.curation.file_changes import carry_out, refuse, writes_files
from bot.commands.opening import today
from bot.commands.output import remark, result_json
from bot.problems import BotError

if TYPE_CHECKING:
    from bot.commands.curation.patch_stack import Stack
    from bot.config import Config
    from bot.curation.editing.acceptance import Grounds
    from bot.factbase.model import FactBase
    from bot.store.gaps.proposals import Proposal


def add_proposal(arguments: Namespace, config: Config) -> int:
    """Exit with 0 where the fact is written, with 1 where another would lose."""
    from bot.commands.curation.patch_stack import stack_in
    from bot.store.gaps.proposals import State, bots, find, number_of

    number = number_of(arguments.question) or 0
    name, stack = f"P{number}", stack_in(config, bots)
    if arguments.take_back:
        return stack.take_back(name, arguments)
    held = stack.find(name)
    if held is not None:
        return stack.again(name, held, arguments)
    with stack.connected() as connection:
        found = find(connection, stack.bot, number)
    if found is None or found.state is State.REJECTED:
        raise BotError(f"there is no open proposal {name}")
    if arguments.mark not in ("", found.mark):
        raise BotError(f"{name} has changed; look at it again")
    if found.state is State.ACCEPTED:
        if arguments.json:
            result_json({"accepted": True, "files": [], "patch": None, "builds_on": []})
        remark("it is accepted already")
        return 0
    return _add(found, arguments, stack)


def _add(proposal: Proposal, arguments: Namespace, stack: Stack) -> int:
    """Try the base with a fact that is new to it, on top of what is pending where a patch is made."""
    from bot.curation.editing.acceptance import grounds_of, try_change
    from bot.curation.editing.pending_changes import operation_of
    from bot.curation.exchange.importer import Importing
    from bot.curation.exchange.proposals import Proposed, row_of

    config, is_patch = stack.config, not writes_files(arguments, stack.config)
    ground, on = stack.ground() if is_patch else (stack.base(), [])
    importing = Importing(ground.base)
    importing.take([row_of(Proposed(proposal.question, proposal.answer, proposal.source), ground.base, today())])
    if importing.bad:
        raise BotError(importing.bad[0].what)
    grounds = grounds_of(config, today(), remark)
    grounds = replace(grounds, questions={**grounds.questions, **ground.accepted})
    path, title, language = _topic_for(proposal.question, ground.base, grounds)
    change = importing.change(path, title, language)
    remark("trying the base with it; on a large base this takes a minute …")
    made = try_change(ground.files, change, grounds)
    if isinstance(made, list):
        return refuse(made, as_json=arguments.json)
    if is_patch:
        stack.keep(proposal.name, operation_of(change, ground.base))
    carry_out(made, arguments, config, on)
    stack.note(proposal.name)
    return 0


def _topic_for(question: str, base: FactBase, grounds: Grounds) -> tuple[str, str, str]:
    """Give the file, title and language of the topic that holds the nearest fact."""
    nearest = grounds.matcher_of(base).rank(question)
    name = base.by_id[nearest[0].fact].topic if nearest else base.topics[0].name
    topic = next(topic for topic in base.topics if topic.name == name)
    return topic.path, topic.title, topic.language
