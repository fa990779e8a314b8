"""From files to facts: read, normalise, guard what is shipped, merge.

``load_facts`` returns everything that the shapes and rules look at, in one default graph.
"""

from kg.facts.merge import Facts, load_facts

__all__ = ["Facts", "load_facts"]
