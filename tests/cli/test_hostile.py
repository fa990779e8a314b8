"""What a hostile or careless world does to a command: nothing is lost, hidden or silently shorter."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

import kg
from tests.support import PREFIXES, named_categories
from tests.support import kg as run

ITEM = 'ex:i a cat:PublicIncidentRecord ; dct:title "t" ; kg:holder inst:UK-AISI .\n'
BAN = 'ex:ban a kg:Restriction ; kg:appliesTo ex:i ; dct:description "x" .\n'
DAY = ("--as-of", "2026-11-01")


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    named_categories(monkeypatch, "PublicIncidentRecord")


def write(folder: Path, text: str, name: str = "a.ttl") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PREFIXES + text)
    return file


def outcomes(*arguments: object) -> list[str]:
    done = run("decide", *arguments, *DAY, "--to", "inst:SG-AISI")
    assert done.returncode == 0, done.stderr
    return [line.split(",")[4].rpartition("#")[2] for line in done.stdout.splitlines()[1:]]


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_an_item_that_is_also_a_class_is_decided_as_before(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3: what is said of an item as a class takes none of its categories away."""
    named_categories(monkeypatch, "StaffingAndSetUpLesson")
    item = (
        'ex:H a kg:Institute ; rdfs:label "H" . ex:i a cat:StaffingAndSetUpLesson ,'
        ' cat:InstitutionalLearning ; dct:title "t" ; kg:holder ex:H .'
    )
    plain = kg.load(write(tmp_path, item), as_of="2026-11-01", engine=engine).tiers()
    for more in ("cat:StaffingAndSetUpLesson", "cat:InstitutionalLearning"):
        file = write(tmp_path, f"{item} ex:i rdfs:subClassOf {more} .", "b.ttl")
        assert kg.load(file, as_of="2026-11-01", engine=engine).tiers().equals(plain)


def test_an_item_without_a_tier_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.lookup.undecided", lambda engine: ["https://example.org/x#i"])
    with pytest.raises(kg.FaultyDataError, match="x#i: the rules give this item no tier"):
        kg.load(write(tmp_path, ITEM)).decide()


def test_folders_hide_nothing(tmp_path: Path) -> None:
    inventory, elsewhere = tmp_path / "inventory", tmp_path / "elsewhere"
    write(inventory, ITEM)
    assert outcomes(inventory) == ["Share"]
    write(elsewhere, BAN)
    (inventory / "linked").symlink_to(elsewhere)
    (elsewhere / "back").symlink_to(inventory)  # a circle
    assert outcomes(inventory) == ["Withhold"]
    (inventory / "linked").unlink()
    write(inventory, BAN, "readme-restrictions.ttl")
    assert outcomes(inventory) == ["Withhold"]


@pytest.mark.parametrize("kind", ["broken link", "pipe"])
def test_a_file_that_cannot_be_one_is_an_error(kind: str, tmp_path: Path) -> None:
    write(tmp_path, ITEM)
    odd = tmp_path / "restrictions.ttl"
    if kind == "pipe":
        os.mkfifo(odd)
    else:
        odd.symlink_to(tmp_path / "nowhere.ttl")
    for given in (tmp_path, odd):
        done = run("decide", given)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "restrictions.ttl" in done.stderr


def test_output_goes_where_a_link_leads_and_into_devices(tmp_path: Path) -> None:
    file = write(tmp_path, ITEM)
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    assert run("decide", file, "-o", link).returncode == 0
    assert link.is_symlink()
    assert target.read_text().startswith("item,")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "kg", "decide", str(file), "-o", str(pipe)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as writer:
        assert pipe.read_text().startswith("item,")
    assert writer.returncode == 0
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    file = write(tmp_path, ITEM)
    for command in (f"{file} > /dev/full", f"{file} -o /dev/full", f"{file} >&-"):
        done = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m kg decide {command}"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        assert "kg: " in done.stderr
    assert Path("/dev/full").is_char_device()


