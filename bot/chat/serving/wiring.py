"""What the desk of the curators does → its commands, its buttons, and its work beside the updates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.chat.commands.briefing_session import BriefingSessions
from bot.chat.commands.changes import Changes
from bot.chat.commands.explain import Explaining
from bot.chat.commands.fact_sheet import FactSheets
from bot.chat.commands.privacy import Privacy
from bot.chat.commands.start_help import StartAndHelp
from bot.chat.commands.subscriptions import Subscriptions
from bot.chat.corrections.editor import AnswerEditor
from bot.chat.corrections.stale_answers import CorrectionsTask
from bot.chat.curator.accept_process import AcceptProcess
from bot.chat.curator.feedback import AnswerComplaints, Feedback
from bot.chat.curator.gap_console import GapConsole
from bot.chat.curator.gap_digest import GapDigest
from bot.chat.curator.gap_follow_up import GapFollowUp, LateAnswers
from bot.chat.curator.miss_recorder import MissRecorder
from bot.chat.curator.pending_patches import PendingPatches
from bot.chat.curator.preflight import PreflightCommand
from bot.chat.curator.proposals import Proposals
from bot.chat.curator.stats import StatsCommand
from bot.chat.dialogue.answer_service import AnswerService, QuestionComparison
from bot.chat.dialogue.chat_context import ChatContexts
from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.dialogue.responder import DuplicateAnswers, Responder
from bot.chat.handlers.inline import InlineHandlers
from bot.chat.handlers.membership import Membership
from bot.chat.handlers.messages import MessageHandlers
from bot.chat.handlers.passive import PassiveListener
from bot.chat.inbound.dispatch import AnyApplication
from bot.chat.outbound.outbox import Outbox
from bot.chat.outbound.sender import Sender
from bot.chat.process.background import BackgroundTask
from bot.chat.process.clock import utc_now
from bot.chat.process.leader_election import WEBHOOK, is_alive
from bot.chat.protocol.chat_policy import ChatPolicies
from bot.chat.reload.admin_commands import looking_after
from bot.chat.reload.reloader import Reloading
from bot.chat.routing.access import AccessControl
from bot.chat.routing.commands import CommandTable
from bot.chat.scheduling.publisher import Publisher
from bot.chat.scheduling.scheduler import Scheduler, configured
from bot.chat.serving.facts_page import address_of_page
from bot.config import Config, Settings
from bot.store.database.store import Store


def for_curators(
    application: AnyApplication,
    config: Config,
    outbox: Outbox,
    scenes: ChatContexts,
    door: AccessControl,
    misses: MissRecorder,
    clock: Callable[[], dt.datetime],
) -> tuple[CommandTable, BackgroundTask]:
    """Have the application call the desk for its buttons; give its commands, and what it does beside the updates."""
    bot, settings, store = application.bot, config.settings, door.memory.store
    answering, places = scenes.answer_service, scenes.policies
    accepting = AcceptProcess(config)
    not_live = PendingPatches(store, door.sender, accepting)
    desk = GapConsole(misses.reconsidering, store, door.sender, scenes, door, accepting, not_live)
    proposing = Proposals(bot, outbox, scenes, door, accepting, not_live)
    desk.register(application)
    proposing.register(application)
    later = LateAnswers(door.sender, answering, places, door.memory, settings.feedback)
    news = GapDigest(door.sender, answering, places, store, settings.staff, settings.language, clock)
    follow_up = dt.timedelta(days=settings.follow_up_days)
    responders = {
        **desk.responders(),
        **proposing.responders(),
        **PreflightCommand(answering, store).responders(),
        **StatsCommand(door.sender, answering, door.memory, clock).responders(),
    }
    reconsidering, folders = misses.reconsidering, settings.facts
    return responders, GapFollowUp(reconsidering, places, misses, later, news, store, folders, follow_up, clock)


def by_the_clock(settings: Settings, posting: Publisher, door: AccessControl) -> tuple[Subscriptions, Scheduler]:
    """Put together what keeps subscriptions, and what posts them and the schedules of the settings."""
    store, clock = posting.store, posting.clock
    planned = configured(settings, clock().timestamp())
    ids = frozenset(one.id for one in planned)
    subscribing = Subscriptions(door, posting.answer_service, store, ids, settings.time_zone, clock)
    return subscribing, Scheduler(store, posting, planned, clock)


def assemble(
    application: AnyApplication, config: Config, outbox: Outbox, answering: AnswerService, store: Store, token: str
) -> list[BackgroundTask]:
    """Have the application call what serves chats; of two that would take an update, the first does.

    Returns what is to be done beside the updates.
    """
    bot, settings = application.bot, config.settings
    places, memory = ChatPolicies(settings, store), DialogueMemory(store, token, utc_now)
    sender, scenes = Sender(bot, outbox, places.move), ChatContexts(places, answering)
    door = AccessControl(bot, sender, memory, settings)
    briefing, sessions = for_briefings(application, sender, memory, answering, scenes, door)
    saying = Responder(sender, memory, DuplicateAnswers(answering, memory), settings.feedback, (sessions,))
    stale_after = dt.timedelta(minutes=settings.stale_after)
    misses = MissRecorder(QuestionComparison(answering), memory)
    complaints = AnswerComplaints(sender, outbox, answering, settings.staff, settings.language)
    posting = Publisher(sender, answering, places, store, 60.0 * settings.make_up_minutes, utc_now)
    subscribing, scheduling = by_the_clock(settings, posting, door)
    reloading, upkeep = looking_after(bot, config, sender, answering, store, utc_now)
    curating, following_up = for_curators(application, config, outbox, scenes, door, misses, utc_now)
    responders = {
        **for_everybody(answering, sender, memory, config),
        **briefing,
        **subscribing.responders(),
        **upkeep.responders(),
        **curating,
    }
    Membership(bot, sender, scenes).register(application)
    Feedback(bot, outbox, answering, memory, complaints, misses, door, places).register(application)
    InlineHandlers(bot, sender, store, answering, scenes, door, utc_now).register(application)
    MessageHandlers(saying, misses, outbox, answering, door, scenes, responders, stale_after, utc_now).register(
        application
    )
    PassiveListener(answering, scenes, door, saying, settings.thresholds, stale_after, utc_now).register(application)
    editor = AnswerEditor(sender, answering, places, store, settings.feedback, utc_now)
    return [scheduling, reloading, following_up, corrections(editor, settings, reloading)]


def corrections(editor: AnswerEditor, settings: Settings, reloading: Reloading) -> CorrectionsTask:
    """Make what corrects answers of the last days, and have it called after each change of the base."""
    days = min(settings.corrections_days, settings.retention_days)
    task = CorrectionsTask(editor.answer_service, editor, editor.store, days, editor.clock)
    reloading.after.append(task.changed)
    return task


def for_everybody(answering: AnswerService, sender: Sender, memory: DialogueMemory, config: Config) -> CommandTable:
    """Give the commands with which everybody finds their way."""
    settings, address = config.settings, address_of_page(config)

    async def page() -> str | None:
        return address if address is not None and await is_alive(memory.store, WEBHOOK) else None

    return {
        **StartAndHelp(answering, sender, settings.is_curator, page).responders(),
        **Explaining(answering, memory, settings.is_curator).responders(),
        **Privacy(memory, settings).responders(),
        **Changes(answering, memory.store, utc_now).responders(),
    }


def for_briefings(
    application: AnyApplication,
    sender: Sender,
    memory: DialogueMemory,
    answering: AnswerService,
    scenes: ChatContexts,
    door: AccessControl,
) -> tuple[CommandTable, BriefingSessions]:
    """Give the commands of a briefing, and what records it."""
    handouts = FactSheets(sender, answering, scenes, door, utc_now)
    handouts.register(application)
    sessions = BriefingSessions(sender, memory, answering, door, utc_now)
    return {**handouts.responders(), **sessions.responders()}, sessions
