"""Plain items validated by few of them: those whose triples are of the same kinds get the same results.

Two nodes are alike where they have the same properties with values of the same kinds, as often. Of an
IRI its kind is what shapes can tell of it (`_kinds_of_iris`), of a text its language, of a date that it is
one; every other value is a kind of its own. One of each kind of node is validated, with its records and
beside everything in the store; where that finds a violation, all that are alike are validated themselves.
So nothing is reported that no engine found, and `tests/validate` holds both ways to the same report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import SystemRandom
from typing import TYPE_CHECKING

from kg.columns.items import Items
from kg.columns.ntriples import write_ntriples
from kg.engines import Engine
from kg.tables import table
from kg.terms import DCT, GENID, OURS, PROV, RDF, RDFS, XSD
from kg.validate.findings import Finding
from kg.validate.run import violations_of

if TYPE_CHECKING:
    import polars as pl

AT_ONCE = 20_000  # nodes in one run of the validator
_TYPE = f"<{RDF}type>"
# Texts of which no shape reads more than the language and whether there is any.
_PROSE = tuple(
    f"<{name}>"
    for name in (
        *(DCT + "title", DCT + "description", DCT + "abstract"),
        *(RDFS + "label", RDFS + "comment"),
    )
)
_DATES = (f"<{DCT}created>", f"<{PROV}generatedAtTime>")
_DATE = re.compile(r'"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])"\^\^' + f"<{XSD}date>")
# IRIs in these namespaces are kinds of their own: shapes name some, and ask whether others exist.
_OURS = tuple(f"<{space}" for space in (*OURS, GENID))


@dataclass(frozen=True)
class Known:
    """What shapes can tell of what the store describes.

    Attributes:
        types: of each declared class, as a term.
        iris: of each described IRI, as a term.
    """

    types: dict[str, str]
    iris: dict[str, str]


def known(engine: Engine) -> Known:
    """What shapes can tell of what an engine's store describes."""
    return Known(_kinds_of_types(engine), _kinds_of_iris(engine))


def violations_with(
    engine: Engine,
    items: Items,
    *,
    named: pl.DataFrame | None = None,
    reference: bool = False,
) -> tuple[list[Finding], pl.Series]:
    """The violations among the facts in the store and those of plain items.

    Args:
        engine: with the facts about everything else.
        items: the plain items.
        named: where these are a part of all plain items, the types of those that records in the store name.
        reference: validate with pySHACL instead.

    Returns:
        The violations, sorted; and the plain items (terms) that have one, or that a record with one names.
    """
    import polars as pl

    stored = engine.triples(None)
    named = items.facts.clear() if named is None else named
    nodes = alike(known(engine), items)
    chosen = nodes.group_by("kind").agg(pl.col("node").min())["node"]
    found = set(_validated(stored, items, chosen, named, reference))
    focuses = pl.Series([f"<{each.focus}>" for each in found], dtype=nodes.schema["node"])
    kinds = nodes.filter(pl.col("node").is_in(focuses.implode()))["kind"].unique()
    others = nodes.filter(pl.col("kind").is_in(kinds.implode()))["node"]
    for start in range(0, others.len(), AT_ONCE):
        found |= set(_validated(stored, items, others.slice(start, AT_ONCE), named, reference))
    faulty = pl.Series([f"<{each.focus}>" for each in found], dtype=nodes.schema["node"])
    return sorted(found), items_of(items, faulty)


def items_of(items: Items, nodes: pl.Series) -> pl.Series:
    """The plain items among nodes, and those that records among them name."""
    import polars as pl

    own = items.facts.filter(pl.col("subject").is_in(nodes.implode()))["subject"]
    named = (
        links.filter(pl.col("record").is_in(nodes.implode()))["item"]
        for links in (items.links, items.shared)
    )
    return pl.concat([own, *named]).unique()


def _validated(
    stored: bytes, items: Items, nodes: pl.Series, elsewhere: pl.DataFrame, reference: bool
) -> Iterator[Finding]:
    """The violations in the store and those of some plain items and records, which are whole."""
    import polars as pl

    shown = items_of(items, nodes).implode()
    records = items.links.filter(pl.col("item").is_in(shown))["record"].implode()
    facts = items.facts.filter(pl.col("subject").is_in(shown))
    named = items.shared["item"].unique().implode()
    types = items.facts.filter(
        pl.col("subject").is_in(named) & ~pl.col("subject").is_in(shown), predicate=_TYPE
    )
    types = pl.concat([types, elsewhere.filter(~pl.col("subject").is_in(shown))])
    parts = (facts, items.records.filter(pl.col("subject").is_in(records)), types)
    data = stored + b"".join(write_ntriples(part) for part in parts)
    only_named = {name[1:-1] for name in types["subject"].unique().cast(pl.String)}
    for each in violations_of(data, reference=reference):
        if each.focus not in only_named:
            yield each


