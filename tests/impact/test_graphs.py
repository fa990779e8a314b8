"""Blank nodes and order are ignored exactly: isomorphic graphs are equal, others are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import resources
from kg.facts.sources import find_sources
from kg.impact.graphs import statements
from kg.impact.terms import TermChange, term_changes
from tests.support import PREFIXES


def changes(tmp_path: Path, before: str, after: str) -> list[TermChange]:
    tables = []
    for name, text in (("before", before), ("after", after)):
        (tmp_path / f"{name}.ttl").write_text(PREFIXES + text)
        tables.append(statements(find_sources([tmp_path / f"{name}.ttl"])))
    return term_changes(tables[0], tables[1], "facts")


SAME = {
    "nested": ("ex:a ex:p [ ex:q [ ex:r 1 ] ] .", "_:z ex:r 1 . _:y ex:q _:z . ex:a ex:p _:y ."),
    "lists": ("ex:a ex:p ( ex:b [ ex:q 1 ] ) .", "ex:a ex:p ( ex:b [ ex:q 1 ] ) ."),
    "cycles": ("_:a ex:p _:b . _:b ex:p _:a .", "_:b ex:p _:c . _:c ex:p _:b ."),
    "shared": (
        "ex:a ex:p _:x . ex:b ex:p _:x . _:x ex:q 1 .",
        "_:k ex:q 1 . ex:b ex:p _:k . ex:a ex:p _:k .",
    ),
    "twins": ("[] ex:p 1 . [] ex:p 1 .", "_:one ex:p 1 . _:two ex:p 1 ."),
    "looks blank": ("ex:a ex:p 'b _:c .' .", "ex:a ex:p 'b _:c .' ."),
}
DIFFERENT = {
    "a twin more": ("[] ex:p 1 .", "[] ex:p 1 . [] ex:p 1 ."),
    "deep": ("ex:a ex:p [ ex:q [ ex:r 1 ] ] .", "ex:a ex:p [ ex:q [ ex:r 2 ] ] ."),
    "shared or not": (
        "ex:a ex:p _:x . ex:b ex:p _:x . _:x ex:q 1 .",
        "ex:a ex:p [ ex:q 1 ] . ex:b ex:p [ ex:q 1 ] .",
    ),
    "the order of a list": ("ex:a ex:p ( 1 2 ) .", "ex:a ex:p ( 2 1 ) ."),
    "another cycle": (
        "_:a ex:p _:b . _:b ex:p _:a . _:c ex:p _:d . _:d ex:p _:c .",
        "_:a ex:p _:b . _:b ex:p _:c . _:c ex:p _:d . _:d ex:p _:a .",
    ),
    "language": ("ex:a ex:p 'x'@en .", "ex:a ex:p 'x'@de ."),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same(name: str, tmp_path: Path) -> None:
    assert changes(tmp_path, *SAME[name]) == []


@pytest.mark.parametrize("name", DIFFERENT)
def test_different(name: str, tmp_path: Path) -> None:
    assert changes(tmp_path, *DIFFERENT[name]) != []


def test_what_is_shown_is_what_differs(tmp_path: Path) -> None:
    before = "ex:a ex:p [ ex:q ( 1 2 ) ] ; ex:s 1 . ex:gone ex:p 1 . ex:b ex:p [ ex:q 1 ] ."
    after = "ex:a ex:p [ ex:q ( 1 3 ) ] ; ex:s 1 . ex:new ex:p 1 . ex:b ex:p [ ex:q 1 ] ."
    ex = "https://example.org/x#"
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    said = f'<{ex}p> [ <{ex}q> ( "1"{integer} "{{}}"{integer} ) ]'
    assert changes(tmp_path, before, after) == [
        TermChange(ex + "a", "facts", "changed", (said.format(3),), (said.format(2),)),
        TermChange(ex + "gone", "facts", "removed", (), (f'<{ex}p> "1"{integer}',)),
        TermChange(ex + "new", "facts", "added", (f'<{ex}p> "1"{integer}',), ()),
    ]


def test_deep_chains_and_many_paths_end(tmp_path: Path) -> None:
    chain = "".join(f"_:n{i} ex:p _:n{i + 1} ; ex:q _:n{i + 1} ." for i in range(100))
    found = changes(tmp_path, "ex:a ex:p 1 .", f"ex:a ex:p 1 ; ex:p _:n0 . {chain}")
    assert [each.term for each in found] == ["https://example.org/x#a"]
    assert len(found[0].added[0]) < 20_000


def test_what_is_read_once_is_read_once_for_each_root(tmp_path: Path) -> None:
    @resources.once
    def where(name: str) -> Path:
        return resources.shipped(name)

    (tmp_path / "queries").mkdir()
    ours = where("queries")
    with resources.taken_from(tmp_path):
        assert where("queries") == tmp_path / "queries"
        assert where("shapes") == ours.parent / "shapes"
        with resources.taken_from(None):
            assert where("queries") == ours
    assert where("queries") == ours
