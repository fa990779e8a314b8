"""What is shipped, and the policy in force: read once in a process, while their files stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

from kg import resources
from kg.facts import guard, normalise
from kg.facts.sources import Source, find_sources, read_all
from kg.resources import once
from kg.terms import KG, OWL

# A file, when it was last written (ns), and how long it is.
_State = tuple[Source, int, int]


@dataclass(frozen=True, eq=False)
class Shipped:
    """The shipped ontology and the policy in force; nobody changes it, for it may be remembered.

    Attributes:
        store: the triples of both in the default graph, without blank nodes.
        ontology, policy: the files.
        inverses: each inverse property of ours, and the property that the rules read.
        tier_classes: the defined classes whose members a reasoner infers.
    """

    store: Store
    ontology: tuple[Source, ...]
    policy: tuple[Source, ...]
    inverses: dict[str, str]
    tier_classes: tuple[str, ...]

    @cached_property
    def subjects(self) -> frozenset[NamedNode]:
        """All nodes that are described."""
        return frozenset(q.subject for q in self.store if isinstance(q.subject, NamedNode))

    @cached_property
    def entailed(self) -> frozenset[tuple[object, object, object]]:
        """What is said, and what follows from it under OWL 2 RL."""
        import reasonable
        from rdflib import Graph

        dump = self.store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        assert dump is not None  # no output was given, so the bytes come back
        reasoner = reasonable.PyReasoner()
        reasoner.from_graph(Graph().parse(data=dump, format="nt"))
        closed = Graph()
        for triple in reasoner.reason():
            closed.add(triple)
        lines = closed.serialize(format="nt", encoding="utf-8")
        return frozenset(
            (quad.subject, quad.predicate, quad.object)
            for quad in ox.parse(lines, format=RdfFormat.N_TRIPLES)
        )


def read_shipped(policy: Path | None) -> Shipped:
    """The shipped ontology with a policy: a file that replaces the default one whole, or None.

    Raises:
        InputError: a file cannot be read.
        PolicyError: the policy file holds something else.
    """
    ontology = _states(resources.ontology_files())
    if policy is None:
        return _by_default(ontology, _states([resources.policy_file()]))
    return _with_policy(ontology, _states([policy]))


def _with_policy(ontology: tuple[_State, ...], policy: tuple[_State, ...]) -> Shipped:
    alone = _ontology(ontology)
    policies = read_all([source for source, *_ in policy])
    normalise.skolemise(policies)
    guard.only_a_policy(policies, alone.store)
    store = Store()
    for part in (alone.store, policies):
        store.bulk_extend(part)
    sources = tuple(source for source, *_ in policy)
    return Shipped(store, alone.ontology, sources, alone.inverses, alone.tier_classes)


_by_default = once(_with_policy)


@once
def _ontology(states: tuple[_State, ...]) -> Shipped:
    """The ontology, with no policy."""
    sources = tuple(source for source, *_ in states)
    store = read_all(sources)
    found = Shipped(store, sources, (), _inverses(store), _tier_classes(store))
    normalise.skolemise(store)
    return found


def _states(paths: list[Path]) -> tuple[_State, ...]:
    states = []
    for source in find_sources(paths):
        status = source.path.stat()
        states.append((source, status.st_mtime_ns, status.st_size))
    return tuple(states)


def _inverses(ontology: Store) -> dict[str, str]:
    """Each inverse property of ours, and the property that the rules read."""
    pairs = ontology.query(f"""
        SELECT ?inverse ?forward WHERE {{
          ?inverse <{OWL}inverseOf> ?forward
          FILTER(STRSTARTS(STR(?inverse), "{KG}"))
        }}""")
    assert isinstance(pairs, QuerySolutions)
    return {pair["inverse"].value: pair["forward"].value for pair in pairs}


def _tier_classes(ontology: Store) -> tuple[str, ...]:
    """The defined classes whose members a reasoner infers."""
    classes = ontology.query(f"SELECT ?class WHERE {{ ?class <{KG}infersTier> ?tier }}")
    assert isinstance(classes, QuerySolutions)
    return tuple(row["class"].value for row in classes)
