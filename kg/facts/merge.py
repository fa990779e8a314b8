"""Everything that the shapes and the rules look at, in one default graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.facts import guard, normalise
from kg.facts.shipped import read_shipped
from kg.facts.sources import Source, find_sources, read_all
from kg.terms import KG, XSD


@dataclass(frozen=True)
class Facts:
    """Asserted facts, the shipped ontology and the policy in force, as of a date.

    Attributes:
        store: all of it in the default graph, normalised (see `kg.facts.normalise`).
        as_of: the date D; also in the store, as ``kg:evaluation kg:asOf D``.
        sources: the input files, in the order in which they were read.
        shipped: the ontology and policy files.
        faults: what the inputs do to the policy or to shipped terms, which stops every run (R12).
    """

    store: Store
    as_of: date
    sources: tuple[Source, ...]
    shipped: tuple[Source, ...]
    faults: tuple[guard.Fault, ...]


def load_facts(inputs: list[Path], *, as_of: date, policy: Path | None = None) -> Facts:
    """Reads, normalises, guards and merges.

    Args:
        inputs: files or folders in any RDF syntax.
        as_of: the date D on which everything is evaluated.
        policy: a file that replaces the default policy whole.

    Raises:
        InputError: a file cannot be read or asks for the network.
        PolicyError: the policy file holds something else.
    """
    sources = find_sources(inputs)
    shipped = read_shipped(policy)

    facts = read_all(sources)
    normalise.entail_properties(facts)
    normalise.drop_derived(facts, shipped.tier_classes)
    normalise.turn_inverses(facts, shipped.inverses)
    normalise.skolemise(facts)
    normalise.plain_dates(facts)
    guard.no_remote_imports(facts, shipped.store, sources)
    faults = (*guard.policies(facts), *guard.changes_to_what_is_shipped(facts, shipped))

    normalise.entail_subclasses(facts)
    facts.bulk_extend(shipped.store)
    normalise.entail_types(facts)
    facts.add(
        Quad(
            NamedNode(KG + "evaluation"),
            NamedNode(KG + "asOf"),
            Literal(as_of.isoformat(), datatype=NamedNode(XSD + "date")),
            DefaultGraph(),
        )
    )
    return Facts(facts, as_of, tuple(sources), (*shipped.ontology, *shipped.policy), faults)
