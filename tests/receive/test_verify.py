"""``kg verify``: whatever is wrong with a bundle is told, on a line of its own, and refuses it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.bundle import MANIFEST, as_bytes, handling_name, read_graphs
from kg.receive import apply_changes
from kg.seal.proof import sign
from tests.receive.bundles import (
    DID,
    EX,
    JP,
    KEY,
    ONE,
    OTHER_DID,
    TWO,
    US,
    Bundle,
    Item,
    item,
    write,
)
from tests.support import kg

pytestmark = pytest.mark.usefixtures("few")


def checks(*arguments: object) -> dict[str, list[str]]:
    """The problems of each check that failed; the run must refuse exactly where there are some."""
    run = kg("verify", *arguments, "--format", "json")
    assert run.returncode in (0, 1), run.stderr
    found = {
        check["name"]: check["problems"]
        for bundle in json.loads(run.stdout)
        for check in bundle["checks"]
        if check["problems"]
    }
    assert run.returncode == (1 if found else 0)
    return found


def resign(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Changes the manifest and signs it again, as a sender who errs, or lies, would."""
    path = folder / MANIFEST
    document = json.loads(path.read_bytes())
    document.pop("proof")
    change(document)
    path.write_bytes(as_bytes(sign(document, KEY, created="2026-11-01T00:00:00Z")))


def renamed(document: dict[str, object], name: str) -> None:
    """Another name for a bundle, in all places."""
    for file in document["file"]:
        file["id"] = file["id"].replace(document["id"], name)
    document["id"] = name


def moved(document: dict[str, object], path: str) -> None:
    """Another path for the first file, in all places."""
    document["file"][0].update(path=path, id=f"{document['id']}/{path}")


def test_a_sound_bundle_passes(tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE, TWO)))
    run = kg("verify", bundle, "--trust", DID)
    assert run.returncode == 0
    assert run.stdout.splitlines() == [
        f"✓ accepted  {bundle}",
        "  from      inst:UK-AISI",
        "  to        inst:US-CAISI",
        "  as of     2026-11-01",
        "  number    1",
        "  items     2",
        f"  signer    {DID}",
        "  ✓ manifest  well formed, and at one with itself",
        "  ✓ files     6 listed and there, no other, no link; sizes and digests agree",
        f"  ✓ signature by {DID}, whom you trust",
        "  ✓ graphs    4 graphs, each of the digest and number listed; no blank node; every file parses",
        "  ✓ handling  each item says how to handle it, in words that are known here",
        "  ✓ shapes    the items conform to the shapes with the ontology shipped here",
        "  ✓ order     number 1 for inst:US-CAISI, the first; its changes lead here",
    ]


@pytest.mark.parametrize("form", ["nq", "jsonld", "ttl", "rdf"])
def test_every_format_passes_and_one_graph_says_what_was_not_compared(
    form: str, tmp_path: Path
) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE, TWO), form=form))
    run = kg("verify", bundle)
    assert run.returncode == 0, run.stdout
    assert ("the data is one graph" in run.stdout) == (form in ("ttl", "rdf"))
    assert "this DID was not compared with one that you trust" in run.stdout


