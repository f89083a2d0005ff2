"""Tests of a base that is loaded, checked and built in a process of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import Chat, Config, Semantic, Settings
from bot.engine import rebuild
from bot.engine.engine import AnsweringEngine, load_engine
from bot.engine.rebuild import RebuildOrder, Refused, Renewed, renewed
from bot.engine.worker_process import WorkerError
from bot.factbase.audience import ANYBODY, Audience
from bot.matching.decision import Answer
from tests.commands.bases import FACTS, QUESTION, with_lint_error, write_base
from tests.sentence_model import make_model


@pytest.fixture(name="settings")
def _settings(tmp_path: Path) -> Settings:
    """Make settings of a base."""
    write_base(tmp_path)
    return Settings(facts=(tmp_path / "facts",))


def opened(settings: Settings, root: Path) -> AnsweringEngine:
    """Open a desk as a start does."""
    return load_engine(Config(root=root, settings=settings), lambda remark: None)


def order(settings: Settings, desk: AnsweringEngine, root: Path = Path()) -> RebuildOrder:
    """Ask for the base as it is on the disk now."""
    return RebuildOrder(root, settings, desk.audiences, desk.meanings is not None)


async def test_what_comes_back_answers(settings: Settings, tmp_path: Path) -> None:
    """The matcher of the other process answers here, and who looks finds their view built."""
    desk = opened(settings, tmp_path)
    topic = tmp_path / "facts" / "drill.yaml"
    topic.write_text(FACTS.replace("language: en", "language: en\naudience: [-5]"))

    found = await renewed(order(settings, desk), desk)

    assert isinstance(found, Renewed)
    new = desk.followed_by(found.matcher, found.views)
    assert isinstance(new.matcher.decide(QUESTION), Answer)
    assert not isinstance(new.seen_by(ANYBODY).matcher.decide(QUESTION), Answer)
    assert new.seen_by(ANYBODY).matcher in found.views.values()
    assert new.seen_by(Audience(frozenset({-5}))) is new


async def test_errors_of_every_kind(settings: Settings, tmp_path: Path) -> None:
    """What cannot be read, what check finds, and a chat's topic that is gone each keep a base from being taken."""
    desk = opened(settings, tmp_path)
    chats = replace(settings, chats={-5: Chat(topics=frozenset({"drills"}))})
    gone = replace(settings, facts=(tmp_path / "elsewhere",))
    with_lint_error(tmp_path)
    lint = await renewed(order(settings, desk), desk)
    (tmp_path / "facts" / "drill.yaml").write_text(FACTS.replace("answer: In Otar.", "answer: [In Otar.]"))
    unread = rebuild.renew(order(settings, desk))
    (tmp_path / "facts" / "drill.yaml").write_text(FACTS)

    for refusal in (lint, unread):
        assert isinstance(refusal, Refused)
        assert f"{tmp_path}/facts/drill.yaml:" in refusal.lines[0]
    assert rebuild.renew(order(gone, desk)).lines[0].startswith("no folder of facts")  # type: ignore[union-attr]
    assert "which is no topic; did you mean 'drill'?" in rebuild.renew(order(chats, desk)).lines[0]  # type: ignore[union-attr]


def test_the_same_problems(settings: Settings, tmp_path: Path) -> None:
    """A problem that only moved is the same, another is not."""
    desk, topic = opened(settings, tmp_path), tmp_path / "facts" / "drill.yaml"
    keys = []
    for text in ("answer: [In Otar.]", "\n    answer: [In Otar.]", "answer: {a: b}"):
        topic.write_text(FACTS.replace("answer: In Otar.", text))
        refusal = rebuild.renew(order(settings, desk))
        assert isinstance(refusal, Refused)
        keys.append(refusal.key)

    assert keys[0] == keys[1] != keys[2]


async def test_own_questions_are_put(settings: Settings, tmp_path: Path) -> None:
    """A phrasing that does not find its fact keeps the base from being taken."""
    desk = opened(settings, tmp_path)
    taken = FACTS.replace("    answer: In Otar.", "    aliases: ['?!']\n    answer: In Otar.")
    (tmp_path / "facts" / "drill.yaml").write_text(taken)

    found = await renewed(order(settings, desk), desk)

    assert isinstance(found, Refused)
    assert {problem.rule for problem in found.problems} == {"own-question"}


async def test_the_sentence_model_stays_here(settings: Settings, tmp_path: Path) -> None:
    """The other process works out meanings; what comes back uses the model that is loaded here."""
    make_model(tmp_path / "model")
    meant = replace(settings, semantic=Semantic(True, "model", tmp_path / "var" / "vectors.db"))
    desk = opened(meant, tmp_path)
    (tmp_path / "facts" / "drill.yaml").write_text(f"{FACTS}# another version\n")

    found = await renewed(order(meant, desk, tmp_path), desk)

    assert isinstance(found, Renewed)
    assert desk.meanings is not None
    assert isinstance(found.matcher.decide(QUESTION), Answer)
    assert found.matcher.rank("exercise") == desk.matcher.rank("exercise")


async def test_a_process_that_fails(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends by an error of its own is told as that, and not as bad facts."""
    desk = opened(settings, tmp_path)
    monkeypatch.setattr(rebuild, "ENTRY", "tests.engine.failing_worker:work")

    with pytest.raises(WorkerError, match="no memory"):
        await renewed(order(settings, desk), desk)
