"""From facts to derived triples: the updates of ``queries/derive``, in the order of their names."""

from __future__ import annotations

from kg.derive.distinct import Distinct
from kg.derive.profiles import Profiles
from kg.derive.reads import Reading
from kg.derive.run import derive, derive_profiles, derive_with, faults, item_reading, run_files

__all__ = [
    "Distinct",
    "Profiles",
    "Reading",
    "derive",
    "derive_profiles",
    "derive_with",
    "faults",
    "item_reading",
    "run_files",
]
