"""What a change of taxonomy, shapes, policy, rules or data does: two sides decided, and compared.

Both sides run in this process and under this Python: what is taken from a side is its data, shapes
and SPARQL, never its code (see `kg.resources.taken_from`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.days import today
from kg.impact.moves import flips, level_moves, reasons_changed, tier_moves
from kg.impact.sides import Side, open_sides
from kg.impact.snapshot import Snapshot, take
from kg.impact.terms import TermChange, term_changes
from kg.progress import Progress, silent

if TYPE_CHECKING:
    import polars as pl

    from kg.engines import EngineName

__all__ = ["Impact", "TermChange", "compare"]


@dataclass(frozen=True)
class Impact:
    """What differs between BASE and HEAD.

    Attributes:
        base, head: what the sides stand for.
        as_of: the date on which both were decided.
        decisions: those that flip (see `kg.impact.moves.flips`), widenings first.
        tiers: those that move (`tier_moves`), widenings first.
        levels: those that move (`level_moves`).
        terms: those that differ.
        queries: the files of ``queries`` that differ: name, and "added", "removed" or "changed".
        other_reasons: how many decisions keep their outcome for other reasons.
        withheld: in words, the items that HEAD alone withholds for bad data (R12).
        missing: the inputs that a side, a revision, does not have, in words.
        decided: whether there was any item to decide.
    """

    base: str
    head: str
    as_of: date
    decisions: pl.DataFrame
    tiers: pl.DataFrame
    levels: pl.DataFrame
    terms: tuple[TermChange, ...]
    queries: tuple[tuple[str, str], ...]
    other_reasons: int
    withheld: tuple[str, ...]
    missing: tuple[str, ...]
    decided: bool

    @property
    def widens(self) -> bool:
        """Whether a decision or the tier of a category becomes more permissive."""
        return bool(self.decisions["widens"].any() or self.tiers["widens"].any())

    @property
    def empty(self) -> bool:
        """Whether the two sides say the same."""
        parts = (self.decisions, self.tiers, self.levels)
        differs = self.terms or self.queries or self.other_reasons
        return not differs and all(part.is_empty() for part in parts)


def compare(
    base: str,
    head: str,
    inputs: Sequence[Path] = (),
    *,
    as_of: date | None = None,
    policy: Path | None = None,
    engine: EngineName = "oxigraph",
    progress: Progress = silent,
) -> Impact:
    """Decides both sides and compares them.

    Args:
        base: a folder, a file or a git revision (see `kg.impact.sides`).
        head: another of the same kind.
        inputs: data that both sides are decided with.
        as_of: the date on which both are evaluated; today in UTC if None.
        policy: a file that replaces the default policy on both sides.
        engine: what runs the SPARQL.
        progress: called with the name of each step before it runs.

    Raises:
        KgError: an argument is unknown or ambiguous, or a side cannot be decided; the message says
            which.
    """
    day = as_of or today()
    with open_sides(base, head, inputs, policy) as sides:
        before, after = (take(side, as_of=day, engine=engine, progress=progress) for side in sides)
        return _compared(sides, before, after, day)


def _compared(sides: tuple[Side, Side], before: Snapshot, after: Snapshot, as_of: date) -> Impact:
    base, head = sides
    terms = (
        *term_changes(before.facts, after.facts, "facts"),
        *term_changes(before.shapes, after.shapes, "shapes"),
    )
    return Impact(
        base=base.name,
        head=head.name,
        as_of=as_of,
        decisions=flips(
            before.decisions, after.decisions, (before.outcome_ranks, after.outcome_ranks)
        ),
        tiers=tier_moves(before.tiers, after.tiers, (before.tier_ranks, after.tier_ranks)),
        levels=level_moves(before.tiers, after.tiers),
        terms=terms,
        queries=_queries(before.queries, after.queries),
        other_reasons=reasons_changed(before.decisions, after.decisions),
        withheld=tuple(
            words for item, words in sorted(after.withheld.items()) if item not in before.withheld
        ),
        missing=tuple(
            f"{side.label} ({side.name}) has no {path}" for side in sides for path in side.missing
        ),
        decided=not (before.decisions.is_empty() and after.decisions.is_empty()),
    )


def _queries(before: dict[str, str], after: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, "added" if name not in before else "removed" if name not in after else "changed")
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    )
