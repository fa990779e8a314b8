"""Which nodes are plain items, and what is told of them, as `kg.facts.plain.split` decides it.

The triples stay with the workers. The driver is told the properties and the types, each once, and in the
end everything that is about no plain item.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from kg.cluster.frames import FACT, OWNED, RECORD, SHARED, categorical
from kg.columns.ntriples import COLUMNS
from kg.errors import InputError
from kg.facts.normalise import DERIVED_PROPERTIES
from kg.facts.plain import LINKS, TYPE, is_interpreted, kinds_of_types, schema
from kg.facts.shipped import Shipped
from kg.terms import DERIVED, GENID, KG, OURS

if TYPE_CHECKING:
    import polars as pl
    from pyspark.sql import Column, DataFrame, SparkSession

# So many triples that are about no plain item does the driver take.
MOST = 5_000_000


@dataclass(frozen=True)
class Parts:
    """The inputs, divided.

    Attributes:
        rest: the triples about everything but the plain items, columns `COLUMNS`; at the driver.
        owned: the rows about plain items, columns `OWNED`; each once, with the workers.
        shared: the links from records in the rest to plain items, columns record, via and item; at the driver.
    """

    rest: pl.DataFrame
    owned: DataFrame
    shared: pl.DataFrame


def split(spark: SparkSession, triples: DataFrame, shipped: Shipped) -> Parts:
    """Divides the triples of all inputs (columns `COLUMNS`, each once).

    Raises:
        InputError: more is about no plain item than the driver takes.
    """
    from pyspark.sql import functions as f

    subject, predicate, value = f.col("subject"), f.col("predicate"), f.col("object")
    derived = predicate.isin([f"<{KG}{name}>" for name in DERIVED_PROPERTIES])
    inferred = (predicate == TYPE) & value.isin([f"<{name}>" for name in shipped.tier_classes])
    triples = triples.filter(~derived & ~inferred)
    nodes = _nodes(spark, triples, shipped).persist()
    items = _items(nodes)
    linked = triples.filter(predicate.isin(list(LINKS))).select(
        subject.alias("record"), predicate.alias("via"), value.alias("item")
    )
    single = linked.groupBy("record").agg(f.count("*").alias("times")).filter("times = 1")
    records = nodes.filter("types = 1 and records = 1").select(f.col("node").alias("record"))
    to_items = linked.join(items, "item").persist()
    of_one = (
        to_items.join(records, "record", "leftsemi").join(single, "record", "leftsemi").persist()
    )
    owners = items.select(
        f.col("item").alias("subject"), "item", f.lit(FACT).alias("role")
    ).unionAll(of_one.select(f.col("record").alias("subject"), "item", f.lit(RECORD).alias("role")))
    told = triples.join(owners, "subject", "left").persist()
    rest = collected(told.filter("role is null").select(*COLUMNS))
    shared = to_items.join(of_one.select("record"), "record", "leftanti")
    pointing = shared.select(
        "item",
        f.lit(SHARED).alias("role"),
        f.col("record").alias("subject"),
        f.col("via").alias("predicate"),
        f.col("item").alias("object"),
        f.lit(None).cast("string").alias("text"),
    )
    owned = told.filter("role is not null").select(*OWNED).unionAll(pointing)
    return Parts(rest, owned, collected(shared.select("record", "via", "item")))


def collected(rows: DataFrame) -> pl.DataFrame:
    """Rows, at the driver.

    Raises:
        InputError: they are more than the driver takes.
    """
    found = categorical(rows.limit(MOST + 1).toArrow())
    if found.height > MOST:
        raise InputError(
            f"more than {MOST:,} triples are about something else than plain items, or about faulty ones",
            "decide on one machine (kg decide), or in parts",
        )
    return found


def _items(nodes: DataFrame) -> DataFrame:
    """The plain items: column item."""
    from pyspark.sql import functions as f

    plain = "items > 0 and records = 0 and others = 0"
    named = ~f.col("node").startswith(f"<{GENID}")
    return nodes.filter(plain).filter(named).select(f.col("node").alias("item"))


def _nodes(spark: SparkSession, triples: DataFrame, shipped: Shipped) -> DataFrame:
    """The nodes that nothing interprets: columns node, types, items, records and others (numbers of types)."""
    from pyspark.sql import functions as f

    properties = _properties(triples)
    said = collected(triples.filter(f.col("predicate").isin([*filter(is_interpreted, properties)])))
    touched = _touched(spark, triples, properties, shipped)
    typed = (
        triples.filter(f.col("predicate") == TYPE)
        .select(f.col("subject").alias("node"), f.col("object").alias("type"))
        .join(touched, "node", "leftanti")
    )
    types = [row["type"] for row in typed.select("type").distinct().limit(MOST).collect()]
    kinds = kinds_of_types(types, schema(said, shipped.store))
    rows = [(str(name), kind) for name, kind in kinds.iter_rows()]
    known = spark.createDataFrame(rows, "type string, kind string")

    def number(kind: str) -> Column:
        return f.count_if(f.col("kind") == kind).alias(f"{kind}s")

    return (
        typed.join(f.broadcast(known), "type")
        .groupBy("node")
        .agg(f.count("*").alias("types"), number("item"), number("record"), number("other"))
    )


def _properties(triples: DataFrame) -> list[str]:
    return sorted(row["predicate"] for row in triples.select("predicate").distinct().collect())


def _touched(
    spark: SparkSession, triples: DataFrame, properties: list[str], shipped: Shipped
) -> DataFrame:
    """The nodes that something interpreted is said of, or that anything points at: column node."""
    from pyspark.sql import functions as f

    subject, predicate, value = f.col("subject"), f.col("predicate"), f.col("object")
    odd = {name for name in properties if is_interpreted(name)}
    for column in (subject, value):
        described = triples.filter(column.isin(properties)).select(column.alias("node")).distinct()
        odd |= {row["node"] for row in described.collect()}
    ours = reduce(
        lambda one, other: one | other,
        (subject.startswith(f"<{space}") for space in (*OURS, DERIVED)),
    )
    about = value.startswith("<<") | predicate.isin(sorted(odd)) | ours
    names = [(str(quad.subject),) for quad in shipped.store]
    return (
        triples.filter(about)
        .select(subject.alias("node"))
        .unionAll(
            triples.filter(~predicate.isin(list(LINKS)) & value.startswith("<")).select(
                value.alias("node")
            )
        )
        .unionAll(spark.createDataFrame(sorted(set(names)), "node string"))
        .distinct()
    )
