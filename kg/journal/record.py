"""A record of the release log: one line of canonical JSON (RFC 8785) that names the one before it.

The keys are ours and ASCII, the values text, whole numbers, lists and None. Of such data JSON with
sorted keys and no spaces is what RFC 8785 asks for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from kg.bundle import Manifest, digest
from kg.lookup import is_iri

FORMAT: Final = 1
FIRST: Final = "sha256:" + "0" * 64
_NOT_HASHED: Final = {"hash"}
_NOT_SIGNED: Final = {"hash", "signature"}


@dataclass(frozen=True)
class Signer:
    """Who signs records: the verification method that names the key, and what signs by Ed25519."""

    method: str
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Draft:
    """What the sender says of a release beside its manifest.

    Args:
        reached: whoever has the items from now on: the recipient, and those to whom it may pass them on.
            Each gets a disclosure of each item; that to a network counts for its members (R13).
        onward: to whom the recipient may pass the items on.
    """

    reached: tuple[str, ...]
    onward: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """A release: what left, to whom, when, under which policy, and who signed."""

    number: int
    previous: str
    at: str
    bundle: str
    manifest: str
    sender: tuple[str, ...]
    recipient: str
    sequence: int
    as_of: str
    policy_id: str
    policy_version: str
    graphs: Mapping[str, str]
    items: tuple[str, ...]
    onward: tuple[str, ...]
    reached: tuple[str, ...]
    signer: str | None = None
    signature: str | None = None
    hash: str = ""

    @property
    def day(self) -> str:
        """The day from which the items count as disclosed: D, or that of the release if earlier."""
        return min(self.as_of, self.at[:10])


class NewerFormatError(ValueError):
    """A line in a format that this version does not know."""


def drafted(
    draft: Draft,
    manifest: Manifest,
    data: bytes,
    at: str,
    before: Record | None,
    signer: Signer | None,
) -> Record:
    """The record of a release, chained to the one before it, and signed where a key is given.

    Args:
        draft: what the sender says.
        manifest: the bundle's.
        data: the bytes of the manifest.
        at: the second in UTC, as in 2026-11-01T12:00:00Z.
        before: the last record of the log, if there is one.
        signer: who signs, if anybody does.

    Raises:
        ValueError: an item, or somebody who is reached, is named by no IRI.
    """
    record = Record(
        number=before.number + 1 if before else 1,
        previous=before.hash if before else FIRST,
        at=at,
        bundle=manifest.id,
        manifest=digest(data),
        sender=manifest.sender,
        recipient=manifest.recipient,
        sequence=manifest.sequence,
        as_of=manifest.as_of,
        policy_id=manifest.policy_id,
        policy_version=manifest.policy_version,
        graphs={graph.id: graph.digest for graph in manifest.graphs},
        items=manifest.items,
        onward=tuple(sorted(set(draft.onward))),
        reached=tuple(sorted(set(draft.reached))),
        signer=signer.method if signer else None,
    )
    if signer:
        record = replace(record, signature=signer.sign(signed_bytes(record)).hex())
    return read_line(as_line(replace(record, hash=hash_of(record))))


def hash_of(record: Record) -> str:
    """The SHA-256 of all that a record says but its hash."""
    return digest(_canonical(record, _NOT_HASHED))


def signed_bytes(record: Record) -> bytes:
    """What the signature of a record is of: all that it says but its hash and the signature."""
    return _canonical(record, _NOT_SIGNED)


def as_line(record: Record) -> bytes:
    """The line of a record, with its end."""
    return _canonical(record, set()) + b"\n"


def read_line(line: bytes) -> Record:
    """The record that a line, with its end, is.

    Raises:
        NewerFormatError: its format is none that this version knows.
        ValueError: it is not as the log wrote it; the text says how.
    """
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(document, dict):
        raise ValueError("it is not a JSON object")
    form = document.get("format")
    if isinstance(form, int) and form > FORMAT:
        raise NewerFormatError(f"it is in format {form}; this version reads format {FORMAT}")
    try:
        record = _record(document)
        as_written = as_line(record)
    except KeyError as error:
        raise ValueError(f"it has no {error}") from None
    except (TypeError, AttributeError, UnicodeError) as error:
        raise ValueError(str(error)) from None
    if record.hash != hash_of(record):
        raise ValueError("its hash is not that of what it says, so it was edited")
    if as_written != line:
        raise ValueError("it is not written as the log writes, so it was edited")
    return record


def _canonical(record: Record, without: set[str]) -> bytes:
    told = {key: value for key, value in _document(record).items() if key not in without}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _document(record: Record) -> dict[str, Any]:
    graphs = sorted(record.graphs.items())
    return {
        "format": FORMAT,
        "kind": "release",
        "number": record.number,
        "previous": record.previous,
        "at": record.at,
        "bundle": record.bundle,
        "manifest": record.manifest,
        "sender": list(record.sender),
        "recipient": record.recipient,
        "sequence": record.sequence,
        "asOf": record.as_of,
        "policy": {"id": record.policy_id, "version": record.policy_version},
        "graph": [{"id": name, "digest": value} for name, value in graphs],
        "item": list(record.items),
        "onward": list(record.onward),
        "reached": list(record.reached),
        "signer": record.signer,
        "signature": record.signature,
        "hash": record.hash,
    }


def _record(document: Mapping[str, Any]) -> Record:
    if document["format"] != FORMAT or document["kind"] != "release":
        raise TypeError("it is not a release")
    return Record(
        number=_number(document["number"]),
        previous=_text(document["previous"]),
        at=_text(document["at"]),
        bundle=_text(document["bundle"]),
        manifest=_text(document["manifest"]),
        sender=_texts(document["sender"]),
        recipient=_text(document["recipient"]),
        sequence=_number(document["sequence"]),
        as_of=_text(document["asOf"]),
        policy_id=_text(document["policy"]["id"]),
        policy_version=_text(document["policy"]["version"]),
        graphs={_text(each["id"]): _text(each["digest"]) for each in document["graph"]},
        items=_iris(document["item"]),
        onward=_texts(document["onward"]),
        reached=_iris(document["reached"]),
        signer=_text_or_none(document["signer"]),
        signature=_text_or_none(document["signature"]),
        hash=_text(document["hash"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return tuple(_text(each) for each in value)


def _iris(value: object) -> tuple[str, ...]:
    found = _texts(value)
    for each in found:
        if not is_iri(each):
            raise TypeError(f"{each!r} is no IRI")
    return found


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no whole number")
    return value
