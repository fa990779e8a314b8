"""Where files describe nodes: file and line, for explanations and reports.

No RDF parser tells lines, so the lines of Turtle and its kin are read for what certainly begins a
statement. Where that finds nothing, or the syntax has no such lines, the file alone is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.facts.sources import Source, source_of


@dataclass(frozen=True)
class Place:
    """A file as it was named, and a line of it, counted from 1; None where only the file is known."""

    file: str
    line: int | None

    def __str__(self) -> str:
        """The place as compilers write it: ``file:line``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


def locate(sources: Sequence[Source], iris: Iterable[str]) -> dict[str, Place]:
    """Where files begin to describe nodes.

    Args:
        sources: files that can be read; the first that describes a node counts.
        iris: the nodes.

    Returns:
        The place of each node that is a subject in one of the files.
    """
    missing = set(iris)
    found: dict[str, Place] = {}
    for source in sources:
        here = _described(source, missing)
        found |= here
        missing -= here.keys()
    return found


def _described(source: Source, wanted: set[str]) -> dict[str, Place]:
    """The wanted nodes that are subjects in one file."""
    if not wanted:
        return {}
    found: dict[str, Place] = {}
    name = str(source.path)
    source = _as_it_was(source)
    if source.format in _LINED and source.kept is None:
        with source.open() as stream:
            for iri, number in _subjects(stream, wanted):
                found.setdefault(iri, Place(name, number))
    missing = wanted - found.keys()
    if missing:
        with source.open() as stream:
            base = source.path.resolve().as_uri()
            for quad in parse(stream, format=source.format, base_iri=base):
                if isinstance(quad.subject, NamedNode) and quad.subject.value in missing:
                    found.setdefault(quad.subject.value, Place(name, None))
    return found


def _as_it_was(source: Source) -> Source:
    """The file that a store keeps, where it still is as it was loaded; else what is kept of it."""
    return source_of(source.path) if source.kept and source.kept.is_of(source.path) else source


_LINED = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


def _subjects(lines: Iterable[bytes], wanted: set[str]) -> Iterable[tuple[str, int]]:
    """The wanted IRIs that certainly begin a statement, each with its line number."""
    written = {f"<{iri}>": iri for iri in wanted}
    begins, in_text = True, False
    for number, line in enumerate((line.decode(errors="replace") for line in lines), start=1):
        words = line.split(None, 1)
        if not words or (words[0].startswith("#") and not in_text):
            continue
        is_prefix = begins and words[0].lower() in ("@prefix", "prefix")
        if is_prefix:
            for prefix, space in re.findall(r"prefix\s+([\w.-]*:)\s*<([^>]+)>", line, re.I):
                local = {iri for iri in wanted if iri.startswith(space)}
                written |= {prefix + iri.removeprefix(space): iri for iri in local}
        elif begins and not in_text and words[0] in written:
            yield written[words[0]], number
        in_text ^= (line.count('"""') + line.count("'''")) % 2 == 1
        begins = not in_text and (is_prefix or line.rstrip().endswith((".", "{", "}")))
