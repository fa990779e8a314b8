"""``kg validate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, output, tell_unadvised


@click.command("validate", short_help="Check the input against the shapes.")
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
    """Check the input against the shapes; say what is wrong, and what follows from it.

    A violation in an item, or in a record that names items only, withholds those items. Any other
    stops the run. A warning is decided all the same.

    \b
    Example: kg validate examples/network
    Exit status: 0 no violation; 1 a violation; 2 the input could not be read.
    """
    from kg.present.report import summary, write_report
    from kg.present.write import chosen

    with loaded(inputs, **settings) as inventory:
        report = inventory.validate()
    write_report(report, inventory.in_words, chosen(form, output), output)
    tell_unadvised(report.unadvised)
    click.echo(f"kg: {summary(report)}", err=True)
    context.exit(0 if report.conforms else 1)
