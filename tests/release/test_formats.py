"""The context and the formats on demand, each checked by a tool of its own world."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import rdflib
import skosify
import stix2
from frictionless import Package
from pyld import jsonld
from pyoxigraph import NamedNode, RdfFormat, parse
from stix2validator import ValidationOptions, validate_string

from kg.bundle import write_graphs
from kg.errors import MissingExtraError
from kg.release.content import Content
from kg.release.context import context
from kg.release.formats import EXTRAS
from kg.terms import PREFIXES as OURS
from tests.release.hand_made import (
    CANADA,
    EX,
    PREFIXES,
    UK,
    content,
    in_another_process,
    quads,
    triples,
)

SKOS = rdflib.SKOS


def compacted(bundle: Content) -> Any:
    """The data in JSON-LD as PyLD compacts it by the bundle's own context."""
    data = write_graphs({**bundle.statements, **bundle.handling}, "jsonld", {})
    return jsonld.compact(json.loads(data), json.loads(context(bundle)))


def objects(bundle: Content) -> dict[str, dict[str, Any]]:
    """The objects of the STIX bundle by what they are of: an IRI, or the name of a label."""
    found = json.loads(EXTRAS["stix"](bundle)["stix.json"])["objects"]
    return {
        each["external_references"][0]["external_id"]
        if "external_references" in each
        else each.get("name", each["type"]): each
        for each in found
    }


# context.jsonld


def test_the_context_says_the_same_in_short_names() -> None:
    bundle = content()
    document = compacted(bundle)
    back = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert set(parse(back, format=RdfFormat.N_QUADS)) == quads(bundle)
    (graph,) = [each for each in document["@graph"] if each["id"] == EX + "scores"]
    (node,) = [each for each in graph["@graph"] if each["id"] == EX + "scores"]
    assert (node["type"], node["holder"], node["detail"]) == (
        "EvaluationResult",
        "UK-AISI",
        "Summary",
    )
    assert node["providedBy"] == EX + "Lab"


def test_rdflib_reads_the_compacted_document_alike() -> None:
    bundle = content()
    read = rdflib.Dataset().parse(data=json.dumps(compacted(bundle)), format="json-ld")
    text = "".join(f"{quad} .\n" for quad in quads(bundle))
    wanted = rdflib.Dataset().parse(data=text, format="nquads")
    assert set(read.quads()) == set(wanted.quads())


def test_a_name_in_two_namespaces_is_left_to_the_prefixes() -> None:
    """kg:Guide beside cat:Guide, a property called as a prefix, and one with values of two kinds."""
    more = triples(
        "ex:guide kg:detail kg:Guide ; kg:owl ex:a ; kg:mixed ex:a , 'a' , '1'^^xsd:integer ."
    )
    bundle = content()
    bundle = replace(
        bundle,
        statements={**bundle.statements, EX + "guide": bundle.statements[EX + "guide"] | more},
    )
    terms = json.loads(context(bundle))["@context"]
    assert "Guide" not in terms
    assert "owl" not in terms
    assert terms["mixed"] == "kg:mixed"
    back = jsonld.to_rdf(compacted(bundle), {"format": "application/n-quads"})
    assert set(parse(back, format=RdfFormat.N_QUADS)) == quads(bundle)


# stix.json


def test_stix_tools_take_the_bundle() -> None:
    text = EXTRAS["stix"](content())["stix.json"].decode()
    parsed = stix2.parse(text, allow_custom=False, version="2.1")
    assert len(parsed.objects) == len(json.loads(text)["objects"]) == 10
    result = validate_string(text, ValidationOptions(version="2.1", strict_types=True))
    assert (result.is_valid, result.errors) == (True, [])


