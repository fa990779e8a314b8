"""Whether a bundle names what its recipient may not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal

from kg.bundle import MANIFEST
from kg.gate.case import Case, instances
from kg.gate.contents import iris, literals
from kg.gate.mentions import Names
from kg.gate.objection import Objection
from kg.gate.triples import Term, plain, reach
from kg.terms import GENID, KG, RDF, RDFS, XSD, shorten

_TEXT: Final = (XSD + "string", RDF + "langString")
_BREAK: Final = re.compile(r"[\s<>\"|]+")


def no_hidden_node_is_named(case: Case) -> Iterator[Objection]:
    """No IRI in any file is an item that is not in the bundle (or revoked), a record, or a blank node."""
    if not case.profile.never_names:
        yield Objection(MANIFEST, "no release profile says what is never named")
    hidden = _hidden(case)
    for path, quads in case.contents.quads.items():
        for iri in sorted(iris(quads)):
            if iri in hidden or iri.startswith(GENID):
                yield Objection(path, f"it names {shorten(iri)}, which is not in the bundle")
    for path, texts in case.contents.texts.items():
        told = {part for text in texts for part in (text, *_BREAK.split(text))}
        for iri in sorted(told & hidden):
            yield Objection(path, f"it names {shorten(iri)}, which is not in the bundle")


def no_withheld_name_is_told(case: Case) -> Iterator[Objection]:
    """No text is, or holds, the title, the label or the IRI of an item that is not Share."""
    names = _withheld_names(case)
    for path, quads in case.contents.quads.items():
        for literal in sorted(literals(quads), key=str):
            node = (_is_text(literal) and names.whole(literal.value)) or names.within(literal.value)
            if node:
                yield Objection(path, f"a text gives away {shorten(node)}: {literal.value!r}")
        for iri in sorted(iris(quads) - _own(case)):
            node = names.within(iri)
            if node:
                yield Objection(path, f"an IRI gives away {shorten(node)}: {iri}")
    for path, texts in case.contents.texts.items():
        for text in sorted(texts - _own(case)):
            node = names.within(text)
            if node:
                yield Objection(path, f"a text gives away {shorten(node)}: {text!r}")


def no_marked_statement_is_told(case: Case) -> Iterator[Objection]:
    """No statement that is an item itself is told where that item is not in the bundle."""
    marked: dict[tuple[str, str, Term], str] = {}
    triples = case.triples
    for item in sorted((case.judge.items | case.faults.withheld) - case.items):
        for subject in triples.nodes(item, RDF + "subject"):
            for name in triples.nodes(item, RDF + "predicate"):
                for value in triples.values(item, RDF + "object"):
                    marked[subject, name, value] = item
    if not marked:
        return
    for path, quads in case.contents.quads.items():
        for quad in quads:
            subject, name = str(plain(quad.subject)), quad.predicate.value
            mark = marked.get((subject, name, plain(quad.object)))
            if mark:
                told = f"{shorten(subject)} {shorten(name)}"
                yield Objection(path, f"it tells the statement {shorten(mark)}: {told}")


def no_other_category_is_named(case: Case) -> Iterator[Objection]:
    """No class of items is named but those that the data names, the ones above them, and the root."""
    contents, taxonomy, triples = case.contents, case.judge.taxonomy, case.triples
    data = iris(contents.quads.get(contents.data, frozenset()))
    told = reach(
        data | {KG + "InformationItem"}, lambda kind: triples.nodes(kind, RDFS + "subClassOf")
    )
    for path, quads in contents.quads.items():
        for iri in sorted(iris(quads) - told):
            if taxonomy.above(iri):
                yield Objection(path, f"{shorten(iri)} is a category of no item of the bundle")


def _hidden(case: Case) -> set[str]:
    items = case.judge.items | case.faults.withheld
    hidden = instances(case.triples, case.profile.never_names) - case.judge.taxonomy.categories
    return (hidden | items) - case.items - set(case.contents.manifest.revoked)


def _withheld_names(case: Case) -> Names:
    """The names of the items that the recipient neither holds nor may have."""
    withheld = (case.judge.items | case.faults.withheld) - case.judge.shared(case.recipient)
    return Names(
        (told, item)
        for item in withheld
        if case.recipient not in case.judge.holders(item)
        for told in (
            *([] if item in case.contents.manifest.revoked else [item]),
            *(text for name in case.profile.names_by for text in case.triples.texts(item, name)),
        )
    )


def _own(case: Case) -> set[str]:
    """What a bundle must name, whatever else is in its IRI."""
    holders = {holder for item in case.items for holder in case.judge.holders(item)}
    return {case.recipient, *case.items, *holders, *case.contents.manifest.revoked, MANIFEST}


def _is_text(literal: Literal) -> bool:
    """Whether a literal could be a name: not where it is a number or a date."""
    return literal.datatype.value in _TEXT or any(char.isalpha() for char in literal.value)
