"""Where the shipped ontology, shapes and queries are: in a wheel, an editable install, a checkout."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder ``name`` (``ontology``, ``shapes``, ``queries``, ``examples``) that we ship.

    A wheel carries them in ``kg/_shipped``; in a checkout they lie beside the package.
    """
    package = Path(__file__).parent
    bundled = package / "_shipped"
    return (bundled if bundled.is_dir() else package.parent) / name


def ontology_files() -> list[Path]:
    """The shipped Turtle files except the policy, in the order of their paths."""
    folder = shipped("ontology")
    return sorted(path for path in folder.rglob("*.ttl") if path != policy_file())


def policy_file() -> Path:
    """The shipped default policy."""
    return shipped("ontology") / "policy.ttl"
