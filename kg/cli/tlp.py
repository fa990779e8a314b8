"""``kg tlp``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, output, tell_withheld


@click.command("tlp", short_help="Show the TLP 2.0 label of decisions to share.")
@output("table", "csv", "json")
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
    """Show the label of the Traffic Light Protocol 2.0 for every decision to share.

    The label never reaches further than the decisions do. Where it is empty, none fits: what is
    published although somebody is refused it. Name the network with TLP:GREEN, as its community.

    \b
    Example: kg tlp examples/network
    """
    from kg.present.write import chosen, write_rows

    with loaded(inputs, **settings) as inventory:
        table = inventory.tlp()
        form = chosen(form, output)
        names = inventory.labels() if form == "table" else {}
    status = tell_withheld(inventory)
    write_rows(table, names, form, output, title="TLP 2.0 labels")
    context.exit(status)
