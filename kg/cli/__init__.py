"""The command ``kg``: thin commands, one module each; heavy imports only inside a command."""

from __future__ import annotations

import os
import sys

import click

from kg import __version__
from kg.cli import (
    check,
    classify,
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
    suggest,
    taxonomy,
    tiers,
    tlp,
    validate,
    verify,
)
from kg.errors import KgError, one_line


@click.group(
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
    *(export, guard, verify, import_, log, keys, redact),
    *(classify, suggest, taxonomy, check, impact),
    *(facts, reason, docs, mappings, tlp, endpoint),
):
    cli.add_command(module.command)


def main() -> None:
    """Runs the command line; every error is one line on standard error and an exit status."""
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
        _fail("stopped", 130)
    except BrokenPipeError:  # the reader of our output has gone, as `kg ... | head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(status or 0)


def _fail(problem: str, status: int) -> None:
    click.echo(f"kg: {one_line(problem, 600)}", err=True)
    sys.exit(status)