def test_a_misspelt_property_is_named_with_the_nearest(tmp_path: Path) -> None:
    file = write(
        tmp_path, 'ex:i a cat:PublicIncidentRecord ; dct:title "t" ; kg:holdr inst:UK-AISI .'
    )
    done = run("decide", file)
    assert done.returncode == 1
    assert "kg:holdr" in done.stderr
    assert "Did you mean kg:holder?" in done.stderr
    assert "ns#holdr" in run("validate", file).stdout
    nearest = run("decide", write(tmp_path, ITEM), "--to", "inst:SG")
    assert "did you mean inst:SG-AISI?" in nearest.stderr


def test_control_characters_are_spelt_out(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        'ex:i a cat:PublicIncidentRecord ; dct:title "\\u001b[31mRED \\u202Eevil" ;'
        ' kg:holder inst:UK-AISI ; kg:detail "\\u001b[2J" .',
    )
    done = run("decide", file, "--format", "table")
    told = run("explain", "https://example.org/x#i", "kg:Public", file)
    for text in (done.stdout, done.stderr, told.stdout):
        assert "\x1b" not in text
        assert "\u202e" not in text
    for shown in ("\\u001b[31mRED", "\\u202eevil"):
        assert shown in done.stdout


def test_a_parameter_is_given_once(tmp_path: Path) -> None:
    twice = ("-p", "recipient=inst:SG-AISI", "-p", "recipient=kg:Public")
    done = run("query", "may-share", write(tmp_path, ITEM), *twice)
    assert done.returncode == 2
    assert "twice" in done.stderr


def test_an_entity_bomb_does_not_go_off(tmp_path: Path) -> None:
    bomb = ['<!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">']
    bomb += [f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefg", "bcdefgh", strict=True)]
    bomb += [
        ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">',
        '<rdf:Description rdf:about="http://e/x"><e:p>&h;</e:p></rdf:Description></rdf:RDF>',
    ]
    (tmp_path / "bomb.rdf").write_text("".join(bomb))
    done = run("decide", tmp_path)
    assert done.returncode == 2
    assert "expand without measure" in done.stderr


def test_small_oddities_of_files(tmp_path: Path) -> None:
    (tmp_path / "bom.ttl").write_text(PREFIXES + ITEM, encoding="utf-8-sig")
    assert outcomes(tmp_path) == ["Share"]
    (tmp_path / "import.ttl").write_text(
        "<> <http://www.w3.org/2002/07/owl#imports> <http://e/x> ."
    )
    assert "import.ttl: owl:imports <http://e/x>" in run("decide", tmp_path).stderr


@pytest.mark.parametrize("day", ["20261101", "2026-W44-7", "2026-13-01", "yesterday", ""])
def test_a_day_is_written_one_way(day: str, tmp_path: Path) -> None:
    file = write(tmp_path, ITEM)
    assert run("decide", file, "--as-of", day).returncode == 2
    with pytest.raises(kg.InputError, match="is not a date"):
        kg.load(file, as_of=day)


def test_python_arguments(tmp_path: Path) -> None:
    file = write(tmp_path, ITEM)
    noon = datetime(2026, 11, 1, 12)
    assert kg.load(file, as_of=noon).as_of.isoformat() == "2026-11-01"
    late = datetime(2026, 11, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    assert kg.load(file, as_of=late).as_of.isoformat() == "2026-10-31"
    assert kg.load(file).as_of == datetime.now(tz=UTC).date()
    assert kg.load().decide().is_empty()
    with pytest.raises(kg.InputError, match="no such engine"):
        kg.load(file, engine="jena")  # type: ignore[arg-type]
    assert kg.load(file).decide(to="inst:SG-AISI").height == 1


def test_what_reasoners_entail_of_shipped_terms_passes(tmp_path: Path) -> None:
    """P4, also for the closure that RDFS and OWL 2 RL reasoners write of the ontology itself."""
    write(tmp_path, ITEM)
    before = run("decide", tmp_path).stdout
    write(
        tmp_path,
        "kg:holder a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property> . kg:Institute a rdfs:Class ."
        "kg:Aggregate a [ a owl:Class ; owl:oneOf ( kg:Aggregate kg:Full ) ] .",
        "closure.ttl",
    )
    done = run("decide", tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == before
