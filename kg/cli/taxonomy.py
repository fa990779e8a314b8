"""``kg taxonomy``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import output, progress, settings

if TYPE_CHECKING:
    from kg.engines import EngineName

_INPUTS = click.argument("inputs", metavar="[INPUT...]", nargs=-1, type=click.Path(path_type=Path))
_OUTPUT = click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to FILE, whole or not at all, instead of standard output.",
)
_BY_SUFFIX = {".ttl": "skos", ".owl": "owl", ".rdf": "owl", ".json": "obograph"}


@click.group("taxonomy", short_help="Extend the categories by a table.")
def command() -> None:
    """Extend the categories by a table, and write them in other forms.

    \b
    kg taxonomy new -o mine.csv         a filled-in table; edit it in a spreadsheet
    kg taxonomy add mine.csv --to mine.ttl --namespace https://example.org/x#
    kg taxonomy export --format skos    all categories, for other tools
    """


@command.command("new")
@click.option(
    "--below",
    metavar="CATEGORY",
    default="kg:InformationItem",
    show_default=True,
    help="The category that the first row is put below.",
)
@_OUTPUT
@_INPUTS
def new(inputs: tuple[Path, ...], below: str, output: Path | None) -> None:
    """Write a filled-in table: two rows that can be added as they are, to be replaced by yours.

    INPUT are files with categories or benefit dimensions of your own, if you have any.

    \b
    Example: kg taxonomy new --below cat:EvaluationResult -o mine.csv
    """
    from kg.days import today
    from kg.present.write import deliver
    from kg.taxonomy.load import read_raw
    from kg.taxonomy.template import template
    from kg.taxonomy.vocabulary import vocabulary

    store = read_raw(inputs)
    deliver(template(store, below, today()), output)
    levels = ", ".join(vocabulary(store).levels)
    click.echo(
        f"kg: levels are {levels}, or blank to inherit them; | parts several values", err=True
    )


@command.command("add")
@click.argument("table", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "target",
    metavar="FILE.ttl",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to add to; it is made where there is none. What it holds stays as it is.",
)
@click.option(
    "--namespace",
    metavar="IRI",
    default="",
    help="What ids without a prefix are put behind; FILE.ttl's own empty prefix if not given.",
)
@click.option(
    "--only-new", is_flag=True, help="Leave out what the shipped files or INPUT say already."
)
@output("table", "csv", "json")
@settings
@_INPUTS
def add(
    table: Path,
    target: Path,
    inputs: tuple[Path, ...],
    namespace: str,
    only_new: bool,
    form: str | None,
    output: Path | None,
    as_of: date | None,
    policy: Path | None,
    engine: EngineName,
) -> None:
    """Turn the rows of FILE.csv into Turtle and add them to FILE.ttl; show the tiers they have.

    Nothing is written unless every row can be added: each error names row and column. Adding the same
    rows again changes nothing. INPUT are other files that the rows name something of.

    \b
    Example: kg taxonomy add mine.csv --to mine.ttl --namespace https://example.org/x#
    """
    from kg.days import today
    from kg.errors import InputError
    from kg.present.write import chosen, deliver, write_rows
    from kg.taxonomy.add import add as addition_of

    with progress() as tell:
        tell("add")
        added = addition_of(
            table,
            target,
            inputs,
            namespace=namespace,
            only_new=only_new,
            as_of=as_of or today(),
            policy=policy,
            engine=engine,
        )
    if len(added.problems) == 1:
        raise InputError(added.problems[0], f"{target} is as it was")
    for problem in added.problems:
        click.echo(f"kg: {problem}", err=True)
    if added.problems:
        raise InputError(
            f"{table}: {len(added.problems)} cells are wrong", f"{target} is as it was"
        )
    if added.content is None or added.tiers is None:
        click.echo(f"kg: {target} says all of this already", err=True)
        return
    deliver(added.content, target)
    for warning in added.advice:
        click.echo(f"kg: warning: {warning}", err=True)
    form = chosen(form, output)
    write_rows(added.tiers, added.labels, form, output, title="What was added")
    click.echo(f"kg: {target}: {len(added.categories)} categories added", err=True)


@command.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "skos", "owl", "obograph"]),
    help="As FILE is called (.ttl skos, .owl owl, .json obograph), else csv, unless given.",
)
@click.option("--own", is_flag=True, help="Only the categories that INPUT describes (csv and owl).")
@_OUTPUT
@settings
@_INPUTS
def export(
    inputs: tuple[Path, ...],
    form: str | None,
    own: bool,
    output: Path | None,
    as_of: date | None,
    policy: Path | None,
    engine: EngineName,
) -> None:
    """Write all categories, the shipped ones and those of INPUT, in a form that other tools read.

    \b
    csv       a table that kg taxonomy add takes; nothing is lost on the way, but what shipped files
              beside the branches say of categories stays there, such as ontology/definitions.ttl
    skos      a concept scheme in Turtle, with levels and tiers as of a date
    owl       one ontology in RDF/XML without imports, as for Protégé
    obograph  an OBO graph in JSON
    Example: kg taxonomy export --format skos -o categories.ttl
    """
    from kg.days import today
    from kg.present.write import deliver
    from kg.taxonomy import extract, load, owl, views

    form = form or _BY_SUFFIX.get(output.suffix if output else "", "csv")
    if own and (not inputs or form not in ("csv", "owl")):
        raise click.UsageError("--own needs an INPUT and the format csv or owl")
    if form in ("csv", "owl"):
        store = load.read_raw(inputs)
        nodes = extract.categories(load.read_raw(inputs, shipped=False) if own else store)
        deliver(extract.extract(store, nodes) if form == "csv" else owl.owl(store, nodes), output)
        return
    with progress() as tell:
        tell("derive")
        loaded = load.load_derived(inputs, as_of=as_of or today(), policy=policy, engine=engine)
    deliver(views.skos(loaded) if form == "skos" else views.obograph(loaded), output)
