"""What a store on the disk keeps, for whoever reads it; `kg.store` writes it.

A store is a folder::

    CURRENT                    one JSON object: which generation counts, and what is in it
    generations/N/texts/*.nt   what each file said, as N-Triples
    generations/N/index/       the same in an Oxigraph store, a named graph for each file
    staged/                    a load that runs, or was stopped
    lock                       held by the one process that writes

A generation never changes. The next one is made beside it, and counts from the moment that `CURRENT`
is replaced by one rename. Whoever reads a generation holds a shared lock on its folder, so that it is
not removed under a reader.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.progress import open_told

FORMAT: Final = 1
CURRENT: Final = "CURRENT"
GENERATIONS: Final = "generations"
TEXTS: Final = "texts"
INDEX: Final = "index"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Entry:
    """A file that a store keeps.

    Attributes:
        file: its absolute path, which tells it from others.
        text: the name of its N-Triples below `TEXTS`.
        sha256: of the file as it was loaded.
        bytes: its size then.
        triples: how many different ones it says.
        loaded: when, in UTC.
    """

    file: str
    text: str
    sha256: str
    bytes: int
    triples: int
    loaded: str

    @property
    def graph(self) -> str:
        """The IRI of its named graph."""
        return Path(self.file).as_uri()


@dataclass(frozen=True)
class State:
    """What `CURRENT` says: the generation that counts, and the files in it in the order of their paths."""

    generation: int = 0
    entries: tuple[Entry, ...] = ()

    def as_bytes(self) -> bytes:
        """As `CURRENT` has it."""
        told = {
            "format": FORMAT,
            "generation": self.generation,
            "sources": [asdict(each) for each in self.entries],
        }
        return (json.dumps(told, indent=1) + "\n").encode()


class Hold:
    """A shared lock on a generation, as long as somebody has this object."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def __del__(self) -> None:
        os.close(self._handle)


@dataclass(frozen=True)
class Kept:
    """What a store keeps of a file.

    Attributes:
        path: the file, which may have changed since, or be gone.
        text: what it said, as N-Triples.
        sha256: of the file as it was loaded.
    """

    path: Path
    text: Path
    sha256: str
    _hold: Hold = field(repr=False, compare=False)

    def is_of(self, path: Path) -> bool:
        """Whether a file is still as it was loaded."""
        try:
            return digest(path) == self.sha256
        except OSError:
            return False


def is_store(folder: Path) -> bool:
    """Whether a folder is a store."""
    return (folder / CURRENT).is_file() and (folder / GENERATIONS).is_dir()


def read_state(folder: Path) -> State:
    """What `CURRENT` says.

    Raises:
        InputError: the folder is no store, cannot be read, or was written by a later version.
    """
    try:
        told = json.loads((folder / CURRENT).read_bytes()) if is_store(folder) else None
        if told is None:
            raise InputError(f"{folder}: no store", f"make one with kg store init {folder}")
        if told["format"] > FORMAT:
            raise InputError(
                f"{folder}: a store of a later version (format {told['format']})",
                "use the aisi-kg that wrote it, or a later one",
            )
        entries = tuple(Entry(**each) for each in told["sources"])
        return State(int(told["generation"]), entries)
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror})", "check it") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{folder / CURRENT}: damaged", "restore the store from a copy") from None


def kept_in(folder: Path) -> list[Kept]:
    """All that a store keeps, in the order of the files' paths; it stays there as long as that is held.

    Raises:
        InputError: the folder is no store, cannot be read, or has nothing in it yet.
    """
    state, hold = held(folder)
    if hold is None or not state.entries:
        raise InputError(
            f"{folder}: the store is empty", f"load files: kg store load {folder} FILE"
        )
    texts = folder / GENERATIONS / str(state.generation) / TEXTS
    return [Kept(shown(each.file), texts / each.text, each.sha256, hold) for each in state.entries]


def held(folder: Path) -> tuple[State, Hold | None]:
    """What `CURRENT` says, and a hold on that generation; None where there is none yet.

    Raises:
        InputError: the folder is no store, or a generation is not there or cannot be read.
    """
    while True:
        state = read_state(folder)
        if not state.generation:
            return state, None
        place = folder / GENERATIONS / str(state.generation)
        try:
            handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            fcntl.flock(handle, fcntl.LOCK_SH)
            if place.exists() and os.path.samestat(os.fstat(handle), place.stat()):
                return state, Hold(handle)
            os.close(handle)
        except OSError as error:
            if read_state(folder) == state:  # else it was replaced meanwhile
                raise InputError(
                    f"{place}: cannot be read ({error.strerror})", "restore the store from a copy"
                ) from None


def shown(file: str) -> Path:
    """The path of a file as it is written in messages: from here where it is below here."""
    path, here = Path(file), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def digest(path: Path) -> str:
    """The SHA-256 of a file.

    Raises:
        OSError: it cannot be read.
    """
    found = hashlib.sha256()
    with open_told(path, lambda _: None) as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
