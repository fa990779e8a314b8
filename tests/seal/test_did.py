"""DIDs: keys as text and back, and documents of did:web in files."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from kg.bundle import as_document
from kg.errors import InputError, RefusedError
from kg.seal import did, keys
from kg.seal.proof import check, sign
from tests.seal.manifests import CREATED, KEY, OTHER, manifest
from tests.support import kg

WEB = "did:web:example.org"
METHOD = did.method_of(WEB, KEY)
MULTIBASE = METHOD.partition("#")[2]
JWK = base64.urlsafe_b64encode(KEY.public_key().public_bytes_raw()).decode().rstrip("=")
SIGNED = sign(as_document(manifest()), KEY, created=CREATED, method=METHOD)


def document(**changes: Any) -> dict[str, Any]:
    """The document of a did:web, with its one method changed; None takes a property away."""
    whole = did.web_document(WEB, KEY)
    method = {**whole["verificationMethod"][0], **changes}
    kept = {key: value for key, value in method.items() if value is not None}
    return {**whole, "verificationMethod": [kept]}


def told(folder: Path, *documents: object) -> Path:
    for number, each in enumerate(documents):
        (folder / f"{number}").mkdir()
        (folder / f"{number}" / "did.json").write_text(json.dumps(each))
    return folder


def test_a_did_key_is_the_published_one() -> None:
    """The first example of https://w3c-ccg.github.io/did-key-spec/ for Ed25519, both ways."""
    name = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    _, key = did.resolve(f"{name}#{name.removeprefix('did:key:')}", None)
    assert did.did_key(key) == name


@pytest.mark.parametrize(
    ("domain", "name", "address"),
    [
        ("example.org", "did:web:example.org", "https://example.org/.well-known/did.json"),
        ("Example.org/a/b", "did:web:example.org:a:b", "https://example.org/a/b/did.json"),
        (
            "example.org:8443",
            "did:web:example.org%3A8443",
            "https://example.org:8443/.well-known/did.json",
        ),
    ],
)
def test_a_did_web_and_where_its_document_is(domain: str, name: str, address: str) -> None:
    assert did.did_web(domain) == name
    assert did.web_address(name) == address


@pytest.mark.parametrize(
    "domain",
    ["", "example", "https://example.org", "a b.org", "example.org/", "example.org#a", "-.org"],
)
def test_what_is_no_domain(domain: str) -> None:
    with pytest.raises(InputError, match="not a domain: write it as in"):
        did.did_web(domain)


def test_a_document_in_a_folder_gives_the_key(tmp_path: Path) -> None:
    other = did.web_document("did:web:example.com", OTHER)
    assert check(SIGNED, did_documents=told(tmp_path, other, document())) == WEB


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "Ed25519VerificationKey2020"},
        {
            "type": "JsonWebKey",
            "publicKeyMultibase": None,
            "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": JWK},
        },
        {"id": f"#{MULTIBASE}"},
    ],
)
def test_methods_of_every_kind_and_by_a_relative_name(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    whole = document(**changes)
    assert check(SIGNED, did_documents=told(tmp_path, whole)) == WEB
    within = {**whole, "verificationMethod": [], "assertionMethod": whole["verificationMethod"]}
    (tmp_path / "0" / "did.json").write_text(json.dumps(within))
    assert check(SIGNED, did_documents=tmp_path) == WEB


@pytest.mark.parametrize(
    ("whole", "says"),
    [
        (document(controller="did:web:example.com"), "its controller is not did:web:example.org"),
        (document(controller=None), "its controller is not did:web:example.org"),
        (
            document(revoked="2026-01-01T00:00:00Z"),
            "its key is marked revoked: ask for one in force",
        ),
        (document(expires="2030-01-01T00:00:00Z"), "its key is marked expires"),
        (
            document(type="RsaVerificationKey2018"),
            "'RsaVerificationKey2018' of its key is not known",
        ),
        (document(publicKeyMultibase=None), "publicKeyMultibase is no Ed25519 key"),
        (document(publicKeyMultibase=MULTIBASE[:-1]), "publicKeyMultibase is no Ed25519 key"),
        (document(type="JsonWebKey"), "publicKeyJwk is no Ed25519 key"),
        (
            document(type="JsonWebKey", publicKeyJwk={"kty": "OKP", "crv": "X25519", "x": JWK}),
            "publicKeyJwk is no Ed25519 key",
        ),
        (
            document(type="JsonWebKey", publicKeyJwk={"kty": "OKP", "crv": "Ed25519", "x": "AA"}),
            "publicKeyJwk is no Ed25519 key",
        ),
        (document(id=f"{WEB}#other"), "describes it 0 times, not once"),
        ({**document(), "assertionMethod": []}, "does not list it as an assertionMethod"),
        ({**document(), "assertionMethod": [1, {}]}, "does not list it as an assertionMethod"),
        (
            {**document(), "assertionMethod": [], "authentication": [METHOD]},
            "does not list it as an assertionMethod",
        ),
        (
            {**document(), "verificationMethod": document()["verificationMethod"] * 2},
            "describes it 2 times, not once",
        ),
        (
            {**document(), "id": "did:web:example.com"},
            "no document in .* is its own: add its did.json",
        ),
        (
            document(publicKeyMultibase=did.did_key(OTHER)[8:]),
            "is not what did:web:example.org signed",
        ),
    ],
)
def test_a_document_that_does_not_let_the_key_assert(
    whole: dict[str, Any], says: str, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match=says):
        check(SIGNED, did_documents=told(tmp_path, whole))


def test_two_documents_of_one_did_and_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"both are of did:web:example[.]org: keep"):
        check(SIGNED, did_documents=told(tmp_path, document(), document()))
    for text, says in (("{", "not JSON"), ("[]", "not a DID document")):
        (tmp_path / "1" / "did.json").write_text(text)
        with pytest.raises(InputError, match=rf"did\.json: {says}: replace or remove it"):
            check(SIGNED, did_documents=tmp_path)
    with pytest.raises(InputError, match="not a folder: give a folder of"):
        check(SIGNED, did_documents=tmp_path / "none")


def test_the_command_writes_the_document(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    made = kg("keys", "new", "-o", path, "--did-web", "example.org")
    key = keys.read_key(path)
    assert made.stdout.splitlines() == [did.did_key(key), WEB]
    place = tmp_path / "did.json"
    assert f"publish {place} at https://example.org/.well-known/did.json" in made.stderr
    assert json.loads(place.read_text()) == did.web_document(WEB, key)
    made_with_it = sign(
        as_document(manifest()), key, created=CREATED, method=did.method_of(WEB, key)
    )
    assert check(made_with_it, did_documents=tmp_path) == WEB
    refused = kg("keys", "new", "-o", tmp_path / "two.pem", "--did-web", "not a domain")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert not (tmp_path / "two.pem").exists()
