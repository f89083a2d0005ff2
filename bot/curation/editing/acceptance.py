"""Accepts a gap, a question or a proposal: adds it to the facts if no other fact loses by it.

The command `accept` and the curators' buttons both call `accept`. It takes seconds of CPU time, so that the chat calls
`bot.curation.editing.acceptance_worker.accept_in_process`, which takes the same request and gives the same result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from bot.curation.editing.atomic_write import write_whole
from bot.curation.editing.fact_changes import FactRequest, change_of
from bot.curation.editing.git_patch import name_in_repository
from bot.curation.editing.operations import (
    AddAlias,
    AddSpelling,
    AddSynonym,
    EditOperation,
    current_fact,
    language_seen,
    note_of,
)
from bot.curation.editing.patch_stack import PatchStack
from bot.curation.editing.pending_changes import Operation, Workspace, as_text, operation_of
from bot.curation.editing.question_files import question_files
from bot.curation.editing.regression_check import (
    ChangePlan,
    Criteria,
    ExpectedAnswer,
    folder_containing,
    load_criteria,
    try_change,
)
from bot.curation.exchange.importer import Importing
from bot.curation.exchange.proposals import Proposed, row_of
from bot.engine.files import shown_path
from bot.factbase.model import Fact, FactBase
from bot.matching import Answer
from bot.problems import BotError, Problem, quoted
from bot.store.gaps import gaps, proposals
from bot.store.gaps.proposals import Proposal, ProposalState

KINDS: Final = ("alias", "name", "synonym")  # of what is added: a whole phrasing, a spelling of a name, a word
ALREADY_THERE: Final = "all of it is there already"
TRYING: Final = "trying the base with it; on a large base this takes a minute …"
WHICH_FACT: Final = "which fact answers it? name it with --fact"


@dataclass(frozen=True, slots=True)
class AcceptRequest:
    """What a curator accepts, and as what; without `text`, the whole question is added."""

    subject: str  # the question itself, the name of its gap (G12) or of a proposal (P3)
    fact: str | None = None  # that answers it; a proposal needs none
    kind: str = KINDS[0]
    text: str | None = None
    of: str | None = None  # the name that is so spelt, or the word stood for
    language: str | None = None  # of what is added, where it cannot be seen
    mark: str = ""  # letters that the gap or proposal has only if it still reads as it did


@dataclass(frozen=True, slots=True)
class Accepted:
    """The paths of the files that change, and the patch where one is wanted instead of written files."""

    files: tuple[str, ...] = ()
    patch: str | None = None
    builds_on: tuple[str, ...] = ()  # patches that are not live yet either, to be applied before this one


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why nothing changes: problems that the changed base would have, or one sentence."""

    problems: tuple[Problem, ...] = ()
    reason: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each problem, or the sentence."""
        return tuple(map(str, self.problems)) or (self.reason,)


def name_of(subject: str) -> str:
    """Return the name under which something is kept: G12, P3, or the question itself."""
    gap, proposal = gaps.number_of(subject), proposals.number_of(subject)
    if gap is not None:
        return f"G{gap}"
    return " ".join(subject.split()) if proposal is None else f"P{proposal}"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Where accepted changes go: into the files or onto the stack of patches; `remark` is told what goes on."""

    stack: PatchStack
    writes_files: bool
    today: dt.date
    remark: Callable[[str], None]

    def accept(self, request: AcceptRequest) -> Accepted | Rejected:
        """Try the base with the change, then write it into the files or keep it as a patch.

        What was accepted as a patch before gives that patch again, made for the base of now. Raise BotError if the
        request cannot be meant: no such fact, name or gap, or another change was accepted for it.
        """
        name = name_of(request.subject)
        held = self.stack.find(name)
        if proposals.number_of(request.subject) is not None:
            return self._again(name, held) if held is not None else self._accept_proposal(request)
        if request.fact is None:
            if held is not None:
                return self._again(name, held)
            raise BotError(WHICH_FACT)
        question = self._question(request)
        if held is None:
            return self._accept_question(name, question, request, request.fact)
        workspace = self.stack.patched(before=name)[0]
        fact = current_fact(request.fact, workspace.base)
        change = _change(request, question, fact, workspace.base)
        if held.change not in (change, None) or held.fact != fact.id:
            raise BotError(
                f"{quoted(name)} was accepted for '{held.fact}' in another way and is not live yet; take that back "
                f"first: python -m bot accept {quoted(name)} --take-back"
            )
        return self._again(name, held)

    def change(self, request: FactRequest) -> Accepted | Rejected:
        """Edit, supersede or withdraw a fact, judged and kept as what `accept` adds."""
        name = request.name
        held = self.stack.find(name)
        workspace, builds_on = self._workspace() if held is None else self.stack.patched(before=name)
        change = change_of(request, workspace, self.today)
        if held is not None:
            if as_text(Operation(change)) != as_text(held):
                raise BotError(
                    f"{quoted(name)} was accepted in another way and is not live yet; take that back first: "
                    f"python -m bot accept {quoted(name)} --take-back"
                )
            return self._again(name, held)
        if workspace.has(Operation(change)):
            self.remark(ALREADY_THERE)
            return Accepted()
        self.remark(TRYING)
        plan = try_change(workspace.files, change, self._criteria(workspace))
        if isinstance(plan, list):
            return Rejected(tuple(plan))
        if not self.writes_files:
            self.stack.keep(name, Operation(change))
        return self._carry_out(name, plan, builds_on)

    def _accept_question(self, name: str, question: str, request: AcceptRequest, wanted: str) -> Accepted | Rejected:
        workspace, builds_on = self._workspace()
        fact = current_fact(wanted, workspace.base)
        change: EditOperation | None = _change(request, question, fact, workspace.base)
        folder = folder_containing(self.stack.config, fact.place.path)
        criteria = self._criteria(workspace)
        if request.kind == KINDS[0] and request.text is None and _is_answered(question, fact, workspace, criteria):
            self.remark(f"'{fact.id}' answers that already; it is only kept among the accepted questions")
            change = None
        self.remark(TRYING)
        expected = ExpectedAnswer(question, fact.id, shown_path(question_files(folder)[1]), note_of(question, change))
        plan = try_change(workspace.files, change, criteria, expected)
        if isinstance(plan, list):
            return Rejected(tuple(plan))
        if not plan.after:
            self.remark(ALREADY_THERE)
        elif not self.writes_files:
            self.stack.keep(name, operation_of(change, workspace.base, question, fact.id))
        return self._carry_out(name, plan, builds_on)

    def _accept_proposal(self, request: AcceptRequest) -> Accepted | Rejected:
        """Write a proposed fact into the topic of the fact that is nearest to its question."""
        proposal = self._proposal(request)
        if proposal is None:
            self.remark("it is accepted already")
            return Accepted()
        workspace, builds_on = self._workspace()
        importing = Importing(workspace.base)
        proposed = Proposed(proposal.question, proposal.answer, proposal.source)
        importing.take([row_of(proposed, workspace.base, self.today)])
        if importing.bad:
            raise BotError(importing.bad[0].what)
        criteria = self._criteria(workspace)
        change = importing.change(*_topic_for(proposal.question, workspace.base, criteria))
        self.remark(TRYING)
        plan = try_change(workspace.files, change, criteria)
        if isinstance(plan, list):
            return Rejected(tuple(plan))
        if not self.writes_files:
            self.stack.keep(proposal.name, operation_of(change, workspace.base))
        return self._carry_out(proposal.name, plan, builds_on)

    def _carry_out(self, name: str, plan: ChangePlan, builds_on: list[str]) -> Accepted:
        """Write the files, unless a patch is wanted, and record that it was accepted."""
        if self.writes_files:
            write_whole(plan.after)
        self.stack.mark_accepted(name)
        return Accepted(tuple(plan.after), self._patch(plan), tuple(builds_on))

    def _again(self, name: str, operation: Operation) -> Accepted:
        """Write, or make the patch of, what was accepted before."""
        workspace, builds_on = (self.stack.current(), []) if self.writes_files else self.stack.patched(before=name)
        if workspace.has(operation):
            self.remark(ALREADY_THERE)
            return Accepted()
        plan = workspace.plan_to(self.stack.with_operation(workspace, name, operation))
        if self.writes_files:
            write_whole(plan.after)
        return Accepted(tuple(plan.after), self._patch(plan), tuple(builds_on))

    def _patch(self, plan: ChangePlan) -> str | None:
        config = self.stack.config
        return None if self.writes_files else plan.patch(lambda path: name_in_repository(path, config))

    def _workspace(self) -> tuple[Workspace, list[str]]:
        """What the change is made on: the files, with the pending patches on top where it becomes a patch."""
        return (self.stack.current(), []) if self.writes_files else self.stack.patched()

    def _criteria(self, workspace: Workspace) -> Criteria:
        criteria = load_criteria(self.stack.config, self.today, self.remark)
        return replace(criteria, questions={**criteria.questions, **workspace.accepted})

    def _question(self, request: AcceptRequest) -> str:
        """Return the question of the request, with single spaces; that of a gap stands in the store."""
        number = gaps.number_of(request.subject)
        if number is None:
            return name_of(request.subject)
        with self.stack.connected() as connection:
            gap = gaps.find(connection, self.stack.bot, number)
        if gap is None:
            raise BotError(f"there is no gap G{number}; see them with python -m bot gaps")
        if request.mark not in ("", gap.mark):
            raise BotError(f"{gap.name} has changed; look at it again")
        return " ".join(gap.question.split())

    def _proposal(self, request: AcceptRequest) -> Proposal | None:
        """Find an open proposal; None if it was accepted before."""
        number = proposals.number_of(request.subject) or 0
        with self.stack.connected() as connection:
            found = proposals.find(connection, self.stack.bot, number)
        if found is None or found.state is ProposalState.REJECTED:
            raise BotError(f"there is no open proposal P{number}")
        if request.mark not in ("", found.mark):
            raise BotError(f"{found.name} has changed; look at it again")
        return found if found.state is ProposalState.OPEN else None


