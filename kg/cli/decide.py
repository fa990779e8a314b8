"""``kg decide``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, output, tell_warnings, tell_withheld


@click.command("decide", short_help="Decide every item for every recipient.")
@click.option(
    "--to", metavar="IRI", multiple=True, help="Only for this recipient; may be repeated."
)
@output("table", "csv", "json", "parquet", "turtle")
@common
@click.pass_context
def command(
    context: click.Context,
    /,
    inputs: tuple[Path, ...],
    to: tuple[str, ...],
    form: str | None,
    output: Path | None,
    **settings: Any,
) -> None:
    """Decide every item for every recipient: share, review, or withhold, with all reasons.

    \b
    Example: kg decide examples/network --to inst:US-CAISI --as-of 2026-11-01
    Exit status: 0 done; 1 an item is withheld for bad data; 2 nothing could be decided.
    """
    from kg.present.write import chosen, write_decisions, write_many

    form = chosen(form, output)
    with loaded(inputs, **settings) as inventory:
        rows = inventory.decide_lazily(to=to)
        inventory.warnings()
        triples = inventory.decision_triples() if form == "turtle" else b""
        names = inventory.labels() if form == "table" else {}
        if form in ("csv", "parquet"):
            write_many(rows, form, output)
    tell_warnings(inventory)
    status = tell_withheld(inventory)
    if form not in ("csv", "parquet"):
        write_decisions(rows.collect(), triples, names, form, output)
    context.exit(status)
