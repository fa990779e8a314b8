"""What a change does, in a few words."""

from __future__ import annotations

import re
from collections import Counter

from kg.impact import Impact
from kg.terms import shorten


def headline(impact: Impact) -> str:
    """Whether something widens, and how much."""
    if not impact.widens:
        if impact.empty:
            return "Nothing changes."
        return "Nothing widens: no decision and no category's tier becomes more permissive."
    decisions = int(impact.decisions["widens"].sum())
    categories = int(impact.tiers["widens"].sum())
    parts = []
    if decisions:
        verb = "becomes" if decisions == 1 else "become"
        parts.append(f"{_count(decisions, 'decision')} {verb} more permissive")
    if categories:
        verb = "falls" if categories == 1 else "fall"
        whose = "category" if categories == 1 else "categories"
        parts.append(f"the tier of {categories} {whose} {verb}")
    return f"WIDENS: {' and '.join(parts)}."


def tally(impact: Impact) -> str:
    """How much of each kind differs; "" where nothing does."""
    changes = Counter(each.change for each in impact.terms)
    terms = ", ".join(f"{number} {change}" for change, number in sorted(changes.items()))
    parts = [
        _count(impact.decisions.height, "decision") if impact.decisions.height else "",
        _count(impact.tiers.height, "tier") if impact.tiers.height else "",
        _count(impact.levels.height, "level") if impact.levels.height else "",
        f"{_count(len(impact.terms), 'term')} ({terms})" if impact.terms else "",
        _count(len(impact.queries), "query file") if impact.queries else "",
    ]
    said = ", ".join(part for part in parts if part)
    lines = [f"Different: {said}."] if said else []
    if impact.other_reasons:
        lines.append(f"Same outcome for other reasons: {_count(impact.other_reasons, 'decision')}.")
    if not impact.decided:
        lines.append("There was no item, so no decision was compared.")
    return " ".join(lines)


def reasons(joined: str | None) -> list[str]:
    """The reasons of a decision one by one, their IRIs as prefixed names where that is shorter."""
    if not joined:
        return []
    return [
        f"{kind}:{shorten(iri)}" if colon else kind
        for kind, colon, iri in (reason.partition(":") for reason in joined.split("|"))
    ]


def readable(statement: str) -> str:
    """A statement in N-Triples with prefixed names."""
    return re.sub(r"<([^<>]*)>", _prefixed, statement)


def _prefixed(found: re.Match[str]) -> str:
    short = shorten(found[1])
    return found[0] if short == found[1] else short


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
