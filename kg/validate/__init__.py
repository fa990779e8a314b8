"""Shapes against facts: violations on the facts alone, warnings after what is derived.

The Rust engine ``shacl`` does the work, but for shapes that it gets wrong; those, and all for ``kg
validate --engine rdflib``, pySHACL does, the reference. Both give the same findings, which the tests
hold them to (``docs/validation.md``).
"""

from __future__ import annotations

from kg.validate.cover import violations_with
from kg.validate.findings import Finding, Report
from kg.validate.run import advice, violations

__all__ = ["Finding", "Report", "advice", "violations", "violations_with"]
