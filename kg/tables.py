"""Query answers as tables of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.engines import Engine

if TYPE_CHECKING:
    import polars as pl


def table(engine: Engine, query: str) -> pl.DataFrame:
    """The answer to a SELECT as a table: one text column a variable, "" where unbound."""
    return engine.select(query)
