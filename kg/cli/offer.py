"""``kg offer``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, output, tell_withheld


@click.command("offer", short_help="Show what a recipient is offered.")
@click.argument("recipient")
@output("table", "csv", "json")
@common
@click.pass_context
def command(
    context: click.Context,
    /,
    recipient: str,
    inputs: tuple[Path, ...],
    form: str | None,
    output: Path | None,
    **settings: Any,
) -> None:
    """Show what RECIPIENT is offered: of each family the most detailed that may be shared.

    Everything that is offered at once counts as disclosed, so pieces that are sensitive together are
    left out (R13).

    \b
    Example: kg offer inst:US-CAISI examples/network
    """
    from kg.present.write import chosen, write_rows

    with loaded(inputs, **settings) as inventory:
        table = inventory.offer(recipient)
        form = chosen(form, output)
        names = inventory.labels() if form == "table" else {}
    status = tell_withheld(inventory)
    write_rows(table, names, form, output, title=f"Offered to {recipient}")
    context.exit(status)
