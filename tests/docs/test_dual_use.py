"""docs/dual-use.md has the characteristics and the rule table as the ontology has them."""

from __future__ import annotations

from functools import cache

from pyoxigraph import RdfFormat, Store

from tests.support import ROOT

KG = "https://w3id.org/aisi-kg/ns#"


@cache
def _store() -> Store:
    loaded = Store()
    for name in ("dual-use", "suggestion-rules"):
        path = ROOT / "ontology" / f"{name}.ttl"
        loaded.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return loaded


def _ask(query: str) -> list[tuple[str, ...]]:
    prefixes = f"PREFIX kg: <{KG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT "
    return [
        tuple("" if term is None else term.value.removeprefix(KG) for term in row)
        for row in _store().query(prefixes + query)
    ]


def characteristics() -> list[str]:
    values: dict[str, list[str]] = {}
    for name, value in _ask(
        "?p ?label { ?p kg:valuesFrom ?list . ?v a ?list ; kg:valueRank ?r ; rdfs:label ?label }"
        " ORDER BY ?p ?r"
    ):
        values.setdefault(name, []).append(value)
    worst = _ask("?p ?label { ?p kg:worseTowards ?v . ?v rdfs:label ?label } ORDER BY ?p")
    return [f"| `kg:{name}` | {', '.join(values[name])} | {label} |" for name, label in worst]


def rules() -> list[str]:
    found = _ask(
        "?dimension ?for ?rule ?level { ?rule kg:suggestsOn ?dimension ; kg:ruleFor ?for ;"
        " kg:suggestsLevel ?level }"
    )
    conditions: dict[str, list[str]] = {}
    for rule, label in _ask("?r ?l { ?r kg:condition/rdfs:label ?l } ORDER BY ?r ?l"):
        conditions.setdefault(rule, []).append(label)
    for (rule,) in _ask("?r { ?r kg:supportCondition ?c }"):
        conditions[rule].append("*supported*")
    return [
        f"| {dimension} | {looks_at} | {rule} | {level} | {'; '.join(conditions[rule])} |"
        for dimension, looks_at, rule, level in sorted(found, key=lambda row: (row[:2], row[2]))
    ]


def test_the_page_has_the_tables_of_the_ontology() -> None:
    lines = (ROOT / "docs" / "dual-use.md").read_text().splitlines()
    tables = [line for line in lines if line.startswith("| ") and "---" not in line]
    headers = [tables[0], next(line for line in tables if line.startswith("| dimension"))]
    assert [line for line in tables if line not in headers] == [*characteristics(), *rules()]