def _is_answered(question: str, fact: Fact, workspace: Workspace, criteria: Criteria) -> bool:
    decision = criteria.matcher_of(workspace.base).decide(question)
    return isinstance(decision, Answer) and [found.fact for found in decision.facts] == [fact.id]


def _change(request: AcceptRequest, question: str, fact: Fact, base: FactBase) -> EditOperation:
    """Turn the request into the edit that it asks for."""
    text = " ".join((request.text or question).split())
    if not text:
        raise BotError("there is nothing to add; give the question in quotation marks")
    language = (request.language or language_seen(text, fact.question.language, base.languages)).lower()
    if request.kind == "alias":
        return AddAlias(fact.id, text, language)
    if request.text is None:
        raise BotError(f"which part of the question is the {request.kind}? name it with --text")
    if request.kind == "synonym":
        if request.of is None:
            raise BotError(f"which word does {quoted(text)} stand for? name it with --of")
        return AddSynonym(language, text.lower(), request.of.strip(), fact.id)
    name = request.of or fact.about
    if name is None:
        raise BotError(f"'{fact.id}' has no 'about'; say with --of which name is so spelt")
    if name not in base.names:
        near = get_close_matches(name, base.names, n=1)
        mend = f"did you mean {quoted(near[0])}?" if near else "name one that stands under names: in some topic"
        raise BotError(f"the base has no name {quoted(name)}; {mend}")
    return AddSpelling(name, text)


def _topic_for(question: str, base: FactBase, criteria: Criteria) -> tuple[str, str, str]:
    """Return the file, title and language of the topic that holds the fact nearest to a question."""
    nearest = criteria.matcher_of(base).rank(question)
    name = base.by_id[nearest[0].fact].topic if nearest else base.topics[0].name
    topic = next(topic for topic in base.topics if topic.name == name)
    return topic.path, topic.title, topic.language
