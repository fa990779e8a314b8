"""R12 on generated inventories: one fault is planted; the items that it names are withheld, or the run
stops; every other item is decided as the independent reference decides it."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from random import Random

import pytest

import kg
from tests.reference.generate import Inventory, interesting_dates, inventory
from tests.reference.rules import decide, default_policy
from tests.reference.terms import KG, TYPE
from tests.reference.triples import Literal, Node, Term, Triple
from tests.support import core_only, in_columns

DCT = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
NOBODY = "https://example.org/nobody#x"

# How a node of a class is spoilt: values that are added, or properties that are taken away.
ADDED: dict[str, list[tuple[str, Term]]] = {
    "item": [
        (KG + "holder", NOBODY),
        (KG + "obtainedUnder", KG + "Kindness"),
        (KG + "detail", KG + "Vague"),
        (KG + "providedBy", NOBODY),
        (KG + "aboutSystem", Literal("a system")),
        (KG + "strength", KG + "Strong"),
        (KG + "colour", Literal("red")),
        (TYPE, NOBODY),
        (TYPE, "https://w3id.org/aisi-kg/category#NoSuchCategory"),
        (DCT + "created", Literal("2026-02-31", XSD + "date")),
        (PROV + "wasDerivedFrom", NOBODY),
    ],
    "Assessment": [(KG + "level", KG + "Hihg"), (KG + "dimension", NOBODY)],
    "CaseReview": [(KG + "verdict", KG + "Perhaps"), (KG + "reviewRecipient", NOBODY)],
    "Restriction": [(KG + "prohibitsRecipient", NOBODY), (KG + "verdict", KG + "Denied")],
    "Consent": [(KG + "consentBy", NOBODY), (KG + "consentsToRecipient", NOBODY)],
    "LegalGateway": [(KG + "gatewayToRecipient", NOBODY), (KG + "holder", NOBODY)],
    "Relationship": [(KG + "strength", KG + "Feeble")],
    "Network": [(KG + "membership", NOBODY)],
    "Disclosure": [(KG + "disclosed", NOBODY)],
    "CompilationRule": [(KG + "compiles", NOBODY)],
    "InformationCategory": [(KG + "level", KG + "High")],
}
TAKEN = {
    "item": [DCT + "title", KG + "holder"],
    "Assessment": [DCT + "description", KG + "dimension", PROV + "generatedAtTime", TYPE],
    "CaseReview": [DCT + "description", PROV + "wasAttributedTo", KG + "verdict", TYPE],
    "Restriction": [DCT + "description", TYPE],
    "Consent": [KG + "consentBy", TYPE],
    "LegalGateway": [DCT + "source", KG + "holder"],
    "Relationship": [KG + "strength", TYPE],
    "Disclosure": [PROV + "atTime"],
    "CompilationRule": [DCT + "description", KG + "tier"],
    "InformationCategory": ["http://www.w3.org/2004/02/skos/core#definition"],
}
NAMING = {
    "Assessment": KG + "assesses",
    "CaseReview": KG + "reviews",
    "Restriction": KG + "appliesTo",
    "Consent": KG + "consentsTo",
    "LegalGateway": KG + "appliesTo",
}


@pytest.fixture(autouse=True)
def _core(monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)


def victim(made: Inventory, kind: str, rng: Random) -> Node | None:
    nodes = sorted(made.facts.items) if kind == "item" else made.instances(kind)
    return rng.choice(nodes) if nodes else None


def faults(kind: str) -> list[tuple[str, Term | None]]:
    """What may be wrong with a node of a class: a property, and the value that is added or None."""
    return [*((what, None) for what in TAKEN.get(kind, [])), *ADDED[kind]]


def spoilt(made: Inventory, node: Node, fault: tuple[str, Term | None]) -> tuple[Inventory, str]:
    what, value = fault
    if value is None:
        kept: list[Triple] = [t for t in made.triples if (t[0], t[1]) != (node, what)]
        return Inventory(tuple(kept)), f"{node} without {what}"
    return made.plus([(node, what, value)]), f"{node} with {what} {value}"


def withheld(made: Inventory, kind: str, node: Node) -> frozenset[Node] | None:
    """The items that must be withheld, from the words of R12; None where the run must stop."""
    if kind == "item":
        disclosed = any(t[1:] == (KG + "disclosed", node) for t in made.triples)
        return None if disclosed else frozenset({node})
    if kind not in NAMING:
        return None
    named = made.facts.nodes(node, NAMING[kind])
    return named if named and named <= made.facts.items.keys() else None


def stops(loaded: kg.Inventory) -> bool:
    try:
        loaded.decide()
    except kg.FaultyDataError:
        return True
    return False


@pytest.mark.parametrize("kind", sorted(ADDED))
def test_one_fault(kind: str, tmp_path: Path) -> None:
    """Each fault in three inventories."""
    seen = 0
    for seed, fault in enumerate(3 * faults(kind), 20_000):
        rng = Random(f"{kind} {seed}")
        made = inventory(rng, size=6, exotic=0)
        node = victim(made, kind, rng)
        if node is None:
            continue
        seen += 1
        as_of = rng.choice(interesting_dates(made, rng))
        bad, what = spoilt(made, node, fault)
        (tmp_path / "a.ttl").write_text(bad.turtle)
        expected = withheld(made, kind, node)
        with in_columns(seed % 2 == 0):
            loaded = kg.load(tmp_path / "a.ttl", as_of=as_of)
        if expected is None:
            assert stops(loaded), what
            continue
        rows = [astuple(row) for row in decide(bad.facts, default_policy(), as_of, expected)]
        assert list(loaded.decide().iter_rows()) == rows, what
        assert frozenset(loaded.withheld()) == expected, what
    assert seen
