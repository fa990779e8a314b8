"""The Python API: an inventory, loaded once, asked many things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from kg import catalogue, lookup, wording
from kg import decide as decided
from kg.days import day_of
from kg.decide import Decision
from kg.derive import derive, faults
from kg.engines import Engine, EngineName, open_engine
from kg.errors import InputError
from kg.facts import Facts, load_facts
from kg.progress import Progress, silent
from kg.reason import Agreement, reason
from kg.reference import Reference, reference
from kg.suggest import suggestions, warnings
from kg.terms import PREFIXES
from kg.tlp import labels
from kg.validate import Finding, Report, violations

if TYPE_CHECKING:
    import polars as pl

    from kg.explain import Explanation

_R12 = PREFIXES["rule"] + "R12"


def load(
    *inputs: str | PathLike[str],
    as_of: date | str | None = None,
    policy: str | PathLike[str] | None = None,
    engine: EngineName = "oxigraph",
    progress: Progress = silent,
) -> Inventory:
    """Reads files and folders in any RDF syntax, merged with the shipped ontology and policy.

    Args:
        inputs: paths; with none, what is shipped is loaded alone.
        as_of: the date D on which everything is evaluated (ISO text or a date); today in UTC if None.
        policy: a file that replaces the default policy whole.
        engine: what runs the SPARQL: "oxigraph", or "rdflib" to compare.
        progress: called with the name of each step before it runs, and while it does (`kg.progress`).

    Raises:
        InputError: a path is missing, unreadable, empty, or not the syntax that its
            name promises; the date or the engine is none.
        PolicyError: the policy file holds something else than one policy.
    """
    if engine not in get_args(EngineName):
        raise InputError(f"{engine}: no such engine", "give oxigraph or rdflib")
    day = day_of(as_of)
    progress("load")
    files, own = [Path(path) for path in inputs], Path(policy) if policy else None
    facts = load_facts(files, as_of=day, policy=own, progress=progress)
    return Inventory(facts, engine, progress)


class Inventory:
    """Facts as of a date, and what follows from them. Made by `load`; every method may be repeated."""

    def __init__(self, facts: Facts, engine: EngineName, progress: Progress) -> None:
        self.facts = facts
        self.as_of = facts.as_of
        self._progress = progress
        self._engine: Engine = open_engine(engine, facts.store)
        self._found: tuple[Finding, ...] | None = None
        self._stopping: dict[str, list[str]] = {}
        self._warnings: tuple[Finding, ...] | None = None
        self._state: Literal["asserted", "profiles", "whole"] = "asserted"

    def validate(self) -> Report:
        """Checks the facts against the shapes, and (unless the run stops) derives and advises (R12).

        With the engine rdflib the shapes run in pySHACL, the reference.
        """
        found = self._violations(reference=self._engine.name == "rdflib")
        if self._stopping:
            return Report(found, (), tuple(self._stopping))
        self._derive(whole=True)
        advised = warnings(self._engine, reference=self._engine.name == "rdflib")
        return Report(found, tuple(advised), (), self.withheld())

    def tiers(self) -> pl.DataFrame:
        """The levels and tiers of all categories and items (R1 to R4); see `kg.decide.tiers`.

        Raises:
            FaultyDataError: a fault stops the run (R12).
        """
        self._derive(whole=False)
        return decided.tiers(self._engine)

    def decide(self, *, to: str | Sequence[str] = ()) -> pl.DataFrame:
        """The decision for every item and recipient (R5 to R13); see `kg.decide.decisions`.

        Args:
            to: recipients to keep, IRIs or prefixed names (or one); all if empty.

        Raises:
            FaultyDataError: a fault stops the run (R12).
            UnknownTermError: ``to`` names what is no recipient.
        """
        import polars as pl

        named = (to,) if isinstance(to, str) else to
        recipients = [self.recipient(name) for name in named]
        self._derive(whole=False)
        table = decided.decisions(self._engine)
        return table.filter(pl.col("recipient").is_in(recipients)) if to else table

    def decisions(self, *, to: str | Sequence[str] = ()) -> Iterator[Decision]:
        """`decide`, as dataclasses."""
        yield from decided.records(self.decide(to=to))

    def decision_triples(self) -> bytes:
        """The derived ``kg:Decision``s as sorted N-Triples."""
        self._derive(whole=True)
        return decided.decision_triples(self._engine)

    def offer(self, recipient: str) -> pl.DataFrame:
        """What a recipient is offered, per family the most detailed (R13, R14); see `kg.decide.offered`.

        Raises:
            FaultyDataError: a fault stops the run (R12).
            UnknownTermError: ``recipient`` is none.
        """
        with self.offering(recipient) as engine:
            return decided.offered(engine)

    @contextmanager
    def offering(self, recipient: str, *, sender: str | None = None) -> Iterator[Engine]:
        """While it runs, the derived graphs tell of what a recipient is offered (by one holder, or by all).

        Raises:
            FaultyDataError: a fault stops the run (R12).
            UnknownTermError: the recipient or the sender is none.
        """
        known = self.recipient(recipient)
        holder = self.recipient(sender) if sender else None
        self._derive(whole=True)
        self._progress("offer")
        self._state = "asserted"
        decided.offer(self._engine, known, sender=holder)
        yield self._engine

    def suggest(self) -> pl.DataFrame:
        """The suggested level beside the assessed one; see `kg.suggest.suggestions`.

        Raises:
            FaultyDataError: a fault stops the run (R12).
        """
        self._derive(whole=False)
        return suggestions(self._engine)

    def tlp(self) -> pl.DataFrame:
        """The TLP 2.0 label of every decision to share; see `kg.tlp.labels`.

        Raises:
            FaultyDataError: a fault stops the run (R12).
        """
        self._derive(whole=False)
        return labels(self._engine)

    def reference(self) -> Reference:
        """What the reference pages show of categories, policy and network.

        Raises:
            FaultyDataError: a fault stops the run (R12).
        """
        self._derive(whole=False)
        return reference(self._engine)

    def explain(self, item: str, recipient: str) -> Explanation:
        """Why an item may or may not go to a recipient: rules, facts, sources, all that blocks.

        Raises:
            FaultyDataError: a fault stops the run (R12).
            UnknownTermError: the item or the recipient is none, or the item's holder is asked about.
        """
        from kg.explain import explain

        known_item, known_recipient = self.known(item), self.recipient(recipient)
        self._derive(whole=True)
        return explain(self._engine, self.facts, known_item, known_recipient, self._found or ())

    def query(self, name: str, **parameters: str) -> pl.DataFrame:
        """Asks a query of the catalogue, or a file, of the union of what is asserted and derived.

        Args:
            name: a name of the catalogue (``kg query`` lists them) or a path of a ``.rq`` file.
            parameters: by name, as text; bound as terms of the type that the query declares.

        Returns:
            A table of text, one column a variable of the query.

        Raises:
            QueryError: the query is unknown, unreadable or forbidden; a parameter is missing or wrong.
            FaultyDataError: a fault stops the run (R12).
        """
        question = catalogue.find(name)
        terms = catalogue.bind(question, parameters, self.known)
        self._derive(whole=True)
        return catalogue.ask(self._engine, question, terms)

    def withheld(self) -> dict[str, tuple[str, ...]]:
        """The items withheld from everyone for bad data, each with the faulty nodes (R12)."""
        self._violations()
        return lookup.withheld(self._engine)

    def violations(self) -> tuple[Finding, ...]:
        """The violations among the facts, sorted, after what the input does to shipped terms (R12)."""
        return self._violations()

    def warnings(self) -> tuple[Finding, ...]:
        """The warnings about what was last derived, sorted; kept until the facts are reloaded."""
        if self._warnings is None:
            self._derive(whole=False)
            self._progress("advice")
            self._warnings = tuple(warnings(self._engine))
        return self._warnings

    def in_words(self, finding: Finding) -> str:
        """A finding on one line: what is at fault, and what to write."""
        return wording.in_words(self._engine, finding)

    def labels(self) -> dict[str, str]:
        """The label or title of each described IRI, the English one where there are several."""
        return lookup.labels(self._engine)

    def tier_triples(self) -> bytes:
        """The derived levels and tiers as sorted N-Triples."""
        self._derive(whole=True)
        return decided.tier_triples(self._engine)

    def quads(self, *, derived: bool) -> bytes:
        """What the rules read as N-Quads, normalised; the derived named graphs too where asked."""
        if derived:
            self._derive(whole=True)
        return lookup.quads(self._engine, derived=derived)

    def reason(self) -> Agreement:
        """Asks HermiT whether the ontology is consistent, and compares its tiers with the SPARQL's.

        Raises:
            MissingExtraError: the extra ``owl`` is not installed.
            FaultyDataError: a fault stops the run (R12).
        """
        self._derive(whole=True)
        self._progress("reason")
        return reason(self._engine)

    def known(self, name: str) -> str:
        """The IRI that a name stands for.

        Raises:
            UnknownTermError: no file knows it.
        """
        return lookup.known(self._engine, name)

    def recipient(self, name: str) -> str:
        """The IRI of a recipient: an institute, a network, or ``kg:Public``.

        Raises:
            UnknownTermError: it is none of these.
        """
        return lookup.recipient(self._engine, name)

    def _violations(self, *, reference: bool = False) -> tuple[Finding, ...]:
        if self._found is None:
            self._progress("validate")
            found = violations(self._engine, reference=reference)
            self._stopping = faults(self._engine, ((f.focus, f.shape) for f in found))
            first = [
                Finding(fault.node, _R12, fault.value, fault.message, "Violation")
                for fault in self.facts.faults
            ]
            self._stopping = {fault.focus: [_R12] for fault in first} | self._stopping
            self._found = (*first, *wording.with_hints(self._engine, found))
        return self._found

    def _derive(self, *, whole: bool) -> None:
        found = self._violations()
        if self._stopping:
            raise wording.stopped(self._engine, found, self._stopping)
        if self._state == "whole" or (self._state == "profiles" and not whole):
            return
        derive(self._engine, by_profile=not whole, progress=self._progress)
        if left_out := lookup.undecided(self._engine):
            raise wording.left_out(left_out)
        self._state = "whole" if whole else "profiles"
