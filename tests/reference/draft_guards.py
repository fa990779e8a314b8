"""Restrictions, consents, gateways, reviews, disclosures and compilation rules."""

from .draft import Draft, text
from .terms import APPROVED, AT_TIME, DCT, DENIED, GENERATED, KG, PROV, TIERS
from .triples import Node


def _scope(draft: Draft, item: Node) -> list[Node]:
    """The item or one of its categories or their ancestors, and at times something else."""
    scope = [item] if draft.chance(0.5) else [draft.rng.choice(sorted(draft.covers[item]))]
    if draft.chance(0.2):
        scope.append(draft.rng.choice([*draft.items, *draft.categories]))
    return list(dict.fromkeys(scope))


def _some_recipients(draft: Draft, least: int) -> list[Node]:
    """Some recipients, or at times all the members of a network, one by one."""
    if draft.chance(0.3):
        network = draft.rng.choice(draft.networks)
        return list(dict.fromkeys(draft.members[network]))
    return draft.some(draft.recipients, least, 3)


def add_restrictions(draft: Draft) -> None:
    """Few, mostly on one item, since each withholds a lot; some name nobody."""
    for _ in range(draft.rng.randint(1, 4)):
        node = draft.record(draft.named("restriction"), "Restriction")
        if draft.chance(0.75):
            draft.add(node, KG + "appliesTo", *draft.some(draft.items, 1, 2))
        else:
            draft.add(node, KG + "appliesTo", draft.rng.choice(draft.categories))
        if draft.chance(0.8):
            draft.add(node, KG + "prohibitsRecipient", *draft.some(draft.recipients, 1, 2))
        draft.add(node, DCT + "description", text("A generated restriction."))
        draft.window(node)


def add_consents(draft: Draft) -> None:
    """From most providers of most items, at times in two parts."""
    provided = [(s, o) for s, p, o in draft.triples if p == KG + "providedBy"]
    for item, provider in provided:
        assert isinstance(provider, str)
        for _ in range(draft.rng.choice((0, 1, 1, 1, 2))):
            node = draft.record(draft.blank_or_named("consent"), "Consent")
            draft.add(node, KG + "consentBy", provider)
            draft.add(node, KG + "consentsTo", *_scope(draft, item))
            if draft.chance(0.65):
                draft.add(node, KG + "consentsToRecipient", *_some_recipients(draft, 1))
            draft.window(node, start=0.2, end=0.2)


def add_gateways(draft: Draft) -> None:
    """For what was compelled, from its holder; some are for everything."""
    compelled = [s for s, _, o in draft.triples if o == KG + "StatutoryPower"]
    for item in compelled:
        if draft.chance(0.25):
            continue
        node = draft.record(draft.blank_or_named("gateway"), "LegalGateway")
        holder = draft.holder[item] if draft.chance(0.9) else draft.rng.choice(draft.institutes)
        draft.add(node, KG + "holder", holder)
        if draft.chance(0.75):
            draft.add(node, KG + "appliesTo", *_scope(draft, item))
        draft.add(node, KG + "gatewayToRecipient", *_some_recipients(draft, 1))
        draft.add(node, DCT + "source", "https://example.org/law")
        draft.window(node, start=0.2, end=0.2)


def add_reviews(draft: Draft) -> None:
    """Mostly approvals, of several recipients at times; some are superseded or contradicted."""
    for item in draft.items:
        for _ in range(draft.rng.choice((0, 1, 1, 2, 3))):
            recipients = draft.some(draft.recipients, 1, 3)
            day = draft.day(early=0.5)
            for _ in range(2 if draft.chance(0.3) else 1):
                node = draft.record(draft.named("review"), "CaseReview")
                verdict = APPROVED if draft.chance(0.7) else DENIED
                draft.add(node, KG + "reviews", item)
                draft.add(node, KG + "reviewRecipient", *recipients)
                draft.add(node, KG + "verdict", verdict)
                draft.add(node, GENERATED, draft.time_literal(day))
                draft.add(node, DCT + "description", text("A generated review."))
                draft.add(node, PROV + "wasAttributedTo", draft.rng.choice(draft.institutes))
                draft.window(node, start=0.15, end=0.2)


def add_disclosures(draft: Draft) -> None:
    """To institutes, networks and the public, before and after memberships change."""
    for _ in range(len(draft.items)):
        node = draft.record(draft.blank_or_named("disclosure"), "Disclosure")
        recipient = draft.rng.choice([*draft.recipients, *draft.networks])
        draft.add(node, KG + "disclosed", draft.rng.choice(draft.items))
        draft.add(node, KG + "recipient", recipient)
        draft.add(node, AT_TIME, draft.time_literal(draft.day(early=0.4)))


def add_compilation_rules(draft: Draft) -> None:
    """Most need two items that share a system; the others compile any categories."""
    for _ in range(draft.rng.randint(1, 3)):
        categories = _mosaic(draft) if draft.chance(0.75) else []
        if len(categories) < 2:
            categories = draft.some(draft.categories, 2, 3)
        node = draft.record(draft.named("compilation"), "CompilationRule")
        draft.add(node, KG + "compiles", *categories)
        draft.add(node, KG + "tier", draft.rng.choice((*TIERS[1:], *TIERS)))
        draft.add(node, DCT + "description", text("A generated compilation rule."))


def _mosaic(draft: Draft) -> list[Node]:
    """A category of each of two items about one system, that the other doesn't cover."""
    first, second = draft.rng.choice(draft.items), draft.rng.choice(draft.items)
    if not set(draft.systems[first]) & set(draft.systems[second]):
        return []
    ours = sorted(draft.covers[first] - draft.covers[second])
    theirs = sorted(draft.covers[second] - draft.covers[first])
    return [draft.rng.choice(ours), draft.rng.choice(theirs)] if ours and theirs else []