@pytest.mark.parametrize(
    "path",
    ["data.trig", "ontology.ttl", "changes.trig", "catalog.ttl", "stream.ttl", "context.jsonld"],
)
def test_a_byte_more_in_any_file_is_found(path: str, tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    data = (bundle / path).read_bytes()
    (bundle / path).write_bytes(data + b"\n")
    (told,) = checks(bundle)["files"]
    assert told == f"{path}: has {len(data) + 1} bytes, not the {len(data)} listed"
    (bundle / path).write_bytes(data[:-1] + b" ")
    assert checks(bundle) == {
        "files": [f"{path}: is not the file that the manifest lists: its digest differs"]
    }
    (bundle / path).unlink()
    assert checks(bundle) == {"files": [f"{path}: is missing"]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sequence", 2),
        ("asOf", "2026-11-02"),
        ("recipient", JP),
        ("sender", [JP]),
        ("revoked", [EX + "old"]),
        ("ontologyVersion", "https://example.org/other"),
        ("policy", {"id": "https://example.org/policy", "version": "9"}),
    ],
)
def test_an_edit_of_the_manifest_breaks_the_signature(
    key: str, value: object, tmp_path: Path
) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    document = json.loads((bundle / MANIFEST).read_bytes())
    (bundle / MANIFEST).write_bytes(as_bytes(document | {key: value}))
    assert checks(bundle)["signature"] == [
        f"the manifest is not what {DID} signed: ask the sender for the bundle again"
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: renamed(d, "https://w3id.org/aisi-kg/bundle#x"), "its id is not that of"),
        (lambda d: d.update(id="https://w3id.org/aisi-kg/bundle#x"), "it says more than"),
        (lambda d: d.update(asOf="2026-02-30"), "asOf"),
        (lambda d: d.update(asOf="20261101"), "asOf"),
        (lambda d: d["graph"].reverse(), "its graphs are not sorted"),
        (lambda d: d["graph"].pop(), "does not have its two graphs"),
        (lambda d: d["graph"][0].update(of=EX + "other"), "does not have its two graphs"),
        (lambda d: d["graph"][0].update(digest="sha256:0"), "sha256:0: not a digest"),
        (lambda d: moved(d, "../x.ttl"), "../x.ttl: not a path within the bundle"),
        (lambda d: moved(d, "/etc/x.ttl"), "/etc/x.ttl: not a path within the bundle"),
        (lambda d: d["file"].pop(1), "it does not list changes.trig"),
        (lambda d: d.update(previous="sha256:" + "0" * 64), "the first bundle names no previous"),
        (lambda d: d.update(sequence=0), "its sequence is not 1 or more"),
        (lambda d: d.update(more="x"), "it says more than"),
        (lambda d: d.pop("revoked"), "it has no 'revoked'"),
        (lambda d: d.update(sequence="1"), "'1' is no number"),
    ],
)
def test_a_manifest_that_contradicts_itself_is_refused_though_it_is_signed(
    change: Callable[[dict[str, object]], object], told: str, tmp_path: Path
) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE, TWO)))
    resign(bundle, change)
    found = checks(bundle)
    assert any(told in problem for problem in [*found["manifest"], *found.get("files", [])]), found


def test_an_item_that_is_both_there_and_revoked(tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,), key=None, revise={"revoked": (EX + "one",)}))
    assert f"{EX}one: both revoked and there" in checks(bundle, "--unsigned")["manifest"]


