"""A base and a change → the new files, or why they must not come: another fact would lose.

Nothing is written here, so that a command, a button or an import can show the plan before it is carried out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from bot import factbase
from bot.checks import check
from bot.config import Config
from bot.curation.editing.git_patch import patch
from bot.curation.editing.operations import EditOperation, changed_files
from bot.curation.editing.question_files import read_questions_beside
from bot.curation.editing.yaml_emitter import item_lines
from bot.engine.engine import matcher_of, meanings_of
from bot.engine.evaluation import AskedQuestion, Outcome, Result, evaluate, read_questions
from bot.engine.files import folder_of
from bot.factbase.model import FactBase
from bot.matching import Matcher
from bot.problems import FactsError, Level, Problem, in_order, quoted
from bot.replies import settle

_PLACE: Final = re.compile(r":\d+:\d+")
ACCEPTED_HEAD: Final = """\
# Questions that people asked in vain until a phrasing was accepted for them; each has to stay right.
# `python -m bot accept` adds to this file, and its questions count in no rate.
"""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a change is judged by: how a matcher is built, the day, and the question files of the base."""

    matcher_of: Callable[[FactBase], Matcher]
    today: dt.date
    questions: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the change has to bring to a fact, and the file that is to remember it."""

    text: str
    fact: str
    path: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The files to write, whole, and what they were; a file that is new was nothing."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    def patch(self, named: Callable[[str], str] = str) -> str:
        """Give the same as a patch for git, with the files named as in their repository."""
        before, after = ({named(path): content for path, content in some.items()} for some in (self.before, self.after))
        return patch(before, after)


def try_change(
    files: Mapping[str, bytes], change: EditOperation | None, grounds: Grounds, asked: Asked | None = None
) -> Plan | list[Problem]:
    """Make the change in memory and judge the base that comes of it; without one only `asked` is kept.

    Problems are those that the base did not have before. Raises FactsError where it did not load even then.
    """
    base, problems = factbase.load(files.items())
    if base is None:
        raise FactsError(problems)
    changed = changed_files(files, base, change) if change is not None else {}
    trial = {**files, **changed}
    new, problems = factbase.load(trial.items())
    if new is None:
        return problems
    problems = RegressionCheck(base, new, grounds).problems(asked, is_changed=change is not None)
    if problems:
        return problems
    if asked is not None:
        held = grounds.questions.get(asked.path)
        changed |= remembered(asked, held, new)
    before = {path: content for path, content in {**grounds.questions, **files}.items() if path in changed}
    return Plan(before, changed)


class RegressionCheck:
    """One comparison of a base with what it is to become."""

    def __init__(self, base: FactBase, new: FactBase, grounds: Grounds) -> None:
        self.base, self.new, self.grounds = base, new, grounds
        self.matcher = grounds.matcher_of(new)
        self._old: Matcher | None = None

    @property
    def old(self) -> Matcher:
        """The matcher of the base as it is, built only where something has to be compared."""
        if self._old is None:
            self._old = self.grounds.matcher_of(self.base)
        return self._old

    def problems(self, asked: Asked | None, *, is_changed: bool) -> list[Problem]:
        found = self._lacking(asked) if asked else []
        if found:
            return found
        found = list(self._not_found(asked)) if asked else []
        if is_changed:
            found += self._lint()
            for path, content in self.grounds.questions.items():
                found += self._lost(path, content)
        return in_order(found)

    def _lacking(self, asked: Asked) -> list[Problem]:
        """Refuse a question that another completes: by itself it must find no fact at all."""
        lack = self.matcher.lack(asked.text)
        if lack is None:
            return []
        what = f"{quoted(asked.text)} {lack}, so that it goes on from another question"
        mend = "accept it written out in full"
        return [Problem(self.new.by_id[asked.fact].place, Level.ERROR, what, mend, "accept-part")]

    def _lint(self) -> list[Problem]:
        new = self._errors(self.new, self.matcher)
        if not new:
            return []
        held = {_told(problem) for problem in self._errors(self.base, self.old)}
        return [problem for problem in new if _told(problem) not in held]

    def _errors(self, base: FactBase, matcher: Matcher) -> list[Problem]:
        found = check(base, today=self.grounds.today, asks=matcher, fold=matcher.fold)
        return [problem for problem in found if problem.level is not Level.WARNING]

    def _not_found(self, asked: Asked) -> Iterator[Problem]:
        question = AskedQuestion(asked.text, (asked.fact,), self.new.by_id[asked.fact].place)
        result = self._put(question, self.matcher, self.new)
        if result.outcome is not Outcome.RIGHT:
            what = f"{quoted(asked.text)} would {_came_to(result)}, not '{asked.fact}'"
            yield Problem(question.place, Level.ERROR, what, "accept another part of it", "accept-vain")

    def _lost(self, path: str, content: bytes) -> Iterator[Problem]:
        questions, problems = read_questions(path, content, self.new)
        yield from problems
        for question in questions:
            now = self._put(question, self.matcher, self.new)
            if now.outcome is Outcome.RIGHT:
                continue
            known = all(fact in self.base.by_id for fact in question.want)
            before = self._put(question, self.old, self.base) if known else now
            if before.outcome is Outcome.RIGHT or (
                now.outcome is Outcome.WRONG and before.outcome is not Outcome.WRONG
            ):
                wanted = " or ".join(question.want) or "none"
                what = f"{quoted(question.ask)} wants {wanted} and would {_came_to(now)}"
                mend = "say in the phrasing what tells the facts apart, or leave it out"
                yield Problem(question.place, Level.ERROR, what, mend, "question-lost")

    def _put(self, question: AskedQuestion, matcher: Matcher, base: FactBase) -> Result:
        return evaluate([question], lambda ask: settle(matcher.decide(ask), base), base).results[0]


def _came_to(result: Result) -> str:
    if result.answered:
        return "find " + " and ".join(f"'{fact}'" for fact in result.answered)
    return "only bring choices" if result.outcome is Outcome.SUGGESTED else "not be answered"


def _told(problem: Problem) -> tuple[str, str, str]:
    """Say what a problem is, wherever a line more has moved it."""
    return problem.place.path, problem.rule, _PLACE.sub("", problem.what)


def remembered(asked: Asked, held: bytes | None, base: FactBase) -> dict[str, bytes]:
    """Add a question to the file of those that were accepted, unless it stands there."""
    content = held if held is not None else ACCEPTED_HEAD.encode()
    questions, _ = read_questions(asked.path, content, base)
    if any(question.ask == asked.text for question in questions):
        return {}
    lines = item_lines({"ask": asked.text, "want": asked.fact})
    end = b"" if content.endswith(b"\n") or not content else b"\n"
    return {asked.path: content + end + "".join(f"{line}\n" for line in lines).encode()}


def grounds_of(config: Config, today: dt.date, remark: Callable[[str], None]) -> Grounds:
    """Read what a change is judged by: the questions of all folders, for the facts of one may take those of another."""
    return Grounds(
        partial(matcher_of, settings=config.settings, meanings=meanings_of(config, remark)),
        today,
        read_questions_beside(config.settings.facts),
    )


def folder_with(config: Config, path: str) -> Path:
    """Give the folder of facts in which a file stands."""
    file = Path(path).resolve()
    folders = [folder_of(facts) for facts in config.settings.facts]
    return next((folder for folder in folders if folder.resolve() in file.parents), folders[0])
