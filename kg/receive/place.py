"""The folder that receives: its lock, the quarantine, and files that are written whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.receive.files import found

QUARANTINE: Final = ".quarantine"
REASON: Final = "REASON.txt"
_LOCK: Final = ".lock"
_INCOMING: Final = ".incoming-"


@contextmanager
def receiving(folder: Path) -> Iterator[None]:
    """Makes the folder where there is none, and lets nobody else receive in it while the block runs.

    Raises:
        InputError: it cannot be made or written, or somebody else receives in it.
    """
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise _unwritten(folder, error) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(f"{_INCOMING}*"):  # of a run that was stopped
            shutil.rmtree(left, ignore_errors=True)
        yield
    except BlockingIOError:
        raise InputError(f"{folder}: another kg import runs in it", "try again later") from None
    finally:
        os.close(handle)


@contextmanager
def copied(bundle: Path, folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """A copy of a bundle, so that what is checked is what is taken in; and what could not be copied.

    Links are copied as links, and nothing is read through them. The copy is gone at the end, unless it
    was moved.

    Raises:
        InputError: the bundle cannot be read, or the copy cannot be written.
    """
    told: list[str] = []
    copy = Path(tempfile.mkdtemp(dir=folder, prefix=_INCOMING))
    try:
        for path, about in found(bundle):
            if stat.S_ISDIR(about.st_mode):
                (copy / path).mkdir()
            elif stat.S_ISLNK(about.st_mode) or stat.S_ISREG(about.st_mode):
                shutil.copyfile(bundle / path, copy / path, follow_symlinks=False)
            else:
                told.append(f"{path}: no regular file, and not copied")
        yield copy, told
    except shutil.Error as error:
        raise InputError(f"{bundle}: cannot be copied ({error})", "check the folder") from None
    except OSError as error:
        raise InputError(
            f"{error.filename or bundle}: cannot be copied ({error.strerror})", "check the folder"
        ) from None
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def quarantine(copy: Path, folder: Path, name: str, reasons: Sequence[str]) -> Path:
    """Moves the copy of a bundle to the quarantine, with the reasons; the place.

    Raises:
        InputError: it cannot be written.
    """
    place = _new_place(folder, name)
    try:
        copy.rename(place / "bundle")
    except OSError as error:
        raise _unwritten(place, error) from None
    write(place / REASON, "".join(f"{reason}\n" for reason in reasons).encode())
    return place


def keep_left_out(lines: Sequence[bytes], folder: Path, name: str, reason: str) -> Path:
    """Writes statements that were not taken in to the quarantine; the place.

    Raises:
        InputError: it cannot be written.
    """
    place = _new_place(folder, name)
    write(place / "left-out.nt", b"".join(lines))
    write(place / REASON, f"{reason}\n".encode())
    return place


def write(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all, and durably.

    Raises:
        InputError: it cannot be written.
    """
    part = path.with_name(f".{path.name.lstrip('.')}.part")
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _unwritten(path, error) from None


def _new_place(folder: Path, name: str) -> Path:
    root = folder / QUARANTINE
    try:
        root.mkdir(exist_ok=True)
        number, place = 1, root / name
        while os.path.lexists(place):
            number += 1
            place = root / f"{name}-{number}"
        place.mkdir()
    except OSError as error:
        raise _unwritten(root, error) from None
    return place


def _unwritten(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: cannot be written ({error.strerror})", "choose another folder")
