"""``kg tiers``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, output, tell_withheld


@click.command("tiers", short_help="Show the tier of categories and items.")
@output("table", "csv", "json", "turtle")
@common
@click.pass_context
def command(
    context: click.Context,
    /,
    inputs: tuple[Path, ...],
    form: str | None,
    output: Path | None,
    **settings: Any,
) -> None:
    """Show the effective levels and the tier of every category and item.

    \b
    Example: kg tiers examples/network
    """
    from kg.present.write import chosen, write_tiers

    with loaded(inputs, **settings) as inventory:
        table = inventory.tiers()
        form = chosen(form, output)
        triples = inventory.tier_triples() if form == "turtle" else b""
        names = inventory.labels() if form == "table" else {}
    status = tell_withheld(inventory)
    write_tiers(table, triples, names, form, output)
    context.exit(status)
