"""What is wrong with a file that is not in the syntax that its name promises."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from pyoxigraph import RdfFormat

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.facts.sources import Source


def syntax_error(source: Source, error: SyntaxError) -> InputError:
    """What is said of a file that is not in the syntax that its name promises."""
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


def refuse_entity_bomb(source: Source) -> None:
    """Lets expat, which limits how far entities expand, read the file where it declares any.

    Raises:
        InputError: they expand without measure.
    """
    with source.open() as stream:
        if not any(b"<!ENTITY" in chunk for chunk in iter(lambda: stream.read(1_000_000), b"")):
            return
    checker = expat.ParserCreate()
    with source.open() as stream:
        try:
            checker.ParseFile(stream)
        except expat.ExpatError as error:
            if "amplification" in str(error):
                raise InputError(
                    f"{source.path} line {error.lineno}: its entities expand without measure",
                    "write the text out",
                ) from None


def _xml_line(source: Source) -> str:
    """The line of an XML error, which the RDF/XML reader does not tell."""
    if source.format != RdfFormat.RDF_XML:
        return ""
    checker = expat.ParserCreate()
    # Entities are declared by whoever wrote the file; only the place of an error is wanted here.
    try:
        with source.open() as stream:
            checker.ParseFile(io.BytesIO(stream.read()))
    except expat.ExpatError as error:
        return f" line {error.lineno}"
    return ""
