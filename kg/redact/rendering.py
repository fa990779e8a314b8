"""A rendering of an item as triples: what is tried, and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode, Triple

from kg.redact.changes import Change, Original, Record, Statement
from kg.terms import KG, PROV


def rendering(node: str, item: str, original: Original, changes: Sequence[Change]) -> list[Triple]:
    """The rendering of an item with some statements changed, without a title or any other text.

    Args:
        node: the IRI of the rendering; the records that are carried over get IRIs that begin with it.
        item: the IRI of the item.
        original: what was read of the item; its ``detail`` is given.
        changes: at most one for each slot.

    Returns:
        The triples of the rendering, then those of its own copies of the records that hold for it, too.
    """
    assert original.detail is not None
    subject = NamedNode(node)
    derived = ((NamedNode(PROV + "wasDerivedFrom"), NamedNode(item)),)
    detail = ((NamedNode(KG + "detail"), original.detail),)
    said = dict.fromkeys((*_changed(original, changes), *original.kept, *detail, *derived))
    return [*(Triple(subject, *each) for each in said), *_carried(subject, original)]


def _changed(original: Original, changes: Iterable[Change]) -> Iterator[Statement]:
    by_statement = {(change.property, change.value): change for change in changes}
    for slot in original.slots:
        change = by_statement.get(slot.said)
        if change is None:
            yield slot.said
        elif change.becomes is not None:
            yield change.property, change.becomes


def _carried(subject: NamedNode, original: Original) -> Iterator[Triple]:
    for node, record in copies(subject.value, original).items():
        yield Triple(NamedNode(node), record.naming, subject)
        for triple in record.triples:
            if triple.predicate != record.naming:
                yield Triple(NamedNode(node), triple.predicate, triple.object)


def copies(node: str, original: Original) -> dict[str, Record]:
    """The records that a rendering has a copy of, by the IRI of the copy."""
    numbered = enumerate(original.carried, start=1)
    return {f"{node}-record-{number}": record for number, record in numbered}
