"""Scenarios as RDF, and what the SPARQL suggests for them."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from pyoxigraph import RdfFormat, Store

from kg.derive import run_files
from kg.engines import open_engine
from kg.suggest import suggest
from kg.tables import table
from tests.suggest.reference import BENEFIT, KG, MISUSE, Scenario, store
from tests.suggest.reference import table as rule_table
from tests.support import PREFIXES

EX = "https://example.org/x#"
DAY = "2026-01-01"


def turtle(scenarios: Iterable[Scenario], retracted: Iterable[str] = ()) -> str:
    parts = [PREFIXES]
    for each in scenarios:
        lines = [f"ex:{each.name} a kg:{each.kind}"]
        lines += [f"kg:scenarioFor ex:{name}" for name in each.categories]
        lines += [f"kg:{name} kg:{value}" for name, value in each.values.items()]
        lines += [f"kg:evidence ex:{name}" for name in each.evidence]
        lines += [f'prov:generatedAtTime "{each.made}"^^xsd:date']
        if each.begins > "1000":
            lines += [f'kg:validFrom "{each.begins}"^^xsd:date']
        if each.ends < "9999":
            lines += [f'kg:validUntil "{each.ends}"^^xsd:date']
        parts.append(" ;\n    ".join(lines) + " .\n")
    for name in retracted:
        parts.append(
            f"ex:no-{name} a kg:EvidenceRetraction ; kg:retracts ex:{name} ;"
            f' prov:generatedAtTime "2025-06-01"^^xsd:date .\n'
        )
    return "\n".join(parts)


def by_sparql(
    scenarios: Iterable[Scenario],
    retracted: Iterable[str] = (),
    day: str = DAY,
    engine: str = "oxigraph",
) -> dict[str, str]:
    """The suggested misuse potential of each category, by the queries."""
    facts = Store()
    facts.bulk_extend(store())
    facts.load(turtle(scenarios, retracted).encode(), format=RdfFormat.TURTLE)
    dated = f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>'
    facts.update(f"INSERT DATA {{ <{KG}evaluation> <{KG}asOf> {dated} }}")
    running = open_engine(engine, facts)
    run_files(running, "in-force", "in-force")
    suggest(running, "all")
    found = table(
        running,
        f"SELECT ?target ?level WHERE {{ GRAPH ?any {{ ?node <{KG}suggestionFor> ?target ;"
        f" <{KG}suggestsOn> <{KG}MisusePotential> ; <{KG}suggestsLevel> ?level }} }}",
    )
    return {
        target.removeprefix(EX): its_level.removeprefix(KG)
        for target, its_level in found.iter_rows()
    }


# What decides: the characteristics that a rule reads.
def read() -> list[str]:
    conditions = [c for rule in rule_table().rules for c in (*rule.conditions, *rule.supports)]
    names = {c.characteristic for c in conditions}
    return sorted(names | {c.bound for c in conditions if c.test in ("before", "notBefore")})


def characterised(rng: Random, unknown: float) -> dict[str, str]:
    """A value for each characteristic that a rule reads; some not known, some left out."""
    values = {}
    for name in read():
        if rng.random() >= unknown:
            values[name] = rng.choice(rule_table().values[name])
        elif rng.random() < 0.5:
            values[name] = "NotKnown"
    return values


def world(rng: Random, unknown: float = 0.05) -> list[Scenario]:
    """Scenarios for four categories; now and then one is without evidence, out of its window or later."""
    return [
        Scenario(
            name=f"s{number}",
            kind=rng.choice((MISUSE, BENEFIT)),
            categories=tuple(rng.sample(("A", "B", "C", "D"), rng.choice((1, 1, 2)))),
            values=telling(rng, unknown),
            evidence=tuple(rng.sample(("e1", "e2", "e3"), rng.choice((0, 1, 1, 1, 1, 1, 2)))),
            made=rarely(rng, DAY, "2026-01-02") or "2025-01-01",
            begins=rarely(rng, DAY, "2026-01-02") or "0000-00-00",
            ends=rarely(rng, DAY, "2026-01-02") or "9999-99-99",
        )
        for number in range(rng.randint(1, 7))
    ]


def rarely(rng: Random, *choices: str) -> str | None:
    return rng.choice(choices) if rng.random() < 0.1 else None


def telling(rng: Random, unknown: float) -> dict[str, str]:
    """As `characterised`, but so that the rules with many conditions apply often."""
    values = characterised(rng, unknown)
    if rng.random() < 0.8:
        values["marginalUplift"] = rng.choice(("MaterialUplift", "NoUplift"))
        values["defenderBenefit"] = rng.choice(("SomeDefenderBenefit", "DecisiveDefenderBenefit"))
        values["defenceLag"] = rng.choice(("AtOnce", "AtOnce", "WithinDays", "WithinYears"))
        values["evidenceConfidence"] = rng.choice(("LowConfidence", "MediumConfidence"))
    return values
