"""The quality report: queries, shapes and OWL checks, as findings with file and line.

What is looked at is what was asserted; nothing needs to be derived but what the shapes' advice reads.
"""

from kg.check.problems import LEVELS, Level, Problem
from kg.check.profile import Check, load_profile
from kg.check.run import Quality, check

__all__ = ["LEVELS", "Check", "Level", "Problem", "Quality", "check", "load_profile"]
