"""What AI safety institutes may share with whom, and why.

>>> import kg
>>> inventory = kg.load("examples/network", as_of="2026-11-01")
>>> inventory.validate().conforms
True
>>> inventory.decide(to=("inst:US-CAISI",)).height > 0
True

The public names are those in ``__all__``. They are imported when they are first used, so that
``kg --help`` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.decide import Decision
    from kg.errors import (
        FaultyDataError,
        InputError,
        KgError,
        MissingExtraError,
        PolicyError,
        QueryError,
        RefusedError,
        UnknownTermError,
    )
    from kg.explain import Explanation, Step
    from kg.inventory import Inventory, load
    from kg.validate import Finding, Report

_HOMES = {
    "Decision": "kg.decide",
    "Explanation": "kg.explain",
    "FaultyDataError": "kg.errors",
    "Finding": "kg.validate",
    "InputError": "kg.errors",
    "Inventory": "kg.inventory",
    "KgError": "kg.errors",
    "MissingExtraError": "kg.errors",
    "PolicyError": "kg.errors",
    "QueryError": "kg.errors",
    "RefusedError": "kg.errors",
    "Report": "kg.validate",
    "Step": "kg.explain",
    "UnknownTermError": "kg.errors",
    "load": "kg.inventory",
}

__all__ = [
    "Decision",
    "Explanation",
    "FaultyDataError",
    "Finding",
    "InputError",
    "Inventory",
    "KgError",
    "MissingExtraError",
    "PolicyError",
    "QueryError",
    "RefusedError",
    "Report",
    "Step",
    "UnknownTermError",
    "load",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Imports a public name when it is first asked for."""
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
