"""One side, decided: all that is compared, as tables and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from kg import resources
from kg.errors import KgError, QueryError
from kg.facts.sources import Source, find_sources
from kg.guard import NOT_CODE
from kg.impact.graphs import statements
from kg.impact.sides import Side
from kg.inventory import Inventory, load
from kg.progress import Progress
from kg.terms import KG, local_name, shorten

if TYPE_CHECKING:
    import polars as pl

    from kg.engines import EngineName

_REMOTE = re.compile(r"(?<![?$:\w-])(SERVICE|LOAD)(?![\w:-])", re.IGNORECASE)
_ESCAPE = re.compile(r"\\[uU][0-9A-Fa-f]{4}")


@dataclass(frozen=True)
class Snapshot:
    """What a side says, and what follows from it.

    Attributes:
        decisions, tiers: as `kg.decide` gives them.
        outcome_ranks, tier_ranks: the orders, by IRI and by local name.
        facts: the statements of the ontology, the policy and the inputs (see `kg.impact.graphs`).
        shapes: those of the shapes.
        queries: the rules and questions by file name, without layout and comments.
        withheld: the items withheld for bad data, each with the first reason in words (R12).
    """

    decisions: pl.DataFrame
    tiers: pl.DataFrame
    outcome_ranks: dict[str, int]
    tier_ranks: dict[str, int]
    facts: pl.DataFrame
    shapes: pl.DataFrame
    queries: dict[str, str]
    withheld: dict[str, str]


def take(side: Side, *, as_of: date, engine: EngineName, progress: Progress) -> Snapshot:
    """Decides a side.

    Raises:
        KgError: the run cannot be done; the message begins with the side.
    """
    try:
        with resources.taken_from(side.root):
            if side.root is not None:
                _check_rules()
            inventory = load(
                *side.inputs,
                as_of=as_of,
                policy=side.policy,
                engine=engine,
                progress=partial(_on_side, side, progress),
            )
            return _snapshot(side, inventory)
    except KgError as error:
        raise side.blame(error) from None


def _on_side(
    side: Side, progress: Progress, step: str, done: int = 0, total: int = 0, unit: str = ""
) -> None:
    progress(f"{side.label}: {step}", done, total, unit)


def _snapshot(side: Side, inventory: Inventory) -> Snapshot:
    files = [*inventory.facts.shipped, *inventory.facts.sources]
    tier_ranks = _ranks(inventory.facts.store, "tierRank")
    return Snapshot(
        decisions=_moved(inventory.decide(), side),
        tiers=_moved(inventory.tiers(), side),
        outcome_ranks=_ranks(inventory.facts.store, "outcomeRank"),
        tier_ranks={local_name(tier): rank for tier, rank in tier_ranks.items()},
        facts=_moved(statements(files), side),
        shapes=statements(_shape_files()),
        queries=_queries(),
        withheld=_withheld(inventory),
    )


def _ranks(store: Store, name: str) -> dict[str, int]:
    """An order in the data: what stands lower is less strict."""
    quads = store.quads_for_pattern(None, NamedNode(KG + name), None, None)
    return {quad.subject.value: int(quad.object.value) for quad in quads}  # type: ignore[union-attr]


def _withheld(inventory: Inventory) -> dict[str, str]:
    found = {}
    for item, nodes in inventory.withheld().items():
        first = next(each for each in inventory.violations() if each.focus in nodes)
        found[item] = f"{shorten(item)} (invalid-data): {inventory.in_words(first)}"
    return found


def _shape_files() -> list[Source]:
    return find_sources(sorted(resources.shipped("shapes").rglob("*.ttl")))


def _queries() -> dict[str, str]:
    """Each file of ``queries`` as one line without plain comments, which do nothing."""
    folder = resources.shipped("queries")
    return {
        path.relative_to(folder).as_posix(): _essence(path)
        for path in sorted(folder.rglob("*.r[qu]"))
    }


def _essence(path: Path) -> str:
    text = _text(path)
    kept = NOT_CODE.sub(lambda found: " " if re.match(r"#(?!\+)", found[0]) else found[0], text)
    return " ".join(kept.split())


def _check_rules() -> None:
    """The rules of another version must parse, and ask nothing of the network.

    Raises:
        QueryError: one does not.
    """
    for path in sorted((resources.shipped("queries") / "derive").glob("*.ru")):
        text = _text(path)
        remote = _REMOTE.search(NOT_CODE.sub(" ", text))
        if remote or _ESCAPE.search(text):  # an escape could spell a keyword
            word = remote[1].upper() if remote else "a \\u escape"
            raise QueryError(f"{path}: {word} is not allowed", "a rule reads the facts alone")
        try:
            Store().update(text)
        except SyntaxError as error:
            raise QueryError(f"{path}: {error}", "correct the syntax there") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise QueryError(f"{path}: cannot be read", "make it a readable UTF-8 file") from None


def _moved(table: pl.DataFrame, side: Side) -> pl.DataFrame:
    """The table, with the IRIs that begin where the side's files lie as both sides have them."""
    import polars as pl

    if side.moved is None or side.moved[0] == side.moved[1]:
        return table
    here, there = side.moved
    pattern = f"{re.escape(here)}([/#?>|]|$)"
    return table.with_columns(pl.col(pl.String).str.replace_all(pattern, f"{there}${{1}}"))
