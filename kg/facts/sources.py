"""Which files an argument stands for, and how each is read."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import RdfFormat, Store, parse

from kg.errors import InputError

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
READABLE = " ".join(FORMATS) + ", also with .gz"


@dataclass(frozen=True)
class Source:
    """A file to read and the RDF syntax that its name promises."""

    path: Path
    format: RdfFormat

    def open(self) -> BinaryIO:
        """The file's bytes, unpacked where it is compressed."""
        if self.path.suffix == ".gz":
            return gzip.open(self.path)  # type: ignore[return-value]
        return self.path.open("rb")


def find_sources(inputs: list[Path]) -> list[Source]:
    """The files that the arguments stand for; a folder stands for all the RDF files below it.

    Raises:
        InputError: a path is missing, a folder has no RDF, a file no reader takes.
    """
    sources: list[Source] = []
    for path in inputs:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if _counts(file, path))
            if not files:
                raise InputError(f"{path}: the folder has no RDF file", f"put in {READABLE}")
            sources.extend(_source(file) for file in files)
        elif path.exists():
            sources.append(_source(path))
        else:
            raise InputError(f"{path}: no such file or folder", "check the path")
    return list({source.path.resolve(): source for source in sources}.values())


def read(source: Source, store: Store) -> None:
    """Adds a file's triples to a store, blank nodes apart from those of other files.

    Raises:
        InputError: the file is unreadable, empty, or not in the syntax that its name promises.
    """
    before = len(store)
    base = source.path.resolve().as_uri()
    try:
        with source.open() as stream:
            store.bulk_load(stream, format=source.format, base_iri=base)
        if len(store) == before and not _has_triples(source, base):
            raise InputError(f"{source.path}: the file holds no triples", "remove it or fill it")
    except SyntaxError as error:
        raise _syntax_error(source, error) from None
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{source.path}: cannot be read ({reason})", "check the file") from None


def _counts(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and not hidden and not file.name.upper().startswith("README")


def _source(path: Path) -> Source:
    name = path.name.removesuffix(".gz")
    form = FORMATS.get(Path(name).suffix.lower())
    if form is None:
        raise InputError(f"{path}: no reader takes this kind of file", f"give {READABLE}")
    return Source(path, form)


def _has_triples(source: Source, base: str) -> bool:
    """Whether there is a triple at all; bulk loading what is known already adds none either."""
    with source.open() as stream:
        for _ in parse(stream, format=source.format, base_iri=base):
            return True
    return False


def _syntax_error(source: Source, error: SyntaxError) -> InputError:
    message = str(error.msg)[:2000]  # it quotes the input, which may be one line of 10 MB
    if "remote context" in message:
        line = _line_of(source, rb'"@context"\s*:\s*\[?\s*"')
        return InputError(
            f"{source.path}{line}: names a remote @context, which is never fetched",
            "write the context into the file",
        )
    where = f" line {error.lineno}" if error.lineno else _xml_line(source)
    message = re.sub(r"^Parser error at line \d+ (column \d+|between .*?and [^:]*): ", "", message)
    message = re.sub(r" \(line \d+\)$", "", message)
    short = message if len(message) <= 120 else message[:119] + "…"
    if "Invalid UTF-8" in message:
        return InputError(f"{source.path}{where}: not UTF-8 text", "save the file as UTF-8")
    return InputError(f"{source.path}{where}: {short}", "correct the syntax there")


def _line_of(source: Source, pattern: bytes) -> str:
    with source.open() as stream:
        head = stream.read(1_000_000)
    found = re.search(pattern, head)
    if not found:
        return ""
    before = head[: found.start()]
    return f" line {before.count(bytes([10])) + 1}"


def _xml_line(source: Source) -> str:
    """The line of an XML error, which the RDF/XML reader does not tell."""
    if source.format != RdfFormat.RDF_XML:
        return ""
    from xml.parsers import expat

    checker = expat.ParserCreate()
    # Entities are declared by whoever wrote the file; only the place of an error is wanted here.
    try:
        with source.open() as stream:
            checker.ParseFile(io.BytesIO(stream.read()))
    except expat.ExpatError as error:
        return f" line {error.lineno}"
    return ""
