"""Two ways to load: as the files are written, and as the rules see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pyoxigraph import Store

from kg import resources
from kg.derive import derive, faults
from kg.engines import Engine, EngineName, open_engine
from kg.errors import FaultyDataError
from kg.facts import load_facts
from kg.facts.normalise import merge_graphs
from kg.facts.sources import find_sources, read
from kg.terms import shorten
from kg.validate import Finding, violations


def read_raw(inputs: Sequence[Path], *, shipped: bool = True) -> Store:
    """The files as they are written, nothing normalised, so that nothing is lost; one graph.

    Raises:
        InputError: a file cannot be read.
    """
    paths = [*(resources.ontology_files() if shipped else ()), *inputs]
    store = Store()
    for source in find_sources(paths):
        read(source, store)
    merge_graphs(store)
    return store


def load_derived(
    inputs: Sequence[Path],
    *,
    as_of: date,
    policy: Path | None = None,
    engine: EngineName = "oxigraph",
) -> Engine:
    """The files with what the rules derive of them.

    Raises:
        InputError: a file cannot be read.
        FaultyDataError: a fault stops the run (R12).
    """
    facts = load_facts(list(inputs), as_of=as_of, policy=policy)
    loaded = open_engine(engine, facts.store)
    stop_if_faulty(loaded, violations(loaded))
    derive(loaded)
    return loaded


def stop_if_faulty(engine: Engine, found: Sequence[Finding]) -> None:
    """Derives what R12 says of the violations; must run before the other rules.

    Raises:
        FaultyDataError: one of them stops the run.
    """
    stopping = faults(engine, ((finding.focus, finding.shape) for finding in found))
    for finding in found:
        if finding.focus in stopping:
            raise FaultyDataError(
                f"{shorten(finding.focus)}: {finding.message.rstrip('.')}",
                "mend the input first; kg validate shows all that is wrong",
            )
