"""Speed and memory, side by side in one run: us, the floor, and what a user would pick instead.

Prints a Markdown table. Needs the extra `bench`; a contestant whose packages are missing is left out.
"""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import record as records
from bench.contestants import CONTESTANTS, FLOOR, US, Contestant
from bench.measure import Limits, Run, by_size, measure_all, named, prepare
from bench.table import table, write_section

KEYS = [contestant.key for contestant in CONTESTANTS]


def main() -> None:
    """Measures; prints, records or checks.

    Raises:
        SystemExit: 1 for a regression, 2 for what is not installed.
    """
    given = _arguments()
    limits = Limits(given.limit, given.memory)
    if given.check:
        sys.exit(_check(limits))
    chosen = _installed(named(given.contestants), whole=given.record)
    runs = _measure(by_size(given.items, chosen), limits)
    print(table(runs))
    if given.record:
        from bench.plot import draw

        record = records.append(runs)
        write_section(record)
        draw(record)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "items", nargs="*", type=int, help="sizes; those of each contestant if none"
    )
    parser.add_argument(
        "--contestants", nargs="+", default=[], choices=KEYS, metavar="NAME", help=", ".join(KEYS)
    )
    parser.add_argument("--limit", type=float, default=180, help="seconds for one run (180)")
    parser.add_argument(
        "--memory",
        type=float,
        default=_most_of_the_memory(),
        metavar="MB",
        help="megabytes for one run (85 %% of the machine's)",
    )
    do = parser.add_mutually_exclusive_group()
    do.add_argument(
        "--record",
        action="store_true",
        help="append to bench/record.jsonl; renew docs/performance.md and its plot",
    )
    do.add_argument(
        "--check",
        action="store_true",
        help="measure us and the floor at 100,000 items; fail if the ratio rose by over 30 %%",
    )
    return parser.parse_args()


def _most_of_the_memory() -> float:
    return round(0.85 * 1024 * float(records.machine()["memory_gb"]))


def _measure(plan: dict[int, list[Contestant]], limits: Limits) -> list[Run]:
    """All sizes, the smallest first; who was stopped at one is not tried at a larger one."""
    runs: list[Run] = []
    with TemporaryDirectory() as name:
        prepare(Path(name) / "prepared")
        for items, chosen in plan.items():
            beaten = {run.contestant for run in runs if run.status != "done"}
            able = [contestant for contestant in chosen if contestant.key not in beaten]
            runs += measure_all(items, able, limits, Path(name))
    return runs


def _check(limits: Limits) -> int:
    runs = _measure({records.CHECKED: named([FLOOR, US])}, limits)
    verdict = records.verdict(runs, records.last_ratio())
    print(verdict.words, file=sys.stderr)
    return 0 if verdict.passes else 1


def _installed(chosen: list[Contestant], *, whole: bool) -> list[Contestant]:
    absent = [contestant.key for contestant in chosen if not contestant.installed()]
    if whole and find_spec("matplotlib") is None:
        absent.append("matplotlib")
    if absent:
        words = f"bench: {', '.join(absent)} not installed: pip install 'aisi-kg[bench]'"
        if whole:
            print(words, file=sys.stderr)
            sys.exit(2)
        print(f"{words}; left out", file=sys.stderr)
    return [contestant for contestant in chosen if contestant.installed()]


if __name__ == "__main__":
    main()
