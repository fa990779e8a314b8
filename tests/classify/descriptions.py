"""Generated inventories whose items are described, and categories by OWL 2 RL."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
import rdflib
from pyoxigraph import Store
from reasonable import PyReasoner

from kg.classify import _for_hermit
from kg.inventory import Inventory
from kg.terms import KG, OWL, RDF, shorten
from tests.support import PREFIXES, ROOT, named_categories, named_in

EXAMPLES = ROOT / "examples"
# Those that follow in the example, and others that the tests speak of.
OTHERS = {
    *("AggregateEvaluationResult", "AttackIndicator", "DraftStandard", "EvaluationStandard"),
    *("PostDeploymentEvaluationResult", "PreDeploymentEvaluationResult", "PrivateBenchmark"),
    *("RawTranscript", "SafeguardsRemovedEvaluationResult", "UnpatchedVulnerability"),
}
Pairs = set[tuple[str, str]]
ROOT_CATEGORY = "kg:InformationItem"


def few_categories(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads the categories that the tests and examples of descriptions name, with their definitions."""
    files = (EXAMPLES / name / "inventory.ttl" for name in ("02-consent", "05-description"))
    named = OTHERS.union(*(named_in(path.read_text()) for path in files))
    named_categories(monkeypatch, *named, more=("description.ttl", "dual-use.ttl"))


@cache
def vocabulary() -> dict[str, tuple[bool, list[str]]]:
    """Each describing property: whether it is functional, and its values; as prefixed names."""
    store = Store()
    store.load(path=str(ROOT / "ontology" / "description.ttl"))
    rows = store.query(f"""
        SELECT ?property ?functional ?value WHERE {{
          ?property <https://schema.org/rangeIncludes> ?class .
          ?value a ?class .
          BIND(EXISTS {{ ?property a <{OWL}FunctionalProperty> }} AS ?functional)
        }} ORDER BY ?property ?value""")
    found: dict[str, tuple[bool, list[str]]] = {}
    for row in rows:
        name = shorten(row["property"].value)
        single = row["functional"].value == "true"
        found.setdefault(name, (single, []))[1].append(shorten(row["value"].value))
    return found


@cache
def categories() -> list[str]:
    """All shipped categories and the root, as prefixed names."""
    store = Store()
    for path in (ROOT / "ontology" / "categories").glob("*.ttl"):
        store.load(path=str(path))
    named = store.query(f"SELECT ?c WHERE {{ ?c a <{KG}InformationCategory> }} ORDER BY ?c")
    return [ROOT_CATEGORY, *(shorten(row["c"].value) for row in named)]


def described(rng: Random, size: int) -> str:
    """Items with one or two categories and a random description each; some contradict themselves."""
    items = [_item(number, rng) for number in range(size)]
    return "\n".join([PREFIXES, *items])


def _item(number: int, rng: Random) -> str:
    lines = [f"ex:item{number} dct:title 'an item' ; kg:holder inst:UK-AISI"]
    types = rng.sample(categories(), rng.choice((1, 1, 2)))
    lines += [f"a {name}" for name in rng.choice((types, types, [ROOT_CATEGORY]))]
    for name, (single, values) in vocabulary().items():
        count = rng.choice((0, 0, 1)) if single else rng.choice((0, 0, 1, 2))
        lines += [f"{name} {value}" for value in rng.sample(values, count)]
    return " ;\n  ".join(lines) + " ."


def by_owl_rl(inventory: Inventory, items: set[str], names: set[str]) -> Pairs:
    """The categories of items that `reasonable` infers from what HermiT is given."""
    lines = inventory.quads(derived=False).decode().splitlines()
    graph = rdflib.Graph().parse(data=_for_hermit(lines, items), format="nt")
    reasoner = PyReasoner()
    reasoner.from_graph(graph)
    inferred = {
        (str(subject), str(value))
        for subject, predicate, value in reasoner.reason()
        if str(predicate) == RDF + "type"
    }
    return {(item, name) for item, name in inferred if item in items and name in names}


def shipped_categories(inventory: Inventory) -> set[str]:
    """The IRIs of the categories that are loaded."""
    kind = f"<{RDF}type> <{KG}InformationCategory> ."
    lines = inventory.quads(derived=False).decode().splitlines()
    return {line.split(">", 1)[0][1:] for line in lines if line.endswith(kind)}
