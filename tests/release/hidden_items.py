"""Changes of the items that don't leave: what they say, how many there are, how they are called."""

from __future__ import annotations

from tests.reference.inventory import Inventory, day_literal, random_day
from tests.reference.terms import (
    BENEFIT_DIMENSIONS,
    CATEGORY,
    DCT,
    DERIVED_FROM,
    DETAILS,
    GENERATED,
    HIGH,
    KG,
    LABEL,
    OWL,
    RDF,
    RDFS,
    RISK_DIMENSIONS,
    RISK_ORDER,
    ROOT,
    SKOS,
    SUBCLASS,
    TYPE,
)
from tests.reference.triples import Literal, Node, Triple

from .change import (
    ABOUT,
    DESCRIPTION,
    TITLE,
    Case,
    gives_away,
    renamed,
    replaced,
    reworded,
    without,
)
from .view import FAULT

SUBJECT, PREDICATE, OBJECT = RDF + "subject", RDF + "predicate", RDF + "object"
# Properties with which an item is described freely; some of them leave with what is offered.
FREE = (
    DESCRIPTION,
    RDFS + "comment",
    SKOS + "altLabel",
    SKOS + "note",
    DCT + "subject",
    DCT + "identifier",
)


def titles(case: Case) -> Inventory | None:
    """Other titles; what has a copy of one has a copy of the new one."""
    words = {}
    for item in case.some_kept():
        for value in _values(case.made, item, TITLE):
            words[value.value] = case.words().value
    return reworded(case.made, words) if words else None


def more_titles(case: Case) -> Inventory | None:
    """Another title, and a label."""
    added = [(item, TITLE, case.words()) for item in case.some_kept()]
    return case.made.plus([*added, *((item, LABEL, case.words()) for item, _, _ in added)])


def descriptions(case: Case) -> Inventory | None:
    """What is said freely."""
    added = [(item, case.rng.choice(FREE), case.words()) for item in case.some_kept()]
    return case.made.plus(added)


def subjects(case: Case) -> Inventory | None:
    """Another system, one that nothing else is about, with a label, or none."""
    if not case.kept:
        return None
    item, system = case.rng.choice(case.kept), case.new("system")
    if case.rng.random() < 0.3:
        return replaced(case.made, item, KG + "aboutSystem", [])
    made = replaced(case.made, item, KG + "aboutSystem", [system])
    return made.plus([(system, LABEL, case.words())])


def providers(case: Case) -> Inventory | None:
    """Another provider, one that provides nothing else, or none."""
    if not case.kept:
        return None
    item = case.rng.choice(case.kept)
    agent, described = case.agent()
    made = replaced(case.made, item, KG + "providedBy", [agent] * (case.rng.random() < 0.7))
    return made.plus(described)


def created(case: Case) -> Inventory | None:
    """Another day of creation."""
    made = case.made
    for item in case.some_kept():
        made = replaced(made, item, DCT + "created", [day_literal(random_day(case.rng))])
    return made


def categories(case: Case) -> Inventory | None:
    """A category of its own, below the one that the item had."""
    if not case.kept:
        return None
    item = case.rng.choice(case.kept)
    parent = case.rng.choice(sorted(case.made.facts.item_categories[item]))
    category = case.new("Cat")
    return case.made.plus([*_category(case, category, parent), (item, TYPE, category)])


def unused_categories(case: Case) -> Inventory | None:
    """A category that no item has, and another wording of those that nothing that leaves is in."""
    facts = case.made.facts
    used = set().union({ROOT}, *(facts.covered_by(item) for item in case.offered))
    unused = sorted(facts.categories - used)
    words = {}
    for category in unused:
        for name in (LABEL, SKOS + "definition"):
            if name == LABEL or case.rng.random() < 0.5:
                words |= {(category, name): case.words()}
    made = case.made
    for (category, name), value in words.items():
        made = replaced(made, category, name, [value])
    parent = case.rng.choice(sorted(facts.categories))
    return made.plus(_category(case, case.new("Cat"), parent))


def _category(case: Case, category: Node, parent: Node) -> list[Triple]:
    return [
        (category, TYPE, OWL + "Class"),
        (category, TYPE, CATEGORY),
        (category, SUBCLASS, parent),
        (category, LABEL, case.words()),
        (category, SKOS + "definition", case.words()),
        (category, DCT + "source", case.new("source")),
    ]


def assessments(case: Case) -> Inventory | None:
    """Another level of an item, by someone, for a reason."""
    if not case.kept:
        return None
    agent, described = case.agent()
    record = case.record(
        "Assessment",
        {
            KG + "assesses": [case.rng.choice(case.kept)],
            KG + "dimension": [case.rng.choice((*RISK_DIMENSIONS, *BENEFIT_DIMENSIONS))],
            KG + "level": [case.rng.choice(RISK_ORDER)],
            GENERATED: [day_literal(random_day(case.rng))],
            DESCRIPTION: [case.words()],
            "http://www.w3.org/ns/prov#wasAttributedTo": [agent],
        },
    )
    return case.made.plus([*record, *described])


