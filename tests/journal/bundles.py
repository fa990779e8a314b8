"""Small bundles for the log, and ``python -m tests.journal.bundles LOG OUT``, which releases without end."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from kg.bundle import (
    MANIFEST,
    FileEntry,
    GraphEntry,
    Manifest,
    as_bytes,
    as_document,
    bundle_name,
    digest,
    handling_name,
)
from kg.journal import Draft, Log, open_log

RECIPIENT = "https://example.org/x#recipient"
SENDER = "https://example.org/x#sender"
ITEM = "https://example.org/x#item"


def bundle(log: Log, recipient: str = RECIPIENT, size: int = 10) -> dict[str, bytes]:
    """The files of the next bundle for a recipient."""
    last = log.last(recipient)
    number = last.sequence + 1 if last else 1
    files = {"data.trig": b"# data\n" * size, "tables/items.csv": b"item\n"}
    graphs = (
        GraphEntry(ITEM, ITEM, digest(b"1"), 1),
        GraphEntry(handling_name(ITEM, recipient), ITEM, digest(b"2"), 1),
    )
    manifest = Manifest(
        id=bundle_name([SENDER], recipient, number),
        sender=(SENDER,),
        recipient=recipient,
        as_of="2026-11-01",
        sequence=number,
        previous=last.manifest if last else None,
        policy_id="https://example.org/x#policy",
        policy_version="1",
        ontology_version="https://example.org/x#ontology",
        graphs=graphs,
        revoked=(),
        files=tuple(FileEntry(path, digest(data), len(data)) for path, data in files.items()),
    )
    return {**files, MANIFEST: as_bytes(as_document(manifest))}


def release(folder: Path, output: Path, recipient: str = RECIPIENT, size: int = 10) -> None:
    """Commits one bundle."""
    with open_log(folder) as log:
        log.commit(bundle(log, recipient, size), output, Draft(reached=(recipient,)))


def main() -> None:
    """Releases one bundle after another, until killed."""
    folder, output = Path(sys.argv[1]), Path(sys.argv[2])
    for number in count(len(list(output.iterdir())) + 1):
        release(folder, output / str(number))


if __name__ == "__main__":
    main()