@pytest.mark.parametrize("text", [b"{", b"[]", b"\xff", b"[" * 100_000, b'{"a":1}', b"9" * 10_000])
def test_a_manifest_that_is_none(text: bytes, tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    (bundle / MANIFEST).write_bytes(text)
    assert list(checks(bundle)) == ["manifest"]


def test_a_key_that_stands_twice(tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    data = (bundle / MANIFEST).read_bytes()
    twice = data.replace(b' "sequence": 1,', b' "sequence": 9,\n "sequence": 1,')
    assert twice != data
    (bundle / MANIFEST).write_bytes(twice)
    assert "a key stands twice" in checks(bundle)["manifest"][0]


def test_nothing_but_the_listed_files(tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    (bundle / "more.txt").write_text("x")
    (bundle / "folder").mkdir()
    (bundle / ".hidden").write_text("x")
    os.mkfifo(bundle / "pipe")
    (bundle / "link.ttl").symlink_to("/etc/passwd")
    assert checks(bundle)["files"] == [
        ".hidden: not in the manifest",
        "folder: a folder that the manifest has no file in",
        "link.ttl: a link; a bundle has none",
        "more.txt: not in the manifest",
        "pipe: no regular file",
    ]


@pytest.mark.parametrize("path", ["data.trig", MANIFEST])
def test_nothing_is_read_through_a_link(path: str, tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    (bundle / path).rename(tmp_path / "elsewhere")
    (bundle / path).symlink_to(tmp_path / "elsewhere")
    assert "a link; a bundle has none" in str(checks(bundle))


def test_who_signed(tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    assert checks(bundle, "--trust", OTHER_DID) == {
        "signature": [f"signed by {DID}, which --trust does not name"]
    }
    assert checks(bundle, "--trust", OTHER_DID, "--trust", DID) == {}
    bare = write(tmp_path / "bare", Bundle((ONE,), key=None))
    assert "not signed" in checks(bare)["signature"][0]
    assert checks(bare, "--unsigned") == {}
    assert "not signed" in checks(bare, "--unsigned", "--trust", DID)["signature"][0]
    assert "nobody vouches for it" in kg("verify", bare, "--unsigned").stdout
    document = json.loads((bundle / MANIFEST).read_bytes())
    document["proof"] = None
    (bundle / MANIFEST).write_bytes(as_bytes(document))
    assert "signature" in checks(bundle, "--unsigned")


def test_graphs_that_are_not_those_of_the_manifest(tmp_path: Path) -> None:
    extra = write(tmp_path / "extra", Bundle((ONE,), more_data={"ex:three": item("ex:three")}))
    assert checks(extra)["graphs"] == [f"graph {EX}three: not in the manifest"]
    more = write(
        tmp_path / "more",
        Bundle((ONE,), more_data={"ex:one": item("ex:one", 'ex:one dct:format "x" .')}),
    )
    assert checks(more)["graphs"] == [f"graph {EX}one: has 4 triples, not the 3 listed"]
    other = write(
        tmp_path / "other",
        Bundle((ONE,), more_data={"ex:one": item("ex:one", holder="inst:JP-AISI")}),
    )
    assert checks(other)["graphs"] == [f"graph {EX}one: its RDFC-1.0 digest is not the one listed"]
    blank = write(tmp_path / "blank", Bundle((Item(item("ex:one", "ex:one dct:source [] .")),)))
    assert checks(blank)["graphs"] == [f"graph {EX}one: has a blank node; a bundle has none"]
    for form in ("ttl", "rdf"):
        one = write(
            tmp_path / form, Bundle((Item(item("ex:one", "ex:one dct:source [] .")),), form=form)
        )
        assert checks(one)["graphs"] == ["the data has a blank node; a bundle has none"]
        lie = Bundle(
            (ONE,), form=form, more_data={"ex:one": item("ex:one", 'ex:one dct:format "x" .')}
        )
        assert checks(write(tmp_path / f"lie-{form}", lie))["graphs"] == [
            "the data says other things of the items than changes.trig"
        ]


def test_other_files_must_parse_and_have_no_blank_node(tmp_path: Path) -> None:
    files = {
        "catalog.ttl": b"[] a <https://example.org/x> .",
        "context.jsonld": b"{",
        "x.ttl": b"(",
    }
    found = checks(write(tmp_path / "b", Bundle((ONE,), more_files=files)))["graphs"]
    assert found[:2] == [
        "catalog.ttl: has a blank node; a bundle has none",
        "context.jsonld: not JSON",
    ]
    assert found[2].startswith("x.ttl: ")


def test_entities_that_expand_without_measure(tmp_path: Path) -> None:
    entities, before = "", "x" * 10
    for number in range(9):
        entities += f'<!ENTITY a{number} "{before}">'
        before = f"&a{number};" * 10
    text = (
        f"<!DOCTYPE r [{entities}]><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
        f" xmlns:d='http://purl.org/dc/terms/'><rdf:Description rdf:about='{EX}one'>"
        "<d:title>&a8;</d:title></rdf:Description></rdf:RDF>"
    )
    bundle = write(
        tmp_path / "b", Bundle((ONE,), form="rdf", more_files={"data.rdf": text.encode()})
    )
    assert "its entities expand without measure" in checks(bundle)["graphs"][0]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"<", b'<x:a> <x:b> "' + b"y" * 10_000_000])
def test_data_that_is_none(data: bytes, tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((ONE,), more_files={"data.trig": data}))
    run = kg("verify", bundle)
    assert run.returncode == 1
    assert "✗ graphs" in run.stdout
    assert len(run.stdout) < 5000


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("ex:one kg:effectiveMisusePotential kg:High .", "it has two levels on one dimension"),
        ("ex:one prov:wasAttributedTo inst:JP-AISI .", "it has two holders"),
        ("ex:one odrl:hasPolicy ex:p .", "it has two policies"),
        ("@policy odrl:prohibition ex:p .", "its policy has more than permissions"),
        (
            "@onward odrl:duty ex:d . ex:d odrl:action odrl:compensate .",
            "neither consent nor a next policy",
        ),
        (
            "@onward odrl:constraint ex:c . ex:c odrl:leftOperand odrl:count ; odrl:operator odrl:lt .",
            "a constraint that is neither a day nor recipients",
        ),
    ],
)
def test_handling_that_is_not_understood(more: str, told: str, tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((replace(ONE, more=more), TWO)))
    (found,) = checks(bundle)["handling"]
    assert found.startswith(f"{EX}one: ")
    assert told in found


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (replace(ONE, misuse="kg:Public"), "it lacks a level of risk"),
        (replace(ONE, holder="inst:JP-AISI"), "its holder is no sender of the bundle"),
        (Item(item("ex:one", "ex:one kg:holder inst:JP-AISI .")), "it has two holders"),
        (Item(item("ex:one", holder="inst:JP-AISI"), holder="inst:JP-AISI"), "is no sender"),
    ],
)
def test_items_that_are_unclear(wrong: Item, told: str, tmp_path: Path) -> None:
    bundle = write(tmp_path / "b", Bundle((wrong, TWO)))
    assert any(told in problem for problem in checks(bundle)["handling"])


