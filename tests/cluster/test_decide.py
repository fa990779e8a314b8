"""`kg cluster decide` on a cluster of two workers gives the rows of `kg decide`, whatever is killed."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from pyoxigraph import RdfFormat, Triple, parse, serialize

from bench.generate import write
from kg.cluster import decide
from kg.cluster.session import session
from kg.errors import InputError
from kg.inventory import load
from tests.reference.generate import inventory
from tests.support import core_only, in_columns, kg

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "local-cluster[2,1,1024]"
AS_OF = date(2026, 11, 1)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    lacking = [
        name
        for name, found in (("pyspark", find_spec("pyspark")), ("Java", shutil.which("java")))
        if not found
    ]
    if lacking:
        if os.environ.get("CI"):
            pytest.fail(f"CI has to have {' and '.join(lacking)}")
        pytest.skip(f"needs {' and '.join(lacking)}")
    with session(MASTER) as started:
        started.conf.set("spark.sql.codegen.wholeStage", "false")  # quicker for so few rows
        yield started


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some hundred items, a twentieth of them faulty: some as N-Triples, some as Parquet."""
    folder = tmp_path_factory.mktemp("inventory")
    write(folder / "all.nt", 300, faulty=0.05)
    lines = (folder / "all.nt").read_text().splitlines(keepends=True)
    (folder / "all.nt").unlink()
    (folder / "one.nt").write_text("".join(lines[::2]) + lines[1])  # and one triple twice
    terms = [line.rstrip("\n").removesuffix(" .").split(" ", 2) for line in lines[1::2]]
    names = ["subject", "predicate", "object"]
    pl.DataFrame(terms, schema=names, orient="row").write_parquet(folder / "two.parquet")
    return folder


@pytest.fixture(scope="module")
def expected(faulty: Path, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """What one machine decides of them."""
    whole = tmp_path_factory.mktemp("whole") / "all.nt"
    write(whole, 300, faulty=0.05)
    return load(whole, as_of=AS_OF).decide()


def rows(folder: Path) -> pl.DataFrame:
    found = pl.read_parquet(folder / "*.parquet")
    return found.sort(found.columns)


@pytest.mark.usefixtures("spark")
def test_the_rows_are_those_of_one_machine(
    faulty: Path, expected: pl.DataFrame, tmp_path: Path
) -> None:
    outcome = decide([faulty], tmp_path / "out", as_of=AS_OF)
    assert rows(tmp_path / "out").equals(expected.sort(expected.columns))
    assert len(outcome.withheld()) == 15
    assert outcome.unadvised == 280  # five more are disclosed, so records point at them
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_executor_may_be_killed_while_a_stage_runs(
    spark: SparkSession, faulty: Path, expected: pl.DataFrame, tmp_path: Path
) -> None:
    reached, killed = threading.Event(), []

    def kill() -> None:
        reached.wait(300)
        tracker = spark.sparkContext.statusTracker()
        while not killed:
            running = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            if any(stage and stage.numActiveTasks for stage in running):
                victim = executors(spark)[0]
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)
            time.sleep(0.002)

    def progress(step: str, *_: object) -> None:
        if step == "profiles":
            assert len(executors(spark)) == 2
            reached.set()

    watch = threading.Thread(target=kill, daemon=True)
    watch.start()
    decide([faulty], tmp_path / "out", as_of=AS_OF, progress=progress)
    assert killed
    assert not Path(f"/proc/{killed[0]}/exe").exists()
    assert rows(tmp_path / "out").equals(expected.sort(expected.columns))


@pytest.mark.usefixtures("spark")
def test_blank_nodes_and_records_of_many_items(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core_only(monkeypatch)
    made = inventory(Random(8), size=40)
    files = [tmp_path / "one.nt", tmp_path / "two.nt"]
    quads = parse(made.turtle.encode(), format=RdfFormat.TURTLE)
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    serialize(triples, output=files[0], format=RdfFormat.N_TRIPLES)
    text = files[0].read_text()
    assert "_:" in text
    files[1].write_text("".join(x for x in text.splitlines(keepends=True) if "_:" not in x))
    with in_columns():
        alone = load(*files, as_of=AS_OF)
    expected = alone.decide()
    decide(files, tmp_path / "out", as_of=AS_OF)
    assert rows(tmp_path / "out").equals(expected.sort(expected.columns))


@pytest.mark.usefixtures("spark")
def test_a_bad_line_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    bad = tmp_path / "bad.nt"
    bad.write_text("<https://example.org/a> <https://example.org/b> nonsense .\n")
    with pytest.raises(InputError, match=r"bad\.nt: .*, in the line .*nonsense"):
        decide([bad], tmp_path / "out", as_of=AS_OF)
    assert list(tmp_path.iterdir()) == [bad]


def test_what_workers_do_not_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("")
    with pytest.raises(InputError, match=r"a\.ttl: workers do not read this kind of file"):
        decide([tmp_path], tmp_path / "out", as_of=AS_OF)


def test_an_answer_that_is_there_stays(tmp_path: Path) -> None:
    write(tmp_path / "a.nt", 3)
    (tmp_path / "out").mkdir()
    done = kg("cluster", "decide", tmp_path / "a.nt", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert done.stderr == f"kg: {tmp_path}/out: is there already: name a new folder by -o\n"


def executors(spark: SparkSession) -> list[int]:
    """The processes of the executors that this session has started."""
    parents: dict[int, int] = {}
    found = []
    for path in Path("/proc").iterdir():
        if not path.name.isdigit():
            continue
        try:
            command = (path / "cmdline").read_bytes()
            status = (path / "stat").read_text()
        except OSError:  # it has ended
            continue
        parents[int(path.name)] = int(status.rpartition(")")[2].split()[1])
        if b"CoarseGrainedExecutorBackend" in command:
            found.append(int(path.name))
    ours = spark.sparkContext._gateway.proc.pid  # type: ignore[union-attr]

    def is_ours(process: int) -> bool:
        while process > 1 and process != ours:
            process = parents.get(process, 0)
        return process == ours

    return sorted(process for process in found if is_ours(process))
