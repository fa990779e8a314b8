"""Changes that must change no decision (P3 and P4)."""

from collections.abc import Sequence
from random import Random

from .inventory import Inventory, day_literal, random_day
from .terms import (
    CHANNELS,
    DERIVED_FROM,
    KG,
    OUTCOMES,
    OWL,
    PROV,
    RISK_ORDER,
    ROOT,
    SUBCLASS,
    SUBPROPERTY,
    TIERS,
    TYPE,
)
from .triples import Literal, Node, Term, Triple, turtle

ORG = "http://www.w3.org/ns/org#"
# By class of ours: the classes above it that the vocabulary names.
ENTAILED_TYPES = {
    "Assessment": (PROV + "Entity",),
    "Institute": (PROV + "Agent", ORG + "Organization"),
}
EFFECTIVE = ("effectiveProprietarySensitivity", "effectiveMisusePotential", "effectiveBenefit")


def shuffle_triples(inventory: Inventory, rng: Random) -> Inventory:
    """P3: the triples in another order."""
    triples = list(inventory.triples)
    rng.shuffle(triples)
    return Inventory(tuple(triples))


def relabel_blank_nodes(inventory: Inventory, rng: Random) -> Inventory:
    """P3: other labels, in another order, for the blank nodes."""
    blanks = sorted({s for s, _, _ in inventory.triples if s.startswith("_:")})
    labels = [f"_:other{number}" for number in range(len(blanks))]
    rng.shuffle(labels)
    renamed = dict(zip(blanks, labels, strict=True))

    def rename(term: Term) -> Term:
        return renamed.get(term, term) if isinstance(term, str) else term

    return Inventory(tuple((renamed.get(s, s), p, rename(o)) for s, p, o in inventory.triples))


def split_in_files(inventory: Inventory, rng: Random, parts: int = 3) -> list[str]:
    """P3: the triples in several Turtle texts; what speaks of a blank node stays together."""
    home: dict[Node, int] = {}
    files: list[list[Triple]] = [[] for _ in range(parts)]
    for triple in inventory.triples:
        blanks = [term for term in triple if isinstance(term, str) and term.startswith("_:")]
        number = rng.randrange(parts)
        # No triple of an inventory has two blank nodes.
        for blank in blanks:
            number = home.setdefault(blank, number)
        files[number].append(triple)
    return [turtle(triples) for triples in files]


def say_in_own_terms(inventory: Inventory, rng: Random) -> Inventory:
    """P4: some of our classes and properties are replaced by others that are said to imply them."""
    said: list[Triple] = []
    declared: set[Triple] = set()
    for subject, predicate, value in inventory.triples:
        own = "https://example.org/own#"
        if predicate == TYPE and isinstance(value, str) and value.startswith(KG):
            if rng.random() < 0.5 and value != ROOT:
                own += value.removeprefix(KG)
                implies = rng.choice((SUBCLASS, OWL + "equivalentClass"))
                declared |= {(own, implies, value), (own, TYPE, OWL + "Class")}
                said.append((subject, predicate, own))
                continue
        elif predicate.startswith(KG) and rng.random() < 0.3:
            own += predicate.removeprefix(KG)
            shipped = isinstance(value, str) and value.startswith(KG)  # no input speaks of those
            if isinstance(value, str) and not shipped and rng.random() < 0.5:
                declared.add((own + "Of", OWL + "inverseOf", predicate))
                said.append((value, own + "Of", subject))
            else:
                implies = rng.choice((SUBPROPERTY, OWL + "equivalentProperty"))
                declared.add((own, implies, predicate))
                said.append((subject, own, value))
            continue
        said.append((subject, predicate, value))
    return Inventory(tuple(dict.fromkeys((*said, *sorted(declared)))))


def add_entailed_triples(inventory: Inventory, rng: Random) -> Inventory:
    """P4: class and type triples that follow from the others, about half of all there are."""
    facts = inventory.facts
    classes = {s for s, p, _ in inventory.triples if p == SUBCLASS}
    entailed: list[Triple] = []
    for class_ in classes:
        entailed += [(class_, SUBCLASS, above) for above in facts.classes_above(class_)]
    for item in facts.items:
        entailed += [(item, TYPE, OWL + "Thing"), (item, TYPE, OWL + "NamedIndividual")]
        for type_ in facts.nodes(item, TYPE):
            entailed += [(item, TYPE, above) for above in facts.classes_above(type_)]
    for name, types in ENTAILED_TYPES.items():
        for node in inventory.instances(name):
            entailed += [(node, TYPE, type_) for type_ in types]
    added = [triple for triple in sorted(set(entailed), key=str) if rng.random() < 0.5]
    return Inventory(tuple(dict.fromkeys((*inventory.triples, *added))))


def add_derived_noise(
    inventory: Inventory, rng: Random, tier_classes: Sequence[Node] = ()
) -> Inventory:
    """P4: derived terms of other dates, mostly wrong; `tier_classes` are the ontology's three."""
    facts = inventory.facts
    added: list[Triple] = []
    for target in sorted(facts.items.keys() | facts.categories - {ROOT}):
        added += [(target, KG + name, rng.choice(RISK_ORDER)) for name in EFFECTIVE]
        added.append((target, KG + "derivedTier", rng.choice(TIERS)))
        if tier_classes and target in facts.items:
            added.append((target, TYPE, rng.choice(tier_classes)))
    for item in sorted(facts.items):
        recipient = rng.choice(inventory.recipients)
        node = inventory.new_node("decision") + item.rpartition("#")[2]
        added += [
            (node, TYPE, KG + "Decision"),
            (node, TYPE, PROV + "Entity"),
            (node, KG + "item", item),
            (node, KG + "recipient", recipient),
            (node, KG + "channel", rng.choice(CHANNELS)),
            (node, KG + "tier", rng.choice(TIERS)),
            (node, KG + "outcome", rng.choice(OUTCOMES)),
            (node, KG + "asOf", day_literal(random_day(rng))),
            (node, KG + "reason", Literal("rule:none")),
            (node, DERIVED_FROM, item),
        ]
    return inventory.plus(added)
