"""Tries a change on a copy of the base in memory, and plans the new files if no other fact loses by it.

Nothing is written here, so that a command, a button or an import can show the plan before it is carried out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot import factbase
from bot.checks import check
from bot.config import Config
from bot.curation.editing.git_patch import patch
from bot.curation.editing.operations import AddRecords, EditOperation, changed_files
from bot.curation.editing.question_files import read_questions_beside
from bot.curation.editing.yaml_emitter import item_lines
from bot.engine.builder import CHECKING
from bot.engine.engine import builder_of
from bot.engine.evaluation import AskedQuestion, Outcome, Result, evaluate, read_questions
from bot.engine.files import folder_of
from bot.factbase.model import FactBase
from bot.matching import Matcher
from bot.matching.dialogue.ellipsis import missing_part
from bot.problems import FactsError, Level, Problem, in_order, quoted
from bot.progress import shown
from bot.replies import settle

_PLACE: Final = re.compile(r":\d+:\d+")
ACCEPTED_HEAD: Final = """\
# Questions that people asked in vain until a phrasing was accepted for them; each has to stay right.
# `python -m bot accept` adds to this file, and its questions count in no rate.
"""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a change is judged by: how to build a matcher, today's date, and the question files of the base."""

    matcher_of: Callable[[FactBase], Matcher]
    today: dt.date
    questions: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """A question that the changed base must answer with a fact, and the path of the file that will record it."""

    text: str
    fact: str
    path: str
    note: str = ""  # what was added for it, where that is not the question itself


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """The whole contents of the files to write, and what they held before; a new file is missing in `before`."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    def patch(self, rename: Callable[[str], str] = str) -> str:
        """Return the plan as a git patch; `rename` turns a path into the file's name in its repository."""
        before, after = ({rename(path): text for path, text in files.items()} for files in (self.before, self.after))
        return patch(before, after)


def try_change(
    files: Mapping[str, bytes],
    change: EditOperation | AddRecords | None,
    criteria: Criteria,
    asked: ExpectedAnswer | None = None,
) -> ChangePlan | list[Problem]:
    """Make the change in memory and return the plan, or the problems that the base did not have before.

    Without a change, only the question `asked` is added to its file. Raise FactsError if the base does not load even
    before the change.
    """
    base, problems = factbase.load(files.items())
    if base is None:
        raise FactsError(problems)
    changed = changed_files(files, base, change) if change is not None else {}
    trial = {**files, **changed}
    new, problems = factbase.load(trial.items())
    if new is None:
        return problems
    problems = RegressionCheck(base, new, criteria).problems(asked, is_changed=change is not None)
    if problems:
        return problems
    if asked is not None:
        held = criteria.questions.get(asked.path)
        changed |= add_to_accepted(asked, held, new)
    before = {path: content for path, content in {**criteria.questions, **files}.items() if path in changed}
    return ChangePlan(before, changed)


class RegressionCheck:
    """Compares a base with the changed base: its own checks, and the questions that it got right before."""

    def __init__(self, base: FactBase, new: FactBase, criteria: Criteria) -> None:
        self.base, self.new, self.criteria = base, new, criteria
        self.matcher = criteria.matcher_of(new)
        self._old: Matcher | None = None

    @property
    def old(self) -> Matcher:
        """The matcher of the unchanged base, built only when a comparison needs it."""
        if self._old is None:
            self._old = self.criteria.matcher_of(self.base)
        return self._old

    def problems(self, asked: ExpectedAnswer | None, *, is_changed: bool) -> list[Problem]:
        """List what the change would break, in the order of files; without a change only `asked` is tried."""
        found = self._incomplete(asked) if asked else []
        if found:
            return found
        found = list(self._unanswered(asked)) if asked else []
        if is_changed:
            found += self._lint()
            for path, content in self.criteria.questions.items():
                found += self._lost(path, content)
        return in_order(found)

    def _incomplete(self, asked: ExpectedAnswer) -> list[Problem]:
        """Refuse a question that needs the one before it, such as "and in 2019?": alone it must find no fact at all."""
        missing = missing_part(asked.text, self.matcher)
        if missing is None:
            return []
        what = f"{quoted(asked.text)} {missing}, so that it goes on from another question"
        mend = "accept it written out in full"
        return [Problem(self.new.by_id[asked.fact].place, Level.ERROR, what, mend, "accept-part")]

    def _lint(self) -> list[Problem]:
        new = self._errors(self.new, self.matcher)
        if not new:
            return []
        held = {_without_lines(problem) for problem in self._errors(self.base, self.old)}
        return [problem for problem in new if _without_lines(problem) not in held]

    def _errors(self, base: FactBase, matcher: Matcher) -> list[Problem]:
        with shown(CHECKING) as progress:
            found = check(base, today=self.criteria.today, asks=matcher, progress=progress)
        return [problem for problem in found if problem.level is not Level.WARNING]

    def _unanswered(self, asked: ExpectedAnswer) -> Iterator[Problem]:
        question = AskedQuestion(asked.text, (asked.fact,), self.new.by_id[asked.fact].place)
        result = self._put(question, self.matcher, self.new)
        if result.outcome is not Outcome.RIGHT:
            what = f"{quoted(asked.text)} would {_outcome_in_words(result)}, not '{asked.fact}'"
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
                what = f"{quoted(question.ask)} wants {wanted} and would {_outcome_in_words(now)}"
                mend = "say in the phrasing what tells the facts apart, or leave it out"
                yield Problem(question.place, Level.ERROR, what, mend, "question-lost")

    def _put(self, question: AskedQuestion, matcher: Matcher, base: FactBase) -> Result:
        return evaluate([question], lambda ask: settle(matcher.decide(ask), base), base).results[0]


def _outcome_in_words(result: Result) -> str:
    if result.answered:
        return "find " + " and ".join(f"'{fact}'" for fact in result.answered)
    return "only bring choices" if result.outcome is Outcome.SUGGESTED else "not be answered"


def _without_lines(problem: Problem) -> tuple[str, str, str]:
    """Identify a problem without its line numbers, which an added line moves."""
    return problem.place.path, problem.rule, _PLACE.sub("", problem.what)


def add_to_accepted(asked: ExpectedAnswer, held: bytes | None, base: FactBase) -> dict[str, bytes]:
    """Return the file of accepted questions with one question more; nothing if it holds that question already."""
    content = held if held is not None else ACCEPTED_HEAD.encode()
    questions, _ = read_questions(asked.path, content, base)
    if any(question.ask == asked.text for question in questions):
        return {}
    fields = {"ask": asked.text, "want": asked.fact}
    lines = item_lines(fields | ({"note": asked.note} if asked.note else {}))
    end = b"" if content.endswith(b"\n") or not content else b"\n"
    return {asked.path: content + end + "".join(f"{line}\n" for line in lines).encode()}


def load_criteria(config: Config, today: dt.date, remark: Callable[[str], None]) -> Criteria:
    """Read the question files of all folders: a fact added in one folder may take over a question of another."""
    return Criteria(
        builder_of(config, remark).build,
        today,
        read_questions_beside(config.settings.facts),
    )


def folder_containing(config: Config, path: str) -> Path:
    """Return the configured folder of facts that a file is in; the first if it is in none."""
    file = Path(path).resolve()
    folders = [folder_of(facts) for facts in config.settings.facts]
    return next((folder for folder in folders if folder.resolve() in file.parents), folders[0])
