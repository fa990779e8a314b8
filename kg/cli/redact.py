"""``kg redact``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, tell_withheld


@click.command("redact", short_help="Propose what to leave out, so that an item may be shared.")
@click.argument("item")
@click.option("--to", "recipient", required=True, metavar="IRI", help="Who shall have it.")
@click.option(
    "--max",
    "most",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="How many statements may be changed at once.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "turtle"]),
    default="text",
    show_default=True,
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to FILE, whole or not at all, instead of standard output.",
)
@common
@click.pass_context
def command(
    context: click.Context,
    /,
    item: str,
    recipient: str,
    inputs: tuple[Path, ...],
    most: int,
    form: str,
    output: Path | None,
    **settings: Any,
) -> None:
    """Propose the smallest sets of statements to drop or to generalise, so that ITEM may be shared.

    Each proposal is a less detailed rendering of ITEM (R14), to be completed by a person; what is lost is
    said. A category may be generalised; the system that ITEM is about and what describes it may be
    dropped. Its holder, providers and legal basis never change.

    \b
    Example: kg redact ITEM --to inst:JP-AISI examples/network
    """
    from kg.present import redaction
    from kg.present.write import deliver
    from kg.redact import redact

    with loaded(inputs, **settings) as inventory:
        told = redact(inventory, item, recipient, most=most, engine=settings["engine"])
        names = inventory.labels()
    status = tell_withheld(inventory)
    if form == "json" and not told.shareable:
        click.echo(f"kg: {redaction.summary(told)}", err=True)
    elif form == "json":
        click.echo("kg: it may be shared as it is", err=True)
    write = {
        "text": redaction.as_text,
        "json": redaction.as_json,
        "turtle": redaction.as_turtle,
    }[form]
    deliver(write(told, names), output)
    context.exit(status)
