"""``kg facts``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import common, loaded


@click.command("facts", short_help="Write what the rules read, as N-Quads.")
@click.option("--derived", is_flag=True, help="With the derived graphs, each as a named graph.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@common
def command(inputs: tuple[Path, ...], derived: bool, output: Path | None, **settings: Any) -> None:
    """Write what the rules read as N-Quads: input, ontology, policy and date, normalised.

    Load it into any SPARQL 1.1 store and run queries/derive/*.ru by hand, in the order of their names.

    \b
    Example: kg facts examples/network -o facts.nq
    """
    from kg.present.write import deliver

    with loaded(inputs, **settings) as inventory:
        quads = inventory.quads(derived=derived)
    deliver(quads, output)
