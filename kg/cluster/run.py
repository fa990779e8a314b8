"""From files to decisions on a cluster: the steps of `kg.derivation`, with the items at the workers."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from kg import decide as table_of
from kg import decided, lookup, wording
from kg.cluster.files import find_files, none_is_empty, read_files
from kg.cluster.frames import FACT, OWNED, items_of, on_partition, schema
from kg.cluster.session import session
from kg.cluster.split import Parts, collected, split
from kg.cluster.work import (
    CHOSEN,
    SAMPLE,
    Told,
    covering,
    deciding,
    profiling,
    text_columns,
)
from kg.columns.ntriples import COLUMNS, write_ntriples
from kg.decide import DECISION_COLUMNS
from kg.derive import Distinct, Profiles, derive_profiles, faults, item_reading
from kg.derive.blocks import Blocks
from kg.engines import Engine, open_engine
from kg.errors import InputError
from kg.facts import Facts
from kg.facts.merge import merged
from kg.facts.plain import TYPE
from kg.facts.shipped import read_shipped
from kg.progress import Progress, silent
from kg.suggest import warnings
from kg.terms import PREFIXES
from kg.validate import Finding, violations, violations_with
from kg.validate.cover import known

if TYPE_CHECKING:
    import polars as pl
    from pyspark.sql import DataFrame, SparkSession

_R12 = PREFIXES["rule"] + "R12"
_EACH = 500_000  # rows about items, for one worker at a time
_BYTES = 64_000_000  # of the inputs, in one part of what is sorted or joined


class Outcome:
    """What is told of a run besides the decisions; see `kg.inventory.Inventory`.

    Attributes:
        unadvised: of how many items no warnings were looked for.
    """

    def __init__(self, engine: Engine, found: tuple[Finding, ...], unadvised: int) -> None:
        self._engine, self._found, self.unadvised = engine, found, unadvised

    def withheld(self) -> dict[str, tuple[str, ...]]:
        """The items withheld from everyone for bad data, each with the faulty nodes (R12)."""
        return lookup.withheld(self._engine)

    def violations(self) -> tuple[Finding, ...]:
        """The violations among the facts, sorted."""
        return self._found

    def warnings(self) -> tuple[Finding, ...]:
        """The warnings about what is no plain item, sorted."""
        return tuple(warnings(self._engine))

    def in_words(self, finding: Finding) -> str:
        """A finding on one line: what is at fault, and what to write."""
        return wording.in_words(self._engine, finding)


def decide(
    inputs: Sequence[Path],
    output: Path,
    *,
    as_of: date,
    policy: Path | None = None,
    master: str = "local[2]",
    progress: Progress = silent,
) -> Outcome:
    """Decides an inventory on Spark.

    Args:
        inputs: files or folders of N-Triples or Parquet, where all workers see them.
        output: a new folder, also there; Parquet with the columns of `kg.decide.decisions`, rows in no order.
        as_of: the date on which everything is evaluated.
        policy: a file that replaces the default policy whole.
        master: of the cluster, as Spark writes it.
        progress: called with the name of each step before it runs.

    Raises:
        InputError: an input cannot be read; the output is there already, or cannot be written.
        PolicyError: the policy file holds something else.
        FaultyDataError: a fault stops the run (R12).
        MissingExtraError: pyspark is not installed.
        EngineError: Spark fails.
    """
    sources, shipped = find_files(inputs), read_shipped(policy)
    if output.exists():
        raise InputError(f"{output}: is there already", "name a new folder by -o")
    progress("load")
    with _placed(output) as folder, session(master) as spark:
        cores = spark.sparkContext.defaultParallelism
        parts_at_once = max(cores, -(-sum(each.size for each in sources) // _BYTES))
        spark.conf.set("spark.sql.shuffle.partitions", str(parts_at_once))
        read = read_files(spark, sources).persist()
        none_is_empty(read, sources)
        parts = split(spark, read.drop("file").distinct().persist(), shipped)
        rest = Store()
        rest.bulk_load(io.BytesIO(write_ntriples(parts.rest)), format=RdfFormat.N_TRIPLES)
        facts = merged(rest, None, sources, shipped, as_of)
        run = _Run(spark, parts, facts, progress)
        return run.outcome(folder)


@contextmanager
def _placed(output: Path) -> Iterator[Path]:
    """A folder to write into, which gets its name if all goes well, and else goes.

    Raises:
        InputError: it cannot be written.
    """
    try:
        made = tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as error:
        raise InputError(f"{output}: cannot be written ({error.strerror})", "check -o") from None
    folder = Path(made) / "decisions"
    try:
        yield folder
        folder.rename(output)
    finally:
        shutil.rmtree(made, ignore_errors=True)


class _Run:
    """One run: the rows about items at the workers, everything else in an engine."""

    def __init__(self, spark: SparkSession, parts: Parts, facts: Facts, progress: Progress) -> None:
        self._spark, self._facts, self._progress = spark, facts, progress
        self._engine = open_engine("oxigraph", facts.store)
        self._shared = parts.shared
        rows = parts.owned
        cores = spark.sparkContext.defaultParallelism
        number = max(cores, -(-rows.count() // _EACH))
        self._rows = rows.repartition(number, "item").persist()
        self._gone: list[str] = []

    def outcome(self, folder: Path) -> Outcome:
        """Decides, and writes into a folder."""
        self._progress("validate")
        found = self._violations()
        self._progress("profiles")
        derived, told = self._derive()
        if left_out := [*lookup.undecided(self._engine), *decided.undecided(derived)]:
            raise wording.left_out(sorted(left_out))
        self._progress("write")
        self._write(derived, told, folder)
        items = self._rows.select("item").distinct().count() - len(self._gone)
        return Outcome(self._engine, found, items)

    def _map(self, work: object, columns: Sequence[str]) -> DataFrame:
        return self._rows.mapInArrow(on_partition(work), schema(columns))  # type: ignore[arg-type]

    def _violations(self) -> tuple[Finding, ...]:
        """The violations; the items that have one are at the driver then, and gone from the workers."""
        found, faulty = self._found()
        self._gone = faulty
        if faulty:
            whole = items_of(self._rows_of(faulty))
            self._engine.add(whole.ntriples(), None)
        stopping = faults(self._engine, ((each.focus, each.shape) for each in found))
        first = [
            Finding(fault.node, _R12, fault.value, fault.message, "Violation")
            for fault in self._facts.faults
        ]
        stopping = {fault.focus: [_R12] for fault in first} | stopping
        told = (*first, *wording.with_hints(self._engine, found))
        if stopping:
            raise wording.stopped(self._engine, told, stopping)
        return told

    def _found(self) -> tuple[list[Finding], list[str]]:
        """The violations, sorted, and the plain items (terms) that are faulty, or a record of theirs."""
        import polars as pl

        can_tell = known(self._engine)
        named = self._types_of_named()
        found: set[Finding] = set()
        faulty: set[str] = set()
        stands: list[str] | None = None
        for _ in range(2):  # one of each kind; then all of the kinds that are faulty
            rows = collected(self._map(covering(can_tell, stands), OWNED))
            chosen = set(rows.filter(pl.col("role") == CHOSEN)["item"])
            items = items_of(rows.filter(pl.col("role") != CHOSEN).unique())
            if not chosen:
                break
            more, at_fault = violations_with(self._engine, items, named=named)
            found |= set(more)
            faulty |= set(at_fault.cast(pl.String))
            stands = sorted(chosen & {f"<{each.focus}>" for each in more})
            if not stands:
                break
        if stands is None:
            found |= set(violations(self._engine))
        focuses = pl.Series([f"<{each.focus}>" for each in found], dtype=pl.String)
        linked = self._shared.filter(pl.col("record").cast(pl.String).is_in(focuses.implode()))
        return sorted(found), sorted(faulty | set(linked["item"].cast(pl.String)))

    def _rows_of(self, items: Sequence[str]) -> pl.DataFrame:
        """All rows about some items, at the driver."""
        from pyspark.sql import functions as f

        wanted = self._spark.createDataFrame([(item,) for item in items], "item string")
        return collected(self._rows.join(f.broadcast(wanted), "item", "leftsemi").select(*OWNED))

    def _types_of_named(self) -> pl.DataFrame:
        """The types of the plain items that records in the store name."""
        from pyspark.sql import functions as f

        names = self._shared["item"].unique().cast(str).to_list()
        wanted = self._spark.createDataFrame([(name,) for name in names], "item string")
        types = self._rows.filter((f.col("role") == FACT) & (f.col("predicate") == TYPE))
        return collected(types.join(f.broadcast(wanted), "item", "leftsemi").select(*COLUMNS))

    def _derive(self) -> tuple[Distinct, Told]:
        """Derives for the store and for each distinct profile."""
        import polars as pl
        from pyspark.sql import functions as f

        self._read = item_reading(self._engine)
        columns = text_columns(self._read)
        said = self._map(profiling(self._read, self._gone), [*columns, SAMPLE])
        rows = collected(said.groupBy(*columns).agg(f.min(SAMPLE).alias(SAMPLE))).sort(columns)
        blocks = {read: Blocks() for read in self._read.asserted}
        numbers = pl.DataFrame(
            {
                f"{number}": pl.Series(
                    [blocks[read].number(text) for text in rows[column]], dtype=pl.UInt32
                )
                for number, (column, read) in enumerate(zip(columns, blocks, strict=True))
            }
        )
        items = rows.select(item=pl.col(SAMPLE).cast(pl.Categorical)).with_row_index("profile")
        grouped = Profiles(
            items.select("item", "profile"),
            numbers,
            {read: f"{number}" for number, read in enumerate(blocks)},
            blocks,
            pl.DataFrame(schema={"item": pl.Categorical, "mark": pl.String, "record": pl.String}),
        )
        derived = derive_profiles(self._engine, self._read, grouped, self._progress)
        groups = rows.select(columns).with_columns(derived.groups.alias("group"))
        return derived, Told(groups, derived.decisions)

    def _write(self, derived: Distinct, told: Told, folder: Path) -> None:
        """Joins the items with the decisions of their group, and writes Parquet."""
        import polars as pl
        from pyspark.sql import functions as f

        columns = list(DECISION_COLUMNS)
        found = self._map(deciding(self._read, self._gone, told), ["item", "group", *columns[1:]])
        shared = decided.shared_decisions(derived.decisions).select("group", *columns[1:])
        few = self._frame(shared.cast(pl.String)).withColumnsRenamed(
            {name: f"{name}_" for name in columns[1:]}
        )
        joined = found.join(f.broadcast(few), "group", "left").select(
            "item",
            *(f.coalesce(f.col(name), f.col(f"{name}_")).alias(name) for name in columns[1:]),
        )
        others = self._frame(table_of.decisions(self._engine).cast(pl.String)).select(*columns)
        uri = folder.resolve().as_uri()
        joined.unionAll(others).write.mode("append").parquet(uri)

    def _frame(self, rows: pl.DataFrame) -> DataFrame:
        import pyarrow as pa

        types = pa.schema([(name, pa.string()) for name in rows.columns])
        if rows.is_empty():
            return self._spark.createDataFrame([], schema(rows.columns))
        return self._spark.createDataFrame(rows.to_arrow().cast(types))
