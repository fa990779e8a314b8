"""What a file says, as a text of N-Triples; a file of N-Triples is copied as it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import RdfFormat, Triple, parse, serialize

from kg.errors import InputError
from kg.facts.sources import Source, reading
from kg.facts.stored import digest

_BLOCK: Final = 1 << 20


def write_text(source: Source, target: Path, tell: Callable[[int], None]) -> str:
    """Writes what a file says, durably.

    Named graphs are merged, as where the file is read by itself.

    Args:
        source: the file.
        target: the text; replaced where it is there.
        tell: called with how many of the file's bytes have been read, now and then.

    Returns:
        The SHA-256 of the file.

    Raises:
        InputError: the file cannot be read, or not in the syntax that its name promises, or changes
            meanwhile.
        OSError: the text cannot be written.
    """
    with reading(source):
        before = source.path.stat()
        found = digest(source.path)
        stream = source.open(tell)
    part = target.with_name(target.name + ".part")
    with stream, part.open("wb") as text:
        if source.format == RdfFormat.N_TRIPLES:
            _copy(source, stream, text)
        else:
            _convert(source, stream, text)
        text.flush()
        os.fsync(text.fileno())
    after = source.path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise InputError(f"{source.path}: was changed while it was read", "load it again")
    part.replace(target)
    return found


def _copy(source: Source, stream: BinaryIO, text: BinaryIO) -> None:
    block = b"\n"
    while True:
        with reading(source):
            following = stream.read(_BLOCK)
        if not following:
            break
        block = following
        text.write(block)
    if not block.endswith(b"\n"):
        text.write(b"\n")


def _convert(source: Source, stream: BinaryIO, text: BinaryIO) -> None:
    serialize(_triples(source, stream), text, format=RdfFormat.N_TRIPLES)


def _triples(source: Source, stream: BinaryIO) -> Iterator[Triple]:
    base = source.path.resolve().as_uri()
    with reading(source):
        for quad in parse(stream, format=source.format, base_iri=base):
            yield quad.triple
