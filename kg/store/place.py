"""The folder of a store: made, told about, committed to, and rid of what no longer counts."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.durable import LOCK, locked, sync, unstoppable, write
from kg.errors import InputError, KgError
from kg.facts.stored import CURRENT, GENERATIONS, Entry, State, held, read_state
from kg.store.staged import Staged, read_staged

_GONE: Final = ".gone"
_WAIT: Final = 1.0  # kg store status holds the lock for a moment


@dataclass(frozen=True)
class Status:
    """What there is to tell of a store.

    Attributes:
        generation: the number of the one that counts; 0 where nothing was loaded yet.
        entries: the files in it.
        bytes: what the store takes on the disk; what generations share counts once.
        others: older generations that are still there.
        staged: a load that runs, or was stopped; None where there is none.
        writing: whether another process writes.
    """

    generation: int
    entries: tuple[Entry, ...]
    bytes: int
    others: tuple[int, ...]
    staged: Staged | None
    writing: bool


def create(folder: Path) -> None:
    """Makes an empty store.

    Args:
        folder: not there yet, or empty.

    Raises:
        InputError: there is something in it, or it cannot be made.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"{folder}: is there, and not empty", "choose a new folder")
        folder.mkdir(exist_ok=True)
        (folder / GENERATIONS).mkdir()
        write(folder, CURRENT, State().as_bytes())
        sync(folder.absolute().parent)
    except OSError as error:
        raise unwritten(folder, error) from None


def status(folder: Path) -> Status:
    """What there is to tell of a store.

    Raises:
        InputError: the folder is no store, or cannot be read.
    """
    state, hold = held(folder)
    generations = sorted(_generations(folder))
    found = Status(
        state.generation,
        state.entries,
        _size(folder),
        tuple(each for each in generations if each != state.generation),
        read_staged(folder),
        _writes(folder),
    )
    del hold  # up to here nothing was removed
    return found


@contextmanager
def writing(folder: Path) -> Iterator[State]:
    """Holds the lock of a store while the block runs; what counts now.

    Raises:
        InputError: the folder is no store, or another process writes to it, or it cannot be written.
    """
    read_state(folder)
    try:
        with locked(folder, _WAIT, make=False, busy="another kg store writes to this store"):
            yield read_state(folder)
    except KgError:
        raise
    except OSError as error:
        raise unwritten(folder, error) from None


def commit(folder: Path, made: Path, state: State) -> None:
    """Lets a new generation count, whenever the machine stops: it, or the one before.

    Args:
        folder: the store, locked.
        made: the folder of the new generation, complete and closed.
        state: what will count.

    Raises:
        OSError: it could not be done; what counted before counts.
    """
    _sync_all(made)
    with unstoppable(folder):
        _commit(folder, made, state)


def _commit(folder: Path, made: Path, state: State) -> None:
    target = folder / GENERATIONS / str(state.generation)
    if target.exists():  # of a run that was stopped right here
        shutil.rmtree(target)
    made.rename(target)
    sync(folder / GENERATIONS)
    write(folder, CURRENT, state.as_bytes())


def remove_old(folder: Path, state: State) -> list[int]:
    """Removes the generations that do not count and that nobody reads; those that stay."""
    stay = []
    for number in sorted(_generations(folder)):
        if number != state.generation and not _remove(folder / GENERATIONS / str(number)):
            stay.append(number)
    for left in (folder / GENERATIONS).glob(f"*{_GONE}"):  # of a run that was stopped
        shutil.rmtree(left, ignore_errors=True)
    return stay


def unwritten(folder: Path, error: OSError) -> InputError:
    """What is said where a store cannot be written."""
    reason = error.strerror or str(error).rpartition(": ")[2]
    return InputError(
        f"{folder}: cannot be written ({reason})", "what was in the store before is still there"
    )


def _remove(generation: Path) -> bool:
    handle = os.open(generation, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = generation.with_name(generation.name + _GONE)
        generation.rename(gone)  # whoever waits for the lock finds that it is no longer there
        shutil.rmtree(gone)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _generations(folder: Path) -> list[int]:
    return [int(path.name) for path in (folder / GENERATIONS).iterdir() if path.name.isdecimal()]


def _size(folder: Path) -> int:
    files = {}
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a load goes on meanwhile
            about = path.lstat()
            files[about.st_ino] = about.st_blocks * 512
    return sum(files.values())


def _writes(folder: Path) -> bool:
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _sync_all(folder: Path) -> None:
    for here, _, names in os.walk(folder, topdown=False):
        for name in names:
            handle = os.open(Path(here) / name, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        sync(Path(here))