def alike(known: Known, items: Items) -> pl.DataFrame:
    """Which plain items and records are alike: columns node and kind (a number)."""
    import polars as pl

    pointing = items.links.select(
        node="item", said=pl.format("pointed at by {}", pl.col("via").cast(pl.String))
    )
    item_kinds = _grouped([_told(known, items.facts), _drawn(pointing)])
    naming = items.links.join(item_kinds, left_on="item", right_on="node").select(
        node="record",
        said=pl.format("{} an item of kind {}", pl.col("via").cast(pl.String), "kind"),
    )
    links = items.links.select(subject="record", predicate="via", object="item")
    facts = items.records.join(links, on=["subject", "predicate", "object"], how="anti")
    record_kinds = _grouped([_told(known, facts), _drawn(naming)])
    return pl.concat([item_kinds, record_kinds.with_columns(pl.col("kind") + item_kinds.height)])


def _grouped(drawn: list[pl.DataFrame]) -> pl.DataFrame:
    """The nodes of which the same is said as often: columns node and kind.

    Two sums of random numbers stand for all that is said of a node, 114 bits: the order doesn't matter,
    and no input can be written to make them meet, since they are drawn anew for each run.
    """
    import polars as pl

    sums = pl.concat(drawn).group_by("node").agg(pl.col("first").sum(), pl.col("second").sum())
    kinds = sums.select("first", "second").unique().with_row_index("kind")
    return sums.join(kinds, on=["first", "second"]).select("node", "kind")


def _drawn(said: pl.DataFrame) -> pl.DataFrame:
    """Two random numbers for each different text: columns node, first and second."""
    import polars as pl

    texts = said.select(pl.col("said").unique())
    return said.join(_with_draws(texts), on="said").select("node", "first", "second")


def _with_draws(rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    draw = SystemRandom()
    return rows.with_columns(
        pl.Series(name, [draw.getrandbits(57) for _ in range(rows.height)], dtype=pl.UInt64)
        for name in ("first", "second")
    )


def _told(known: Known, facts: pl.DataFrame) -> pl.DataFrame:
    """Of each triple its subject, and two numbers for its property and kind of value."""
    import polars as pl

    prose = pl.col("predicate").is_in(list(_PROSE))
    read = pl.when(prose & ~pl.col("text").str.starts_with('""')).then(None).otherwise("text")
    keys = ["predicate", "object", "read"]
    facts = facts.select(
        "predicate", "object", read.cast(pl.Categorical).alias("read"), node="subject"
    )
    values = facts.select(keys).unique()
    kinds = _kinds(known, values.with_columns(pl.col(keys).cast(pl.String)))
    said = values.with_columns(said=pl.concat_str("predicate", kinds, separator=" "))
    draws = _with_draws(said.select(pl.col("said").unique()))
    numbered = said.join(draws, on="said").drop("said")
    return facts.join(numbered, on=keys, nulls_equal=True).select("node", "first", "second")


def _kinds(known: Known, values: pl.DataFrame) -> pl.Series:
    """The kind of each value, as text. Arguments as terms in columns predicate, object and read."""
    import polars as pl

    found = []
    for predicate, term, read in values.iter_rows():
        if predicate == _TYPE:
            found.append(known.types.get(term, term))
        elif predicate in _DATES and _DATE.match(term):
            found.append("a date")
        elif term.startswith("<"):
            found.append(known.iris.get(term, term if term.startswith(_OURS) else "an IRI"))
        else:
            found.append(read or term)
    return pl.Series("kind", found, dtype=pl.String)


def _kinds_of_types(engine: Engine) -> dict[str, str]:
    """What shapes can tell of each declared class: what it is, and which classes of the table are above it."""
    rows = table(engine, _CLASSES)
    told: dict[str, set[str]] = {}
    for name, said in rows.iter_rows():
        told.setdefault(f"<{name}>", set()).add(said)
    return {name: " ".join(sorted(said)) for name, said in told.items()}


def _kinds_of_iris(engine: Engine) -> dict[str, str]:
    """What shapes can tell of each IRI that the store describes: itself if it is a recipient, or its types."""
    told: dict[str, set[str]] = {}
    for name, said in table(engine, _DESCRIBED).iter_rows():
        told.setdefault(f"<{name}>", set()).add(said)
    kinds = {name: f"a node of {' '.join(sorted(said))}" for name, said in told.items()}
    for name in table(engine, _RECIPIENTS)["name"]:
        kinds[f"<{name}>"] = name
    return {name: kind for name, kind in kinds.items() if not name.startswith(_OURS[0])}


# A class is told by its own types, and by those above it that a property of ours or a shape may ask for.
_CLASSES = """
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?class ?said
WHERE {
  { ?class a ?said . FILTER EXISTS { ?class a ?kind . VALUES ?kind { owl:Class rdfs:Class } } }
  UNION
  {
    {
      SELECT DISTINCT ?said
      WHERE {
        { ?property schema:domainIncludes ?said } UNION { ?said rdfs:isDefinedBy <https://w3id.org/aisi-kg/ns> }
      }
    }
    ?class rdfs:subClassOf* ?said .
  }
}
"""

_DESCRIBED = """
SELECT DISTINCT ?name ?said WHERE { ?name a ?said FILTER(isIRI(?name)) }
"""

_RECIPIENTS = """
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT DISTINCT ?name WHERE { VALUES ?kind { kg:Institute kg:Network } ?name a ?kind }
"""
