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
_NAME = rf"^{_IRI}$"
_VALUE = rf'^(?:{_IRI}|"[^"\\\r]*"\^\^{_IRI}|"(?:@[a-z]+(?:-[a-z0-9]+)*)?)$'
_STRING = '"^^<http://www.w3.org/2001/XMLSchema#string>'  # which Oxigraph leaves out
_TEXT = r'^"[^"\\\r]*"(?:@[a-z]+(?:-[a-z0-9]+)*)?$'


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

    triples = _split(_lines(source)).collect(engine="streaming").with_row_index("row")
    odd = _odd(triples)
    if odd.is_empty():
        return triples.drop("row")
    usual = triples.join(odd, on="row", how="anti").drop("row")
    rewritten = _rewritten(_numbered_lines(source, odd))
    return pl.concat([usual, _split(_lines(rewritten)).collect()])


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


def _split(lines: pl.LazyFrame) -> pl.LazyFrame:
    """The terms of lines that are written as most are; null where a line ends in another way."""
    import polars as pl

    parts = lines.select(part=pl.col("line").str.splitn(" ", 3)).select(
        pl.col("part").struct.field("field_0").alias("subject"),
        pl.col("part").struct.field("field_1").alias("predicate"),
        pl.col("part").struct.field("field_2").alias("rest"),
    )
    ends = pl.col("rest").str.ends_with(" .")
    term = pl.when(ends).then(pl.col("rest").str.strip_suffix(" ."))
    named = pl.col("term").str.ends_with(">") | pl.col("term").str.starts_with("_:")
    ending = pl.lit('"') + pl.col("term").str.extract(r'"(@[a-z0-9-]+)?$', 1).fill_null("")
    return parts.with_columns(term=term).select(
        pl.col("subject", "predicate").cast(pl.Categorical),
        pl.when(named).then("term").when(~named).then(ending).cast(pl.Categorical).alias("object"),
        pl.when(~named).then("term").alias("text"),
    )


def _odd(triples: pl.DataFrame) -> pl.DataFrame:
    """The numbers of the lines that are not certainly what their terms look like: column row."""
    import polars as pl

    doubtful = pl.any_horizontal(pl.col("subject", "predicate", "object").is_null())
    for column, form in (("subject", _NAME), ("predicate", _NAME), ("object", _VALUE)):
        known = triples.select(pl.col(column).unique().drop_nulls())
        name = pl.col(column).cast(pl.String)
        fits = name.str.contains(form) & ~name.str.ends_with(_STRING)
        strange = known.filter(~fits)[column]
        if strange.len():
            doubtful |= pl.col(column).is_in(strange.implode())
    doubtful |= pl.col("text").is_not_null() & ~pl.col("text").str.contains(_TEXT)
    return triples.filter(doubtful).select("row")


def _numbered_lines(source: bytes | Path, rows: pl.DataFrame) -> pl.DataFrame:
    """Some lines of a file: columns row and line."""
    lines = _lines(source).with_row_index("row")
    return rows.lazy().join(lines, on="row", how="left", maintain_order="left").collect()


def _rewritten(odd: pl.DataFrame) -> bytes:
    """The odd lines as Oxigraph writes what it reads of them, one a line."""
    try:
        triples = (
            Triple(quad.subject, quad.predicate, quad.object)
            for quad in parse("\n".join(odd["line"]), format=RdfFormat.N_TRIPLES)
        )
        written = serialize(triples, format=RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        line = odd["row"][error.lineno - 1] + 1 if error.lineno else None
        raise SyntaxError(error.msg, (None, line, None, None)) from None
    assert written is not None  # no output was given, so the bytes come back
    return written
