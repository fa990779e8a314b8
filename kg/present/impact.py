"""What a change does, as tables on a terminal, CSV, JSON, or Markdown for a pull request."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.impact import Impact, TermChange
from kg.present import draw
from kg.present.impact_markdown import as_markdown
from kg.present.impact_words import headline, readable, reasons, tally
from kg.present.write import deliver

if TYPE_CHECKING:
    import polars as pl

COLUMNS = (
    *("widens", "part", "subject", "about", "before", "after"),
    *("reasons_before", "reasons_after"),
)


def write_impact(impact: Impact, form: str, output: Path | None) -> None:
    """Writes it in a format of "table", "markdown", "csv" or "json".

    Raises:
        InputError: the file cannot be written.
    """
    write = {"json": as_json, "markdown": as_markdown, "table": as_table}.get(form, as_csv)
    deliver(write(impact), output)


def as_json(impact: Impact) -> str:
    """One object; IRIs in full, levels and tiers by local name as in ``kg tiers``; nothing left out."""
    import polars as pl

    split = pl.col("reasons_before", "reasons_after").str.split("|")
    terms = [{**asdict(each), "term": each.term or None} for each in impact.terms]
    found = {
        "base": impact.base,
        "head": impact.head,
        "as_of": impact.as_of.isoformat(),
        "widens": impact.widens,
        "decisions": impact.decisions.with_columns(split).to_dicts(),
        "tiers": impact.tiers.to_dicts(),
        "levels": impact.levels.to_dicts(),
        "terms": terms,
        "queries": [{"file": name, "change": change} for name, change in impact.queries],
        "other_reasons": impact.other_reasons,
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_csv(impact: Impact) -> str:
    """One row a decision, tier, level, term or query file; columns ``COLUMNS``, widenings first."""
    import polars as pl

    mark = pl.when("widens").then(pl.lit("WIDENS")).otherwise(pl.lit("")).alias("widens")
    terms = [
        ("term", each.term, each.change, "\n".join(each.removed), "\n".join(each.added))
        for each in impact.terms
    ]
    queries = [("query", name, change, None, None) for name, change in impact.queries]
    parts = [
        impact.decisions.rename({"item": "subject", "recipient": "about"}).with_columns(
            mark, part=pl.lit("decision")
        ),
        impact.tiers.rename({"target": "subject", "kind": "about"}).with_columns(
            mark, part=pl.lit("tier")
        ),
        impact.levels.rename({"target": "subject", "dimension": "about"}).with_columns(
            widens=pl.lit(""), part=pl.lit("level")
        ),
        pl.DataFrame(
            [*terms, *queries],
            schema=dict.fromkeys(("part", "subject", "about", "before", "after"), pl.String),
            orient="row",
        ).with_columns(widens=pl.lit("")),
    ]
    whole = pl.concat(parts, how="diagonal").select(COLUMNS)
    return whole.sort("widens", descending=True, maintain_order=True).write_csv()


def as_table(impact: Impact) -> str:
    """A line in words, then a drawn table for each kind of change that there is."""
    drawn = [f"{headline(impact)}\n{tally(impact)}\n"]
    for title, table in (
        ("Decisions", _decisions(impact.decisions)),
        ("Tiers", _marked(impact.tiers)),
        ("Levels", impact.levels),
        ("Terms", _terms(impact.terms)),
        ("Rules and questions", _queries(impact)),
    ):
        if not table.is_empty():
            drawn.append(draw.rows(table, {}, title))
    return "\n".join(drawn)


def _decisions(table: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    in_words = (
        pl.col(name).map_elements(lambda text: "\n".join(reasons(text)), return_dtype=pl.String)
        for name in ("reasons_before", "reasons_after")
    )
    return _marked(table.with_columns(*in_words))


def _marked(table: pl.DataFrame) -> pl.DataFrame:
    """The mark in words in the first column, and nothing for what is absent."""
    import polars as pl

    mark = pl.when("widens").then(pl.lit("WIDENS")).otherwise(pl.lit("")).alias("mark")
    return table.select(mark, pl.exclude("widens").fill_null(""))


def _terms(changes: tuple[TermChange, ...]) -> pl.DataFrame:
    import polars as pl

    rows = [
        (
            each.change,
            each.term or "(blank node)",
            "\n".join(
                [f"- {readable(text)}" for text in each.removed]
                + [f"+ {readable(text)}" for text in each.added]
            ),
        )
        for each in changes
    ]
    return pl.DataFrame(
        rows, schema=dict.fromkeys(("change", "term", "statements"), pl.String), orient="row"
    )


def _queries(impact: Impact) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        list(impact.queries), schema=dict.fromkeys(("file", "change"), pl.String), orient="row"
    )
