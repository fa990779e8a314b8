"""The guard refuses what is wrong with a bundle, whatever it is, and lets the same bundle pass without it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kg.bundle import DATA_FORMATS, FileEntry, Manifest, digest, handling_name, write_graphs
from kg.errors import InputError, RefusedError, UnknownTermError
from kg.facts import Facts, load_facts
from kg.gate import check, objections
from kg.resources import policy_file
from kg.terms import DCT, KG, PREFIXES, PROV, RDF, RDFS, SKOS, XSD, expand
from tests.gate.bundles import (
    DAY,
    EX,
    ODRL,
    SHARED,
    UK,
    US,
    Graphs,
    bundle,
    facts,
    few_categories,
    graphs,
    statements,
    text,
    triple,
)
from tests.support import core_only

REPORT, METHOD, BANNED, WEIGHTS = (EX + name for name in ("report", "method", "banned", "weights"))
HANDLING = handling_name(REPORT, US)
LATER = Literal((DAY + timedelta(days=1)).isoformat(), datatype=NamedNode(XSD + "date"))


@pytest.fixture(scope="module", autouse=True)
def _few() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        few_categories(patch)
        yield


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return facts(tmp_path_factory.mktemp("inventory"))


def against(given: Facts, files: Mapping[str, bytes], recipient: str = US) -> str:
    """All objections, as the command line shows them."""
    return "\n".join(map(str, objections(files, given, recipient)))


def file(said: Graphs, form: str = "ttl") -> bytes:
    return write_graphs(said, form, PREFIXES)


@pytest.mark.parametrize("form", DATA_FORMATS)
def test_a_bundle_of_what_is_offered_passes(given: Facts, form: str) -> None:
    files = bundle(graphs(given), form=form)
    assert against(given, files) == ""
    check(files, given, US)


def test_a_bundle_of_nothing_passes(given: Facts) -> None:
    assert against(given, bundle({})) == ""


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        ("weights", "the outcome is Review (R7: rule HighTrust-Bilateral-Strong)"),
        ("banned", f"R8: {EX}ban restricts it"),
        ("spoilt", "withheld from everyone for bad data (R12)"),
        ("theirs", "the recipient holds it itself (R5)"),
        ("left", f"R13: {EX}mosaic raises its tier"),
        ("short", f"{EX}report is more detailed and Share too (R14)"),
        ("ban", "no item of the inventory"),
        ("nothing", "no item of the inventory"),
    ],
)
def test_an_item_that_may_not_go(given: Facts, item: str, problem: str) -> None:
    said = graphs(given, [*SHARED, EX + item])
    assert f"{EX}{item}: " in against(given, bundle(said))
    assert problem in against(given, bundle(said))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("ex:consent kg:validUntil '2026-10-01'^^xsd:date .", f"R9: the consent of {EX}Company"),
        (
            "ex:denial a kg:CaseReview ; kg:reviews ex:method ; kg:reviewRecipient inst:US-CAISI ;"
            " kg:verdict kg:Denied ; prov:generatedAtTime '2026-02-01'^^xsd:date ;"
            " dct:description 'No.' ; prov:wasAttributedTo inst:UK-AISI .",
            "R10: a review denies it",
        ),
        ("ex:method kg:obtainedUnder kg:StatutoryPower .", "R9: a legal gateway is missing"),
        ("ex:approval kg:validUntil '2026-10-01'^^xsd:date .", "the outcome is Review (R7"),
        ("ex:approval kg:verdict kg:Perhaps .", "withheld from everyone for bad data (R12)"),
        ("ex:tie a kg:Relationship .", f"{EX}tie: a fault of the inventory that stops every run"),
        (
            "cat:ModelWeights rdfs:subClassOf ex:Plain .",
            "cat:ModelWeights: a fault of the inventory",
        ),
    ],
)
def test_what_the_inventory_says_decides(more: str, problem: str, tmp_path: Path) -> None:
    stricter = facts(tmp_path, more)
    assert problem in against(stricter, bundle(graphs(stricter)))


def test_a_stricter_policy_decides(given: Facts, tmp_path: Path) -> None:
    policy = tmp_path / "policy.ttl"
    rule = "policy:NoBrainer-Bilateral-NoRelationship a kg:SharingRule ;"
    before, found, after = policy_file().read_text().partition(rule)
    assert found
    policy.write_text(
        before + rule + after.replace("kg:outcome kg:Share", "kg:outcome kg:Review", 1)
    )
    strict = load_facts([source.path for source in given.sources], as_of=DAY, policy=policy)
    assert "the outcome is Review" in against(strict, bundle(graphs(strict)))


def test_no_release_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)
    (tmp_path / "a.ttl").write_text(
        "<https://example.org/x#p> a <http://www.w3.org/ns/prov#Agent> ."
    )
    bare = load_facts([tmp_path / "a.ttl"], as_of=DAY)
    problem = "no release profile says what is never named"
    assert problem in against(bare, bundle({}, recipient=KG + "Public"), KG + "Public")


Change = Callable[[Manifest], Manifest]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda m: replace(m, recipient=UK), "it is for inst:UK-AISI"),
        (lambda m: replace(m, as_of="2026-10-31"), "it is as of 2026-10-31"),
        (lambda m: replace(m, sequence=2), "it bears another name"),
        (lambda m: replace(m, policy_id=EX + "policy"), "another policy"),
        (lambda m: replace(m, policy_version="0.9"), "another policy"),
        (lambda m: replace(m, ontology_version=EX + "ns"), "another version of the ontology"),
        (lambda m: replace(m, sender=()), "not all who hold its items"),
        (lambda m: replace(m, sender=(UK, EX + "Company")), "senders that are no institutes"),
        (lambda m: replace(m, graphs=m.graphs[1:]), "not one of the two graphs of an item"),
        (lambda m: replace(m, graphs=(*m.graphs, m.graphs[0])), "it lists a graph twice"),
        (
            lambda m: replace(m, graphs=(replace(m.graphs[0], triples=1), *m.graphs[1:])),
            "the graph is not what the manifest says",
        ),
        (lambda m: replace(m, files=m.files[1:]), "changes.trig: the manifest does not list it"),
        (
            lambda m: replace(m, files=(*m.files, FileEntry("more.ttl", digest(b""), 0))),
            "more.ttl: the manifest lists it, and it is not there",
        ),
        (lambda m: replace(m, revoked=(REPORT,)), "it is revoked, and sent at the same time"),
        (lambda m: replace(m, revoked=(WEIGHTS,)), "no disclosure says that the recipient had it"),
    ],
)
def test_a_manifest_that_says_something_else(given: Facts, change: Change, problem: str) -> None:
    assert problem in against(given, bundle(graphs(given), change=change))


def test_what_the_recipient_had_may_be_revoked(given: Facts) -> None:
    files = bundle(graphs(given), change=lambda m: replace(m, revoked=(BANNED,)))
    assert against(given, files) == ""
    told = triple(REPORT, DCT + "description", text("In place of: A report for few."))
    files = bundle(
        plus(graphs(given), REPORT, told), change=lambda m: replace(m, revoked=(BANNED,))
    )
    assert f"a text gives away {BANNED}" in against(given, files)


def test_files_that_are_not_what_the_manifest_says(given: Facts) -> None:
    files = bundle(graphs(given))
    assert "another digest or size" in against(
        given, {**files, "data.trig": files["data.trig"] + b"\n"}
    )
    assert "notes.ttl: the manifest does not list it" in against(given, {**files, "notes.ttl": b""})
    del files["data.trig"]
    assert "data.trig: the manifest lists it" in against(given, files)


@pytest.mark.parametrize("manifest", [b"", b"{}", b"[]", b"\xff"])
def test_no_manifest(given: Facts, manifest: bytes) -> None:
    with pytest.raises(InputError):
        check({**bundle(graphs(given)), "manifest.json": manifest}, given, US)
    with pytest.raises(InputError):
        check({}, given, US)


def test_no_recipient(given: Facts) -> None:
    with pytest.raises(UnknownTermError):
        check(bundle(graphs(given)), given, EX + "report")


def plus(said: Graphs, name: str, *more: object) -> Graphs:
    return {**said, name: {*said[name], *more}}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ((REPORT, DCT + "description", text("Invented.")), "nothing lets this leave with it"),
        ((REPORT, SKOS + "editorialNote", text("Ask the director.")), "nothing lets this leave"),
        ((METHOD, DCT + "title", text("How it was done")), "of no item of the bundle"),
        ((EX + "Company", RDFS + "label", text("The company")), "of no item of the bundle"),
        ((EX + "system", RDFS + "label", text("Another name")), "nothing lets this leave with it"),
        ((EX + "system", DCT + "title", text("The system")), "nothing lets this leave with it"),
    ],
)
def test_a_statement_that_may_not_leave(
    given: Facts, told: tuple[str, str, str], problem: str
) -> None:
    files = bundle(plus(graphs(given), REPORT, triple(*told)))
    assert problem in against(given, files)


@pytest.mark.parametrize("form", ["ttl", "rdf"])
@pytest.mark.parametrize(
    "told",
    [
        (REPORT, DCT + "description", text("Invented.")),
        (REPORT, SKOS + "editorialNote", text("Ask the director.")),
        (EX + "Company", SKOS + "note", text("Owes us a favour.")),
        (EX + "unnamed", RDFS + "label", text("Somebody")),
        (HANDLING + "-use", ODRL + "assignee", EX + "Company"),
    ],
)
def test_data_in_one_graph_is_checked_alike(
    given: Facts, form: str, told: tuple[str, str, str]
) -> None:
    assert against(given, bundle(plus(graphs(given), REPORT, triple(*told)), form=form))


@pytest.mark.parametrize(
    "told",
    [
        (REPORT, KG + "derivedTier", KG + "HighTrust"),
        (REPORT, KG + "effectiveMisusePotential", KG + "Medium"),
        (REPORT, PROV + "wasAttributedTo", EX + "Company"),
        (REPORT, DCT + "description", text("Worth reading.")),
        (REPORT, ODRL + "hasPolicy", EX + "policy"),
        (METHOD, KG + "derivedTier", KG + "GrayArea"),
        (HANDLING + "-use", ODRL + "assignee", expand("inst:JP-AISI")),
        (HANDLING + "-consent", ODRL + "consentingParty", EX + "Company"),
        (HANDLING + "-use", DCT + "description", text("Handle with care.")),
        (HANDLING + "-expiry", ODRL + "rightOperand", text("never")),
        (HANDLING + "-expiry", ODRL + "rightOperand", Literal(str(DAY), datatype=LATER.datatype)),
        (HANDLING + "-recipients", ODRL + "rightOperand", EX + "Company"),
        (HANDLING + "-policy", RDF + "type", KG + "Policy"),
        (EX + "Company", RDF + "type", PROV + "Organization"),
    ],
)
def test_handling_that_was_not_decided(given: Facts, told: tuple[str, str, str]) -> None:
    files = bundle(plus(graphs(given), HANDLING, triple(*told)))
    assert "this is not how to handle it" in against(given, files)


@pytest.mark.parametrize(
    "told",
    [
        (HANDLING + "-expiry", ODRL + "rightOperand", LATER),
        (HANDLING + "-recipients", ODRL + "rightOperand", expand("inst:JP-AISI")),
        (HANDLING + "-consent", ODRL + "consentingParty", UK),
    ],
)
def test_handling_that_holds(given: Facts, told: tuple[str, str, str]) -> None:
    assert against(given, bundle(plus(graphs(given), HANDLING, triple(*told)))) == ""


def test_changes_that_say_more(given: Facts) -> None:
    told = write_graphs({REPORT: [triple(REPORT, RDFS + "label", text("More"))]}, "trig", {})
    files = bundle(graphs(given), more={"changes.trig": told})
    assert "the changes say what the data does not" in against(given, files)


def test_an_ontology_that_says_more(given: Facts) -> None:
    category = expand("cat:PublishedEvaluationReport")
    above = triple(category, RDFS + "subClassOf", expand("cat:PostDeploymentEvaluationResult"))
    files = bundle(graphs(given), more={"ontology.ttl": file({"": {above}})})
    assert against(given, files) == ""
    more = triple(category, SKOS + "definition", text("Invented."))
    files = bundle(graphs(given), more={"ontology.ttl": file({"": {above, more}})})
    assert "ontology.ttl: not in the inventory" in against(given, files)
    other = triple(expand("cat:ModelWeights"), RDF + "type", KG + "InformationCategory")
    files = bundle(graphs(given), more={"ontology.ttl": file({"": {above, other}})})
    assert "cat:ModelWeights is a category of no item of the bundle" in against(given, files)


HIDDEN = (
    *("weights", "spoilt", "short", "mark", "theirs"),
    *("ban", "consent", "approval", "mosaic", "sent", "faulty-assessment"),
)


def naming(iri: str) -> dict[str, bytes]:
    """Files each of which names an IRI in another way."""
    typed = Literal("x", datatype=NamedNode(iri))
    return {
        "catalog.ttl": file({"": {triple(REPORT, RDFS + "seeAlso", iri)}}),
        "stream.nq": file({iri: {triple(REPORT, RDFS + "seeAlso", UK)}}, "nq"),
        "typed.ttl": file({"": {triple(REPORT, RDFS + "label", typed)}}),
        "context.jsonld": json.dumps({"@context": {"term": iri}}).encode(),
        "stix.json": json.dumps([{iri: 1}]).encode(),
        "twice.json": f'{{"a": "{iri}", "a": 1}}'.encode(),
        "prefixed.ttl": f"@prefix ex: <{iri}> .\n".encode(),
        "prefixed.rdf": f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:ex="{iri}"/>'.encode(),
        "tables/items.csv": f"item,note\r\n{REPORT},see <{iri}>\r\n".encode(),
    }


@pytest.mark.parametrize("name", HIDDEN)
def test_a_file_that_names_what_is_hidden(given: Facts, name: str) -> None:
    found = against(given, bundle(graphs(given), more=naming(EX + name)))
    for path in naming(EX + name):
        assert f"{path}: it names {EX}{name}, which is not in the bundle" in found


def test_files_that_name_what_anyone_may_know(given: Facts) -> None:
    assert against(given, bundle(graphs(given), more=naming(EX + "page"))) == ""


GIVING = [
    ("The weights of a model", True),
    ("see: THE  WEIGHTS of a model.", True),
    ("Moon", True),
    ("the moon", False),
    ("The weights of a modelling tool", False),
    (f"see {EX}weights, page 2", True),
    ("Another report", True),
    ("What they know", False),
    ("A published report in short", False),
]


@pytest.mark.parametrize(("said", "gives"), GIVING)
def test_a_text_that_gives_away_what_is_withheld(given: Facts, said: str, gives: bool) -> None:
    english = {"": {triple(REPORT, RDFS + "comment", Literal(said, language="en"))}}
    more = {
        "catalog.ttl": file({"": {triple(REPORT, RDFS + "comment", text(said))}}),
        "concepts.ttl": file(english),
    }
    found = against(given, bundle(graphs(given), more=more))
    assert [f"{path}: a text gives away" in found for path in more] == [gives, gives]
    assert bool(found) == gives


def test_texts_in_tables_and_json(given: Facts) -> None:
    import polars as pl

    told = "see the weights of a model"
    parquet = io.BytesIO()
    pl.DataFrame({"title": ["A published report", told]}).write_parquet(parquet)
    for path, data in {
        "tables/items.csv": f'title\r\n"{told}"\r\n'.encode(),
        "tables/items.parquet": parquet.getvalue(),
        "datapackage.json": json.dumps({"resources": [{"title": told}]}).encode(),
        "the weights of a model.csv": b"",
    }.items():
        found = against(given, bundle(graphs(given), more={path: data}))
        assert f"{path}: a text gives away {WEIGHTS}" in found


@pytest.mark.parametrize(
    ("path", "data", "problem"),
    [
        ("catalog.ttl", b"# the weights of a model\n", "it has comments"),
        ("catalog.ttl", f"<{REPORT}> a <{KG}x> . # a".encode(), "it has comments"),
        ("catalog.ttl", b"[] a [] .", "it has blank nodes"),
        ("catalog.ttl", b"a", "the guard cannot read it"),
        ("stix.json", b"{", "the guard cannot read it"),
        ("data.hdt", b"", "no reader takes this kind of file"),
        ("tables/items.parquet", b"", "the guard cannot read it"),
        ("catalog.rdf", b"<!-- the weights of a model --><a/>", "it has comments"),
        ("data.nq", b"", "there is no data file, or more than one"),
    ],
)
def test_a_file_that_could_say_anything(given: Facts, path: str, data: bytes, problem: str) -> None:
    assert problem in against(given, bundle(graphs(given), more={path: data}))


def test_a_marked_statement_stays_where_the_mark_does(given: Facts, tmp_path: Path) -> None:
    marked = triple(REPORT, DCT + "description", text("Written under pressure."))
    assert f"it tells the statement {EX}mark" in against(
        given, bundle(plus(graphs(given), REPORT, marked))
    )
    more = (
        "ex:approved a kg:CaseReview ; kg:reviews ex:mark ; kg:reviewRecipient inst:US-CAISI ;"
        " kg:verdict kg:Approved ; prov:generatedAtTime '2026-02-01'^^xsd:date ;"
        " dct:description 'Good.' ; prov:wasAttributedTo inst:UK-AISI ."
        " ex:tie a kg:Relationship ; kg:holder inst:UK-AISI ; kg:recipient inst:US-CAISI ;"
        " kg:strength kg:Strong ; kg:validFrom '2026-10-01'^^xsd:date ; kg:evidence ex:page ."
    )
    laxer = facts(tmp_path, more)
    said = plus(graphs(laxer), REPORT, marked)
    assert f"it tells the statement {EX}mark" in against(laxer, bundle(said))
    mark = statements(laxer, EX + "mark") | {
        triple(EX + "mark", RDF + "subject", REPORT),
        triple(EX + "mark", RDF + "predicate", DCT + "description"),
        triple(EX + "mark", RDF + "object", text("Written under pressure.")),
    }
    said = plus(plus(graphs(laxer, [*SHARED, EX + "mark"]), REPORT, marked), EX + "mark", *mark)
    assert against(laxer, bundle(said)) == ""


def test_the_error_names_the_first(given: Facts) -> None:
    with pytest.raises(RefusedError, match=r"x#weights: the outcome is Review .*\(and \d+ more\)"):
        check(bundle(graphs(given, [*SHARED, WEIGHTS])), given, US)
