"""Reads config.yaml into settings, or reports what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.config.keys import (
    KeyGroup,
    folders,
    language,
    one_of,
    open_or_listed,
    probability,
    share,
    text,
    text_or_none,
    texts,
    users,
    whole,
    yes_or_no,
)
from bot.config.programs import read_clients, read_webhooks
from bot.config.schedules import read_schedules, time_zone
from bot.config.settings import Asking, Chat, Commands, Curation, Mode, Semantic, Settings, ThresholdSettings, Write
from bot.factbase.loading.nodes import MappingNode, parse
from bot.problems import Level, Problem
from bot.replies import LANGUAGES

LOG_LEVELS: Final = ("debug", "info", "warning", "error")
LOG_FORMATS: Final = ("text", "json")
MOST_RETENTION: Final = 3650  # days
MOST_MINUTES: Final = 24 * 60  # Telegram keeps updates no longer
LEAST_STALL: Final = 60  # a long poll alone lasts up to 40 s
MOST_STALL: Final = 24 * 60 * 60
MOST_ASKED: Final = 10_000


def read_settings(path: str, content: bytes, root: Path) -> tuple[Settings, list[Problem]]:
    """Read config.yaml; a wrong value is replaced by its default, so that all problems are found at once."""
    node, problems = parse(path, content)
    if node is not None and not isinstance(node, MappingNode):
        mend = "write 'key: value' lines"
        problems.append(Problem(node.place, Level.SCHEMA, "this is not a list of keys", mend, "config-type"))
        node = None
    keys = KeyGroup(path, node, problems)
    usual = Settings()
    settings = Settings(
        facts=keys.value("facts", tuple(root / folder for folder in usual.facts), folders(root)),
        language=keys.value("language", usual.language, one_of(LANGUAGES)),
        max_wrong=keys.value("max_wrong", usual.max_wrong, share),
        thresholds=_thresholds(keys.group("thresholds")),
        stale_after=keys.value("stale_after", usual.stale_after, whole(1, MOST_MINUTES, "minutes")),
        context_minutes=keys.value("context_minutes", usual.context_minutes, whole(1, MOST_MINUTES, "minutes")),
        feedback=keys.value("feedback", usual.feedback, yes_or_no),
        curators=keys.value("curators", usual.curators, users),
        admins=keys.value("admins", usual.admins, users),
        access=keys.value("access", usual.access, open_or_listed),
        asking=_asking(keys.group("asking")),
        chats=dict(_chats(keys)),
        schedules=read_schedules(keys),
        time_zone=keys.value("time_zone", usual.time_zone, time_zone),
        make_up_minutes=keys.value("make_up_minutes", usual.make_up_minutes, whole(0, MOST_MINUTES, "minutes")),
        curation=_curation(keys.group("curation")),
        semantic=Semantic(judge=False) if keys.is_off("semantic") else _semantic(keys.group("semantic"), root),
        corrections_days=keys.value("corrections_days", usual.corrections_days, whole(0, MOST_RETENTION, "days")),
        retention_days=keys.value("retention_days", usual.retention_days, whole(1, MOST_RETENTION, "days")),
        follow_up_days=keys.value("follow_up_days", usual.follow_up_days, whole(0, MOST_RETENTION, "days")),
        stall_after=keys.value("stall_after", usual.stall_after, whole(LEAST_STALL, MOST_STALL, "seconds")),
        serve_status=keys.value("serve_status", usual.serve_status, yes_or_no),
        api=read_clients(keys),
        outgoing_webhooks=read_webhooks(keys),
        log_level=keys.value("log_level", usual.log_level, one_of(LOG_LEVELS)),
        log_format=keys.value("log_format", usual.log_format, one_of(LOG_FORMATS)),
    )
    keys.no_others()
    return settings, problems


def _thresholds(keys: KeyGroup) -> ThresholdSettings:
    usual = ThresholdSettings()
    read = ThresholdSettings(
        answer_at=keys.value("answer_at", usual.answer_at, probability),
        suggest_at=keys.value("suggest_at", usual.suggest_at, probability),
        unaddressed_answer_at=keys.value("unaddressed_answer_at", usual.unaddressed_answer_at, probability),
        unaddressed_suggest_at=keys.value("unaddressed_suggest_at", usual.unaddressed_suggest_at, probability),
    )
    keys.not_above(("suggest_at", read.suggest_at), ("answer_at", read.answer_at))
    keys.not_above(("answer_at", read.answer_at), ("unaddressed_answer_at", read.unaddressed_answer_at))
    keys.not_above(("suggest_at", read.suggest_at), ("unaddressed_suggest_at", read.unaddressed_suggest_at))
    keys.no_others()
    return read


def _curation(keys: KeyGroup) -> Curation:
    usual = Curation()
    read = Curation(write=Write(keys.value("write", str(usual.write), one_of(tuple(Write)))))
    keys.no_others()
    return read


def _semantic(keys: KeyGroup, root: Path) -> Semantic:
    usual = Semantic()
    read = Semantic(
        judge=keys.value("judge", usual.judge, yes_or_no),
        model=keys.value("model", usual.model, text_or_none),
        cache=keys.value("cache", root / usual.cache, lambda node: root / text(node)),
    )
    keys.no_others()
    return read


def _asking(keys: KeyGroup) -> Asking:
    usual = Asking()
    count = whole(1, MOST_ASKED, "questions")
    read = Asking(
        per_person=keys.value("per_person", usual.per_person, count),
        per_person_in_group=keys.value("per_person_in_group", usual.per_person_in_group, count),
        per_chat=keys.value("per_chat", usual.per_chat, count),
        unasked=keys.value("unasked", usual.unasked, whole(0, MOST_ASKED, "answers")),
    )
    keys.no_others()
    return read


def _chats(keys: KeyGroup) -> Iterator[tuple[int, Chat]]:
    usual = Chat()
    for number, chat in keys.numbered("chats"):
        yield (
            number,
            Chat(
                mode=Mode(chat.value("mode", str(usual.mode), one_of(tuple(Mode)))),
                topics=chat.value("topics", usual.topics, lambda node: frozenset(texts(node))),
                language=chat.value("language", usual.language, language),
                commands=Commands(chat.value("commands", str(usual.commands), one_of(tuple(Commands)))),
            ),
        )
        chat.no_others()
