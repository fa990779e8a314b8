"""Takes a bundle in: its items become the receiver's, under the control of whoever sent them (R8, R9)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from kg import lookup
from kg.bundle import Manifest, write_graphs
from kg.days import day_of
from kg.derive.run import run_folder
from kg.engines import open_engine, sorted_ntriples
from kg.errors import InputError, RefusedError
from kg.facts import load_facts
from kg.receive import conform
from kg.receive.content import read_file
from kg.receive.verify import Verified
from kg.resources import shipped
from kg.tables import table
from kg.terms import DERIVED, KG, PREFIXES, local_name, shorten


@dataclass(frozen=True)
class Taken:
    """What is taken in of a bundle.

    Attributes:
        data: one named graph, in TriG.
        problems: where it fails the shapes; nothing may be taken in then.
        left_out: what the bundle says and does not count here, as N-Triples.
    """

    data: bytes
    problems: tuple[str, ...]
    left_out: tuple[bytes, ...]


def accept(
    verified: Verified,
    receiver: str,
    *,
    inventory: Sequence[Path],
    others: Sequence[Path],
    before: Path | None,
) -> Taken:
    """What is taken in of a bundle that passed.

    Args:
        verified: the bundle.
        receiver: the institute that takes it in.
        inventory: files of the receiver's own.
        others: files that were taken in from other senders.
        before: the file that was taken in from the bundle before.

    Raises:
        InputError: a file cannot be read.
    """
    manifest, content = verified.manifest, verified.content
    assert manifest is not None  # it passed
    assert content is not None
    elsewhere = {item for path in others for item in _items(path)}
    received = conform.receive(
        manifest,
        content,
        verified.ontology,
        inventory=inventory,
        request=conform.taking(
            manifest,
            receiver,
            digest=verified.digest,
            signer=verified.signer,
            elsewhere=elsewhere,
        ),
        before=_ntriples(before) if before else b"",
    )
    run_folder(received.engine, "receive")
    taken = received.engine.triples(DERIVED + "taken-in")
    problems = conform.shape_problems(taken, manifest.as_of, [*inventory, *others])
    data = write_graphs({manifest.id: conform.parsed(taken)}, "trig", PREFIXES)
    return Taken(data, tuple(problems), tuple(conform.left_out(received)))


def file_name(manifest: Manifest, others: Collection[str]) -> str:
    """The name of the file that holds what comes from a sender for a recipient; none of the others."""
    sender = manifest.sender[0] if len(manifest.sender) == 1 else "several"
    slug = re.sub(r"[^a-z0-9]+", "-", local_name(sender).lower()).strip("-")[:40] or "sender"
    told = " ".join([*manifest.sender, manifest.recipient])
    name = f"{slug}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
    names = (f"{name}{more}.trig" for more in ("", *(f"-{number}" for number in range(2, 99))))
    return next(each for each in names if each not in others)


def receiver_of(manifest: Manifest, named: str | None, inventory: Sequence[Path]) -> str:
    """The institute that takes a bundle in: its recipient, or a member of it, or anyone if it is public.

    Args:
        manifest: the bundle's.
        named: who says to be it, as an IRI or prefixed name; None where the bundle says it.
        inventory: files of the receiver's own.

    Raises:
        InputError: the bundle is for a network or the public and nobody is named, or its recipient is
            not known here.
        RefusedError: it is not for whoever is named.
        UnknownTermError: who is named is not known here.
    """
    facts = load_facts(list(inventory), as_of=day_of(manifest.as_of))
    engine = open_engine("oxigraph", facts.store)
    query = (shipped("queries") / "receive" / "receivers.rq").read_text(encoding="utf-8")
    able: dict[str, set[str]] = {}
    for recipient, institute in table(engine, query).select("recipient", "institute").iter_rows():
        able.setdefault(recipient, set()).add(institute)
    to, asked = manifest.recipient, lookup.recipient(engine, named) if named else None
    if to not in able:
        raise InputError(
            f"{shorten(to)}: the bundle is for this recipient, which no file here describes",
            "give the file that does by --inventory",
        )
    if asked is None and able[to] != {to}:
        raise InputError(
            f"the bundle is for {shorten(to)}", "say which institute you are by --as INSTITUTE"
        )
    receiver = asked or to
    if receiver not in able[to]:
        raise RefusedError(f"the bundle is for {shorten(to)}, not for {shorten(receiver)}")
    return receiver


def _items(path: Path) -> set[str]:
    """The items of a file that was taken in."""
    holder = KG + "holder"
    triples = (triple for graph in read_file(path).values() for triple in graph)
    return {
        triple.subject.value
        for triple in triples
        if triple.predicate.value == holder and isinstance(triple.subject, NamedNode)
    }


def _ntriples(path: Path) -> bytes:
    """The triples of a file that was taken in, as N-Triples."""
    return sorted_ntriples([triple for graph in read_file(path).values() for triple in graph])
