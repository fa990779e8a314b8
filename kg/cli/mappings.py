"""``kg mappings``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import output


@click.command("mappings", short_help="Show our terms in other vocabularies.")
@click.argument("term", required=False)
@output("table", "csv", "json", "turtle")
def command(term: str | None, form: str | None, output: Path | None) -> None:
    """Show how our terms relate to those of AIRO, VAIR, DPV, ODRL, DUO and two lists of AI risks.

    With TERM, ours or theirs, only the mappings that name it, or a category above it. Needs the extra:
    pip install 'aisi-kg[mappings]'.

    \b
    Example: kg mappings cat:ModelWeights
    """
    from kg import mappings
    from kg.present.write import chosen, deliver, write_rows

    form = chosen(form, output)
    found = mappings.read_all()
    if term:
        found = mappings.about(found, term)
    if form == "turtle":
        deliver(mappings.as_turtle(found), output)
    elif form == "table":
        brief = mappings.as_table(found).select(*mappings.BRIEF)
        write_rows(brief, {}, form, output, title="Mappings")
    else:
        write_rows(mappings.as_table(found), {}, form, output, title="")
