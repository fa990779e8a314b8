"""One contestant on one inventory: run, measured, and its answer compared with ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bench.answers import compare
from bench.contestants import CONTESTANTS, FLOOR, US, Contestant
from bench.generate import write

LAUNCHER = Path(__file__).parent / "launch.py"
BEST_OF = 3  # where one run is short enough to repeat
BEST_UP_TO = 100_000
REPEATED = (FLOOR, US)
TOO_LONG = "too long"
TOO_MUCH = "too much memory"


@dataclass(frozen=True)
class Limits:
    """When a run is stopped: after so many seconds, or above so many megabytes."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Run:
    """What was measured of one contestant.

    Attributes:
        contestant: its key.
        items: the size of the inventory.
        seconds, cpu, megabytes: wall clock, processor time (all cores) and peak of the whole process.
        status: "done", or why there is no result: `TOO_LONG`, `TOO_MUCH` or "failed".
        note: what else to know: at what it was stopped, what its answer is worth.
        ratio: its seconds over those of the floor; None where one of the two is missing.
    """

    contestant: str
    items: int
    seconds: float
    cpu: float
    megabytes: float
    status: str
    note: str = ""
    ratio: float | None = None

    def row(self) -> dict[str, Any]:
        """As it is recorded."""
        return asdict(self)


def prepare(folder: Path) -> None:
    """Writes what the rivals are given beside the data: the shipped facts and shapes as N-Triples."""
    import kg
    from bench.contestants import AS_OF
    from kg.validate.shapes import shapes_ntriples

    folder.mkdir(exist_ok=True)
    (folder / "shipped.nt").write_bytes(kg.load(as_of=AS_OF).quads(derived=False))
    (folder / "shapes.nt").write_text(shapes_ntriples(""), encoding="utf-8")


def measure_all(items: int, chosen: list[Contestant], limits: Limits, folder: Path) -> list[Run]:
    """Runs contestants on one inventory, one after the other, and removes it again.

    Args:
        items: its size.
        chosen: the contestants; those that answer are compared with ours if we are among them.
        limits: for each run.
        folder: an empty folder for scratch, where `prepare` has written to ``prepared``.
    """
    runs: list[Run] = []
    answers = {share: folder / f"ours-{share}" for share in (0.0, *(c.faulty for c in chosen))}
    for contestant in chosen:
        data = folder / f"items-{items}-{contestant.faulty}.nt"
        if not data.exists():
            write(data, items, faulty=contestant.faulty)
        out = answers[contestant.faulty] if not contestant.module else folder / "theirs"
        run = _best(contestant, items, limits, (data, folder / "prepared", out))
        if run.status == "done" and contestant.answers:
            note = compare(contestant, items, answers[contestant.faulty], out, data)
            run = replace(run, note=note)
        runs.append(run)
        _say(run)
    for scratch in folder.iterdir():
        if scratch.name != "prepared":
            _remove(scratch)
    return with_ratios(runs)


def with_ratios(runs: list[Run]) -> list[Run]:
    """Each run beside the floor of its size."""
    floors = {r.items: r.seconds for r in runs if r.contestant == FLOOR and r.status == "done"}
    return [
        replace(run, ratio=round(run.seconds / floors[run.items], 2))
        if run.status == "done" and run.items in floors
        else run
        for run in runs
    ]


def _best(
    contestant: Contestant, items: int, limits: Limits, paths: tuple[Path, Path, Path]
) -> Run:
    """The quickest of a few runs of the floor and of ourselves, where that takes seconds; else one."""
    repeated = contestant.key in REPEATED and items <= BEST_UP_TO
    runs = [_once(contestant, items, limits, paths)]
    while repeated and len(runs) < BEST_OF and runs[0].status == "done" and runs[0].seconds < 30:
        runs.append(_once(contestant, items, limits, paths))
    return min(runs, key=lambda run: run.seconds)


def _once(
    contestant: Contestant, items: int, limits: Limits, paths: tuple[Path, Path, Path]
) -> Run:
    _remove(paths[2])
    log = paths[2].with_suffix(".log")
    arguments = [str(limits.seconds), str(limits.megabytes), str(log), *contestant.command(*paths)]
    done = subprocess.run(
        [sys.executable, "-S", str(LAUNCHER), *arguments], capture_output=True, check=True
    )
    seen = json.loads(done.stdout)
    said = log.read_text(errors="replace").strip().splitlines()
    status, note = "done", ""
    if seen["stopped"]:
        status = TOO_LONG if seen["stopped"] == "time" else TOO_MUCH
        stages = re.findall(r"^\d+\.\d (\S+)$", "\n".join(said), re.MULTILINE)
        note = f"in {stages[-1]}" if stages else ""
    elif seen["status"] != (1 if contestant.faulty else 0):
        status, note = "failed", said[-1][:200] if said else f"exit status {seen['status']}"
    measured = {key: seen[key] for key in ("seconds", "cpu", "megabytes")}
    return Run(contestant.key, items, **measured, status=status, note=note)


def _say(run: Run) -> None:
    words = f"{run.items:>9,} {run.contestant:<12} {run.seconds:8.1f} s {run.megabytes:7,.0f} MB"
    print(f"{words}  {run.status} {run.note}".rstrip(), file=sys.stderr, flush=True)


def _remove(path: Path) -> None:
    import shutil

    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def by_size(sizes: list[int], chosen: list[Contestant]) -> dict[int, list[Contestant]]:
    """Who runs at which size; with no sizes given, those of each contestant."""
    wanted = sorted(set(sizes) or {size for c in chosen for size in c.sizes})
    return {size: [c for c in chosen if sizes or size in c.sizes] for size in wanted}


def named(keys: list[str]) -> list[Contestant]:
    """Contestants by key, in our order; all if none is named."""
    return [c for c in CONTESTANTS if not keys or c.key in keys]
