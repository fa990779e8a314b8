"""R5, R6 and R8 to R10: who could receive an item, and what stands in the way."""

from datetime import date

from .facts import Facts
from .levels import Levels
from .records import Consent, Gateway, Item, Nodes, Restriction, Review
from .terms import (
    APPROVED,
    BILATERAL,
    DENIED,
    LOW,
    MULTILATERAL,
    NO_RELATIONSHIP,
    PROPRIETARY,
    PUBLIC,
    PUBLIC_RELEASE,
    PUBLIC_SOURCE,
    RISK_ORDER,
    STATUTORY,
    STRENGTHS,
)
from .triples import Node


def r05_recipients(facts: Facts, holders: Nodes) -> dict[Node, Node]:
    """R5: every institute other than H, every network, and the public, with the channel to each."""
    channels = dict.fromkeys(facts.institutes - holders, BILATERAL)
    channels |= dict.fromkeys(facts.networks, MULTILATERAL)
    return channels | {PUBLIC: PUBLIC_RELEASE}


def members(facts: Facts, network: Node, day: date) -> set[Node]:
    """Whose membership of the network is in force on that day."""
    return {
        membership.member
        for membership in facts.memberships
        if membership.network == network and membership.window.holds(day)
    }


def r06_relationship(facts: Facts, holder: Node, recipient: Node, as_of: date) -> Node:
    """R6: to an institute, to a network, to the public."""
    if recipient == PUBLIC:
        return NO_RELATIONSHIP
    if recipient in facts.networks:
        others = members(facts, recipient, as_of) - {holder}
        return min(
            (r06_to_institute(facts, holder, member, as_of) for member in others),
            key=STRENGTHS.index,
            default=NO_RELATIONSHIP,
        )
    return r06_to_institute(facts, holder, recipient, as_of)


def r06_to_institute(facts: Facts, holder: Node, recipient: Node, as_of: date) -> Node:
    """R6: of several in force the one with the latest `kg:validFrom`.

    A missing one counts as the earliest; on a tie the weakest.
    """
    in_force = [
        relationship
        for relationship in facts.relationships
        if (relationship.holder, relationship.recipient) == (holder, recipient)
        and relationship.window.holds(as_of)
    ]
    if not in_force:
        return NO_RELATIONSHIP
    latest = max(relationship.window.start or date.min for relationship in in_force)
    strengths = [
        relationship.strength
        for relationship in in_force
        if (relationship.window.start or date.min) == latest
    ]
    return min(strengths, key=STRENGTHS.index)


def r08_restrictions(facts: Facts, item: Item, recipient: Node, as_of: date) -> list[Restriction]:
    """R8: in force, on the item, its categories or their ancestors, and covering the recipient."""
    scope = facts.covered_by(item.iri) | {item.iri}
    return [
        restriction
        for restriction in facts.restrictions
        if restriction.window.holds(as_of)
        and restriction.applies_to & scope
        and r08_covers(facts, restriction, recipient, as_of)
    ]


def r08_covers(facts: Facts, restriction: Restriction, recipient: Node, as_of: date) -> bool:
    """R8: those named, or everyone when it names none.

    A network also when it covers a member in force on D (H too), the public also when it covers
    anyone. Naming a network does not cover its members one by one.
    """
    if not restriction.recipients or recipient in restriction.recipients:
        return True
    if recipient == PUBLIC:
        # It names someone, so it covers someone.
        return True
    if recipient in facts.networks:
        return bool(members(facts, recipient, as_of) & restriction.recipients)
    return False


def r09_missing(
    facts: Facts, item: Item, recipient: Node, as_of: date, levels: Levels
) -> list[str]:
    """R9: applies above Low; how the item was obtained decides what is needed."""
    sensitivity = levels[item.iri, PROPRIETARY]
    if RISK_ORDER.index(sensitivity) <= RISK_ORDER.index(LOW):
        return []
    if item.obtained_under == PUBLIC_SOURCE:
        return []
    if item.obtained_under == STATUTORY:
        covered = r09_gateway_covers(facts, item, recipient, as_of)
        return [] if covered else ["gateway-missing"]
    return [
        f"consent-missing:{provider}"
        for provider in item.providers
        if not r09_consent_covers(facts, item, provider, recipient, as_of)
    ]


def r09_consent_covers(
    facts: Facts, item: Item, provider: Node, recipient: Node, as_of: date
) -> bool:
    """R9: every provider must have consented, except where it is H, the recipient or the member."""
    if provider == item.holder:
        return True
    scope = facts.covered_by(item.iri) | {item.iri}
    consents = [
        consent
        for consent in facts.consents
        if consent.provider == provider
        and consent.window.holds(as_of)
        and consent.applies_to & scope
    ]

    def covers(one: Node) -> bool:
        return one == provider or any(names_or_everyone(consent, one) for consent in consents)

    others = members(facts, recipient, as_of) - {item.holder}
    return covers(recipient) or (bool(others) and all(covers(member) for member in others))


def names_or_everyone(consent: Consent, recipient: Node) -> bool:
    """R9: named by `kg:consentsToRecipient`, or everyone when it names none."""
    return not consent.recipients or recipient in consent.recipients


def r09_gateway_covers(facts: Facts, item: Item, recipient: Node, as_of: date) -> bool:
    """R9: a gateway of H in force for the item that names the recipient, and never anyone else."""
    scope = facts.covered_by(item.iri) | {item.iri}
    gateways = [
        gateway
        for gateway in facts.gateways
        if gateway.holder == item.holder and gateway.window.holds(as_of) and is_for(gateway, scope)
    ]

    def covers(one: Node) -> bool:
        return any(one in gateway.recipients for gateway in gateways)

    others = members(facts, recipient, as_of) - {item.holder}
    return covers(recipient) or (bool(others) and all(covers(member) for member in others))


def is_for(gateway: Gateway, scope: Nodes) -> bool:
    """R9: for one of these, or for everything, when it has no `kg:appliesTo`."""
    return not gateway.applies_to or bool(gateway.applies_to & scope)


def r10_newest_reviews(facts: Facts, item: Node, recipient: Node, as_of: date) -> list[Review]:
    """R10: the newest for exactly this recipient, dated on or before D and in force on D.

    On a tie a denial wins: where there is one, only the denials are left.
    """
    in_force = [
        review
        for review in facts.reviews
        if review.item == item
        and recipient in review.recipients
        and review.dated <= as_of
        and review.window.holds(as_of)
    ]
    newest = max((review.dated for review in in_force), default=None)
    tied = [review for review in in_force if review.dated == newest]
    denials = [review for review in tied if review.verdict == DENIED]
    return denials or [review for review in tied if review.verdict == APPROVED]
