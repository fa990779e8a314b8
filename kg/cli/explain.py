"""``kg explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, tell_withheld


@click.command("explain", short_help="Say why an item may or may not go to someone.")
@click.argument("item")
@click.argument("recipient")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@common
@click.pass_context
def command(
    context: click.Context,
    /,
    item: str,
    recipient: str,
    inputs: tuple[Path, ...],
    form: str,
    **settings: Any,
) -> None:
    """Say why ITEM may or may not go to RECIPIENT: rules, facts, sources, and all that blocks.

    \b
    Example: kg explain ITEM inst:US-CAISI examples/network
    """
    from kg.facts.places import locate
    from kg.present.explanation import as_json, as_terminal

    with loaded(inputs, **settings) as inventory:
        explanation = inventory.explain(item, recipient)
    status = tell_withheld(inventory)
    facts = [fact for step in explanation.steps for fact in step.facts]
    places = locate(inventory.facts.sources, facts)
    click.echo(as_json(explanation) if form == "json" else as_terminal(explanation, places))
    context.exit(status)
