"""``kg import``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import bundle_trust

if TYPE_CHECKING:
    from kg.receive import Imported

_SHOWN = 5


@click.command("import", short_help="Take in a bundle that was received.")
@click.argument("bundle", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="Where what is received is kept; from then on an INPUT like any other.",
)
@click.option(
    "--as",
    "receiver",
    metavar="INSTITUTE",
    help="Who you are, where the bundle is for a network or the public.",
)
@bundle_trust
@click.option("--first", is_flag=True, help="Let the first bundle have another number than 1.")
@click.pass_context
def command(
    context: click.Context,
    /,
    bundle: Path,
    folder: Path,
    receiver: str | None,
    trust: tuple[str, ...],
    did_documents: Path | None,
    unsigned: bool,
    inventory: tuple[Path, ...],
    first: bool,
) -> None:
    """Take in a bundle: verify it, then count its items as yours, under their sender's control.

    What does not pass goes to FOLDER/.quarantine, and nothing of it is taken in. What passes may be passed
    on only as the sender says (R8, R9): kg decide FOLDER shows it.

    \b
    Example: kg import us-1 -o received --trust did:key:z6Mk...
    Exit status: 0 taken in; 1 refused; 2 it could not be done.
    """
    from kg.receive import take_in

    done = take_in(
        bundle,
        folder,
        receiver=receiver,
        trust=trust,
        did_documents=did_documents,
        unsigned=unsigned,
        first=first,
        inventory=inventory,
    )
    _tell(done, bundle, trusted=bool(trust))
    context.exit(0 if done.file else 1)


def _tell(done: Imported, bundle: Path, *, trusted: bool) -> None:
    """Says on standard error what became of a bundle, and who signed it unless that was compared."""
    from kg.errors import one_line
    from kg.terms import shorten

    for problem in done.problems:
        click.echo(f"kg: {bundle}: {one_line(problem)}", err=True)
    for line in done.left_out[:_SHOWN]:
        click.echo(f"kg: left out: {one_line(line.decode())}", err=True)
    if len(done.left_out) > _SHOWN:
        click.echo(f"kg: left out: and {len(done.left_out) - _SHOWN} more", err=True)
    if done.quarantined:
        what = "what was left out" if done.file else "the bundle"
        click.echo(f"kg: {what} is in {done.quarantined}", err=True)
    manifest = done.verified.manifest
    if done.file and manifest:
        items = len(manifest.items)
        click.echo(
            f"kg: number {manifest.sequence} from {', '.join(map(shorten, manifest.sender)) or 'nobody'}"
            f" taken in as {shorten(done.receiver or '')}: {items} {'item' if items == 1 else 'items'}"
            f" in {done.file}",
            err=True,
        )
        if not trusted:
            told = (check.told for check in done.verified.checks if check.name == "signature")
            click.echo(f"kg: signature: {next(told)}", err=True)