def test_stix_tools_would_refuse_it() -> None:
    document = json.loads(EXTRAS["stix"](content())["stix.json"])
    (report, *_) = [each for each in document["objects"] if each["type"] == "report"]
    report["object_refs"] = []
    with pytest.raises(stix2.exceptions.STIXError):
        stix2.parse(json.dumps(document), allow_custom=False, version="2.1")
    assert not validate_string(json.dumps(document), ValidationOptions(version="2.1")).is_valid


def test_an_item_is_a_report_of_its_holder_with_its_label() -> None:
    told = objects(content())
    report = told[EX + "scores"]
    amber = told["TLP:AMBER+STRICT"]
    assert amber["id"] == "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
    assert [each["tlp_2_0"] for each in amber["extensions"].values()] == ["amber+strict"]
    assert {key: report[key] for key in ("type", "name", "description", "labels")} == {
        "type": "report",
        "name": 'Scores, "raw"',
        "description": "Of one model.",
        "labels": ["evaluation result"],
    }
    assert report["object_marking_refs"] == [amber["id"]]
    assert report["created_by_ref"] == told[UK]["id"]
    assert set(report["object_refs"]) == {told[UK]["id"], told[EX + "Lab"]["id"]}
    assert (report["created"][:10], report["modified"][:10]) == ("2026-01-09", "2026-11-01")
    assert (told[UK]["name"], told[UK]["identity_class"]) == (
        "UK AI Security Institute",
        "organization",
    )
    assert (told[CANADA]["name"], told[CANADA]["identity_class"]) == (CANADA, "unknown")


def test_an_item_without_a_label_is_marked_by_its_policy() -> None:
    told = objects(content())
    statement = told["marking-definition"]
    assert told[EX + "claim"]["object_marking_refs"] == [statement["id"]]
    assert "-policy" in statement["definition"]["statement"]


def test_the_next_bundle_brings_new_versions_of_the_same_objects() -> None:
    """STIX: the versions of an object have one identifier, one author and one day of creation."""
    before = objects(content(sequence=1))
    after = objects(replace(content(sequence=2), as_of="2026-12-01"))
    assert before.keys() == after.keys()
    for name, each in after.items():
        fixed = ("id", "type", "created", "created_by_ref")
        assert [each.get(key) for key in fixed] == [before[name].get(key) for key in fixed]
        assert each.get("modified", "z") > before[name].get("modified", "a")


def test_stix_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stix2", None)
    with pytest.raises(MissingExtraError, match=r"aisi-kg\[formats\]"):
        EXTRAS["stix"](content())


# concepts.ttl


def test_the_concepts_are_the_categories_of_the_ontology() -> None:
    told = rdflib.Graph().parse(data=EXTRAS["skos"](content())["concepts.ttl"])
    found = {
        (
            str(node).rpartition("#")[2],
            str(label),
            str(told.value(node, SKOS.broader)).rpartition("#")[2],
        )
        for node, label in told[: SKOS.prefLabel :]
    }
    assert found == {
        ("InformationItem", "information item", "None"),
        ("EvaluationResult", "evaluation result", "InformationItem"),
        ("Guide", "guide", "InformationItem"),
    }
    assert set(told[: rdflib.RDF.type : SKOS.Concept]) == set(told.subjects(SKOS.prefLabel))


