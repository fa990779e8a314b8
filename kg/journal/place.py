"""Puts a bundle and what the log says of it in place, both or neither, whenever the machine stops.

Everything is written beside its place and forced to the disk. Then one rename, of the staging folder to
the bundle's, is the commit. The state is in the names alone:

    pending.json and staging folder          not committed: both go, and nothing was released
    pending.json and log.jsonl.next alone    committed: what is ready takes its place
    pending.json alone                       nothing left to do but to remove it
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from kg.durable import PART, sync, write, write_file
from kg.errors import InputError

RECORDS: Final = "log.jsonl"
DISCLOSURES: Final = "disclosures.nt"
PENDING: Final = "pending.json"
_NEXT: Final = ".next"
_STAGING: Final = re.compile(r"\..*\.releasing-[0-9a-f]{8}", re.DOTALL)


def place(
    folder: Path, log: Mapping[str, bytes], output: Path, bundle: Mapping[str, bytes]
) -> None:
    """Writes a bundle to its folder, and the log that has its record.

    Args:
        folder: the log's, locked, with nothing pending.
        log: the whole new `RECORDS` and `DISCLOSURES`.
        output: the bundle's folder: absolute; not there, or empty.
        bundle: its files, by path below it.

    Raises:
        OSError: it could not be done; nothing was done.
        InputError: the bundle is in place, and its record could not be put in place yet.
    """
    staging = output.with_name(f".{output.name}.releasing-{secrets.token_hex(4)}")
    try:
        write(folder, PENDING, json.dumps({"staging": str(staging)}).encode())
        _write_folder(staging, bundle)
        write(folder, DISCLOSURES + _NEXT, log[DISCLOSURES])
        write(folder, RECORDS + _NEXT, log[RECORDS])  # last: it says that all is ready
        staging.rename(output)
    except BaseException:
        with suppress(OSError, InputError):  # what cannot be undone now is undone by the next run
            recover(folder)
        raise
    try:
        recover(folder)
    except OSError as error:
        raise InputError(
            f"{output}: released, but {folder} cannot be written ({error.strerror})",
            f"mend that, and run kg log verify {folder}",
        ) from None


def pending(folder: Path) -> bool:
    """Whether a release was stopped before its end."""
    return (folder / PENDING).exists()


def recover(folder: Path) -> None:
    """Finishes a release that was stopped after its commit, and undoes one that was stopped before.

    A committed bundle that is no longer in its place counts as released: it may have been sent.

    Raises:
        InputError: ``pending.json`` is damaged, or the folder that the bundle was to be in is away.
        OSError: something cannot be moved or removed.
    """
    if pending(folder):
        staging = _staging(folder / PENDING)
        if os.path.lexists(staging):
            (folder / (RECORDS + _NEXT)).unlink(missing_ok=True)
            sync(folder)  # from here on it cannot be taken for committed
            shutil.rmtree(staging)
        elif (folder / (RECORDS + _NEXT)).exists():
            sync(staging.parent)
            for name in (DISCLOSURES, RECORDS):  # the records last, for the reason above
                with suppress(FileNotFoundError):
                    (folder / (name + _NEXT)).rename(folder / name)
            sync(folder)
    for name in (RECORDS + _NEXT, DISCLOSURES + _NEXT, PENDING):
        (folder / (name + PART)).unlink(missing_ok=True)
        (folder / name).unlink(missing_ok=True)
    sync(folder)


def _staging(path: Path) -> Path:
    """The staging folder of a pending release; the name is checked, for the folder will be removed."""
    try:
        staging = Path(json.loads(path.read_bytes())["staging"])
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path}: damaged", "restore the folder from a copy") from None
    if not (staging.is_absolute() and _STAGING.fullmatch(staging.name)):
        raise InputError(f"{path}: names no staging folder of ours", "restore it from a copy")
    if not staging.parent.is_dir():
        raise InputError(
            f"{path}: a release to {staging.parent} was stopped, and that folder is away",
            "bring it back, so that the release can be finished or undone",
        )
    return staging


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folders = {folder}
    folder.mkdir()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.update(each for each in path.parents if each.is_relative_to(folder))
        write_file(path, data)
    for each in sorted(folders, reverse=True):
        sync(each)
    sync(folder.parent)
