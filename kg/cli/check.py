"""``kg check``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import loaded, settings

FAIL_ON = ("error", "warn", "info")


@click.command("check", short_help="Report on the quality of the ontology.")
@click.argument("inputs", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Tell also of what no FILE describes.")
@click.option(
    "--profile",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Which checks to make and how grave each is: a CSV file of check,level, as shipped in"
    " queries/check/profile.csv; it may name .rq files of your own.",
)
@click.option(
    "--owl/--no-owl",
    "owl_too",
    default=None,
    help="Insist on the checks that need Java, or leave them out; made where it is installed.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="error",
    show_default=True,
    help="The least level of a finding for which the exit status is 1.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    help="By the name of the output file (.json, .sarif), else text, unless given.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to FILE, whole or not at all, instead of standard output.",
)
@settings
@click.pass_context
def command(
    context: click.Context,
    /,
    inputs: tuple[Path, ...],
    everything: bool,
    profile: Path | None,
    owl_too: bool | None,
    fail_on: str,
    form: str | None,
    output: Path | None,
    **settings: Any,
) -> None:
    """Report on quality: labels, definitions, names, hierarchy, deprecation, shapes, OWL 2 DL.

    Without FILE the shipped ontology is checked. Otherwise each FILE or folder is checked together with
    it, and what they describe is reported on.

    \b
    Example: kg check my-categories.ttl --format sarif -o report.sarif
    Exit status: 0 no finding at the level of --fail-on; 1 a finding; 2 the checks could not be run.
    """
    from kg.check import LEVELS, check, load_profile
    from kg.present.quality import as_json, as_sarif, as_text, summary
    from kg.present.write import deliver

    checks = load_profile(profile)
    with loaded(inputs, **settings) as inventory:
        quality = check(
            inventory, checks, owl_too=owl_too, everything=everything, engine=settings["engine"]
        )
    suffix = output.suffix if output else ""
    form = form or {".json": "json", ".sarif": "sarif"}.get(suffix, "text")
    deliver({"text": as_text, "json": as_json, "sarif": as_sarif}[form](quality), output)
    if quality.unchecked:
        click.echo(f"kg: OWL 2 DL and consistency are not checked: {quality.unchecked}", err=True)
    click.echo(f"kg: {summary(quality)}", err=True)
    fails = any(quality.count(level) for level in LEVELS[: FAIL_ON.index(fail_on) + 1])
    context.exit(1 if fails else 0)
