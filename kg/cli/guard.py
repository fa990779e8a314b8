"""``kg guard``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kg.cli.options import IsoDate

SHOWN = 10


@click.command("guard", short_help="Check a bundle once more before it leaves.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("more", metavar="", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--inventory",
    "inputs",
    metavar="INPUT...",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="What the sender holds, the disclosures of the release log too; may be repeated.",
)
@click.option(
    "--to", "recipient", metavar="IRI", required=True, help="An institute, a network or kg:Public."
)
@click.option(
    "--as-of",
    metavar="DATE",
    type=IsoDate(),
    help="The day that the bundle must be of, if you expect one.",
)
@click.option(
    "--policy",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A policy that replaces the default one whole.",
)
@click.pass_context
def command(
    context: click.Context,
    /,
    folder: Path,
    more: tuple[Path, ...],
    inputs: tuple[Path, ...],
    recipient: str,
    as_of: date | None,
    policy: Path | None,
) -> None:
    """Decide every item of the bundle in DIR once more, as of its day, and refuse it whole if one may not go.

    A second implementation of the rules does it, in plain Python. It also looks for
    whatever names or gives away what the recipient may not have. Exit status 1: refused.

    \b
    Example: kg guard to-us --inventory examples/network --to inst:US-CAISI
    """
    from kg.days import day_of
    from kg.errors import RefusedError
    from kg.facts import load_facts
    from kg.gate import objections, read_folder, read_manifest
    from kg.terms import expand

    files = read_folder(folder)
    manifest = read_manifest(files)
    if as_of and as_of != day_of(manifest.as_of):
        raise RefusedError(
            f"{folder}: the bundle is as of {manifest.as_of}, not {as_of}", "export it anew"
        )
    facts = load_facts([*inputs, *more], as_of=day_of(manifest.as_of), policy=policy)
    against = objections(files, facts, expand(recipient))
    for objection in against[:SHOWN]:
        click.echo(f"kg: refused: {objection}", err=True)
    if len(against) > SHOWN:
        click.echo(f"kg: and {len(against) - SHOWN} more", err=True)
    if not against:
        click.echo(f"{len(manifest.items)} items pass")
    context.exit(1 if against else 0)
