"""``kg docs``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import loaded, settings


@click.command("docs", short_help="Write reference pages.")
@click.argument("inputs", metavar="[INPUT]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="A new or empty folder; it is written whole or not at all.",
)
@settings
def command(inputs: tuple[Path, ...], output: Path, **settings: Any) -> None:
    """Write reference pages: the tree by tier, a page for each category, the policy, the network.

    Static HTML that needs no network and no script, readable on a phone. The categories, institutes and
    relationships of INPUT are shown, its items are not. Needs the extra: pip install 'aisi-kg[docs]'.

    \b
    Example: kg docs -o site
    """
    from kg.present.pages import pages
    from kg.present.write import deliver_folder

    with loaded(inputs, **settings) as inventory:
        files = pages(inventory.reference(), inventory.labels(), inventory.as_of)
    deliver_folder(files, output)
    click.echo(f"kg: {len(files)} files in {output}; open {output / 'index.html'}", err=True)
