"""What BASE and HEAD stand for: which folders, inputs and policy each side is decided with.

How an argument is recognised (`docs/impact.md` tells the user):

- a folder with ``ontology/policy.ttl``: its ontology, and its shapes and queries where it has them,
  stand in for the shipped ones;
- a file that holds a ``kg:Policy``: the policy of that side;
- any other file or folder: data, decided beside the inputs;
- else a git revision of the repository in the current folder: its taxonomy where it has one (shipped
  otherwise), and its own version of the inputs that lie in the repository.

What is both a path and a revision is refused, unless it is written as a path is (``./name``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from pyoxigraph import NamedNode, parse

from kg.errors import InputError, KgError
from kg.facts.sources import find_sources
from kg.impact.revision import Revision, find_revision, write_out
from kg.terms import KG, RDF

FOLDERS = ("ontology", "shapes", "queries")
Kind = Literal["a taxonomy", "a policy", "data", "a revision without a taxonomy"]


@dataclass(frozen=True)
class Side:
    """One side of the comparison, ready to be decided.

    Attributes:
        label: "BASE" or "HEAD".
        name: what it stands for, as a person wrote it.
        root: the folder that stands in for what is shipped; None for what is shipped.
        inputs: files and folders of data.
        policy: a file that replaces the default policy whole; None for the default.
        missing: the inputs that this side, a revision, does not have.
        moved: a URI that this side's files have only here, and the one that both sides have; IRIs
            that are relative in a file are then the same on both.
        scratch: the temporary folder that a revision was written to.
    """

    label: str
    name: str
    root: Path | None
    inputs: tuple[Path, ...]
    policy: Path | None
    missing: tuple[Path, ...] = ()
    moved: tuple[str, str] | None = None
    scratch: Path | None = None

    def blame(self, error: KgError) -> KgError:
        """The error, saying on which side it is; a revision's files by the names they have there."""
        problem = error.problem
        if self.scratch is not None:
            problem = problem.replace(f"{self.scratch}/", "")
        return type(error)(f"{self.label} ({self.name}): {problem}", error.remedy)


@contextmanager
def open_sides(
    base: str, head: str, inputs: Sequence[Path], policy: Path | None
) -> Iterator[tuple[Side, Side]]:
    """The two sides; a revision lies in a temporary folder while the block runs.

    Raises:
        InputError: an argument is unknown or may mean two things, or the two are not alike.
    """
    places = [_recognised("BASE", base), _recognised("HEAD", head)]
    kinds = [_kind(place) for place in places]
    if kinds[0] != kinds[1]:
        raise InputError(
            f"BASE ({base}) is {kinds[0]}, HEAD ({head}) is {kinds[1]}",
            "compare two of one kind",
        )
    if kinds[0] == "a policy" and policy is not None:
        raise InputError("two policies are compared, and --policy gives a third", "leave it out")
    if kinds[0] == "a revision without a taxonomy" and not inputs:
        raise InputError(
            f"{base}, {head}: neither has an ontology/policy.ttl", "name an INPUT to compare"
        )
    with TemporaryDirectory(prefix="kg-impact-") as scratch:
        revisions = [place for place in places if isinstance(place, Revision)]
        opened = []
        for label, place in zip(("BASE", "HEAD"), places, strict=True):
            if isinstance(place, Revision):
                folder = Path(scratch).resolve() / label
                folder.mkdir()
                side = _of_revision(label, place, revisions, inputs, policy, folder)
            else:
                moved = _moved(place, places[1]) if label == "BASE" else None
                side = _of_path(label, place, kinds[0], inputs, policy, moved)
            opened.append(side)
        yield opened[0], opened[1]


