"""Everything that the shapes and the rules look at, in one default graph."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from kg.columns.items import Items
from kg.facts import guard, normalise
from kg.facts.large import are_large, read_columns
from kg.facts.plain import split
from kg.facts.shipped import Shipped, read_shipped
from kg.facts.sources import Source, find_sources, read_all
from kg.progress import Progress, silent
from kg.terms import KG, XSD


@dataclass(frozen=True)
class Facts:
    """Asserted facts, the shipped ontology and the policy in force, as of a date.

    Attributes:
        store: all of it in the default graph, normalised (see `kg.facts.normalise`).
        as_of: the date D; also in the store, as ``kg:evaluation kg:asOf D``.
        sources: the input files, in the order in which they were read.
        shipped: the ontology and policy files.
        items: the plain items of a large input, which are in columns and not in the store; or None.
        faults: what the inputs do to the policy or to shipped terms, which stops every run (R12).
    """

    store: Store
    as_of: date
    items: Items | None
    sources: tuple[Source, ...]
    shipped: tuple[Source, ...]
    faults: tuple[guard.Fault, ...]


def load_facts(
    inputs: list[Path],
    *,
    as_of: date,
    policy: Path | None = None,
    progress: Progress = silent,
) -> Facts:
    """Reads, normalises, guards and merges.

    Args:
        inputs: files or folders in any RDF syntax.
        as_of: the date D on which everything is evaluated.
        policy: a file that replaces the default policy whole.
        progress: called with how many bytes of the inputs have been read.

    Raises:
        InputError: a file cannot be read or asks for the network.
        PolicyError: the policy file holds something else.
    """
    sources = find_sources(inputs)
    shipped = read_shipped(policy)

    facts, items = _read_inputs(sources, shipped, progress)
    progress("merge")
    return merged(facts, items, sources, shipped, as_of)


def merged(
    facts: Store, items: Items | None, sources: list[Source], shipped: Shipped, as_of: date
) -> Facts:
    """Normalises, guards and merges what was read.

    Args:
        facts: what the inputs say, but for the plain items; it becomes the store of the facts.
        items: the plain items, or None.
        sources: the inputs.
        shipped: the ontology and the policy.
        as_of: the date D.

    Raises:
        InputError: an input asks for the network, or says what not every engine can read.
    """
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
    shipped_sources = (*shipped.ontology, *shipped.policy)
    return Facts(facts, as_of, items, tuple(sources), shipped_sources, faults)


def _read_inputs(
    sources: list[Source], shipped: Shipped, progress: Progress
) -> tuple[Store, Items | None]:
    """What the inputs say, and the plain items apart where there are many."""
    if not are_large(sources):
        return read_all(sources, progress), None
    items, rest = split(read_columns(sources, progress), shipped)
    store = Store()
    store.bulk_load(io.BytesIO(rest), format=RdfFormat.N_TRIPLES)
    return store, items
