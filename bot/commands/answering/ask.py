"""`ask`: answers one question, or each line of standard input on its own."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bot.commands.answering.question_lines import read_lines, standard_input
from bot.commands.opening import add_common, add_json, opened, today
from bot.commands.output import result, result_json
from bot.engine.asking import decide_alone
from bot.engine.engine import AnsweringEngine
from bot.matching import Answer
from bot.matching.dialogue.asked_line import asked_line
from bot.replies import as_json, render, settle


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("question", nargs="*", help="the question; several words are taken as one question")
    parser.add_argument(
        "--batch", action="store_true", help="answer each line of standard input, one JSON object a line"
    )
    add_json(parser, "print the decision as a JSON object")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 on an answer, or when all lines of a batch were read; 1 on suggestions or none."""
    if arguments.batch and arguments.question:
        arguments.parser.error("--batch reads its questions from standard input; leave out the question")
    if not arguments.batch and not arguments.question:
        arguments.parser.error("there is no question; give one, or --batch to read them from standard input")
    engine = opened(arguments)
    if arguments.batch:
        return _batch(engine)
    asked = asked_line(" ".join(arguments.question))
    decision = decide_alone(asked, engine, today())
    if arguments.json:
        result_json(as_json(decision, engine.base))
    else:
        reply = render(decision, engine.base, today=today(), fold=engine.matcher.fold, language=engine.language)
        result(reply.plain)
    return 0 if isinstance(settle(decision, engine.base), Answer) else 1


def _batch(engine: AnsweringEngine) -> int:
    stream = standard_input()
    for asked in read_lines(stream) if stream is not None else ():
        result_json(as_json(decide_alone(asked, engine, today()), engine.base))
    return 0
