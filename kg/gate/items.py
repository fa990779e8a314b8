"""Whether each item of a bundle may go to its recipient: R1 to R14, decided once more."""

from __future__ import annotations

from collections.abc import Iterator

from kg.gate.case import Case
from kg.gate.judge import SHARE
from kg.gate.objection import Objection
from kg.terms import local_name, shorten


def inventory_can_be_decided(case: Case) -> Iterator[Objection]:
    """R12: nothing leaves while a fault stops every run."""
    for node in case.faults.stopping:
        yield Objection(node, "a fault of the inventory that stops every run (R12)")


def no_item_is_faulty(case: Case) -> Iterator[Objection]:
    """R12: no item of the bundle has a fault, or is named by a record that has one."""
    for item in sorted(case.items & case.faults.withheld):
        yield Objection(item, "withheld from everyone for bad data (R12)")


def every_item_is_shared(case: Case) -> Iterator[Objection]:
    """R1 to R11, R13: each item is held by somebody else, and Share, all of them together."""
    rulings = case.judge.at_once(case.recipient)
    for item in sorted(case.items - case.faults.withheld):
        if item not in case.judge.items:
            yield Objection(item, "no item of the inventory")
        elif case.recipient in case.judge.holders(item):
            yield Objection(item, "the recipient holds it itself (R5)")
        elif item not in rulings:
            yield Objection(item, "not decided for the recipient")
        elif rulings[item].outcome != SHARE:
            why = "; ".join(rulings[item].reasons)
            yield Objection(item, f"the outcome is {local_name(rulings[item].outcome)} ({why})")


def every_item_is_offered(case: Case) -> Iterator[Objection]:
    """R14: no item while a more detailed one of its family is Share too."""
    for item in sorted(case.items & case.judge.shared(case.recipient)):
        finer = case.judge.surpassing(item, case.recipient)
        if finer:
            yield Objection(item, f"{shorten(min(finer))} is more detailed and Share too (R14)")
