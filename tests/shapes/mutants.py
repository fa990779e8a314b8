"""Faults planted at random in the examples of the shapes, many in one graph, each in a namespace of its own."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache

import pyoxigraph as ox

from tests.shapes import shape_support as support
from tests.shapes.shape_support import GENID, KG, ONTOLOGY, TYPE, XSD, Constraint

CAT = "https://w3id.org/aisi-kg/category#"
INST = "https://w3id.org/aisi-kg/institute#"
POLICY = "https://w3id.org/aisi-kg/policy#"
OURS = (KG, CAT, INST, POLICY)
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
PROV = "http://www.w3.org/ns/prov#"
DCT = "http://purl.org/dc/terms/"
SAME = ox.NamedNode(OWL + "sameAs")
DERIVED_FROM = ox.NamedNode(PROV + "wasDerivedFrom")

Triples = list[ox.Triple]
Fault = Callable[[Triples, random.Random, str], None]

# Values of every kind that a property may be given by mistake: of our lists, unknown, foreign, unfit.
VALUES: tuple[ox.NamedNode | ox.Literal, ...] = (
    *(
        ox.NamedNode(KG + name)
        for name in ("High", "Unclear", "Share", "Strong", "Public", "Denied")
    ),
    *(
        ox.NamedNode(KG + name)
        for name in ("HighTrust", "Full", "Summary", "Bilateral", "NotKnown")
    ),
    *(ox.NamedNode(KG + name) for name in ("MisusePotential", "TrustBuilding", "InformationItem")),
    *(
        ox.NamedNode(KG + name)
        for name in ("Institute", "Hihg", "evaluation", "Statutory", "AtOnce")
    ),
    *(ox.NamedNode(space + "Nowhere") for space in (CAT, INST, POLICY)),
    ox.NamedNode("http://xmlns.com/foaf/0.1/Person"),
    ox.NamedNode("urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66"),
    ox.NamedNode(GENID + "nobody"),
    ox.Literal(GENID + "nobody"),
    ox.Literal(""),
    ox.Literal('said “so”, "twice"\nand more 😀'),
    ox.Literal("text", language="en"),
    ox.Literal("Text", language="EN"),
    ox.Literal("texte", language="fr-CA"),
    ox.Literal("2026-01-31"),
    ox.Literal("2026-01-31", language="en"),
    *(
        ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
        for kind, text in (
            ("date", "2026-01-31"),
            ("date", "2025-02-29"),
            ("date", "20260131"),
            ("date", "2026-01-31Z"),
            ("date", "2026-01-31-14:00"),
            ("date", "0999-01-31"),
            ("date", "31 January"),
            ("date", "2026-01-31\n"),
            ("date", " 2026-01-31"),
            ("dateTime", "2026-01-31T12:00:00Z"),
            ("dateTime", "2026-01-31T25:00:00Z"),
            ("dateTime", "2026-01-31T12:00:00Z\n"),
            ("dateTime", "2026-01-31T23:59:59.5+14:00"),
            ("gYear", "2026"),
            ("integer", "1"),
            ("integer", "01"),
            ("integer", "one"),
            ("decimal", "1.50"),
            ("double", "NaN"),
            ("boolean", "true"),
            ("boolean", "1"),
            ("anyURI", "https://example.org/"),
        )
    ),
)
CLASSES = tuple(
    ox.NamedNode(name)
    for name in (
        *(
            KG + each
            for each in ("InformationItem", "Institute", "Network", "Assessment", "Consent")
        ),
        *(
            KG + each
            for each in ("Relationship", "Restriction", "CaseReview", "LegalGateway", "Level")
        ),
        *(KG + each for each in ("InformationCategory", "CompilationRule", "Tier", "Decision")),
        *(KG + each for each in ("DualUseScenario", "Disclosure", "Membership", "Assessed")),
        RDF + "Statement",
        OWL + "Class",
        PROV + "Agent",
        "http://xmlns.com/foaf/0.1/Person",
    )
)


@cache
def properties() -> tuple[ox.NamedNode, ...]:
    """Ours, in their order, and some of others that the shapes look at."""
    ours = {t.subject for t in support.base() if t.predicate == support.DOMAIN}
    named = [ox.NamedNode(KG + name) for name in ("holds", "provides", "hodler", "derivedTier")]
    more = (
        *(RDF + name for name in ("subject", "predicate", "object", "type")),
        *(RDFS + name for name in ("label", "subClassOf", "isDefinedBy")),
        *(DCT + name for name in ("title", "created", "identifier", "description", "source")),
        *(PROV + name for name in ("wasDerivedFrom", "generatedAtTime", "atTime")),
        SAME.value,
        CAT + "nowhere",
    )
    known = sorted((p for p in ours if isinstance(p, ox.NamedNode)), key=str)
    return (*known, *named, *(ox.NamedNode(name) for name in more))


# Faults. Each changes the triples in place; `space` is the namespace that is the mutant's own.


def _own(triples: Triples, chance: random.Random) -> int:
    return chance.randrange(len(triples))


def _nodes(triples: Triples) -> list[ox.NamedNode]:
    return sorted({t.subject for t in triples if isinstance(t.subject, ox.NamedNode)}, key=str)


def drop(triples: Triples, chance: random.Random, space: str) -> None:
    """A triple is missing."""
    if len(triples) > 1:
        del triples[_own(triples, chance)]


def another_value(triples: Triples, chance: random.Random, space: str) -> None:
    """A property has a second value."""
    triple = triples[_own(triples, chance)]
    triples.append(ox.Triple(triple.subject, triple.predicate, _value(triples, chance)))


def wrong_value(triples: Triples, chance: random.Random, space: str) -> None:
    """A property has a value of another kind."""
    place = _own(triples, chance)
    triple = triples[place]
    triples[place] = ox.Triple(triple.subject, triple.predicate, _value(triples, chance))


def literal_for_iri(triples: Triples, chance: random.Random, space: str) -> None:
    """A node is named by text instead of by its IRI."""
    places = [n for n, t in enumerate(triples) if isinstance(t.object, ox.NamedNode)]
    if places:
        triple = triples[place := chance.choice(places)]
        text = ox.Literal(triple.object.value.rpartition("#")[2])
        triples[place] = ox.Triple(triple.subject, triple.predicate, text)


def wrong_datatype(triples: Triples, chance: random.Random, space: str) -> None:
    """A literal has another datatype or language."""
    places = [n for n, t in enumerate(triples) if isinstance(t.object, ox.Literal)]
    if places:
        triple = triples[place := chance.choice(places)]
        kind = chance.choice(("string", "date", "dateTime", "integer", "anyURI"))
        value = ox.Literal(triple.object.value, datatype=ox.NamedNode(XSD + kind))
        triples[place] = ox.Triple(triple.subject, triple.predicate, value)


def wrong_property(triples: Triples, chance: random.Random, space: str) -> None:
    """A property is another one, perhaps one that doesn't exist."""
    place = _own(triples, chance)
    triple = triples[place]
    triples[place] = ox.Triple(triple.subject, chance.choice(properties()), triple.object)


