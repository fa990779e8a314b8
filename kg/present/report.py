"""What the shapes found, for people."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from kg.present.write import deliver
from kg.terms import GENID, local_name, shorten
from kg.validate import Finding, Report

COLUMNS = ("severity", "focus", "shape", "value", "message")


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
    counts = f"{len(report.violations)} violations, {len(report.warnings)} warnings"
    if report.stopping:
        return f"{counts}; nothing can be decided until {len(report.stopping)} nodes are mended"
    if report.withheld:
        return f"{counts}; {len(report.withheld)} items are withheld from everyone"
    return f"{counts}; all items can be decided"


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
