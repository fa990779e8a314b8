"""``kg store``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import output, progress
from kg.errors import StoppedError

if TYPE_CHECKING:
    from kg.store import Loaded

_STORE = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.group("store", short_help="Keep inventories in a store that lasts.")
def command() -> None:
    """Keep inventories in a store on the disk, for the commands that take --store.

    \b
    kg store init inventory.store
    kg store load inventory.store examples/network
    kg decide --store inventory.store
    """


@command.command("init")
@_STORE
def init(folder: Path) -> None:
    """Make an empty store in DIR, which is not there yet, or is an empty folder.

    \b
    Example: kg store init inventory.store
    """
    from kg.store import create

    create(folder)
    click.echo(f"kg: {folder} is a store; load files: kg store load {folder} FILE", err=True)


@command.command("load")
@_STORE
@click.argument("inputs", metavar="[INPUT]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--remove",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file, or a folder of files, that shall no longer be in the store; may be repeated.",
)
def load(folder: Path, inputs: tuple[Path, ...], remove: tuple[Path, ...]) -> None:
    """Load files, all or none: each takes the place of what that file said before.

    Whoever reads the store meanwhile sees it as it was. A load that was stopped, by Ctrl-C or anything
    else, goes on where it stopped when the same command is run again. A file that is as it was loaded is
    not loaded again.

    \b
    Example: kg store load inventory.store examples/network
    """
    from kg.facts.sources import find_sources
    from kg.facts.stored import read_state
    from kg.store import load as load_files

    if not inputs and not remove:
        raise click.UsageError("give an INPUT, or --remove FILE", click.get_current_context())
    read_state(folder)
    sources = find_sources(list(inputs))
    try:
        with progress() as tell:
            done = load_files(folder, sources, remove=remove, progress=tell)
    except KeyboardInterrupt:
        raise _stopped(folder) from None
    _tell_load(done, folder)
    _tell_vanished(folder, inputs)


@command.command("status")
@_STORE
@output("table", "csv", "json")
def status(folder: Path, form: str | None, output: Path | None) -> None:
    """Show what is in the store, file by file, and whether a load runs or was stopped.

    \b
    Example: kg store status inventory.store
    """
    from kg.present.store import summary, write_status
    from kg.present.write import chosen
    from kg.store import status as status_of

    found = status_of(folder)
    form = chosen(form, output)
    write_status(found, form, output)
    if form != "json":
        for line in summary(found):
            click.echo(f"kg: {line}", err=True)


@command.command("compact")
@_STORE
def compact(folder: Path) -> None:
    """Write the index anew, and remove older generations that nobody reads.

    \b
    Example: kg store compact inventory.store
    """
    from kg.present.store import size
    from kg.store import compact as compacted
    from kg.store import status as status_of

    before = status_of(folder).bytes
    try:
        with progress() as tell:
            done = compacted(folder, progress=tell)
    except KeyboardInterrupt:
        raise _stopped(folder) from None
    after = status_of(folder).bytes
    click.echo(f"kg: {folder}: {size(before)} before, {size(after)} now", err=True)
    _tell_others(done)


def _stopped(folder: Path) -> StoppedError:
    from kg.durable import placed

    if placed:
        return StoppedError(f"stopped; {folder} has what was loaded")
    return StoppedError(
        f"stopped; {folder} is as it was", "the same command goes on where this one stopped"
    )


def _tell_load(done: Loaded, folder: Path) -> None:
    """Says on standard error what a load did."""
    from kg.present.store import files, size, triples

    if done.discarded:
        click.echo("kg: another load that had been stopped was given up", err=True)
    if done.resumed:
        click.echo(f"kg: {size(done.resumed)} were loaded before the stop, and not again", err=True)
    told = []
    if done.loaded:
        said = triples(sum(entry.triples for entry in done.loaded))
        told.append(f"{files(len(done.loaded))} loaded, {said}")
    if done.removed:
        told.append(f"{files(done.removed)} removed")
    if done.unchanged:
        told.append(f"{files(done.unchanged)} as before")
    click.echo(f"kg: {folder}: {'; '.join(told)}", err=True)
    _tell_others(done)


def _tell_others(done: Loaded) -> None:
    if done.stay:
        click.echo(
            "kg: an older generation is still read; it goes with the next load or kg store compact",
            err=True,
        )


def _tell_vanished(folder: Path, inputs: tuple[Path, ...]) -> None:
    """Names the files that came from these folders, are in the store, and are there no more."""
    from kg.facts.stored import read_state, shown

    for entry in read_state(folder).entries:
        path = Path(entry.file)
        if not path.exists() and any(path.is_relative_to(each.resolve()) for each in inputs):
            name = shown(entry.file)
            click.echo(
                f"kg: warning: {name} is gone, and still in the store: --remove it", err=True
            )