def more(triples: Triples, chance: random.Random, space: str) -> None:
    """A node says something that its class knows nothing of."""
    subject = chance.choice(_nodes(triples) or [ox.NamedNode(space + "New")])
    triples.append(ox.Triple(subject, chance.choice(properties()), _value(triples, chance)))


def wrong_class(triples: Triples, chance: random.Random, space: str) -> None:
    """A node is of another class, or of two."""
    places = [n for n, t in enumerate(triples) if t.predicate == TYPE]
    if places:
        triple = triples[place := chance.choice(places)]
        changed = ox.Triple(triple.subject, TYPE, chance.choice(CLASSES))
        if chance.random() < 0.5:
            triples[place] = changed
        else:
            triples.append(changed)


def own_subclass(triples: Triples, chance: random.Random, space: str) -> None:
    """A node is of a class of the input's own, declared or not, below one of ours."""
    places = [n for n, t in enumerate(triples) if t.predicate == TYPE]
    if places:
        triple = triples[place := chance.choice(places)]
        mine = ox.NamedNode(space + "Kind")
        triples[place] = ox.Triple(triple.subject, TYPE, mine)
        triples.append(ox.Triple(mine, ox.NamedNode(RDFS + "subClassOf"), triple.object))
        if chance.random() < 0.5:
            triples.append(ox.Triple(mine, TYPE, ox.NamedNode(OWL + "Class")))


def circle(triples: Triples, chance: random.Random, space: str) -> None:
    """What points at a node is pointed at by it, or a node points at itself."""
    places = [
        n
        for n, t in enumerate(triples)
        if isinstance(t.object, ox.NamedNode) and t.object.value.startswith(space)
    ]
    if places:
        triple = triples[chance.choice(places)]
        object_ = chance.choice((triple.subject, triple.object))
        triples.append(ox.Triple(triple.object, triple.predicate, object_))


def rendering(triples: Triples, chance: random.Random, space: str) -> None:
    """Two nodes are renderings of one another, or of the wrong detail."""
    nodes = _nodes(triples)
    if nodes:
        one, other = chance.choice(nodes), chance.choice(nodes)
        triples.append(ox.Triple(one, DERIVED_FROM, other))
        for node in (one, other):
            level = ox.NamedNode(KG + chance.choice(("Full", "Summary", "Aggregate", "Half")))
            if chance.random() < 0.8:
                triples.append(ox.Triple(node, ox.NamedNode(KG + "detail"), level))


