"""Which nodes of a large input are plain items, which stay in columns; all others go to the store.

A node is left to the store where the least doubt is: where it is shipped, blank, pointed at by more than
records, or said to be or to have something that loading has to interpret (`kg.facts.normalise`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, QuerySolutions, RdfFormat, Store, parse

from kg.columns.items import Items
from kg.columns.ntriples import objects, write_ntriples
from kg.facts import normalise
from kg.facts.shipped import Shipped
from kg.terms import DCT, DERIVED, GENID, KG, OURS, OWL, PROV, RDF, RDFS, SH

if TYPE_CHECKING:
    import polars as pl

# Fewer items than this are as quick in the store, where every command can ask about them.
FEWEST = 300

TYPE = f"<{RDF}type>"
LINKS = {
    f"<{KG}{name}>": f"<{KG}{record}>"
    for name, record in (
        ("assesses", "Assessment"),
        ("reviews", "CaseReview"),
        ("appliesTo", "Restriction"),
        ("consentsTo", "Consent"),
    )
}
_RECORDS = (*LINKS.values(), f"<{KG}LegalGateway>")
_TIMES = tuple(
    f"<{name}>"
    for name in (
        *(PROV + "generatedAtTime", PROV + "atTime", DCT + "created"),
        *(KG + "validFrom", KG + "validUntil"),
    )
)
_INTERPRETED = tuple(f"<{space}" for space in (RDF, RDFS, OWL, SH))
_HARMLESS = {TYPE, *(f"<{RDFS}{name}>" for name in ("label", "comment", "seeAlso"))}


def split(triples: pl.DataFrame, shipped: Shipped) -> tuple[Items | None, bytes]:
    """Takes the plain items out of what was read.

    Args:
        triples: of all inputs, as `kg.columns.ntriples.read_ntriples` gives them.
        shipped: the ontology and the policy.

    Returns:
        The plain items, with plain dates, or None where they are few; and all other triples as N-Triples.
    """
    import polars as pl

    triples = without_derived(_once_each(triples), shipped.tier_classes)
    candidates = _untouched(triples, shipped.store)
    typed = triples.filter(
        (pl.col("predicate") == TYPE) & pl.col("subject").is_in(candidates.implode())
    ).select("subject", type="object")
    kinds = kinds_of_types(typed["type"].unique().to_list(), schema(triples, shipped.store))
    typed = typed.join(kinds, on="type")
    nodes = typed.group_by("subject").agg(
        types=pl.len(),
        items=(pl.col("kind") == "item").sum(),
        records=(pl.col("kind") == "record").sum(),
        others=(pl.col("kind") == "other").sum(),
    )
    items = nodes.filter(
        (pl.col("items") > 0)
        & (pl.col("records") + pl.col("others") == 0)
        & ~pl.col("subject").cast(pl.String).str.starts_with(f"<{GENID}")
    )
    if items.height < FEWEST:
        return None, write_ntriples(triples)
    names = items["subject"].implode()
    linked = triples.filter(pl.col("predicate").is_in(list(LINKS))).select(
        record="subject", via="predicate", item="object"
    )
    of_one = (
        linked.join(
            nodes.filter((pl.col("types") == 1) & (pl.col("records") == 1)),
            left_on="record",
            right_on="subject",
            how="semi",
        )
        .filter(pl.len().over("record") == 1)
        .filter(pl.col("item").is_in(names))
    )
    own = of_one["record"].implode()
    to_items = linked.filter(pl.col("item").is_in(names))
    is_item, is_record = pl.col("subject").is_in(names), pl.col("subject").is_in(own)
    plain = Items(
        facts=plain_dates(triples.filter(is_item)),
        records=plain_dates(triples.filter(is_record)),
        links=of_one,
        shared=to_items.filter(~pl.col("record").is_in(own)),
    )
    return plain, write_ntriples(triples.filter(~is_item & ~is_record))


def _once_each(triples: pl.DataFrame) -> pl.DataFrame:
    """Each triple once; only those that share subject and object with another are looked at."""
    import polars as pl

    subject, value = (pl.col(name).to_physical() for name in ("subject", "object"))
    pair = subject.cast(pl.UInt64) * (1 << 32) + value
    shared = triples.select(pair.is_duplicated()).to_series()
    if not shared.any():
        return triples
    return pl.concat([triples.filter(~shared), triples.filter(shared).unique()])


def without_derived(triples: pl.DataFrame, tier_classes: Sequence[str]) -> pl.DataFrame:
    """Without derived levels, tiers and tier classes, which decide nothing (P4)."""
    import polars as pl

    derived = [f"<{KG}{name}>" for name in normalise.DERIVED_PROPERTIES]
    inferred = (pl.col("predicate") == TYPE) & pl.col("object").is_in(
        [f"<{name}>" for name in tier_classes]
    )
    return triples.filter(~pl.col("predicate").is_in(derived) & ~inferred)


def _untouched(triples: pl.DataFrame, shipped: Store) -> pl.Series:
    """The subjects of which nothing is said, and at which nothing points, that loading interprets."""
    import polars as pl

    predicates = triples["predicate"].unique().cast(pl.String).to_list()
    described = triples.filter(
        pl.col("subject").is_in(predicates) | pl.col("object").is_in(predicates)
    )
    odd = {name for name in predicates if is_interpreted(name)}
    for column in ("subject", "object"):
        odd |= set(described[column].unique().cast(pl.String)) & set(predicates)
    quoting = pl.col("object").cast(pl.String).str.starts_with("<<")
    touched = (
        triples.filter(quoting)["subject"],
        triples.filter(pl.col("predicate").is_in(sorted(odd)))["subject"],
        triples.filter(~pl.col("predicate").is_in(list(LINKS)))["object"],
        pl.Series([str(quad.subject) for quad in shipped], dtype=triples.schema["subject"]),
    )
    names = triples.select(pl.col("subject").unique())
    for nodes in touched:
        names = names.join(nodes.unique().to_frame("subject"), on="subject", how="anti")
    text = pl.col("subject").cast(pl.String)
    ours = pl.any_horizontal(text.str.starts_with(f"<{space}") for space in (*OURS, DERIVED))
    return names.filter(~ours)["subject"]


def is_interpreted(predicate: str) -> bool:
    """Whether a property has a meaning of its own for loading, or for the shape of the graph."""
    return predicate == f"<{PROV}wasDerivedFrom>" or (
        predicate.startswith(_INTERPRETED) and predicate not in _HARMLESS
    )


def schema(triples: pl.DataFrame, shipped: Store) -> Store:
    """What is shipped, with what the inputs say of classes."""
    import polars as pl

    names = [
        name
        for name in triples["predicate"].unique().cast(pl.String).to_list()
        if name.startswith(_INTERPRETED) and name not in _HARMLESS
    ]
    store = Store()
    said = write_ntriples(triples.filter(pl.col("predicate").is_in(names)))
    store.extend(parse(said, format=RdfFormat.N_TRIPLES))
    normalise.entail_subclasses(store)
    store.bulk_extend(shipped)
    return store


def kinds_of_types(types: list[str], schema: Store) -> pl.DataFrame:
    """Whether each type makes its nodes an item, a record, something else of ours, or neither."""
    import polars as pl

    items = _below(schema, f"VALUES ?top {{ <{KG}InformationItem> }}")
    ours = _below(
        schema,
        f"{{ ?top <{RDFS}isDefinedBy> <{KG.removesuffix('#')}> }} UNION "
        "{ ?property <https://schema.org/domainIncludes> ?top }",
    )

    def kind(name: str) -> str:
        if name in _RECORDS:
            return "record"
        if (name in ours and name not in items) or name == f"<{RDF}Statement>":
            return "other"
        return "item" if name in items else "neither"

    names = [str(each) for each in types]
    return pl.DataFrame(
        {"type": pl.Series(names, dtype=pl.Categorical), "kind": [kind(name) for name in names]},
    )


def _below(schema: Store, tops: str) -> set[str]:
    rows = schema.query(
        f"SELECT DISTINCT ?class WHERE {{ {tops} ?class <{RDFS}subClassOf>* ?top }}"
    )
    assert isinstance(rows, QuerySolutions)
    return {str(row["class"]) for row in rows}


def plain_dates(triples: pl.DataFrame) -> pl.DataFrame:
    """As `kg.facts.normalise.plain_dates` does, once for each time that occurs."""
    import polars as pl

    is_time = pl.col("predicate").is_in(list(_TIMES))
    times = triples.filter(is_time)
    if times.is_empty():
        return triples
    known = times.select("predicate", whole=objects()).unique()
    plain = known.with_columns(
        plain=pl.Series([_plain(*row) for row in known.iter_rows()], dtype=pl.String)
    ).filter(pl.col("plain") != pl.col("whole"))
    if plain.is_empty():
        return triples
    mended = (
        times.with_columns(whole=objects())
        .join(plain, on=["predicate", "whole"], how="left")
        .with_columns(
            object=pl.when(pl.col("plain").is_not_null())
            .then(pl.col("plain").cast(triples.schema["object"]))
            .otherwise("object"),
            text=pl.when(pl.col("plain").is_null()).then("text"),
        )
    )
    return pl.concat([triples.filter(~is_time), mended.select(triples.columns)]).unique()


def _plain(predicate: str, literal: str) -> str:
    quad = next(parse(f"{predicate} {predicate} {literal} .", format=RdfFormat.N_TRIPLES))
    if not isinstance(quad.object, Literal):
        return literal
    day = normalise.plain_date(
        quad.object.value,
        quad.object.datatype.value,
        moments=predicate.startswith(f"<{PROV}"),
    )
    return literal if day is None else str(Literal(day, datatype=normalise.DATE))
