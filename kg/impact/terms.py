"""Which terms differ between two graphs, and in what statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.terms import DCT, OWL, RDF

if TYPE_CHECKING:
    import polars as pl

Change = Literal["deprecated", "removed", "changed", "added"]
Facts = Mapping[str, Sequence[tuple[str, str]]]
ANONYMOUS = "_:"
DEEPEST = 40  # blank nodes in blank nodes that are written out

_DEPRECATED = f"<{OWL}deprecated>"
_TRUE = ('"true"^^', '"1"^^')
_REPLACED_BY = f"<{DCT}isReplacedBy>"


@dataclass(frozen=True, order=True)
class TermChange:
    """What differs about one term: the statements about it, blank nodes within them written out.

    Attributes:
        term: its IRI; "" for a blank node that no other node mentions.
        graph: "facts" (ontology, policy and inputs) or "shapes".
        change: "deprecated" where HEAD alone says so, whatever else has changed.
        added, removed: statements as "predicate object" in N-Triples, a blank node in brackets.
        replaced_by: the IRIs that HEAD gives for a deprecated term.
    """

    term: str
    graph: str
    change: Change
    added: tuple[str, ...]
    removed: tuple[str, ...]
    replaced_by: tuple[str, ...] = ()


def term_changes(base: pl.DataFrame, head: pl.DataFrame, graph: str) -> list[TermChange]:
    """The terms that differ, sorted; ``base`` and ``head`` are as `kg.impact.graphs` gives them."""
    columns = base.columns
    gained = _by_subject(head.join(base, on=columns, how="anti"))
    lost = _by_subject(base.join(head, on=columns, how="anti"))
    subjects = sorted(gained.keys() | lost.keys())
    before, after = _present(base, subjects), _present(head, subjects)
    changes = []
    for subject in subjects:
        change: Change = "changed"
        if subject not in before or subject not in after:
            change = "added" if subject in after else "removed"
        elif any(_deprecates(text) for text in gained.get(subject, ())):
            change = "deprecated"
        changes.append(
            TermChange(
                "" if subject.startswith(ANONYMOUS) else subject[1:-1],
                graph,
                change,
                tuple(sorted(gained.get(subject, ()))),
                tuple(sorted(lost.get(subject, ()))),
                _replacements(head, subject) if change == "deprecated" else (),
            )
        )
    return sorted(changes)


def _present(rows: pl.DataFrame, subjects: Sequence[str]) -> set[str]:
    """Those of the subjects that a graph has."""
    return set(rows.filter(rows["subject"].is_in(subjects))["subject"])


def _deprecates(text: str) -> bool:
    predicate, _, value = text.partition(" ")
    return predicate == _DEPRECATED and value.startswith(_TRUE)


def _replacements(head: pl.DataFrame, subject: str) -> tuple[str, ...]:
    import polars as pl

    rows = head.filter((pl.col("subject") == subject) & (pl.col("predicate") == _REPLACED_BY))
    return tuple(sorted(value.strip("<>") for value in rows["object"]))


def _by_subject(rows: pl.DataFrame) -> dict[str, list[str]]:
    """The statements of each term that only one side has.

    What hangs together by blank nodes differs as a whole (their labels say so), so that all of it is
    in ``rows``. A blank node is written where it is mentioned; one that nothing leads to is a term.
    """
    facts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, predicate, value in rows.sort(rows.columns).iter_rows():
        facts[subject].append((predicate, value))
    mentioned = {value for about in facts.values() for _, value in about}
    heads = [node for node in facts if not node.startswith(ANONYMOUS) or node not in mentioned]
    reached = _reached(heads, facts)
    for node in sorted(facts.keys() - reached):  # blank nodes that only mention each other
        if node not in reached:
            heads.append(node)
            reached |= _reached([node], facts)
    return {
        node: [
            f"{predicate} {_written(value, facts, within={node})}"
            for predicate, value in facts[node]
        ]
        for node in heads
    }


def _reached(heads: Sequence[str], facts: Facts) -> set[str]:
    """The nodes, and the blank nodes that statements lead to from them."""
    reached, waiting = set(heads), list(heads)
    while waiting:
        for _, value in facts.get(waiting.pop(), ()):
            if value.startswith(ANONYMOUS) and value not in reached:
                reached.add(value)
                waiting.append(value)
    return reached


def _written(term: str, facts: Facts, within: set[str], depth: int = 0) -> str:
    """A term; a blank node as Turtle writes it, ``[ ... ]`` or a list, and in full only once.

    Args:
        term: in N-Triples.
        facts: predicates and objects by subject.
        within: the blank nodes that are written already; those of this one are added.
        depth: how many blank nodes it lies in.
    """
    if not term.startswith(ANONYMOUS):
        return term
    if term in within or depth == DEEPEST:
        return "[ ... ]"
    items = _items(term, facts)
    within |= {term, *(cell for cell, _ in items)}
    if items:
        return f"( {' '.join(_written(item, facts, within, depth + 1) for _, item in items)} )"
    inner = (
        f"{predicate} {_written(value, facts, within, depth + 1)}"
        for predicate, value in facts.get(term, ())
    )
    return f"[ {' ; '.join(inner)} ]"


def _items(node: str, facts: Facts) -> list[tuple[str, str]]:
    """The cells and items of a list; none where the node is no plain list."""
    items: dict[str, str] = {}
    while node != f"<{RDF}nil>":
        cell = dict(facts.get(node, ()))
        if set(cell) != {f"<{RDF}first>", f"<{RDF}rest>"} or node in items:
            return []
        items[node] = cell[f"<{RDF}first>"]
        node = cell[f"<{RDF}rest>"]
    return list(items.items())
