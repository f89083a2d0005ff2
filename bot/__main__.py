"""Entry point: the exit code of the command line."""

from bot.cli import main


def entry() -> None:
    """Run the command line as a program."""
    raise SystemExit(main())


if __name__ == "__main__":
    entry()
