"""Reads the configuration that the arguments name, and opens the base that a command works with."""

from __future__ import annotations

import datetime as dt
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.output import remark
from bot.config import Config, load_config

if TYPE_CHECKING:
    from bot.engine.engine import AnsweringEngine


def add_common(parser: ArgumentParser) -> None:
    """Add the arguments that every command takes."""
    parser.add_argument(
        "--facts",
        metavar="DIR",
        type=Path,
        action="append",
        help="folder of facts, in place of those of config.yaml; give it again for more folders of one base",
    )
    parser.add_argument(
        "--config", metavar="FILE", type=Path, help="configuration, in place of BOT_CONFIG or config.yaml"
    )


def add_json(parser: ArgumentParser, described: str) -> None:
    """Add `--json` with what it prints."""
    parser.add_argument("--json", action="store_true", help=described)


def configured(arguments: Namespace, *, serving: bool = False) -> Config:
    """Load the configuration, the facts of the command line in place of its own."""
    config = load_config(arguments.config, os.environ, serving=serving)
    return config.with_facts(arguments.facts) if arguments.facts else config


def opened(arguments: Namespace) -> AnsweringEngine:
    """Load the base and build its matcher; lint errors are counted on stderr and stop nothing."""
    from bot.engine.engine import load_engine

    return load_engine(configured(arguments), remark)


def today() -> dt.date:
    """Return the day as it is now, in UTC as in every reply."""
    return dt.datetime.now(dt.UTC).date()
