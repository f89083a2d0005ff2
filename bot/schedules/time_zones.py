"""Finds a time zone by its name, as people type it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def zone_named(text: str) -> str | None:
    """Find the zone that a text names, in whatever case; None where there is none."""
    return _by_folded().get(text.strip().casefold())


def zones_near(text: str, most: int = 3) -> list[str]:
    """Suggest zones that a text may mean: those of a city, then those spelt alike."""
    known, wanted = _by_folded(), text.strip().casefold().replace(" ", "_")
    of_city = [zone for folded, zone in known.items() if wanted.rpartition("/")[2] in folded.split("/")]
    near = [known[folded] for folded in get_close_matches(wanted, list(known), n=most)]
    return list(dict.fromkeys([*sorted(of_city), *near]))[:most]


def zone(name: str) -> ZoneInfo:
    """Return a zone by the name that `zone_named` found."""
    return ZoneInfo(name)


@cache
def _by_folded() -> Mapping[str, str]:
    """Map folded names to zones, from the system or else from the package tzdata; takes some milliseconds."""
    return {name.casefold(): name for name in sorted(available_timezones())}
