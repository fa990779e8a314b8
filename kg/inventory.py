"""The Python API: an inventory, loaded once, asked many things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kg import catalogue, lookup, wording
from kg import decide as decided
from kg import decided as many
from kg.days import day_of
from kg.decide import Decision
from kg.derivation import Derivation
from kg.engines import Engine, EngineName, open_engine
from kg.facts import Facts, load_facts
from kg.progress import Progress, silent
from kg.reason import Agreement, reason
from kg.reference import Reference, reference
from kg.suggest import suggestions
from kg.terms import expand
from kg.tlp import labels
from kg.validate import Finding, Report

if TYPE_CHECKING:
    import polars as pl

    from kg.explain import Explanation


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
        engine: what runs the SPARQL: "oxigraph", "rdflib" to compare, or the URL of a SPARQL endpoint,
            which then holds the facts until the inventory is closed (docs/endpoints.md).
        progress: called with the name of each step before it runs, and while it does (`kg.progress`).

    Raises:
        InputError: a path is missing, unreadable, empty, or not the syntax that its
            name promises; the date or the engine is none.
        PolicyError: the policy file holds something else than one policy.
        EngineError: the endpoint does not take the facts.
    """
    day = day_of(as_of)
    progress("load")
    files, own = [Path(path) for path in inputs], Path(policy) if policy else None
    facts = load_facts(files, as_of=day, policy=own, progress=progress)
    return Inventory(facts, engine, progress)


