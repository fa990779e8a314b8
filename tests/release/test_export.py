"""``kg export``: the bundle has what is offered and nothing else, and is made the same way each time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import ODRL2

from kg.bundle import DATA_FORMATS, handling_name, read_graphs
from kg.terms import PREFIXES, expand
from tests.support import ROOT, kg, named_categories, named_in

EXAMPLE = ROOT / "examples" / "network"
ODRL = "http://www.w3.org/ns/odrl/2/"
# What ODRL 2.2 has marked owl:deprecated and one might take for sharing.
DEPRECATED = {
    *("share", "export", "secondaryUse", "license", "scope", "undefined", "system"),
    *("Group", "All", "copy", "lease", "lend", "commercialize", "write", "attachPolicy"),
}
ITEM = "https://example.org/x#"
HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items()) + (
    f"@prefix ex: <{ITEM}> .\n"
)
US = "inst:US-CAISI"


@pytest.fixture(scope="module", autouse=True)
def _few() -> Iterator[None]:
    named = named_in("".join(path.read_text() for path in EXAMPLE.glob("*.ttl")))
    with pytest.MonkeyPatch.context() as patch:
        more = ("dual-use.ttl", "release.ttl", "tlp.ttl")
        named_categories(patch, *named, "EvaluationProtocol", "ModelWeights", more=more)
        patch.setenv("KG_KEY", "/nowhere/none.pem")
        yield


@pytest.fixture(scope="module")
def trig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the example."""
    folder = tmp_path_factory.mktemp("trig") / "out"
    export("--to", US, "-o", folder, EXAMPLE)
    return folder


def export(*arguments: object) -> str:
    run = kg("export", "--as-of", "2026-11-01", *arguments)
    assert run.returncode == 0, run.stderr
    return run.stderr


def small(folder: Path, more: str = "") -> Path:
    """Two items that may go to the US institute, and one that may not."""
    path = folder / "inventory.ttl"
    path.write_text(
        HEAD
        + """
ex:open a cat:PublishedEvaluationReport ; dct:title "A published report" ; kg:holder inst:UK-AISI ;
  kg:aboutSystem ex:system ; skos:editorialNote "not for others" .
ex:second a cat:PublishedEvaluationReport ; dct:title "Another report" ; kg:holder inst:UK-AISI .
ex:secret a cat:ModelWeights ; dct:title "The weights of a model" ; kg:holder inst:UK-AISI ;
  kg:aboutSystem ex:system .
ex:system rdfs:label "A system" .
"""
        + more
    )
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("recipient", [US, "inst:InternationalNetwork", "kg:Public"])
def test_the_bundle_has_what_is_offered(recipient: str, tmp_path: Path) -> None:
    export("--to", recipient, "-o", tmp_path / "out", EXAMPLE)
    offer = kg("offer", recipient, "--as-of", "2026-11-01", EXAMPLE)
    offered = {row["item"] for row in csv.DictReader(offer.stdout.splitlines())}
    graphs = read_graphs(tmp_path / "out" / "data.trig")
    assert offered
    assert set(graphs) == offered | {handling_name(item, expand(recipient)) for item in offered}
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert {entry["of"] for entry in manifest["graph"]} == offered


def test_the_same_inputs_give_the_same_bytes(trig: Path, tmp_path: Path) -> None:
    export("--to", US, "-o", tmp_path / "two", EXAMPLE)
    assert files(trig) == files(tmp_path / "two")


def test_a_dry_run_shows_the_same_and_writes_nothing(tmp_path: Path) -> None:
    inventory = small(tmp_path)
    export("--to", US, "-o", tmp_path / "out", inventory)
    before = sorted(tmp_path.rglob("*"))
    run = kg("export", "--as-of", "2026-11-01", "--to", US, "--dry-run", inventory)
    assert run.returncode == 0, run.stderr
    shown = "".join(
        f"==> {name} <==\n{data.decode()}" + ("" if data.endswith(b"\n") else "\n")
        for name, data in files(tmp_path / "out").items()
    )
    assert run.stdout == shown
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("form", [form for form in DATA_FORMATS if form != "trig"])
def test_every_syntax_says_the_same(form: str, trig: Path, tmp_path: Path) -> None:
    export("--to", US, "-o", tmp_path / "out", "--format", form, EXAMPLE)
    given = parse(path=str(tmp_path / "out" / f"data.{form}"), format=DATA_FORMATS[form])
    due = parse(path=str(trig / "data.trig"), format=RdfFormat.TRIG)
    if DATA_FORMATS[form].supports_datasets:
        assert set(given) == set(due)
    else:
        assert {quad.triple for quad in given} == {quad.triple for quad in due}


