"""Random valid inventories that exercise every rule, biased so that all outcomes are frequent.

`python -m tests.reference.generate [COUNT]` prints how often each outcome and reason occurs.
"""

import sys
import time
from collections import Counter
from random import Random

from .draft import Draft
from .draft_classes import add_assessments, add_categories
from .draft_guards import (
    add_compilation_rules,
    add_consents,
    add_disclosures,
    add_gateways,
    add_restrictions,
    add_reviews,
)
from .draft_items import add_items, add_renderings
from .draft_network import add_institutes, add_networks, add_relationships
from .inventory import Inventory, interesting_dates
from .mutate import MUTATORS, Mutation
from .rewrite import (
    add_derived_noise,
    add_entailed_triples,
    relabel_blank_nodes,
    say_in_own_terms,
    shuffle_triples,
    split_in_files,
)
from .rules import decide, default_policy, offer, r13_offered_at_once
from .terms import SHARE, local

__all__ = [
    "MUTATORS",
    "Inventory",
    "Mutation",
    "add_derived_noise",
    "add_entailed_triples",
    "interesting_dates",
    "inventory",
    "relabel_blank_nodes",
    "say_in_own_terms",
    "shuffle_triples",
    "split_in_files",
]


def inventory(rng: Random, *, size: int = 10, exotic: float = 0.05) -> Inventory:
    """A valid inventory of about `size` items; the same random state gives the same one.

    `exotic` is the share of inventories some of whose IRIs have commas or rare characters.
    """
    draft = Draft(rng, exotic=rng.random() < exotic)
    add_institutes(draft, rng.randint(4, 6) if size > 4 else rng.randint(2, 3))
    add_networks(draft, 2)
    add_relationships(draft)
    add_categories(draft, size + rng.randint(-2, 3))
    renderings = size // 4
    add_items(draft, max(1, size - renderings))
    add_renderings(draft, renderings)
    add_assessments(draft)
    add_restrictions(draft)
    add_consents(draft)
    add_gateways(draft)
    add_reviews(draft)
    add_disclosures(draft)
    add_compilation_rules(draft)
    rng.shuffle(draft.triples)
    return Inventory(tuple(dict.fromkeys(draft.triples)))


def histogram(count: int) -> None:
    """Print what the rules say about `count` inventories, and how long that takes."""
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    shared = left = offered = 0
    generating = deciding = 0.0
    slowest = 0.0
    for seed in range(count):
        rng = Random(seed)
        started = time.perf_counter()
        made = inventory(rng)
        generated = time.perf_counter()
        as_of = rng.choice(interesting_dates(made))
        rows = decide(made.facts, default_policy(), as_of)
        decided = time.perf_counter()
        generating += generated - started
        deciding += decided - generated
        slowest = max(slowest, decided - started)
        for row in rows:
            outcomes[f"{local(row.tier)} {local(row.channel)} {local(row.outcome)}"] += 1
            outcomes[f"all {local(row.outcome)}"] += 1
            for reason in row.reasons.split("|"):
                kind = reason if reason.startswith("rule:") else reason.partition(":")[0]
                reasons[kind] += 1
        recipient = rng.choice(made.recipients)
        shared += sum((row.recipient, row.outcome) == (recipient, SHARE) for row in rows)
        left += len(r13_offered_at_once(made.facts, default_policy(), as_of, recipient))
        offered += len(offer(made.facts, default_policy(), as_of, recipient))
    for counter in (outcomes, reasons):
        total = sum(counter.values())
        for name, number in sorted(counter.items()):
            print(f"{number:7} {100 * number / total:5.1f} % {name}")
        print()
    print(f"to one recipient each: Share {shared}, left at once {left}, offered rows {offered}")
    print(
        f"generating {1000 * generating / count:.1f} ms, deciding {1000 * deciding / count:.1f} ms,"
        f" slowest of both {1000 * slowest:.1f} ms"
    )


if __name__ == "__main__":
    histogram(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
