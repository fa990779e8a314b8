"""Findings in words: one line that names the node, says what to write, and guesses what was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from kg import lookup
from kg.engines import Engine
from kg.errors import FaultyDataError
from kg.terms import GENID, OURS, shorten
from kg.validate import Finding


def with_hints(engine: Engine, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each message with the nearest known term where a value of ours is misspelt."""
    hints: dict[str, str] = {}
    for finding in found:
        value = finding.value
        if value.startswith(OURS) and value not in hints:
            near = None if lookup.described(engine, value) else lookup.nearest(engine, value)
            hints[value] = f" Did you mean {shorten(near)}?" if near else ""
        yield replace(finding, message=finding.message + hints.get(value, ""))


def in_words(engine: Engine, finding: Finding) -> str:
    """A finding on one line: what is at fault, and what to write."""
    value = finding.value
    shown = f" [{shorten(value)}]" if value and not value.startswith(GENID) else ""
    focus = shorten(finding.focus)
    if finding.focus.startswith(GENID):
        focus = f"a blank {lookup.kind(engine, finding.focus)}"
    return f"{focus}{shown}: {finding.message}"


def stopped(engine: Engine, found: Iterable[Finding], stopping: Collection[str]) -> FaultyDataError:
    """The error for faults that stop the run (R12): the first in words, and how many more.

    Args:
        engine: with the facts.
        found: the violations, sorted.
        stopping: the IRIs of the faulty nodes that stop the run; at least one.
    """
    first = next(finding for finding in found if finding.focus in stopping)
    others = len(stopping) - 1
    more = f" (and {others} more: kg validate shows all)" if others else ""
    return FaultyDataError(
        in_words(engine, first).rstrip("."), f"nothing is decided until it is mended{more}"
    )