def test_the_shapes(tmp_path: Path) -> None:
    bare = Item("ex:one a cat:EvaluationResult ; kg:holder inst:UK-AISI .")
    (told,) = checks(write(tmp_path / "bare", Bundle((bare,))))["shapes"]
    assert told.startswith(f"{EX}one [dct:title]: Give the item a dct:title")
    unknown = Item(item("ex:one", category="ex:Nothing"))
    found = checks(write(tmp_path / "unknown", Bundle((unknown,))))
    assert any("give it a category" in problem for problem in found["shapes"])


OWN = """
ex:Own a owl:Class , kg:InformationCategory ; rdfs:subClassOf ex:Wide ; rdfs:label "own"@en ;
  skos:definition "An item of our own."@en .
ex:Wide a owl:Class ; rdfs:subClassOf cat:EvaluationResult .
"""


def test_categories_of_the_sender_come_from_its_ontology(tmp_path: Path) -> None:
    own = Item(item("ex:one", category="ex:Own"))
    assert checks(write(tmp_path / "own", Bundle((own,), ontology=OWN))) == {}
    without = checks(write(tmp_path / "without", Bundle((own,))))
    assert any("give it a category" in problem for problem in without["shapes"])


def three(folder: Path) -> list[Path]:
    """Three bundles in order: one item; it and another; the other, changed."""
    one = write(folder / "1", Bundle((ONE,)))
    two = write(folder / "2", Bundle((ONE, TWO), sequence=2, previous=one))
    changed = replace(TWO, said=item("ex:two", 'ex:two dct:format "text" .'))
    return [one, two, write(folder / "3", Bundle((changed,), sequence=3, previous=two))]


def test_bundles_in_order(tmp_path: Path) -> None:
    one, two, last = three(tmp_path)
    assert checks(one, two, last) == {}
    assert checks(last, "--after", two) == {}
    run = kg("verify", last)
    assert run.returncode == 0
    assert "not compared with the bundle before (--after)" in run.stdout
    assert "items     1, and 1 revoked" in run.stdout


