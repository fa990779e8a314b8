"""Manifests to sign, and a key that is always the same."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kg.bundle import FileEntry, GraphEntry, Manifest, as_document, bundle_name, handling_name
from kg.seal.proof import sign

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
CREATED = "2026-11-01T00:00:00Z"
SENDER = "https://w3id.org/aisi-kg/institute#UK-AISI"
RECIPIENT = "https://w3id.org/aisi-kg/institute#US-CAISI"
DIGEST = "sha256:" + "0a" * 32


def manifest(items: int = 2, *, sequence: int = 2) -> Manifest:
    """The manifest of a bundle with some items; the first bundle has no previous, and revokes nothing."""
    names = [f"https://example.org/x#item-{number}" for number in range(items)]
    graphs = sorted((*((n, n) for n in names), *((handling_name(n, RECIPIENT), n) for n in names)))
    return Manifest(
        id=bundle_name([SENDER], RECIPIENT, sequence),
        sender=(SENDER,),
        recipient=RECIPIENT,
        as_of="2026-11-01",
        sequence=sequence,
        previous=DIGEST if sequence > 1 else None,
        policy_id="https://w3id.org/aisi-kg/policy#default",
        policy_version="0.1.0",
        ontology_version="https://w3id.org/aisi-kg/ns/0.1.0",
        graphs=tuple(GraphEntry(name, of, DIGEST, 3) for name, of in graphs),
        revoked=("https://example.org/x#gone", "https://example.org/x#past") * (sequence > 1),
        files=tuple(FileEntry(f"{name}.ttl", DIGEST, 100) for name in ("catalog", "ontology")),
    )


def signed(items: int = 2, *, sequence: int = 2, **options: str) -> dict[str, Any]:
    """The signed document of such a manifest."""
    return sign(as_document(manifest(items, sequence=sequence)), KEY, created=CREATED, **options)
