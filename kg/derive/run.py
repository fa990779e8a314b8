"""Runs the rules; Python only feeds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.columns.items import Items
from kg.derive.distinct import Distinct
from kg.derive.profiles import Profiles, profiles
from kg.derive.reads import Reading, reading
from kg.engines import Engine
from kg.errors import InputError
from kg.progress import Progress, silent
from kg.resources import once, shipped
from kg.tables import table
from kg.terms import DERIVED, KG

# The first and the last rule of a derivation, without their numbers.
_RULES = ("in-force", "r14-family")


def faults(engine: Engine, faulty: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """R12: tells the rules which nodes are faulty, and asks which of them stop the run.

    Args:
        engine: with the facts.
        faulty: (node, shape) pairs of IRIs, one for each violation.

    Returns:
        The IRIs of the faulty nodes that stop the run, each with the shapes that it violates; empty
        where all faults withhold items.
    """
    lines = sorted({f"<{node}> <{KG}violates> <{shape}> .\n" for node, shape in faulty})
    engine.update(f"CLEAR SILENT GRAPH <{DERIVED}report>")
    engine.add("".join(lines).encode(), DERIVED + "report")
    run_files(engine, "r12-kinds", "r12-withheld")
    stops = table(
        engine,
        f"SELECT ?node ?shape WHERE {{ GRAPH <{DERIVED}faults> {{ ?node <{KG}stopsBecause> ?shape }} }}",
    )
    found: dict[str, list[str]] = {}
    for node, shape in sorted(stops.iter_rows()):
        found.setdefault(node, []).append(shape)
    return found


def derive(engine: Engine, progress: Progress = silent) -> None:
    """Runs R1 to R11, R13 and R14 on the engine's facts; `faults` must have run before.

    Args:
        engine: with the facts; its derived graphs are replaced.
        progress: called with the name of each rule before it runs.
    """
    run_files(engine, *_RULES, progress)


def derive_with(engine: Engine, items: Items, progress: Progress = silent) -> Distinct:
    """As `derive`, for plain items beside what is in the store (see `kg.derive.distinct`).

    Args:
        engine: with the facts about everything but the plain items; its derived graphs are replaced.
        items: the plain items; none of them is faulty.
        progress: called with the name of each rule before it runs.

    Returns:
        What was derived of the plain items.
    """
    progress("profiles")
    read = item_reading(engine)
    grouped = profiles(items, read.asserted, read.values, read.mentioned)
    return derive_profiles(engine, read, grouped, progress)


def item_reading(engine: Engine) -> Reading:
    """What the rules read of plain items; `faults` must have run before."""
    return reading(engine, [_text(path) for path in _between(*_RULES)])


def derive_profiles(
    engine: Engine, read: Reading, grouped: Profiles, progress: Progress = silent
) -> Distinct:
    """As `derive_with`, for plain items that are grouped by what the rules read of them."""
    derived = Distinct(engine, read, grouped)
    for path in _between(*_RULES):
        progress(path.stem)
        derived.run(_text(path))
    derived.end()
    return derived


def run_files(engine: Engine, first: str, last: str, progress: Progress = silent) -> None:
    """Runs the files of ``queries/derive`` from one to another; names without their number.

    Raises:
        InputError: the folder lacks one of the two.
    """
    for path in _between(first, last):
        progress(path.stem)
        engine.update(_text(path))


def run_file(engine: Engine, folder: str, name: str) -> None:
    """Runs one update of another folder of ``queries``."""
    engine.update(_text(shipped("queries") / folder / name))


def run_folder(engine: Engine, folder: str) -> None:
    """Runs all updates of another folder of ``queries``, in the order of their names."""
    for path in _files(folder):
        engine.update(_text(path))


def _between(first: str, last: str) -> Sequence[Path]:
    names = [path.stem.partition("-")[2] for path in _files("derive")]
    for name in (first, last):
        if name not in names:
            folder = shipped("queries") / "derive"
            raise InputError(f"{folder}: no rule NN-{name}.ru", "restore the file")
    return _files("derive")[names.index(first) : names.index(last) + 1]


@once
def _files(folder: str) -> tuple[Path, ...]:
    return tuple(sorted((shipped("queries") / folder).glob("*.ru")))


@once
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