def test_bundles_out_of_order(tmp_path: Path) -> None:
    one, two, last = three(tmp_path)
    assert checks(two, one)["order"] == ["it is number 1, and number 2 came already"]
    assert checks(two, two)["order"] == ["it is number 2, and number 2 came already"]
    assert checks(one, last)["order"] == ["it is number 3, and number 2 is missing: ask for it"]
    fork = write(tmp_path / "fork", Bundle((TWO,)))
    assert checks(fork, two)["order"] == [
        "it does not follow the number 1 that came, but another one"
    ]
    to_jp = write(tmp_path / "jp", Bundle((ONE,), recipient=JP))
    assert checks(to_jp, two)["order"] == [f"it is for {US}, the one before was for {JP}"]


def forged(folder: Path, previous: Path, change: Callable[[str], str]) -> Path:
    """The second bundle with other changes, signed by its sender."""
    second = Bundle((ONE, TWO), sequence=2, previous=previous)
    text = (write(folder / "plain", second) / "changes.trig").read_text()
    assert change(text) != text
    return write(
        folder / "forged", replace(second, more_files={"changes.trig": change(text).encode()})
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t.replace("kg:adds", "kg:changes"), "what it adds is not what the bundle adds"),
        (lambda t: t.replace("kg:sequence 2", "kg:sequence 3"), "it says other things"),
        (lambda t: t.replace("prov:wasRevisionOf", "dct:source"), "it says other things"),
        (lambda t: t.replace('"Item ex:two"', '"Item two"'), "its RDFC-1.0 digest is not"),
        (lambda t: t + f"<{EX}x> {{ <{EX}x> a <{EX}y> }}\n", "its graphs are not those"),
        (lambda t: t + f"<{EX}x> a <{EX}y> .\n", "its graphs are not those"),
    ],
)
def test_changes_that_do_not_lead_to_the_data(
    change: Callable[[str], str], told: str, tmp_path: Path
) -> None:
    one = write(tmp_path / "1", Bundle((ONE,)))
    found = checks(one, forged(tmp_path, one, change))["order"]
    assert any(told in problem for problem in found), found


def test_a_revocation_that_is_kept_quiet(tmp_path: Path) -> None:
    one = write(tmp_path / "1", Bundle((ONE, TWO)))
    second = Bundle((ONE,), sequence=2, previous=one)
    quiet = write(tmp_path / "2", replace(second, revise={"revoked": ()}))
    assert any("does not revoke" in each for each in checks(one, quiet)["order"])


def test_applying_the_changes_in_order_gives_the_data(tmp_path: Path) -> None:
    graphs: dict[str, frozenset[object]] = {}
    for bundle in three(tmp_path):
        graphs = apply_changes(graphs, bundle / "changes.trig")
        assert graphs == read_graphs(bundle / "data.trig")
    assert set(graphs) == {EX + "two", handling_name(EX + "two", US)}


def test_applying_the_changes_out_of_order(tmp_path: Path) -> None:
    from kg.errors import RefusedError

    one, two, last = three(tmp_path)
    first = apply_changes({}, one / "changes.trig")
    for graphs, changes in ((first, one), (first, last), ({}, last)):
        with pytest.raises(RefusedError, match=r"there"):
            apply_changes(graphs, changes / "changes.trig")
    assert apply_changes(first, two / "changes.trig") == read_graphs(two / "data.trig")


def test_what_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    for path, told in (
        ("nowhere", "not a folder"),
        ("empty", "has no manifest.json"),
        ("file", "not a folder"),
    ):
        run = kg("verify", tmp_path / path)
        assert (run.returncode, run.stdout) == (2, "")
        assert told in run.stderr
    bundle = write(tmp_path / "b", Bundle((ONE,)))
    shutil.copytree(bundle, tmp_path / "damaged")
    (tmp_path / "damaged" / MANIFEST).write_text("{")
    run = kg("verify", bundle, "--after", tmp_path / "damaged")
    assert run.returncode == 2
    assert "not JSON" in run.stderr


def test_a_sender_whose_institute_only_the_bundle_describes(tmp_path: Path) -> None:
    named = item("ex:one", 'ex:lab a kg:Institute ; rdfs:label "Lab" .', holder="ex:lab")
    bundle = write(tmp_path / "b", Bundle((Item(named, holder="ex:lab"),), senders=(EX + "lab",)))
    assert checks(bundle) == {}
