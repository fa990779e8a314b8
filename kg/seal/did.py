"""Who holds a key: ``did:key``, which is the key itself, and ``did:web``, which names a domain.

The document of a ``did:web`` comes from a folder of files, never from the web: who receives a bundle
has it from the institute by a way that both trust. Specifications:
https://w3c-ccg.github.io/did-key-spec/ and https://w3c-ccg.github.io/did-method-web/
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kg.errors import InputError, RefusedError
from kg.seal import documents, multibase

_KEY: Final = "did:key:"
_WEB: Final = "did:web:"
_METHOD: Final = re.compile(r"did:(?:key|web):[A-Za-z0-9._:%-]+#[A-Za-z0-9._~-]+")
_LABEL: Final = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_DOMAIN: Final = re.compile(
    rf"(?P<host>{_LABEL}(?:\.{_LABEL})+)(?::(?P<port>[0-9]{{1,5}}))?(?P<path>(?:/[A-Za-z0-9._-]+)*)"
)


def did_key(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """The ``did:key`` of a key."""
    return _KEY + multibase.encode_key(_public(key))


def did_web(domain: str) -> str:
    """The ``did:web`` of a domain, which may have a port and a path: example.org:8443/safety.

    Raises:
        InputError: it is no domain.
    """
    found = _DOMAIN.fullmatch(domain)
    if found is None:
        raise InputError(
            f"{domain}: not a domain", "write it as in example.org or example.org/dept"
        )
    port = f"%3A{found['port']}" if found["port"] else ""
    return _WEB + found["host"].lower() + port + found["path"].replace("/", ":")


def web_address(did: str) -> str:
    """Where the document of a ``did:web`` is published."""
    host, *path = did.removeprefix(_WEB).split(":")
    return f"https://{host.replace('%3A', ':')}/{'/'.join(path) or '.well-known'}/did.json"


def method_of(did: str, key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """The verification method by which a proof names a key: the holder's DID, and the key."""
    return f"{did}#{multibase.encode_key(_public(key))}"


def web_document(did: str, key: Ed25519PrivateKey | Ed25519PublicKey) -> dict[str, Any]:
    """The document of a ``did:web`` that has one key, for assertions."""
    method = method_of(did, key)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": method,
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": multibase.encode_key(_public(key)),
            }
        ],
        "assertionMethod": [method],
    }


def is_method(text: object) -> bool:
    """Whether a text has the form of a verification method of a ``did:key`` or ``did:web``."""
    return isinstance(text, str) and _METHOD.fullmatch(text) is not None


def resolve(method: str, did_documents: Path | None) -> tuple[str, Ed25519PublicKey]:
    """The DID and the public key of a verification method.

    Args:
        method: as a proof names it.
        did_documents: a folder of the documents of ``did:web``.

    Raises:
        RefusedError: it is no method of ours, no document has it, or its document does not let it
            assert anything.
        InputError: the folder or a document in it cannot be read.
    """
    if not is_method(method):
        raise RefusedError(f"{method!r} is no verification method of a did:key or did:web")
    did, _, fragment = method.partition("#")
    if did.startswith(_KEY):
        text = did.removeprefix(_KEY)
        try:
            key = multibase.decode_key(text)
        except ValueError:
            raise RefusedError(f"{did}: not the did:key of an Ed25519 key") from None
        if fragment != text:
            raise RefusedError(f"{method}: a did:key has no such verification method")
        return did, key
    if did_documents is None:
        raise RefusedError(
            f"{did}: its keys are not known", "give its did.json by --did-documents FOLDER"
        )
    return did, documents.assertion_key(method, did_documents)


def _public(key: Ed25519PrivateKey | Ed25519PublicKey) -> Ed25519PublicKey:
    return key if isinstance(key, Ed25519PublicKey) else key.public_key()
