"""``kg suggest``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, output, tell_withheld


@click.command("suggest", short_help="Show suggested beside assessed levels.")
@click.option(
    "--only",
    "status",
    type=click.Choice(["agrees", "lower", "higher", "not-assessed"]),
    help="Only where the assessed level is so.",
)
@output("table", "csv", "json")
@common
@click.pass_context
def command(
    context: click.Context,
    /,
    inputs: tuple[Path, ...],
    status: str | None,
    form: str | None,
    output: Path | None,
    **settings: Any,
) -> None:
    """Show suggested beside assessed levels, and what each suggestion rests on.

    Misuse potential is suggested from dual-use scenarios, proprietary sensitivity and interoperability
    from indicators. A suggestion is advice: no tier and no decision reads it.

    \b
    Example: kg suggest examples/network --only lower
    Exit status: 0 done; 1 an item is withheld for bad data; 2 nothing could be derived.
    """
    from kg.present.write import chosen, write_suggestions

    with loaded(inputs, **settings) as inventory:
        table = inventory.suggest()
        form = chosen(form, output)
        names = inventory.labels() if form == "table" else {}
    exit_status = tell_withheld(inventory)
    if status:
        table = table.filter(table["status"].str.ends_with(status))
    write_suggestions(table, names, form, output)
    context.exit(exit_status)
