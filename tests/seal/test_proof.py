"""A proof holds for what was signed, and for nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.bundle import as_bytes, as_document
from kg.errors import RefusedError
from kg.seal import multibase
from kg.seal.did import did_key, method_of
from kg.seal.proof import check, sign
from tests.seal.manifests import CREATED, KEY, OTHER, manifest, signed

Document = dict[str, Any]
Place = tuple[str | int, ...]


def leaves(value: object, place: Place = ()) -> Iterator[Place]:
    """Where the values are that hold no others; an empty array is one too."""
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    found = False
    for key, entry in inside:
        found = True
        yield from leaves(entry, (*place, key))
    if not found:
        yield place


def at(document: Any, place: Place) -> Any:
    for key in place:
        document = document[key]
    return document


def put(document: Document, place: Place, value: object) -> Document:
    changed = copy.deepcopy(document)
    at(changed, place[:-1])[place[-1]] = value
    return changed


FIRST, LATER = signed(sequence=1), signed(sequence=2)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5
)


def test_what_was_signed_passes_whatever_the_layout() -> None:
    for document in (FIRST, LATER, signed(items=0, sequence=1)):
        assert check(document) == did_key(KEY)
        backwards = json.loads(json.dumps(dict(reversed(document.items())), indent=7))
        assert check(backwards) == did_key(KEY)


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert as_bytes(signed()) == as_bytes(signed())
    assert list(signed())[-1] == "proof"
    assert signed()["proof"]["created"] == CREATED


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_any_change_of_any_leaf_is_refused(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from([FIRST, LATER]))
    place = data.draw(st.sampled_from(list(leaves(document))))
    was = at(document, place)
    near = st.sampled_from(
        [[was], {"id": was}, {"@value": was}, {"@id": was}, {"@list": [was]}, f"{was}", f"{was} "]
    )
    value = data.draw(near | ANYTHING)
    if json.dumps(value) == json.dumps(was):
        return
    with pytest.raises(RefusedError):
        check(put(document, place, value))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_key_added_anywhere_is_refused(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from([FIRST, LATER]))
    objects = sorted(
        {place[:-1] for place in leaves(document) if isinstance(place[-1], str)}, key=str
    )
    place = data.draw(st.sampled_from(objects))
    names = st.sampled_from(
        ["note", "@type", "@graph", "@index", "@note", "sender", "http://e.x/n"]
    )
    name = data.draw(names | st.text())
    if name in at(document, place):
        return
    with pytest.raises(RefusedError):
        check(put(document, (*place, name), data.draw(ANYTHING)))


@pytest.mark.parametrize("document", [FIRST, LATER], ids=["first", "later"])
def test_any_key_or_entry_removed_is_refused(document: Document) -> None:
    places = {place[:depth] for place in leaves(document) for depth in range(1, len(place) + 1)}
    for place in sorted(places, key=str):
        changed = copy.deepcopy(document)
        del at(changed, place[:-1])[place[-1]]
        with pytest.raises(RefusedError):
            check(changed)


def swapped(name: str) -> Callable[[Document], None]:
    return lambda document: document[name].reverse()


def twice(document: Document) -> None:
    document["revoked"].append(document["revoked"][0])


def renamed(document: Document) -> None:
    document["https://w3id.org/aisi-kg/bundle#asOf"] = document.pop("asOf")


def in_full(document: Document) -> None:
    document["type"] = "https://w3id.org/aisi-kg/bundle#Bundle"


def unread(document: Document) -> None:
    """A key that the context makes JSON-LD overlook."""
    document["@context"] = [*document["@context"], {"note": None}]
    document["note"] = "forged"


def merged(document: Document) -> None:
    """Two entries that are one node in RDF, so that their values could be dealt out anew."""
    document["graph"][1]["id"] = document["graph"][0]["id"]


def other_context(document: Document) -> None:
    document["@context"] = ["https://www.w3.org/ns/credentials/v2", *document["@context"]]


def deep(document: Document) -> None:
    inner: Document = {"id": "x:0", "note": 1}
    for number in range(100_000):
        inner = {"id": f"x:{number}", "policy": inner}
    document["note"] = inner


@pytest.mark.parametrize(
    "change",
    [
        *(swapped(name) for name in ("graph", "revoked", "file")),
        *(twice, renamed, in_full, unread, merged, other_context, deep),
    ],
)
def test_what_json_ld_would_overlook_is_refused(change: Callable[[Document], None]) -> None:
    document = signed()
    change(document)
    with pytest.raises(RefusedError):
        check(document)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("cryptosuite", "eddsa-jcs-2022", "cryptosuite 'eddsa-jcs-2022', not eddsa-rdfc-2022"),
        ("type", "Ed25519Signature2020", "type 'Ed25519Signature2020', not DataIntegrityProof"),
        ("proofPurpose", "authentication", "proofPurpose 'authentication', not assertionMethod"),
        ("created", "2026-11-02T00:00:00Z", "is not what did:key:z6Mk"),
        ("created", "2026-11-31T00:00:00Z", "created is '2026-11-31T00:00:00Z', not as in"),
        ("created", "2026-11-01", "created is '2026-11-01', not as in"),
        ("verificationMethod", method_of(did_key(OTHER), OTHER), "is not what did:key:z6Mk"),
        ("verificationMethod", f"{did_key(KEY)}#key-1", "no such verification method"),
        ("verificationMethod", did_key(KEY), "is no verification method"),
        ("verificationMethod", "https://example.org/#key", "is no verification method"),
        ("verificationMethod", "did:web:example.org#key", "give its did.json by --did-documents"),
        ("verificationMethod", "did:key:zUC7#zUC7", "not the did:key of an Ed25519 key"),
        ("proofValue", "z" + LATER["proof"]["proofValue"], "not an Ed25519 signature"),
        ("proofValue", "u" + LATER["proof"]["proofValue"][1:], "not an Ed25519 signature"),
        ("proofValue", LATER["proof"]["proofValue"] + " ", "not an Ed25519 signature"),
        ("proofValue", "z1" + LATER["proof"]["proofValue"][1:], "not an Ed25519 signature"),
        ("proofValue", "z" * 10_000_000, "not an Ed25519 signature"),
        ("proofValue", FIRST["proof"]["proofValue"], "is not what did:key:z6Mk"),
        ("expires", "2027-01-01T00:00:00Z", "has beyond what it may: expires"),
        ("previousProof", "urn:x", "has beyond what it may: previousProof"),
    ],
)
def test_any_other_proof_is_refused(name: str, value: str, says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        check(put(LATER, ("proof", name), value))


@pytest.mark.parametrize("proof", [[LATER["proof"]], [LATER["proof"]] * 2, "z", {}, [], 1])
def test_what_is_not_one_proof_is_refused(proof: object) -> None:
    with pytest.raises(RefusedError):
        check({**LATER, "proof": proof})


def test_no_proof_is_refused() -> None:
    with pytest.raises(RefusedError, match="has no proof: ask the sender for a signed one"):
        check(as_document(manifest()))


def test_a_signature_of_another_key_is_refused() -> None:
    theirs = sign(as_document(manifest()), OTHER, created=CREATED)
    assert check(theirs) == did_key(OTHER)  # who it is must be who was awaited: kg verify compares
    with pytest.raises(RefusedError, match="is not what"):
        check(put(LATER, ("proof", "proofValue"), theirs["proof"]["proofValue"]))


def test_a_proof_on_another_manifest_is_refused() -> None:
    with pytest.raises(RefusedError, match="is not what"):
        check({**FIRST, "proof": LATER["proof"]})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"note": None}, "note: None is no text"),
        ({"note": 1.5}, "note: 1.5 is no text"),
        ({"note": 2**53}, "is no text, truth value or whole number"),
        ({"note": ["a"]}, "a signature does not cover"),
        ({"note": []}, "a signature does not cover"),
        ({"revoked": [["x:a"]]}, "is no text"),
        ({"revoked": ["x:a", "x:a"]}, "is in a list twice"),
        ({"recipient": "US-CAISI"}, "a signature does not cover"),
        ({"recipient": ""}, "a signature does not cover"),
        ({"recipient": "_:someone"}, "a signature does not cover"),
        ({"recipient": {"id": "x:a"}}, "has an id that is text, and something else"),
        ({"policy": {"version": "1"}}, "has an id that is text"),
        ({"id": "x:a b"}, "a signature does not cover"),
        ({"id": "x:<"}, "cannot be written as RDF"),
        ({"note": "\ud800"}, "cannot be written as RDF"),
        ({"@type": "Bundle"}, "'@type' is no plain key"),
        ({"proof": {}}, "has a proof already"),
        ({"@context": "https://w3id.org/security/data-integrity/v2"}, "not that of a manifest"),
    ],
)
def test_what_a_signature_would_not_cover_is_not_signed(change: Document, says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        sign({**as_document(manifest()), **change}, KEY, created=CREATED)


@pytest.mark.parametrize("options", [{"created": "today"}, {"method": "key-1"}, {"method": "_:b"}])
def test_no_proof_that_could_not_be_checked_is_made(options: dict[str, str]) -> None:
    with pytest.raises(RefusedError):
        sign(as_document(manifest()), KEY, **{"created": CREATED, **options})


def test_multibase_has_one_text_for_bytes() -> None:
    data = bytes(range(64))
    assert multibase.decode(multibase.encode(data), 64) == data
    for text in (
        "",
        "z",
        "zO0Il",
        "z" + "1" * 64 + "2",
        None,
        b"z11",
        multibase.encode(data) + "\n",
    ):
        with pytest.raises(ValueError):
            multibase.decode(text, 64)