def test_what_no_profile_lists_stays(tmp_path: Path) -> None:
    said = export("--to", US, "-o", tmp_path / "out", small(tmp_path))
    assert "statements of what leaves that stay: skos:editorialNote (1)" in said
    assert not [name for name, data in files(tmp_path / "out").items() if b"not for others" in data]
    more = "ex:profile a kg:ReleaseProfile ; kg:releases skos:editorialNote ."
    said = export("--to", US, "-o", tmp_path / "more", small(tmp_path, more))
    assert "that stay" not in said
    assert b"not for others" in (tmp_path / "more" / "data.trig").read_bytes()


@pytest.mark.parametrize(
    ("statement", "leaves"),
    [
        ("ex:open dct:description 'See: the  Weights of a MODEL.' .", False),
        ("ex:open dct:description 'see https://example.org/x#secret, page 2' .", False),
        ("ex:open dct:source ex:secret .", False),
        ("ex:open dct:source <https://example.org/x#secret/page2> .", False),
        ("ex:open dct:source ex:secretary .", True),
        ("ex:open dct:description 'See the weights of a modelling tool.' .", True),
        ("ex:system rdfs:label 'The weights of a model' .", False),
    ],
)
def test_what_gives_away_a_withheld_item_stays(
    statement: str, leaves: bool, tmp_path: Path
) -> None:
    export("--to", US, "-o", tmp_path / "plain", small(tmp_path))
    export("--to", US, "-o", tmp_path / "out", small(tmp_path, statement))
    assert (files(tmp_path / "plain") != files(tmp_path / "out")) == leaves


def test_an_item_stays_where_its_title_gives_away_another(tmp_path: Path) -> None:
    more = "ex:third a cat:PublishedEvaluationReport ; kg:holder inst:UK-AISI ;"
    inventory = small(tmp_path, more + " dct:title 'Summary of: The weights of a model' .")
    said = export("--to", US, "-o", tmp_path / "out", inventory)
    assert f"stays {ITEM}third: its dct:title" in said
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert {entry["of"] for entry in manifest["graph"]} == {ITEM + "open", ITEM + "second"}


def test_odrl_has_existing_terms_only(tmp_path: Path) -> None:
    for recipient, onward in ((US, "inst:JP-AISI"), ("kg:Public", US)):
        output = tmp_path / recipient.partition(":")[2]
        export("--to", recipient, "--onward", onward, "-o", output, EXAMPLE)
        graphs = read_graphs(output / "data.trig")
        used = {
            term.value
            for triples in graphs.values()
            for triple in triples
            for term in (triple.predicate, triple.object)
            if hasattr(term, "value") and term.value.startswith(ODRL)
        }
        assert ODRL + "distribute" in used
        assert not [term for term in used if term not in ODRL2]
        assert not {term.removeprefix(ODRL) for term in used} & DEPRECATED


