"""The release log as a folder: opened under a lock, recovered, read and checked, then added to."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kg.bundle import MANIFEST, Manifest, as_manifest
from kg.durable import locked, unstoppable
from kg.errors import InputError
from kg.journal.chain import check_disclosures, read_records
from kg.journal.disclosures import triples
from kg.journal.place import DISCLOSURES, PENDING, RECORDS, pending, place, recover
from kg.journal.record import FIRST, Draft, Record, Signer, as_line, drafted

_READ_ONLY: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass
class Log:
    """An open release log.

    Args:
        folder: where it is.
        records: what it says, first to last.
        writable: whether it was opened to be added to.
    """

    folder: Path
    records: tuple[Record, ...]
    writable: bool

    @property
    def head(self) -> str:
        """The hash of the last record; 64 zeros where there is none."""
        return self.records[-1].hash if self.records else FIRST

    @property
    def disclosures_file(self) -> Path | None:
        """What was disclosed, as N-Triples for ``kg.load``; None where there is nothing yet."""
        if any(record.items and record.reached for record in self.records):
            return self.folder / DISCLOSURES
        return None

    def last(self, recipient: str) -> Record | None:
        """The last release to a recipient."""
        found = [record for record in self.records if record.recipient == recipient]
        return found[-1] if found else None

    def commit(
        self, files: Mapping[str, bytes], output: Path, draft: Draft, signer: Signer | None = None
    ) -> Record:
        """Writes a bundle and its record, both or neither.

        Args:
            files: the files of the bundle, its manifest among them, by path below the folder.
            output: the bundle's folder; not there yet, or empty.
            draft: what the sender says of the release beside the manifest.
            signer: signs the record.

        Returns:
            The record. The log has it from now on.

        Raises:
            InputError: a folder is not empty or cannot be written, or the bundle is not the next one for
                its recipient. Nothing was written, unless the line says so.
        """
        assert self.writable
        data = files[MANIFEST]
        manifest = as_manifest(json.loads(data), output / MANIFEST)
        _check_next(manifest, self.last(manifest.recipient), self.folder)
        before = self.records[-1] if self.records else None
        try:
            record = drafted(draft, manifest, data, _now(), before, signer)
        except ValueError as error:
            raise InputError(f"{output}: cannot be recorded ({error})") from None
        records = (*self.records, record)
        log = {
            RECORDS: b"".join(map(as_line, records)),
            DISCLOSURES: b"".join(triples(records)),
        }
        target = output.resolve()
        try:
            if target.is_dir() and any(target.iterdir()):
                raise InputError(f"{output}: the folder is not empty", "choose a new one")
            with unstoppable(output):
                place(self.folder.resolve(), log, target, files)
        except OSError as error:
            raise InputError(
                f"{output}: not released: it or its log {self.folder} cannot be written"
                f" ({error.strerror or error})",
                "nothing was written; mend that or choose other folders",
            ) from None
        self.records = records
        return record


@contextmanager
def open_log(folder: Path, *, write: bool = True, wait: float = 10.0) -> Iterator[Log]:
    """The log in a folder, held while the block runs, so that releases never interleave.

    A release that was stopped is finished or undone first, and the chain is checked.

    Args:
        folder: the log's; made where it is not there, and gone again where no release comes of it.
        write: whether the log may be added to. Without, a folder that holds no log has no records.
        wait: for how many seconds another release may hold the log.

    Raises:
        InputError: the folder cannot be read or written, another release holds it, or it was written by
            a later version.
        RefusedError: the log was changed by something else; it names the first line that is wrong.
    """
    with ExitStack() as stack:
        try:
            if write or any((folder / name).exists() for name in (RECORDS, DISCLOSURES, PENDING)):
                _hold(folder, write, wait, stack)
            log = Log(folder, _read(folder), write)
        except OSError as error:
            raise InputError(
                f"{folder}: cannot be used as a release log ({error.strerror or error})",
                "mend that, or choose another folder",
            ) from None
        yield log


def _hold(folder: Path, write: bool, wait: float, stack: ExitStack) -> None:
    """Locks the log and ends what was stopped; a log that is only read may be on a read-only disk."""
    try:
        stack.enter_context(locked(folder, wait, make=write, busy="another release uses this log"))
        recover(folder)
    except OSError as error:
        if write or error.errno not in _READ_ONLY:
            raise
        if pending(folder):
            raise InputError(
                f"{folder}: a release was stopped, and the folder cannot be written",
                "read it where it can be, so that the release can be finished or undone",
            ) from None


def _read(folder: Path) -> tuple[Record, ...]:
    files = {name: folder / name for name in (RECORDS, DISCLOSURES)}
    data = {name: path.read_bytes() for name, path in files.items() if path.exists()}
    if not data:
        return ()
    records = read_records(data.get(RECORDS, b""), files[RECORDS])
    check_disclosures(data.get(DISCLOSURES, b""), records, files[DISCLOSURES])
    return records


def _check_next(manifest: Manifest, last: Record | None, folder: Path) -> None:
    """That a bundle follows the last one to its recipient.

    Raises:
        InputError: it has another number, or another bundle before it.
    """
    if last and manifest.sequence != last.sequence + 1:
        raise InputError(
            f"bundle {manifest.sequence} for {manifest.recipient}: the last in {folder} is"
            f" {last.sequence}",
            f"release it as {last.sequence + 1}, or with another log",
        )
    if manifest.previous != (last.manifest if last else None):
        raise InputError(
            f"bundle {manifest.sequence} for {manifest.recipient}: it does not follow the last in {folder}",
            "take its previous digest from the log",
        )


def _now() -> str:
    return datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
