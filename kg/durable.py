"""What outlasts the process: files whole on the disk; and what ends with it: a lock."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kg.errors import InputError

LOCK: Final = "lock"
PART: Final = ".part"
placed: Final[list[Path]] = []  # what this run has put in place, for what Ctrl-C says
_PAUSE: Final = 0.05


@contextmanager
def locked(folder: Path, wait: float, *, make: bool, busy: str) -> Iterator[None]:
    """Holds the lock of a folder while the block runs.

    Args:
        folder: where the lock file is, or will be made.
        wait: for how many seconds another process may hold it.
        make: whether to make the folder where there is none. If nothing is in it at the end, it goes again.
        busy: what to say where another process holds it.

    Raises:
        InputError: another process held it all that time.
        OSError: the folder or the lock file cannot be made, or not be locked.
    """
    deadline = time.monotonic() + wait
    made = make and _make(folder)
    while (handle := _try(folder / LOCK)) is None:
        if time.monotonic() >= deadline:
            raise InputError(f"{folder}: {busy}", "try again later")
        time.sleep(_PAUSE)
        made = (make and _make(folder)) or made
    try:
        yield
    finally:
        with suppress(OSError):
            if made and [path.name for path in folder.iterdir()] == [LOCK]:
                (folder / LOCK).unlink()
                folder.rmdir()
        os.close(handle)


def _make(folder: Path) -> bool:
    """Makes a folder, durably; whether it was not there."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    sync(folder.absolute().parent)
    return True


def _try(path: Path) -> int | None:
    """The locked file, or None while another process has it, or has just removed it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), path.stat()):
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


@contextmanager
def unstoppable(what: Path) -> Iterator[None]:
    """Ignores Ctrl-C while the block runs; what it puts in place is put there whole, and remembered.

    Args:
        what: what is put in place; `placed` has it afterwards.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
        placed.append(what)
    finally:
        signal.signal(signal.SIGINT, before)


def write(folder: Path, name: str, data: bytes) -> None:
    """Writes a file whole or not at all, and durably."""
    part = folder / (name + PART)
    write_file(part, data)
    part.rename(folder / name)
    sync(folder)


def write_file(path: Path, data: bytes) -> None:
    """Writes a file and forces it to the disk."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def sync(folder: Path) -> None:
    """Forces the names in a folder to the disk, where the file system has that."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
