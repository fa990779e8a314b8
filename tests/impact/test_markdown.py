"""Markdown for a pull request: what it looks like, and that no data can be more than text in it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from kg.impact import Impact, TermChange
from kg.present.impact_markdown import as_markdown
from tests.impact.impact_support import DAY, KG, edit, impact, inventory, loosen, tree
from tests.support import ROOT

TIERS = dict.fromkeys(("target", "kind", "before", "after"), pl.String) | {"widens": pl.Boolean}
DECISIONS = dict.fromkeys(
    ("item", "recipient", "before", "after", "reasons_before", "reasons_after"), pl.String
) | {"widens": pl.Boolean}
LEVELS = dict.fromkeys(("target", "dimension", "before", "after"), pl.String)


@pytest.fixture
def nothing() -> Impact:
    tables = (pl.DataFrame(schema=schema) for schema in (DECISIONS, TIERS, LEVELS))
    return Impact("a", "b", DAY, *tables, (), (), 0, (), (), True)


def decisions(number: int, *, widens: bool) -> pl.DataFrame:
    row = (KG + "Review", KG + "Share", "review-pending|rule:Some-Rule", "rule:Some-Rule", widens)
    rows = [(f"https://example.org/item#{i}", "https://example.org/r", *row) for i in range(number)]
    return pl.DataFrame(rows, schema=DECISIONS, orient="row")


def test_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tree(tmp_path / "base"), tree(tmp_path / "head")
    loosen(tmp_path / "head")
    edit(tmp_path / "head/queries/derive/13-r04-tier.ru", "?cellTier)", "?cellTier )")
    base, head = inventory(tmp_path / "one"), inventory(tmp_path / "two")
    page = as_markdown(impact("base", "head", base))
    assert page == (ROOT / "tests/impact/page.md").read_text()
    edit(head, "kg:Established", "kg:NoRelationship")
    other = as_markdown(impact("one", "two"))
    assert "#### Other decisions" in other


def test_nothing_changes(nothing: Impact) -> None:
    assert as_markdown(nothing) == "### Impact of `a` → `b`, as of 2026-12-01\n\nNothing changes.\n"


def test_data_is_never_markup(nothing: Impact) -> None:
    evil = "`|</details>\n\n# [x](http://y) @everyone"
    found = replace(
        nothing,
        head=evil,
        terms=(TermChange("https://e.org/" + evil, "facts", "added", (f'<p> "{evil}"',), ()),),
        decisions=decisions(1, widens=True).with_columns(
            item=pl.lit(evil), reasons_after=pl.lit(evil)
        ),
    )
    page = as_markdown(found)
    outside = re.sub(r"`[^`]*`", "", page)
    for text in ("@everyone", "[x]", "</details>", "http://y", "\n# "):
        assert text not in outside
    for line in page.splitlines():
        if line.startswith("| **WIDENS**"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 8


def test_a_page_is_never_too_long_for_a_comment(nothing: Impact) -> None:
    terms = tuple(
        TermChange(f"https://e.org/{i}", "facts", "added", ("<p> " + "x" * 900,) * 90, ())
        for i in range(500)
    )
    many = pl.concat([decisions(5000, widens=True), decisions(5000, widens=False)])
    for found in (
        replace(nothing, decisions=many, terms=terms),
        replace(nothing, terms=terms),
        replace(nothing, decisions=decisions(100, widens=True), terms=terms),
    ):
        page = as_markdown(found)
        assert len(page) < 65_000
        assert re.search(r"… and \d+ more\.", page)
        assert page.count("<details>") == page.count("</details>")
        shown = page.count("| **WIDENS** |")
        widening = int(found.decisions["widens"].sum())
        assert shown == widening or f"… and {widening - shown} more." in page


def test_a_long_list_is_folded_unless_it_widens(nothing: Impact) -> None:
    page = as_markdown(replace(nothing, decisions=decisions(30, widens=False)))
    assert "<summary>Other decisions (30)</summary>" in page
    assert page.count("`https://example.org/item#") == 30
    page = as_markdown(replace(nothing, decisions=decisions(30, widens=True)))
    assert "<details>" not in page
