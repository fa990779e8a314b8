"""``kg import``: what passes becomes the receiver's, what does not goes to the quarantine."""

from __future__ import annotations

import csv
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.bundle import MANIFEST, digest, read_graphs
from kg.terms import DCT, KG, PROV, RDF, expand
from tests.receive.bundles import (
    DID,
    EX,
    HEAD,
    JP,
    ONE,
    OTHER_DID,
    OTHER_KEY,
    TWO,
    Bundle,
    Item,
    item,
    write,
)
from tests.receive.test_verify import OWN
from tests.support import kg

pytestmark = pytest.mark.usefixtures("few")
NETWORK = expand("inst:InternationalNetwork")
Files = dict[str, bytes]


def files(folder: Path) -> Files:
    """What is in a folder, by path, the quarantine and the lock aside."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".quarantine" not in path.parts and path.name != ".lock"
    }


def quarantined(folder: Path) -> dict[str, str]:
    """What is in the quarantine, and why."""
    return {
        path.parent.name: path.read_text()
        for path in sorted(folder.glob(".quarantine/*/REASON.txt"))
    }


def taken(bundle: Path, folder: Path, *more: object) -> str:
    """Takes a bundle in, which must go well and conform; what was said."""
    run = kg("import", bundle, "-o", folder, *more)
    assert run.returncode == 0, run.stderr
    check = kg("validate", folder, "--as-of", "2026-11-01")
    assert check.returncode == 0, check.stdout
    return run.stderr


def refused(bundle: Path, folder: Path, *more: object) -> str:
    """Takes a bundle in, which must be refused and change nothing; what was said."""
    before = files(folder)
    run = kg("import", bundle, "-o", folder, *more)
    assert run.returncode == 1, run.stderr
    assert files(folder) == before
    return run.stderr


def said(folder: Path, node: str, prefix: str = "kg:") -> dict[str, set[str]]:
    """What the received files say of a node, by property."""
    found: dict[str, set[str]] = {}
    for path in folder.glob("*.trig"):
        for triples in read_graphs(path).values():
            for triple in triples:
                if triple.subject == NamedNode(expand(node).replace("ex:", EX)):
                    found.setdefault(triple.predicate.value, set()).add(triple.object.value)
    return found


def records(folder: Path, kind: str) -> list[dict[str, set[str]]]:
    """The records of a class in the received files."""
    nodes = {
        triple.subject.value
        for path in folder.glob("*.trig")
        for triples in read_graphs(path).values()
        for triple in triples
        if triple.object == NamedNode(KG + kind)
    }
    return [said(folder, node) for node in sorted(nodes)]


def decided(*inputs: object, as_of: str = "2026-11-02") -> dict[tuple[str, str], tuple[str, str]]:
    """Outcome and reasons by item and recipient, as local names."""
    run = kg("decide", *inputs, "--as-of", as_of)
    assert run.returncode == 0, run.stderr
    return {
        (row["item"].rpartition("#")[2], row["recipient"].rpartition("#")[2]): (
            row["outcome"].rpartition("#")[2],
            row["reasons"],
        )
        for row in csv.DictReader(run.stdout.splitlines())
    }


def test_what_is_taken_in(tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    told = taken(bundle, tmp_path / "in", "--trust", DID)
    (file,) = (tmp_path / "in").glob("*.trig")
    assert file.name.startswith("uk-aisi-")
    assert told == f"kg: number 1 from inst:UK-AISI taken in as inst:US-CAISI: 1 item in {file}\n"
    (graph,) = read_graphs(file)
    manifest = json.loads((bundle / MANIFEST).read_bytes())
    assert graph == manifest["id"]
    assert said(tmp_path / "in", graph) == {
        RDF + "type": {PROV + "Bundle"},
        PROV + "wasAttributedTo": {expand("inst:UK-AISI")},
        PROV + "generatedAtTime": {"2026-11-01"},
        DCT + "source": {digest((bundle / MANIFEST).read_bytes())},
        DCT + "publisher": {DID},
        DCT + "accessRights": {expand("tlp:AMBER-STRICT")},
        expand("schema:position"): {"1"},
    }
    assert said(tmp_path / "in", EX + "one") == {
        RDF + "type": {expand("cat:PreDeploymentEvaluationResult")},
        DCT + "title": {"Item ex:one"},
        KG + "holder": {expand("inst:US-CAISI")},
        KG + "providedBy": {expand("inst:UK-AISI")},
        KG + "obtainedUnder": {expand("kg:VoluntaryCooperation")},
        PROV + "wasAttributedTo": {expand("inst:UK-AISI")},
        expand("tlp:label"): {expand("tlp:AMBER-STRICT")},
    }


@pytest.mark.parametrize(
    ("told", "counts"),
    [("Low", "Medium"), ("Medium", "Medium"), ("Unclear", "Unclear"), ("High", "High")],
)
def test_received_in_confidence_is_at_least_medium(told: str, counts: str, tmp_path: Path) -> None:
    low = replace(ONE, sensitivity=f"kg:{told}", misuse=f"kg:{told}")
    taken(write(tmp_path / "b", Bundle((low,))), tmp_path / "in")
    levels = {
        (*found[KG + "dimension"], *found[KG + "level"], *found[PROV + "generatedAtTime"])
        for found in records(tmp_path / "in", "Assessment")
    }
    assert levels == {
        (KG + "ProprietarySensitivity", KG + counts, "2026-11-01"),
        (KG + "MisusePotential", KG + told, "2026-11-01"),
    }


def test_without_leave_it_goes_to_nobody(tmp_path: Path) -> None:
    taken(write(tmp_path / "b", Bundle((ONE,))), tmp_path / "in")
    outcomes = decided(tmp_path / "in")
    assert len(outcomes) == 11
    for outcome, reasons in outcomes.values():
        assert outcome == "Withhold"
        assert "restricted:" in reasons
    assert records(tmp_path / "in", "Consent") == []


def test_leave_for_some_is_no_leave_for_others(tmp_path: Path) -> None:
    named = replace(ONE, onward=("inst:JP-AISI", "inst:SG-AISI"))
    taken(write(tmp_path / "b", Bundle((named,))), tmp_path / "in")
    free = {
        recipient
        for (_, recipient), (_, reasons) in decided(tmp_path / "in").items()
        if "restricted:" not in reasons and "consent-missing:" not in reasons
    }
    assert free == {"JP-AISI", "SG-AISI"}
    (consent,) = records(tmp_path / "in", "Consent")
    assert consent[KG + "consentBy"] == {expand("inst:UK-AISI")}
    (restriction,) = records(tmp_path / "in", "Restriction")
    named_there = {iri.rpartition("#")[2] for iri in restriction[KG + "prohibitsRecipient"]}
    assert {"Public", "InternationalNetwork", "UK-AISI"} <= named_there
    assert not named_there & {"JP-AISI", "SG-AISI", "US-CAISI"}
    # an institute that nobody knew then needs the sender's consent (R9)
    new = tmp_path / "new.ttl"
    new.write_text(HEAD + 'ex:new a kg:Institute ; rdfs:label "New" .')
    outcome, reasons = decided(tmp_path / "in", new)["one", "new"]
    assert outcome == "Withhold"
    assert "consent-missing:https://w3id.org/aisi-kg/institute#UK-AISI" in reasons


def test_leave_that_names_nobody_known_is_no_leave(tmp_path: Path) -> None:
    named = replace(ONE, onward=("ex:nobody",))
    taken(write(tmp_path / "b", Bundle((named,))), tmp_path / "in")
    (restriction,) = records(tmp_path / "in", "Restriction")
    assert KG + "prohibitsRecipient" not in restriction
    assert records(tmp_path / "in", "Consent") == []


def test_names_beside_a_duty_to_ask_are_no_leave(tmp_path: Path) -> None:
    asked = "@onward odrl:duty ex:d . ex:d odrl:action odrl:obtainConsent ."
    both = replace(ONE, onward=("inst:JP-AISI",), more=asked)
    taken(write(tmp_path / "b", Bundle((both,))), tmp_path / "in")
    (restriction,) = records(tmp_path / "in", "Restriction")
    assert KG + "prohibitsRecipient" not in restriction


def test_after_the_last_day_it_goes_to_nobody(tmp_path: Path) -> None:
    until = replace(ONE, onward=("inst:JP-AISI",), expiry="2027-01-01")
    taken(write(tmp_path / "b", Bundle((until,))), tmp_path / "in")
    before = decided(tmp_path / "in", as_of="2026-12-31")["one", "JP-AISI"]
    after = decided(tmp_path / "in", as_of="2027-01-01")["one", "JP-AISI"]
    assert "restricted:" not in before[1]
    assert "restricted:" in after[1]


def test_what_is_public_is_free(tmp_path: Path) -> None:
    public = Bundle((replace(ONE, sensitivity="kg:Low"),), recipient=KG + "Public")
    bundle = write(tmp_path / "b", public)
    run = kg("import", bundle, "-o", tmp_path / "in")
    assert (run.returncode, files(tmp_path / "in")) == (2, {})
    assert "say which institute you are by --as INSTITUTE" in run.stderr
    taken(bundle, tmp_path / "in", "--as", "inst:JP-AISI")
    assert said(tmp_path / "in", EX + "one")[KG + "obtainedUnder"] == {KG + "PublicSource"}
    assert said(tmp_path / "in", EX + "one")[KG + "holder"] == {JP}
    assert records(tmp_path / "in", "Restriction") == []
    assert {tuple(found[KG + "level"]) for found in records(tmp_path / "in", "Assessment")} == {
        (KG + "Low",)
    }


def test_a_bundle_for_a_network(tmp_path: Path) -> None:
    ours = Item(item("ex:two", holder="inst:JP-AISI"), "ex:two", holder="inst:JP-AISI")
    both = Bundle((ONE, ours), recipient=NETWORK, senders=(expand("inst:UK-AISI"), JP))
    bundle = write(tmp_path / "b", both)
    assert kg("import", bundle, "-o", tmp_path / "in").returncode == 2
    outsider = tmp_path / "lab.ttl"
    outsider.write_text(HEAD + 'ex:lab a kg:Institute ; rdfs:label "Lab" .')
    told = refused(bundle, tmp_path / "in", "--as", EX + "lab", "--inventory", outsider)
    assert f"recipient: the bundle is for inst:InternationalNetwork, not for {EX}lab" in told
    told = taken(bundle, tmp_path / "in", "--as", "inst:JP-AISI")
    assert "left out" in told  # what Japan holds itself
    assert said(tmp_path / "in", EX + "one")[KG + "holder"] == {JP}
    assert said(tmp_path / "in", EX + "two") == {}


def test_the_wrong_recipient(tmp_path: Path) -> None:
    taken(write(tmp_path / "us", Bundle((ONE,))), tmp_path / "in")
    other = write(tmp_path / "jp", Bundle((TWO,), recipient=JP))
    told = refused(other, tmp_path / "in")
    assert "the folder is of inst:US-CAISI, and the bundle is for inst:JP-AISI" in told
    assert "not for inst:US-CAISI" in refused(other, tmp_path / "in", "--as", "inst:US-CAISI")


def test_the_quarantine_has_the_whole_bundle_and_the_reason(tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    with (bundle / "data.trig").open("a") as stream:
        stream.write("# more\n")
    (bundle / "link").symlink_to("/etc/passwd")
    os.mkfifo(bundle / "pipe")
    told = refused(bundle, tmp_path / "in")
    assert "data.trig: has" in told
    ((name, reason),) = quarantined(tmp_path / "in").items()
    assert reason.splitlines()[0] == f"{bundle}: refused; nothing of it was taken in."
    assert "pipe: no regular file, and not copied" in reason
    copy = tmp_path / "in" / ".quarantine" / name / "bundle"
    assert (copy / "data.trig").read_bytes() == (bundle / "data.trig").read_bytes()
    assert (copy / "link").is_symlink()
    assert kg("decide", tmp_path / "in").returncode == 2  # there is nothing to decide
    refused(bundle, tmp_path / "in")
    assert len(quarantined(tmp_path / "in")) == 2
    assert not list((tmp_path / "in").glob(".incoming-*"))


def test_what_is_no_bundle_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in ("empty", "nowhere"):
        assert kg("import", tmp_path / path, "-o", tmp_path / "in").returncode == 2
    assert not (tmp_path / "in").exists()
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    for inside in (bundle, bundle / "in"):
        run = kg("import", bundle, "-o", inside)
        assert run.returncode == 2
        assert "choose another folder" in run.stderr


def test_the_sequence(tmp_path: Path) -> None:
    one = write(tmp_path / "1", Bundle((ONE,)))
    two = write(tmp_path / "2", Bundle((ONE, TWO), sequence=2, previous=one))
    three = write(tmp_path / "3", Bundle((TWO,), sequence=3, previous=two))
    assert "none came before: --first lets it begin" in refused(two, tmp_path / "in")
    taken(two, tmp_path / "in", "--first")
    shutil.rmtree(tmp_path / "in")
    taken(one, tmp_path / "in")
    assert "number 1 came already" in refused(one, tmp_path / "in")
    assert "number 2 is missing" in refused(three, tmp_path / "in")
    assert "number 2 is missing" in refused(three, tmp_path / "in", "--first")
    taken(two, tmp_path / "in")
    assert "number 2 came already" in refused(one, tmp_path / "in")
    fork = write(tmp_path / "x", Bundle((ONE, TWO), sequence=2, previous=one, as_of="2026-11-02"))
    third = write(tmp_path / "y", Bundle((TWO,), sequence=3, previous=fork))
    assert "but another one" in refused(third, tmp_path / "in")
    taken(three, tmp_path / "in")


def test_a_newer_bundle_replaces_and_what_is_revoked_stays_as_a_stub(tmp_path: Path) -> None:
    secret = replace(
        ONE, said=item("ex:one", 'ex:one dct:description "the content" ; kg:aboutSystem ex:s .')
    )
    own = Item(item("ex:own", category="ex:Own"), "ex:own")
    one = write(
        tmp_path / "1", Bundle((secret, own), ontology=OWN.replace(", kg:InformationCategory", ""))
    )
    two = write(tmp_path / "2", Bundle((TWO,), sequence=2, previous=one))
    taken(one, tmp_path / "in")
    taken(two, tmp_path / "in")
    (file,) = (tmp_path / "in").glob("*.trig")
    assert "the content" not in file.read_text()
    assert said(tmp_path / "in", EX + "one") == {
        RDF + "type": {expand("cat:PreDeploymentEvaluationResult")},
        DCT + "title": {"revoked"},
        KG + "holder": {expand("inst:US-CAISI")},
        KG + "aboutSystem": {EX + "s"},
    }
    assert said(tmp_path / "in", EX + "own")[RDF + "type"] == {EX + "Own"}
    assert {outcome for outcome, _ in decided(tmp_path / "in").values()} == {"Withhold"}
    assert said(tmp_path / "in", EX + "two")[DCT + "title"] == {"Item ex:two"}
    three = write(tmp_path / "3", Bundle((ONE,), sequence=3, previous=two))
    taken(three, tmp_path / "in")  # a stub stays one, or is filled again
    assert said(tmp_path / "in", EX + "one")[DCT + "title"] == {"Item ex:one"}
    assert said(tmp_path / "in", EX + "own")[DCT + "title"] == {"revoked"}


def test_a_stub_keeps_disclosures_valid(tmp_path: Path) -> None:
    one = write(tmp_path / "1", Bundle((ONE,)))
    two = write(tmp_path / "2", Bundle((), sequence=2, previous=one))
    log = tmp_path / "log.ttl"
    log.write_text(
        HEAD + "us:d a kg:Disclosure ; kg:disclosed ex:one ; kg:recipient inst:JP-AISI ;"
        ' prov:atTime "2026-11-01"^^xsd:date .'
    )
    taken(one, tmp_path / "in", "--inventory", log)
    taken(two, tmp_path / "in", "--inventory", log)
    assert kg("decide", log, tmp_path / "in", "--as-of", "2026-11-02").returncode == 0


def test_who_signed_before_signs_again(tmp_path: Path) -> None:
    one = write(tmp_path / "1", Bundle((ONE,)))
    second = Bundle((TWO,), sequence=2, previous=one)
    other = write(tmp_path / "2", replace(second, key=OTHER_KEY))
    bare = write(tmp_path / "bare", replace(second, key=None))
    fresh = write(tmp_path / "fresh", Bundle((TWO,), key=OTHER_KEY))
    told = taken(one, tmp_path / "in")
    assert f"kg: signature: by {DID}; this DID was not compared with one that you trust" in told
    assert f"signed by {DID}, this one is signed by {OTHER_DID}: --trust lets it change" in refused(
        other, tmp_path / "in"
    )
    assert f"the one before was signed by {DID}, this one is not signed" in refused(
        bare, tmp_path / "in", "--unsigned"
    )
    assert "number 1 came already" in refused(fresh, tmp_path / "in", "--trust", OTHER_DID)
    taken(other, tmp_path / "in", "--trust", OTHER_DID)
    assert len(list((tmp_path / "in").glob("*.trig"))) == 1


def test_a_key_that_is_known_speaks_for_its_own_institute_only(tmp_path: Path) -> None:
    theirs = Item(item("ex:jp", holder="inst:JP-AISI"), "ex:jp", holder="inst:JP-AISI")
    more = Item(item("ex:more", holder="inst:JP-AISI"), "ex:more", holder="inst:JP-AISI")
    one = write(tmp_path / "1", Bundle((ONE,)))
    taken(one, tmp_path / "in")
    taken(write(tmp_path / "jp", Bundle((theirs,), senders=(JP,), key=OTHER_KEY)), tmp_path / "in")
    lie = write(tmp_path / "2", Bundle((more,), senders=(JP,), sequence=2, previous=one))
    assert f"signed by {OTHER_DID}, this one is signed by {DID}: --trust" in refused(
        lie, tmp_path / "in"
    )
    taken(lie, tmp_path / "in", "--trust", DID)
    assert len(list((tmp_path / "in").glob("*.trig"))) == 2


def test_what_is_said_of_others_is_left_out(tmp_path: Path) -> None:
    more = """
