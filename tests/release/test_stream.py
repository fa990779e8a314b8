"""The page of the event stream: its members row by row, and its relation to the page before."""

from __future__ import annotations

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, XSD

from kg.release.stream import stream, stream_name
from tests.release.hand_made import CANADA, EX, content, digests, in_another_process

AS = Namespace("https://www.w3.org/ns/activitystreams#")
KG = Namespace("https://w3id.org/aisi-kg/ns#")
LDES = Namespace("https://w3id.org/ldes#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
TREE = Namespace("https://w3id.org/tree#")


def page(sequence: int = 2) -> Graph:
    bundle = content(sequence=sequence)
    return Graph().parse(data=stream(bundle, digests(bundle)))


def test_members_are_the_versions_of_what_changed() -> None:
    """Read as an LDES client does: by the paths and objects that the stream names."""
    told, name = page(), URIRef(stream_name(content()))
    time, entity = (told.value(name, LDES[path]) for path in ("timestampPath", "versionOfPath"))
    kinds = {
        told.value(name, LDES[f"version{kind}Object"]): kind
        for kind in ("Create", "Update", "Delete")
    }
    found = {
        (str(told.value(member, entity)), kinds[told.value(member, RDF.type)])
        for member in told.objects(name, TREE.member)
    }
    assert found == {(EX + "claim", "Create"), (EX + "guide", "Update"), (EX + "gone", "Delete")}
    day = Literal("2026-11-01T00:00:00Z", datatype=XSD.dateTime)
    for member in told.objects(name, TREE.member):
        assert set(told.objects(member, time)) == {day}
        assert set(told.objects(member, told.value(name, LDES.sequencePath))) == {Literal(2)}


def test_each_version_has_the_digests_of_its_two_graphs() -> None:
    told, bundle = page(), content()
    for item in (*bundle.added, *bundle.changed):
        version = told.value(None, DCTERMS.isVersionOf, URIRef(item))
        found = {
            str(told.value(each, DCTERMS.subject)): str(told.value(each, SPDX.checksumValue))
            for each in told.objects(version, SPDX.checksum)
        }
        graphs = [item, *(name for name, of in bundle.of.items() if of == item)]
        assert found == {name: digests(bundle)[name].removeprefix("sha256:") for name in graphs}


def test_a_revoked_item_is_named_by_its_identifier_only() -> None:
    told = page()
    gone = URIRef(EX + "gone")
    assert list(told.predicate_objects(gone)) == []
    ((version, path),) = told.subject_predicates(gone)
    assert path == DCTERMS.isVersionOf
    assert set(told.predicates(version)) == {
        RDF.type,
        DCTERMS.isVersionOf,
        DCTERMS.issued,
        KG.sequence,
    }


def test_the_relation_leads_to_the_page_of_the_bundle_before() -> None:
    told, bundle = page(), content()
    here = URIRef(bundle.id + "/stream")
    (relation,) = told.objects(here, TREE.relation)
    assert dict(told.predicate_objects(relation)) == {
        RDF.type: TREE.LessThanRelation,
        TREE.node: URIRef(f"{content(sequence=1).id}/stream"),
        TREE.path: KG.sequence,
        TREE.value: Literal(2),
    }
    assert (here, LDES.immutable, Literal(True)) in told
    assert not list(page(sequence=1)[: TREE.relation :])


def test_all_bundles_of_senders_and_recipient_are_one_stream() -> None:
    assert stream_name(content(sequence=1)) == stream_name(content(sequence=2))
    others = [content(recipient=EX + "R"), content(items=["scores"])]
    assert len({stream_name(each) for each in (content(), *others)}) == 3
    assert set(page()[: RDF.type : LDES.EventStream]) == {
        URIRef(stream_name(content(recipient=CANADA)))
    }


def test_the_bytes_do_not_depend_on_order_or_process() -> None:
    code = (
        "from kg.release.stream import stream\nsys.stdout.buffer.write(stream(%s, digests(bundle)))"
    )
    first = in_another_process(code % "bundle", 1)
    assert first == in_another_process(code % "shuffled(bundle)", 2)
