"""What a shape found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    """

    focus: str
    shape: str
    value: str
    message: str
    severity: Severity
