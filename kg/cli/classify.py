"""``kg classify``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, output, tell_withheld


@click.command("classify", short_help="Propose categories from descriptions.")
@click.option("--check", is_flag=True, help="Ask HermiT too, and say whether it agrees.")
@output("table", "csv", "json", "turtle")
@common
@click.pass_context
def command(
    context: click.Context,
    /,
    inputs: tuple[Path, ...],
    check: bool,
    form: str | None,
    output: Path | None,
    **settings: Any,
) -> None:
    """Propose the categories of items that follow from their descriptions.

    For each: whether it is asserted of the item, entailed by a narrower one that is, or new, and what
    makes the item a member. The rules count them all; --format turtle writes the new ones as a
    further INPUT. --check needs the extra: pip install 'aisi-kg[owl]'.

    \b
    Example: kg classify examples/05-description
    Exit status: 0 done; 1 HermiT disagrees, or an item is withheld for bad data.
    """
    from kg.classify import classify, compare, new_types
    from kg.present.write import chosen, write_rows, write_triples

    with loaded(inputs, **settings) as inventory:
        table = classify(inventory)
        comparison = compare(inventory) if check else None
        form = chosen(form, output)
        names = inventory.labels() if form == "table" else {}
    status = tell_withheld(inventory)
    if comparison:
        click.echo(comparison.in_words(), err=True)
        status = status if comparison.agrees else 1
    if form == "turtle":
        write_triples(new_types(table), output)
    else:
        write_rows(table, names, form, output, title="Categories that follow from descriptions")
    context.exit(status)
