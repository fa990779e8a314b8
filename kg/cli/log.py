"""``kg log``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import output

if TYPE_CHECKING:
    from kg.journal import Log

_LOG = click.argument("folder", metavar="LOG", type=click.Path(path_type=Path))


@click.group("log", short_help="Check and show what was released.")
def command() -> None:
    """Check and show a release log: what left, to whom and when.

    LOG is the folder that kg export keeps for it (--log). A release that was stopped is finished or
    undone before the log is read.
    """


@command.command("verify")
@_LOG
@click.option("--head", metavar="DIGEST", help="A head noted earlier, which must be in the log.")
@click.option(
    "--bundle",
    "bundles",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A bundle that must be in the log, after the one before it.",
)
@click.option(
    "--signer",
    "signers",
    metavar="DID",
    multiple=True,
    help="Who must have signed every record; give each who may.",
)
@click.option(
    "--did-documents",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The documents of did:web names.",
)
def verify(
    folder: Path,
    head: str | None,
    bundles: tuple[Path, ...],
    signers: tuple[str, ...],
    did_documents: Path | None,
) -> None:
    """Check that nobody edited, removed, added or moved a record.

    That the last records are gone, or that all was written anew, shows only against what is kept
    elsewhere: a head (kg log head), the bundles, or a signature.

    \b
    Example: kg log verify released --head sha256:...
    Exit status: 0 it is whole; 1 it is not, and the first line that is wrong is named; 2 it could not
    be checked.
    """
    from kg.journal import verify
    from kg.present.write import deliver

    log = _read(folder)
    if head:
        verify.check_head(log, head)
    for bundle in bundles:
        verify.check_bundle(log, bundle)
    signed = verify.check_signatures(log, signers, did_documents)
    deliver(f"{len(log.records)} records, {signed} signed, head {log.head}\n", None)


@command.command("show")
@_LOG
@output("table", "csv", "json")
def show(folder: Path, form: str | None, output: Path | None) -> None:
    """Show the releases, first to last.

    \b
    Example: kg log show released
    """
    from kg.journal.show import as_table
    from kg.present.write import chosen, write_rows

    write_rows(as_table(_read(folder).records), {}, chosen(form, output), output, title="Releases")


@command.command("head")
@_LOG
def head(folder: Path) -> None:
    """Print the head: note it elsewhere after a release, for kg log verify --head.

    \b
    Example: kg log head released
    """
    from kg.present.write import deliver

    deliver(f"{_read(folder).head}\n", None)


def _read(folder: Path) -> Log:
    """The log, which must have a record."""
    from kg.errors import InputError
    from kg.journal import open_log

    with open_log(folder, write=False) as log:
        if not log.records:
            raise InputError(
                f"{folder}: no release log", "give the folder that kg export --log named"
            )
        return log
