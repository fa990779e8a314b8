"""The tests of P6 can fail: they catch each of these leaky exporters.

What is withheld can be seen by the marker; what depends on it only by comparing two bundles.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from random import Random

import pytest

import kg
from kg import release as releases
from tests.reference.inventory import Inventory
from tests.support import PREFIXES

from .bundles import exported, only_terms
from .change import Case
from .leaks import (
    FILED_MORE,
    IN_QUERIES,
    SAID_MORE,
    all_categories,
    file_more,
    in_query,
    label_for_others,
    no_mentions,
    say_more,
)
from .markers import planted, traces
from .pairs import all_changed, start

SEEDS = range(2000, 2012)
DAY = "2026-11-01"
EX = "https://example.org/x#"
SHARED = (
    PREFIXES
    + """
ex:Note a owl:Class , kg:InformationCategory ; rdfs:subClassOf kg:InformationItem ;
    rdfs:label "note"@en ; skos:definition "A note."@en ; dct:source ex:source .
ex:a1 a kg:Assessment ; kg:assesses ex:Note ; kg:dimension kg:ProprietarySensitivity ;
    kg:level kg:Low ; prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "so" .
ex:a2 a kg:Assessment ; kg:assesses ex:Note ; kg:dimension kg:MisusePotential ;
    kg:level kg:Low ; prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "so" .
ex:a3 a kg:Assessment ; kg:assesses ex:Note ; kg:dimension kg:TrustBuilding ;
    kg:level kg:High ; prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "so" .
ex:holder a kg:Institute ; rdfs:label "holder" .
ex:member a kg:Institute ; rdfs:label "member" .
ex:group a kg:Network ; rdfs:label "group" ; kg:membership ex:m1 , ex:m2 .
ex:m1 a kg:Membership ; kg:member ex:holder .
ex:m2 a kg:Membership ; kg:member ex:member .
ex:item a ex:Note ; dct:title "A note" ; kg:holder ex:holder .
"""
)
DENIED = """
ex:denial a kg:CaseReview ; kg:reviews ex:item ; kg:reviewRecipient ex:member ;
    kg:verdict kg:Denied ; prov:generatedAtTime "2026-02-01"^^xsd:date ;
    dct:description "not to them" ; prov:wasAttributedTo ex:holder .
"""
# These show in a pair alone: they depend on what is withheld and don't spell it.
COUNTED = {
    *("the number of what is withheld", "the names of the input files", "the time"),
    *("how many items there are", "how many are about a system", "its place among all items"),
    *("the newest day of all", "the earliest end of anything", "who else may have it"),
    *("the disclosure history",),
}


@pytest.fixture(autouse=True)
def _unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard would stop some of them; here the tests must see them by themselves."""
    only_terms(monkeypatch)
    gate = sys.modules["kg.release.release"].gate
    monkeypatch.setattr(gate, "check", lambda *_, **__: None)


@cache
def inventories(seed: int) -> tuple[Case, Inventory, Inventory]:
    """A case, the same with all that R may not see changed, and that with the marker."""
    case = start(seed)
    changed = all_changed(case)
    return case, changed, planted(case.with_made(changed))


def differs(seed: int) -> bool:
    """What `test_pairs` looks at, for one pair."""
    case, changed, _ = inventories(seed)
    one, other = (exported(made, case.asked, Random(seed)) for made in (case.made, changed))
    return one != other


def shows(seed: int) -> bool:
    """What `test_markers` looks at, for one inventory."""
    case, changed, made = inventories(seed)
    files = exported(made, case.asked, Random(seed))
    return bool(traces(files, made, case.with_made(changed)))


def assert_caught(name: str) -> None:
    assert any(differs(seed) for seed in SEEDS), f"no pair differs in {name}"
    if name not in COUNTED:
        assert any(shows(seed) for seed in SEEDS), f"the marker shows nowhere in {name}"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_exporter_that_we_ship_passes(seed: int) -> None:
    assert not differs(seed)
    assert not shows(seed)


@pytest.mark.parametrize("name", sorted(IN_QUERIES))
def test_a_mistake_in_a_query(name: str, tmp_path: Path) -> None:
    with in_query(name, tmp_path):
        assert_caught(name)


def test_a_label_that_tells_what_others_may_have(tmp_path: Path) -> None:
    """A denial for one member changes nothing for the network, and must not show in its bundle."""
    (tmp_path / "one.ttl").write_text(SHARED)
    (tmp_path / "other.ttl").write_text(SHARED + DENIED)

    def bundles() -> list[dict[str, bytes]]:
        inventories = (kg.load(tmp_path / f"{name}.ttl", as_of=DAY) for name in ("one", "other"))
        return [dict(releases.release(each, EX + "group").files) for each in inventories]

    one, other = bundles()
    assert one == other
    assert b"tlp#" in one["data.trig"] or b"tlp:label" in one["data.trig"]
    with label_for_others(tmp_path):
        one, other = bundles()
    assert one != other


@pytest.mark.parametrize("name", sorted(SAID_MORE))
def test_something_more_about_an_item(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    say_more(name, monkeypatch)
    assert_caught(name)


@pytest.mark.parametrize("name", sorted(FILED_MORE))
def test_something_more_in_the_files(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file_more(name, monkeypatch)
    assert_caught(name)


def test_all_categories(monkeypatch: pytest.MonkeyPatch) -> None:
    all_categories(monkeypatch)
    assert_caught("all categories")


def test_names_in_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    no_mentions(monkeypatch)
    assert_caught("names in texts")
