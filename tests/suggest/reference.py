"""What `queries/suggest` means, in plain Python: a second opinion on the suggested misuse potential.

The rule table and the ranks are read from the ontology, for they are data; how they are combined is
written here anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from tests.support import ROOT

KG = "https://w3id.org/aisi-kg/ns#"
RISK = {"Low": 1, "Medium": 2, "Unclear": 3, "High": 4}
MISUSE, BENEFIT = "MisuseScenario", "SafetyBenefitScenario"


@dataclass(frozen=True)
class Condition:
    characteristic: str
    test: str
    bound: str

    def met(self, values: Mapping[str, str]) -> bool | None:
        """Whether the values pass; None where nobody knows."""
        value = table().rank.get(values.get(self.characteristic, "NotKnown"))
        bound = self.bound if self.test in ("atLeast", "atMost") else values.get(self.bound, "")
        limit = table().rank.get(bound)
        if value is None or limit is None:
            return None
        return {
            "atLeast": value >= limit,
            "atMost": value <= limit,
            "before": value < limit,
            "notBefore": value >= limit,
        }[self.test]


@dataclass(frozen=True)
class Rule:
    name: str
    looks_at: str
    level: str
    conditions: tuple[Condition, ...]
    supports: tuple[Condition, ...]


@dataclass(frozen=True)
class Table:
    """The shipped rules on misuse, the lists of values (each in its order) and what gets worse."""

    rules: tuple[Rule, ...]
    rank: Mapping[str, int]
    values: Mapping[str, tuple[str, ...]]
    worst: Mapping[str, str]


@dataclass(frozen=True)
class Scenario:
    name: str
    kind: str
    categories: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ("report",)
    made: str = "2025-01-01"
    begins: str = "0000-00-00"
    ends: str = "9999-99-99"

    def has_effect(self, retracted: Iterable[str], day: str) -> bool:
        return self.begins <= day < self.ends and bool(set(self.evidence) - set(retracted))


def suggested(scenarios: Iterable[Scenario], retracted: Iterable[str], day: str) -> dict[str, str]:
    """The suggested misuse potential of each category that a scenario is for."""
    known = [each for each in scenarios if each.made <= day]
    found: dict[str, str] = {}
    for category in sorted({name for each in known for name in each.categories}):
        ours = [each for each in known if category in each.categories]
        benefits = [s for s in ours if s.kind == BENEFIT and s.has_effect(retracted, day)]
        judged = [s for s in ours if s.kind == MISUSE] or ours
        levels = [level(s, benefits) if s.has_effect(retracted, day) else "Unclear" for s in judged]
        found[category] = max(levels, key=RISK.__getitem__)
    return found


def level(scenario: Scenario, benefits: list[Scenario]) -> str:
    certain, possible = [], []
    for rule in table().rules:
        if rule.looks_at != scenario.kind:
            continue
        answers = [condition.met(scenario.values) for condition in rule.conditions]
        if False in answers:
            continue
        supported = all(any(c.met(b.values) for b in benefits) for c in rule.supports)
        sure = supported and None not in answers
        (certain if sure else possible).append(RISK[rule.level])
    if not certain:
        return "Unclear"
    rank = max(certain)
    if any(other > rank for other in possible):
        rank = max(rank, RISK["Unclear"])
    return next(name for name, its in RISK.items() if its == rank)


@cache
def store() -> ox.Store:
    loaded = ox.Store()
    for name in ("kg", "tiers", "dual-use", "suggestion-rules"):
        loaded.bulk_load(path=str(ROOT / "ontology" / f"{name}.ttl"), format=ox.RdfFormat.TURTLE)
    return loaded


def rows(query: str) -> list[tuple[str, ...]]:
    solutions = store().query(f"PREFIX kg: <{KG}> SELECT {query}")
    return [tuple(term.value.removeprefix(KG) for term in row) for row in solutions]


@cache
def table() -> Table:
    ranks = {name: int(rank) for name, rank in rows("?v ?r { ?v kg:valueRank ?r }")}
    lists: dict[str, list[str]] = {}
    for name, value in rows("?p ?v { ?p kg:valuesFrom ?list . ?v a ?list ; kg:valueRank ?r }"):
        lists.setdefault(name, []).append(value)
    conditions = {
        name: Condition(characteristic, test, bound)
        for name, characteristic, test, bound in rows(
            "?c ?p ?test ?bound { VALUES ?test { kg:atLeast kg:atMost kg:before kg:notBefore }"
            " ?c kg:characteristic ?p ; ?test ?bound }"
        )
    }
    asked = rows("?r ?c { ?r kg:suggestsOn kg:MisusePotential ; kg:condition ?c }")
    support = rows("?r ?c { ?r kg:suggestsOn kg:MisusePotential ; kg:supportCondition ?c }")
    return Table(
        rules=tuple(
            Rule(
                name,
                looks_at,
                its_level,
                tuple(conditions[c] for r, c in sorted(asked) if r == name),
                tuple(conditions[c] for r, c in sorted(support) if r == name),
            )
            for name, looks_at, its_level in sorted(
                rows(
                    "?r ?for ?level { ?r kg:suggestsOn kg:MisusePotential ;"
                    " kg:ruleFor ?for ; kg:suggestsLevel ?level }"
                )
            )
        ),
        rank=ranks,
        values={name: tuple(sorted(all_, key=ranks.__getitem__)) for name, all_ in lists.items()},
        worst=dict(rows("?p ?v { ?p kg:worseTowards ?v }")),
    )
