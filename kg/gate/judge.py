"""The reference semantics once more, in plain Python: what may go to one recipient (R1 to R11, R13, R14).

Nothing here is shared with the SPARQL that decides what is exported, so that an error in one of them is
found by the other. Orders, cells and sharing rules come from the loaded data.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from kg.gate.barriers import Barriers, Subject, approves, denies
from kg.gate.descriptions import Descriptions
from kg.gate.levels import MISUSE, SENSITIVITY, Levels
from kg.gate.mosaic import Mosaic
from kg.gate.network import Network
from kg.gate.policy import WITHHOLD, Policy
from kg.gate.taxonomy import Taxonomy
from kg.gate.triples import TYPE, Triples, reach
from kg.terms import KG, PROV, RDFS

SHARE: Final = KG + "Share"
_REVIEW: Final = KG + "Review"
_FULL: Final = KG + "Full"


@dataclass(frozen=True)
class Ruling:
    """What was decided for one item and one recipient.

    Attributes:
        outcome, tier: IRIs.
        reasons: why, in words, each with its rule.
    """

    outcome: str
    tier: str
    reasons: tuple[str, ...]


class Judge:
    """Decides items for recipients as of a day; faulty items are decided for nobody (R12)."""

    def __init__(self, triples: Triples, day: str, faulty: Collection[str] = ()) -> None:
        self.triples = triples
        self.faulty = frozenset(faulty)
        self.taxonomy = Taxonomy(triples)
        self.descriptions = Descriptions(triples, self.taxonomy)
        self.network = Network(triples, day)
        self.policy = Policy(triples)
        self._levels = Levels(triples, self.taxonomy, day)
        self._barriers = Barriers(triples, self.network, day)
        self._mosaic = Mosaic(triples, self.network, day, self.categories)
        self._at_once: dict[str, dict[str, Ruling]] = {}
        self._shared: dict[str, frozenset[str]] = {}
        self._categories: dict[str, frozenset[str]] = {}
        self.items = frozenset(self._find_items())

    def categories(self, item: str) -> frozenset[str]:
        """The categories of an item and their ancestors; none for what is no item."""
        if item not in self._categories:
            types = frozenset(self.triples.nodes(item, TYPE))
            known = item not in self.taxonomy.categories and self.taxonomy.over(types)
            self._categories[item] = (
                self.descriptions.categories(item, types) if known else frozenset()
            )
        return self._categories[item]

    def holders(self, item: str) -> list[str]:
        """Who holds an item."""
        return self.triples.nodes(item, KG + "holder")

    def levels(self, item: str) -> tuple[str, str, str]:
        """The effective sensitivity, misuse potential and benefit of an item (R3)."""
        categories = self.categories(item)
        return (
            self._levels.of_item(item, categories, SENSITIVITY),
            self._levels.of_item(item, categories, MISUSE),
            self._levels.benefit(item, categories),
        )

    def decide(self, item: str, recipient: str, assumed: Collection[str] = ()) -> Ruling | None:
        """R11: the most restrictive of what the rules say; None where there is nothing to decide.

        Args:
            item: an IRI.
            recipient: an IRI.
            assumed: items that count as disclosed to the recipient beside those that were (R13).
        """
        holders, channel = self.holders(item), self.network.channel(recipient)
        if item not in self.items or item in self.faulty or channel is None:
            return None
        if len(holders) != 1 or recipient in holders:
            return None
        subject = Subject(item, holders[0], self.categories(item))
        sensitivity, misuse, benefit = self.levels(item)
        own = self.policy.tier(sensitivity, misuse, benefit)
        tier, compiled = self._mosaic.tier(subject, own, recipient, assumed)
        strength = self.network.strength(subject.holder, recipient)
        permitted, rule = self.policy.outcome(tier, channel, strength)
        verdict = self._barriers.verdict(item, recipient)
        restrictions = self._barriers.restrictions(subject, recipient)
        missing = self._barriers.missing(subject, recipient, sensitivity)

        outcomes = [SHARE if permitted == _REVIEW and approves(verdict) else permitted]
        if denies(verdict) or restrictions or missing:
            outcomes.append(WITHHOLD)
        reasons = [
            f"R7: rule {rule}",
            *(f"R13: {each} raises its tier" for each in compiled),
            *(["R10: a review denies it"] if denies(verdict) else []),
            *(f"R8: {each} restricts it" for each in restrictions),
            *(f"R9: {each} is missing" for each in missing),
        ]
        outcome = max(outcomes, key=lambda each: self.triples.rank(each, KG + "outcomeRank"))
        return Ruling(outcome, tier, tuple(reasons))

    def at_once(self, recipient: str) -> dict[str, Ruling]:
        """R13, several at once: whatever is Share by itself counts as disclosed to the recipient.

        Returns:
            By item, how it is decided then; items that are not decided for the recipient are left out.
        """
        if recipient not in self._at_once:
            alone = {
                item: ruling
                for item in sorted(self.items)
                if (ruling := self.decide(item, recipient)) is not None
            }
            shared = frozenset(item for item, each in alone.items() if each.outcome == SHARE)
            for item in shared if self._mosaic.rules else ():
                again = self.decide(item, recipient, shared)
                assert again is not None  # it was decided before
                alone[item] = again
            self._at_once[recipient] = alone
        return self._at_once[recipient]

    def shared(self, recipient: str) -> frozenset[str]:
        """The items that are Share for a recipient, all of them together."""
        if recipient not in self._shared:
            found = self.at_once(recipient)
            self._shared[recipient] = frozenset(
                item for item, each in found.items() if each.outcome == SHARE
            )
        return self._shared[recipient]

    def surpassing(self, item: str, recipient: str) -> frozenset[str]:
        """R14: what is Share and more detailed, where that is so in every family of the item."""
        shared, found = self.shared(recipient), frozenset[str]()
        for head in reach([item], self._sources):
            if not self._sources(head):
                family = reach([head], self._renderings)
                finer = {
                    each for each in family & shared if self._detail(each) > self._detail(item)
                }
                if not finer:
                    return frozenset()
                found |= finer
        return found

    def _sources(self, item: str) -> list[str]:
        """The items that an item is a less detailed rendering of, directly."""
        if not self.triples.nodes(item, KG + "detail"):
            return []
        sources = self.triples.nodes(item, PROV + "wasDerivedFrom")
        return [source for source in sources if source in self.items]

    def _renderings(self, item: str) -> list[str]:
        derived = self.triples.subjects(PROV + "wasDerivedFrom", item)
        return [each for each in derived if each in self.items and item in self._sources(each)]

    def _detail(self, item: str) -> int:
        details = self.triples.nodes(item, KG + "detail") or [_FULL]
        return max(self.triples.rank(each, KG + "detailRank") for each in details)

    def _find_items(self) -> set[str]:
        """The instances of what is or is below a category, categories aside."""
        below = reach(
            self.taxonomy.categories,
            lambda kind: self.triples.subjects(RDFS + "subClassOf", kind),
        )
        typed = {node for kind in below for node in self.triples.instances(kind)}
        return typed - self.taxonomy.categories
