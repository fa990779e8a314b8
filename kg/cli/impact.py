"""``kg impact``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import output, progress, settings

WIDENS = 3


@click.command("impact", short_help="Show what a change does to decisions.")
@click.argument("base")
@click.argument("head")
@click.argument("inputs", metavar="[INPUT]...", nargs=-1, type=click.Path(path_type=Path))
@output("table", "markdown", "csv", "json")
@settings
@click.pass_context
def command(
    context: click.Context,
    /,
    base: str,
    head: str,
    inputs: tuple[Path, ...],
    form: str | None,
    output: Path | None,
    **settings: Any,
) -> None:
    """Show what a change does: terms, levels, tiers, and decisions that flip; widenings first.

    BASE and HEAD are two git revisions of the repository here, two folders with an ontology/ (and
    shapes/, queries/) of their own, two policy files, or two files or folders of data. INPUT is data
    that both sides are decided with.

    \b
    Example: kg impact origin/main HEAD examples/network --format markdown
    Exit status: 0 nothing widens; 3 a decision, or the tier of a category, becomes more permissive;
    2 a side could not be decided.
    """
    from kg.impact import compare
    from kg.present.impact import write_impact
    from kg.present.impact_words import headline
    from kg.present.write import chosen

    form = chosen(form, output)
    with progress() as tell:
        impact = compare(base, head, inputs, progress=tell, **settings)
    for words in impact.missing:
        click.echo(f"kg: {words}", err=True)
    for words in impact.withheld:
        click.echo(f"kg: HEAD withholds {words}", err=True)
    if not impact.decided:
        click.echo("kg: warning: no item was given, so no decision was compared", err=True)
    write_impact(impact, form, output)
    if output is not None:
        click.echo(f"kg: {headline(impact)}", err=True)
    context.exit(WIDENS if impact.widens else 0)
