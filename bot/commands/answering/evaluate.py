"""`eval`: asks the questions of a file, counts the right and wrong answers, and lists the misses."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.commands.opening import add_common, add_json, configured
from bot.commands.output import counted, remark, result, result_json
from bot.config import Config
from bot.curation.editing.question_files import question_files
from bot.engine.engine import AnsweringEngine, load_engine
from bot.engine.evaluation import AskedQuestion, Outcome, Report, Result, copied, evaluate, read_questions
from bot.engine.files import folder_of, shown_path
from bot.problems import BotError, ConfigError, Level, Problem, quoted
from bot.progress import shown
from bot.replies import settle
from bot.replies.as_json import Json

LEAST_RIGHT: Final = 0.95


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="usually questions.yaml beside the facts, or in tests/eval there",
    )
    parser.add_argument(
        "--min-right",
        type=_rate,
        default=LEAST_RIGHT,
        metavar="RATE",
        help=f"least share of right answers for exit code 0, usually {LEAST_RIGHT}",
    )
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="usually text")
    add_json(parser, "the same as --format json")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where no answer is wrong and enough are right, else with 1."""
    config = configured(arguments)
    engine = load_engine(config, remark)
    paths = [arguments.file] if arguments.file is not None else _question_files(config)
    questions = [question for path in paths for question in _questions(path, engine)]
    with shown("asking the questions") as progress:
        report = evaluate(questions, lambda ask: settle(engine.matcher.decide(ask), engine.base), engine.base, progress)
    if arguments.json or arguments.format == "json":
        result_json(_as_json(report))
    elif arguments.format == "github":
        _annotate(report)
    else:
        for line in _lines(report):
            result(line)
    is_good = not report.count(Outcome.WRONG) and report.right_rate >= arguments.min_right
    return 0 if is_good else 1


def _annotate(report: Report) -> None:
    """Print an annotation for each miss: an error for a wrong answer, a warning for any other."""
    from bot.checks.report import as_github

    problems = []
    for miss in report.misses:
        level = Level.ERROR if miss.outcome is Outcome.WRONG else Level.WARNING
        answered = f" with {' and '.join(miss.answered)}" if miss.answered else ""
        what = f"{miss.outcome}{answered}, and wants {' or '.join(miss.question.want) or 'none'}"
        problems.append(
            Problem(miss.question.place, level, f"{quoted(miss.question.ask)} is {what}", "see why", "eval")
        )
    for line in as_github(problems, 0).splitlines()[:-1]:
        result(line)
    for line in list(_lines(report))[-3:]:
        remark(line)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= 1:
        raise ArgumentTypeError(f"'{text}' is not a share; write a number from 0 to 1, such as 0.95")
    return rate


def _question_files(config: Config) -> list[Path]:
    """Return the question files of the base; raise BotError if it has none."""
    usual = [question_files(folder_of(facts))[0] for facts in config.settings.facts]
    found = [path for path in dict.fromkeys(usual) if path.is_file()]
    if not found:
        raise BotError(f"the base has no question file '{shown_path(usual[0])}'; write one there, or name another")
    return found


def _questions(path: Path, engine: AnsweringEngine) -> tuple[AskedQuestion, ...]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BotError(f"question file '{path}' cannot be read ({error.strerror}); name one that can") from None
    questions, problems = read_questions(str(path), content, engine.base)
    if problems:
        raise ConfigError(problems)
    for problem in copied(questions, engine.base, engine.matcher.fold):
        remark(str(problem))
    return questions


def _lines(report: Report) -> Iterator[str]:
    for miss in report.misses:
        yield from _miss_lines(miss)
    total = len(report.results)
    counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in Outcome)
    yield f"{counted(total, 'question')}: {counts}"
    right = report.count(Outcome.RIGHT, wanting=True)
    yield f"{right} of {report.wanting} that want an answer are right ({report.right_rate:.1%})"
    wrong = report.count(Outcome.WRONG, wanting=False)
    yield f"{wrong} of {total - report.wanting} that want none are answered"


def _miss_lines(miss: Result) -> Iterator[str]:
    wanted = " or ".join(miss.question.want) or "none"
    answered = f" with {', '.join(miss.answered)}" if miss.answered else ""
    offered = ", offered" if miss.offered else ""
    yield f"{miss.question.place}: {miss.outcome}{answered}: {miss.question.ask} (wants {wanted}{offered})"
    for candidate in miss.top:
        yield f"    {candidate.confidence:.3f} {candidate.fact} · {candidate.phrase}"


def _as_json(report: Report) -> dict[str, Json]:
    counts: dict[str, Json] = {outcome.value: report.count(outcome) for outcome in Outcome}
    wanting: dict[str, Json] = {outcome.value: report.count(outcome, wanting=True) for outcome in Outcome}
    none: dict[str, Json] = {outcome.value: report.count(outcome, wanting=False) for outcome in Outcome}
    return {
        "questions": len(report.results),
        **counts,
        "right_rate": round(report.right_rate, 4),
        "wanting": {"questions": report.wanting, **wanting},
        "none": {"questions": len(report.results) - report.wanting, **none},
        "misses": [_miss_json(miss) for miss in report.misses],
    }


def _miss_json(miss: Result) -> Json:
    place = miss.question.place
    return {
        "path": place.path,
        "line": place.line,
        "ask": miss.question.ask,
        "want": list(miss.question.want),
        "outcome": miss.outcome.value,
        "answered": list(miss.answered),
        "offered": miss.offered,
        "top": [{"fact": candidate.fact, "confidence": round(candidate.confidence, 4)} for candidate in miss.top],
    }
