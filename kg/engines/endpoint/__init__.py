"""A remote SPARQL 1.1 endpoint: the same rules, in graphs that exist for one run only.

- ``service`` says where queries, updates and whole graphs go; ``credentials`` who asks;
- ``wire`` sends a request and gives the whole answer, or fails: a part of one is an error;
- ``client`` speaks SPARQL over it;
- ``names`` rewrites the names of graphs, and nothing else, so that each run has its own;
- ``run`` makes these graphs and drops them; ``engine`` is the `kg.engines.Engine`.
"""

from __future__ import annotations

from kg.engines.endpoint.engine import EndpointEngine
from kg.engines.endpoint.run import Found, drop_run, runs_on

__all__ = ["EndpointEngine", "Found", "drop_run", "runs_on"]
