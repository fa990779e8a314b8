"""R4 and R7: the policy in force, read from the loaded data."""

from __future__ import annotations

from typing import Final

from kg.gate.triples import Triples
from kg.terms import DCT, KG

WITHHOLD: Final = KG + "Withhold"
_NO_BRAINER: Final = KG + "NoBrainer"
_GRAY_AREA: Final = KG + "GrayArea"


class Policy:
    """The cells, the rules and the minimum benefit of a policy."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self.iris = sorted(triples.instances(KG + "Policy"))
        self._cells = [cell for each in self.iris for cell in triples.nodes(each, KG + "cell")]
        self._rules = [rule for each in self.iris for rule in triples.nodes(each, KG + "rule")]
        self._tiers: dict[tuple[str, str, str], str] = {}
        self._outcomes: dict[tuple[str, str, str], tuple[str, str]] = {}

    def tier(self, sensitivity: str, misuse: str, benefit: str) -> str:
        """R4: the cell for two risk levels; a no-brainer needs the minimum benefit."""
        asked = (sensitivity, misuse, benefit)
        if asked not in self._tiers:
            self._tiers[asked] = self._tier(*asked)
        return self._tiers[asked]

    def outcome(self, tier: str, channel: str, strength: str) -> tuple[str, str]:
        """R7: the outcome of the rule with the highest minimum that is reached, and its identifier.

        No rule withholds; where several have that minimum, the strictest counts.
        """
        asked = (tier, channel, strength)
        if asked not in self._outcomes:
            self._outcomes[asked] = self._outcome(*asked)
        return self._outcomes[asked]

    def _tier(self, sensitivity: str, misuse: str, benefit: str) -> str:
        triples = self._triples
        tiers = [
            tier
            for cell in self._cells
            if sensitivity in triples.nodes(cell, KG + "proprietarySensitivity")
            and misuse in triples.nodes(cell, KG + "misusePotential")
            for tier in triples.nodes(cell, KG + "tier")
        ]
        tier = max(tiers, key=lambda each: triples.rank(each, KG + "tierRank"))
        needed = max(
            triples.rank(level, KG + "benefitRank")
            for each in self.iris
            for level in triples.nodes(each, KG + "minimumBenefit")
        )
        if tier == _NO_BRAINER and triples.rank(benefit, KG + "benefitRank") < needed:
            return _GRAY_AREA
        return tier

    def _outcome(self, tier: str, channel: str, strength: str) -> tuple[str, str]:
        triples, reached = self._triples, self._triples.rank(strength, KG + "strengthRank")
        found = [
            (minimum, triples.rank(outcome, KG + "outcomeRank"), outcome, rule)
            for rule in self._rules
            if tier in triples.nodes(rule, KG + "tier")
            and channel in triples.nodes(rule, KG + "channel")
            for each in triples.nodes(rule, KG + "minimumStrength")
            if (minimum := triples.rank(each, KG + "strengthRank")) <= reached
            for outcome in triples.nodes(rule, KG + "outcome")
        ]
        if not found:
            return WITHHOLD, "none"
        *_, outcome, rule = max(found)
        return outcome, next(iter(triples.texts(rule, DCT + "identifier")), rule)
