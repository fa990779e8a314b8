"""Texts that give away a withheld item: they are, or hold, its title, its label or its IRI.

A title of a few letters is no secret that a longer text could give away, so short names count only where
they are the whole text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORT = 12  # characters, folded: up to here only the whole text gives a name away


class Mentions:
    """The names of what is withheld, ready to be looked for in many texts."""

    def __init__(self, names: Iterable[str]) -> None:
        folded = {fold(name) for name in names} - {""}
        self._whole = folded
        self._within = sorted(name for name in folded if len(name) > SHORT)

    def given_away(self, texts: Iterable[str]) -> set[str]:
        """Those of the texts that give a name away."""
        import polars as pl

        known = sorted(set(texts))
        said = [fold(text) for text in known]
        found = {text for text, plain in zip(known, said, strict=True) if plain in self._whole}
        if self._within and said:
            holds = pl.Series(said, dtype=pl.String).str.contains_any(self._within)
            for text, plain, held in zip(known, said, holds, strict=True):
                if held and any(name in plain and _stands_in(name, plain) for name in self._within):
                    found.add(text)
        return found


def fold(text: str) -> str:
    """The text without differences of case, width and spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _stands_in(name: str, text: str) -> bool:
    """Whether a name occurs in a text by itself, not as the beginning or end of a longer word."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None
