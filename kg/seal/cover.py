"""What keeps the JSON of a document from saying more than the RDF that is signed.

JSON-LD overlooks a null, reads an array as a set, and knows several ways to write one thing. A signature
on the RDF doesn't notice such a change, but who reads the JSON may be misled by it. So one plain form
counts: words as keys, an ``id`` in every object, whole numbers, no null, every array a list that the
context declares as one, and every value a statement of its own. It has no blank nodes but those of the
lists, each told apart by its entry, so canonicalising it is quick whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pyoxigraph import BlankNode, Quad

from kg.errors import RefusedError

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_GREATEST: Final = 2**53 - 1  # the greatest whole number that is exact in JavaScript


class Counts:
    """The statements and list entries that a document makes in RDF where nothing of it is lost.

    Args:
        document: in the plain form, without its ``@context`` and its proof.

    Raises:
        RefusedError: it is not in the plain form.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.statements = 0
        self.entries: set[str] = set()
        try:
            self._add_object(document, "the document")
        except RecursionError:
            raise RefusedError("the document is nested too deep") from None

    def demand(self, quads: set[Quad]) -> None:
        """Refuses RDF that has less, or other, statements and blank nodes than the document."""
        blank = {
            node
            for quad in quads
            for node in (quad.subject, quad.object)
            if isinstance(node, BlankNode)
        }
        if (len(quads), len(blank)) != (self.statements, len(self.entries)):
            raise RefusedError("the document says something that a signature does not cover")

    def _add_object(self, entry: Mapping[str, Any], where: str) -> None:
        if not isinstance(entry.get("id"), str) or len(entry) == 1:
            raise RefusedError(f"{where}: an object has an id that is text, and something else")
        for key, value in entry.items():
            if not _WORD.fullmatch(key):
                raise RefusedError(f"{where}: {key!r} is no plain key")
            if key == "type" and not (isinstance(value, str) and _WORD.fullmatch(value)):
                raise RefusedError(f"{where}: a type is one word")
            if key != "id":
                self.statements += 1
                self._add_value(value, key)

    def _add_value(self, value: object, key: str) -> None:
        if not isinstance(value, list):
            self._add_single(value, key)
            return
        for entry in value:
            self._add_single(entry, key)
            name = str(entry["id"] if isinstance(entry, dict) else entry)
            if name in self.entries:
                raise RefusedError(f"{key}: {name} is in a list twice, or in two lists")
            self.entries.add(name)
            self.statements += 2  # that it is an entry, and what comes after it

    def _add_single(self, value: object, key: str) -> None:
        if isinstance(value, dict):
            self._add_object(value, key)
        elif not isinstance(value, str | int) or (
            isinstance(value, int) and abs(value) > _GREATEST
        ):
            raise RefusedError(f"{key}: {value!r} is no text, truth value or whole number")
