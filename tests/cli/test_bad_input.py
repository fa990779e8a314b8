"""R12: bad input is told in one clear line, with the exit status that the vocabulary promises."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from kg import resources
from kg.terms import expand
from tests.support import PREFIXES, kg, named_categories

GOOD = """
ex:good a cat:EvaluationInfrastructure ; dct:title "good"@en ; kg:holder inst:UK-AISI .
"""


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    named_categories(monkeypatch, "EvaluationInfrastructure", "ModelWeights", "Standard")


def write(folder: Path, text: str, name: str = "a.ttl") -> Path:
    path = folder / name
    path.write_text(PREFIXES + GOOD + text)
    return path


def one_line(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if not line.startswith("kg: warning")]
    assert len(lines) == 1, stderr
    assert "Traceback" not in stderr
    assert len(lines[0]) < 700
    return lines[0]


# Each: what is added to a good inventory, and what the one line must say. All stop the run.
STOPS = {
    "a category outside the taxonomy": (
        "ex:C a owl:Class, kg:InformationCategory ; rdfs:label 'c'@en ; skos:definition 'd'@en ;"
        " dct:source <https://e.org> .",
        "ex#C".replace("ex", "x"),
    ),
    "an unknown level": (
        "ex:a a kg:Assessment ; kg:assesses cat:ModelWeights ; kg:dimension kg:MisusePotential ;"
        " kg:level kg:Hihg ; prov:generatedAtTime '2026-01-01'^^xsd:date ; dct:description 'x' .",
        "kg:High",
    ),
    "a cycle in the taxonomy": (
        "ex:C a owl:Class, kg:InformationCategory ; rdfs:subClassOf ex:D, kg:InformationItem ;"
        " rdfs:label 'c'@en ; skos:definition 'd'@en ; dct:source <https://e.org> ."
        "ex:D a owl:Class, kg:InformationCategory ; rdfs:subClassOf ex:C ;"
        " rdfs:label 'c'@en ; skos:definition 'd'@en ; dct:source <https://e.org> .",
        "x#",
    ),
    "a shipped term with a new meaning": ("kg:Low kg:riskRank 9 .", "kg:Low"),
    "a shipped category moved": ("cat:ModelWeights rdfs:subClassOf cat:Standard .", "ModelWeights"),
    "a shipped institute restated": ("inst:UK-AISI kg:jurisdiction 'x' .", "inst:UK-AISI"),
    "another date": ("kg:evaluation kg:asOf '2030-01-01'^^xsd:date .", "kg:evaluation"),
    "a term that claims to be ours": (
        "ex:VeryHigh a kg:Level ; rdfs:isDefinedBy <https://w3id.org/aisi-kg/ns> .",
        "VeryHigh",
    ),
    "an individual of a closed list": ("ex:VeryHigh a kg:Level .", "VeryHigh"),
    "two institutes said to be the same": (
        "ex:i a kg:Institute ; rdfs:label 'i' ; owl:sameAs inst:UK-AISI .",
        "x#i",
    ),
    "a policy in an input": ("ex:p a kg:Policy .", "--policy"),
    "a rule in an input": ("ex:r a kg:SharingRule ; kg:outcome kg:Share .", "--policy"),
    "a remote import": ("<> owl:imports <https://example.org/remote> .", "never fetched"),
    "an untyped restriction on a category": (
        "ex:r kg:appliesTo cat:ModelWeights ; dct:description 'x' .",
        "x#r",
    ),
    "a network without members": ("ex:n a kg:Network ; rdfs:label 'n' .", "x#n"),
    "holder and recipient the same": (
        "ex:r a kg:Relationship ; kg:holder inst:UK-AISI ; kg:recipient inst:UK-AISI ;"
        " kg:strength kg:Nascent .",
        "x#r",
    ),
    "a strong relationship without evidence": (
        "ex:r a kg:Relationship ; kg:holder inst:KR-AISI ; kg:recipient inst:JP-AISI ;"
        " kg:strength kg:Strong .",
        "x#r",
    ),
    "a disclosure of something unknown": (
        "ex:d a kg:Disclosure ; kg:disclosed ex:nothing ; kg:recipient inst:JP-AISI ;"
        " prov:atTime '2026-01-01'^^xsd:date .",
        "x#d",
    ),
    "a blank item": ("[] a cat:ModelWeights ; dct:title 'x' ; kg:holder inst:UK-AISI .", "blank"),
    "a faulty item that was disclosed": (
        "ex:i a cat:ModelWeights ; dct:title 'x' ."
        "ex:d a kg:Disclosure ; kg:disclosed ex:i ; kg:recipient inst:JP-AISI ;"
        " prov:atTime '2026-01-01'^^xsd:date .",
        "x#i",
    ),
    "an assessment of nothing": (
        "ex:a a kg:Assessment ; kg:dimension kg:MisusePotential ; kg:level kg:High ;"
        " prov:generatedAtTime '2026-01-01'^^xsd:date ; dct:description 'x' .",
        "x#a",
    ),
}

# Each: what is added, and the item that is withheld; the good item is decided.
WITHHELD = {
    "no category": "ex:bad dct:title 'b' ; kg:holder inst:UK-AISI .",
    "an unknown category": "ex:bad a cat:ModelWeight ; dct:title 'b' ; kg:holder inst:UK-AISI .",
    "an undeclared type": (
        "ex:bad a cat:ModelWeights, ex:Undeclared ; dct:title 'b' ; kg:holder inst:UK-AISI ."
    ),
    "no title": "ex:bad a cat:ModelWeights ; kg:holder inst:UK-AISI .",
    "no holder": "ex:bad a cat:ModelWeights ; dct:title 'b' .",
    "two holders": (
        "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder inst:UK-AISI, inst:US-CAISI ."
    ),
    "an unknown holder": "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder ex:nobody .",
    "a date that is none": (
        "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder inst:UK-AISI ;"
        " dct:created '2026-02-31'^^xsd:date ."
    ),
    "an unknown kg: property": (
        "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder inst:UK-AISI ; kg:colour 'red' ."
    ),
    "a stray property of ours": (
        "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder inst:UK-AISI ; kg:strength kg:Strong ."
    ),
    "an unknown legal basis": (
        "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder inst:UK-AISI ;"
        " kg:obtainedUnder kg:Kindness ."
    ),
    "a restriction whose window ends before it starts": (
        "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder inst:UK-AISI ."
        "ex:r a kg:Restriction ; kg:appliesTo ex:bad ; dct:description 'x' ;"
        " kg:validFrom '2026-02-01'^^xsd:date ; kg:validUntil '2026-01-01'^^xsd:date ."
    ),
    "an untyped restriction": (
        "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder inst:UK-AISI ."
        "ex:r kg:appliesTo ex:bad ; kg:prohibitsRecipient inst:JP-AISI ; dct:description 'x' ."
    ),
    "a restriction with a provider, which makes it an item, too": (
        "ex:bad a kg:Restriction ; kg:appliesTo ex:bad ; dct:description 'x' ;"
        " kg:providedBy inst:OpenAI ."
    ),
    "an inverse with a literal": (
        "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder inst:UK-AISI ; kg:hasAssessment 'High' ."
    ),
    "a rendering as detailed as its source": (
        "ex:full a cat:ModelWeights ; dct:title 'f' ; kg:holder inst:UK-AISI ."
        "ex:bad a cat:ModelWeights ; dct:title 'b' ; kg:holder inst:UK-AISI ;"
        " kg:detail kg:Full ; prov:wasDerivedFrom ex:full ."
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_what_stops_the_run(name: str, tmp_path: Path) -> None:
    text, says = STOPS[name]
    run = kg("decide", write(tmp_path, text))
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""
    assert says in one_line(run.stderr)
    if name != "a remote import":  # that one cannot be read at all
        report = kg("validate", tmp_path / "a.ttl")
        assert report.returncode == 1
        assert says in report.stdout or expand(says) in report.stdout


@pytest.mark.parametrize("name", WITHHELD)
def test_what_withholds_an_item(name: str, tmp_path: Path) -> None:
    path = write(tmp_path, WITHHELD[name])
    run = kg("decide", path, "--to", "kg:Public", "--to", "inst:JP-AISI")
    assert run.returncode == 1, run.stderr
    line = one_line(run.stderr)
    assert "https://example.org/x#bad" in line
    assert "invalid-data" in line
    rows = {tuple(row) for row in csv.reader(run.stdout.splitlines())}
    ns = "https://w3id.org/aisi-kg/ns#"
    public = ("https://example.org/x#bad", ns + "Public", ns + "PublicRelease")
    assert (*public, ns + "HighTrust", ns + "Withhold", "invalid-data") in rows
    good = [row for row in rows if row[0].endswith("#good")]
    assert len(good) == 2
    assert all(row[5] != "invalid-data" for row in good)
    assert kg("validate", path).returncode == 1


FILES = {
    "undecodable bytes": ("a.ttl", b"<http://a> <http://b> '\xff\xfe' .", "UTF-8"),
    "a syntax error": ("a.ttl", b"<http://a> <http://b>\n<http://c> ;;; nonsense", "line 2"),
    "an empty file": ("a.ttl", b"", "no triples"),
    "1 MB of one line": ("a.ttl", b"A" * 1_000_000, "line 1"),
    "a remote context": (
        "a.jsonld",
        b'{\n"@context": "https://schema.org/", "@id": "http://a"}',
        "line 2: names a remote @context",
    ),
    "broken XML": (
        "a.rdf",
        b'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<x>',
        "line",
    ),
    "a cut gzip file": (
        "a.ttl.gz",
        gzip.compress(b"<http://a> <http://b> 'c' . " * 999)[:-9],
        "read",
    ),
    "an unknown kind of file": ("a.docx", b"hello", "no reader"),
}


@pytest.mark.parametrize("name", FILES)
def test_unreadable_files(name: str, tmp_path: Path) -> None:
    file, content, says = FILES[name]
    (tmp_path / file).write_bytes(content)
    for given in (tmp_path, tmp_path / file):
        run = kg("decide", given)
        assert run.returncode == 2
        assert run.stdout == ""
        line = one_line(run.stderr)
        assert says in line
        assert file in line


def test_missing_and_empty_paths(tmp_path: Path) -> None:
    assert "no such file" in one_line(kg("decide", tmp_path / "none.ttl").stderr)
    (tmp_path / "README.md").write_text("hello")
    run = kg("decide", tmp_path)
    assert run.returncode == 2
    assert "no RDF" in one_line(run.stderr)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--to", "inst:UK-AISIX"], "did you mean inst:UK-AISI"),
        (["--to", "cat:ModelWeights"], "not a recipient"),
        (["--to", "inst:x> } DROP ALL"], "no file knows"),
        (["--as-of", "2026-02-30"], "not a date"),
        (["--policy", "nowhere.ttl"], "no such file"),
        (["--engine", "jena"], "jena"),
    ],
)
def test_bad_arguments(arguments: list[str], says: str, tmp_path: Path) -> None:
    run = kg("decide", write(tmp_path, ""), *arguments)
    assert run.returncode == 2
    assert run.stdout == ""
    assert says in one_line(run.stderr)


def test_a_policy_with_15_cells(tmp_path: Path) -> None:
    text = resources.policy_file().read_text()
    policy = tmp_path / "policy.ttl"
    policy.write_text(text.replace("policy:Low-Low ,", "", 1).replace("policy:Low-Low,", "", 1))
    assert policy.read_text() != text
    run = kg("decide", write(tmp_path, ""), "--policy", policy)
    assert run.returncode == 2
    assert run.stdout == ""
    one_line(run.stderr)


def test_a_policy_that_brings_more(tmp_path: Path) -> None:
    policy = tmp_path / "policy.ttl"
    policy.write_text(resources.policy_file().read_text() + "\nkg:Low kg:riskRank 9 .\n")
    run = kg("decide", write(tmp_path, ""), "--policy", policy)
    assert run.returncode == 2
    assert "kg:Low" in one_line(run.stderr)


def test_an_output_is_whole_or_not_there(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before")
    run = kg("decide", write(tmp_path, STOPS["an unknown level"][0]), "-o", out)
    assert run.returncode == 2
    assert out.read_text() == "before"
    run = kg("decide", write(tmp_path, ""), "-o", tmp_path / "missing" / "out.csv")
    assert run.returncode == 2
    assert "cannot be written" in one_line(run.stderr)


def test_entailed_statements_of_shipped_terms_pass(tmp_path: Path) -> None:
    entailed = (
        "cat:ModelWeights rdfs:subClassOf kg:InformationItem, cat:ModelWeights, owl:Thing ."
        "inst:UK-AISI a prov:Agent, owl:Thing . kg:Low a owl:NamedIndividual ."
        'inst:UK-AISI rdfs:label "Institut de sécurité de l\'IA"@fr .'
        "ex:good a kg:InformationItem, owl:Thing ."
    )
    run = kg("decide", write(tmp_path, entailed))
    assert run.returncode == 0, run.stderr
