"""Entry point: the exit code of the command line."""

import gc

from bot.cli import main


def entry() -> None:
    """Run the command line as a program."""
    code = main()
    gc.freeze()  # at the end Python looks for garbage among all values, which go with the process anyway
    raise SystemExit(code)


if __name__ == "__main__":
    entry()
