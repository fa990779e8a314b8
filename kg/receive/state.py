"""What a folder has received: ``.state.json``, by which an old or skipped bundle is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError
from kg.receive.chain import Before

STATE: Final = ".state.json"
_VERSION: Final = 1


@dataclass(frozen=True)
class Stream:
    """What came last from one sender for one recipient.

    Attributes:
        signer: the DID of who signed; None where it was not signed.
        senders: the institutes that it was from.
        file: the name of the file that holds it.
        place: the folder from which it was taken in.
        last: the bundle.
    """

    signer: str | None
    senders: tuple[str, ...]
    file: str
    place: str
    last: Before


@dataclass(frozen=True)
class State:
    """What a folder has received.

    Attributes:
        receiver: the institute that receives in it; None as long as nothing came.
        streams: what came last, from each sender for each recipient.
    """

    receiver: str | None = None
    streams: tuple[Stream, ...] = ()

    def stream(self, signer: str | None, senders: tuple[str, ...], recipient: str) -> Stream | None:
        """What came last from a signer for a recipient, or else from one of the senders."""
        signed = [
            each
            for each in self.streams
            if signer is not None and each.signer == signer and each.last.recipient == recipient
        ]
        return next(iter([*signed, *self.of(senders, recipient)]), None)

    def of(self, senders: tuple[str, ...], recipient: str) -> list[Stream]:
        """What came last from any of the senders for a recipient."""
        streams = [each for each in self.streams if each.last.recipient == recipient]
        return [each for each in streams if set(each.senders) & set(senders)]

    def with_stream(self, receiver: str, new: Stream, old: Stream | None) -> State:
        """The state after a bundle was taken in."""
        others = tuple(each for each in self.streams if each != old)
        return replace(
            self, receiver=receiver, streams=tuple(sorted((*others, new), key=lambda s: s.file))
        )


def read_state(folder: Path) -> State:
    """What a folder has received; nothing, where there is no state yet.

    Raises:
        InputError: the state is damaged, so that nobody knows which bundle is due.
    """
    path = folder / STATE
    try:
        document = json.loads(path.read_bytes())
        if document["version"] != _VERSION:
            raise ValueError(f"version {document['version']}")
        streams = tuple(_stream(each) for each in document["streams"])
        return State(_text(document["receiver"]), streams)
    except FileNotFoundError:
        return State()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "check the file") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(
            f"{path}: damaged", "restore the folder from a copy: it says which bundle is due"
        ) from None


def as_bytes(state: State) -> bytes:
    """The bytes of the state."""
    document = {"version": _VERSION, **asdict(state)}
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _stream(document: Mapping[str, Any]) -> Stream:
    last = document["last"]
    graphs = {_text(name): _text(each) for name, each in last["graphs"].items()}
    file = _text(document["file"])
    if Path(file).name != file or not isinstance(last["sequence"], int):
        raise ValueError(file)
    return Stream(
        None if document["signer"] is None else _text(document["signer"]),
        tuple(_text(each) for each in document["senders"]),
        file,
        _text(document["place"]),
        Before(
            _text(last["id"]),
            _text(last["recipient"]),
            last["sequence"],
            _text(last["digest"]),
            graphs,
        ),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
