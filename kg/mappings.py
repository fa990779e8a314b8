"""How our terms relate to the vocabularies of others: the SSSOM files of ``ontology/mappings``.

The TSV files are what people edit. ``ontology/mappings/mappings.ttl`` says the same in RDF, so that
pages show the mappings without the package ``sssom``; a test holds the two together.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, QuerySolutions, Store, Variable

from kg.errors import InputError, MissingExtraError, UnknownTermError
from kg.facts.sources import find_sources
from kg.facts.sources import read as read_source
from kg.resources import ontology_files, shipped
from kg.terms import PREFIXES, SKOS, expand, shorten

if TYPE_CHECKING:
    import polars as pl

SSSOM: Final = "https://w3id.org/sssom/"
_SEMAPV: Final = "https://w3id.org/semapv/vocab/"
_NO_TERM: Final = SSSOM + "NoTermFound"


@dataclass(frozen=True, order=True)
class Mapping:
    """One row of a mapping set.

    Attributes:
        subject, predicate, object: IRIs; the object is sssom:NoTermFound where there is no counterpart.
        subject_label, object_label: in English.
        justification: an IRI of semapv.
        confidence: between 0 and 1, as text.
        source, source_version: the vocabulary of the object (or the one that lacks it).
        comment: why, and what to watch for.
    """

    subject: str
    predicate: str
    object: str
    subject_label: str
    object_label: str
    justification: str
    confidence: str
    source: str
    source_version: str
    comment: str

    @property
    def found(self) -> bool:
        """Whether there is a counterpart."""
        return self.object != _NO_TERM


COLUMNS: Final = tuple(field.name for field in fields(Mapping))
BRIEF: Final = ("subject", "predicate", "object", "object_label", "confidence", "comment")


def files() -> list[Path]:
    """The shipped mapping sets, by name."""
    return sorted((shipped("ontology") / "mappings").glob("*.sssom.tsv"))


def read_all() -> list[Mapping]:
    """The rows of all shipped mapping sets, sorted; see `read` for what it raises."""
    return sorted(mapping for path in files() for mapping in read(path))


def read(path: Path) -> list[Mapping]:
    """The rows of one mapping set, with IRIs in full, in the file's order.

    Raises:
        MissingExtraError: the extra ``mappings`` is not installed.
        InputError: the file is no SSSOM, or breaks its schema.
    """
    try:
        from sssom.parsers import parse_sssom_table
        from sssom.validators import validate
    except ImportError:
        raise MissingExtraError(
            "kg mappings needs the package sssom", "pip install 'aisi-kg[mappings]'"
        ) from None
    try:
        with _complaints() as problems:
            table = parse_sssom_table(path)
            reports = validate(table, fail_on_error=False)
    except Exception as error:  # the package has no error of its own
        raise InputError(f"{path}: not a SSSOM table ({error})", "see the SSSOM format") from None
    problems += [result.message for report in reports.values() for result in report.results]
    if problems:
        raise InputError(f"{path}: {problems[0]}", "correct the file by the SSSOM schema")
    rows = json.loads(table.df.to_json(orient="records"))
    return [_mapping(row, table.converter.expand) for row in rows]


def about(mappings: list[Mapping], term: str) -> list[Mapping]:
    """Those whose subject or object is a term, and for a category those of the categories above it.

    Raises:
        UnknownTermError: there is none.
    """
    iri = expand(term)
    named = {iri, *_above(iri)}
    found = [each for each in mappings if each.subject in named or each.object == iri]
    if not found:
        raise UnknownTermError(f"{term}: no mapping names it", "kg mappings shows all")
    return found


def _above(iri: str) -> set[str]:
    """What the shipped ontology puts above a class; the root of all categories aside."""
    store = Store()
    for source in find_sources(ontology_files()):
        read_source(source, store)
    rows = store.query(_ABOVE, substitutions={Variable("class"): NamedNode(iri)})
    assert isinstance(rows, QuerySolutions)
    return {row["above"].value for row in rows}


def as_table(mappings: list[Mapping]) -> pl.DataFrame:
    """One row a mapping, columns `COLUMNS`, all text."""
    import polars as pl

    schema = dict.fromkeys(COLUMNS, pl.String)
    return pl.DataFrame([astuple(each) for each in mappings], schema=schema, orient="row")


def as_turtle(mappings: list[Mapping]) -> str:
    """Each mapping as a SKOS triple and as the OWL axiom that SSSOM makes of it.

    What has no counterpart is left out: a triple would say that there is one.
    """
    blocks = [_HEADER]
    for each in mappings:
        if each.found:
            source, predicate, target = map(_written, (each.subject, each.predicate, each.object))
            blocks.append(
                f"{source} {predicate} {target} .\n\n"
                f"[] a owl:Axiom ;\n"
                f"    owl:annotatedSource {source} ;\n"
                f"    owl:annotatedProperty {predicate} ;\n"
                f"    owl:annotatedTarget {target} ;\n"
                f"    rdfs:comment {json.dumps(each.comment, ensure_ascii=False)}@en ;\n"
                f"    sssom:confidence {each.confidence} ;\n"
                f"    sssom:mapping_justification {_written(each.justification)} ;\n"
                f"    sssom:object_label {json.dumps(each.object_label, ensure_ascii=False)} ;\n"
                f"    sssom:object_source {_written(each.source)} ;\n"
                f"    sssom:object_source_version {json.dumps(each.source_version)} .\n"
            )
    return "\n".join(blocks)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What the package logs as a warning: it leaves out what it cannot read, and says so there only."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("sssom")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


def _mapping(row: dict[str, Any], expanded: Any) -> Mapping:
    def text(column: str) -> str:
        value = row.get(column)
        return "" if value is None else str(value)

    return Mapping(
        subject=expanded(text("subject_id")),
        predicate=expanded(text("predicate_id")),
        object=expanded(text("object_id")),
        subject_label=text("subject_label"),
        object_label=text("object_label"),
        justification=expanded(text("mapping_justification")),
        confidence=text("confidence"),
        source=expanded(text("object_source")),
        source_version=text("object_source_version"),
        comment=text("comment"),
    )


def _written(iri: str) -> str:
    """An IRI as Turtle: by a prefix of ours where it has one."""
    for prefix, namespace in (("skos", SKOS), ("semapv", _SEMAPV)):
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    short = shorten(iri)
    return short if short.split(":")[0] in ("cat", "kg") else f"<{iri}>"


_ABOVE: Final = """
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?class ?above
WHERE { ?class rdfs:subClassOf+ ?above . ?above a kg:InformationCategory }
"""

_HEADER: Final = f"""\
@prefix cat: <{PREFIXES["cat"]}> .
@prefix dct: <{PREFIXES["dct"]}> .
@prefix kg: <{PREFIXES["kg"]}> .
@prefix owl: <{PREFIXES["owl"]}> .
@prefix rdfs: <{PREFIXES["rdfs"]}> .
@prefix semapv: <{_SEMAPV}> .
@prefix skos: <{SKOS}> .
@prefix sssom: <{SSSOM}> .

# Written by: kg mappings --format turtle. Edit the SSSOM tables beside this file instead.

<https://w3id.org/aisi-kg/mappings> a owl:Ontology ;
    owl:versionIRI <https://w3id.org/aisi-kg/mappings/0.1.0> ;
    owl:imports <https://w3id.org/aisi-kg/tiers> ;
    owl:versionInfo "0.1.0" ;
    dct:title "What AI safety institutes may share: mappings to other vocabularies"@en ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> .
"""
