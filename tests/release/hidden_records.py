"""Changes of the records that a release says nothing of: about hidden items, for other recipients, and
the reasons and reviewers of any; and of what ties hidden items to what leaves."""

from __future__ import annotations

from tests.reference.draft import text
from tests.reference.inventory import Inventory, day_literal, random_day
from tests.reference.terms import (
    APPROVED,
    AT_TIME,
    DCT,
    DENIED,
    DERIVED_FROM,
    DETAILS,
    GENERATED,
    HIGH_TRUST,
    KG,
    LABEL,
    OWL,
    PROV,
    RDFS,
    SKOS,
    STRENGTHS,
    TYPE,
)
from tests.reference.triples import Node, Term

from .change import ABOUT, ATTRIBUTED, DESCRIPTION, TITLE, Case, renamed, replaced, without
from .view import FAULT

RECORDS = ("Assessment", "CaseReview", "Restriction", "Consent", "LegalGateway", "Disclosure")
COPIED_BY = (
    *(SKOS + "altLabel", RDFS + "comment", DESCRIPTION, SKOS + "note", SKOS + "hiddenLabel"),
    *(SKOS + "example", DCT + "abstract"),
)
LINKED_BY = (
    *(RDFS + "seeAlso", SKOS + "related", DCT + "relation", DCT + "source", DCT + "subject"),
    *(PROV + "wasRevisionOf", DCT + "isReferencedBy", OWL + "differentFrom"),
)


