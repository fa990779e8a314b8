"""``kg reason``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded, tell_withheld


@click.command("reason", short_help="Check the ontology with a DL reasoner.")
@common
@click.pass_context
def command(context: click.Context, /, inputs: tuple[Path, ...], **settings: Any) -> None:
    """Check the ontology with a DL reasoner (HermiT), and its tiers against those of the SPARQL.

    Needs the extra: pip install 'aisi-kg[owl]'.

    \b
    Exit status: 0 consistent, and all tiers agree; 1 not so, or an item is invalid.
    """
    with loaded(inputs, **settings) as inventory:
        result = inventory.reason()
    status = tell_withheld(inventory)
    click.echo(result.in_words())
    context.exit(0 if result.agrees and not status else 1)
