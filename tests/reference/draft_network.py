"""Institutes, networks whose memberships change, and relationships that overlap."""

from datetime import timedelta

from .draft import Draft
from .terms import ESTABLISHED, KG, NASCENT, NO_RELATIONSHIP, PROV, STRENGTHS, STRONG, TYPE
from .triples import Node


def add_institutes(draft: Draft, count: int) -> None:
    """Institutes, and two other agents that provide information."""
    for _ in range(count):
        institute = draft.record(draft.named("inst"), "Institute")
        draft.label(institute)
        draft.institutes.append(institute)
    for _ in range(2):
        agent = draft.named("agent")
        draft.add(agent, TYPE, PROV + "Agent")
        draft.label(agent)
        draft.agents.append(agent)


def add_networks(draft: Draft, count: int) -> None:
    """Networks; some have nobody left, and some share a membership."""
    for _ in range(count):
        network = draft.record(draft.named("net"), "Network")
        draft.label(network)
        draft.networks.append(network)
        draft.members[network] = []
        deserted = draft.chance(0.15)
        for institute in draft.some(draft.institutes, 1, 4):
            _add_membership(draft, institute, [network], deserted=deserted)
        if draft.chance(0.3):
            # The same institute again, for another while.
            _add_membership(
                draft, draft.rng.choice(draft.members[network]), [network], deserted=deserted
            )
    if draft.chance(0.4):
        member = draft.rng.choice(draft.institutes)
        _add_membership(draft, member, draft.networks, deserted=False)


def _add_membership(draft: Draft, institute: Node, networks: list[Node], *, deserted: bool) -> None:
    membership = draft.record(draft.blank_or_named("membership"), "Membership")
    draft.add(membership, KG + "member", institute)
    if deserted:
        end = draft.days[1] + timedelta(days=draft.rng.randrange(2))
        draft.add(membership, KG + "validUntil", draft.date_literal(end))
    else:
        draft.window(membership, start=0.35, end=0.35)
    for network in networks:
        draft.add(network, KG + "membership", membership)
        draft.members[network].append(institute)


def add_relationships(draft: Draft) -> None:
    """For most pairs one relationship or more, in force at the same time at times."""
    for holder in draft.institutes:
        for recipient in draft.institutes:
            if holder == recipient or draft.chance(0.25):
                continue
            count = draft.rng.choice((1, 1, 1, 2, 2, 3))
            # On half of the days all of them begin together, so that they tie.
            tied = draft.chance(0.5)
            start = draft.day(early=0.6)
            for _ in range(count):
                node = draft.record(draft.blank_or_named("relationship"), "Relationship")
                strength = draft.rng.choice(
                    (*STRENGTHS, NASCENT, ESTABLISHED, ESTABLISHED, STRONG, STRONG, STRONG)
                )
                draft.add(node, KG + "holder", holder)
                draft.add(node, KG + "recipient", recipient)
                draft.add(node, KG + "strength", strength)
                if strength == STRONG or (strength != NO_RELATIONSHIP and draft.chance(0.3)):
                    draft.add(node, KG + "evidence", f"https://example.org/mou/{draft.days[0]}")
                if tied and count > 1:
                    draft.add(node, KG + "validFrom", draft.date_literal(start))
                else:
                    draft.window(node, start=0.35, end=0.15)
