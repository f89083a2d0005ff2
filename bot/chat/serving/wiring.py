"""The composition root of the chat: what is built, from what, and handed to whom, from top to bottom.

Nothing else imports it but `application.py`. Of two handlers that would take an update, the one registered first does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from telegram import User

from bot.chat.commands.briefing_session import BriefingSessions
from bot.chat.commands.changes import Changes
from bot.chat.commands.explain import Explaining
from bot.chat.commands.fact_sheet import FactSheets
from bot.chat.commands.privacy import Privacy
from bot.chat.commands.start_help import StartAndHelp
from bot.chat.commands.subscriptions import Subscriptions
from bot.chat.commands.table_pages import TablePages
from bot.chat.corrections.editor import AnswerEditor
from bot.chat.corrections.stale_answers import CorrectionsTask
from bot.chat.curator.accept_process import AcceptProcess
from bot.chat.curator.fact_desk import FactDesk
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
from bot.chat.events.delivery import EventDelivery
from bot.chat.handlers.inline import InlineHandlers
from bot.chat.handlers.membership import Membership
from bot.chat.handlers.messages import MessageHandlers
from bot.chat.handlers.passive import PassiveListener
from bot.chat.inbound.dispatch import AnyApplication, Dispatcher
from bot.chat.inbound.worker import UpdateWorker
from bot.chat.outbound.curator_notices import Notices
from bot.chat.outbound.outbox import Outbox
from bot.chat.outbound.rate_limit import NoRateLimits, SharedRateLimits
from bot.chat.outbound.sender import Sender
from bot.chat.process.background import BackgroundTask
from bot.chat.process.leader_election import WEBHOOK, is_alive
from bot.chat.protocol.chat_policy import ChatPolicies
from bot.chat.reload.admin_commands import AdminCommands, ReloadReports
from bot.chat.reload.reloader import Reloader
from bot.chat.routing.access import AccessControl
from bot.chat.routing.commands import CommandTable
from bot.chat.scheduling.publisher import Publisher
from bot.chat.scheduling.scheduler import Scheduler, configured
from bot.chat.services import Services
from bot.chat.serving.facts_page import address_of_page
from bot.config import Config, Settings
from bot.config.settings import reveal_required
from bot.replies import Words
from bot.store.database.store import Store
from bot.store.events.outgoing import EventLog


def build_worker(store: Store, application: AnyApplication, settings: Settings) -> UpdateWorker:
    """Build what stores updates and hands each to the application."""
    retention, follow_up = (dt.timedelta(days=days) for days in (settings.retention_days, settings.follow_up_days))
    handle = Dispatcher(application)
    return UpdateWorker(store, handle, retention=retention.total_seconds(), follow_up=follow_up.total_seconds())


def build_services(
    config: Config,
    application: AnyApplication,
    store: Store,
    worker: UpdateWorker,
    answer_service: AnswerService,
    clock: Callable[[], dt.datetime],
) -> Services:
    """Build what most features need: sending within Telegram's limits, memory, access, and the rules of each chat."""
    bot, settings, telegram = application.bot, config.settings, config.telegram
    token = reveal_required(telegram.token, "TELEGRAM_BOT_TOKEN")
    limits = SharedRateLimits(store) if telegram.has_limits else NoRateLimits()
    outbox = Outbox(worker.ledger, limits, token, bot.get_me)
    policies = ChatPolicies(settings, store)
    sender = Sender(bot, outbox, policies.move)
    memory = DialogueMemory(store, token, clock)
    return Services(
        config=config,
        bot=bot,
        store=store,
        outbox=outbox,
        sender=sender,
        notices=Notices(sender, store, settings.staff),
        answer_service=answer_service,
        memory=memory,
        policies=policies,
        chat_contexts=ChatContexts(policies, answer_service),
        access=AccessControl(bot, sender, memory, settings),
        clock=clock,
        events=EventLog(settings.outgoing_webhooks),
    )


@dataclass(frozen=True, slots=True)
class CuratorFeatures:
    """What curators do about questions without an answer, about proposals and about facts."""

    console: GapConsole
    proposals: Proposals
    desk: FactDesk
    commands: CommandTable


def table_pages_of(services: Services, clock: Callable[[], dt.datetime]) -> TablePages:
    """Build what turns the pages of tables."""
    return TablePages(
        services.sender,
        services.memory,
        services.answer_service,
        services.chat_contexts,
        services.access,
        services.settings.feedback,
        clock,
    )


