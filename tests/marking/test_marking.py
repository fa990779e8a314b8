"""A marked statement is decided as any item, stays behind alone, and fails closed where it is faulty."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import kg as library
from kg import resources
from kg.derive.run import run_folder
from kg.inventory import Inventory, load
from kg.resources import shipped
from tests.support import PREFIXES, ROOT, kg

EX = "https://example.org/x#"
DCT = "http://purl.org/dc/terms/"
SAID = "Nine of ten failed."
ITEM = f"""
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
ex:Here a kg:Institute ; rdfs:label "Here"@en .
ex:There a kg:Institute ; rdfs:label "There"@en .
ex:Else a kg:Institute ; rdfs:label "Elsewhere"@en .
ex:item a kg:InformationItem ; dct:title "Results"@en ; kg:holder ex:Here ;
    dct:abstract "What we tested."@en ; dct:description "{SAID}"@en .
ex:earlier a kg:InformationItem ; dct:title "Other results"@en ; kg:holder ex:Here .
"""
LOW = """
ex:low{0}{1} a kg:Assessment ; kg:assesses {2} ; kg:dimension kg:{1} ; kg:level kg:{3} ;
    prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "Rated."@en .
"""
RATED = "".join(
    LOW.format(name, dimension, node, level)
    for name, node in (("I", "ex:item"), ("M", "ex:mark"), ("O", "ex:earlier"))
    for dimension, level in (
        ("ProprietarySensitivity", "Low"),
        ("MisusePotential", "Low"),
        ("CapacityBuilding", "High"),
    )
)
RESTRICTED = """
ex:ban a kg:Restriction ; kg:appliesTo ex:mark ; kg:prohibitsRecipient ex:There ;
    dct:description "Not to There."@en .
"""


Make = Callable[..., Inventory]


def mark(**parts: str) -> str:
    """A mark of the item's description, with other parts where given; "" leaves a part out."""
    said = {
        "a": "rdf:Statement , kg:InformationItem",
        "rdf:subject": "ex:item",
        "rdf:predicate": "dct:description",
        "rdf:object": f'"{SAID}"@en',
        "dct:title": '"How many failed"@en',
        "kg:holder": "ex:Here",
    }
    said |= {name.replace("_", ":"): value for name, value in parts.items()}
    body = " ; ".join(f"{name} {value}" for name, value in said.items() if value)
    return f"ex:mark {body} .\n"


@pytest.fixture
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    names = {"kg.ttl", "tiers.ttl", "release.ttl"}
    few = [path for path in resources.ontology_files() if path.name in names]
    monkeypatch.setattr(resources, "ontology_files", lambda: few)

    def make(*texts: str) -> Inventory:
        path = tmp_path / "inventory.ttl"
        path.write_text(PREFIXES + ITEM + "".join(texts))
        return load(path, as_of="2026-11-01")

    return make


def outcomes(inventory: Inventory) -> dict[tuple[str, str], str]:
    return {
        (row[0].removeprefix(EX), row[1].removeprefix(EX)): row[4].rpartition("#")[2]
        for row in inventory.decide().iter_rows()
    }


def leaving(inventory: Inventory, recipient: str) -> set[tuple[str, str]]:
    """Property and value of what leaves with the item."""
    text = (shipped("queries") / "release" / "statements.rq").read_text()
    with inventory.offering(recipient) as engine:
        run_folder(engine, "release")
        rows = json.loads(engine.select_json(text))["results"]["bindings"]
    return {
        (row["property"]["value"], row["value"]["value"])
        for row in rows
        if row["item"]["value"] == EX + "item"
    }


def test_a_mark_is_decided_as_an_item_and_moves_nothing_else(inventory: Make) -> None:
    without = outcomes(inventory(RATED.partition("ex:lowM")[0]))
    marked = outcomes(inventory(mark(), RATED, RESTRICTED))
    assert {key: value for key, value in marked.items() if key[0] == "item"} == {
        key: value for key, value in without.items() if key[0] == "item"
    }
    assert marked["mark", "There"] == "Withhold"
    assert marked["mark", "Else"] == marked["item", "There"] == marked["item", "Else"] == "Share"


def test_the_statement_stays_where_its_mark_does(inventory: Make) -> None:
    made = inventory(mark(), RATED, RESTRICTED)
    kept = (DCT + "description", SAID)
    assert leaving(made, EX + "Else") - leaving(made, EX + "There") == {kept}
    assert (DCT + "abstract", "What we tested.") in leaving(made, EX + "There")


def test_with_two_marks_both_must_be_offered(inventory: Make) -> None:
    second = mark().replace("ex:mark", "ex:second")
    made = inventory(
        mark(), second, RATED, RESTRICTED
    )  # nobody may have the second, which is unclear
    assert (DCT + "description", SAID) not in leaving(made, EX + "Else")


