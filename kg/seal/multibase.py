"""Bytes in base58btc behind a "z", as DIDs and proofs write them, and Ed25519 keys as such text."""

from __future__ import annotations

from typing import Final

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_ED25519: Final = b"\xed\x01"  # the multicodec of an Ed25519 public key
_LONGEST: Final = 128  # a signature has 88 or 89 characters; what is longer is not worth decoding


def encode(data: bytes) -> str:
    """Bytes as text."""
    return "z" + base58.b58encode(data).decode()


def decode(text: object, length: int) -> bytes:
    """The bytes that a text stands for; only the one text that `encode` gives counts.

    Raises:
        ValueError: it is no such text, or stands for more or fewer than ``length`` bytes.
    """
    if not isinstance(text, str) or not text.startswith("z") or len(text) > _LONGEST:
        raise ValueError("not base58btc")
    data = base58.b58decode(text[1:])
    if len(data) != length or encode(data) != text:  # the library overlooks white space
        raise ValueError("not base58btc of the right length")
    return data


def encode_key(key: Ed25519PublicKey) -> str:
    """A public key as text: z6Mk..."""
    return encode(_ED25519 + key.public_bytes_raw())


def decode_key(text: object) -> Ed25519PublicKey:
    """The public key that a text stands for.

    Raises:
        ValueError: it is no Ed25519 public key.
    """
    data = decode(text, len(_ED25519) + 32)
    if not data.startswith(_ED25519):
        raise ValueError("a key of another kind")
    return Ed25519PublicKey.from_public_bytes(data[len(_ED25519) :])
