"""R5 and R6: who could receive an item, by which channel, and how strong the relationship is."""

from __future__ import annotations

from typing import Final

from kg.gate.triples import TYPE, Triples
from kg.terms import KG

PUBLIC: Final = KG + "Public"
_NO_RELATIONSHIP: Final = KG + "NoRelationship"


class Network:
    """Institutes, networks with their members, and relationships on a day."""

    def __init__(self, triples: Triples, day: str) -> None:
        self._triples = triples
        self._day = day
        self._strengths: dict[tuple[str, str], str] = {}
        self.institutes = frozenset(triples.instances(KG + "Institute"))
        self.networks = frozenset(triples.instances(KG + "Network"))

    def channel(self, recipient: str) -> str | None:
        """R5: the channel to a recipient; None where it is no recipient."""
        if recipient == PUBLIC:
            return KG + "PublicRelease"
        if recipient in self.networks:
            return KG + "Multilateral"
        return KG + "Bilateral" if recipient in self.institutes else None

    def members(self, network: str, day: str | None = None) -> frozenset[str]:
        """The members of a network whose membership is in force on a day, D if none is given."""
        return frozenset(
            member
            for membership in self._triples.nodes(network, KG + "membership")
            if self._triples.in_force(membership, day or self._day)
            for member in self._triples.nodes(membership, KG + "member")
        )

    def strength(self, holder: str, recipient: str) -> str:
        """R6: the strength of the relationship from a holder to a recipient."""
        if (holder, recipient) not in self._strengths:
            self._strengths[holder, recipient] = self._strength(holder, recipient)
        return self._strengths[holder, recipient]

    def _strength(self, holder: str, recipient: str) -> str:
        if recipient == PUBLIC:
            return _NO_RELATIONSHIP
        if recipient in self.networks:
            others = self.members(recipient) - {holder}
            weakest = (self._to_institute(holder, member) for member in others)
            return min(weakest, key=self._rank, default=_NO_RELATIONSHIP)
        return self._to_institute(holder, recipient)

    def _to_institute(self, holder: str, institute: str) -> str:
        """Of those in force the one that began last, a missing beginning the earliest; then the weakest."""
        triples = self._triples
        found = [
            (max(triples.texts(tie, KG + "validFrom"), default=""), strength)
            for tie in triples.subjects(KG + "recipient", institute)
            if holder in triples.nodes(tie, KG + "holder")
            and KG + "Relationship" in triples.nodes(tie, TYPE)
            and triples.in_force(tie, self._day)
            for strength in triples.nodes(tie, KG + "strength")
        ]
        latest = max((begun for begun, _ in found), default="")
        last = (strength for begun, strength in found if begun == latest)
        return min(last, key=self._rank, default=_NO_RELATIONSHIP)

    def _rank(self, strength: str) -> int:
        return self._triples.rank(strength, KG + "strengthRank")
