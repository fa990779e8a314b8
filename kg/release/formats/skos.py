"""``concepts.ttl``: the categories that the recipient may read of, as a SKOS concept scheme."""

from __future__ import annotations

from pyoxigraph import Quad, Store

from kg.derive import run_files
from kg.engines import open_engine
from kg.release.content import Content
from kg.taxonomy import views


def skos(content: Content) -> dict[str, bytes]:
    """The concept scheme of the bundle's ontology, by the queries of ``kg taxonomy export``."""
    store = Store()
    store.extend(
        Quad(triple.subject, triple.predicate, triple.object) for triple in content.ontology
    )
    engine = open_engine("oxigraph", store)
    run_files(engine, "taxonomy", "taxonomy")
    return {"concepts.ttl": views.skos(engine).encode()}
