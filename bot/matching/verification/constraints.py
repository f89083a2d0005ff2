"""Checks the constraints of a question against a fact before any score counts.

Constraints are years, numbers, ordinals, designators, names, countries, negation, the kind of answer asked for, and who
does what to whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.matching.decision import Violation
from bot.matching.text.countries import country_of
from bot.matching.text.token_class import constraint_kind, is_constraint
from bot.matching.understanding.query import Query
from bot.matching.verification.argument_roles import changed_places, roles
from bot.matching.verification.fact_profile import FactProfile

_LONG_NUMBER = 6  # so many digits are a telephone or postal number: whose, not which
_SHORT_REMARK = 6  # tokens
_LONG_STORY = 14


def constraints_of(query: Query) -> tuple[str, ...]:
    """Return the names and numbers that a question insists on, without those that it replaced in a correction."""
    start, end = query.reparandum
    kept = query.tokens[:start] + query.tokens[end:]
    after = {_is_name(token) for token in query.tokens[end:] if is_constraint(token)} if end else set()
    back = [t for t in query.tokens[start:end] if is_constraint(t) and _is_name(t) not in after]
    return tuple(dict.fromkeys([token for token in kept if is_constraint(token)] + back))


def _is_name(token: str) -> bool:
    return token[0] == "="


def violations(query: Query, asked: Sequence[str], profile: FactProfile) -> tuple[Violation, ...]:
    """Return the constraints of a question that a fact does not meet; `asked` are those of `constraints_of`."""
    found = list(_token_violations(query, asked, profile)) if asked else []
    if profile.countries:
        for token in query.tokens[query.reparandum[1] :]:
            code = country_of(token)
            if code and code not in profile.countries:
                found.append(Violation("name", token))
    is_remark = query.is_statement and not profile.constraints  # "card not working": what went wrong, not what is asked
    if query.is_negated is not None and profile.negated == {not query.is_negated} and not is_remark:
        found.append(Violation("negation", "a negated question" if query.is_negated else "a plain question"))
    if query.kinds and profile.has_kind and not query.kinds & profile.kinds:
        held = " and ".join(sorted(profile.kinds))
        found.append(Violation("question-word", " and ".join(sorted(query.kinds)), held))
    swap = changed_places(roles(query, profile.role_names), profile.roles) if profile.roles else None
    return (*found, Violation("roles", *swap)) if swap else tuple(found)


def _token_violations(query: Query, asked: Sequence[str], profile: FactProfile) -> Iterator[Violation]:
    """Yield the names and numbers of the question that the fact lacks.

    A question that offers one beside another that the fact has ("the fifth or the sixth") insists on neither.
    """
    missing = [token for token in asked if token not in profile.constraints]
    if not missing:
        return
    met = {constraint_kind(token) for token in query.tokens if token in profile.constraints and is_constraint(token)}
    alternatives = met if "or" in query.tokens else set[str]()
    held: dict[str, str] = {}
    for token in missing:
        kind = constraint_kind(token)
        if kind in alternatives or _is_beside_the_point(token, kind, query, profile):
            continue
        if kind not in held:
            same_kind = sorted(t for t in profile.constraints if constraint_kind(t) == kind)
            held[kind] = ", ".join(map(_plain, same_kind))
        yield Violation(kind, _plain(token), held[kind])


def _is_beside_the_point(token: str, kind: str, query: Query, profile: FactProfile) -> bool:
    """Return whether a number cannot tell the fact from a sibling.

    It cannot where the fact's own numbers are examples, where it is a telephone or postal number, and, if the fact has
    no name or number, in a long remark, or as "first" and "second" in a long story.
    """
    if kind not in ("number", "ordinal"):
        return False
    if profile.has_example_numbers or len(token) >= _LONG_NUMBER:
        return True
    if profile.constraints:
        return False
    if query.is_statement:
        return len(query.tokens) > _SHORT_REMARK
    return token in ("1#", "2#") and len(query.tokens) > _LONG_STORY


def _plain(token: str) -> str:
    return token.lstrip("=").rstrip("#")
