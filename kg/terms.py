"""The names that Python needs: namespaces, and how to write and read IRIs as a person does."""

from __future__ import annotations

from typing import Final

KG: Final = "https://w3id.org/aisi-kg/ns#"
DERIVED: Final = "https://w3id.org/aisi-kg/derived#"
GENID: Final = "https://w3id.org/aisi-kg/.well-known/genid/"

OURS: Final = (
    KG,
    "https://w3id.org/aisi-kg/category#",
    "https://w3id.org/aisi-kg/institute#",
    "https://w3id.org/aisi-kg/policy#",
)

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCT: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
SH: Final = "http://www.w3.org/ns/shacl#"

PREFIXES: Final[dict[str, str]] = {
    "cat": "https://w3id.org/aisi-kg/category#",
    "dct": DCT,
    "derived": DERIVED,
    "inst": "https://w3id.org/aisi-kg/institute#",
    "kg": KG,
    "owl": OWL,
    "policy": "https://w3id.org/aisi-kg/policy#",
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "rule": "https://w3id.org/aisi-kg/rule#",
    "scenario": "https://w3id.org/aisi-kg/scenario#",
    "schema": "https://schema.org/",
    "sh": SH,
    "shapes": "https://w3id.org/aisi-kg/shapes#",
    "skos": SKOS,
    "tlp": "https://w3id.org/aisi-kg/tlp#",
    "xsd": XSD,
}


def shorten(iri: str) -> str:
    """An IRI as a prefixed name where one of our prefixes fits, else unchanged."""
    if iri.startswith(GENID):
        return "(blank node)"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """The IRI that a person wrote: a prefixed name of ours is expanded, ``<...>`` is unwrapped."""
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    return name


def local_name(iri: str) -> str:
    """What follows the last ``#`` or ``/``: ``High`` of kg:High."""
    return iri.replace("#", "/").rsplit("/", 1)[-1]
