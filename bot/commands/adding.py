"""A fact that was proposed in a chat → written into the topic of the fact that comes nearest, if no other loses."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from bot.commands.carrying import carry_out, refuse
from bot.commands.opening import today
from bot.commands.output import remark, result_json
from bot.commands.taking_up import bot_in, opened
from bot.problems import BotError
from bot.reading import load_base, read_folders

if TYPE_CHECKING:
    from bot.config import Config
    from bot.curation.planning import Grounds
    from bot.factbase.model import FactBase


def add_proposal(number: int, arguments: Namespace, config: Config) -> int:
    """Exit with 0 where the fact is written, with 1 where another would lose."""
    from bot.curation.importing import Importing
    from bot.curation.judging import grounds_of
    from bot.curation.planning import plan
    from bot.curation.proposed import Proposed, row_of
    from bot.store.proposals import State, bots, find, settle

    engine = opened(config)
    with engine.begin() as connection:
        bot = bot_in(connection, bots)
        found = find(connection, bot, number)
    if found is None or found.state is State.REJECTED:
        raise BotError(f"there is no open proposal P{number}")
    if found.state is State.ACCEPTED:
        if arguments.json:
            result_json({"accepted": True, "files": [], "patch": None})
        remark("it is accepted already")
        return 0
    base, files = load_base(config.settings.facts), read_folders(config.settings.facts)
    folder = config.settings.facts[0]
    grounds = grounds_of(config, folder if folder.is_dir() else folder.parent, today(), remark)
    importing = Importing(base)
    importing.take([row_of(Proposed(found.question, found.answer, found.source), base, today())])
    if importing.bad:
        raise BotError(importing.bad[0].what)
    path, title, language = _topic_for(found.question, base, grounds)
    remark("trying the base with it; on a large base this takes a minute …")
    made = plan(files, importing.change(path, title, language), grounds)
    if isinstance(made, list):
        return refuse(made, as_json=arguments.json)
    carry_out(made, arguments, config)
    with engine.begin() as connection:
        settle(connection, bot, number, State.ACCEPTED)
    return 0


def _topic_for(question: str, base: FactBase, grounds: Grounds) -> tuple[str, str, str]:
    """Give the file, title and language of the topic that holds the nearest fact."""
    nearest = grounds.matcher_of(base).rank(question)
    name = base.by_id[nearest[0].fact].topic if nearest else base.topics[0].name
    topic = next(topic for topic in base.topics if topic.name == name)
    return topic.path, topic.title, topic.language
