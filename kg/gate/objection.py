"""What the guard objects to."""

from __future__ import annotations

from dataclasses import dataclass

from kg.terms import shorten


@dataclass(frozen=True, order=True)
class Objection:
    """One thing in a bundle that must not be there.

    Attributes:
        about: the IRI of the item or node, or the path of the file.
        problem: what is wrong with it, and by which rule.
    """

    about: str
    problem: str

    def __str__(self) -> str:
        return f"{shorten(self.about)}: {self.problem}"
