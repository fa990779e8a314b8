"""R13: pieces that are harmless alone can be sensitive together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kg.gate.barriers import Subject
from kg.gate.network import PUBLIC, Network
from kg.gate.triples import Triples
from kg.terms import KG, PROV


@dataclass(frozen=True)
class Rule:
    """A compilation rule: the categories that it names, and the tier that they deserve together."""

    iri: str
    categories: frozenset[str]
    tier: str


class Mosaic:
    """The compilation rules, and what each institute already has."""

    def __init__(
        self,
        triples: Triples,
        network: Network,
        day: str,
        categories: Callable[[str], frozenset[str]],
    ) -> None:
        self._triples = triples
        self._network = network
        self._day = day
        self._categories = categories
        self._had: dict[str, frozenset[str]] = {}
        self.rules = tuple(
            Rule(rule, frozenset(triples.nodes(rule, KG + "compiles")), tier)
            for rule in sorted(triples.instances(KG + "CompilationRule"))
            for tier in triples.nodes(rule, KG + "tier")
        )

    def tier(
        self, subject: Subject, own: str, recipient: str, assumed: Collection[str]
    ) -> tuple[str, list[str]]:
        """The tier at which an item is decided for a recipient, and the rules that raise it.

        Args:
            subject: the item.
            own: its own tier.
            recipient: an IRI.
            assumed: items that count as disclosed to the recipient beside those that were.
        """
        raising = [
            rule
            for rule in self.rules
            if self._rank(own) < self._rank(rule.tier)
            and not rule.categories.isdisjoint(subject.categories)
            and self._applies(rule, subject, recipient, assumed)
        ]
        tier = max([own, *(rule.tier for rule in raising)], key=self._rank)
        return tier, [rule.iri for rule in raising]

    def _applies(
        self, rule: Rule, subject: Subject, recipient: str, assumed: Collection[str]
    ) -> bool:
        lacking = rule.categories - subject.categories
        return not lacking or any(
            lacking <= self._pieces(subject.item, institute, assumed)
            for institute in self._institutes(recipient) - {subject.holder}
        )

    def _institutes(self, recipient: str) -> frozenset[str]:
        """Whom a recipient stands for: itself, the members in force of a network, or every institute."""
        if recipient == PUBLIC:
            return self._network.institutes
        if recipient in self._network.networks:
            return self._network.members(recipient)
        return frozenset({recipient})

    def _pieces(self, item: str, institute: str, assumed: Collection[str]) -> frozenset[str]:
        """The categories of what an institute has that shares a system with the item."""
        had = self._possessed(institute)
        found: set[str] = set()
        for system in self._triples.values(item, KG + "aboutSystem"):
            for piece in self._triples.subjects(KG + "aboutSystem", system):
                if piece in had or piece in assumed:
                    found |= self._categories(piece)
        return frozenset(found)

    def _possessed(self, institute: str) -> frozenset[str]:
        """What was disclosed, on D or before, to an institute, the public, or a network of it."""
        if institute not in self._had:
            triples = self._triples
            self._had[institute] = frozenset(
                item
                for disclosure in triples.instances(KG + "Disclosure")
                for day in triples.texts(disclosure, PROV + "atTime")
                if day <= self._day
                and any(
                    self._reached(institute, recipient, day)
                    for recipient in triples.nodes(disclosure, KG + "recipient")
                )
                for item in triples.nodes(disclosure, KG + "disclosed")
            )
        return self._had[institute]

    def _reached(self, institute: str, recipient: str, day: str) -> bool:
        """A network's members are those in force on D, and those of the day of the disclosure."""
        network = self._network
        return (
            recipient in (institute, PUBLIC)
            or institute in network.members(recipient)
            or institute in network.members(recipient, day)
        )

    def _rank(self, tier: str) -> int:
        return self._triples.rank(tier, KG + "tierRank")
