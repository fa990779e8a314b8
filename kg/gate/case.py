"""What every check looks at: the bundle, the facts, and what the guard itself decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.facts import Facts
from kg.gate.contents import Contents
from kg.gate.faults import Faults
from kg.gate.judge import Judge
from kg.gate.triples import Triples, reach
from kg.terms import KG, PREFIXES, RDFS

_INCLUDES: Final = PREFIXES["schema"] + "domainIncludes"


@dataclass(frozen=True)
class Profile:
    """What the release profiles of the inventory list together."""

    releases: frozenset[str]
    names_by: frozenset[str]
    types_as: frozenset[str]
    never_names: frozenset[str]


@dataclass(frozen=True)
class Case:
    """A bundle for a recipient, before the guard.

    Attributes:
        items: the items of the bundle.
        recipient: the IRI of the recipient.
    """

    contents: Contents
    facts: Facts
    triples: Triples
    faults: Faults
    judge: Judge
    profile: Profile
    items: frozenset[str]
    recipient: str


def profile(triples: Triples) -> Profile:
    """Reads the release profiles."""

    def listed(name: str) -> frozenset[str]:
        profiles = triples.instances(KG + "ReleaseProfile")
        return frozenset(value for each in profiles for value in triples.nodes(each, KG + name))

    of_items = triples.subjects(_INCLUDES, KG + "InformationItem")
    return Profile(
        listed("releases") | frozenset(of_items),
        listed("namesBy"),
        listed("typesAs"),
        listed("neverNames"),
    )


def instances(triples: Triples, kinds: frozenset[str]) -> set[str]:
    """What is in one of some classes, or in a class below."""
    below = reach(kinds, lambda kind: triples.subjects(RDFS + "subClassOf", kind))
    return {node for kind in below for node in triples.instances(kind)}
