"""``kg import``: verifies a copy of a bundle, quarantines or takes it in, and remembers which came last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.bundle import MANIFEST, digest
from kg.durable import unstoppable
from kg.errors import InputError, RefusedError
from kg.receive import document, place
from kg.receive.accept import accept, file_name, receiver_of
from kg.receive.state import STATE, State, Stream, as_bytes, read_state
from kg.receive.verify import Verified, in_order, verify
from kg.terms import local_name, shorten


@dataclass(frozen=True)
class Imported:
    """What became of a bundle.

    Attributes:
        verified: what verifying found.
        file: the file that holds what was taken in; None where it was refused.
        receiver: the institute that took it in.
        problems: why it was refused.
        quarantined: where the bundle is, or what was left out of it; None where there is nothing.
        left_out: what the bundle says and does not count here, as N-Triples.
    """

    verified: Verified
    file: Path | None
    receiver: str | None
    problems: tuple[str, ...]
    quarantined: Path | None
    left_out: tuple[bytes, ...] = ()


def take_in(
    bundle: Path,
    folder: Path,
    *,
    receiver: str | None = None,
    trust: Collection[str] = (),
    did_documents: Path | None = None,
    unsigned: bool = False,
    first: bool = False,
    inventory: Sequence[Path] = (),
) -> Imported:
    """Takes a bundle in, or puts it into the quarantine; both whole or not at all.

    Args:
        bundle: its folder.
        folder: where what is received is; made where there is none.
        receiver: the institute that receives, where the bundle is for a network or the public.
        trust: the DIDs that may have signed it; any if empty.
        did_documents: a folder of the documents of ``did:web``.
        unsigned: let a bundle without a proof pass.
        first: let the first bundle from a sender have another number than 1.
        inventory: files of the receiver's own.

    Raises:
        InputError: there is no bundle, a file cannot be read or written, or nobody says who receives.
        MissingExtraError: it is signed, and the extra ``release`` is not installed.
        UnknownTermError: the receiver is not known here.
    """
    document.read(bundle)  # what is no bundle is not even quarantined
    here, there = folder.resolve(), bundle.resolve()
    if here == there or there in here.parents:
        raise InputError(f"{folder}: is in the bundle", "choose another folder to receive in")
    for each in inventory:
        if (
            each.resolve() == here
            or here in each.resolve().parents
            or each.resolve() in here.parents
        ):
            raise InputError(f"{each}: has what was received in it", "give your own files alone")
    with place.receiving(folder), place.copied(bundle, folder) as (copy, uncopied):
        state = read_state(folder)
        verified = verify(
            copy, trust=trust, did_documents=did_documents, unsigned=unsigned, inventory=inventory
        )
        stream, problems = _against_state(verified, state, trust, first=first)
        if stream:
            verified = in_order(verified, stream.last)
        problems = [*uncopied, *verified.problems, *problems]
        by = None
        if not problems:
            by, problems = _receiver(verified, state, receiver, inventory)
        if problems or by is None:
            return _refuse(verified, bundle, folder, copy, problems)
        return _take(verified, bundle, folder, copy, state, stream, by, inventory)


def _against_state(
    verified: Verified, state: State, trust: Collection[str], *, first: bool
) -> tuple[Stream | None, list[str]]:
    """What came last from the sender, and why the bundle may not follow it."""
    manifest, signer = verified.manifest, verified.signer
    if manifest is None:
        return None, []
    stream = state.stream(signer, manifest.sender, manifest.recipient)
    if stream is None:
        if manifest.sequence != 1 and not first:
            told = f"order: it is number {manifest.sequence}, and none came before: --first lets it begin"
            return None, [told]
        return None, []
    return stream, _signer_problems(verified, state, trust)


def _signer_problems(verified: Verified, state: State, trust: Collection[str]) -> list[str]:
    """Why somebody else signs for a sender than before; whom the receiver trusts may."""
    manifest, signer = verified.manifest, verified.signer
    if manifest is None or signer in trust or not verified.passed:
        return []
    known = {each.signer for each in state.of(manifest.sender, manifest.recipient)} - {signer}
    told = f"signed by {signer}: --trust lets it change" if signer else "not signed"
    before = sorted(each or "nobody" for each in known)
    return [
        f"signature: the one before was signed by {each}, this one is {told}" for each in before
    ]


def _receiver(
    verified: Verified, state: State, named: str | None, inventory: Sequence[Path]
) -> tuple[str | None, list[str]]:
    """Who takes the bundle in; or why it is not for us."""
    assert verified.manifest is not None  # it passed
    try:
        by = receiver_of(verified.manifest, named, inventory)
    except RefusedError as error:
        return None, [f"recipient: {error}"]
    if state.receiver not in (None, by):
        ours = shorten(state.receiver or "")
        return None, [f"recipient: the folder is of {ours}, and the bundle is for {shorten(by)}"]
    return by, []


def _take(
    verified: Verified,
    bundle: Path,
    folder: Path,
    copy: Path,
    state: State,
    stream: Stream | None,
    by: str,
    inventory: Sequence[Path],
) -> Imported:
    manifest, last = verified.manifest, verified.as_before()
    assert manifest is not None  # it passed
    assert last is not None
    others = [folder / each.file for each in state.streams if each != stream]
    before = folder / stream.file if stream else None
    taken = accept(verified, by, inventory=inventory, others=others, before=before)
    if taken.problems:
        problems = [f"shapes: {each}" for each in taken.problems]
        return _refuse(verified, bundle, folder, copy, problems)
    file = folder / (stream.file if stream else file_name(manifest, {path.name for path in others}))
    kept = None
    if taken.left_out:
        reason = f"Statements of {manifest.id} that do not count here."
        kept = place.keep_left_out(taken.left_out, folder, _name(verified), reason)
    new = Stream(verified.signer, manifest.sender, file.name, str(bundle), last)
    with unstoppable(file):
        # First the file: where the run stops here, the same bundle is taken in again.
        place.write(file, taken.data)
        place.write(folder / STATE, as_bytes(state.with_stream(by, new, stream)))
    return Imported(verified, file, by, (), kept, taken.left_out)


def _refuse(
    verified: Verified, bundle: Path, folder: Path, copy: Path, problems: Sequence[str]
) -> Imported:
    reasons = [f"{bundle}: refused; nothing of it was taken in.", *problems]
    with unstoppable(folder / place.QUARANTINE):
        kept = place.quarantine(copy, folder, _name(verified), reasons)
    return Imported(verified, None, None, tuple(problems), kept)


def _name(verified: Verified) -> str:
    """What a bundle is called in the quarantine: by the digest of its manifest, and its number."""
    manifest = verified.manifest
    data = verified.folder / MANIFEST
    short = (verified.digest or digest(data.read_bytes() if data.is_file() else b"")).split(":")[1][
        :8
    ]
    if manifest is None:
        return f"unreadable-{short}"
    sender = local_name(manifest.sender[0]) if manifest.sender else "nobody"
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in sender)[:40]
    return f"{plain.lower()}-{manifest.sequence}-{short}"
