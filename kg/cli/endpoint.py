"""``kg endpoint``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.engines.endpoint import Found


@click.group("endpoint", short_help="See and remove what runs left on a SPARQL endpoint.")
def command() -> None:
    """See and remove what runs left on a SPARQL endpoint.

    A run drops its graphs when it ends; only one that was killed, or that lost the endpoint, leaves any.
    """


@command.command("list")
@click.argument("url")
@click.pass_context
def list_(context: click.Context, /, url: str) -> None:
    """List the runs that the endpoint holds graphs of: when each began, its IRI, how many graphs.

    \b
    Example: kg endpoint list http://127.0.0.1:7878/query
    Exit status: 0 there are none; 1 there are some; 2 nobody can tell.
    """
    from kg.engines.endpoint import runs_on

    found = runs_on(url)
    for each in found:
        click.echo(f"{each.created or 'unknown'} {each.run} {len(each.graphs)}")
    context.exit(1 if found else 0)


@command.command("clean")
@click.argument("url")
@click.argument("runs", metavar="[RUN...]", nargs=-1)
@click.option(
    "--older-than",
    metavar="HOURS",
    type=click.FloatRange(min=0),
    default=24,
    show_default=True,
    help="Without RUN: drop what began longer ago, or has no date. A run may still be at work.",
)
def clean(url: str, runs: tuple[str, ...], older_than: float) -> None:
    """Drop the graphs of runs that have not dropped them themselves.

    \b
    Example: kg endpoint clean http://127.0.0.1:7878/query --older-than 1
    """
    from kg.engines.endpoint import drop_run, runs_on
    from kg.errors import UnknownTermError

    found = {each.run: each for each in runs_on(url)}
    if unknown := [run for run in runs if run not in found]:
        raise UnknownTermError(
            f"{unknown[0]}: the endpoint holds no graph of this run", "see kg endpoint list"
        )
    before = datetime.now(UTC) - timedelta(hours=older_than)
    for each in found.values():
        if each.run in runs or (not runs and _began_before(each, before)):
            drop_run(url, each)
            click.echo(f"dropped {each.run}")


def _began_before(found: Found, moment: datetime) -> bool:
    return not found.created or datetime.fromisoformat(found.created) < moment
