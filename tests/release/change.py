"""What the changes of an inventory share: the inventory, what R may see of it, and small edits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from tests.reference.draft import text
from tests.reference.inventory import EX, Inventory
from tests.reference.terms import DCT, KG, LABEL, PROV, TYPE
from tests.reference.triples import Literal, Node, Term, Triple

from .view import Asked, View, others

TITLE = DCT + "title"
DESCRIPTION = DCT + "description"
ATTRIBUTED = PROV + "wasAttributedTo"
# By class of record: the property that names what it is about.
ABOUT = {
    "Assessment": KG + "assesses",
    "CaseReview": KG + "reviews",
    "Restriction": KG + "appliesTo",
    "Consent": KG + "consentsTo",
    "LegalGateway": KG + "appliesTo",
    "Disclosure": KG + "disclosed",
}
# By class of record: the property that names for whom it is.
FOR = {
    "CaseReview": KG + "reviewRecipient",
    "Restriction": KG + "prohibitsRecipient",
    "Consent": KG + "consentsToRecipient",
    "LegalGateway": KG + "gatewayToRecipient",
    "Disclosure": KG + "recipient",
    "Relationship": KG + "recipient",
}


@dataclass(frozen=True)
class Case:
    """An inventory, the question, what the recipient may see, and chance; a change reads this."""

    made: Inventory
    asked: Asked
    seen: View
    rng: Random

    @cached_property
    def kept(self) -> list[Node]:
        """The items that don't leave."""
        return self.seen.kept(self.made, self.asked.recipient)

    @cached_property
    def withheld(self) -> list[Node]:
        """The items that the recipient may not have."""
        return self.seen.withheld(self.made, self.asked.recipient)

    @cached_property
    def offered(self) -> list[Node]:
        """The items that leave."""
        return sorted(self.seen.offered)

    @cached_property
    def others(self) -> list[Node]:
        """The recipients that R has nothing to do with."""
        return others(self.made, self.asked.recipient)

    @cached_property
    def everyone_else(self) -> list[Node]:
        """All recipients but R, its members and the public too: a review or a restriction that names
        them is not for R."""
        return [one for one in self.made.recipients if one != self.asked.recipient]

    def some_kept(self) -> list[Node]:
        """A few of the items that don't leave, at least one where there is one."""
        return self.rng.sample(self.kept, self.rng.randint(1, len(self.kept))) if self.kept else []

    def new(self, stem: str) -> Node:
        """A new IRI, before or after all others in order."""
        return f"{EX}{self.rng.choice(('aaa', 'zzz'))}{stem}{self.rng.randrange(10**9)}"

    def blank_or_new(self, stem: str) -> Node:
        """A new node of a kind that may be blank."""
        return f"_:{stem}{self.rng.randrange(10**9)}" if self.rng.random() < 0.5 else self.new(stem)

    def words(self) -> Literal:
        """A text that occurs nowhere else, of any length."""
        return text(f"Words {self.rng.randrange(10**9)} " + "more " * self.rng.randrange(5) + "end")

    def agent(self) -> tuple[Node, list[Triple]]:
        """A new agent."""
        node = self.new("agent")
        return node, [(node, TYPE, PROV + "Agent"), (node, LABEL, self.words())]

    def record(self, class_: str, properties: Mapping[str, Iterable[Term]]) -> list[Triple]:
        """A new record of one of our classes."""
        named_only = class_ in ("Restriction", "CaseReview", "CompilationRule")
        node = self.new(class_) if named_only else self.blank_or_new(class_)
        said = [(node, name, value) for name, values in properties.items() for value in values]
        return [(node, TYPE, KG + class_), *said]

    def records(self, class_: str) -> list[Node]:
        """The records of a class that are about items that don't leave, and about nothing else."""
        kept, about = set(self.kept), ABOUT[class_]
        facts = self.made.facts
        return [
            node
            for node in self.made.instances(class_)
            if facts.nodes(node, about) and facts.nodes(node, about) <= kept
        ]

    def records_for_others(self, class_: str) -> list[Node]:
        """The records of a class, whatever they are about, that name only other recipients."""
        theirs = self.everyone_else if class_ in ("CaseReview", "Restriction") else self.others
        for_whom = FOR[class_]
        facts = self.made.facts
        return [
            node
            for node in self.made.instances(class_)
            if facts.nodes(node, for_whom) and facts.nodes(node, for_whom) <= {*theirs}
        ]

    def with_made(self, made: Inventory) -> Case:
        """The same question about another inventory that R sees alike."""
        return replace(self, made=made)


def replaced(made: Inventory, subject: Node, predicate: str, values: Iterable[Term]) -> Inventory:
    """With other values of a property, whether or not it had any."""
    rest = [triple for triple in made.triples if triple[:2] != (subject, predicate)]
    return Inventory((*rest, *((subject, predicate, value) for value in values)))


def renamed(made: Inventory, names: dict[Node, Node]) -> Inventory:
    """With other IRIs or blank nodes, also where a text spells an IRI."""
    spelt = {old: new for old, new in names.items() if not old.startswith("_:")}

    def rename(term: Term) -> Term:
        if isinstance(term, str):
            return names.get(term, term)
        return Literal(_instead(term.value, spelt), term.datatype, term.language)

    return Inventory(tuple((names.get(s, s), p, rename(o)) for s, p, o in made.triples))


def reworded(made: Inventory, words: dict[str, str]) -> Inventory:
    """With other words for texts, also where another text has a copy of one."""

    def reword(term: Term) -> Term:
        if isinstance(term, str):
            return term
        return Literal(_instead(term.value, words), term.datatype, term.language)

    return Inventory(tuple((s, p, reword(o)) for s, p, o in made.triples))


def gives_away(triple: Triple, names: Iterable[str]) -> bool:
    """Whether the value is a text with one of these names in it."""
    value = triple[2]
    return isinstance(value, Literal) and re.search(_any_of(names), value.value) is not None


def _instead(value: str, words: dict[str, str]) -> str:
    if not words:
        return value
    return re.sub(_any_of(words), lambda match: words[match.group()], value)


def _any_of(names: Iterable[str]) -> str:
    longest = sorted(names, key=len, reverse=True)
    return r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"


def without(made: Inventory, nodes: set[Node]) -> Inventory:
    """Without the nodes, whether as subjects or as values."""
    return Inventory(tuple(t for t in made.triples if t[0] not in nodes and t[2] not in nodes))
