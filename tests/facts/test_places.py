"""Nodes are found in the files that describe them, by line where the syntax has lines."""

from __future__ import annotations

import gzip
from pathlib import Path

from kg.facts.places import Place, locate
from kg.facts.sources import find_sources
from kg.resources import ontology_files
from kg.terms import KG

TURTLE = """\
@prefix ex: <https://example.org/x#> .

ex:first a ex:Thing ;
    ex:says "ex:second a ex:Thing ." . ex:beside a ex:Thing .

<https://example.org/x#second> a ex:Thing .
"""
XML = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://example.org/x#">
  <ex:Thing rdf:about="https://example.org/x#third"/>
</rdf:RDF>
"""


def wanted(*names: str) -> list[str]:
    return [f"https://example.org/x#{name}" for name in names]


def found(*paths: Path) -> dict[str, Place]:
    places = locate(find_sources(list(paths)), wanted("first", "second", "third", "beside", "none"))
    return {iri.rpartition("#")[2]: place for iri, place in places.items()}


def test_lines_of_turtle_and_files_of_the_rest(tmp_path: Path) -> None:
    turtle, packed, xml = tmp_path / "a.ttl", tmp_path / "b.ttl.gz", tmp_path / "c.rdf"
    turtle.write_text(TURTLE, encoding="utf-8")
    packed.write_bytes(gzip.compress(TURTLE.encode()))
    xml.write_text(XML, encoding="utf-8")
    assert found(turtle, packed, xml) == {
        "first": Place(str(turtle), 3),
        "second": Place(str(turtle), 6),
        "beside": Place(str(turtle), None),
        "third": Place(str(xml), None),
    }
    assert found(packed)["second"] == Place(str(packed), 6)


def test_shipped_terms_have_a_line() -> None:
    (path,) = (path for path in ontology_files() if path.name == "kg.ttl")
    place = locate(find_sources(ontology_files()), [KG + "Assessment"])[KG + "Assessment"]
    assert place.file == str(path)
    assert place.line is not None
    line = path.read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert line.startswith("kg:Assessment a owl:Class")
    assert str(place) == f"{path}:{place.line}"
