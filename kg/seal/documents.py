"""DID documents in files, and the keys that they let assert something."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kg.errors import InputError, RefusedError
from kg.seal import multibase


def assertion_key(method: str, folder: Path) -> Ed25519PublicKey:
    """The public key of a verification method that its DID's document lists as ``assertionMethod``.

    Raises:
        RefusedError: no document is that DID's, or it does not list the method, or the method is
            revoked, has an end, or holds no Ed25519 key.
        InputError: the folder or a document in it cannot be read, or two are of one DID.
    """
    did = method.partition("#")[0]
    document = _document(did, folder)
    listed = [_name(entry, did) for entry in _entries(document, "assertionMethod")]
    if method not in listed:
        raise RefusedError(f"{method}: {did} does not list it as an assertionMethod")
    described = [
        entry
        for part in ("verificationMethod", "assertionMethod")
        for entry in _entries(document, part)
        if isinstance(entry, dict) and _name(entry, did) == method
    ]
    if len(described) != 1:
        raise RefusedError(f"{method}: {did} describes it {len(described)} times, not once")
    (entry,) = described
    if entry.get("controller") != did:
        raise RefusedError(f"{method}: its controller is not {did}")
    for end in ("revoked", "expires"):  # whether before or after the signature, nobody can tell
        if end in entry:
            raise RefusedError(f"{method}: its key is marked {end}", "ask for one in force")
    try:
        return _key(entry)
    except ValueError as error:
        raise RefusedError(f"{method}: {error}") from None


def _document(did: str, folder: Path) -> Mapping[str, Any]:
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder", "give a folder of did.json documents")
    found = [
        (path, document)
        for path in sorted(folder.rglob("*.json"))
        if (document := _read(path)).get("id") == did
    ]
    if not found:
        raise RefusedError(f"{did}: no document in {folder} is its own", "add its did.json")
    if len(found) > 1:
        places = " and ".join(str(path) for path, _ in found[:2])
        raise InputError(f"{places}: both are of {did}", "keep the one in force")
    return found[0][1]


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "mend it") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path}: not JSON", "replace or remove it") from None
    if not isinstance(document, dict):
        raise InputError(f"{path}: not a DID document", "replace or remove it")
    return document


def _entries(document: Mapping[str, Any], part: str) -> list[Any]:
    entries = document.get(part, [])
    return entries if isinstance(entries, list) else [entries]


def _name(entry: object, did: str) -> str | None:
    """The full name of a method, or of a reference to one; it may be written as "#..."."""
    name = entry.get("id") if isinstance(entry, dict) else entry
    if not isinstance(name, str):
        return None
    return did + name if name.startswith("#") else name


def _key(entry: Mapping[str, Any]) -> Ed25519PublicKey:
    """The key of a method, by its type; ValueError says what is wrong."""
    kind = entry.get("type")
    if kind in ("Multikey", "Ed25519VerificationKey2020"):
        try:
            return multibase.decode_key(entry.get("publicKeyMultibase"))
        except ValueError:
            raise ValueError("its publicKeyMultibase is no Ed25519 key") from None
    if kind in ("JsonWebKey", "JsonWebKey2020"):
        jwk = entry.get("publicKeyJwk")
        if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519"):
            raise ValueError("its publicKeyJwk is no Ed25519 key")
        try:
            data = base64.b64decode(str(jwk.get("x")) + "=", altchars=b"-_", validate=True)
            return Ed25519PublicKey.from_public_bytes(data)
        except (ValueError, binascii.Error):
            raise ValueError("its publicKeyJwk is no Ed25519 key") from None
    raise ValueError(f"the type {kind!r} of its key is not known")
