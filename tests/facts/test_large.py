"""Large inputs: the same whatever the syntax, packed or not, in parts or whole; faults named as ever."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.facts import large
from kg.inventory import load
from tests.support import core_only, in_columns

KG, X = "https://w3id.org/aisi-kg/ns#", "https://example.org/x#"
DCT, XSD = "http://purl.org/dc/terms/", "http://www.w3.org/2001/XMLSchema#"
RDFS, PROV = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/ns/prov#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LINES = [
    f"<{X}i> {TYPE} <{KG}Institute> .",
    f'<{X}i> <{RDFS}label> "I"@en .',
    f"<{X}c> {TYPE} <http://www.w3.org/2002/07/owl#Class> .",
    f"<{X}c> <{RDFS}subClassOf> <{KG}InformationItem> .",
    f"_:a {TYPE} <{KG}Assessment> .",
    f"_:a <{KG}assesses> <{X}one> .",
    f"_:a <{KG}dimension> <{KG}MisusePotential> .",
    f"_:a <{KG}level> <{KG}Low> .",
    f'_:a <{PROV}generatedAtTime> "2026-01-01T23:30:00-05:00"^^<{XSD}dateTime> .',
    f'_:a <{DCT}description> "by hand"@en .',
    *(
        f"<{X}{name}> {said} ."
        for name in ("one", "two", "three")
        for said in (f"{TYPE} <{X}c>", f'<{DCT}title> "The {name}"@en', f"<{KG}holder> <{X}i>")
    ),
]
TEXT = "".join(f"{line}\n" for line in LINES)


@pytest.fixture(autouse=True)
def _core(monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)


@pytest.mark.parametrize("name", ["a.nt", "a.nt.gz", "a.ttl", "a.trig", "marked.nt"])
def test_whatever_the_syntax_and_the_parts(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "_TRIPLES", 3)
    monkeypatch.setattr(large, "_BYTES", 300)
    (tmp_path / "plain.nt").write_text(TEXT)
    data = TEXT.encode()
    if name.endswith(".gz"):
        data = gzip.compress(data)
    if name.startswith("marked"):
        data = b"\xef\xbb\xbf" + data
    (tmp_path / name).write_bytes(data)
    expected = load(tmp_path / "plain.nt", as_of="2026-01-02").tiers()
    with in_columns():
        loaded = load(tmp_path / name, as_of="2026-01-02")
        assert loaded.facts.items is not None
        assert loaded.facts.items.names.len() == 3
        assert loaded.facts.items.links.height == 1
        assert loaded.tiers().equals(expected)
        before = load(tmp_path / name, as_of="2026-01-01").tiers()
    assert not before.equals(expected)  # the assessment is of the day after, in UTC


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text(TEXT)
    (tmp_path / "b.nt").write_text(TEXT.replace("#one", "#two"))
    with in_columns():
        loaded = load(tmp_path, as_of="2026-01-02")
        assert loaded.facts.items is not None
        assert loaded.facts.items.links.height == 2
        assert not loaded.violations()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "holds no triples"),
        (b"# nothing\n", "holds no triples"),
        (TEXT.encode() + b"<https://example.org/x#a> .\n", "line 20"),
        (b"\xff\xfe" + TEXT.encode(), "line 1: not UTF-8 text"),
    ],
)
def test_bad_input_gets_one_line(content: bytes, told: str, tmp_path: Path) -> None:
    for name, data in (("a.nt", content), ("a.nt.gz", gzip.compress(content))):
        (tmp_path / name).write_bytes(data)
        with in_columns(), pytest.raises(InputError, match=told):
            load(tmp_path / name)


def test_what_is_asked_of_one_item_finds_it(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text(TEXT)
    with in_columns():
        loaded = load(tmp_path / "a.nt", as_of="2026-01-02")
        rows = loaded.decide()
        assert set(rows["item"]) == {
            f"https://example.org/x#{name}" for name in ("one", "two", "three")
        }
        assert loaded.unadvised == 3
        why = loaded.explain("https://example.org/x#one", "kg:Public")
        assert why.outcome
        assert loaded.unadvised == 0
        assert loaded.decide().equals(rows)
