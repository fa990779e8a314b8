"""One inventory on its way from facts to what follows: validated once, derived as far as it is asked for."""

from __future__ import annotations

from kg import decided, lookup, wording
from kg.columns.items import Items
from kg.derive import Distinct, derive, derive_with, faults
from kg.engines import Engine
from kg.facts import Facts
from kg.progress import Progress
from kg.suggest import warnings
from kg.terms import PREFIXES
from kg.validate import Finding, violations, violations_with

_R12 = PREFIXES["rule"] + "R12"


class Derivation:
    """Facts in an engine, plain items in columns (`kg.columns`), and what has been derived of them.

    Args:
        facts: as loaded.
        engine: with the facts' store.
        progress: called with the name of each step before it runs.
    """

    def __init__(self, facts: Facts, engine: Engine, progress: Progress) -> None:
        self.engine = engine
        self.stopping: dict[str, list[str]] = {}
        self._facts = facts
        self._progress = progress
        self._items = facts.items
        self._found: tuple[Finding, ...] | None = None
        self._apart: Distinct | None = None
        self._is_whole = False

    @property
    def items(self) -> Items | None:
        """The plain items that are still in columns, if any are."""
        return self._items

    def violations(self, *, reference: bool = False) -> tuple[Finding, ...]:
        """The violations, sorted, after what the input does to shipped terms (R12); found once.

        Args:
            reference: the shapes run in pySHACL, if they have not run yet.
        """
        if self._found is None:
            self._progress("validate")
            if self._items is None:
                found = violations(self.engine, reference=reference)
            else:
                found, faulty = violations_with(self.engine, self._items, reference=reference)
                self._items, whole = self._items.without(faulty)
                self.engine.add(whole, None)
            self.stopping = faults(self.engine, ((each.focus, each.shape) for each in found))
            first = [
                Finding(fault.node, _R12, fault.value, fault.message, "Violation")
                for fault in self._facts.faults
            ]
            self.stopping = {fault.focus: [_R12] for fault in first} | self.stopping
            self._found = (*first, *wording.with_hints(self.engine, found))
        return self._found

    def apart(self) -> Distinct | None:
        """Derives with the plain items in their columns; None if none are, and everything is in the store.

        Raises:
            FaultyDataError: a fault stops the run (R12).
        """
        if self._apart is None:
            self._stop_if_faulty()
            if self._items is None:
                self.whole()
                return None
            self._apart = derive_with(self.engine, self._items, self._progress)
            self._is_whole = False
            if left_out := [*lookup.undecided(self.engine), *decided.undecided(self._apart)]:
                raise wording.left_out(sorted(left_out))
        return self._apart

    def whole(self) -> Engine:
        """Derives everything in the store, and puts the plain items there.

        Raises:
            FaultyDataError: a fault stops the run (R12).
        """
        self._stop_if_faulty()
        if self._items is not None:
            self.engine.add(self._items.ntriples(), None)
            self._items, self._apart, self._is_whole = None, None, False
        if not self._is_whole:
            derive(self.engine, self._progress)
            if left_out := lookup.undecided(self.engine):
                raise wording.left_out(left_out)
            self._is_whole = True
        return self.engine

    @property
    def unadvised(self) -> int:
        """How many plain items are in columns, where no warnings are looked for."""
        return 0 if self._items is None else self._items.names.len()

    def warnings(self, *, reference: bool = False) -> tuple[Finding, ...]:
        """The warnings about everything in the store, sorted.

        Raises:
            FaultyDataError: a fault stops the run (R12).
        """
        if self._items is None:
            return tuple(warnings(self.whole(), reference=reference))
        self.apart()
        return tuple(warnings(self.engine, reference=reference))

    def forget(self) -> None:
        """What was derived is no longer what follows from the facts alone: it is derived again."""
        self._apart, self._is_whole = None, False

    def _stop_if_faulty(self) -> None:
        found = self.violations()
        if self.stopping:
            raise wording.stopped(self.engine, found, self.stopping)
