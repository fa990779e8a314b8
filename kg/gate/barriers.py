"""R8 to R10: what stands in the way of an item, and what people decided on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.gate.network import PUBLIC, Network
from kg.gate.triples import TYPE, Triples
from kg.terms import KG, PROV

_APPROVED: Final = KG + "Approved"
_DENIED: Final = KG + "Denied"
_LOW: Final = KG + "Low"
_STATUTORY: Final = KG + "StatutoryPower"
_PUBLIC_SOURCE: Final = KG + "PublicSource"


@dataclass(frozen=True)
class Subject:
    """An item as the rules see it: its holder, and what a record must name to concern it."""

    item: str
    holder: str
    categories: frozenset[str]

    @property
    def scope(self) -> frozenset[str]:
        """The item, its categories and their ancestors."""
        return self.categories | {self.item}


class Barriers:
    """Restrictions, consents, gateways and reviews on a day."""

    def __init__(self, triples: Triples, network: Network, day: str) -> None:
        self._triples = triples
        self._network = network
        self._day = day
        self._open_gateways = [
            gateway
            for gateway in triples.instances(KG + "LegalGateway")
            if not triples.values(gateway, KG + "appliesTo")
        ]

    def restrictions(self, subject: Subject, recipient: str) -> list[str]:
        """R8: the restrictions that withhold an item from a recipient."""
        found = self._concerning(subject, "appliesTo", "Restriction")
        return sorted({each for each in found if self._restricts(each, recipient)})

    def missing(self, subject: Subject, recipient: str, sensitivity: str) -> list[str]:
        """R9: what is lacking, in words: the consent of a provider, or a legal gateway."""
        triples = self._triples
        if self._risk(sensitivity) <= self._risk(_LOW):
            return []
        bases = triples.nodes(subject.item, KG + "obtainedUnder")
        if _STATUTORY in bases:
            gateways = list(self._gateways(subject))

            def open_to(one: str) -> bool:
                named = (triples.nodes(each, KG + "gatewayToRecipient") for each in gateways)
                return any(one in recipients for recipients in named)

            return [] if self._reaches(recipient, subject, open_to) else ["a legal gateway"]
        if bases == [_PUBLIC_SOURCE]:
            return []
        return [
            f"the consent of {provider}"
            for provider in sorted(triples.nodes(subject.item, KG + "providedBy"))
            if provider != subject.holder and not self._consented(subject, provider, recipient)
        ]

    def verdict(self, item: str, recipient: str) -> str | None:
        """R10: what the newest review in force for exactly this recipient says; a denial wins a tie."""
        triples = self._triples
        dated = [
            (made, verdict)
            for review in triples.subjects(KG + "reviews", item)
            if recipient in triples.nodes(review, KG + "reviewRecipient")
            and triples.in_force(review, self._day)
            for made in triples.texts(review, PROV + "generatedAtTime")
            for verdict in triples.nodes(review, KG + "verdict")
            if made <= self._day
        ]
        newest = max((made for made, _ in dated), default="")
        last = {verdict for made, verdict in dated if made == newest}
        return _DENIED if _DENIED in last else next(iter(last), None)

    def _restricts(self, restriction: str, recipient: str) -> bool:
        """Those named, or everyone; the public if anyone; a network if a member in force, H too."""
        named = frozenset(self._triples.nodes(restriction, KG + "prohibitsRecipient"))
        if not named or recipient == PUBLIC or recipient in named:
            return True
        return not named.isdisjoint(self._network.members(recipient))

    def _consented(self, subject: Subject, provider: str, recipient: str) -> bool:
        triples = self._triples
        given = [
            frozenset(triples.nodes(consent, KG + "consentsToRecipient"))
            for consent in self._concerning(subject, "consentsTo", "Consent")
            if provider in triples.nodes(consent, KG + "consentBy")
        ]
        return self._reaches(
            recipient,
            subject,
            lambda one: one == provider or any(not named or one in named for named in given),
        )

    def _gateways(self, subject: Subject) -> Iterator[str]:
        triples = self._triples
        yield from (
            gateway
            for gateway in self._concerning(subject, "appliesTo", "LegalGateway")
            if subject.holder in triples.nodes(gateway, KG + "holder")
        )
        yield from (
            gateway
            for gateway in self._open_gateways
            if subject.holder in triples.nodes(gateway, KG + "holder")
            and triples.in_force(gateway, self._day)
        )

    def _reaches(self, recipient: str, subject: Subject, covers: Callable[[str], bool]) -> bool:
        """Whether a recipient is covered, or is a network with members but H and all of them are."""
        others = self._network.members(recipient) - {subject.holder}
        return covers(recipient) or (bool(others) and all(covers(member) for member in others))

    def _concerning(self, subject: Subject, name: str, kind: str) -> Iterator[str]:
        """The records of a kind in force that name the item, a category of it, or an ancestor."""
        for target in subject.scope:
            for record in self._triples.subjects(KG + name, target):
                typed = KG + kind in self._triples.nodes(record, TYPE)
                if typed and self._triples.in_force(record, self._day):
                    yield record

    def _risk(self, level: str) -> int:
        return self._triples.rank(level, KG + "riskRank")


def approves(verdict: str | None) -> bool:
    """Whether a verdict turns the Review of R7 into Share."""
    return verdict == _APPROVED


def denies(verdict: str | None) -> bool:
    """Whether a verdict withholds."""
    return verdict == _DENIED
