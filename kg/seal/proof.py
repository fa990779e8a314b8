"""W3C Data Integrity proofs on manifests, by the cryptosuite eddsa-rdfc-2022.

https://www.w3.org/TR/vc-di-eddsa/ says how: the signature is on two SHA-256 digests, of the canonical RDF
of the proof's own properties and of that of the document. What it does not ask for is asked for here: the
``@context`` is exactly that of manifests, and all that the JSON says is in the RDF (`kg.seal.cover`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyoxigraph import Quad

from kg.bundle import CONTEXT
from kg.errors import RefusedError
from kg.seal import multibase
from kg.seal.canonical import Contexts, canonical, quads_of
from kg.seal.cover import Counts
from kg.seal.did import did_key, is_method, method_of, resolve

SUITE: Final = "eddsa-rdfc-2022"
PURPOSE: Final = "assertionMethod"
_TYPE: Final = "DataIntegrityProof"
_OPTIONS: Final = ("type", "cryptosuite", "created", "verificationMethod", "proofPurpose")
_CREATED: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def sign(
    document: Mapping[str, Any],
    key: Ed25519PrivateKey,
    *,
    created: str,
    method: str | None = None,
) -> dict[str, Any]:
    """A manifest with a proof; the same arguments give the same.

    Args:
        document: a manifest as `kg.bundle.as_document` writes it, without a proof.
        key: the sender's.
        created: the time that the proof states, as in 2026-11-01T00:00:00Z.
        method: what names the key (`kg.seal.did.method_of`); by default the ``did:key`` of the key.

    Raises:
        RefusedError: the document has a proof, another context, or something that a signature would
            not cover; or the time is none.
    """
    if "proof" in document:
        raise RefusedError("the document has a proof already")
    options = {
        "type": _TYPE,
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method or method_of(did_key(key), key),
        "proofPurpose": PURPOSE,
    }
    _demand_options(options)
    data = _covered(document, options)
    return {**document, "proof": {**options, "proofValue": multibase.encode(key.sign(data))}}


def check(document: Mapping[str, Any], *, did_documents: Path | None = None) -> str:
    """The DID of who signed a manifest.

    Args:
        document: the manifest with its proof.
        did_documents: a folder of the documents of ``did:web``.

    Raises:
        RefusedError: the proof is missing or malformed, of another cryptosuite or purpose, or does
            not verify; its key is not known; or the document says what a signature does not cover.
        InputError: the folder or a document in it cannot be read.
    """
    proof = document.get("proof")
    if proof is None:
        raise RefusedError("the manifest has no proof", "ask the sender for a signed one")
    if not isinstance(proof, dict):
        raise RefusedError("the manifest has not one proof, but something else")
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    _demand_options(options)
    try:
        signature = multibase.decode(proof.get("proofValue"), 64)
    except ValueError:
        raise RefusedError("the proofValue is not an Ed25519 signature in base58btc") from None
    did, key = resolve(options["verificationMethod"], did_documents)
    signed = {key: value for key, value in document.items() if key != "proof"}
    try:
        key.verify(signature, _covered(signed, options))
    except InvalidSignature:
        raise RefusedError(
            f"the manifest is not what {did} signed", "ask the sender for the bundle again"
        ) from None
    return did


def signed_data(options: set[Quad], document: set[Quad]) -> bytes:
    """What the signature is on: the digest of the proof's options, then that of the document."""
    return b"".join(hashlib.sha256(canonical(quads)).digest() for quads in (options, document))


@cache
def known_contexts() -> Contexts:
    """The remote contexts that a manifest may name, by their IRI."""
    text = files(__package__).joinpath("contexts", "data-integrity-v2.jsonld").read_text("utf-8")
    return {CONTEXT[0]: json.loads(text)}


def _demand_options(options: Mapping[str, Any]) -> None:
    """Refuses a proof that has other properties than ours, or other values than it may have."""
    if sorted(options) != sorted(_OPTIONS):
        odd = sorted(set(options) ^ set(_OPTIONS))
        raise RefusedError(f"the proof lacks, or has beyond what it may: {', '.join(odd)}")
    for key, wanted in (("type", _TYPE), ("cryptosuite", SUITE), ("proofPurpose", PURPOSE)):
        if options[key] != wanted:
            raise RefusedError(f"the proof has the {key} {options[key]!r}, not {wanted}")
    method = options["verificationMethod"]
    if not is_method(method):
        raise RefusedError(f"{method!r} is no verification method of a did:key or did:web")
    created = options["created"]
    if not isinstance(created, str) or not _is_time(created):
        raise RefusedError(f"the proof's created is {created!r}, not as in 2026-11-01T00:00:00Z")


def _covered(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """What to sign of a document without a proof, where that covers all of it."""
    if document.get("@context") != CONTEXT:
        raise RefusedError("the @context is not that of a manifest; no other is read or fetched")
    counts = Counts({key: value for key, value in document.items() if key != "@context"})
    contexts = known_contexts()
    quads = quads_of(document, contexts)
    counts.demand(quads)
    return signed_data(quads_of({"@context": CONTEXT, **options}, contexts), quads)


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return _CREATED.fullmatch(text) is not None