def window(triples: Triples, chance: random.Random, space: str) -> None:
    """A window is turned round, or begins on the day on which it ends."""
    subject = triples[_own(triples, chance)].subject
    for name in chance.sample(("validFrom", "validUntil", "validUntil"), 2):
        day = f"2026-0{chance.randrange(1, 4)}-01"
        value = ox.Literal(day, datatype=ox.NamedNode(XSD + "date"))
        triples.append(ox.Triple(subject, ox.NamedNode(KG + name), value))


def nameless(triples: Triples, chance: random.Random, space: str) -> None:
    """A node was blank."""
    nodes = _nodes(triples)
    if nodes:
        old = chance.choice(nodes)
        new = ox.NamedNode(GENID + re.sub(r"\W", "", old.value))
        triples[:] = [
            ox.Triple(
                new if t.subject == old else t.subject,
                t.predicate,
                new if t.object == old else t.object,
            )
            for t in triples
        ]


def same(triples: Triples, chance: random.Random, space: str) -> None:
    """Two nodes are said to be the same."""
    nodes = _nodes(triples)
    if nodes:
        triples.append(ox.Triple(chance.choice(nodes), SAME, chance.choice(nodes)))


def mark(triples: Triples, chance: random.Random, space: str) -> None:
    """A triple is marked, rightly or not."""
    triple = triples[_own(triples, chance)]
    marked = ox.NamedNode(space + f"Mark{chance.randrange(3)}")
    said = {"subject": triple.subject, "predicate": triple.predicate, "object": triple.object}
    for name, value in said.items():
        if chance.random() < 0.9:
            triples.append(ox.Triple(marked, ox.NamedNode(RDF + name), value))
    if chance.random() < 0.8:
        triples.append(ox.Triple(marked, TYPE, ox.NamedNode(KG + "InformationItem")))
    for held in [
        t for t in triples if t.subject == triple.subject and t.predicate.value == KG + "holder"
    ]:
        triples.append(ox.Triple(marked, held.predicate, held.object))


def _value(triples: Triples, chance: random.Random) -> ox.NamedNode | ox.Literal:
    nodes = _nodes(triples)
    if nodes and chance.random() < 0.3:
        return chance.choice(nodes)
    return chance.choice(VALUES)


FAULTS: tuple[Fault, ...] = (
    *(drop, another_value, wrong_value, literal_for_iri, wrong_datatype, wrong_property, more),
    *(wrong_class, own_subclass, circle, rendering, window, nameless, same, mark),
)


# Mutants


def mutants(
    constraints: tuple[Constraint, ...], chance: random.Random, count: int
) -> Iterator[tuple[str, Triples]]:
    """``count`` mutants of each constraint: a name that no two share, and the triples.

    Two of three begin with the example that fails and have few more faults, so that each shape is
    violated; the others begin with the one that passes. Shipped nodes are left as they are.
    """
    for constraint in constraints:
        for number in range(count):
            name = f"{constraint.name}.{number}"
            kind = "pass" if number % 3 == 2 else "fail"
            triples = _copy(constraint, kind, name)
            ours = [t for t in triples if t.subject.value.startswith(OURS)]
            own = [t for t in triples if not t.subject.value.startswith(OURS)]
            for _ in range(chance.choice((1, 1, 2, 3))):
                if own:
                    chance.choice(FAULTS)(own, chance, f"https://example.org/{name}#")
            yield name, [*ours, *(triple for triple in own if not _misread(triple))]


def _misread(triple: ox.Triple) -> bool:
    """Whether rdflib takes the value for another: see docs/validation.md.

    It finds all classes at the end of a path from an empty text, and has an order for a rank that is a
    date and one that is a number.
    """
    value = triple.object
    if not isinstance(value, ox.Literal):
        return False
    if triple.predicate.value.endswith("Rank"):
        return value.datatype.value != XSD + "integer" or not value.value.isdigit()
    return value.value == "" and triple.predicate.value in (TYPE.value, RDFS + "subClassOf")


def _copy(constraint: Constraint, kind: str, name: str) -> Triples:
    """An example in a namespace of its own; one of a policy with a default policy of its own."""
    example = constraint.example(kind)
    triples = [support._loaded(t) for t in support.read(example, re.sub(r"\W", "", name))]
    spaces = {f"https://example.org/{constraint.name}#": f"https://example.org/{name}#"}
    if constraint.file == "policy":
        missing = set(support.left_out(example))
        policy = support.read(ONTOLOGY / "policy.ttl", "policy")
        triples += [t for t in policy if not {t.subject.value, t.object.value} & missing]
        spaces[POLICY] = f"https://example.org/{name}/policy#"
    return [
        ox.Triple(_renamed(t.subject, spaces), t.predicate, _renamed(t.object, spaces))
        for t in triples
    ]


def _renamed(term: support.Term, spaces: dict[str, str]) -> support.Term:
    if isinstance(term, ox.NamedNode):
        for old, new in spaces.items():
            if term.value.startswith(old):
                return ox.NamedNode(new + term.value.removeprefix(old))
    return term
