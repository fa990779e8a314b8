"""``kg query``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import from_store, loaded, output, settings, tell_withheld


@click.command("query", short_help="Ask a question of the catalogue, or your own.")
@click.argument("name", required=False)
@click.argument("inputs", metavar="INPUT...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-p",
    "--param",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="A parameter of the query, such as recipient=inst:US-CAISI; may be repeated.",
)
@output("table", "csv", "json")
@from_store
@settings
@click.pass_context
def command(
    context: click.Context,
    /,
    name: str | None,
    inputs: tuple[Path, ...],
    parameters: tuple[str, ...],
    form: str | None,
    output: Path | None,
    **settings: Any,
) -> None:
    """Ask a question of the catalogue, or a .rq FILE, of all that is asserted and derived.

    Without arguments, list the catalogue.

    \b
    Example: kg query may-share examples/network -p recipient=inst:US-CAISI
    """
    from kg import catalogue
    from kg.present.write import chosen, write_rows

    form = chosen(form, output)
    if name is None:
        write_rows(catalogue.listing(), {}, form, output, title="The catalogue")
        return
    if not inputs and settings["store"] is None:
        raise click.UsageError(f"kg query {name} needs at least one INPUT")
    pairs = [_split(text) for text in parameters]
    given = dict(pairs)
    if len(given) < len(pairs):
        raise click.UsageError("a parameter is given twice")
    with loaded(inputs, **settings) as inventory:
        table = inventory.query(name, **given)
        names = inventory.labels() if form == "table" else {}
    status = tell_withheld(inventory)
    write_rows(table, names, form, output, title=catalogue.find(name).summary)
    context.exit(status)


def _split(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise click.UsageError(f"{text!r} is not NAME=VALUE")
    return key, value
