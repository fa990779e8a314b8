"""From facts to derived triples: the updates of ``queries/derive``, in the order of their names."""

from __future__ import annotations

from kg.derive.run import derive, faults, run_files

__all__ = ["derive", "faults", "run_files"]
