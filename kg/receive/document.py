"""The manifest of a bundle by itself: well formed, and at one with what it says."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from kg.bundle import (
    MANIFEST,
    Manifest,
    as_bytes,
    as_manifest,
    bundle_name,
    handling_name,
    read_document,
)
from kg.days import day_of
from kg.errors import InputError
from kg.lookup import is_iri
from kg.receive.files import listing_problems

_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")


def read(folder: Path) -> tuple[dict[str, Any], Manifest | None, list[str]]:
    """The document of a bundle's manifest, the manifest if it is one, and what is wrong with it.

    Raises:
        InputError: there is no folder, or no manifest in it, or it cannot be read.
    """
    path = folder / MANIFEST
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder", "give a folder with a bundle")
    if path.is_symlink():
        return {}, None, [f"{MANIFEST} is a link; a bundle has none"]
    if not path.is_file():
        raise InputError(f"{folder}: has no {MANIFEST}", "give a folder with a bundle")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "check the file") from None
    try:
        document = read_document(folder)
        manifest = as_manifest(document, Path(MANIFEST))
        written = as_bytes(document)
    except InputError as error:
        return {}, None, [error.problem]
    except (UnicodeError, RecursionError):
        return {}, None, [f"{MANIFEST}: holds text that cannot be written"]
    told = problems(manifest)
    if written != data:
        told.append(f"{MANIFEST}: a key stands twice, or it is not written as manifests are")
    return document, manifest, told


def problems(manifest: Manifest) -> list[str]:
    """Where a manifest contradicts itself or docs/bundle.md."""
    told = [f"{iri}: not an IRI" for iri in _iris(manifest) if not is_iri(iri)]
    if not manifest.sender and manifest.graphs:
        told.append("it names no sender")
    if manifest.id != bundle_name(manifest.sender, manifest.recipient, manifest.sequence):
        told.append("its id is not that of its senders, recipient and sequence")
    try:
        if day_of(manifest.as_of).isoformat() != manifest.as_of:
            told.append(f"asOf {manifest.as_of}: not written as 2026-11-01")
    except InputError as error:
        told.append(f"asOf {error.problem}")
    told += _graph_problems(manifest)
    for name, values in (("sender", manifest.sender), ("revoked", manifest.revoked)):
        if list(values) != sorted(set(values)):
            told.append(f"{name} is not sorted, or names one twice")
    told += [f"{item}: both revoked and there" for item in {*manifest.items} & {*manifest.revoked}]
    digests = [graph.digest for graph in manifest.graphs]
    digests += [file.digest for file in manifest.files]
    digests += [manifest.previous] if manifest.previous is not None else []
    told += [f"{digest}: not a digest" for digest in digests if not _DIGEST.fullmatch(digest)]
    if manifest.sequence < 1:
        told.append("its sequence is not 1 or more")
    if (manifest.previous is None) != (manifest.sequence == 1):
        told.append("the first bundle names no previous one, and every other does")
    return told + listing_problems(manifest)


def _graph_problems(manifest: Manifest) -> list[str]:
    told = []
    names = [graph.id for graph in manifest.graphs]
    if names != sorted(set(names)):
        told.append("its graphs are not sorted, or one is listed twice")
    of: dict[str, set[str]] = defaultdict(set)
    for graph in manifest.graphs:
        of[graph.of].add(graph.id)
    for item, graphs in sorted(of.items()):
        if graphs != {item, handling_name(item, manifest.recipient)}:
            told.append(f"{item}: does not have its two graphs and no other")
    return told


def _iris(manifest: Manifest) -> list[str]:
    named = {manifest.id, manifest.recipient, *manifest.sender, *manifest.revoked, *manifest.items}
    return sorted(named | {graph.id for graph in manifest.graphs})
