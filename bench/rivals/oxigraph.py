"""Oxigraph alone: bulk_load, the Rust package `shacl` on the text, the rules over all items at once."""

from __future__ import annotations

import io

import shacl
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from bench.rivals import DECISIONS, REPORT, Given, given, report_lines, stage, updates


def main() -> None:
    """Loads, validates, derives, writes."""
    files = given()
    stage("load")
    store = Store()
    for path in (files.shipped, files.data):
        store.bulk_load(path=path, format=RdfFormat.N_TRIPLES)
    stage("validate")
    lines = report_lines(_violations(files))
    store.bulk_load(
        io.BytesIO(lines.encode()), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(REPORT)
    )
    for name, text in updates():
        stage(name)
        store.update(text)
    stage("write")
    answer = store.query(DECISIONS)
    assert isinstance(answer, QuerySolutions)
    answer.serialize(output=files.out, format=QueryResultsFormat.CSV)


def _violations(files: Given) -> set[tuple[str, str]]:
    text = files.shipped.read_text() + files.data.read_text()
    shapes = shacl.Shapes.from_text(files.shapes.read_text(), format="ntriples")
    return {
        (result.focus_node.strip("<>"), (result.source_shape or "").strip("<>"))
        for result in shapes.validate_text(text, format="ntriples").results
        if result.severity == "Violation"
    }


if __name__ == "__main__":
    main()
