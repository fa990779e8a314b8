"""What a column means: its header names a property of the category, or of its rating on a dimension.

    label  definition  parents  source ...      the category's, by `CATEGORY`
    skos:historyNote  https://...#p             any other property of the category
    misuse_potential                            the level on a dimension, by the dimension's name
    misuse_potential_date  ..._rationale ...    that rating's, by `RATING`, or any other property
    date  rationale                             those of all levels of the row that have none of their own

A header may end in ``@fr`` (text in a language) or ``^^xsd:string`` (a literal of a datatype).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kg.taxonomy.names import Names, written
from kg.terms import DCT, KG, OWL, PROV, RDFS, SKOS, XSD, local_name

Kind = Literal["node", "category", "iri", "level", "literal"]
ID = "id"
SHARED = "of all levels in the row"
STRING = XSD + "string"


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        header: as the table has it.
        property: the IRI of the property; ``ID`` for the node itself.
        kind: what a value is: a node of the user's, a category, any IRI, a level, or a literal.
        language: of a literal.
        datatype: of a literal without language.
        dimension: of a rating, its dimension's IRI; `SHARED`; "" for what is said of the category.
    """

    header: str
    property: str
    kind: Kind
    language: str = ""
    datatype: str = ""
    dimension: str = ""


def _text(name: str, iri: str) -> Column:
    return Column(name, iri, "literal", language="en")


CATEGORY = {
    column.header: column
    for column in (
        Column(ID, ID, "node"),
        _text("label", RDFS + "label"),
        _text("alternative_label", SKOS + "altLabel"),
        _text("definition", SKOS + "definition"),
        Column("parents", RDFS + "subClassOf", "category"),
        _text("example", SKOS + "example"),
        _text("counter_example", KG + "counterExample"),
        _text("scope_note", SKOS + "scopeNote"),
        _text("editorial_note", SKOS + "editorialNote"),
        _text("change_note", SKOS + "changeNote"),
        Column("defined_by", RDFS + "isDefinedBy", "iri"),
        Column("source", DCT + "source", "iri"),
        Column("deprecated", OWL + "deprecated", "literal", datatype=XSD + "boolean"),
        Column("replaced_by", DCT + "isReplacedBy", "node"),
    )
}
RATING = {
    column.header: column
    for column in (
        Column("", KG + "level", "level"),
        Column("id", ID, "node"),
        Column("date", PROV + "generatedAtTime", "literal", datatype=XSD + "date"),
        _text("rationale", DCT + "description"),
        Column("source", DCT + "source", "iri"),
        Column("by", PROV + "wasAttributedTo", "iri"),
    )
}
SHARED_HEADERS = ("date", "rationale")
_SUFFIX = re.compile(
    r"(?P<base>.+?)(@(?P<language>[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)|\^\^(?P<datatype>.+))?"
)


def read_header(header: str, dimensions: Mapping[str, str], names: Names) -> Column:
    """The column that a header stands for.

    Args:
        header: as the table has it.
        dimensions: IRIs by the name that a column has (see `dimension_name`).
        names: how property names are read.

    Raises:
        ValueError: it stands for none; says what could be meant.
    """
    found = _SUFFIX.fullmatch(header)
    if not found:
        raise ValueError("a column without a name")
    base = found["base"]
    column = _named(base, dimensions, names)
    column = replace(column, header=header)
    if found["language"]:
        return _as_literal(column, language=found["language"].lower())
    if found["datatype"]:
        datatype = names.iri(found["datatype"])
        return _as_literal(column, datatype=datatype)
    return column


def write_header(property_iri: str, term_kind: Column, dimension: str = "") -> str:
    """The header for values of a property.

    Args:
        property_iri: the property, or `ID`.
        term_kind: a column whose kind, language and datatype the values have.
        dimension: for a rating, the dimension's name as a column has it.
    """
    known = RATING if dimension else CATEGORY
    usual = next((column for column in known.values() if column.property == property_iri), None)
    base = usual.header if usual else written(property_iri)
    if dimension:
        base = f"{dimension}_{base}" if base else dimension
    if term_kind.kind != "literal":
        return base
    if usual and (usual.language, usual.datatype) == (term_kind.language, term_kind.datatype):
        return base
    if term_kind.language:
        return f"{base}@{term_kind.language}"
    return f"{base}^^{written(term_kind.datatype)}"


def dimension_name(iri: str) -> str:
    """What a dimension is called in a header: ``misuse_potential`` of kg:MisusePotential."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local_name(iri)).lower()


def _named(base: str, dimensions: Mapping[str, str], names: Names) -> Column:
    if base in CATEGORY:
        return CATEGORY[base]
    if base in SHARED_HEADERS:
        return replace(RATING[base], dimension=SHARED)
    for name in sorted(dimensions, key=len, reverse=True):
        if base == name or base.startswith(name + "_"):
            part = base[len(name) + 1 :]
            column = RATING.get(part) or Column(part, names.iri(part), "iri")
            return replace(column, dimension=dimensions[name])
    if ":" not in base:
        raise ValueError("no such column")
    return Column(base, names.iri(base), "iri")


def _as_literal(column: Column, *, language: str = "", datatype: str = "") -> Column:
    if column.property == ID or column.kind in ("level", "category"):
        raise ValueError("this column takes names, so its header has no @ or ^^")
    return replace(column, kind="literal", language=language, datatype=datatype)
