"""Pairs of inventories that differ only in what a recipient may not see.

From a base several variants are made, each by changes of which the plain reference says that R sees no
difference; so any two of them are a pair. `python -m tests.release.pairs [COUNT]` prints how often each
change is kept and how often it is rejected.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.reference.draft import text
from tests.reference.generate import (
    interesting_dates,
    inventory,
    relabel_blank_nodes,
    shuffle_triples,
    split_in_files,
)
from tests.reference.inventory import Inventory
from tests.reference.terms import LABEL
from tests.reference.triples import Triple

from .change import Case
from .hidden_items import FREE, HIDDEN_ITEMS, marked_statement
from .hidden_records import HIDDEN_RECORDS, copies
from .view import Asked, view

Change = Callable[[Case], Inventory | None]
CHANGES: dict[str, Change] = {
    change.__name__: change for change in (*HIDDEN_ITEMS, *HIDDEN_RECORDS)
}


@dataclass(frozen=True)
class Base:
    """An inventory, a question about it, and the variants of which R must get the same.

    Attributes:
        case: the inventory as generated, with more said of what leaves.
        variants: as many inventories as were asked for, all different; the base is the first.
        kept: the names of the changes by which the variants were made.
        rejected: the names of those that would have changed what R sees, or had nothing to change.
    """

    case: Case
    variants: tuple[Inventory, ...]
    kept: Counter[str]
    rejected: Counter[str]


def base(seed: int, variants: int) -> Base:
    """A base with so many variants (the base among them); the same seed gives the same."""
    case = start(seed)
    made = [case.made]
    kept: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    names = _endless(case.rng)
    for number in range(1, variants):
        current, done = case, 0
        while done < 4:
            # Each variant begins where the last one ended, or at the base again.
            if done == 0 and number % 2 == 0:
                current = case.with_made(made[-1])
            name = next(names)
            changed = CHANGES[name](current)
            if changed is None or view(changed, case.asked) != case.seen:
                rejected[name] += 1
                continue
            kept[name] += 1
            done += 1
            current = case.with_made(changed)
        made.append(current.made)
    return Base(case, tuple(made), kept, rejected)


def all_changed(case: Case, *, but: str = "") -> Inventory:
    """With every change but that one, in a random order, that leaves R what it sees."""
    current, names = case, sorted(CHANGES.keys() - {but})
    for name in case.rng.sample(names, len(names)):
        changed = CHANGES[name](current)
        if changed is not None and view(changed, case.asked) == case.seen:
            current = case.with_made(changed)
    return current.made


def texts(made: Inventory, rng: Random) -> list[str]:
    """The inventory as files, in another order and with other blank-node labels."""
    return split_in_files(relabel_blank_nodes(shuffle_triples(made, rng), rng), rng)


def _endless(rng: Random) -> Iterator[str]:
    """All changes in a random order, again and again."""
    while True:
        yield from rng.sample(sorted(CHANGES), len(CHANGES))


def start(seed: int, *, twice: bool = False) -> Case:
    """A generated inventory, with more said of it, and a recipient who is offered something, but not all.

    With `twice`, there is a release before, on an earlier day. One in fifty is offered nothing, or
    not twice.
    """
    rng = Random(f"release {seed} {twice}")
    nothing = rng.random() < 0.02
    while True:
        made = inventory(rng, size=rng.choice((6, 8, 10)), exotic=0.1)
        days = interesting_dates(made)
        number = rng.randrange(1, len(days))
        before = days[rng.randrange(number)] if twice else None
        asked = Asked(rng.choice(made.recipients), days[number], before)
        case = Case(made, asked, view(made, asked), rng)
        if case.withheld and all(case.seen.at_once) != nothing:
            richer = _richer(case)
            case = Case(richer, asked, view(richer, asked), rng)
            if case.withheld and bool(case.offered) != nothing:
                return case


def _richer(case: Case) -> Inventory:
    """With more said of what leaves, some of it marked, and copies of what is withheld."""
    rng, triples = case.rng, list[Triple]()
    for item in case.offered:
        triples += [(item, name, case.words()) for name in rng.sample(FREE, 2)]
        for system in sorted(case.made.facts.items[item].systems):
            triples.append((system, LABEL, text(f"System {system[-1]}")))
        for withhold in (True, False):
            if rng.random() < 0.5:
                triples += marked_statement(case, item, withhold=withhold)
    made = case.made.plus(dict.fromkeys(triples))
    for _ in range(3):
        made = copies(case.with_made(made)) or made
    return made


def main(count: int) -> None:
    """Print how often each change was kept and rejected for so many bases with seven variants."""
    kept: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    offered = 0
    for seed in range(count):
        made = base(seed, 7)
        offered += len(made.case.offered)
        kept += made.kept
        rejected += made.rejected
    for name in sorted(CHANGES):
        print(f"{kept[name]:5} kept {rejected[name]:5} rejected  {name}")
    print(
        f"{kept.total():5} kept {rejected.total():5} rejected; {offered / count:.1f} items offered"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
