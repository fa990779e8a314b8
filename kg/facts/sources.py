"""Which files an argument stands for, and how each is read."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, cast

from pyoxigraph import RdfFormat, Store, parse

from kg.errors import InputError
from kg.facts.normalise import merge_graphs
from kg.facts.stored import Kept, digest, is_store, kept_in
from kg.facts.syntax import refuse_entity_bomb, syntax_error
from kg.progress import Progress, open_told, silent

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
_README = re.compile(r"README(\.(md|txt|rst|html))?", re.IGNORECASE)
READABLE = " ".join(FORMATS) + ", also with .gz"


@dataclass(frozen=True)
class Source:
    """A file to read and the RDF syntax of it.

    Attributes:
        path: the file, for messages, and as the base of relative IRIs.
        format: what is read: what the file's name promises, or N-Triples out of a store.
        kept: where a store keeps what the file said; None where the file itself is read.
    """

    path: Path
    format: RdfFormat
    kept: Kept | None = None

    @property
    def size(self) -> int:
        """The size in bytes of what is read, as it lies on the disk."""
        return self._read.stat().st_size

    def open(self, tell: Callable[[int], None] = lambda _: None) -> BinaryIO:
        """The file's bytes, unpacked where it is compressed, without a byte order mark.

        Args:
            tell: called with how much of `size` has been read, now and then.
        """
        stream = cast(BinaryIO, open_told(self._read, tell))
        if self._read.suffix.lower() == ".gz":
            stream = cast(BinaryIO, _Unpacked(stream))
        if stream.read(len(BOM_UTF8)) != BOM_UTF8:
            stream.seek(0)
        return stream

    @property
    def plain(self) -> Path | None:
        """The file whose bytes are read as they are; None where they are unpacked, or begin with a mark."""
        with self._read.open("rb") as stream:
            marked = stream.read(len(BOM_UTF8)) == BOM_UTF8
        return None if marked or self._read.suffix.lower() == ".gz" else self._read

    @property
    def _read(self) -> Path:
        return self.kept.text if self.kept else self.path


class _Unpacked(gzip.GzipFile):
    """Closes the packed file too."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__(fileobj=packed)
        self._packed = packed

    def close(self) -> None:
        super().close()
        self._packed.close()


def find_sources(inputs: list[Path]) -> list[Source]:
    """The files that the arguments stand for.

    A folder stands for all the RDF files below it, a store (`kg.facts.stored`) for all that it keeps.

    Raises:
        InputError: a path is missing, a folder has no RDF, a file no reader takes, a file is not what a
            store that is given beside it keeps of it.
    """
    sources: list[Source] = []
    for path in inputs:
        if is_store(path):
            sources.extend(Source(kept.path, RdfFormat.N_TRIPLES, kept) for kept in kept_in(path))
        elif path.is_dir():
            files = sorted(_files(path))
            if not files:
                raise InputError(f"{path}: the folder has no RDF file", f"put in {READABLE}")
            sources.extend(_source(file) for file in files)
        elif path.exists() or path.is_symlink():
            sources.append(_source(path))
        else:
            raise InputError(f"{path}: no such file or folder", "check the path")
    return _once(sources)


def source_of(path: Path) -> Source:
    """A file as it is read where it is named as an input.

    Raises:
        InputError: no reader takes it.
    """
    return _source(path)


def _once(sources: list[Source]) -> list[Source]:
    """Each file once, however often it is named."""
    found: dict[Path, Source] = {}
    for source in sources:
        path = source.path.resolve()
        first = found.setdefault(path, source)
        if (first.kept or source.kept) and _sha256(first) != _sha256(source):
            raise InputError(
                f"{source.path}: a store keeps it as it was at another time",
                "load it into the store, or leave it out",
            )
    return list(found.values())


def _sha256(source: Source) -> str:
    if source.kept:
        return source.kept.sha256
    with reading(source):
        return digest(source.path)


def read(source: Source, store: Store, tell: Callable[[int], None] = lambda _: None) -> None:
    """Adds a file's triples to a store, blank nodes apart from those of other files.

    Args:
        source: the file.
        store: what to add to.
        tell: called with how many of the file's bytes have been read, now and then.

    Raises:
        InputError: the file is unreadable, empty, or not in the syntax that its name promises.
    """
    before = len(store)
    base = source.path.resolve().as_uri()
    with reading(source):
        with source.open(tell) as stream:
            store.bulk_load(stream, format=source.format, base_iri=base)
        if len(store) == before and not _has_triples(source, base):
            raise empty(source)


@contextmanager
def reading(source: Source) -> Iterator[None]:
    """Says of a file what goes wrong while it is read.

    Raises:
        InputError: the file is unreadable, or not in the syntax that its name promises.
    """
    try:
        if source.format == RdfFormat.RDF_XML:
            refuse_entity_bomb(source)
        yield
    except SyntaxError as error:
        raise syntax_error(source, error) from None
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{source.path}: cannot be read ({reason})", "check the file") from None


def empty(source: Source) -> InputError:
    """What is said of a file that says nothing."""
    return InputError(f"{source.path}: the file holds no triples", "remove it or fill it")


def read_all(sources: Sequence[Source], progress: Progress = silent) -> Store:
    """A store with the triples of all files, those of named graphs too, in the default graph.

    Raises:
        InputError: a file is unreadable, empty, or not in the syntax that its name promises.
    """
    store = Store()
    for source, tell in told(sources, progress):
        read(source, store, tell)
    merge_graphs(store)
    return store


def told(
    sources: Sequence[Source], progress: Progress
) -> Iterator[tuple[Source, Callable[[int], None]]]:
    """Each file, and what to call with how many of its bytes have been read."""
    sizes = [source.size for source in sources]
    for before, source in zip(accumulate(sizes, initial=0), sources, strict=False):

        def tell(done: int, before: int = before) -> None:
            progress("load", before + done, sum(sizes), "bytes")

        yield source, tell


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder, through links too, but for README and dot files."""
    seen: set[Path] = set()
    for here, folders, names in os.walk(folder, followlinks=True, onerror=_unreadable):
        real = Path(here).resolve()
        if real in seen:  # a link back up
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and not _README.fullmatch(name):
                yield Path(here) / name


def _unreadable(error: OSError) -> None:
    raise InputError(f"{error.filename}: cannot be read ({error.strerror})", "check the folder")


def _source(path: Path) -> Source:
    name = path.name[:-3] if path.name.lower().endswith(".gz") else path.name
    form = FORMATS.get(Path(name).suffix.lower())
    if form is None:
        raise InputError(f"{path}: no reader takes this kind of file", f"give {READABLE}")
    if not path.is_file():
        kind = "a link that leads nowhere" if path.is_symlink() else "no regular file"
        raise InputError(f"{path}: {kind}", "mend or remove it")
    return Source(path, form)


def _has_triples(source: Source, base: str) -> bool:
    """Whether there is a triple at all; bulk loading what is known already adds none either."""
    with source.open() as stream:
        for _ in parse(stream, format=source.format, base_iri=base):
            return True
    return False
