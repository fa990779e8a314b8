"""``kg cluster``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kg.cli.options import IsoDate, progress, tell_warnings, tell_withheld


@click.group("cluster", short_help="Decide an inventory that is too large for one machine.")
def command() -> None:
    """Decide an inventory that is too large for one machine, on Apache Spark (docs/scale.md)."""


@command.command("decide", short_help="Decide every item for every recipient.")
@click.argument(
    "inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="A new folder for the decisions, as Parquet; whole or not at all.",
)
@click.option(
    "--master",
    metavar="URL",
    default="local[2]",
    show_default=True,
    help="The Spark cluster: local[N] for N cores here, or spark://HOST:PORT.",
)
@click.option(
    "--policy",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A policy that replaces the default one whole.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    type=IsoDate(),
    help="The date on which everything is evaluated; today in UTC if not given.",
)
@click.pass_context
def decide(
    context: click.Context,
    /,
    inputs: tuple[Path, ...],
    output: Path,
    master: str,
    policy: Path | None,
    as_of: date | None,
) -> None:
    """Decide every item for every recipient, as kg decide does, by the workers of a Spark cluster.

    INPUT is a file or a folder of N-Triples (.nt, .nt.gz) or Parquet (columns subject, predicate, object)
    where all workers see it. The rows of the answer are in no order.

    \b
    Example: kg cluster decide big.nt -o decisions --master 'local[4]' --as-of 2026-11-01
    Exit status: 0 done; 1 an item is withheld for bad data; 2 nothing could be decided.
    """
    from kg.cluster import decide
    from kg.days import day_of

    with progress() as tell:
        outcome = decide(
            inputs, output, as_of=day_of(as_of), policy=policy, master=master, progress=tell
        )
    tell_warnings(outcome)
    context.exit(tell_withheld(outcome))