def _recognised(label: str, name: str) -> Path | Revision:
    """The path or the revision that an argument names."""
    path = Path(name)
    if re.match(r"\.{0,2}/|\.{1,2}$", name):
        if not path.exists():
            raise InputError(f"{label} ({name}): no such file or folder", "check the path")
        return path
    revision = find_revision(name)
    if isinstance(revision, Revision) and name and path.exists():
        raise InputError(
            f"{label} ({name}): both a path and a git revision",
            f"write ./{name} for the path, {revision.commit[:9]} for the revision",
        )
    if isinstance(revision, Revision):
        return revision
    if name and path.exists():
        return path
    raise InputError(
        f"{label} ({name}): neither a file or folder, nor a git revision here ({revision})",
        "check its spelling, or fetch the revision",
    )


def _kind(place: Path | Revision) -> Kind:
    if isinstance(place, Revision):
        is_taxonomy = place.has("ontology/policy.ttl")
        return "a taxonomy" if is_taxonomy else "a revision without a taxonomy"
    if place.is_file():
        return "a policy" if _holds_policy(place) else "data"
    if (place / "ontology" / "policy.ttl").is_file():
        return "a taxonomy"
    if (place / "ontology").is_dir():
        raise InputError(
            f"{place}: has a folder ontology, which has no policy.ttl",
            "put the policy there; if the folder holds data, give what is in it one by one",
        )
    return "data"


def _holds_policy(path: Path) -> bool:
    """Whether a file says of something that it is a policy; a file that is not RDF fails later."""
    kind, policy = NamedNode(RDF + "type"), NamedNode(KG + "Policy")
    (source,) = find_sources([path])
    try:
        with source.open() as stream:
            triples = parse(stream, format=source.format, base_iri=path.resolve().as_uri())
            return any(each.predicate == kind and each.object == policy for each in triples)
    except (SyntaxError, OSError, EOFError):
        return False


def _of_path(
    label: str,
    path: Path,
    kind: Kind,
    inputs: Sequence[Path],
    policy: Path | None,
    moved: tuple[str, str] | None,
) -> Side:
    """A side that is a folder or a file."""
    return Side(
        label,
        str(path),
        root=path.resolve() if kind == "a taxonomy" else None,
        inputs=(path, *inputs) if kind == "data" else tuple(inputs),
        policy=path if kind == "a policy" else policy,
        moved=moved,
    )


def _of_revision(
    label: str,
    revision: Revision,
    revisions: Sequence[Revision],
    inputs: Sequence[Path],
    policy: Path | None,
    folder: Path,
) -> Side:
    """A side that is a revision: what lies in the repository is taken from it, the rest as it is."""
    is_taxonomy = revision.has("ontology/policy.ttl")
    tracked = {path: _tracked(path, revisions) for path in (*inputs, *([policy] if policy else []))}
    own = {inside for inside in tracked.values() if inside and revision.has(inside)}
    folders = {name for name in FOLDERS if is_taxonomy and revision.has(name)}
    if own | folders:
        write_out(revision, own | folders, folder)

    def taken(path: Path) -> Path:
        inside = tracked[path]
        return path if inside is None else folder / inside

    missing = tuple(path for path in inputs if tracked[path] and tracked[path] not in own)
    if policy and tracked[policy] and tracked[policy] not in own:
        raise InputError(
            f"{label} ({revision}): the revision has no {policy}", "give a policy that both have"
        )
    return Side(
        label,
        str(revision),
        root=folder if is_taxonomy else None,
        inputs=tuple(taken(path) for path in inputs if path not in missing),
        policy=taken(policy) if policy else None,
        missing=missing,
        moved=(folder.as_uri(), revision.top.as_uri()),
        scratch=folder,
    )


def _tracked(path: Path, revisions: Sequence[Revision]) -> str | None:
    """The name in the repository of what one of the revisions has; None for anything else."""
    inside = revisions[0].inside(path)
    known = inside is not None and any(revision.has(inside) for revision in revisions)
    return inside if known else None


def _moved(base: Path, head: Path | Revision) -> tuple[str, str] | None:
    if isinstance(head, Revision):
        return None
    return base.resolve().as_uri(), head.resolve().as_uri()
