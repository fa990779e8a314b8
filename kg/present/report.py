"""What the shapes found, for people."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from kg.present.write import deliver
from kg.terms import GENID, local_name, shorten
from kg.validate import Finding, Report

COLUMNS = ("severity", "focus", "path", "value", "shape", "message")


def write_report(
    report: Report, in_words: Callable[[Finding], str], form: str, output: Path | None
) -> None:
    """Violations, then warnings: csv and json in full, a table in words."""
    findings = (*report.violations, *report.warnings)
    if form == "json":
        content = json.dumps([_record(x) for x in findings], ensure_ascii=False, indent=1) + "\n"
    elif form == "csv":
        import polars as pl

        rows = [_record(finding) for finding in findings]
        content = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)).write_csv()
    else:
        content = "".join(f"{_mark(x)} {in_words(x)}  [{_shape(x)}]\n" for x in findings)
    deliver(content, output)


def summary(report: Report) -> str:
    """One line: how many of each, and what follows."""
    counts = (
        f"{_many(len(report.violations), 'violation')}, {_many(len(report.warnings), 'warning')}"
    )
    if report.stopping:
        nodes = _many(len(report.stopping), "node")
        return f"{counts}; nothing can be decided: {nodes} to be mended first"
    if report.withheld:
        items = _many(len(report.withheld), "item")
        return f"{counts}; withheld from everyone: {items}"
    return f"{counts}; all items can be decided"


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _mark(finding: Finding) -> str:
    return "✗ violation" if finding.severity == "Violation" else "! warning  "


def _shape(finding: Finding) -> str:
    return shorten(finding.shape) if "#" in finding.shape else local_name(finding.shape)


def _record(finding: Finding) -> dict[str, str]:
    record = {name: getattr(finding, name) for name in COLUMNS}
    for name in ("focus", "value"):
        if record[name].startswith(GENID):  # its label differs at every load
            record[name] = ""
    return record
