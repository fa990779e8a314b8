"""No term that was released is removed; what is deprecated says since when, and what to use."""

from __future__ import annotations

import csv

import pytest
from pyoxigraph import RdfFormat, Store

from kg.terms import OWL
from tests.released import as_csv, losses, released, shipped, terms, values
from tests.support import PREFIXES, ROOT

BEFORE = [
    {
        "term": "cat:ModelWeights",
        "kind": "kg:InformationCategory owl:Class",
        "label": "",
        "definition": "",
    }
]
TYPED = "cat:ModelWeights a owl:Class , kg:InformationCategory ; rdfs:label 'model weights'@en ."


def test_every_released_term_is_still_there() -> None:
    with released().open(encoding="utf-8", newline="") as stream:
        before = list(csv.DictReader(stream))
    assert len(before) > 150
    assert losses(before, shipped()) == []


def test_the_list_of_a_version_is_written_as_it_is_read() -> None:
    listed = terms(shipped())
    assert list(csv.DictReader(as_csv(listed).splitlines())) == list(listed.values())


def test_what_is_deprecated_and_shipped_is_explained() -> None:
    store = shipped()
    assert losses(list(terms(store).values()), store) == []
    alone = Store()
    alone.load(path=str(ROOT / "ontology" / "deprecated.ttl"))
    for iri in terms(alone):
        assert "true" in values(alone, iri, OWL + "deprecated"), iri


@pytest.mark.parametrize(
    ("turtle", "what"),
    [
        ("kg:x a owl:Class .", "is gone"),
        ("cat:ModelWeights a owl:Class ; rdfs:label 'model weights'@en .", "was kg:Info"),
        (TYPED + "cat:ModelWeights owl:deprecated true .", "has no skos:changeNote"),
        (
            TYPED + "cat:ModelWeights owl:deprecated true ; dct:isReplacedBy cat:Nothing ;"
            " skos:changeNote 'Deprecated since 0.2.0: unused.'@en .",
            "is replaced by cat:Nothing",
        ),
    ],
)
def test_a_loss_is_found(turtle: str, what: str) -> None:
    store = Store()
    store.load((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
    (loss,) = losses(BEFORE, store)
    assert loss.term == "cat:ModelWeights"
    assert loss.what.startswith(what)


def test_a_term_that_is_kept_or_deprecated_with_a_reason_is_no_loss() -> None:
    for more in (
        "",
        "cat:ModelWeights owl:deprecated true ; skos:changeNote 'Deprecated since 0.2.0: x.'@en .",
    ):
        store = Store()
        store.load((PREFIXES + TYPED + more).encode(), format=RdfFormat.TURTLE)
        assert losses(BEFORE, store) == []
