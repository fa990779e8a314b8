"""What one rule reads or writes of one item, as a block of N-Triples that holds for all items alike.

In a block the item is written ``SELF``; its own records are ``SELF.reviews-1`` and so on, its decisions
``SELF~3`` (the recipient's number). A block becomes triples when a number stands for ``SELF``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

SELF = "\x01"
SPACE = "https://w3id.org/aisi-kg/distinct#"
DIGITS = 7
NUMBERED = re.escape(SPACE) + rf"(\d{{{DIGITS}}})"


class Blocks:
    """Blocks, numbered from 0; block 0 is empty."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}
        self._lines: list[list[tuple[str, str, str]]] = []

    def number(self, text: str) -> int:
        """The number of a block, which is added if it is new."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    @property
    def lines(self) -> list[list[tuple[str, str, str]]]:
        """The lines of each block, each with its predicate and object; taken apart once."""
        for text in self.texts[len(self._lines) :]:
            parts = ((line, *line.split(" ", 2)[1:]) for line in text.splitlines(keepends=True))
            self._lines.append([(line, prop, rest[:-3]) for line, prop, rest in parts])
        return self._lines


def written_out(text: str, number: int) -> str:
    """The triples of a block for the item with a number."""
    return text.replace(SELF, f"{SPACE}{number:0{DIGITS}}")


def gathered(lines: pl.Series, size: int) -> list[str]:
    """The blocks of numbered items, from lines of N-Triples that speak of them.

    Args:
        lines: N-Triples; those that speak of no numbered item are left out.
        size: how many items are numbered.

    Returns:
        One block an item, in the order of the numbers; "" where nothing is said.
    """
    import polars as pl

    found = (
        lines.to_frame("line")
        .with_columns(number=pl.col("line").str.extract(NUMBERED, 1).cast(pl.UInt32))
        .drop_nulls("number")
        .with_columns(pl.col("line").str.replace_all(NUMBERED, SELF))
        .group_by("number")
        .agg(pl.col("line").sort().str.join("\n"))
    )
    blocks = [""] * size
    for number, text in found.iter_rows():
        blocks[number] = text + "\n"
    return blocks


def kept(lines: list[tuple[str, str, str]], prop: str, value: str, values: set[str] | None) -> str:
    """The lines of a block with a property, and a value if one is given, or one of many.

    A value that is the item itself or a record of it is always one of many.
    """
    predicate, wanted = f"<{prop}>", f"<{value}>"
    return "".join(
        line
        for line, said, term in lines
        if (not prop or said == predicate)
        and (not value or term == wanted)
        and (values is None or term in values or SELF in term)
    )


def replaced(text: str, values: dict[str, str], other: str) -> str:
    """A block with some values in the place of others, and one in that of all the rest; each line once."""
    lines = set()
    for line in text.splitlines(keepends=True):
        subject, predicate, rest = line.split(" ", 2)
        term = rest.removesuffix(" .\n")
        lines.add(f"{subject} {predicate} {term if SELF in term else values.get(term, other)} .\n")
    return "".join(sorted(lines))
