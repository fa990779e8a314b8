"""Reference pages in HTML: templates over what `kg.reference` found. No clock, no network, no framework."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import MissingExtraError
from kg.present.draw import LOOKS
from kg.reference import ROOT, Category, Reference, Row
from kg.terms import PREFIXES, local_name, shorten

_TEMPLATES = Path(__file__).parent / "templates"
_RELATIONS = {
    "exactMatch": "the same as",
    "closeMatch": "close to",
    "broadMatch": "a kind of",
    "narrowMatch": "wider than",
    "relatedMatch": "related to",
}
# What the policy page explains.
_WORDS = (
    "Outcome",
    "Channel",
    "RelationshipStrength",
    "Level",
    "RiskDimension",
    "BenefitDimension",
)


@dataclass(frozen=True)
class _Names:
    """How things are called and where their pages are."""

    known: Mapping[str, str]
    categories: Mapping[str, Category]

    def name(self, iri: str) -> str:
        return self.known.get(iri) or shorten(iri)

    def by_name(self, iris: Iterable[str]) -> list[str]:
        return sorted(iris, key=lambda iri: (self.name(iri).casefold(), iri))

    def members(self, members: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted(members, key=lambda one: (self.name(one[0]).casefold(), one))

    def ties(
        self, ties: Iterable[tuple[Row, tuple[str, ...]]]
    ) -> list[tuple[Row, tuple[str, ...]]]:
        return sorted(
            ties,
            key=lambda tie: [self.name(tie[0][end]).casefold() for end in ("holder", "recipient")],
        )

    def searched(self, category: Category) -> str:
        texts = [category.label, category.definition, local_name(category.iri)]
        for kind in ("example", "counter-example"):
            texts += category.notes[kind]
        return " ".join(" ".join(texts).casefold().split())


def pages(reference: Reference, labels: Mapping[str, str], as_of: date) -> dict[str, str]:
    """All files of the site by their path in it: an index, a page a category, policy, network, style.

    Args:
        reference: what they tell.
        labels: names of institutes and networks by IRI.
        as_of: the date that they are about.

    Raises:
        MissingExtraError: the extra ``docs`` is not installed.
    """
    known = dict(labels)
    known |= {iri: term.label for iri, term in reference.terms.items()}
    known |= {iri: one.label for iri, one in reference.categories.items() if one.label}
    names = _Names(known, reference.categories)
    environment = _environment(names)
    shared = _shared(reference, as_of)
    categories = reference.categories

    def page(template: str, **more: Any) -> str:
        return str(environment.get_template(template).render(**shared, **more)) + "\n"

    counts = Counter(one.tier for iri, one in categories.items() if iri != ROOT)
    files = {
        "index.html": page(
            "index.html", here="index", up="", counts=counts, count=len(categories) - 1
        ),
        "policy.html": page("policy.html", here="policy", up=""),
        "network.html": page("network.html", here="network", up=""),
        "style.css": (_TEMPLATES / "style.css").read_text(encoding="utf-8"),
    }
    for iri, category in categories.items():
        paths = sorted(_paths(categories, iri), key=lambda path: [names.name(one) for one in path])
        files[page_of(iri)] = page("category.html", here="", up="../", it=category, paths=paths)
    return files


def page_of(iri: str) -> str:
    """The path of a category's page in the site: readable, and no two alike."""
    local = local_name(iri)
    plain = re.sub(r"[^A-Za-z0-9-]", "-", local) or "category"
    if plain == local and iri in (ROOT, PREFIXES["cat"] + local):
        return f"category/{local}.html"
    return f"category/{plain[:60]}.{sha256(iri.encode()).hexdigest()[:12]}.html"


def _paths(categories: Mapping[str, Category], iri: str) -> list[tuple[str, ...]]:
    """Each way from the root down to a category, without the category."""
    parents = categories[iri].parents
    return [(*above, parent) for parent in parents for above in _paths(categories, parent) or [()]]


def _shared(reference: Reference, as_of: date) -> dict[str, Any]:
    return {
        "as_of": as_of.isoformat(),
        "categories": reference.categories,
        "root": reference.categories[ROOT],
        "tiers": reference.of_kind("Tier"),
        "levels": reference.of_kind("Level"),
        "strengths": reference.of_kind("RelationshipStrength"),
        "channels": reference.of_kind("Channel"),
        "dimensions": reference.of_kind("RiskDimension", "BenefitDimension"),
        "words": [term for kind in _WORDS for term in reference.of_kind(kind)],
        "outcomes": reference.outcomes,
        "cells": reference.cells,
        "policy": reference.policy,
        "networks": reference.networks,
        "relationships": reference.relationships,
    }


def _environment(names: _Names) -> Any:
    try:
        import jinja2
    except ImportError:
        raise MissingExtraError(
            "kg docs needs the package jinja2", "pip install 'aisi-kg[docs]'"
        ) from None
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "name": names.name,
        "sort_by_name": names.by_name,
        "sort_members": names.members,
        "sort_ties": names.ties,
        "searched": names.searched,
        "page": page_of,
        "local": local_name,
        "short": shorten,
        "sign": lambda iri: LOOKS.get(local_name(iri), ("", ""))[0],
        "relation": lambda iri: _RELATIONS.get(local_name(iri), local_name(iri)),
        "is_web": lambda iri: iri.startswith(("https://", "http://")),
        "address": lambda iri: re.sub(r"^https?://(www\.)?|/$", "", iri),
    }
    return environment
