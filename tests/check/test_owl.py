"""The OWL 2 DL profile: what the checker must find, what it must let pass, and that ours is in it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.check import owl
from kg.resources import ontology_files, policy_file, shipped
from kg.terms import OWL
from tests.support import PREFIXES

IN_PROFILE = {
    "a date": 'ex:d a owl:DatatypeProperty . ex:i ex:d "2026-01-01"^^xsd:date .',
    "dates as a range": "ex:d a owl:DatatypeProperty ; rdfs:range xsd:date .",
    "other types": 'ex:d a owl:DatatypeProperty . ex:i ex:d 1, 2.5, true, "x"@en, "y" .',
    "a class that is a member": "ex:C a owl:Class , ex:Meta . ex:Meta a owl:Class .",
    "annotations": "ex:C a owl:Class ; rdfs:seeAlso ex:page ; owl:deprecated true .",
    "a chain": "ex:p a owl:ObjectProperty . ex:q a owl:ObjectProperty ;"
    " owl:propertyChainAxiom ( ex:p ex:p ) .",
    "headers and imports": "<https://example.org/a> a owl:Ontology ; owl:imports <https://example.org/b> ."
    " <https://example.org/b> a owl:Ontology ; owl:versionIRI <https://example.org/b/1> .",
}
EX = "https://example.org/x#"
OUTSIDE = {
    "an undeclared class": ("ex:i a ex:C .", "i", f"Use of undeclared class: {EX}C"),
    "an undeclared property": (
        'ex:i ex:p "x" .',
        "i",
        f"Use of undeclared annotation property: {EX}p",
    ),
    "a time of day": (
        'ex:d a owl:DatatypeProperty . ex:i ex:d "10:00:00"^^xsd:time .',
        "i",
        "Use of a datatype outside the OWL 2 datatype map: xsd:time",
    ),
    "a datatype of one's own": (
        'ex:d a owl:DatatypeProperty . ex:i ex:d "x"^^ex:type .',
        "i",
        f"Use of a datatype outside the OWL 2 datatype map: {EX}type",
    ),
    "no integer": (
        'ex:d a owl:DatatypeProperty . ex:i ex:d "x"^^xsd:integer .',
        "i",
        'Literal lexical value not in lexical space: "x"^^xsd:integer',
    ),
    "a property of two kinds": (
        "ex:p a owl:ObjectProperty , owl:DatatypeProperty . ex:i ex:p ex:j .",
        "i",
        f"Cannot pun between properties: {EX}p (in 2 places)",
    ),
    "a transitive property counted": (
        "ex:p a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .",
        "p",
        "Use of non-simple property in FunctionalObjectProperty axiom",
    ),
    "an irregular chain": (
        "ex:p a owl:ObjectProperty ; owl:propertyChainAxiom ( ex:q ex:p ex:q ) ."
        " ex:q a owl:ObjectProperty .",
        "p",
        f"Use of property in chain causes cycle: {EX}p",
    ),
    "a restriction without a filler": (
        "ex:p a owl:ObjectProperty . ex:C a owl:Class ; rdfs:subClassOf _:r ."
        " _:r a owl:Restriction ; owl:onProperty ex:p .",
        "C",
        "Use of an incomplete class expression",
    ),
    "a union of one": (
        "ex:C a owl:Class ; owl:equivalentClass _:u . _:u a owl:Class ; owl:unionOf ( ex:C ) .",
        "C",
        "Not enough operands; at least two needed: ",
    ),
}


def store(*parts: str) -> Store:
    made = Store()
    for part in parts:
        made.load(PREFIXES + part, format=RdfFormat.TURTLE)
    return made


@pytest.mark.parametrize("name", IN_PROFILE)
def test_in_the_profile(name: str) -> None:
    assert owl.violations(store(IN_PROFILE[name])) == []


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_the_profile(name: str) -> None:
    turtle, about, words = OUTSIDE[name]
    ((node, said),) = owl.violations(store(turtle))
    assert node == EX + about
    assert said.startswith(words) if words.endswith(" ") else said == words


def catalogue() -> dict[str, Path]:
    """Ontology and version IRIs, and the files in which a tool that works offline finds them."""
    tree = ElementTree.parse(shipped("ontology") / "catalog-v001.xml")
    return {
        each.attrib["name"]: shipped("ontology") / each.attrib["uri"]
        for each in tree.iter("{urn:oasis:names:tc:entity:xmlns:xml:catalog}uri")
    }


def closure(path: Path) -> set[Path]:
    """The file and all that it imports, found by the catalogue alone."""
    known, found, waiting = catalogue(), set[Path](), [path]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            loaded = Store()
            loaded.load(path=here, format=RdfFormat.TURTLE)
            imports = loaded.quads_for_pattern(None, NamedNode(OWL + "imports"), None)
            waiting += [known[quad.object.value] for quad in imports]
    return found


@pytest.mark.parametrize("path", [*ontology_files(), policy_file()], ids=lambda path: path.name)
def test_each_shipped_ontology_with_its_imports_is_in_the_profile(path: Path) -> None:
    together = Store()
    for file in closure(path):
        together.load(path=file, format=RdfFormat.TURTLE)
    assert len(together) > 0
    assert owl.violations(together) == []


def test_a_shipped_ontology_without_its_imports_is_not() -> None:
    """So the test above would see a missing owl:imports."""
    alone = Store()
    alone.load(path=policy_file(), format=RdfFormat.TURTLE)
    assert NamedNode("https://w3id.org/aisi-kg/ns#cell") in {quad.predicate for quad in alone}
    assert owl.violations(alone)
