"""``kg verify``: whether a bundle is whole, signed, in order and sound; no access to the sender's data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from pyoxigraph import Triple

from kg.bundle import MANIFEST, Manifest, digest
from kg.errors import InputError, RefusedError
from kg.receive import chain, conform, document, files
from kg.receive.chain import Before
from kg.receive.content import (
    Content,
    Graphs,
    blank,
    graph_problems,
    one_graph_problems,
    read_data,
    read_file,
)
from kg.terms import shorten

State = Literal["passed", "failed", "skipped"]
_NOT_READ: Final = "not checked, for the files that it reads are not those of the manifest"


@dataclass(frozen=True)
class Check:
    """One check: its name, how it ended, what was looked at, and all that was found wrong."""

    name: str
    state: State
    told: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verified:
    """What verifying a bundle found.

    Attributes:
        folder: where it is.
        manifest: what it says of itself; None where that is no manifest.
        digest: that of the manifest's bytes.
        signer: the DID of who signed; None where nobody did, or the proof fails.
        checks: all checks, in the order in which they were made.
        content: its data, where the files are those of the manifest and can be read.
        ontology: its ``ontology.ttl``.
        changes: the graphs of its ``changes.trig``.
    """

    folder: Path
    manifest: Manifest | None
    digest: str
    signer: str | None
    checks: tuple[Check, ...]
    content: Content | None = None
    ontology: frozenset[Triple] = frozenset()
    changes: Graphs | None = None

    @property
    def passed(self) -> bool:
        """Whether no check found anything wrong."""
        return all(check.state != "failed" for check in self.checks)

    @property
    def problems(self) -> tuple[str, ...]:
        """All that was found wrong, each with the name of its check."""
        return tuple(f"{check.name}: {each}" for check in self.checks for each in check.problems)

    def as_before(self) -> Before | None:
        """The bundle as what the next one follows; None where it has no manifest."""
        return chain.as_before(self.manifest, self.digest) if self.manifest else None


def verify(
    folder: Path,
    *,
    trust: Collection[str] = (),
    did_documents: Path | None = None,
    after: Before | None = None,
    unsigned: bool = False,
    inventory: Sequence[Path] = (),
) -> Verified:
    """Checks a bundle. What it finds wrong is told in the result; nothing is raised for it.

    Args:
        folder: the bundle.
        trust: the DIDs that may have signed it; any if empty.
        did_documents: a folder of the documents of ``did:web``.
        after: the bundle before (`kg.receive.chain.before`); unless given, the order is not compared.
        unsigned: let a bundle without a proof pass.
        inventory: files of the receiver's own, where the bundle names what only they describe.

    Raises:
        InputError: there is no bundle, or something cannot be read.
        MissingExtraError: it is signed, and the extra ``release`` is not installed.
    """
    told, manifest, wrong = document.read(folder)
    checks = [_check("manifest", "well formed, and at one with itself", wrong)]
    if manifest is None:
        return Verified(folder, None, "", None, tuple(checks))
    broken = files.problems(folder, manifest)
    count = len(manifest.files)
    checks.append(
        _check("files", f"{count} listed and there, no other, no link; sizes and digests agree",
               [f"{path}: {what}" for path, what in broken.items()])
    )  # fmt: skip
    signer, signature = _signature(told, trust, did_documents, unsigned=unsigned)
    checks.append(signature)
    found = Verified(
        folder, manifest, digest((folder / MANIFEST).read_bytes()), signer, tuple(checks)
    )
    if wrong or any(path in broken for path in _read_paths(manifest)):
        skipped = (Check(name, "skipped", _NOT_READ) for name in _READING)
        order = _order(manifest, None, after)
        return replace(found, checks=(*checks, *skipped, order))
    return in_order(_inside(found, manifest, inventory, broken), after)


def in_order(verified: Verified, after: Before | None) -> Verified:
    """The same with the last check, of the order, made against another bundle before."""
    if verified.manifest is None:
        return verified
    order = _order(verified.manifest, verified.changes, after)
    others = (check for check in verified.checks if check.name != order.name)
    return replace(verified, checks=(*others, order))


_READING: Final = ("graphs", "handling", "shapes")


def _inside(
    found: Verified, manifest: Manifest, inventory: Sequence[Path], broken: Mapping[str, str]
) -> Verified:
    """The checks that read the files."""
    wrong: list[str] = []
    try:
        content = read_data(found.folder, manifest)
        ontology = read_file(found.folder / "ontology.ttl").get("", frozenset())
        changes = read_file(found.folder / "changes.trig")
    except InputError as error:
        skipped = (Check(name, "skipped", _NOT_READ) for name in _READING[1:])
        graphs = _check("graphs", "", [_within(error, found.folder)])
        return replace(found, checks=(*found.checks, graphs, *skipped))
    wrong += graph_problems(content, manifest)
    if blank(ontology):
        wrong.append("ontology.ttl: has a blank node; a bundle has none")
    if not content.whole:
        wrong += one_graph_problems(content, changes, manifest)
    wrong += _other_files(found.folder, manifest, broken)
    number = len(manifest.graphs)
    form = "trig" if content.whole else "ttl"
    graphs = _check("graphs", _GRAPHS[form].format(number), list(dict.fromkeys(wrong)))
    checks: tuple[Check, ...] = (*found.checks, graphs)
    if graphs.state == "failed":
        skipped = (Check(name, "skipped", _NOT_READ) for name in _READING[1:])
        return replace(found, checks=(*checks, *skipped), changes=changes)
    received = conform.receive(manifest, content, ontology, inventory=inventory)
    shapes = conform.shape_problems(conform.accepted(received), manifest.as_of, inventory)
    checks += (
        _check("handling", "each item says how to handle it, in words that are known here",
               conform.unclear(received)),
        _check("shapes", "the items conform to the shapes with the ontology shipped here", shapes),
    )  # fmt: skip
    return replace(found, checks=checks, content=content, ontology=ontology, changes=changes)


_GRAPHS: Final = {
    "trig": "{} graphs, each of the digest and number listed; no blank node; every file parses",
    "ttl": "the data is one graph: beside its file digest only the handling of the items was compared;"
    " no blank node; every file parses",
}


def _signature(
    told: dict[str, Any], trust: Collection[str], did_documents: Path | None, *, unsigned: bool
) -> tuple[str | None, Check]:
    if unsigned and "proof" not in told:
        wrong = [f"it is not signed, so not by {' or '.join(sorted(trust))}"] if trust else []
        return None, _check("signature", "not signed: nobody vouches for it (--unsigned)", wrong)
    if "proof" not in told:
        remedy = "it is not signed: ask the sender for a signed one, or say --unsigned"
        return None, _check("signature", "", [remedy])
    from kg.seal.proof import check

    try:
        signer = check(told, did_documents=did_documents)
    except RefusedError as error:
        return None, _check("signature", "", [str(error)])
    if not trust:
        warning = "; this DID was not compared with one that you trust (--trust)"
        return signer, _check("signature", f"by {signer}{warning}", [])
    if signer not in trust:
        return signer, _check("signature", "", [f"signed by {signer}, which --trust does not name"])
    return signer, _check("signature", f"by {signer}, whom you trust", [])


def _order(manifest: Manifest, changes: Graphs | None, after: Before | None) -> Check:
    wrong = chain.order_problems(manifest, after) if after else []
    if not wrong and changes is not None:
        wrong = [
            f"changes.trig: {each}" for each in chain.change_problems(manifest, changes, after)
        ]
    number = f"number {manifest.sequence} for {shorten(manifest.recipient)}"
    if after:
        told = f"{number}, the next after number {after.sequence}; its changes lead here"
    elif manifest.sequence == 1:
        told = f"{number}, the first; its changes lead here"
    else:
        told = f"{number}; not compared with the bundle before (--after)"
    return _check("order", told, wrong)


def _read_paths(manifest: Manifest) -> tuple[str, ...]:
    return (files.data_file(manifest), *files.NEEDED)


def _other_files(folder: Path, manifest: Manifest, broken: Mapping[str, str]) -> list[str]:
    """What is wrong with the syntax of the files that are not looked into."""
    import json

    wrong = []
    for file in manifest.files:
        path = folder / file.path
        if file.path in broken or file.path in _read_paths(manifest):
            continue
        try:
            if path.suffix == ".ttl" and blank(read_file(path).get("", frozenset())):
                wrong.append(f"{file.path}: has a blank node; a bundle has none")
            elif path.suffix in (".json", ".jsonld"):
                json.loads(path.read_bytes())
        except InputError as error:
            wrong.append(_within(error, folder))
        except (ValueError, RecursionError):
            wrong.append(f"{file.path}: not JSON")
    return wrong


def _within(error: InputError, folder: Path) -> str:
    """An error's problem, with the path of the file as the bundle has it."""
    return error.problem.replace(f"{folder}/", "")


def _check(name: str, told: str, wrong: Sequence[str]) -> Check:
    return Check(name, "failed" if wrong else "passed", told, tuple(wrong))
