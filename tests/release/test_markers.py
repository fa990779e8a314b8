"""P6: nothing of what R may not see is in the bundle, nor does it follow from it.

A marker is planted in every IRI and text that R may not see (`tests.release.markers`).
"""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from kg import resources
from tests.reference.inventory import Inventory
from tests.reference.terms import TYPE

from .bundles import Files, exported, only_terms
from .change import Case
from .closure import facts, items, owl_rl, rdfs_and_owl_rl, words
from .markers import MARKER, planted, told, traces
from .pairs import all_changed, start
from .view import view

SEEDS = range(1000, 1024)
FORMS = ("trig", "nq", "jsonld", "ttl", "rdf")
# All that is shipped: a partner has it too.
PUBLIC = sorted(resources.shipped("ontology").rglob("*.ttl"))
EXTRAS = ("stix", "skos", "tables")


@pytest.fixture(autouse=True)
def _terms(monkeypatch: pytest.MonkeyPatch) -> None:
    only_terms(monkeypatch)


@cache
def marked(seed: int) -> tuple[Case, Inventory]:
    """A case, everything about what is withheld said that we know to say, and the marker in it."""
    case = start(seed)
    case = case.with_made(all_changed(case))
    return case, planted(case)


@cache
def bundle(seed: int) -> Files:
    case, made = marked(seed)
    form = FORMS[seed % len(FORMS)]
    return exported(made, case.asked, Random(seed), form=form, extras=EXTRAS)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_marker_is_where_r_may_not_see_and_changes_nothing_else(seed: int) -> None:
    case, made = marked(seed)
    seen = view(made, case.asked)
    assert (seen.offered, seen.told) == (case.seen.offered, case.seen.told)
    for item in seen.kept(made, case.asked.recipient):
        said = [triple for triple in made.triples if triple[0] == item and triple[1] != TYPE]
        assert MARKER in item
        assert said


@pytest.mark.parametrize("seed", SEEDS)
def test_no_file_has_the_marker_or_a_digest_of_it(seed: int) -> None:
    case, made = marked(seed)
    files = bundle(seed)
    assert not traces(files, made, case)
    assert all(item in told(files)["manifest.json"] for item in map(str.casefold, case.offered))


@pytest.mark.parametrize("seed", SEEDS[:8])
def test_nothing_of_it_follows_under_owl_rl(seed: int) -> None:
    case, _ = marked(seed)
    closed = owl_rl(facts(bundle(seed), PUBLIC))
    assert items(closed) == set(case.offered)
    assert MARKER not in words(closed)


@pytest.mark.parametrize("seed", SEEDS[:1])
def test_nothing_of_it_follows_under_rdfs_and_owl_rl(seed: int) -> None:
    case, _ = marked(seed)
    closed = rdfs_and_owl_rl(facts(bundle(seed), resources.ontology_files()))
    assert items(closed) == set(case.offered)
    assert MARKER not in words(closed)