def test_it_ends_when_the_first_thing_that_it_rests_on_ends(tmp_path: Path) -> None:
    more = """
ex:lent a cat:EvaluationProtocol ; dct:title "A lent thing" ; kg:holder inst:UK-AISI ;
  kg:providedBy ex:Company .
ex:Company a prov:Organization ; rdfs:label "Company" .
ex:c1 a kg:Consent ; kg:consentBy ex:Company ; kg:consentsTo ex:lent ; kg:validUntil "2027-03-01"^^xsd:date .
ex:c2 a kg:Consent ; kg:consentBy ex:Company ; kg:consentsTo ex:lent ; kg:validUntil "2027-01-01"^^xsd:date .
ex:c3 a kg:Consent ; kg:consentBy ex:Company ; kg:consentsTo ex:secret ; kg:validUntil "2026-12-01"^^xsd:date .
ex:r a kg:CaseReview ; kg:reviews ex:lent ; kg:reviewRecipient inst:US-CAISI ; kg:verdict kg:Approved ;
  prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "fine" ; prov:wasAttributedTo inst:UK-AISI ;
  kg:validUntil "2027-02-01"^^xsd:date .
ex:a a kg:Assessment ; kg:assesses ex:lent ; kg:dimension kg:ProprietarySensitivity ; kg:level kg:Medium ;
  prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "so" .
ex:b a kg:Assessment ; kg:assesses ex:lent ; kg:dimension kg:MisusePotential ; kg:level kg:Low ;
  prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "so" .
"""
    export("--to", US, "-o", tmp_path / "out", small(tmp_path, more))
    graphs = read_graphs(tmp_path / "out" / "data.trig")
    lent = graphs[handling_name(ITEM + "lent", expand(US))]
    days = {t.object.value for t in lent if t.predicate.value == ODRL + "rightOperand"}
    assert days == {"2027-01-01"}
    opened = graphs[handling_name(ITEM + "open", expand(US))]
    assert not [t for t in opened if t.predicate.value == ODRL + "constraint"]


def test_changes_in_order_give_the_full_data(tmp_path: Path) -> None:
    log = tmp_path / "log"
    inventory = small(tmp_path)
    export("--to", US, "--log", log, "-o", tmp_path / "1", inventory)
    restricted = (
        "ex:r a kg:Restriction ; kg:appliesTo ex:second ; dct:description 'no longer' ."
        "ex:third a cat:PublishedEvaluationReport ; dct:title 'Third' ; kg:holder inst:UK-AISI ."
        "ex:open dct:description 'more' ."
    )
    export("--to", US, "--log", log, "-o", tmp_path / "2", small(tmp_path, restricted))
    export("--to", US, "--log", log, "-o", tmp_path / "3", small(tmp_path, restricted))
    manifests = [json.loads((tmp_path / n / "manifest.json").read_bytes()) for n in "123"]
    assert [manifest["sequence"] for manifest in manifests] == [1, 2, 3]
    assert [manifest["revoked"] for manifest in manifests] == [[], [ITEM + "second"], []]
    second = (tmp_path / "2" / "changes.trig").read_text()
    assert second.count("Another report") == 0
    assert (
        len(read_graphs(tmp_path / "3" / "changes.trig")) == 1
    )  # nothing but that it changes nothing
    for before, after in pairwise(manifests):
        assert after["previous"].startswith("sha256:")
        assert after["id"] != before["id"]


def test_who_is_told_onward_is_disclosed_to(tmp_path: Path) -> None:
    said = export("--to", US, "--onward", "inst:JP-AISI", "-o", tmp_path / "out", small(tmp_path))
    assert "2 items to inst:US-CAISI" in said
    disclosed = (tmp_path / "out.log" / "disclosures.nt").read_text()
    assert disclosed.count("institute#JP-AISI>") == disclosed.count("institute#US-CAISI>") == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--to", "inst:Nobody", "-o", "out"), "inst:Nobody"),
        (("--to", US), "give -o DIR, or --dry-run"),
        (("--to", US, "-o", "full"), "not empty"),
        (("--to", US, "-o", "out", "--from", "ex:x"), "ex:x"),
        (("--to", US, "-o", "out", "--onward", "inst:Nobody"), "inst:Nobody"),
        (("--to", US, "-o", "out", "--key", "no.pem"), "no.pem"),
        (("--to", US, "-o", "nowhere/out"), "nowhere"),
    ],
)
def test_bad_arguments(
    arguments: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    inventory = small(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    run = kg("export", *arguments, inventory)
    assert run.returncode == 2, run.stderr
    assert says in run.stderr
    assert sorted(tmp_path.rglob("*")) == before
