"""Several values in a cell: what is written is read again, and no spreadsheet runs it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.taxonomy.cells import join, split
from kg.taxonomy.names import Names, written
from kg.taxonomy.table import parse_table, write_table

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from("|\\ =+-@\n\t\r'\""),
    min_size=1,
)


@given(st.lists(TEXT, min_size=1))
def test_values_come_back(values: list[str]) -> None:
    assert split(join(values)) == values


@given(st.lists(TEXT, min_size=1))
def test_no_cell_begins_like_a_formula(values: list[str]) -> None:
    assert join(values)[0] not in "=+-@\t\r"


@given(st.lists(TEXT, min_size=1), st.sampled_from([",", ";", "\t"]))
def test_cells_come_back_from_a_table(values: list[str], delimiter: str) -> None:
    cell = join(values)
    text = write_table(["id", "label"], [{"id": "a", "label": cell}])
    table, problems = parse_table("t", text)  # type: ignore[arg-type]
    assert not problems
    assert table.rows[0].cells["label"] == cell


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("", []),
        (" | ", []),
        ("a", ["a"]),
        (" a | b|c ", ["a", "b", "c"]),
        ("a || b", ["a", "b"]),
        ("either\\|or", ["either|or"]),
        ("C:\\new", ["C:\\new"]),
        ("\\=1+1", ["=1+1"]),
        ("=1+1", ["=1+1"]),
        ("a\nb", ["a\nb"]),
        ("\\ a\\ ", [" a "]),
        ("a\\", ["a\\"]),
    ],
)
def test_what_a_person_writes(cell: str, values: list[str]) -> None:
    assert split(cell) == values


def test_an_empty_text_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="empty"):
        join([""])


@pytest.mark.parametrize(
    "iri",
    [
        "https://w3id.org/aisi-kg/category#A",
        "https://w3id.org/aisi-kg/category#//a",
        "https://example.org/a#b",
        "urn:x:y",
        "x:y",
        "kg:High",
    ],
)
def test_an_iri_is_read_as_it_is_written(iri: str) -> None:
    assert Names().iri(written(iri)) == iri
