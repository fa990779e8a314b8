"""Where the ontology, shapes and queries are: in a wheel, an editable install, a checkout, or a root.

A root is a folder whose ``ontology``, ``shapes`` and ``queries`` stand in for what we ship while
`taken_from` runs, so that two versions can be compared in one process. What is read once is
remembered for each root apart (`once`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar, TypeVarTuple

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class _Root:
    """A folder, None for what we ship, and what was read from it."""

    folder: Path | None
    remembered: dict[object, Any] = field(default_factory=dict)


_OURS: Final = _Root(None)
_root: ContextVar[_Root] = ContextVar("root", default=_OURS)


def shipped(name: str) -> Path:
    """The folder ``name`` (``ontology``, ``shapes``, ``queries``, ``examples``) of the root, or ours.

    A wheel carries them in ``kg/_shipped``; in a checkout they lie beside the package.
    """
    folder = _root.get().folder
    if folder is not None and (folder / name).is_dir():
        return folder / name
    package = Path(__file__).parent
    bundled = package / "_shipped"
    return (bundled if bundled.is_dir() else package.parent) / name


@contextmanager
def taken_from(folder: Path | None) -> Iterator[None]:
    """While it runs, the folders that a root has stand in for those that we ship; None for ours."""
    token = _root.set(_OURS if folder is None else _Root(folder))
    try:
        yield
    finally:
        _root.reset(token)


def once(function: Callable[[*Arguments], Result]) -> Callable[[*Arguments], Result]:
    """Remembers what a function of hashable arguments returns, for each root apart."""

    @wraps(function)
    def asked(*arguments: *Arguments) -> Result:
        remembered, key = _root.get().remembered, (function, arguments)
        if key not in remembered:
            remembered[key] = function(*arguments)
        answer: Result = remembered[key]
        return answer

    return asked


def ontology_files() -> list[Path]:
    """The shipped Turtle files that the rules read, in the order of their paths.

    The policy is not among them, as a user's replaces it; nor are the mappings, as no rule reads them
    and a category is described in the file of its branch alone.
    """
    folder = shipped("ontology")
    left_out = {policy_file(), mappings_file()}
    return sorted(path for path in folder.rglob("*.ttl") if path not in left_out)


def mappings_file() -> Path:
    """The mappings to other vocabularies, in RDF."""
    return shipped("ontology") / "mappings" / "mappings.ttl"


def beside_the_branches() -> list[Path]:
    """The shipped Turtle files that are no branch of the taxonomy, in the order of their paths."""
    return sorted(shipped("ontology").glob("*.ttl"))


def policy_file() -> Path:
    """The default policy."""
    return shipped("ontology") / "policy.ttl"
