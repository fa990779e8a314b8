"""What a rule reads of one item, as its header declares it.

A rule that says something of each item says what decides it, in a header line ``of an item:`` (or
``of a decision:``, for a rule that reads nothing but findings about one item and recipient)::

    # of an item: kg:holder; ^kg:reviews; derived:pairs; derived:items kg:fallsUnder met by kg:appliesTo

Each part is a property of the item; a property by which records point at it (``^``); or a derived graph,
of which one property, or one property and value, may be all that is read. ``each owl:onProperty`` are
the properties by which class expressions are defined. ``met by`` keeps those values only that are a value
of that property somewhere else; others cannot match. ``alike by GRAPH PROPERTY...`` says that of a value
only these properties matter, which it has in a graph, or which the nodes have that point at it by a
property named first (``^``): one value stands for all that are alike. Nothing else is given to the rule
(`kg.derive.distinct`), so what a header forgets makes the tests of agreement fail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.engines import Engine
from kg.tables import table
from kg.terms import PREFIXES, RDF, expand

Unit = Literal["item", "decision"]


@dataclass(frozen=True, order=True)
class Read:
    """One part of what decides.

    Attributes:
        graph: the derived graph, or "" for what is asserted.
        prop: the property; "" for all of the graph.
        inverse: records point at the item by it.
        value: the only value that matters, or "".
        met_by: the property that must have the same value somewhere, or "".
        alike: a graph, the property by which nodes in it point at values ("" where the values have the
            properties themselves), and the properties that matter; or nothing.
    """

    graph: str = ""
    prop: str = ""
    inverse: bool = False
    value: str = ""
    met_by: str = ""
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """What a rule reads of one item or decision (nothing, where unit is None), and where it writes."""

    unit: Unit | None
    reads: tuple[Read, ...]
    writes: tuple[str, ...]


def header(text: str, defining: Sequence[str] = ()) -> Header:
    """Reads the header of a rule.

    Args:
        text: of the file.
        defining: the properties that ``each owl:onProperty`` stands for.

    Raises:
        ValueError: a part is not of the form above.
    """
    fields = _fields(text)
    units: dict[str, Unit] = {"of an item": "item", "of a decision": "decision"}
    writes = tuple(
        dict.fromkeys(expand(name) for name in re.findall(r"(derived:[\w-]+) \{", fields["writes"]))
    )
    for key, unit in units.items():
        if key in fields:
            parts = [part.strip() for part in fields[key].split(";")]
            reads = [read for part in parts for read in _reads(part, defining)]
            return Header(unit, tuple(sorted(set(reads))), writes)
    return Header(None, (), writes)


@dataclass(frozen=True)
class Reading:
    """What a run of rules reads of plain items, beside what the store holds.

    Attributes:
        headers: of each rule, by its text, in the order of the run.
        asserted: the reads of no graph, sorted.
        values: for each property by which a read is met, its values in the store (terms).
        mentioned: the properties (IRIs) that rules may read of records.
    """

    headers: dict[str, Header]
    asserted: tuple[Read, ...]
    values: dict[str, set[str]]
    mentioned: set[str]


def reading(engine: Engine, rules: Sequence[str]) -> Reading:
    """What rules read of plain items.

    Args:
        engine: with the facts about everything else.
        rules: the texts of the files that will run.
    """
    defining = sorted(table(engine, _DEFINING)["property"])
    headers = {text: header(text, defining) for text in rules}
    reads = {read for each in headers.values() for read in each.reads}
    values = {prop: _values(engine, prop) for prop in {read.met_by for read in reads} - {""}}
    asserted = tuple(sorted(read for read in reads if not read.graph))
    return Reading(headers, asserted, values, mentioned(rules))


def mentioned(rules: Sequence[str]) -> set[str]:
    """All IRIs that rules name, as prefixed names or in full; ``a`` is rdf:type."""
    names = {RDF + "type"}
    for text in rules:
        for prefix, local in re.findall(r"\b(\w+):([\w-]+)", text):
            if prefix in PREFIXES:
                names.add(PREFIXES[prefix] + local)
        names.update(re.findall(r"<([^>\s]+)>", text))
    return names


def _fields(text: str) -> dict[str, str]:
    """The header's lines ``# key: value``, with what continues them."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if match := re.match(r"# (reads|writes|of an item|of a decision): +(.*)", line):
            key = match[1]
            found[key] = match[2]
        elif key:
            found[key] += " " + line.removeprefix("#").strip()
    return found


def _reads(part: str, defining: Sequence[str]) -> list[Read]:
    if part == "each owl:onProperty":
        return [Read(prop=name) for name in defining]
    words, _, alike = part.partition(" alike by ")
    words, _, met_by = words.partition(" met by ")
    graph, prop, value = "", "", ""
    names = words.split()
    if names and names[0].startswith("derived:"):
        graph = expand(names.pop(0))
    if names:
        prop = names.pop(0)
    if names and graph:
        value = expand(names.pop(0))
    if names or not (graph or prop):
        raise ValueError(f"a rule's header says {part!r}")
    inverse = prop.startswith("^")
    looked_at = alike.split()
    if looked_at and not looked_at[1].startswith("^"):
        looked_at.insert(1, "")
    by = tuple(expand(name.removeprefix("^")) for name in looked_at)
    return [Read(graph, expand(prop.removeprefix("^")), inverse, value, expand(met_by), by)]


def _values(engine: Engine, prop: str) -> set[str]:
    """The IRIs that are values of a property, as terms."""
    return {
        f"<{value}>"
        for value in table(engine, f"SELECT DISTINCT ?value WHERE {{ ?any <{prop}> ?value }}")[
            "value"
        ]
    }


_DEFINING = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT DISTINCT ?property WHERE { ?restriction owl:onProperty ?property }
"""
