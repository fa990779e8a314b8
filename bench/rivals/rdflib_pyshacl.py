"""rdflib and pySHACL: what most people in Python would write first."""

from __future__ import annotations

import pyshacl
from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.plugins.sparql import prepareUpdate

from bench.rivals import DECISIONS, REPORT, SH, given, report_lines, stage, updates
from kg.terms import PREFIXES


def main() -> None:
    """Loads, validates, derives, writes."""
    files = given()
    stage("load")
    dataset = Dataset(default_union=False)
    for path in (files.shipped, files.data):
        dataset.default_graph.parse(path, format="nt")
    stage("validate")
    shapes = Graph().parse(files.shapes, format="nt")
    lines = report_lines(_violations(dataset.default_graph, shapes))
    dataset.graph(URIRef(REPORT)).parse(data=lines, format="nt")
    for name, text in updates():
        stage(name)
        # rdflib forgets the prefixes of an update after its first semicolon, so they come along.
        dataset.update(prepareUpdate(text, initNs=PREFIXES))
    stage("write")
    dataset.query(DECISIONS).serialize(str(files.out), format="csv")


def _violations(data: Graph, shapes: Graph) -> set[tuple[str, str]]:
    _, report, _ = pyshacl.validate(
        data, shacl_graph=shapes, advanced=True, inference="none", meta_shacl=False
    )
    assert isinstance(report, Graph)
    return {
        (str(report.value(result, URIRef(SH + "focusNode"))), str(shape))
        for result in report.subjects(RDF.type, URIRef(SH + "ValidationResult"))
        if report.value(result, URIRef(SH + "resultSeverity")) == URIRef(SH + "Violation")
        for shape in report.objects(result, URIRef(SH + "sourceShape"))
    }


if __name__ == "__main__":
    main()