def test_a_skos_checker_has_nothing_to_mend(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "concepts.ttl"
    path.write_bytes(EXTRAS["skos"](content())["concepts.ttl"])
    before = rdflib.Graph().parse(path)
    after = skosify.skosify(
        str(path), mark_top_concepts=False, narrower=False, eliminate_redundancy=False
    )
    assert [record.message for record in caplog.records if record.levelname != "INFO"] == []
    assert set(before) - set(after) == set()


# tables/ and datapackage.json


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for path, data in EXTRAS["tables"](content()).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def problems(folder: Path) -> set[str]:
    """The types of what the package frictionless finds in all resources."""
    report = Package(str(folder / "datapackage.json")).validate()
    return {kind for (kind,) in report.flatten(["type"])}


def test_frictionless_takes_the_package(package: Path) -> None:
    read = Package(str(package / "datapackage.json"))
    assert read.resource_names == ["items", "items-parquet", "statements", "statements-parquet"]
    assert problems(package) == set()


@pytest.mark.parametrize(
    ("path", "old", "new", "found"),
    [
        ("tables/items.csv", b"Guide", b"guide", "hash-count"),
        ("tables/items.parquet", b"PAR1", b"PAR2", "hash-count"),
        ("tables/items.csv", b"Guide,", b",", "constraint-error"),
        ("tables/items.csv", b"x#guide", b"x#claim", "primary-key"),
        (
            "tables/statements.csv",
            b"\nhttps://example.org/x#guide,",
            b"\nhttps://a.b/c,",
            "foreign-key",
        ),
    ],
)
def test_frictionless_would_refuse_it(
    package: Path, path: str, old: bytes, new: bytes, found: str
) -> None:
    data = (package / path).read_bytes()
    assert old in data
    (package / path).write_bytes(data.replace(old, new))
    assert found in problems(package)


def test_the_tables_have_every_statement(package: Path) -> None:
    with (package / "tables" / "statements.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    graphs = {
        (row["item"], row["subject"], row["property"], row["value"], row["language"])
        for row in rows
    }
    wanted = {
        (
            item,
            t.subject.value,
            t.predicate.value,
            t.object.value,
            getattr(t.object, "language", "") or "",
        )
        for item, graph in content().statements.items()
        for t in graph
    }
    assert graphs == wanted
    kinds = {row["value"]: (row["kind"], row["datatype"]) for row in rows}
    assert kinds[UK] == ("iri", "")
    assert kinds["2026-01-09"] == ("literal", OURS["xsd"] + "date")


def test_the_items_have_their_handling(package: Path) -> None:
    (row,) = (
        row
        for row in csv.DictReader(io.StringIO((package / "tables" / "items.csv").read_text()))
        if row["item"] == EX + "scores"
    )
    policy = row.pop("policy")
    assert row == {
        "item": EX + "scores",
        "title": 'Scores, "raw"',
        "holder": UK,
        "proprietary_sensitivity": "Medium",
        "misuse_potential": "Low",
        "tier": "GrayArea",
        "marking": "TLP:AMBER+STRICT",
    }
    assert any(
        NamedNode(policy) == t.subject for graph in content().handling.values() for t in graph
    )


@pytest.mark.parametrize("name", ["items", "statements"])
def test_parquet_is_the_same_table(package: Path, name: str) -> None:
    read = pl.read_parquet(package / "tables" / f"{name}.parquet")
    same = pl.read_csv(
        package / "tables" / f"{name}.csv", infer_schema=False, empty_string_is_null=False
    )
    assert read.equals(same)


# All of them


def test_the_bytes_do_not_depend_on_order_or_process() -> None:
    code = (
        "from kg.release.context import context\n"
        "from kg.release.formats import EXTRAS\n"
        "bundle = %s\n"
        "files = {'context.jsonld': context(bundle)}\n"
        "for name in sorted(EXTRAS): files |= EXTRAS[name](bundle)\n"
        "for path in sorted(files): sys.stdout.buffer.write(path.encode() + files[path])"
    )
    first = in_another_process(code % "bundle", 1)
    assert first == in_another_process(code % "shuffled(bundle)", 2)
    assert b"PAR1" in first


@pytest.mark.parametrize("name", sorted(EXTRAS))
def test_a_bundle_without_items_can_be_written(name: str) -> None:
    empty = replace(content(items=["guide"]), statements={}, handling={}, of={})
    assert EXTRAS[name](empty)
    assert json.loads(context(empty))["@context"]


def test_the_prefixes_of_the_hand_made_bundle_are_ours() -> None:
    told = dict(line.split()[1:3] for line in PREFIXES.splitlines())
    for prefix, space in told.items():
        assert OURS.get(prefix.rstrip(":"), space.strip("<>")) == space.strip("<>")
