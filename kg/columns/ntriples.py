"""N-Triples as columns of terms.

Lines in the form that most writers write are split by Polars. Any other line (comments, tabs, escapes,
blank nodes, IRIs that need a closer look) goes through Oxigraph's parser, which rewrites or rejects it;
so no line is read in any other way than a parser reads it.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, parse, serialize

if TYPE_CHECKING:
    import polars as pl

# Columns of terms; the object of a text literal is its ending alone (such as "@en), its text stands apart.
COLUMNS = ("subject", "predicate", "object", "text")

_PATH = r"[A-Za-z0-9._~:/@!$&'()*+,;=-]*"
_IRI = rf"<(?:https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/{_PATH})?(?:#{_PATH})?|urn:[a-z0-9]+:{_PATH})>"
_LITERAL = rf'"[^"\\\r]*"(?:@[a-z]+(?:-[a-z0-9]+)*|\^\^{_IRI})?'
_USUAL = rf"^{_IRI} {_IRI} (?:{_IRI}|{_LITERAL}) \.$"
_WRITTEN = r"^[^ ]+ <[^ ]*> .+ \.$"  # what Oxigraph wrote is right
_STRING = '"^^<http://www.w3.org/2001/XMLSchema#string>'


def read_ntriples(source: bytes | Path) -> pl.DataFrame:
    """The triples of an N-Triples file, duplicates and all, in no order.

    Args:
        source: the bytes, or a file that is not compressed.

    Returns:
        Categorical columns subject, predicate and object: terms as N-Triples writes them. Of a literal
        without a datatype, object is only the ending, and the whole literal is in the text column text;
        text is null elsewhere.

    Raises:
        SyntaxError: as Oxigraph raises it, with the line number.
    """
    import polars as pl

    triples = _split(_lines(source), _USUAL).collect(engine="streaming")
    odd = triples.with_row_index("row").filter(pl.col("subject").is_null()).select("row", "text")
    if odd.is_empty():
        return triples
    rewritten = _split(_lines(_rewritten(odd)), _WRITTEN).collect()
    return pl.concat([triples.filter(pl.col("subject").is_not_null()), rewritten])


def objects() -> pl.Expr:
    """The whole object of each triple, as text."""
    import polars as pl

    return pl.coalesce("text", pl.col("object").cast(pl.String))


def write_ntriples(triples: pl.DataFrame) -> bytes:
    """The triples of a frame as N-Triples."""
    import polars as pl

    lines = triples.select(pl.format("{} {} {} .\n", "subject", "predicate", objects()))
    return "".join(lines.to_series()).encode()


def _lines(source: bytes | Path) -> pl.LazyFrame:
    import polars as pl

    if source == b"":
        return pl.LazyFrame(schema={"line": pl.String})
    return pl.scan_csv(
        io.BytesIO(source) if isinstance(source, bytes) else source,
        separator="\x01",
        has_header=False,
        quote_char=None,
        schema={"line": pl.String},
    ).fill_null("")


def _split(lines: pl.LazyFrame, form: str) -> pl.LazyFrame:
    """The terms of the lines of a form; of another line, all but text is null, and that is the line."""
    import polars as pl

    usual = pl.col("line").str.contains(form)
    parts = lines.select(
        pl.col("line"), usual.alias("usual"), part=pl.col("line").str.splitn(" ", 3)
    ).with_columns(
        term=pl.col("part")
        .struct.field("field_2")
        .str.strip_suffix(" .")
        .str.replace(_STRING, '"', literal=True)
    )
    named = pl.col("term").str.ends_with(">") | pl.col("term").str.starts_with("_:")
    ending = pl.lit('"') + pl.col("term").str.extract(r'"(@[a-z0-9-]+)?$', 1).fill_null("")
    return parts.select(
        pl.when("usual")
        .then(pl.col("part").struct.field("field_0"))
        .cast(pl.Categorical)
        .alias("subject"),
        pl.when("usual")
        .then(pl.col("part").struct.field("field_1"))
        .cast(pl.Categorical)
        .alias("predicate"),
        pl.when("usual")
        .then(pl.when(named).then("term").otherwise(ending))
        .cast(pl.Categorical)
        .alias("object"),
        pl.when("usual").then(pl.when(~named).then("term")).otherwise("line").alias("text"),
    )


def _rewritten(odd: pl.DataFrame) -> bytes:
    """The odd lines as Oxigraph writes what it reads of them; one a line."""
    try:
        triples = (
            Triple(quad.subject, quad.predicate, quad.object)
            for quad in parse("\n".join(odd["text"]), format=RdfFormat.N_TRIPLES)
        )
        written = serialize(triples, format=RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        line = odd["row"][error.lineno - 1] + 1 if error.lineno else None
        raise SyntaxError(error.msg, (None, line, None, None)) from None
    assert written is not None  # no output was given, so the bytes come back
    return written
