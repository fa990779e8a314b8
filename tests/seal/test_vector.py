"""The W3C's test vector for eddsa-rdfc-2022: the same digests, and with its key the same signature."""

from __future__ import annotations

import json
from pathlib import Path

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kg.errors import RefusedError
from kg.seal import multibase
from kg.seal.canonical import quads_of
from kg.seal.proof import check, signed_data
from tests.seal.packages import PACKAGES, demand, installed

VECTOR = json.loads((Path(__file__).parent / "vectors" / "alumni.json").read_text())
PROOF = VECTOR["signed"]["proof"]
# A multicodec of two bytes stands before the 32 of the private key.
KEY = Ed25519PrivateKey.from_private_bytes(base58.b58decode(VECTOR["privateKeyMultibase"][1:])[2:])


def test_its_key_and_its_signature() -> None:
    assert multibase.encode_key(KEY.public_key()) == VECTOR["publicKeyMultibase"]
    data = bytes.fromhex(VECTOR["combinedHash"])
    assert multibase.encode(KEY.sign(data)) == PROOF["proofValue"]
    key = multibase.decode_key(VECTOR["publicKeyMultibase"])
    key.verify(multibase.decode(PROOF["proofValue"], 64), data)


def test_its_digests() -> None:
    demand(installed())
    credentials = PACKAGES / "@digitalbazaar" / "credentials-context" / "contexts" / "v2.jsonld"
    contexts = {
        "https://www.w3.org/ns/credentials/v2": json.loads(credentials.read_text()),
        "https://www.w3.org/ns/credentials/examples/v2": {
            "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
        },
    }
    document = {key: value for key, value in VECTOR["signed"].items() if key != "proof"}
    options = {key: value for key, value in PROOF.items() if key != "proofValue"}
    options["@context"] = document["@context"]
    data = signed_data(quads_of(options, contexts), quads_of(document, contexts))
    assert data.hex() == VECTOR["combinedHash"]


def test_its_contexts_are_not_fetched() -> None:
    with pytest.raises(RefusedError, match=r"credentials/v2: not a context that is known here"):
        quads_of(VECTOR["signed"], {})
    with pytest.raises(RefusedError, match="is no verification method of a did:key or did:web"):
        check(VECTOR["signed"])
