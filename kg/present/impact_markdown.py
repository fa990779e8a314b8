"""What a change does, as Markdown for a comment on a pull request.

Every name and text that comes from the data stands in a code span, so that none is a link, a mention
or markup. The whole stays below what GitHub takes as a comment; what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.errors import one_line
from kg.impact import Impact, TermChange
from kg.present.impact_words import headline, readable, reasons, tally
from kg.terms import local_name, shorten

if TYPE_CHECKING:
    import polars as pl

LARGEST = 60_000  # characters; GitHub takes 65,536
LONGEST = 300  # of a text in a cell
OPEN_ROWS = 20  # a longer table of what does not widen is folded
PARTS = 8  # texts in a cell


def as_markdown(impact: Impact) -> str:
    """A summary, then tables: what widens first and marked, long lists folded."""
    title = f"### Impact of {_code(impact.base)} → {_code(impact.head)}, as of {impact.as_of}"
    summary = headline(impact)
    if impact.widens:
        summary = f"**{summary}** It needs a second approval."
    page = _Page([title, "", summary, *([tally(impact)] if tally(impact) else [])])
    decisions, tiers = impact.decisions, impact.tiers
    page.table(
        "Decisions that widen",
        ("", "Item", "Recipient", "Before", "After", "Reasons before", "Reasons after"),
        _decisions(decisions.filter(decisions["widens"])),
    )
    columns = ("", "Target", "Kind", "Before", "After")
    page.table("Categories whose tier falls", columns, _tiers(tiers.filter(tiers["widens"])))
    page.table(
        "Other decisions",
        ("Item", "Recipient", "Before", "After", "Reasons before", "Reasons after"),
        _decisions(decisions.filter(~decisions["widens"])),
        fold=True,
    )
    page.table("Other tiers", columns[1:], _tiers(tiers.filter(~tiers["widens"])), fold=True)
    page.table("Levels", ("Target", "Dimension", "Before", "After"), _levels(impact), fold=True)
    page.table("Terms", ("Change", "Term", "Statements"), _terms(impact.terms), fold=True)
    page.table("Rules and questions", ("File", "Change"), _queries(impact), fold=True)
    return page.text()


class _Page:
    """Lines of Markdown that stay below ``LARGEST`` characters."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = list(lines)
        self._left = LARGEST - sum(len(line) + 1 for line in lines)

    def table(
        self,
        title: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        fold: bool = False,
    ) -> None:
        """Adds a table, as far as there is room; nothing where it has no rows."""
        lines = [f"| {' | '.join(row)} |" for row in rows]
        if not lines:
            return
        shown, room = [], self._left - 500  # for what stands around the rows
        for line in lines:
            room -= len(line) + 1
            if room < 0:
                break
            shown.append(line)
        heading = f"{title} ({len(lines)})"
        head = [f"| {' | '.join(columns)} |", "|" + " --- |" * len(columns)]
        more = [f"\n… and {len(lines) - len(shown)} more."] if len(shown) < len(lines) else []
        body = [*(head if shown else []), *shown, *more]
        if fold and len(lines) > OPEN_ROWS:
            opening = ["", "<details>", f"<summary>{heading}</summary>", ""]
            self._add([*opening, *body, "", "</details>"])
        else:
            self._add(["", f"#### {heading}", "", *body])

    def text(self) -> str:
        """The page."""
        return "\n".join(self._lines) + "\n"

    def _add(self, lines: Sequence[str]) -> None:
        self._lines += lines
        self._left -= sum(len(line) + 1 for line in lines)


def _decisions(table: pl.DataFrame) -> Iterable[Sequence[str]]:
    for item, recipient, before, after, why_before, why_after, widens in table.iter_rows():
        cells = (
            *(_code(shorten(item)), _code(shorten(recipient)), _outcome(before), _outcome(after)),
            *(_codes(reasons(why_before)), _codes(reasons(why_after))),
        )
        yield ("**WIDENS**", *cells) if widens else cells


def _tiers(table: pl.DataFrame) -> Iterable[Sequence[str]]:
    for target, kind, before, after, widens in table.iter_rows():
        cells = (_code(shorten(target)), kind, _outcome(before), _outcome(after))
        yield ("**WIDENS**", *cells) if widens else cells


def _levels(impact: Impact) -> Iterable[Sequence[str]]:
    for target, dimension, before, after in impact.levels.iter_rows():
        yield _code(shorten(target)), dimension.replace("_", " "), _code(before), _code(after)


def _terms(changes: Sequence[TermChange]) -> Iterable[Sequence[str]]:
    for each in changes:
        statements = [f"- {readable(text)}" for text in each.removed]
        statements += [f"+ {readable(text)}" for text in each.added]
        instead = ", ".join(_code(shorten(iri)) for iri in each.replaced_by)
        change = f"{each.change}, replaced by {instead}" if instead else each.change
        yield change, _code(shorten(each.term)) if each.term else "(blank node)", _codes(statements)


def _queries(impact: Impact) -> Iterable[Sequence[str]]:
    return ((_code(f"queries/{name}"), change) for name, change in impact.queries)


def _outcome(value: str | None) -> str:
    return "(none)" if value is None else _code(local_name(value))


def _codes(texts: Sequence[str]) -> str:
    more = [f"… and {len(texts) - PARTS} more"] if len(texts) > PARTS else []
    return "<br>".join([*(_code(text) for text in texts[:PARTS]), *more])


def _code(text: str) -> str:
    plain = one_line(text, LONGEST).replace("`", "'").replace("|", "\\|")
    return f"`{plain}`" if plain else ""
