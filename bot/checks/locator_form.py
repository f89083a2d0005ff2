"""Finds locators, such as ¶6, that have no known form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.checks.rule import RuleContext, RuleFinding
from bot.problems import quoted

_NUMBER = r"[0-9]+(?:\.[0-9]+)*[a-z]?"
_SPAN = rf"(?P<low>{_NUMBER})[–-](?P<high>{_NUMBER})"
_PARTS = "table|figure|box|map|caption|note|footnote|item|row|line|chapter|article"
_TIME = r"[0-9]{1,2}(?::[0-5][0-9]){1,2}"

# An example of each form → its pattern; facts/README.md lists the examples.
FORMS = {
    "¶6": rf"¶ ?{_NUMBER}",
    "¶6–7": rf"¶¶? ?{_SPAN}",
    "p. 12": rf"p\. ?(?:{_NUMBER}|[ivxl]+)",
    "pp. 12–14": rf"pp\. ?{_SPAN}",
    "§3": rf"§ ?{_NUMBER}",
    "§§3–5": rf"§§ ?{_SPAN}",
    "table 2": rf"(?:{_PARTS}) (?:{_NUMBER}|[A-Z])",
    "annex B": rf"(?:annex|appendix) (?:{_NUMBER}|[A-Z])",
    "slide 4": rf"slide {_NUMBER}",
    "slides 4–6": rf"slides {_SPAN}",
    "at 12:30": rf"at {_TIME}",
    'section "Background"': r'section ["“][^"“”]+["”]',
    "headline": r"headline|caption|infobox|summary",
}
_PATTERNS = [re.compile(pattern) for pattern in FORMS.values()]


def locator_form(context: RuleContext) -> Iterator[RuleFinding]:
    """What stands behind a source's key is one of the known forms of a place in it.

    Several may follow each other, parted by commas: "p. 12, table 2" (such a citation needs quotation marks
    inside a [list]). Forms are a fixed set, so that a reader always knows what is counted.
    """
    for fact in context.base.facts:
        for citation in fact.citations:
            if citation.locator is None:
                continue
            trouble = next(filter(None, map(_trouble, citation.locator.split(", "))), None)
            if trouble:
                what = f"locator {quoted(citation.locator)} {trouble}"
                yield RuleFinding(citation.place, what, f"write one such as {', '.join(FORMS)}")


def _trouble(part: str) -> str:
    match = next(filter(None, (pattern.fullmatch(part) for pattern in _PATTERNS)), None)
    if match is None:
        return "is of no known form"
    span = match.groupdict()
    if "low" in span and _order(span["low"]) >= _order(span["high"]):
        return "runs backwards"
    return ""


def _order(number: str) -> list[tuple[int, str]]:
    return [(int(digits), letter) for digits, letter in re.findall(r"([0-9]+)([a-z]?)", number)]
