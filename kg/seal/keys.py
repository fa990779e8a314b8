"""Ed25519 keys in files: PEM, PKCS#8, readable by their owner only."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from kg.errors import InputError

PASSPHRASE: Final = "KG_KEY_PASSPHRASE"  # noqa: S105  the variable's name, not what is in it
PLACE: Final = "KG_KEY"
DID_DOCUMENT: Final = "did.json"


def default_key_path() -> Path:
    """Where a key is looked for and put: ``$KG_KEY``, else ``aisi-kg/key.pem`` of the user's settings.

    Raises:
        InputError: nobody says where the user's home is.
    """
    if place := os.environ.get(PLACE):
        return Path(place)
    settings = os.environ.get("XDG_CONFIG_HOME", "")
    try:
        # A relative one counts as none: XDG Base Directory Specification.
        home = Path(settings) if Path(settings).is_absolute() else Path.home() / ".config"
    except RuntimeError:
        raise InputError("there is no home folder for the key", f"set {PLACE}") from None
    return home / "aisi-kg" / "key.pem"


def new_key() -> Ed25519PrivateKey:
    """A new private key, from the operating system's randomness."""
    return Ed25519PrivateKey.generate()


def read_key(path: Path) -> Ed25519PrivateKey:
    """The private key in a file; an encrypted one by the passphrase in ``$KG_KEY_PASSPHRASE``.

    Raises:
        InputError: the file cannot be read, holds no Ed25519 private key, or the passphrase is not
            its own.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: the key cannot be read ({error.strerror})", "make one with kg keys new"
        ) from None
    passphrase = _passphrase()
    if b"-----BEGIN ENCRYPTED PRIVATE KEY-----" in data:
        if passphrase is None:
            raise InputError(f"{path}: the key has a passphrase", f"set {PASSPHRASE}")
        problem = f"{path}: {PASSPHRASE} does not open the key"
    else:
        passphrase = None  # it is for another key
        problem = f"{path}: not a private key in PEM"
    try:
        key = load_pem_private_key(data, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InputError(problem, "give a file that kg keys new made") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError(f"{path}: not an Ed25519 key", "give a file that kg keys new made")
    return key


def write_key(
    key: Ed25519PrivateKey, path: Path, did_document: Mapping[str, Any] | None = None
) -> None:
    """Writes a private key, encrypted where ``$KG_KEY_PASSPHRASE`` is set, never over another file.

    The folder of the default place is made where there is none.

    Args:
        key: the key.
        path: the file, which is written whole or not at all, for its owner only.
        did_document: a document to write beside it as ``did.json``; both are written, or neither.

    Raises:
        InputError: there is something at a path already, or it cannot be written.
    """
    passphrase = _passphrase()
    encryption: KeySerializationEncryption = (
        BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    )
    if path == default_key_path():
        _make_folder(path.parent)
    _write(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption), 0o600)
    if did_document:
        try:
            text = json.dumps(did_document, indent=1) + "\n"
            _write(path.with_name(DID_DOCUMENT), text.encode(), 0o644)
        except BaseException:
            path.unlink()  # it is new, and nobody has seen it
            raise


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be made ({error.strerror})", "choose another file"
        ) from None


def _write(path: Path, data: bytes, mode: int) -> None:
    """Writes a file whole or not at all, never over another one."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(mode)
            os.link(temporary, path)  # unlike a rename, this fails where something is there
        finally:
            temporary.unlink()
    except FileExistsError:
        raise InputError(f"{path}: is there already", "choose another file") from None
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written ({error.strerror})", "choose another file"
        ) from None


def _passphrase() -> bytes | None:
    return os.environ.get(PASSPHRASE, "").encode("utf-8", "surrogateescape") or None
