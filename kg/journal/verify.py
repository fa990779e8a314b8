"""What can be held against a log from outside it: a head noted earlier, bundles, signatures.

The chain alone does not show that the last records are gone, or that all of it was written anew.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kg.bundle import MANIFEST, as_manifest, digest, read_document
from kg.errors import InputError, RefusedError
from kg.journal.log import Log
from kg.journal.place import RECORDS
from kg.journal.record import Record, signed_bytes


def check_head(log: Log, head: str) -> None:
    """That a head noted earlier is still in the log, and so all up to it.

    Raises:
        RefusedError: it is not.
    """
    if head not in {record.hash for record in log.records}:
        raise RefusedError(
            f"{log.folder / RECORDS}: no record has the hash {head}",
            "records were removed or written anew since it was noted",
        )


def check_bundle(log: Log, folder: Path) -> None:
    """That the log has a bundle, after the one that the bundle says was before it.

    Raises:
        InputError: there is no bundle in the folder.
        RefusedError: the log lacks it, or the one before it.
    """
    document = read_document(folder)
    manifest = as_manifest(document, folder / MANIFEST)
    try:
        named = digest((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror})") from None
    before = None
    for record in log.records:
        if record.manifest == named:
            break
        if record.recipient == manifest.recipient:
            before = record.manifest
    else:
        raise RefusedError(
            f"{folder}: {log.folder / RECORDS} has no record of this bundle",
            "it was not released with this log, or its record was removed",
        )
    if manifest.previous != before:
        raise RefusedError(
            f"{log.folder / RECORDS}, line {record.number}: the bundle before this one,"
            f" {manifest.previous}, is not the one recorded before it",
            "its record was removed or replaced",
        )


def check_signatures(log: Log, signers: Collection[str], did_documents: Path | None) -> int:
    """That each signature in a log is by the key that its record names.

    Args:
        log: the log.
        signers: where given, each record must be signed, and by one of these DIDs.
        did_documents: a folder with the documents of ``did:web`` names.

    Returns:
        How many records are signed.

    Raises:
        RefusedError: a signature is not by that key, is missing, or the key is not known.
        MissingExtraError: there are signatures, and the extra that reads them is not installed.
    """
    signed = 0
    for record in log.records:
        where = f"{log.folder / RECORDS}, line {record.number}"
        by = record.signer.partition("#")[0] if record.signer else "nobody"
        if signers and by not in signers:
            raise RefusedError(
                f"{where}: signed by {by}, not by a --signer that was given",
                "name each who may sign; else it was replaced",
            )
        if record.signer is not None or record.signature is not None:
            if not _is_signed(record, did_documents):
                raise RefusedError(f"{where}: its signature is not by {by}", "it was replaced")
            signed += 1
    return signed


def _is_signed(record: Record, did_documents: Path | None) -> bool:
    """Whether the signature of a record is by the key that it names."""
    from cryptography.exceptions import InvalidSignature

    from kg.seal.did import resolve

    if record.signer is None or record.signature is None:
        return False
    _, key = resolve(record.signer, did_documents)
    try:
        key.verify(bytes.fromhex(record.signature), signed_bytes(record))
    except (InvalidSignature, ValueError):
        return False
    return True
