"""Findings in words: one line that names the node, says what to write, and guesses what was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from kg import lookup
from kg.engines import Engine
from kg.errors import FaultyDataError, visible
from kg.terms import GENID, OURS, shorten
from kg.validate import Finding


def with_hints(engine: Engine, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each message with the nearest known term where one of ours is misspelt."""
    hints: dict[str, str] = {}
    for finding in found:
        hint = ""
        for term in (finding.path, finding.value):
            if term.startswith(OURS) and term not in hints:
                near = None if lookup.described(engine, term) else lookup.nearest(engine, term)
                hints[term] = f" Did you mean {shorten(near)}?" if near else ""
            hint = hint or hints.get(term, "")
        yield replace(finding, message=finding.message + hint)


def in_words(engine: Engine, finding: Finding) -> str:
    """A finding on one line: what is at fault, and what to write."""
    at_fault = (term for term in (finding.path, finding.value) if not term.startswith(GENID))
    shown = " ".join(shorten(term) for term in at_fault if term)
    focus = shorten(finding.focus)
    if finding.focus.startswith(GENID):
        focus = f"a blank {lookup.kind(engine, finding.focus)}"
    return visible(
        f"{focus} [{shown}]: {finding.message}" if shown else f"{focus}: {finding.message}"
    )


def most_telling(found: Iterable[Finding]) -> Finding:
    """Of several findings about one thing, one that guesses what was meant, if any does."""
    return min(found, key=lambda finding: "Did you mean" not in finding.message)


def left_out(items: Sequence[str]) -> FaultyDataError:
    """The error for items that no rule gave a tier: never is the answer silently shorter."""
    more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
    return FaultyDataError(
        f"{visible(shorten(items[0]))}{more}: the rules give this item no tier",
        "see that queries/derive and the policy are as shipped; if they are, report it",
    )


def stopped(engine: Engine, found: Sequence[Finding], stopping: Collection[str]) -> FaultyDataError:
    """The error for faults that stop the run (R12): the first in words, and how many more.

    Args:
        engine: with the facts.
        found: the violations, sorted.
        stopping: the IRIs of the faulty nodes that stop the run; at least one.
    """
    first = next(finding for finding in found if finding.focus in stopping)
    first = most_telling(finding for finding in found if finding.focus == first.focus)
    others = len(stopping) - 1
    more = f" (and {others} more: kg validate shows all)" if others else ""
    return FaultyDataError(
        in_words(engine, first).rstrip("."), f"nothing is decided until it is mended{more}"
    )
