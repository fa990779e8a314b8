"""Tables for a terminal, in colours that also read without colour."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import visible
from kg.terms import KG, local_name, shorten

if TYPE_CHECKING:
    import polars as pl

Names = Mapping[str, str]

# How each local name of an outcome, tier or level is shown: a sign, and a colour.
LOOKS = {
    "Share": ("✓", "bold green"),
    "Review": ("?", "bold yellow"),
    "Withhold": ("✗", "bold red"),
    "NoBrainer": ("○", "green"),
    "GrayArea": ("◐", "yellow"),
    "HighTrust": ("●", "red"),
    "Low": ("", "green"),
    "Medium": ("", "yellow"),
    "High": ("", "red"),
    "Unclear": ("", "magenta"),
}


def decisions(table: pl.DataFrame, names: Names) -> str:
    """One section an item, one row a recipient."""
    drawn = _table("Item", "Recipient", "Tier", "Outcome", "Reasons")
    for column, ratio in zip(drawn.columns, (3, 2, None, None, 4), strict=True):
        column.ratio, column.no_wrap = ratio, ratio is None
    drawn.expand = True
    previous = ""
    for item, recipient, _, tier, outcome, reasons in table.iter_rows():
        if previous and item != previous:
            drawn.add_section()
        title = _text(names.get(item, shorten(item))) if item != previous else _text("")
        drawn.add_row(
            title,
            _text(names.get(recipient, shorten(recipient))),
            _look(tier),
            _look(outcome),
            _text(_reasons(reasons)),
        )
        previous = item
    return _render(drawn)


def tiers(table: pl.DataFrame, names: Names) -> str:
    """One row a target, categories first."""
    drawn = _table("Target", "Kind", "Proprietary", "Misuse", "Benefit", "Tier")
    for target, kind, sensitivity, misuse, benefit, tier in table.sort(
        "kind", "target"
    ).iter_rows():
        drawn.add_row(
            _text(names.get(target, shorten(target))),
            _text(kind),
            _look(sensitivity),
            _look(misuse),
            _text(benefit),
            _look(tier),
        )
    return _render(drawn)


def suggestions(table: pl.DataFrame, names: Names) -> str:
    """One row a target and dimension: what is suggested, what counts, and why the one."""
    drawn = _table("Target", "Dimension", "Suggested", "Assessed", "Status", "Because")
    for column in drawn.columns[2:4]:
        column.no_wrap = True
    for target, _, dimension, suggested, assessed, basis, status, because in table.iter_rows():
        drawn.add_row(
            _text(names.get(target, shorten(target))),
            _text(names.get(KG + dimension, dimension)),
            _look(suggested),
            _look(assessed),
            _text(f"{status}, {basis}" if basis == "inherited" else status),
            _text(_reasons(because)),
        )
    return _render(drawn)


def rows(table: pl.DataFrame, names: Names, title: str) -> str:
    """Any table; IRIs by their label where they have one."""
    drawn = _table(*table.columns)
    drawn.title = title or None
    for row in table.iter_rows():
        drawn.add_row(*(_cell(str(value), names) for value in row))
    return _render(drawn)


def _cell(value: str, names: Names) -> Text:
    if local_name(value) in LOOKS and shorten(value).startswith("kg:"):
        return _look(value)
    return _text(names.get(value) or shorten(value))


def _look(term: str) -> Text:
    name = local_name(term)
    sign, style = LOOKS.get(name, ("", ""))
    return _text(f"{sign} {name}".strip(), style=style)


def _reasons(joined: str) -> str:
    """Each reason on its line, its IRI by local name; csv has it in full."""
    lines = []
    for reason in joined.split("|"):
        kind, colon, detail = reason.partition(":")
        lines.append(f"{kind}: {local_name(detail)}" if colon else kind)
    return "\n".join(lines)


def _text(text: str, style: str = "") -> Text:
    """Text of a cell, whose control characters are spelt out."""
    return Text(visible(text), style=style)


def _table(*columns: str) -> Table:
    table = Table(header_style="bold", title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _render(table: Table) -> str:
    width = max(40, shutil.get_terminal_size((120, 40)).columns)
    real = Console()
    console = Console(
        file=(buffer := io.StringIO()),
        width=width,
        force_terminal=real.is_terminal,
        no_color=real.no_color,
        color_system="auto" if real.is_terminal else None,
    )
    console.print(table)
    return buffer.getvalue()