def rationales(case: Case) -> Inventory | None:
    """Other reasons, by other people, in records about anything: none of them leaves."""
    made, added = case.made, []
    for class_ in ("Assessment", "CaseReview", "Restriction"):
        for node in case.rng.sample(nodes := made.instances(class_), len(nodes) // 2):
            made = replaced(made, node, DESCRIPTION, [case.words()])
            if class_ != "Restriction":
                agent, described = case.agent()
                made = replaced(made, node, ATTRIBUTED, [agent])
                added += described
    return made.plus(added) if added else None


def record_names(case: Case) -> Inventory | None:
    """Other IRIs for records, the approvals by which something leaves among them."""
    nodes = [
        node
        for class_ in (*RECORDS, "Relationship", "Membership", "CompilationRule")
        for node in case.made.instances(class_)
        if not node.startswith("_:")
    ]
    chosen = case.rng.sample(nodes, len(nodes) // 2)
    return renamed(case.made, {node: case.new("record") for node in chosen})


def remove_records(case: Case) -> Inventory | None:
    """Without some records about items that don't leave."""
    nodes = [node for class_ in RECORDS for node in case.records(class_)]
    chosen = case.rng.sample(nodes, min(len(nodes), case.rng.randint(1, 3)))
    return without(case.made, set(chosen)) if chosen else None


def windows(case: Case) -> Inventory | None:
    """Other ends of records about items that don't leave."""
    made = case.made
    classes = ("CaseReview", "Restriction", "Consent", "LegalGateway")
    nodes = [node for class_ in classes for node in case.records(class_)]
    for node in nodes:
        made = replaced(made, node, KG + "validFrom", [])
        made = replaced(made, node, KG + "validUntil", [day_literal(random_day(case.rng))])
    return made if nodes else None


def reviews(case: Case) -> Inventory | None:
    """Another review of an item that doesn't leave, for anyone."""
    return _review(case, case.kept, case.made.recipients)


def reviews_for_others(case: Case) -> Inventory | None:
    """Another review of any item, for anyone but R."""
    return _review(case, sorted(case.made.facts.items), case.everyone_else)


def _review(case: Case, items: list[Node], recipients: list[Node]) -> Inventory | None:
    if not items or not recipients:
        return None
    agent, described = case.agent()
    record = case.record(
        "CaseReview",
        {
            KG + "reviews": [case.rng.choice(items)],
            KG + "reviewRecipient": [case.rng.choice(recipients)],
            KG + "verdict": [case.rng.choice((APPROVED, DENIED))],
            GENERATED: [day_literal(case.asked.as_of)],
            KG + "validUntil": [day_literal(case.asked.as_of.replace(year=2028))],
            DESCRIPTION: [case.words()],
            ATTRIBUTED: [agent],
        },
    )
    return case.made.plus([*record, *described])


def restrictions(case: Case) -> Inventory | None:
    """Another restriction of an item that doesn't leave, for anyone or everyone."""
    return _restriction(case, case.kept, case.made.recipients[: case.rng.randrange(3)])


def restrictions_for_others(case: Case) -> Inventory | None:
    """Another restriction of an item that leaves, for anyone but R."""
    named = case.rng.sample(case.everyone_else, case.rng.randint(1, 2))
    return _restriction(case, case.offered, named)


def _restriction(case: Case, items: list[Node], recipients: list[Node]) -> Inventory | None:
    if not items:
        return None
    properties: dict[str, list[Term]] = {
        KG + "appliesTo": [case.rng.choice(items)],
        KG + "prohibitsRecipient": [*recipients],
        DESCRIPTION: [case.words()],
    }
    return case.made.plus(case.record("Restriction", properties))


def consents(case: Case) -> Inventory | None:
    """Another consent to an item that doesn't leave, by anyone, for anyone."""
    if not case.kept:
        return None
    agent, described = case.agent()
    properties: dict[str, list[Term]] = {
        KG + "consentBy": [agent],
        KG + "consentsTo": [case.rng.choice(case.kept)],
        KG + "consentsToRecipient": [*case.made.recipients[: case.rng.randrange(3)]],
        KG + "validUntil": [day_literal(random_day(case.rng))],
    }
    return case.made.plus([*case.record("Consent", properties), *described])


def gateways(case: Case) -> Inventory | None:
    """Another gateway for an item that doesn't leave, by a law that nobody else names."""
    if not case.kept:
        return None
    item = case.made.facts.items[case.rng.choice(case.kept)]
    properties: dict[str, list[Term]] = {
        KG + "holder": [item.holder],
        KG + "appliesTo": [item.iri],
        KG + "gatewayToRecipient": [case.rng.choice(case.made.recipients)],
        DCT + "source": [case.new("law")],
    }
    return case.made.plus(case.record("LegalGateway", properties))


def disclosures(case: Case) -> Inventory | None:
    """Another thing that others were given: of any item, on any day."""
    spoilt = {subject for subject, predicate, _ in case.made.triples if predicate == FAULT}
    sound = sorted(case.made.facts.items.keys() - spoilt)
    if not case.others or not sound:
        return None
    properties: dict[str, list[Term]] = {
        KG + "disclosed": [case.rng.choice(sound)],
        KG + "recipient": [case.rng.choice(case.others)],
        AT_TIME: [day_literal(random_day(case.rng))],
    }
    return case.made.plus(case.record("Disclosure", properties))


def history(case: Case) -> Inventory | None:
    """Other days on which others were given something."""
    nodes, made = case.records_for_others("Disclosure"), case.made
    for node in nodes:
        made = replaced(made, node, AT_TIME, [day_literal(random_day(case.rng))])
    return made if nodes else None


def relationships(case: Case) -> Inventory | None:
    """Another strength of a relationship with a recipient that R has nothing to do with."""
    nodes = case.records_for_others("Relationship")
    if not nodes:
        return None
    node, strength = case.rng.choice(nodes), case.rng.choice(STRENGTHS)
    made = replaced(case.made, node, KG + "strength", [strength])
    return replaced(made, node, KG + "evidence", [case.new("evidence")])


def remove_records_for_others(case: Case) -> Inventory | None:
    """Without a record that names only others."""
    classes = ("CaseReview", "Restriction", "Consent", "Disclosure", "Relationship")
    nodes = [node for class_ in classes for node in case.records_for_others(class_)]
    return without(case.made, {case.rng.choice(nodes)}) if nodes else None


def memberships(case: Case) -> Inventory | None:
    """Another member of a network that R is not, and is not in."""
    networks = sorted(set(case.others) & case.made.facts.networks)
    if not networks:
        return None
    institutes = sorted(case.made.facts.institutes - {case.asked.recipient})
    record = case.record("Membership", {KG + "member": [case.rng.choice(institutes)]})
    return case.made.plus([*record, (case.rng.choice(networks), KG + "membership", record[0][0])])


def new_institute(case: Case) -> Inventory | None:
    """One more recipient, with a relationship."""
    node = case.new("inst")
    properties: dict[str, list[Term]] = {
        KG + "holder": [case.rng.choice(sorted(case.made.facts.institutes))],
        KG + "recipient": [node],
        KG + "strength": [STRENGTHS[1]],
    }
    described = [(node, TYPE, KG + "Institute"), (node, LABEL, case.words())]
    return case.made.plus([*described, *case.record("Relationship", properties)])


def compilations(case: Case) -> Inventory | None:
    """Another compilation rule over categories of an item that doesn't leave."""
    if not case.kept:
        return None
    covered = sorted(case.made.facts.covered_by(case.rng.choice(case.kept)))
    if len(covered) < 2:
        return None
    properties: dict[str, list[Term]] = {
        KG + "compiles": [*case.rng.sample(covered, 2)],
        KG + "tier": [HIGH_TRUST],
        DESCRIPTION: [case.words()],
    }
    return case.made.plus(case.record("CompilationRule", properties))


def share_record(case: Case) -> Inventory | None:
    """One record about an item that leaves and one that doesn't, or no longer about the latter."""
    about = {ABOUT[class_] for class_ in ("Restriction", "Consent", "LegalGateway")}
    kept, offered = set(case.kept), set(case.offered)
    said = [(s, p, o) for s, p, o in case.made.triples if p in about]
    both = [
        (s, p, o)
        for s, p, o in said
        if o in kept and (s, p) in {t[:2] for t in said if t[2] in offered}
    ]
    if both and case.rng.random() < 0.3:
        gone = case.rng.choice(both)
        return Inventory(tuple(triple for triple in case.made.triples if triple != gone))
    visible = [(s, p) for s, p, o in said if o in offered]
    if not visible or not kept:
        return None
    node, predicate = case.rng.choice(visible)
    return case.made.plus([(node, predicate, case.rng.choice(sorted(kept)))])


def copies(case: Case) -> Inventory | None:
    """A copy of a withheld title or IRI in a statement of something that leaves, or that it names."""
    made = case.made
    titles = [
        (s, o)
        for s, p, o in made.triples
        if p == TITLE and s in case.withheld and not isinstance(o, str)
    ]
    if not titles or not case.offered:
        return None
    item, title = case.rng.choice(titles)
    said = case.rng.choice((title.value, f"See {title.value}, page 3.", f"Of <{item}>.", item))
    bearer = case.rng.choice(_near(case))
    return made.plus([(bearer, case.rng.choice(COPIED_BY), text(said))])


def _near(case: Case) -> list[Node]:
    """The items that leave, and the institutes, agents, systems and categories that they name."""
    facts, found = case.made.facts, set(case.offered)
    for item in case.offered:
        found |= facts.items[item].providers | facts.items[item].systems | facts.items[item].holders
        found |= facts.covered_by(item)
    return sorted(node for node in found if not node.startswith(KG))


def links(case: Case) -> Inventory | None:
    """Links between each item that leaves and ones that don't, or records, in either direction."""
    records = [node for class_ in RECORDS for node in case.made.instances(class_)]
    named = [node for node in records if not node.startswith("_:")]
    added = []
    for item in case.offered:
        for hidden in filter(None, (case.kept, named)):
            added.append((item, case.rng.choice(LINKED_BY), case.rng.choice(hidden)))
            added.append((case.rng.choice(hidden), case.rng.choice(LINKED_BY), item))
    return case.made.plus(added) if added else None


def derivations(case: Case) -> Inventory | None:
    """A rendering that leaves is one of an item that doesn't, too, or no longer."""
    items = case.made.facts.items
    coarse = [item for item in case.offered if items[item].detail != DETAILS[-1]]
    if not coarse:
        return None
    rendering = case.rng.choice(coarse)
    hidden = sorted(items[rendering].sources & set(case.kept))
    if hidden and case.rng.random() < 0.5:
        gone = (rendering, DERIVED_FROM, case.rng.choice(hidden))
        return Inventory(tuple(triple for triple in case.made.triples if triple != gone))
    finer = [
        item
        for item in case.kept
        if DETAILS.index(items[item].detail) > DETAILS.index(items[rendering].detail)
    ]
    return case.made.plus([(rendering, DERIVED_FROM, case.rng.choice(finer))]) if finer else None


HIDDEN_RECORDS = (
    *(rationales, record_names, remove_records, windows, reviews, reviews_for_others),
    *(restrictions, restrictions_for_others, consents, gateways, disclosures, history),
    *(relationships, remove_records_for_others, memberships, new_institute, compilations),
    *(share_record, copies, links, derivations),
)
