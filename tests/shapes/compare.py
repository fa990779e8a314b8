"""``python -m tests.shapes.compare --seed N --rounds M``: do the engines find the same in generated faults?

Each round plants faults at random in the examples of every shape (`mutants`), validates all of them
in one graph with the product's fast engine and with pySHACL, and compares the findings: focus, shape,
value, message, severity and path. A difference is printed with the triples of its mutant. At the end
stands how often each shape was violated. The ordinary tests run one small round.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.validate.findings import Finding
from kg.validate.run import findings
from tests.shapes import shape_support as support
from tests.shapes.mutants import Triples, mutants
from tests.shapes.shape_support import Constraint, constraints


@dataclass
class Comparison:
    """What both engines found in the mutants so far.

    Attributes:
        mutants: how many there were.
        violated: how many findings each shape has.
        differences: the findings of one engine only, with the engine's name and the mutant's triples.
        seconds: of the processor, an engine.
    """

    mutants: int = 0
    violated: Counter[str] = field(default_factory=Counter)
    differences: list[tuple[str, Finding, str]] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)

    def rarest(self) -> list[tuple[int, str]]:
        """The shapes with the fewest findings first."""
        return sorted((self.violated[c.iri], c.name) for c in constraints())


def parts() -> dict[str, tuple[Constraint, ...]]:
    """The constraints that are looked at in one graph: violations, those of policies, advice."""
    every = constraints()
    return {
        "violations": tuple(c for c in every if "/" not in c.file and c.file != "policy"),
        "policy": tuple(c for c in every if c.file == "policy"),
        "advice": tuple(c for c in every if "/" in c.file),
    }


def compare(so_far: Comparison, chance: random.Random, part: str, count: int) -> None:
    """Adds ``count`` mutants of each constraint of a part."""
    planted = dict(mutants(parts()[part], chance, count))
    triples = set(support.base()).union(*planted.values())
    if part != "advice":
        triples = support.facts(triples)
    folder = "advice" if part == "advice" else ""
    data = support.ntriples(triples).encode()
    found = {}
    for name, reference in (("fast", False), ("pySHACL", True)):
        start = time.process_time()
        found[name] = set(findings(folder, data, reference=reference))
        so_far.seconds[name] += time.process_time() - start
    so_far.mutants += len(planted)
    so_far.violated.update(finding.shape for finding in found["pySHACL"])
    for name, other in (("fast", "pySHACL"), ("pySHACL", "fast")):
        for finding in sorted(found[name] - found[other]):
            so_far.differences.append((name, finding, _told(finding, planted)))


def _told(finding: Finding, planted: dict[str, Triples]) -> str:
    """The triples of the mutant in which the focus is."""
    told = next((ts for ts in planted.values() if _names(ts, finding.focus)), [])
    return support.ntriples(told)


def _names(triples: Iterable[ox.Triple], focus: str) -> bool:
    return any(focus in (t.subject.value, getattr(t.object, "value", "")) for t in triples)


def main() -> None:
    """Runs the rounds and says what differed; exit status 1 if anything did."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=3, help="of each constraint, a round")
    arguments = parser.parse_args()
    so_far = Comparison()
    for number in range(arguments.rounds):
        chance = random.Random(f"{arguments.seed}.{number}")
        for part in parts():
            known = len(so_far.differences)
            # A policy takes pySHACL two seconds, so there are fewer of them.
            few = part == "policy"
            compare(so_far, chance, part, 1 if few else arguments.mutants)
            for name, finding, told in so_far.differences[known:][:5]:
                print(f"only {name}: {finding}\n{told}", flush=True)
        print(
            f"round {number + 1}: {so_far.mutants} mutants, {so_far.violated.total()} findings,"
            f" {len(so_far.differences)} differences;"
            f" {so_far.seconds['fast']:.0f} s and {so_far.seconds['pySHACL']:.0f} s",
            flush=True,
        )
    print("fewest findings:", *(f"{name} {count}" for count, name in so_far.rarest()[:12]))
    sys.exit(1 if so_far.differences else 0)


if __name__ == "__main__":
    main()
