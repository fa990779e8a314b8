"""The smallest changes that make an item shareable: all of them are tried, the rules decide.

The renderings with no change, with one, with two and so on are items of a copy of the facts, all of one
number at once, and the rules run on that copy. What changes no less than a rendering that may be shared
is not tried, so that none of the answer holds another. To generalise a category may raise a level, so
nothing is concluded from what may not be shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg.engines import EngineName
from kg.errors import InputError
from kg.explain import explain
from kg.redact.changes import Change, Original, Slot, original
from kg.redact.rendering import copies, rendering
from kg.redact.setting import Setting, asked, setting
from kg.terms import DERIVED, shorten

if TYPE_CHECKING:
    from kg.explain import Explanation
    from kg.inventory import Inventory

MOST_TRIED = 5000

Chosen = tuple[Change, ...]


@dataclass(frozen=True)
class Proposal:
    """A rendering that may be shared.

    Attributes:
        changes: the smallest that make it so, and the marked statements, which stay in any case.
        outcome: the IRI of the outcome for the recipient.
        rendering: an IRI that no file uses, for a person to replace.
        triples: what the rendering says, with its own copies of the records that hold for it too; a
            person adds a title, and what else may be said.
    """

    changes: Chosen
    outcome: str
    rendering: str
    triples: tuple[Triple, ...]


@dataclass(frozen=True)
class Redaction:
    """What would make an item shareable with a recipient.

    Attributes:
        explanation: why it may or may not be shared as it is.
        shareable: whether it may be shared as it is; nothing is proposed then.
        proposals: by number of changes, then by how much is lost, then by what they say; no one changes all
            that another does.
        complete: the answer holds every such proposal of at most this many changes; -1 where no
            rendering can be tried, for the item is faulty or nothing is less detailed.
        most: how many changes were asked for.
        blocking: the reasons that no rendering was free of.
    """

    explanation: Explanation
    shareable: bool
    proposals: tuple[Proposal, ...]
    complete: int
    most: int
    blocking: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """How one rendering was decided."""

    outcome: str
    shareable: bool
    reasons: frozenset[str]


def redact(
    inventory: Inventory,
    item: str,
    recipient: str,
    *,
    most: int = 3,
    engine: EngineName = "oxigraph",
) -> Redaction:
    """Proposes the smallest changes by which a rendering of the item may be shared.

    Args:
        inventory: nothing of it changes.
        item: an IRI or prefixed name.
        recipient: an IRI or prefixed name.
        most: how many statements may be changed at once.
        engine: what runs the rules on the renderings.

    Raises:
        FaultyDataError: a fault stops the run (R12).
        UnknownTermError: the item or the recipient is none, or the item's holder is asked about.
        InputError: the item is a marked statement.
    """
    known, to = inventory.known(item), inventory.recipient(recipient)
    around = setting(inventory, known, engine)
    decided = around.decided()
    told = explain(decided, inventory.facts, known, to, inventory.violations())
    shareable, lower, marked = asked(decided, "standing", item=known, recipient=to).row(0)
    if marked:
        raise InputError(
            f"{shorten(known)}: a marked statement has no rendering",
            f"redact the item that it is about, {shorten(marked)}",
        )
    if shareable == "true":
        return Redaction(told, True, (), 0, most, ())
    if not lower or known in inventory.withheld():
        return Redaction(told, False, (), -1, most, told.reasons)
    read = original(decided, around.store, known, to, lower)
    trial = _Trial(around, known, to, read)
    found, complete = _search(trial, most)
    ordered = sorted(found.items(), key=lambda each: _size(each[0]))
    names = _free_names(inventory, known)
    proposals = tuple(
        _proposal(name, known, read, chosen, outcome.outcome)
        for name, (chosen, outcome) in zip(names, ordered, strict=False)
    )
    return Redaction(told, False, proposals, complete, most, tuple(sorted(trial.blocking)))


def _search(trial: _Trial, most: int) -> tuple[dict[Chosen, Decided], int]:
    """The smallest changes that do, and up to which number of changes they are complete."""
    found: dict[Chosen, Decided] = {}
    slots = trial.original.slots
    tried = 0
    level: list[Chosen] = [()]
    for number in range(most + 1):
        tried += len(level)
        if tried > MOST_TRIED:
            return found, number - 1
        decided = trial.decide(level)
        do = {each: how for each, how in zip(level, decided, strict=True) if how.shareable}
        found |= {each: how for each, how in do.items() if not _held(do, each)}
        open_ = [each for each in level if each not in do]
        longer = (each for each in _longer(slots, open_) if not _held(found, each))
        level = list(islice(longer, MOST_TRIED - tried + 1))
    return found, most


def _longer(slots: Sequence[Slot], sets: Sequence[Chosen]) -> Iterator[Chosen]:
    """Each set with one change more, of a slot after its last.

    A set of changes that holds none that do begins with one that holds none either, so these are all.
    """
    position = {change: number for number, slot in enumerate(slots) for change in slot.ways}
    for each in sets:
        later = position[each[-1]] + 1 if each else 0
        yield from ((*each, change) for slot in slots[later:] for change in slot.ways)


def _held(found: dict[Chosen, Decided], chosen: Chosen) -> bool:
    """Whether others that do change no more than these, and are not the same."""
    return any(each != chosen and _within(each, chosen) for each in found)


def _within(smaller: Chosen, larger: Chosen) -> bool:
    losses = {(change.property, change.value): change.loses for change in larger}
    return all(
        change.loses <= losses.get((change.property, change.value), frozenset())
        for change in smaller
    )


def _size(chosen: Chosen) -> tuple[int, int, str]:
    said = " ".join(f"{each.property} {each.value} {each.becomes}" for each in chosen)
    return len(chosen), sum(len(change.loses) for change in chosen), said


class _Trial:
    """Renderings as items of a copy of the facts, decided for the one recipient."""

    def __init__(self, around: Setting, item: str, recipient: str, read: Original) -> None:
        self.original = read
        self.blocking: frozenset[str] = frozenset()
        self._around, self._item, self._recipient = around, item, recipient
        self._begun = False

    def decide(self, sets: Sequence[Chosen]) -> list[Decided]:
        """How the rendering with each set of changes is decided, in one run of the rules."""
        if not sets:
            return []
        names = [f"{DERIVED}rendering-{number}" for number in range(len(sets))]
        engine = self._around.decided(
            [
                triple
                for name, chosen in zip(names, sets, strict=True)
                for triple in rendering(name, self._item, self.original, chosen)
            ]
        )
        found: dict[str, Decided] = {}
        rows = asked(engine, "decided", recipient=self._recipient)
        for name, outcome, shareable, reason in rows.iter_rows():
            before = found[name].reasons if name in found else frozenset()
            told = self._of_the_item(name, reason)
            found[name] = Decided(outcome, shareable == "true", before | {told})
        decided = [found[name] for name in names]
        for each in decided:
            self.blocking = self.blocking & each.reasons if self._begun else each.reasons
            self._begun = True
        return decided

    def _of_the_item(self, name: str, reason: str) -> str:
        """A reason with the record itself where it names the rendering's copy of it."""
        kind, _, node = reason.partition(":")
        record = copies(name, self.original).get(node)
        return f"{kind}:{record.node.value}" if record else reason


def _proposal(name: str, item: str, read: Original, chosen: Chosen, outcome: str) -> Proposal:
    triples = rendering(name, item, read, chosen)
    return Proposal((*chosen, *read.marked), outcome, name, tuple(triples))


def _free_names(inventory: Inventory, item: str) -> Iterator[str]:
    """IRIs that no file uses, beside the item's; not made of its name, which may not leave."""
    space = item[: max(item.rfind(mark) for mark in "#/:") + 1]
    for number in count(1):
        node = NamedNode(f"{space}rendering-{number}")
        store = inventory.facts.store
        if not any(store.quads_for_pattern(node, None, None)) and not any(
            store.quads_for_pattern(None, None, node)
        ):
            yield node.value
