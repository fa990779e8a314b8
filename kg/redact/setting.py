"""A small copy of an inventory: an item, and what decisions about it and its renderings depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg import catalogue, wording
from kg.derive import derive, faults
from kg.engines import Engine, EngineName, open_engine
from kg.resources import shipped
from kg.terms import DERIVED

if TYPE_CHECKING:
    import polars as pl

    from kg.inventory import Inventory

_FAULTS = DERIVED + "faults"


@dataclass(frozen=True)
class Setting:
    """The copy, and how to decide what is added to it.

    Attributes:
        store: the facts in the default graph.
        faults: what R12 found, as N-Triples.
        engine: what runs the rules.
    """

    store: Store
    faults: bytes
    engine: EngineName

    def decided(self, added: Sequence[Triple] = ()) -> Engine:
        """An engine with the facts, more triples, and what follows; the store is as it was afterwards."""
        quads = [Quad(each.subject, each.predicate, each.object, DefaultGraph()) for each in added]
        facts = Store()
        facts.bulk_extend(self.store.quads_for_pattern(None, None, None, DefaultGraph()))
        facts.bulk_extend(quads)
        engine = open_engine(self.engine, facts)
        engine.add(self.faults, _FAULTS)
        derive(engine)
        return engine


def setting(inventory: Inventory, item: str, engine: EngineName) -> Setting:
    """Copies what an item and its renderings depend on; to decide that takes no longer for a large inventory.

    Raises:
        FaultyDataError: a fault stops the run (R12).
    """
    facts = Store()
    facts.bulk_extend(inventory.facts.store.quads_for_pattern(None, None, None, DefaultGraph()))
    whole = open_engine("oxigraph", facts)
    found = inventory.violations()
    stopping = {fault.node for fault in inventory.facts.faults}
    stopping |= faults(whole, ((each.focus, each.shape) for each in found)).keys()
    if stopping:
        raise wording.stopped(whole, found, stopping)
    whole.update(catalogue.bound(_text("others.ru"), {"_item_iri": NamedNode(item)}))
    return Setting(facts, whole.triples(_FAULTS), engine)


def asked(engine: Engine, name: str, **iris: str) -> pl.DataFrame:
    """The answer to a query of ``queries/redact`` about what an engine has derived.

    Args:
        engine: after a whole derivation.
        name: of the query.
        iris: its parameters, by name.
    """
    terms = {f"_{parameter}_iri": NamedNode(iri) for parameter, iri in iris.items()}
    return engine.select(catalogue.bound(_text(f"{name}.rq"), terms), graphs=catalogue.UNION)


def _text(name: str) -> str:
    return (shipped("queries") / "redact" / name).read_text(encoding="utf-8")
