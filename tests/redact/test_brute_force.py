"""On generated inventories the answer is that of a search by brute force: minimal and complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from kg.inventory import load
from kg.redact import Redaction, redact
from tests.redact.brute import Changes, smallest
from tests.reference.generate import Inventory, interesting_dates, inventory
from tests.reference.rules import Row, decide, default_policy
from tests.reference.terms import AT_TIME, DCT, DETAILS, KG, ROOT, SHARE, TYPE, XSD
from tests.reference.triples import Literal, Triple
from tests.support import core_only

SEEDS_A_CHUNK = 5


def answered(told: Redaction) -> list[Changes]:
    return [
        frozenset(
            (change.value.value, change.becomes.value if change.becomes else None)
            for change in proposal.changes
        )
        for proposal in told.proposals
    ]


def asked(seed: int) -> tuple[Inventory, date, list[Row]]:
    """An inventory, a day, and decisions to change: some at random, some that hang on little.

    For the latter, categories of items that could be shared are restricted for that recipient, and
    what is said of a system is made sensitive together with something that the recipient has.
    """
    rng = Random(seed)
    made = inventory(rng, size=rng.choice([4, 8]))
    day = rng.choice(interesting_dates(made, rng))
    rows = decide(made.facts, default_policy(), day)
    shared = [row for row in rows if row.outcome == SHARE and row.recipient != KG + "Public"]
    chosen = rng.sample(shared, min(3, len(shared)))
    for row in chosen:
        made = made.plus(_obstacle(rng, made, row, day))
    others = rng.sample(rows, min(2, len(rows)))
    keys = {(row.item, row.recipient) for row in (*chosen, *others)}
    decided = decide(made.facts, default_policy(), day)
    return made, day, [row for row in decided if (row.item, row.recipient) in keys]


def _obstacle(rng: Random, made: Inventory, row: Row, day: date) -> Iterator[Triple]:
    categories = sorted(made.facts.covered_by(row.item) - {ROOT})
    if rng.random() < 0.3:
        yield row.item, TYPE, rng.choice(sorted(made.facts.categories - {ROOT}))
    if categories and rng.random() < 0.7:
        ban = made.new_node("ban")
        yield ban, TYPE, KG + "Restriction"
        yield ban, KG + "prohibitsRecipient", row.recipient
        yield ban, DCT + "description", Literal("Not to them.")
        for category in rng.sample(categories, rng.randint(1, min(2, len(categories)))):
            yield ban, KG + "appliesTo", category
    known, system = rng.choice(sorted(made.facts.items)), "https://example.org/system/0"
    others = sorted(made.facts.covered_by(known) - made.facts.covered_by(row.item))
    if others and categories and known != row.item:
        rule, given = made.new_node("mosaic"), made.new_node("given")
        yield from ((node, KG + "aboutSystem", system) for node in (row.item, known))
        yield rule, TYPE, KG + "CompilationRule"
        yield rule, KG + "tier", KG + "HighTrust"
        yield rule, DCT + "description", Literal("Together too much.")
        yield rule, KG + "compiles", rng.choice(categories)
        yield rule, KG + "compiles", rng.choice(others)
        yield given, TYPE, KG + "Disclosure"
        yield given, KG + "disclosed", known
        yield given, KG + "recipient", row.recipient
        yield given, AT_TIME, Literal(day.isoformat(), XSD + "date")


@pytest.mark.parametrize("chunk", range(12))
def test_the_answer_is_that_of_brute_force(
    chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core_only(monkeypatch)
    for seed in range(chunk * SEEDS_A_CHUNK, (chunk + 1) * SEEDS_A_CHUNK):
        made, day, rows = asked(seed)
        path = tmp_path / f"{seed}.ttl"
        path.write_text(made.turtle)
        loaded = load(path, as_of=day)
        for number, row in enumerate(rows):
            most = 1 + number % 3
            where = f"seed {seed} as of {day}: {row.item} to {row.recipient}, {most} changes"
            told = redact(loaded, row.item, row.recipient, most=most)
            assert told.shareable == (row.outcome == SHARE), where
            if told.shareable or made.facts.items[row.item].detail == DETAILS[0]:
                assert not told.proposals, where
                continue
            expected = smallest(made, default_policy(), day, row.item, row.recipient, most)
            found = answered(told)
            assert told.complete == most, where
            assert len(found) == len(set(found)), where
            assert set(found) == expected, where
            sizes = [len(changes) for changes in found]
            assert sizes == sorted(sizes), where


def test_there_is_something_to_compare() -> None:
    """One proposal and several, of one change and of more, of categories and of systems."""
    seen: Counter[object] = Counter()
    for seed in range(40):
        made, day, rows = asked(seed)
        for row in rows:
            if row.outcome != SHARE and made.facts.items[row.item].detail != DETAILS[0]:
                found = smallest(made, default_policy(), day, row.item, row.recipient, 3)
                seen["several" if len(found) > 1 else len(found)] += 1
                for changes in found:
                    seen[f"{len(changes)} at once"] += 1
                    seen.update("drop" if new is None else "generalise" for _, new in changes)
    wanted = ("several", 0, 1, "1 at once", "2 at once", "drop", "generalise")
    assert all(seen[kind] >= 3 for kind in wanted), seen