class Inventory:
    """Facts as of a date, and what follows from them. Made by `load`; every method may be repeated.

    A method that derives raises `kg.errors.FaultyDataError` where a fault stops the run (R12).

    One on a SPARQL endpoint is closed in the end, by `close` or by ``with``, to leave nothing there.
    """

    def __init__(self, facts: Facts, engine: EngineName, progress: Progress) -> None:
        self.facts = facts
        self.as_of = facts.as_of
        self._progress = progress
        self._engine: Engine = open_engine(engine, facts.store)
        self._derivation = Derivation(facts, self._engine, progress)
        self._warnings: tuple[Finding, ...] | None = None

    def __enter__(self) -> Inventory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leaves nothing on a SPARQL endpoint; otherwise there is nothing to do.

        Raises:
            EngineError: it cannot be seen that nothing is left.
        """
        self._engine.close()

    def validate(self) -> Report:
        """Checks the facts against the shapes, and (unless the run stops) derives and advises (R12).

        With the engine rdflib the shapes run in pySHACL, the reference. Of a large inventory only what is
        not a plain item is advised on; ``unadvised`` tells how many those are.
        """
        found = self._derivation.violations(reference=self._engine.name == "rdflib")
        if self._derivation.stopping:
            return Report(found, (), tuple(self._derivation.stopping))
        self._progress("advice")
        advised = self._derivation.warnings(reference=self._engine.name == "rdflib")
        return Report(found, advised, (), self.withheld(), self._derivation.unadvised)

    def tiers(self) -> pl.DataFrame:
        """The levels and tiers of all categories and items (R1 to R4); see `kg.decide.tiers`."""
        derived = self._derivation.apart()
        rows = decided.tiers(self._engine)
        return many.tiers(derived, rows) if derived else rows

    def decide(self, *, to: str | Sequence[str] = ()) -> pl.DataFrame:
        """The decision for every item and recipient (R5 to R13); see `kg.decide.decisions`.

        Args:
            to: recipients to keep, IRIs or prefixed names (or one); all if empty.

        Raises:
            FaultyDataError: a fault stops the run (R12).
            UnknownTermError: ``to`` names what is no recipient.
        """
        import polars as pl

        return self.decide_lazily(to=to).collect().cast(pl.String)

    def decide_lazily(self, *, to: str | Sequence[str] = ()) -> pl.LazyFrame:
        """`decide`, joined while it is written; of many items, all columns but the first are categorical.

        Raises:
            FaultyDataError: a fault stops the run (R12).
            UnknownTermError: ``to`` names what is no recipient.
        """
        import polars as pl

        named = (to,) if isinstance(to, str) else to
        recipients = [self.recipient(name) for name in named]
        apart = self._derivation.apart()
        table = decided.decisions(self._engine)
        rows = many.table(many.decided(apart, table)) if apart else table.lazy()
        return rows.filter(pl.col("recipient").is_in(recipients)) if to else rows

    def decisions(self, *, to: str | Sequence[str] = ()) -> Iterator[Decision]:
        """`decide`, as dataclasses."""
        yield from decided.records(self.decide(to=to))

    def decision_triples(self) -> bytes:
        """The derived ``kg:Decision``s as sorted N-Triples."""
        self._derivation.whole()
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
        self._derivation.whole()
        self._progress("offer")
        self._derivation.forget()
        decided.offer(self._engine, known, sender=holder)
        yield self._engine

    def suggest(self) -> pl.DataFrame:
        """The suggested level beside the assessed one; see `kg.suggest.suggestions`."""
        self._derivation.whole()
        return suggestions(self._engine)

    def tlp(self) -> pl.DataFrame:
        """The TLP 2.0 label of every decision to share; see `kg.tlp.labels`."""
        self._derivation.whole()
        return labels(self._engine)

    def reference(self) -> Reference:
        """What the reference pages show of categories, policy and network."""
        self._derivation.whole()
        return reference(self._engine)

    def explain(self, item: str, recipient: str) -> Explanation:
        """Why an item may or may not go to a recipient: rules, facts, sources, all that blocks.

        Raises:
            FaultyDataError: a fault stops the run (R12).
            UnknownTermError: the item or the recipient is none, or the item's holder is asked about.
        """
        from kg.explain import explain

        known_item, known_recipient = self.known(item), self.recipient(recipient)
        self._derivation.whole()
        return explain(
            self._engine, self.facts, known_item, known_recipient, self._derivation.violations()
        )

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
        self._derivation.whole()
        return catalogue.ask(self._engine, question, terms)

    def withheld(self) -> dict[str, tuple[str, ...]]:
        """The items withheld from everyone for bad data, each with the faulty nodes (R12)."""
        self._derivation.violations()
        return lookup.withheld(self._engine)

    def violations(self) -> tuple[Finding, ...]:
        """The violations among the facts, sorted, after what the input does to shipped terms (R12)."""
        return self._derivation.violations()

    def warnings(self) -> tuple[Finding, ...]:
        """The warnings about what was last derived, sorted; kept until the facts are reloaded.

        Of a large inventory only about what is no plain item; see `validate`.
        """
        if self._warnings is None:
            self._progress("advice")
            self._warnings = self._derivation.warnings()
        return self._warnings

    @property
    def unadvised(self) -> int:
        """Of how many plain items no warnings are looked for, since they are too many."""
        return self._derivation.unadvised

    def in_words(self, finding: Finding) -> str:
        """A finding on one line: what is at fault, and what to write."""
        return wording.in_words(self._engine, finding)

    def labels(self) -> dict[str, str]:
        """The label or title of each described IRI, the English one where there are several."""
        return lookup.labels(self._engine)

    def tier_triples(self) -> bytes:
        """The derived levels and tiers as sorted N-Triples."""
        self._derivation.whole()
        return decided.tier_triples(self._engine)

    def quads(self, *, derived: bool) -> bytes:
        """What the rules read as N-Quads, normalised; the derived named graphs too where asked."""
        if derived:
            self._derivation.whole()
        return lookup.quads(self._engine, derived=derived)

    def reason(self) -> Agreement:
        """Asks HermiT whether the ontology is consistent, and compares its tiers with the SPARQL's.

        Raises:
            MissingExtraError: the extra ``owl`` is not installed.
            FaultyDataError: a fault stops the run (R12).
        """
        self._derivation.whole()
        self._progress("reason")
        return reason(self._engine)

    def known(self, name: str) -> str:
        """The IRI that a name stands for.

        Raises:
            UnknownTermError: no file knows it.
        """
        items = self._derivation.items
        if items is not None and f"<{expand(name)}>" in items.names:
            return expand(name)
        return lookup.known(self._engine, name)

    def recipient(self, name: str) -> str:
        """The IRI of a recipient: an institute, a network, or ``kg:Public``.

        Raises:
            UnknownTermError: it is none of these.
        """
        return lookup.recipient(self._engine, name)
