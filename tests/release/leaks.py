"""Exporters that leak: each is the one that we ship with one mistake in a query or in the Python.

A mistake in a query is a change of its text, so that a query that is rewritten tells us here.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg import release as releases
from kg.engines import Engine
from kg.inventory import Inventory
from kg.resources import shipped, taken_from
from kg.tables import table

Files = dict[str, bytes]
PREFIXES = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ALL_ITEMS = "GRAPH derived:items { ?any kg:fallsUnder kg:InformationItem }"

# By what leaks: a query, what it says, what it says by mistake.
IN_QUERIES: dict[str, tuple[str, str, str]] = {
    "a link to what is withheld": (
        "statements.rq",
        "FILTER NOT EXISTS { GRAPH derived:hidden { ?value kg:hiddenAs ?class } }",
        "",
    ),
    "a marked statement": (
        "statements.rq",
        "GRAPH derived:hidden { ?mark kg:hiddenAs ?reason }",
        "GRAPH derived:hidden { ?mark kg:hiddenAs kg:Nothing }",
    ),
    "a link to a record": (
        "20-hidden.ru",
        "?type rdfs:subClassOf* ?class .",
        "?type rdfs:subClassOf* ?class . FILTER(?class = kg:InformationItem)",
    ),
    "a copied title": ("withheld-names.rq", "?item ?property ?name .", "?item kg:never ?name ."),
    "the earliest end of anything": (
        "handling.rq",
        "GRAPH derived:endings { ?decision kg:endsOn ?day }",
        "?anything kg:validUntil ?day",
    ),
    "renderings that need not leave": (
        "10-released.ru",
        "GRAPH derived:offer { ?head kg:offers ?item }",
        "",
    ),
    "what is under review": (
        "10-released.ru",
        "GRAPH derived:offer { ?head kg:offers ?item }\n"
        "  GRAPH derived:decisions { ?decision kg:item ?item ;"
        " kg:recipient ?recipient ; kg:outcome kg:Share }",
        "GRAPH derived:decisions { ?decision kg:item ?item ; kg:recipient ?recipient }",
    ),
}

# By what leaks: what more is said of each item that leaves, as ?value.
SAID_MORE: dict[str, str] = {
    "the approval": "GRAPH derived:reviewed { ?decision prov:wasDerivedFrom ?value }",
    "the reviewer": "?review kg:reviews ?item ; prov:wasAttributedTo ?value .",
    "the rationale": "?assessment kg:assesses ?item ; dct:description ?value .",
    "the disclosure history": "?disclosure kg:disclosed ?item ; prov:atTime ?value .",
    "who else may have it": "GRAPH derived:decisions { ?other kg:item ?item ; kg:recipient ?value ;"
    " kg:outcome kg:Share }",
    "the title of the original": "?item prov:wasDerivedFrom ?original . ?original dct:title ?value .",
    "the digest of the original": "?item prov:wasDerivedFrom ?original ."
    " BIND(SHA256(STR(?original)) AS ?value)",
    "what a consent is for, too": "?consent kg:consentsTo ?item , ?value . FILTER(?value != ?item)",
    "blank nodes": "?consent kg:consentsTo ?target ."
    " GRAPH derived:items { ?item kg:fallsUnder ?target } BIND(STR(?consent) AS ?value)",
    "how many items there are": f"{{ SELECT (COUNT(DISTINCT ?any) AS ?value) WHERE {{ {ALL_ITEMS} }} }}",
    "how many are about a system": "{ SELECT ?system (COUNT(DISTINCT ?any) AS ?value)"
    " WHERE { ?any kg:aboutSystem ?system } GROUP BY ?system } ?item kg:aboutSystem ?system .",
    "its place among all items": "{ SELECT ?item (COUNT(DISTINCT ?any) AS ?value) WHERE {"
    " GRAPH derived:released { ?item kg:releasedBy ?by }"
    f" {ALL_ITEMS} FILTER(STR(?any) < STR(?item)) }} GROUP BY ?item }}",
    "the newest day of all": "{ SELECT (MAX(?day) AS ?value) WHERE { ?any prov:generatedAtTime ?day } }",
}


@contextmanager
def in_query(name: str, folder: Path) -> Iterator[None]:
    """While it runs, the exporter makes that mistake in a query."""
    file, told, mistake = IN_QUERIES[name]
    path = _copied_queries(folder) / "release" / file
    text = path.read_text()
    assert told in text, f"{file} was rewritten: say the mistake anew"
    path.write_text(text.replace(told, mistake))
    with taken_from(folder):
        yield


@contextmanager
def label_for_others(folder: Path) -> Iterator[None]:
    """While it runs, the TLP label tells what others may have, as `kg tlp` does for the sender."""
    queries = _copied_queries(folder)
    shutil.copy(queries / "tlp" / "10-reach.ru", queries / "release" / "30-label.ru")
    with taken_from(folder):
        yield


def _copied_queries(folder: Path) -> Path:
    return Path(shutil.copytree(shipped("queries"), folder / "queries"))


def say_more(name: str, patch: pytest.MonkeyPatch) -> None:
    """Makes the exporter say more of each item that leaves."""
    module = sys.modules["kg.release.release"]
    honest = module.select

    def select(engine: Engine) -> Any:
        selection = honest(engine)
        query = (
            f"{PREFIXES} SELECT DISTINCT ?item ?value WHERE {{"
            f" GRAPH derived:released {{ ?item kg:releasedBy ?decision }} {SAID_MORE[name]} }}"
        )
        statements = dict(selection.statements)
        for item, value in table(engine, query).iter_rows():
            if item in statements:
                note = NamedNode("http://www.w3.org/2004/02/skos/core#note")
                statements[item] |= {Triple(NamedNode(item), note, Literal(value))}
        return type(selection)(**{**vars(selection), "statements": statements})

    patch.setattr(module, "select", select)


def all_categories(patch: pytest.MonkeyPatch) -> None:
    """Makes the exporter tell of all categories, whether or not an item that leaves is in them."""
    module = sys.modules["kg.release.select"]

    def vocabulary(engine: Engine, *_: object) -> set[Triple]:
        return {
            Triple(row["term"], row["property"], row["value"])
            for row in module._rows(engine, "vocabulary")
        }

    patch.setattr(module, "_vocabulary", vocabulary)


def no_mentions(patch: pytest.MonkeyPatch) -> None:
    """Makes the exporter blind to names of what is withheld in texts."""
    patch.setattr(sys.modules["kg.release.select"].Mentions, "given_away", lambda *_: set())


def file_more(name: str, patch: pytest.MonkeyPatch) -> None:
    """Makes the exporter write more, or other things, into the files of the bundle."""
    honest = releases.release

    def release(inventory: Inventory, recipient: str, **options: Any) -> Any:
        given = honest(inventory, recipient, **options)
        files = dict(given.files)
        with inventory.offering(recipient) as engine:
            rows = engine.select((shipped("queries") / "release" / "withheld-names.rq").read_text())
        FILED_MORE[name](files, sorted(set(rows["item"])), inventory)
        return replace(given, files=files)

    patch.setattr(releases, "release", release)


def _count(files: Files, withheld: list[str], _: Inventory) -> None:
    manifest = json.loads(files["manifest.json"])
    files["manifest.json"] = json.dumps(manifest | {"withheld": len(withheld)}).encode()


def _revoked(files: Files, withheld: list[str], _: Inventory) -> None:
    lines = "".join(
        f"<urn:x> <https://w3id.org/aisi-kg/ns#revokes> <{item}> .\n" for item in withheld
    )
    files["changes.trig"] += lines.encode()


def _sources(files: Files, _: list[str], inventory: Inventory) -> None:
    files["catalog.ttl"] += "".join(
        f"# {source.path.name}\n" for source in inventory.facts.sources
    ).encode()


def _time(files: Files, *_: object) -> None:
    files["catalog.ttl"] += f"# {time.time_ns()}\n".encode()


def _names(files: Files, withheld: list[str], _: Inventory) -> None:
    files |= {f"withheld/{item.rpartition('#')[2]}.ttl": b"" for item in withheld}


def _table(files: Files, withheld: list[str], _: Inventory) -> None:
    rows = BytesIO()
    pl.DataFrame({"item": withheld}).write_parquet(rows, compression="zstd")
    files["tables/withheld.parquet"] = rows.getvalue()


def _escaped(files: Files, withheld: list[str], _: Inventory) -> None:
    escaped = "".join(f"\\u{ord(character):04x}" for character in " ".join(withheld))
    files["more.json"] = f'["{escaped}"]'.encode()


def _percent(files: Files, withheld: list[str], _: Inventory) -> None:
    said = "".join(f"%{byte:02X}" for byte in " ".join(withheld).encode())
    files["catalog.ttl"] += f"# {said} {quote('x')}\n".encode()


FILED_MORE: Mapping[str, Callable[[Files, list[str], Inventory], None]] = {
    "the number of what is withheld": _count,
    "the revocation of what R never had": _revoked,
    "the names of the input files": _sources,
    "the time": _time,
    "names of files": _names,
    "a table": _table,
    "escaped texts": _escaped,
    "percent signs": _percent,
}