@pytest.mark.parametrize(
    "parts",
    [
        {"rdf_object": '"Nine of ten failed."'},
        {"rdf_predicate": "dct:abstract"},
        {"rdf_predicate": ""},
        {"rdf_object": ""},
        {"rdf_subject": "ex:item , ex:earlier"},
        {"dct_title": ""},
        {"kg_holder": "ex:There"},
        {"rdf_predicate": "kg:holder", "rdf_object": "ex:Here"},
        {"rdf_predicate": "dct:title", "rdf_object": '"Results"@en'},
        {"a": "rdf:Statement"},
    ],
    ids=str,
)
def test_a_faulty_mark_withholds_its_item_too(inventory: Make, parts: dict[str, str]) -> None:
    made = inventory(mark(**parts))
    named = {EX + "mark", EX + "item"}
    named |= {EX + "earlier"} if "earlier" in parts.get("rdf_subject", "") else set()
    assert set(made.withheld()) == named
    assert {found.focus for found in made.violations()} == {EX + "mark"}


@pytest.mark.parametrize("subject", ["", "ex:items", "kg:InformationItem", "ex:item , ex:items"])
def test_a_mark_that_names_no_item_stops_the_run(inventory: Make, subject: str) -> None:
    with pytest.raises(library.FaultyDataError, match="mark"):
        inventory(mark(rdf_subject=subject)).decide()


def test_a_mark_of_a_mark_withholds_both(inventory: Make) -> None:
    second = mark(
        rdf_subject="ex:mark", rdf_predicate="dct:title", rdf_object='"How many failed"@en'
    )
    made = inventory(mark(), second.replace("ex:mark a", "ex:second a"), RATED)
    assert set(made.withheld()) == {EX + "mark", EX + "second"}


@pytest.mark.parametrize(
    ("texts", "idle"),
    [
        ((mark(),), True),
        ((mark(kg_providedBy="ex:Here"),), False),
        ((mark(), RATED.partition("ex:lowO")[0]), False),
        ((mark(), RESTRICTED), False),
    ],
)
def test_a_mark_without_effect_is_told(inventory: Make, texts: tuple[str, ...], idle: bool) -> None:
    """Whether every item is derived, or one for all that are alike."""
    made = inventory(*texts)
    quick = {found.focus for found in made.warnings() if found.shape.endswith("#Statement-idle")}
    whole = made.validate().warnings
    assert quick == {found.focus for found in whole if found.shape.endswith("#Statement-idle")}
    assert quick == ({EX + "mark"} if idle else set())


def test_a_triple_term_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(PREFIXES + 'ex:a dct:abstract "v" {| kg:holder inst:UK-AISI |} .\n')
    run = kg("decide", path)
    assert run.returncode == 2
    assert run.stderr.startswith(f'kg: <{EX}a> <{DCT}abstract> "v": an RDF 1.2 triple term')
    assert run.stderr.count("\n") == 1


def test_which_tools_read_triple_terms(tmp_path: Path) -> None:
    """What docs/marking.md gives as the reason; when this fails, triple terms may be had."""
    owlready2 = pytest.importorskip("owlready2")
    import pyoxigraph
    import rdflib
    import shacl

    term = f'<{EX}m> <{EX}q> <<( <{EX}a> <{EX}p> "v" )>> .\n'
    (quad,) = pyoxigraph.parse(term, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, pyoxigraph.Triple)
    shape = f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <{EX}s> a sh:NodeShape ; sh:targetSubjectsOf <{EX}q> ; sh:path <{EX}q> ; sh:maxCount 0 ."""
    shapes = shacl.Shapes.from_text(shape.replace("NodeShape", "PropertyShape"), format="turtle")
    assert not shapes.validate_text(term, format="ntriples").conforms
    for form in ("turtle", "nt"):
        with pytest.raises((rdflib.exceptions.ParserError, SyntaxError)):
            rdflib.Graph().parse(data=term, format=form)
    path = tmp_path / "a.nt"
    path.write_text(term)
    graph = owlready2.World()
    graph.get_ontology(path.as_uri()).load()
    told = {row[0] for row in graph.graph.execute("SELECT iri FROM resources")}
    assert not any(iri.startswith(EX) for iri in told)


def test_the_page_shows_the_example() -> None:
    page = (ROOT / "docs" / "marking.md").read_text()
    (turtle,) = re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)
    assert turtle in (ROOT / "examples/06-marked-statement/inventory.ttl").read_text()
    (command, said) = re.findall(r"```console\n\$ kg (.*?)\n(.*?)```", page, re.DOTALL)[0]
    *words, path = command.split()
    assert kg(*words, ROOT / path).stdout == said
