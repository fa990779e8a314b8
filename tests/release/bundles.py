"""Bundles of inventories, made in memory, and what differs between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import kg
from kg import release as releases
from kg import resources
from kg.bundle import MANIFEST, digest
from tests.reference.inventory import Inventory
from tests.reference.terms import SKOS
from tests.reference.triples import Triple

from .hidden_items import OBJECT
from .pairs import Base, texts
from .view import Asked, disclosed

CORE = {"kg.ttl", "tiers.ttl", "tlp.ttl", "release.ttl"}
Files = Mapping[str, bytes]


def only_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads the terms that a release reads, without the shipped categories and institutes."""
    core = [path for path in resources.ontology_files() if path.name in CORE]
    monkeypatch.setattr(resources, "ontology_files", lambda: core)


def written(made: Inventory, rng: Random, folder: Path) -> Path:
    """A new folder with the inventory in files of any names, in any order."""
    target = folder / f"inventory-{rng.randrange(10**9)}"
    target.mkdir()
    for part in texts(made, rng):
        (target / f"{rng.randrange(10**9)}.ttl").write_text(part)
    return target


def exported(made: Inventory, asked: Asked, rng: Random, **options: Any) -> Files:
    """The files of the bundle that the recipient gets, after that of the day before if there is one."""
    disclosures: list[Triple] = []
    with TemporaryDirectory() as folder:
        for number, day in enumerate(asked.days, 1):
            edition = made if day == asked.as_of else _earlier(made)
            source = written(edition.plus(disclosures), rng, Path(folder))
            loaded = kg.load(source, as_of=day)
            given = releases.release(loaded, asked.recipient, sequence=number, **options)
            disclosures += disclosed(given.items, asked.recipient, day)
            options |= {"previous": _previous(given)} if number < len(asked.days) else {}
        return dict(given.files)


def _earlier(made: Inventory) -> Inventory:
    """What the inventory said before somebody added other names for things; what is marked stays."""
    marked = {value for _, predicate, value in made.triples if predicate == OBJECT}
    kept = (t for t in made.triples if t[1] != SKOS + "altLabel" or t[2] in marked)
    return Inventory(tuple(kept))


def _previous(given: releases.Release) -> releases.Previous:
    manifest = given.manifest
    graphs = {graph.id: graph.digest for graph in manifest.graphs}
    return releases.Previous(
        manifest.id, manifest.sender, digest(given.files[MANIFEST]), manifest.sequence, graphs
    )


def unequal(made: Base, bundles: Sequence[Files]) -> list[str]:
    """What differs between the bundles of each pair of variants, one line a pair."""
    found = []
    for (first, one), (second, other) in combinations(enumerate(bundles), 2):
        paths = sorted(path for path in {*one, *other} if one.get(path) != other.get(path))
        if paths:
            asked = made.case.asked
            found.append(f"variants {first} and {second} to {asked}: {', '.join(paths)}")
    return found
