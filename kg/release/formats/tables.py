"""``tables/``: the items and the statements of a bundle as CSV and Parquet, with a data package."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from kg.bundle import BUNDLE
from kg.release.content import ODRL, Content
from kg.release.formats.markings import marking_of
from kg.release.names import names, values
from kg.release.turtle import PLAIN
from kg.terms import KG, local_name

if TYPE_CHECKING:
    import polars as pl

_PACKAGE: Final = "datapackage.json"
# By table: its columns, each with what it holds; its key; the table and column that it refers to.
_TABLES: Final[dict[str, dict[str, str]]] = {
    "items": {
        "item": "The IRI of the item.",
        "title": "How the item is called.",
        "holder": "The IRI of the institute that holds it.",
        "proprietary_sensitivity": "The effective level by which it was decided.",
        "misuse_potential": "The effective level by which it was decided.",
        "tier": "The tier by which it was decided.",
        "marking": "The label of the Traffic Light Protocol 2.0; empty where none fits.",
        "policy": "The IRI of the policy that says how to handle it.",
    },
    "statements": {
        "item": "The IRI of the item in whose graph the statement is.",
        "subject": "The IRI of what the statement is about: the item, or something that it names.",
        "property": "The IRI of the property.",
        "kind": "iri or literal.",
        "value": "The IRI, or the text of the literal.",
        "datatype": "The IRI of the datatype; empty for IRIs and plain texts.",
        "language": "The language tag; empty where there is none.",
    },
}
_MAY_BE_EMPTY: Final = frozenset({"marking", "policy", "value", "datatype", "language"})
_KEYS: Final = {"items": ["item"], "statements": list(_TABLES["statements"])}


def tables(content: Content) -> dict[str, bytes]:
    """Both tables in CSV and in Parquet, rows sorted, and the package that describes them.

    Parquet names the version of Polars that wrote it; the same version writes the same bytes.
    """
    import polars as pl

    rows = {"items": _items(content), "statements": _statements(content)}
    files: dict[str, bytes] = {}
    for name, columns in _TABLES.items():
        schema = dict.fromkeys(columns, pl.String)
        table = pl.DataFrame(sorted(rows[name]), schema=schema, orient="row")
        files[f"tables/{name}.csv"] = table.write_csv().encode()
        files[f"tables/{name}.parquet"] = _parquet(table)
    return {_PACKAGE: _package(content, files), **files}


def _items(content: Content) -> list[tuple[str, ...]]:
    called = names(content)
    found = []
    for graph, item in content.of.items():
        handling, statements = content.handling[graph], content.statements[item]
        label = marking_of(handling, item)
        levels = ("effectiveProprietarySensitivity", "effectiveMisusePotential", "derivedTier")
        found.append(
            (
                item,
                called.get(item, item),
                _first(values(statements, item, KG + "holder")),
                *(local_name(_first(values(handling, item, KG + name))) for name in levels),
                label.notation if label else "",
                " ".join(values(handling, item, ODRL + "hasPolicy")),
            )
        )
    return found


def _first(found: list[str]) -> str:
    return found[0] if found else ""


def _statements(content: Content) -> list[tuple[str, ...]]:
    return [
        (item, getattr(triple.subject, "value", ""), triple.predicate.value, *_value(triple.object))
        for item, triples in content.statements.items()
        for triple in triples
    ]


def _value(term: object) -> tuple[str, str, str, str]:
    """The kind, the text, the datatype and the language of a value."""
    if isinstance(term, Literal):
        datatype = term.datatype.value
        plain = "" if datatype in PLAIN else datatype
        return "literal", term.value, plain, term.language or ""
    assert isinstance(term, NamedNode)  # there is no blank node in a bundle
    return "iri", term.value, "", ""


def _parquet(table: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    table.write_parquet(out)
    return out.getvalue()


def _package(content: Content, files: dict[str, bytes]) -> bytes:
    """The Data Package: each table twice, as a table to be read and checked, and as Parquet."""
    name = content.id.removeprefix(BUNDLE)
    package = {
        "name": f"bundle-{name}",
        "id": content.id,
        "title": f"Bundle {content.sequence} for {content.recipient}",
        "version": str(content.sequence),
        "created": f"{content.as_of}T00:00:00Z",
        "resources": [_resource(path, files[path]) for path in sorted(files)],
    }
    return f"{json.dumps(package, ensure_ascii=False, indent=1)}\n".encode()


def _resource(path: str, data: bytes) -> dict[str, Any]:
    stem, _, form = path.removeprefix("tables/").partition(".")
    told = {"path": path, "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    if form == "parquet":
        media = "application/vnd.apache.parquet"
        return {
            "name": f"{stem}-parquet",
            "type": "file",
            "format": form,
            "mediatype": media,
            **told,
        }
    return {
        "name": stem,
        "type": "table",
        "profile": "tabular-data-resource",
        "format": form,
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **told,
        "schema": _schema(stem),
    }


def _schema(name: str) -> dict[str, Any]:
    fields: list[dict[str, Any]] = []
    for column, holds in _TABLES[name].items():
        field: dict[str, Any] = {"name": column, "type": "string", "description": holds}
        if column not in _MAY_BE_EMPTY:
            field["constraints"] = {"required": True}
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields, "primaryKey": _KEYS[name]}
    if name == "statements":
        reference = {"resource": "items", "fields": ["item"]}
        schema["foreignKeys"] = [{"fields": ["item"], "reference": reference}]
    return schema
