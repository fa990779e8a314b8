"""What a user would pick instead, each as ``python -m bench.rivals.NAME DATA PREPARED OUT``.

All read the same generated file and, already prepared, the shipped facts and shapes as N-Triples; they
validate, tell R12 what was found, run the files of ``queries/derive`` in order over all items, and write
the decisions as CSV, one row a reason. Nothing of `kg` runs in them.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).parent.parent.parent / "queries" / "derive"
DERIVED = "https://w3id.org/aisi-kg/derived#"
REPORT = DERIVED + "report"
VIOLATES = "https://w3id.org/aisi-kg/ns#violates"
SH = "http://www.w3.org/ns/shacl#"
DECISIONS = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT ?item ?recipient ?tier ?outcome ?reason
WHERE {
  VALUES ?decided { derived:decisions derived:invalid }
  GRAPH ?decided {
    ?decision kg:item ?item ; kg:recipient ?recipient ; kg:tier ?tier ; kg:outcome ?outcome ;
              kg:reason ?reason .
  }
}
"""


@dataclass(frozen=True)
class Given:
    """The arguments of a rival."""

    data: Path
    shipped: Path
    shapes: Path
    out: Path


def given() -> Given:
    """Reads the command line."""
    data, prepared, out = map(Path, sys.argv[1:4])
    return Given(data, prepared / "shipped.nt", prepared / "shapes.nt", out)


def updates() -> list[tuple[str, str]]:
    """Name and text of each rule, in the order in which they run."""
    return [(path.stem, path.read_text()) for path in sorted(QUERIES.glob("*.ru"))]


def stage(name: str) -> None:
    """Says on standard error what begins, so that a run that is stopped tells where it was."""
    print(f"{time.process_time():.1f} {name}", file=sys.stderr, flush=True)


def report_lines(found: set[tuple[str, str]]) -> str:
    """Violations (node, shape) as the N-Triples that R12 reads."""
    return "".join(f"<{node}> <{VIOLATES}> <{shape}> .\n" for node, shape in sorted(found))
