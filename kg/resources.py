"""Where the ontology, shapes and queries are: in a wheel, an editable install, a checkout, or a root.

A root is a folder whose ``ontology``, ``shapes`` and ``queries`` stand in for what we ship while
`taken_from` runs, so that two versions can be compared in one process. What is read once is
remembered for each root apart (`once`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar, TypeVarTuple

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

_root: ContextVar[Path | None] = ContextVar("root", default=None)


def shipped(name: str) -> Path:
    """The folder ``name`` (``ontology``, ``shapes``, ``queries``, ``examples``) of the root, or ours.

    A wheel carries them in ``kg/_shipped``; in a checkout they lie beside the package.
    """
    root = _root.get()
    if root is not None and (root / name).is_dir():
        return root / name
    package = Path(__file__).parent
    bundled = package / "_shipped"
    return (bundled if bundled.is_dir() else package.parent) / name


@contextmanager
def taken_from(root: Path | None) -> Iterator[None]:
    """While it runs, the folders that a root has stand in for those that we ship."""
    token = _root.set(root)
    try:
        yield
    finally:
        _root.reset(token)


def once(function: Callable[[*Arguments], Result]) -> Callable[[*Arguments], Result]:
    """Remembers what a function of hashable arguments returns, for each root apart."""

    @cache
    def remembered(_: Path | None, *arguments: *Arguments) -> Result:
        return function(*arguments)

    @wraps(function)
    def asked(*arguments: *Arguments) -> Result:
        return remembered(_root.get(), *arguments)

    return asked


def ontology_files() -> list[Path]:
    """The Turtle files of the ontology except the policy, in the order of their paths."""
    folder = shipped("ontology")
    return sorted(path for path in folder.rglob("*.ttl") if path != policy_file())


def policy_file() -> Path:
    """The default policy."""
    return shipped("ontology") / "policy.ttl"