def add_hidden(case: Case) -> Inventory | None:
    """One to three more items that nobody may have without a review."""
    facts, rng = case.made.facts, case.rng
    triples: list[Triple] = []
    for _ in range(rng.randint(1, 3)):
        item = case.new("item")
        triples += [
            (item, TYPE, rng.choice(sorted(facts.categories))),
            (item, TITLE, case.words()),
            (item, KG + "holder", rng.choice(sorted(facts.institutes))),
            (item, KG + "aboutSystem", f"https://example.org/system/{rng.randrange(3)}"),
        ]
        for dimension in RISK_DIMENSIONS:
            triples += case.record(
                "Assessment",
                {
                    KG + "assesses": [item],
                    KG + "dimension": [dimension],
                    KG + "level": [HIGH],
                    GENERATED: [day_literal(case.asked.as_of)],
                    DESCRIPTION: [case.words()],
                },
            )
    return case.made.plus(triples)


def remove_hidden(case: Case) -> Inventory | None:
    """Fewer items, with the records about nothing else, the copies of their names, and what one marked."""
    if not case.kept:
        return None
    item, made = case.rng.choice(case.kept), case.made
    only_about_it = {
        node
        for class_, about in ABOUT.items()
        for node in made.instances(class_)
        if made.facts.nodes(node, about) == {item}
    }
    names = [item, *(value.value for value in _values(made, item, TITLE))]
    copies = {triple for triple in made.triples if gives_away(triple, names)}
    gone = copies | {marked_by(made, item)}
    made = without(made, {item} | only_about_it)
    return Inventory(tuple(triple for triple in made.triples if triple not in gone))


def rename_hidden(case: Case) -> Inventory | None:
    """Other IRIs, also where they are spelt."""
    return renamed(case.made, {item: case.new("item") for item in case.some_kept()})


def renderings(case: Case) -> Inventory | None:
    """A rendering of an item that doesn't leave, itself out of reach."""
    facts = case.made.facts
    sources = [item for item in case.kept if facts.items[item].detail != DETAILS[0]]
    if not sources:
        return None
    source, item = case.rng.choice(sources), case.new("item")
    coarser = DETAILS[: DETAILS.index(facts.items[source].detail)]
    triples: list[Triple] = [
        (item, TYPE, case.rng.choice(sorted(facts.item_categories[source]))),
        (item, TITLE, case.words()),
        (item, KG + "holder", facts.items[source].holder),
        (item, DERIVED_FROM, source),
        (item, KG + "detail", case.rng.choice(coarser)),
    ]
    restriction = case.record(
        "Restriction", {KG + "appliesTo": [item], DESCRIPTION: [case.words()]}
    )
    return case.made.plus([*triples, *restriction])


def marks(case: Case) -> Inventory | None:
    """Another content of the statements that a withheld mark is about."""
    marked = [found for item in case.withheld if (found := marked_by(case.made, item))]
    words = {
        value.value: case.words().value for _, _, value in marked if isinstance(value, Literal)
    }
    return reworded(case.made, words) if words else None


def add_marked(case: Case) -> Inventory | None:
    """Another statement of an item that leaves, with a mark that withholds it from everyone."""
    markable = [item for item in case.offered if not marked_by(case.made, item)]
    if not markable:
        return None
    item = case.rng.choice(markable)
    return case.made.plus(marked_statement(case, item, withhold=True))


def marked_statement(case: Case, item: Node, *, withhold: bool) -> list[Triple]:
    """A statement of an item, and the mark that is about it."""
    mark, name, value = case.new("mark"), case.rng.choice(FREE), case.words()
    facts = case.made.facts
    triples: list[Triple] = [
        (item, name, value),
        (mark, TYPE, RDF + "Statement"),
        *((mark, TYPE, type_) for type_ in sorted(facts.nodes(item, TYPE) & facts.categories)),
        (mark, SUBJECT, item),
        (mark, PREDICATE, name),
        (mark, OBJECT, value),
        (mark, TITLE, case.words()),
        (mark, KG + "holder", facts.items[item].holder),
    ]
    if not facts.nodes(item, TYPE) & facts.categories:
        triples.append((mark, TYPE, ROOT))
    if withhold:
        triples += case.record(
            "Restriction", {KG + "appliesTo": [mark], DESCRIPTION: [case.words()]}
        )
    return triples


def spoil(case: Case) -> Inventory | None:
    """A fault in an item: R12 withholds it (and what it marks, if it is a mark, so it is none)."""
    disclosed = {disclosure.item for disclosure in case.made.facts.disclosures}
    marks = {item for item in case.kept if marked_by(case.made, item)}
    sound = [item for item in case.kept if item not in disclosed | marks]
    if not sound:
        return None
    return case.made.plus([(case.rng.choice(sound), FAULT, case.words())])


def marked_by(made: Inventory, item: Node) -> Triple | None:
    """The statement that an item is about, where it is a mark."""
    said = {p: o for s, p, o in made.triples if s == item and p in (SUBJECT, PREDICATE, OBJECT)}
    if len(said) < 3:
        return None
    subject, predicate = said[SUBJECT], said[PREDICATE]
    assert isinstance(subject, str)
    assert isinstance(predicate, str)
    return subject, predicate, said[OBJECT]


def _values(made: Inventory, subject: Node, predicate: str) -> list[Literal]:
    return [
        o for s, p, o in made.triples if (s, p) == (subject, predicate) and isinstance(o, Literal)
    ]


HIDDEN_ITEMS = (
    *(titles, more_titles, descriptions, subjects, providers, created, categories),
    *(unused_categories, assessments, add_hidden, remove_hidden, rename_hidden, renderings),
    *(marks, add_marked, spoil),
)
