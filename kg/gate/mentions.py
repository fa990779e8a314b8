"""Texts that give away a name: they are it, or hold it as a word of its own.

A name of a few letters is found only where it is the whole text, for it may be an ordinary word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_SHORT: Final = 12
_START: Final = re.compile(r"(?<![\w-])(?=\S)")
_WORD: Final = re.compile(r"[\w-]")


class Names:
    """Names, each with the node whose name it is, to be looked for in many texts."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._of = {folded: node for name, node in names if (folded := fold(name))}
        self._lengths: dict[str, set[int]] = {}
        for name in self._of:
            if len(name) > _SHORT:
                self._lengths.setdefault(name[: _SHORT + 1], set()).add(len(name))

    def whole(self, text: str) -> str | None:
        """The node whose name a text is, if any."""
        return self._of.get(fold(text))

    def within(self, text: str) -> str | None:
        """A node whose name, longer than a few letters, a text holds, if any."""
        folded = fold(text)
        if len(folded) <= _SHORT:
            return None
        for start in (match.start() for match in _START.finditer(folded)):
            for length in self._lengths.get(folded[start : start + _SHORT + 1], ()):
                end = start + length
                node = self._of.get(folded[start:end])
                if node and end <= len(folded) and not _WORD.match(folded[end : end + 1]):
                    return node
        return None


def fold(text: str) -> str:
    """A text without what differs in case, width and spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
