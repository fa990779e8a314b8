"""From facts to derived triples: the updates of ``queries/derive``, in the order of their names."""

from __future__ import annotations

from kg.derive.distinct import Distinct
from kg.derive.run import derive, derive_with, faults, run_files

__all__ = ["Distinct", "derive", "derive_with", "faults", "run_files"]
