"""What all commands share: options, loading with progress, and telling what was withheld."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from kg.progress import Progress

if TYPE_CHECKING:
    from kg.cluster import Outcome
    from kg.engines import EngineName
    from kg.inventory import Inventory
    from kg.validate import Finding

Command = TypeVar("Command", bound=Callable[..., Any])
SHOWN_WARNINGS = 5
# The commands all of whose queries are tested on endpoints; servers differ more than they should.
ON_ENDPOINTS = (
    "decide",
    "tiers",
    "offer",
    "query",
    "validate",
    "suggest",
    "tlp",
    "facts",
)


class IsoDate(click.ParamType[date]):
    """A day as in 2026-11-01."""

    name = "date"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Raises `click.BadParameter` where the text is no ISO day."""
        from kg.days import day_of
        from kg.errors import InputError

        try:
            return day_of(value)
        except InputError as error:
            self.fail(str(error), param, ctx)


class Engine(click.ParamType[str]):
    """What runs the SPARQL: an engine in this process, or the URL of an endpoint."""

    name = "engine"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Raises `click.BadParameter` where it is neither, or the command takes no endpoint."""
        if value in ("oxigraph", "rdflib"):
            return value
        if not is_url(value):
            self.fail(f"{value!r} is not oxigraph, rdflib or the URL of an endpoint", param, ctx)
        if ctx and ctx.command.name not in ON_ENDPOINTS:
            self.fail(f"only kg {', '.join(ON_ENDPOINTS)} take an endpoint", param, ctx)
        return value


def is_url(engine: str) -> bool:
    """Whether an engine is an endpoint (as `kg.engines.is_url`, which is slow to import)."""
    return engine.lower().startswith(("http://", "https://"))


def common(command: Command) -> Command:
    """Adds INPUT..., ``--store`` and the options that every command takes; one of the first two it needs."""

    @wraps(command)
    def needing(*arguments: Any, **options: Any) -> Any:
        if not options["inputs"] and options["store"] is None:
            problem = "missing argument INPUT..., or --store DIR"
            raise click.UsageError(problem, click.get_current_context())
        return command(*arguments, **options)

    for decorate in (
        click.argument("inputs", metavar="INPUT...", nargs=-1, type=click.Path(path_type=Path)),
        from_store,
        settings,
    ):
        needing = decorate(needing)
    return cast(Command, needing)


def from_store(command: Command) -> Command:
    """Adds ``--store``."""
    return click.option(
        "--store",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="Read all that this store keeps (kg store), beside INPUT or instead of it.",
    )(command)


def settings(command: Command) -> Command:
    """Adds the options that every command takes."""
    for decorate in (
        click.option(
            "--engine",
            metavar="ENGINE",
            type=Engine(),
            default="oxigraph",
            show_default=True,
            help="What runs the SPARQL: oxigraph, rdflib (slow, to compare), or the URL of an endpoint.",
        ),
        click.option(
            "--policy",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="A policy that replaces the default one whole.",
        ),
        click.option(
            "--as-of",
            metavar="DATE",
            type=IsoDate(),
            help="The date on which everything is evaluated; today in UTC if not given.",
        ),
    ):
        command = decorate(command)
    return command


def output(*formats: str) -> Callable[[Command], Command]:
    """Adds ``--format`` and ``-o``."""

    def add(command: Command) -> Command:
        command = click.option(
            "-o",
            "--output",
            metavar="FILE",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Write to FILE, whole or not at all, instead of standard output.",
        )(command)
        return click.option(
            "--format",
            "form",
            type=click.Choice(formats),
            help="A drawn table on a terminal, else csv, unless given.",
        )(command)

    return add


def bundle_trust(command: Command) -> Command:
    """Adds the options that say which bundles are believed."""
    for decorate in (
        click.option(
            "--inventory",
            metavar="INPUT",
            multiple=True,
            type=click.Path(path_type=Path),
            help="Your own files: what they describe is not the sender's to describe. May be repeated.",
        ),
        click.option("--unsigned", is_flag=True, help="Let a bundle that is not signed pass."),
        click.option(
            "--did-documents",
            metavar="FOLDER",
            type=click.Path(path_type=Path),
            help="The did.json of senders whose keys are a did:web.",
        ),
        click.option(
            "--trust", metavar="DID", multiple=True, help="Who may have signed; may be repeated."
        ),
    ):
        command = decorate(command)
    return command


@contextmanager
def loaded(
    inputs: tuple[Path, ...],
    as_of: date | None,
    policy: Path | None,
    engine: EngineName,
    store: Path | None = None,
) -> Iterator[Inventory]:
    """Loads an inventory; while the block runs, steps show on standard error if it is a terminal.

    Raises:
        InputError: see `kg.inventory.load`; ``store`` is no store.
    """
    if store is not None:
        from kg.facts.stored import read_state

        read_state(store)  # else an empty folder, or one of files, would do
        inputs = (*inputs, store)
    from kg.inventory import load

    if is_url(engine):  # a run that is told to stop leaves nothing behind
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with progress() as tell:
        inventory = load(*inputs, as_of=as_of, policy=policy, engine=engine, progress=tell)
        click.get_current_context().call_on_close(lambda: _close(inventory))
        yield inventory


def _close(inventory: Inventory) -> None:
    """Leaves nothing on an endpoint; that something is left counts as an error, beside any other."""
    from kg.errors import EngineError, one_line

    other = sys.exc_info()[1]
    try:
        inventory.close()
    except EngineError as error:
        click.echo(f"kg: {one_line(str(error), 600)}", err=True)
        if other is None or isinstance(other, click.exceptions.Exit):
            raise click.exceptions.Exit(error.exit_status) from None


@contextmanager
def progress() -> Iterator[Progress]:
    """Shows on standard error how far a run is, if that is a terminal and the run lasts."""
    from kg.present.progress import shown

    with shown() as tell:
        yield tell


def tell_withheld(inventory: Inventory | Outcome) -> int:
    """Names on standard error the items that are withheld for bad data; the exit status (R12)."""
    from kg.terms import shorten
    from kg.wording import most_telling

    withheld = inventory.withheld()
    found: dict[str, list[Finding]] = {}
    for finding in inventory.violations():
        found.setdefault(finding.focus, []).append(finding)
    for item, nodes in sorted(withheld.items()):
        causes = [finding for node in nodes for finding in found.get(node, ())]
        more = f" (and {len(causes) - 1} more: kg validate shows all)" if len(causes) > 1 else ""
        reasons = f"{inventory.in_words(most_telling(causes))}{more}"
        click.echo(f"kg: withheld {shorten(item)} (invalid-data): {reasons}", err=True)
    return 1 if withheld else 0


def tell_unadvised(items: int) -> None:
    """Says on standard error of how many items no warnings were looked for."""
    if items:
        click.echo(
            f"kg: warning: {items:,} items are too many to look for warnings about each; "
            "validate a part of them to see theirs",
            err=True,
        )


def tell_warnings(inventory: Inventory | Outcome) -> None:
    """Shows the first warnings on standard error, and how many more there are."""
    tell_unadvised(inventory.unadvised)
    warnings = inventory.warnings()
    for finding in warnings[:SHOWN_WARNINGS]:
        click.echo(f"kg: warning: {inventory.in_words(finding)}", err=True)
    if len(warnings) > SHOWN_WARNINGS:
        more = len(warnings) - SHOWN_WARNINGS
        click.echo(f"kg: warning: and {more} more; kg validate shows all", err=True)
