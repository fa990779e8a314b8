"""The graphs of one run on an endpoint: made, and dropped whatever happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from kg.engines.endpoint.client import Client, Dataset
from kg.engines.endpoint.names import RUNS, Names
from kg.engines.endpoint.service import Service, service
from kg.errors import EngineError
from kg.terms import DCT, XSD


class Run:
    """One run: a name that nobody else uses, and the graphs below it.

    Attributes:
        client: the endpoint.
        names: of the run and its graphs.
        graphs: those that were written to.
    """

    def __init__(self, service: Service) -> None:
        self.client = Client(service)
        self.names = Names(f"{RUNS}{uuid4()}")
        self.graphs: set[str] = set()

    def begin(self) -> None:
        """Writes when the run began, for `runs_on` to tell of one that nobody could end."""
        run = self.names.run
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.graphs.add(run)
        self.client.load([f'<{run}> <{DCT}created> "{now}"^^<{XSD}dateTime> .\n'], run)

    def load(self, lines: list[str], graph: str) -> None:
        """Adds lines of N-Triples to a graph of the run."""
        self.graphs.add(graph)
        self.client.load(lines, graph)

    def update(self, text: str, named: frozenset[str]) -> None:
        """Runs an update of ours, which sees the facts, and by name these graphs."""
        self.graphs |= named
        self.client.update(text, Dataset([self.names.facts], sorted(named)))

    def end(self) -> None:
        """Drops the graphs of the run, the one that tells of it last.

        Raises:
            EngineError: it cannot be seen that none is left.
        """
        if not self.graphs:
            return
        try:
            drop(self.client, self.names.run, sorted(self.graphs))
        except EngineError as error:
            raise EngineError(
                f"the endpoint may still hold the graphs of this run, <{self.names.run}>"
                f" ({error.problem})",
                f"once it answers: kg endpoint clean {self.client.service.query} {self.names.run}",
            ) from None
        self.graphs.clear()


@dataclass(frozen=True, order=True)
class Found:
    """A run that an endpoint holds graphs of.

    Attributes:
        created: when it began, as ISO text in UTC; "" where its own graph does not say.
        run: its IRI.
        graphs: the IRIs of its graphs.
    """

    created: str
    run: str
    graphs: tuple[str, ...]


def runs_on(url: str) -> list[Found]:
    """The runs that an endpoint holds graphs of, the oldest first.

    Raises:
        InputError: the URL cannot be used.
        EngineError: it cannot be seen.
    """
    client = Client(service(url))
    rows = client.select(_GRAPHS, Dataset()).bindings
    graphs: dict[str, list[str]] = {}
    for row in rows:
        graph = row["graph"]["value"]
        graphs.setdefault(RUNS + graph.removeprefix(RUNS).split("/")[0], []).append(graph)
    dates = client.select(_DATES, Dataset()).bindings
    created = {row["run"]["value"]: row["created"]["value"] for row in dates}
    return sorted(
        Found(created.get(run, ""), run, tuple(sorted(names))) for run, names in graphs.items()
    )


def drop_run(url: str, found: Found) -> None:
    """Drops the graphs of a run.

    Raises:
        InputError: the URL cannot be used.
        EngineError: it cannot be seen that none is left.
    """
    drop(Client(service(url)), found.run, list(found.graphs))


def drop(client: Client, run: str, graphs: list[str]) -> None:
    """Drops graphs of a run, the one that tells of it last.

    Raises:
        EngineError: it cannot be seen that none is left.
    """
    for graph in sorted(graphs, key=lambda graph: (graph == run, graph)):
        client.drop(graph)
    left = client.count("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", Dataset(default=graphs))
    if left:
        raise EngineError(f"{client.service.query}: {left} triples are left", "try again")


_GRAPHS = f"""
SELECT DISTINCT ?graph
WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?graph), "{RUNS}")) }}
"""

_DATES = f"""
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?run ?created
WHERE {{ GRAPH ?run {{ ?run dct:created ?created }} FILTER(STRSTARTS(STR(?run), "{RUNS}")) }}
"""
