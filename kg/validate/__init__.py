"""Shapes against facts: violations on the facts alone, warnings after what is derived.

The Rust engine ``shacl`` does the work; pySHACL, the reference, does it for ``kg validate --engine
rdflib``. Both give the same findings, which the tests hold them to.
"""

from __future__ import annotations

from kg.validate.cover import violations_with
from kg.validate.findings import Finding, Report
from kg.validate.run import advice, violations

__all__ = ["Finding", "Report", "advice", "violations", "violations_with"]
