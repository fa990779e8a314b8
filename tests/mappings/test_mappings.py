"""The SSSOM files: valid, about terms that exist on both sides, free of known traps, and read alike."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg import mappings, resources
from kg.errors import InputError, MissingExtraError, UnknownTermError
from kg.mappings import Mapping
from kg.terms import RDFS, SKOS
from tests.support import ROOT, kg

FILES = mappings.files()
RELATIONS = {f"{SKOS}{kind}Match" for kind in ("close", "broad", "narrow", "related")}
# odrl:share and others are deprecated since ODRL 2.2; odrl:transfer gives ownership away.
NEVER = re.compile(
    r"http://www\.w3\.org/ns/odrl/2/(share|export|secondaryUse|license|scope|undefined|system|transfer)$"
    r"|https://www\.w3id\.org/dpv|airo#AiCapability$|aisi-kg/tlp#"
)


@pytest.fixture(scope="module")
def shipped() -> list[Mapping]:
    return mappings.read_all()


@pytest.fixture(scope="module")
def ontology() -> Store:
    store = Store()
    for path in resources.ontology_files():
        store.bulk_load(path.open("rb"), format=RdfFormat.TURTLE)
    return store


def targets() -> dict[str, tuple[str, str]]:
    """The terms of others that were looked up, with label and version: see docs/mappings.md."""
    with (Path(__file__).parent / "targets.csv").open(newline="") as file:
        return {row["iri"]: (row["label"], row["version"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_set_is_valid_and_says_what_it_is(path: Path) -> None:
    from sssom.parsers import parse_sssom_table

    assert mappings.read(path), "valid, and not empty"
    header = parse_sssom_table(path).metadata
    name = path.name.removesuffix(".sssom.tsv")
    assert header["mapping_set_id"] == f"https://w3id.org/aisi-kg/mappings/{name}"
    assert header["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert header["mapping_set_title"]
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines[1:]]
    assert rows == sorted(
        rows, key=lambda row: (row[3].startswith("sssom:"), row[0].lower(), row[3].lower())
    )


def test_subjects_are_ours_and_called_so(shipped: list[Mapping], ontology: Store) -> None:
    label = NamedNode(RDFS + "label")
    for each in shipped:
        quads = ontology.quads_for_pattern(NamedNode(each.subject), label, None)
        assert each.subject_label in {quad.object.value for quad in quads}, each.subject


def test_objects_are_terms_that_were_looked_up(shipped: list[Mapping]) -> None:
    known = targets()
    for each in shipped:
        if each.found:
            assert each.object_label == known[each.object][0], each.object
            assert known[each.object][1].endswith(each.source_version.removeprefix("AI Atlas ")), (
                each.object
            )


def test_no_trap(shipped: list[Mapping]) -> None:
    for each in shipped:
        assert each.predicate in RELATIONS, "nothing outside means exactly the same"
        assert not NEVER.search(each.object), each.object
        assert each.justification == "https://w3id.org/semapv/vocab/ManualMappingCuration"
        assert 0 < float(each.confidence) < 1
        assert each.comment.endswith(".")
    pairs = Counter((each.subject, each.object, each.source) for each in shipped)
    assert max(pairs.values()) == 1


def test_what_has_no_counterpart_says_where(shipped: list[Mapping]) -> None:
    missing = [each for each in shipped if not each.found]
    assert {each.subject.rpartition("#")[2] for each in missing} >= {
        "Tier",
        "RelationshipStrength",
        "StatutoryPower",
        "Unclear",
    }
    assert all(each.source and each.source_version and not each.object_label for each in missing)


def test_the_turtle_beside_them_says_the_same(shipped: list[Mapping]) -> None:
    written = (ROOT / "ontology" / "mappings" / "mappings.ttl").read_text()
    assert written == mappings.as_turtle(shipped), "run kg mappings --format turtle"
    store = Store()
    store.load(written.encode(), format=RdfFormat.TURTLE)
    direct = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in store
        if quad.predicate.value in RELATIONS
    }
    assert direct == {(e.subject, e.predicate, e.object) for e in shipped if e.found}


def test_command_line() -> None:
    result = kg("mappings", "cat:RawTranscript", "--format", "json")
    assert result.returncode == 0
    assert '"object": "https://w3id.org/vair#TestLog"' in result.stdout
    by_object = kg("mappings", "https://w3id.org/dpv#Prohibition")
    assert by_object.stdout.splitlines()[1].startswith("https://w3id.org/aisi-kg/ns#Restriction,")
    unknown = kg("mappings", "cat:Nothing")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr == "kg: cat:Nothing: no mapping names it: kg mappings shows all\n"


def test_a_category_has_the_mappings_of_those_above_it(shipped: list[Mapping]) -> None:
    found = mappings.about(shipped, "cat:RawTranscript")
    assert [each.subject.rpartition("#")[2] for each in found] == [
        "EvaluationResult",
        "RawTranscript",
    ]


def test_no_rule_reads_them() -> None:
    assert resources.mappings_file().is_file()
    assert resources.mappings_file() not in resources.ontology_files()


def test_about_takes_names_of_either_side(shipped: list[Mapping]) -> None:
    assert mappings.about(shipped, "kg:Low")[0].object == "https://w3id.org/dpv/risk#LowSeverity"
    with pytest.raises(UnknownTermError, match="kg:Nothing"):
        mappings.about(shipped, "kg:Nothing")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("skos:closeMatch", "skoss:closeMatch"), "levels.sssom.tsv"),
        (("\t0.8\t", "\thigh\t"), "levels.sssom.tsv"),
        (("#license:", "#licence:"), "levels.sssom.tsv"),
    ],
)
def test_a_broken_set_is_one_line(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    broken = tmp_path / "levels.sssom.tsv"
    levels = ROOT / "ontology" / "mappings" / "levels.sssom.tsv"
    broken.write_text(levels.read_text().replace(*change))
    with pytest.raises(InputError, match=said):
        mappings.read(broken)


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sssom.parsers", None)
    with pytest.raises(MissingExtraError, match=re.escape("aisi-kg[mappings]")):
        mappings.read_all()
