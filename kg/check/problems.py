"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["ERROR", "WARN", "INFO"]

# From the gravest to the least.
LEVELS: Final[tuple[Level, ...]] = ("ERROR", "WARN", "INFO")


@dataclass(frozen=True)
class Problem:
    """One finding.

    Attributes:
        check: the name of the check.
        level: how grave the profile holds it to be.
        node: the IRI that it is about; "" where it is about everything, or about what has no IRI.
        property: the IRI of the property at fault; "" where there is none.
        value: the value at fault as text; "" where there is none.
        message: what is wrong and what to do about it.
        file: the file that describes the node, as it was named; "" where none does.
        line: where in the file, counted from 1; None where that is not known.
    """

    check: str
    level: Level
    node: str
    property: str
    value: str
    message: str
    file: str
    line: int | None