def build_tasks(application: AnyApplication, services: Services, *, handles_signals: bool) -> list[BackgroundTask]:
    """Build all features, register their handlers, and return the work that they do besides handling updates."""
    settings, store, clock = services.settings, services.store, services.clock
    comparison = QuestionComparison(services.answer_service)
    recorder = MissRecorder(comparison, services.memory, services.events)
    reloader = Reloader(services, ReloadReports(services).tell, handles_signals=handles_signals)

    make_up = 60.0 * settings.make_up_minutes
    publisher = Publisher(services.sender, services.answer_service, services.policies, store, make_up, clock)
    schedules = configured(settings, clock().timestamp())
    scheduler = Scheduler(store, publisher, schedules, clock)
    ids = frozenset(one.id for one in schedules)
    subscriptions = Subscriptions(services.access, services.answer_service, store, ids, settings.time_zone, clock)

    follow_up = GapFollowUp(services, comparison, recorder, LateAnswers(services), GapDigest(services))
    reloader.subscribe(follow_up.base_changed)
    editor = AnswerEditor(services.sender, services.answer_service, services.policies, store, settings.feedback, clock)
    days = min(settings.corrections_days, settings.retention_days)
    corrections = CorrectionsTask(services.answer_service, editor, store, days, clock, services.events)
    reloader.subscribe(corrections.changed)

    sheets = FactSheets(services.sender, services.answer_service, services.chat_contexts, services.access, clock)
    sessions = BriefingSessions(services.sender, services.memory, services.answer_service, services.access, clock)
    curators = build_curator_features(services, comparison)
    commands = {
        **general_commands(services),
        **sheets.commands(),
        **sessions.commands(),
        **subscriptions.commands(),
        **AdminCommands(services, reloader, clock()).commands(),
        **curators.commands,
    }
    for feature in (sheets, table_pages_of(services, clock), curators.console, curators.proposals, curators.desk):
        feature.register(application)
    register_conversation(application, services, recorder, sessions, commands)
    delivery = EventDelivery(settings.outgoing_webhooks, services.config.webhook_keys, store, clock)
    tasks: list[BackgroundTask] = [scheduler, reloader, follow_up, corrections]
    return [*tasks, delivery] if settings.outgoing_webhooks else tasks


def build_curator_features(services: Services, comparison: QuestionComparison) -> CuratorFeatures:
    """Build the gap console and what belongs to it, /preflight and /stats."""
    pending = PendingPatches(services, AcceptProcess(services))
    console = GapConsole(services, comparison, pending)
    proposals = Proposals(services, pending)
    desk = FactDesk(services, pending)
    commands = {
        **console.commands(),
        **proposals.commands(),
        **desk.commands(),
        **PreflightCommand(services).commands(),
        **StatsCommand(services).commands(),
    }
    return CuratorFeatures(console, proposals, desk, commands)


def privacy_of(services: Services) -> Privacy:
    """Build what says and deletes what is kept of a person."""
    answer_service = services.answer_service

    def words_for(user: User) -> Words:
        return answer_service.words_for(answer_service.language_of(user))

    return Privacy(services.memory, services.settings, services.sender, words_for)


def general_commands(services: Services) -> CommandTable:
    """Build the commands that are for everybody."""
    settings, answer_service, memory = services.settings, services.answer_service, services.memory
    address = address_of_page(services.config)

    async def page() -> str | None:
        """Return the address of the facts page while a process serves it."""
        return address if address is not None and await is_alive(services.store, WEBHOOK) else None

    return {
        **StartAndHelp(answer_service, services.sender, settings.is_curator, page).commands(),
        **Explaining(answer_service, memory, settings.is_curator).commands(),
        **privacy_of(services).commands(),
        **Changes(answer_service, services.store, services.clock).commands(),
    }


def register_conversation(
    application: AnyApplication,
    services: Services,
    recorder: MissRecorder,
    sessions: BriefingSessions,
    commands: CommandTable,
) -> None:
    """Build and register what handles memberships, thumbs, inline queries, messages, and messages to nobody."""
    settings = services.settings
    duplicates = DuplicateAnswers(services.answer_service, services.memory)
    responder = Responder(
        services.sender, services.memory, duplicates, settings.feedback, (sessions,), settings.is_curator
    )
    for feature in (
        Membership(services.bot, services.sender, services.chat_contexts),
        privacy_of(services),
        Feedback(services, AnswerComplaints(services), recorder),
        InlineHandlers(services),
        MessageHandlers(services, responder, recorder, commands),
        PassiveListener(services, responder),
    ):
        feature.register(application)
