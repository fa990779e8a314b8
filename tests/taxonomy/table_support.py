"""What the tests of tables share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from kg.taxonomy.add import Addition, add

DAY = date(2026, 11, 1)
EX = "https://example.org/x#"
HEADER = "id,label,definition,parents,misuse_potential,date,rationale,source"
GOOD = "A,a thing,A thing that is known.,cat:EvaluationResult,High,2026-01-31,Because.,https://example.org/s"


def write(folder: Path, *lines: str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")
    return path


def added(folder: Path, table: Path, *inputs: Path, **options: object) -> Addition:
    """Adds to t.ttl in the folder, in the namespace ``EX``."""
    settings = {"namespace": EX, "as_of": DAY, **options}
    return add(table, folder / "t.ttl", inputs, **settings)  # type: ignore[arg-type]


def graph(content: bytes | str) -> Dataset:
    """The triples of a Turtle text, equal where they are isomorphic."""
    data = content.encode() if isinstance(content, str) else content
    return same(parse(data, format=RdfFormat.TURTLE))


def same(quads: object) -> Dataset:
    dataset = Dataset(Quad(q.subject, q.predicate, q.object) for q in quads)  # type: ignore[attr-defined]
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset
