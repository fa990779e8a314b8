"""The measurements as a Markdown table, and its place in ``docs/performance.md``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from bench.contestants import CONTESTANTS
from bench.measure import TOO_LONG, Run
from bench.record import Record

DOCUMENT = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN = "<!-- python -m bench record: begin -->"
END = "<!-- python -m bench record: end -->"
HEAD = """\
| items | contestant | seconds | CPU seconds | peak MB | x floor | what it did |
| ---: | --- | ---: | ---: | ---: | ---: | --- |
"""


def table(runs: Sequence[Run]) -> str:
    """One row a run; the quickest of a size first, what has no result last."""
    rows = []
    for items, group in groupby(sorted(runs, key=_order), key=lambda run: run.items):
        for number, run in enumerate(group):
            rows.append(_row(run, f"{items:,}" if number == 0 else ""))
    return HEAD + "".join(rows)


def _order(run: Run) -> tuple[int, bool, float]:
    return run.items, run.status != "done", run.seconds


def _row(run: Run, items: str) -> str:
    contestant = next(c for c in CONTESTANTS if c.key == run.contestant)
    did = "; ".join(words for words in (contestant.lacks, run.note) if words)
    if run.status == "done":
        seconds, cpu = _short(run.seconds), _short(run.cpu)
    else:
        late = run.status == TOO_LONG
        seconds = f"stopped at {run.seconds:,.0f}" if late else run.status
        cpu = ""
    ratio = f"{run.ratio:.1f}" if run.ratio is not None else ""
    bold = "**" if contestant.key.startswith("kg") else ""
    name = f"{bold}{contestant.name}{bold}"
    return f"| {items} | {name} | {seconds} | {cpu} | {run.megabytes:,.0f} | {ratio} | {did} |\n"


def _short(seconds: float) -> str:
    return (
        f"{seconds:.2f}"
        if seconds < 1
        else f"{seconds:,.1f}"
        if seconds < 100
        else f"{seconds:,.0f}"
    )


def section(record: Record) -> str:
    """What stands between the markers: where and when, and the table."""
    on = record.machine
    libraries = ", ".join(f"{name} {version}" for name, version in on["libraries"].items())
    words = (
        f"Measured on {record.date}: {on['cores']} cores, {on['memory_gb']} GB, {on['system']}, "
        f"Python {on['python']}; {libraries}.\n"
    )
    return f"{BEGIN}\n\n{words}\n{table(record.runs)}\n{END}"


def write_section(record: Record, document: Path = DOCUMENT) -> None:
    """Replaces what stands between the markers.

    Raises:
        SystemExit: the document lacks a marker.
    """
    text = document.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"bench: {document.name} lacks {BEGIN} or {END}; restore the two lines")
    document.write_text(before + section(record) + after, encoding="utf-8")
