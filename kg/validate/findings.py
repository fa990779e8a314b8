"""What a shape found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kg.terms import SH

Severity = Literal["Violation", "Warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One result of a shape.

    Attributes:
        focus: the IRI of the node at fault (a skolem IRI for a blank node).
        shape: the IRI of the shape, or of its constraint, that found it.
        value: the offending value as text: an IRI or a literal's lexical form; "" where there is none.
        message: what to write instead.
        severity: "Violation" (R12 says what follows) or "Warning" (decided all the same).
        path: the IRI of the property at fault; "" where there is none, or a longer path.
    """

    focus: str
    shape: str
    value: str
    message: str
    severity: Severity
    path: str = ""


@dataclass(frozen=True)
class Report:
    """What the shapes found, and what follows (R12).

    Attributes:
        violations: sorted; a node with one is faulty.
        warnings: sorted; decided all the same. Empty where the run stops, for nothing is derived.
        stopping: the IRIs of the faulty nodes that stop the run.
        withheld: the items that are withheld from everyone, each with the faulty nodes that did it.
        unadvised: of how many items no warnings were looked for, since they are too many.
    """

    violations: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    stopping: tuple[str, ...]
    withheld: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unadvised: int = 0

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings don't count."""
        return not self.violations


def severity_of(iri: str) -> Severity:
    """What a shape's ``sh:severity`` counts as: whatever isn't sh:Warning is a violation."""
    return "Warning" if iri == SH + "Warning" else "Violation"
