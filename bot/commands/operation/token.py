"""`token`: makes a token for another program, and the lines of config.yaml that let it in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from bot.commands.output import remark, result
from bot.config.programs import NAME
from bot.config.settings import Scope
from bot.problems import BotError, quoted

ONCE: Final = "The token, shown this once; give it to the program, and keep it out of files that others read:"
LINES: Final = "Under 'api:' in config.yaml, then start the bot again:"


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("name", help="what you call the program")
    parser.add_argument(
        "--scope",
        action="append",
        choices=[str(scope) for scope in Scope],
        help="what it may do; again for more; without it: everything",
    )


def execute(arguments: Namespace) -> int:
    """Write the token on standard output; exit with 0."""
    from bot.api.access import hash_of, new_token

    if not NAME.fullmatch(arguments.name):
        raise BotError(f"{quoted(arguments.name)} is no name; write up to 48 letters, digits, dots, _ and -")
    token = new_token()
    remark(ONCE)
    result(token)
    remark(LINES)
    remark(f"  - name: {arguments.name}")
    remark(f"    token: sha256:{hash_of(token)}")
    remark(f"    scopes: [{', '.join(arguments.scope or Scope)}]")
    return 0
