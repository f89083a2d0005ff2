"""`links`: opens the address of every source and reports those that are dead, moved, retitled or not archived."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, add_json, configured
from bot.commands.output import remark, result, result_json
from bot.engine.files import load_base
from bot.progress import shown

if TYPE_CHECKING:
    from bot.curation.health.link_checker import LinkFinding
    from bot.factbase.model import Source
    from bot.replies.as_json import Json


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_json(parser, "print an object")
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Exit with 0 where every address leads somewhere, with 1 where one is dead."""
    from bot.curation.health.link_checker import State, addresses, open_all, without_archive

    sources = sorted(load_base(configured(arguments).settings.facts).sources.values(), key=lambda source: source.place)
    with shown("opening addresses", remark) as progress:
        findings = asyncio.run(open_all(addresses(sources), progress))
    unarchived = without_archive(sources)
    if arguments.json:
        result_json({"links": [_as_json(each) for each in findings], "not_archived": [each.key for each in unarchived]})
    else:
        for finding in findings:
            if finding.state is not State.OK:
                result(line_of(finding))
        for source in unarchived:
            result(_archive_line(source))
    counts = [f"{sum(each.state is state for each in findings)} {state}" for state in State]
    remark(f"{len(findings)} opened: {', '.join(counts)}")
    return 1 if any(each.state is State.DEAD for each in findings) else 0


MENDS: Final = {
    "dead": "look for its archived copy, and put that in `archived`",
    "moved": "put the new address in its place",
    "retitled": "see whether the page still says what the facts say",
    "closed": "open it by hand",
}


def line_of(finding: LinkFinding) -> str:
    """Return the place of an address, what is wrong with it and how to mend it, as one line."""
    source, state = finding.source, finding.state
    told = {"moved": f"has moved to {finding.told}", "retitled": f"bears the title '{finding.told}' now"}
    what = told.get(state, f"is {state}: it {finding.told}")
    return f"{source.place}: {source.key}: {finding.field} {finding.url} {what}; {MENDS[state]}"


def _archive_line(source: Source) -> str:
    return (
        f"{source.place}: {source.key}: there is no archived copy of {source.url}; make one, and name it in `archived`"
    )


def _as_json(finding: LinkFinding) -> Json:
    return {
        "source": finding.source.key,
        "place": str(finding.source.place),
        "field": finding.field,
        "url": finding.url,
        "state": finding.state.value,
        "told": finding.told or None,
    }