inst:US-CAISI rdfs:label "Fools" . inst:OpenAI a prov:Organization ; rdfs:label "OpenAI"@en .
us:review a kg:CaseReview ; kg:verdict kg:Approved .
us:system rdfs:label "A system" ; dct:format "x" .
ex:one kg:aboutSystem us:system ; kg:providedBy inst:OpenAI ; kg:hasReview us:review ; us:own "x" ;
  prov:wasDerivedFrom us:theirs ; a prov:Entity .
"""
    ontology = (
        "cat:EvaluationResult rdfs:subClassOf ex:Mine . ex:Loose a owl:Class ; rdfs:label 'l'@en ."
    )
    bundle = write(tmp_path / "b", Bundle((Item(item("ex:one", more)),), ontology=ontology))
    told = taken(bundle, tmp_path / "in")
    ((name, _),) = quarantined(tmp_path / "in").items()
    kept = (tmp_path / "in" / ".quarantine" / name / "left-out.nt").read_text()
    cut = {tuple(line.split(" ", 2)[:2]) for line in kept.splitlines()}
    one, us = f"<{EX}one>", "https://example.org/us#"
    assert cut == {
        (one, f"<{KG}hasReview>"),
        (one, f"<{PROV}wasDerivedFrom>"),
        (one, f"<{RDF}type>"),
        (one, f"<{us}own>"),
        (f"<{us}review>", f"<{KG}verdict>"),
        (f"<{us}review>", f"<{RDF}type>"),
        (f"<{us}system>", f"<{DCT}format>"),
        (
            "<https://w3id.org/aisi-kg/institute#US-CAISI>",
            "<http://www.w3.org/2000/01/rdf-schema#label>",
        ),
        (
            "<https://w3id.org/aisi-kg/category#EvaluationResult>",
            "<http://www.w3.org/2000/01/rdf-schema#subClassOf>",
        ),
        (f"<{EX}Loose>", f"<{RDF}type>"),
        (f"<{EX}Loose>", "<http://www.w3.org/2000/01/rdf-schema#label>"),
    }
    assert "kg: left out: " in told
    assert "kg: left out: and 6 more" in told
    assert "Fools" not in "".join(path.read_text() for path in (tmp_path / "in").glob("*.trig"))
    assert said(tmp_path / "in", us + "system") == {
        "http://www.w3.org/2000/01/rdf-schema#label": {"A system"}
    }


def test_our_own_items_and_those_of_others_stay_as_they_are(tmp_path: Path) -> None:
    ours = tmp_path / "ours.ttl"
    ours.write_text(HEAD + item("ex:one", holder="inst:US-CAISI"))
    bundle = write(tmp_path / "b", Bundle((ONE, TWO)))
    taken(bundle, tmp_path / "in", "--inventory", ours)
    assert said(tmp_path / "in", EX + "one") == {}
    other = Item(item("ex:two", holder="inst:JP-AISI"), "ex:two", holder="inst:JP-AISI")
    third = replace(other, said=item("ex:three", holder="inst:JP-AISI"), name="ex:three")
    again = Bundle((other, third), senders=(JP,), key=OTHER_KEY)
    told = taken(write(tmp_path / "c", again), tmp_path / "in")
    assert "left out" in told
    assert said(tmp_path / "in", EX + "two")[KG + "providedBy"] == {expand("inst:UK-AISI")}
    assert said(tmp_path / "in", EX + "three")[KG + "providedBy"] == {JP}
    assert len(list((tmp_path / "in").glob("*.trig"))) == 2
    run = kg("import", bundle, "-o", tmp_path / "in", "--inventory", tmp_path / "in")
    assert run.returncode == 2
    assert "give your own files alone" in run.stderr


def test_nobody_becomes_a_recipient_because_a_sender_says_so(tmp_path: Path) -> None:
    more = 'ex:one kg:providedBy ex:lab , ex:firm . ex:lab a kg:Institute ; rdfs:label "Lab" .'
    taken(write(tmp_path / "b", Bundle((Item(item("ex:one", more)),))), tmp_path / "in")
    assert said(tmp_path / "in", EX + "lab")[RDF + "type"] == {PROV + "Agent"}
    assert said(tmp_path / "in", EX + "firm")[RDF + "type"] == {PROV + "Agent"}
    assert ("one", "lab") not in decided(tmp_path / "in")


def test_categories_of_the_sender_are_taken_in_with_their_source(tmp_path: Path) -> None:
    own = Item(item("ex:one", category="ex:Own"))
    bundle = write(tmp_path / "b", Bundle((own,), ontology=OWN))
    taken(bundle, tmp_path / "in")
    graph = json.loads((bundle / MANIFEST).read_bytes())["id"]
    assert said(tmp_path / "in", EX + "Own")[DCT + "source"] == {graph}


@pytest.mark.parametrize("form", ["nq", "jsonld", "ttl", "rdf"])
def test_every_format_is_taken_in_alike(form: str, tmp_path: Path) -> None:
    plain = Bundle((replace(ONE, onward=("inst:JP-AISI",), expiry="2027-01-01"), TWO))
    read = []
    for each in ("trig", form):
        taken(write(tmp_path / each, replace(plain, form=each)), tmp_path / f"in-{each}")
        (file,) = (tmp_path / f"in-{each}").glob("*.trig")
        (graph,) = read_graphs(file).values()
        read.append({triple for triple in graph if triple.predicate.value != DCT + "source"})
    assert read[0] == read[1]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"version": 2}', '{"version": 1, "receiver": 1, "streams": []}']
)
def test_a_damaged_state_stops(text: str, tmp_path: Path) -> None:
    one = write(tmp_path / "1", Bundle((ONE,)))
    taken(one, tmp_path / "in")
    (tmp_path / "in" / ".state.json").write_text(text)
    run = kg(
        "import",
        write(tmp_path / "2", Bundle((TWO,), sequence=2, previous=one)),
        "-o",
        tmp_path / "in",
    )
    assert run.returncode == 2
    assert "damaged: restore the folder from a copy" in run.stderr


def test_a_run_that_stopped_between_file_and_state_can_be_repeated(tmp_path: Path) -> None:
    one = write(tmp_path / "1", Bundle((ONE,)))
    taken(one, tmp_path / "in")
    whole = files(tmp_path / "in")
    (tmp_path / "in" / ".state.json").unlink()
    (tmp_path / "in" / ".incoming-left").mkdir()
    taken(one, tmp_path / "in")
    assert files(tmp_path / "in") == whole


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir(mode=0o500)
    run = kg("import", write(tmp_path / "1", Bundle((ONE,))), "-o", tmp_path / "in")
    assert run.returncode == 2
    assert "cannot be written" in run.stderr
