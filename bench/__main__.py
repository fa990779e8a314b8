"""``python -m bench [ITEMS ...]``: seconds and peak memory of ``kg decide``, as a whole process.

Beside it what a user would pick instead, the same rules and shapes on rdflib with pySHACL
(``--rdflib ITEMS``; it takes minutes at a thousand items). What takes longer than ``--limit`` seconds is
stopped, and the table says so. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.generate import write

OURS = "from kg.cli import main; main()"
THEIRS = """
import sys
from kg.inventory import load
inventory = load(sys.argv[1], as_of="2026-11-01", engine="rdflib")
inventory._violations(reference=True)
inventory.decide().write_csv(sys.argv[2])
"""


def measure(arguments: list[str], limit: float) -> tuple[float, float, bool]:
    """Wall seconds and peak megabytes of a process, and whether it ended by itself within the limit.

    Raises:
        SystemExit: the process fails.
    """
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    stop = threading.Timer(limit, process.kill)
    stop.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    ended = stop.is_alive()
    stop.cancel()
    if status and ended:
        sys.exit(f"{' '.join(arguments)} ended with {status}")
    return seconds, usage.ru_maxrss / 1024, ended


def main() -> None:
    """Generates, measures, prints."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("items", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--rdflib", nargs="*", type=int, default=[100])
    parser.add_argument("--limit", type=float, default=1800, help="seconds for one run")
    given = parser.parse_args()
    print("| items x 14 recipients | engine | seconds | peak MB |\n| ---: | --- | ---: | ---: |")
    with TemporaryDirectory() as folder:
        data, out = Path(folder) / "data.nt", Path(folder) / "out.csv"
        for items in given.items:
            write(data, items)
            arguments = ["decide", str(data), "--as-of", "2026-11-01", "-o", str(out)]
            _row(
                items, "kg (Oxigraph, shacl)", [sys.executable, "-c", OURS, *arguments], given.limit
            )
        for items in given.rdflib:
            write(data, items)
            rival = [sys.executable, "-c", THEIRS, str(data), str(out)]
            _row(items, "rdflib, pySHACL", rival, given.limit)


def _row(items: int, name: str, arguments: list[str], limit: float) -> None:
    seconds, megabytes, ended = measure(arguments, limit)
    shown = f"{seconds:.1f}" if ended else f"stopped at {limit:,.0f}"
    print(f"| {items:,} | {name} | {shown} | {megabytes:.0f} |", flush=True)


if __name__ == "__main__":
    main()
