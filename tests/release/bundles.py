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
from kg import resources
from kg import release as releases
from tests.reference.inventory import Inventory

from .pairs import Base, texts
from .view import Asked

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
    """The files of the bundle that the recipient gets."""
    with TemporaryDirectory() as folder:
        loaded = kg.load(written(made, rng, Path(folder)), as_of=asked.as_of)
        return dict(releases.release(loaded, asked.recipient, **options).files)


def unequal(made: Base, bundles: Sequence[Files]) -> list[str]:
    """What differs between the bundles of each pair of variants, one line a pair."""
    found = []
    for (first, one), (second, other) in combinations(enumerate(bundles), 2):
        paths = sorted(path for path in {*one, *other} if one.get(path) != other.get(path))
        if paths:
            asked = made.case.asked
            found.append(f"variants {first} and {second} to {asked}: {', '.join(paths)}")
    return found
