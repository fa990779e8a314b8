"""Everything that the shapes and the rules look at, in one default graph."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

from kg import resources
from kg.columns.items import Items
from kg.facts import guard, normalise
from kg.facts.large import are_large, read_columns
from kg.facts.plain import split
from kg.facts.sources import Source, find_sources, read
from kg.progress import Progress, silent
from kg.terms import KG, OWL, XSD


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
    ontology_sources = find_sources(resources.ontology_files())
    policy_sources = find_sources([policy or resources.policy_file()])

    shipped = _read_all(ontology_sources)
    policy_store = _read_all(policy_sources)
    inverses, tier_classes = _inverses(shipped), _tier_classes(shipped)
    for store in (shipped, policy_store):
        normalise.skolemise(store)
    guard.only_a_policy(policy_store, shipped)
    shipped.bulk_extend(policy_store)

    facts, items = _read_inputs(sources, shipped, tier_classes, progress)
    progress("merge")
    normalise.entail_properties(facts)
    normalise.drop_derived(facts, tier_classes)
    normalise.turn_inverses(facts, inverses)
    normalise.skolemise(facts)
    normalise.plain_dates(facts)
    guard.no_remote_imports(facts, shipped, sources)
    faults = (*guard.policies(facts), *guard.changes_to_what_is_shipped(facts, shipped))

    normalise.entail_subclasses(facts)
    facts.bulk_extend(shipped)
    normalise.entail_types(facts)
    facts.add(
        Quad(
            NamedNode(KG + "evaluation"),
            NamedNode(KG + "asOf"),
            Literal(as_of.isoformat(), datatype=NamedNode(XSD + "date")),
            DefaultGraph(),
        )
    )
    shipped_sources = (*ontology_sources, *policy_sources)
    return Facts(facts, as_of, items, tuple(sources), shipped_sources, faults)


def _read_inputs(
    sources: list[Source], shipped: Store, tier_classes: list[str], progress: Progress
) -> tuple[Store, Items | None]:
    """What the inputs say, and the plain items apart where there are many."""
    if not are_large(sources):
        return _read_all(sources, progress), None
    items, rest = split(read_columns(sources), shipped, tier_classes)
    store = Store()
    store.bulk_load(io.BytesIO(rest), format=RdfFormat.N_TRIPLES)
    return store, items


def _read_all(sources: list[Source], progress: Progress = silent) -> Store:
    store = Store()
    sizes = [source.size for source in sources]
    for before, source in zip(accumulate(sizes, initial=0), sources, strict=False):

        def tell(done: int, before: int = before) -> None:
            progress("load", before + done, sum(sizes), "bytes")

        read(source, store, tell)
    normalise.merge_graphs(store)
    return store


def _inverses(ontology: Store) -> dict[str, str]:
    """Each inverse property of ours, and the property that the rules read."""
    pairs = ontology.query(f"""
        SELECT ?inverse ?forward WHERE {{
          ?inverse <{OWL}inverseOf> ?forward
          FILTER(STRSTARTS(STR(?inverse), "{KG}"))
        }}""")
    assert isinstance(pairs, QuerySolutions)
    return {pair["inverse"].value: pair["forward"].value for pair in pairs}


def _tier_classes(ontology: Store) -> list[str]:
    """The defined classes whose members a reasoner infers."""
    classes = ontology.query(f"SELECT ?class WHERE {{ ?class <{KG}infersTier> ?tier }}")
    assert isinstance(classes, QuerySolutions)
    return [row["class"].value for row in classes]
