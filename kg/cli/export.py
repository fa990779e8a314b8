"""``kg export``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import common, loaded, tell_withheld

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from kg.journal import Log, Record
    from kg.release import Form, Previous, Release

FORMS = ("trig", "nq", "jsonld", "ttl", "rdf")
EXTRAS = ("stix", "skos", "tables")


@click.command("export", short_help="Write what a recipient may have as a bundle.")
@click.option(
    "--to", "recipient", metavar="IRI", required=True, help="An institute, a network or kg:Public."
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A new folder for the bundle.",
)
@click.option("--from", "sender", metavar="IRI", help="Release the items of this holder alone.")
@click.option(
    "--key",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The key that signs; the one of `kg keys new` if it is there.",
)
@click.option(
    "--log",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Your release log, which says what went out before; DIR.log beside the bundle unless given.",
)
@click.option(
    "--sequence", type=click.IntRange(min=1), help="The first number, where the log has none."
)
@click.option(
    "--onward",
    metavar="IRI",
    multiple=True,
    help="To whom the recipient may pass it on; may be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="trig",
    show_default=True,
    help="Of the data.",
)
@click.option(
    "--with",
    "extras",
    type=click.Choice(EXTRAS),
    multiple=True,
    help="More files; may be repeated.",
)
@click.option("--dry-run", is_flag=True, help="Print the same files, byte for byte; write nothing.")
@common
@click.pass_context
def command(
    context: click.Context,
    /,
    recipient: str,
    output: Path | None,
    sender: str | None,
    key: Path | None,
    log: Path | None,
    sequence: int | None,
    onward: tuple[str, ...],
    form: Form,
    extras: tuple[str, ...],
    dry_run: bool,
    inputs: tuple[Path, ...],
    **settings: Any,
) -> None:
    """Write a bundle of what a recipient may have by R1 to R14, and of nothing else.

    The guard (kg guard) looks at each bundle before it is written. What went out is recorded in the
    release log together with the bundle, or neither is written.

    \b
    Example: kg export --to inst:US-CAISI -o to-us examples/network
    """
    from kg.errors import InputError
    from kg.journal import open_log
    from kg.release import release

    if output is None and not dry_run:
        raise click.UsageError("give -o DIR, or --dry-run", context)
    signer = _key(key)
    with open_log(_log_folder(log, output), write=not dry_run) as journal:
        disclosed = (journal.disclosures_file,) if journal.disclosures_file else ()
        with loaded((*inputs, *disclosed), **settings) as inventory:
            to = inventory.recipient(recipient)
            last = journal.last(to)
            if last and sequence not in (None, last.sequence + 1):
                raise InputError(
                    f"--sequence {sequence}: the log's last bundle for {recipient} is {last.sequence}",
                    "leave --sequence out",
                )
            made = release(
                inventory,
                to,
                form=form,
                sequence=last.sequence + 1 if last else sequence or 1,
                previous=_previous(last) if last else None,
                key=signer,
                extras=extras,
                sender=sender,
                onward=onward,
            )
        status = tell_withheld(inventory)
        _tell_what_stays(made)
        if dry_run:
            _show(made.files)
        else:
            assert output is not None
            _commit(journal, made, output, signer)
            _tell(made, output, journal.folder, signed=signer is not None)
    context.exit(status)


def _key(path: Path | None) -> Ed25519PrivateKey | None:
    """The key that is given, or the default one where there is one."""
    from kg.seal.keys import default_key_path, read_key

    if path is None and not default_key_path().is_file():
        return None
    return read_key(path or default_key_path())


def _log_folder(log: Path | None, output: Path | None) -> Path:
    if log is not None:
        return log
    return output.with_name(output.name + ".log") if output else Path("release.log")


def _previous(last: Record) -> Previous:
    from kg.release import Previous

    return Previous(last.bundle, last.sender, last.manifest, last.sequence, last.graphs)


def _commit(journal: Log, made: Release, output: Path, key: Ed25519PrivateKey | None) -> None:
    from kg.journal import Draft, Signer
    from kg.seal.did import did_key, method_of

    onward = sorted({to for recipients in made.onward.values() for to in recipients})
    draft = Draft(reached=(made.manifest.recipient, *onward), onward=tuple(onward))
    signer = Signer(method_of(did_key(key), key), key.sign) if key else None
    journal.commit(made.files, output, draft, signer)


def _tell_what_stays(made: Release) -> None:
    """Names on standard error what stays though it might be expected to leave; for the sender alone."""
    from kg.terms import shorten

    for item, needed in made.selection.held_back.items():
        click.echo(
            f"kg: stays {shorten(item)}: its {shorten(needed)} names what is withheld: give it another",
            err=True,
        )
    stays = Counter(shorten(triple.predicate.value) for triple in made.selection.left_out)
    if stays:
        told = ", ".join(f"{name} ({count})" for name, count in sorted(stays.items()))
        click.echo(f"kg: statements of what leaves that stay: {told}", err=True)


def _tell(made: Release, output: Path, log: Path, *, signed: bool) -> None:
    from kg.terms import shorten

    items = len(made.items)
    how = "signed" if signed else "not signed (kg keys new makes a key)"
    click.echo(
        f"kg: {items} {'item' if items == 1 else 'items'} to {shorten(made.manifest.recipient)} in"
        f" {output}, number {made.manifest.sequence}, {how}; recorded in {log}",
        err=True,
    )


def _show(files: Mapping[str, bytes]) -> None:
    """The files, each under a line with its name; what is no text by its digest."""
    from kg.bundle import digest

    for path, data in sorted(files.items()):
        try:
            shown = data.decode()
        except UnicodeDecodeError:
            shown = f"({len(data)} bytes, {digest(data)})\n"
        click.echo(f"==> {path} <==")
        click.echo(shown, nl=not shown.endswith("\n"))
