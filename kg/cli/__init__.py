"""The command ``kg``: thin commands, one module each; heavy imports only inside a command."""

from __future__ import annotations

import os
import sys
from typing import Any, Final

import click

from kg import __version__
from kg.cli import (
    check,
    classify,
    cluster,
    decide,
    docs,
    endpoint,
    explain,
    export,
    facts,
    guard,
    impact,
    import_,
    keys,
    log,
    mappings,
    offer,
    query,
    reason,
    redact,
    store,
    suggest,
    taxonomy,
    tiers,
    tlp,
    validate,
    verify,
)
from kg.errors import KgError, StoppedError, one_line

_STOPPED: Final = StoppedError.exit_status


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        """Tells Ctrl-C as an error of ours; click would print an empty line first."""
        from kg.durable import placed

        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            what = f"{placed[-1]} was written" if placed else "nothing was written"
            raise StoppedError(f"stopped; {what}") from None


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: kg decide examples/network. Every command explains itself: kg COMMAND --help.",
)
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """What an AI safety institute may share with whom, and why.

    INPUT is a file or a folder in any RDF syntax (.ttl .trig .nt .nq .jsonld .rdf .owl, also .gz). It
    is merged with the shipped ontology and policy, checked against the shapes, and decided by the
    rules R1 to R14, which are SPARQL files that you can read and run by hand.
    """


for module in (
    *(decide, tiers, offer, explain, validate, query),
    *(export, guard, verify, import_, log, keys, redact, store),
    *(classify, suggest, taxonomy, check, impact),
    *(facts, reason, docs, mappings, tlp, endpoint, cluster),
):
    cli.add_command(module.command)


def main() -> None:
    """Runs the command line; every error is one line on standard error and an exit status."""
    from kg.durable import placed

    placed.clear()
    try:
        status = cli.main(standalone_mode=False)
    except KgError as error:
        _fail(str(error), error.exit_status)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "kg"
        _fail(f"{error.format_message().rstrip('.')}: see {where} --help", 2)
    except click.ClickException as error:
        _fail(error.format_message(), 2)
    except (click.Abort, KeyboardInterrupt):
        _fail("stopped; nothing was written", 130)
    except BrokenPipeError:  # the reader of our output has gone, as `kg ... | head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(status or 0)


def _fail(problem: str, status: int) -> None:
    if status == _STOPPED and sys.stderr.isatty():
        click.echo(err=True)  # the terminal has shown ^C
    click.echo(f"kg: {one_line(problem, 600)}", err=True)
    sys.exit(status)
