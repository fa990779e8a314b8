"""Key files: what is written, what is read, and what is refused in one clear line."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from kg.errors import InputError
from kg.seal import keys
from tests.seal.manifests import KEY
from tests.support import kg

DID = "did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (keys.PLACE, keys.PASSPHRASE, "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def same(one: ed25519.Ed25519PrivateKey, other: ed25519.Ed25519PrivateKey) -> bool:
    return one.private_bytes_raw() == other.private_bytes_raw()


def test_what_is_written_is_read_and_only_by_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    keys.write_key(KEY, path)
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----\n")
    assert same(keys.read_key(path), KEY)
    assert mode(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_new_keys_differ() -> None:
    assert not same(keys.new_key(), keys.new_key())


def test_a_passphrase_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plain = tmp_path / "key.pem", tmp_path / "plain.pem"
    keys.write_key(KEY, plain)
    monkeypatch.setenv(keys.PASSPHRASE, "schlüssel")
    keys.write_key(KEY, path)
    assert b"ENCRYPTED" in path.read_bytes()
    assert same(keys.read_key(path), KEY)
    assert same(keys.read_key(plain), KEY)  # the passphrase is for another
    monkeypatch.setenv(keys.PASSPHRASE, "other")
    with pytest.raises(InputError, match="KG_KEY_PASSPHRASE does not open the key"):
        keys.read_key(path)
    monkeypatch.setenv(keys.PASSPHRASE, "")
    with pytest.raises(InputError, match="has a passphrase: set KG_KEY_PASSPHRASE"):
        keys.read_key(path)


def test_the_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert keys.default_key_path() == tmp_path / "home/.config/aisi-kg/key.pem"
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    assert keys.default_key_path() == tmp_path / "home/.config/aisi-kg/key.pem"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    assert keys.default_key_path() == tmp_path / "settings/aisi-kg/key.pem"
    monkeypatch.setenv(keys.PLACE, "mine.pem")
    assert keys.default_key_path() == Path("mine.pem")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    for there in (lambda: path.write_text("mine"), lambda: path.symlink_to("nowhere"), path.mkdir):
        there()
        with pytest.raises(InputError, match="is there already: choose another file"):
            keys.write_key(KEY, path)
        assert list(tmp_path.iterdir()) == [path]
        path.rmdir() if path.is_dir() else path.unlink()


def test_both_files_are_written_or_neither(tmp_path: Path) -> None:
    (tmp_path / "did.json").write_text("mine")
    with pytest.raises(InputError, match=r"did\.json: is there already"):
        keys.write_key(KEY, tmp_path / "key.pem", {"id": "did:web:example.org"})
    assert [path.name for path in tmp_path.iterdir()] == ["did.json"]
    assert (tmp_path / "did.json").read_text() == "mine"


def test_a_folder_that_cannot_be_written_in(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        keys.write_key(KEY, tmp_path / "nowhere" / "key.pem")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a private key in PEM"),
        (b"\xff\x00", "not a private key in PEM"),
        (
            KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
            "not a private key in PEM",
        ),
        (
            KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
            "not a private key in PEM",
        ),
        (
            KEY.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
            "not a private key in PEM",
        ),
        (
            x25519.X25519PrivateKey.generate().private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
            ),
            "not an Ed25519 key",
        ),
        (
            KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())[:-40],
            "not a private key in PEM",
        ),
    ],
    ids=["empty", "bytes", "public", "der", "openssh", "x25519", "cut"],
)
def test_what_is_no_key_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(data)
    with pytest.raises(InputError, match=f"key.pem: {says}: give a file that kg keys new made"):
        keys.read_key(path)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pem", tmp_path):
        with pytest.raises(
            InputError, match=r"the key cannot be read .*: make one with kg keys new"
        ):
            keys.read_key(path)


def test_the_commands(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    keys.write_key(KEY, path)
    shown = kg("keys", "show", path)
    assert shown.stdout.splitlines() == [
        "property,value",
        f"did,{DID}",
        f"method,{DID}#{DID.removeprefix('did:key:')}",
        f"public_key,{KEY.public_key().public_bytes_raw().hex()}",
    ]
    assert (shown.returncode, shown.stderr) == (0, "")
    made = kg("keys", "new")
    place = tmp_path / "home/.config/aisi-kg/key.pem"
    assert made.returncode == 0
    assert made.stderr == f"kg: {place} is the private key; keep a copy, and show it to nobody\n"
    assert mode(place) == 0o600
    assert mode(place.parent) == 0o700
    assert f"did,{made.stdout}" in kg("keys", "show").stdout
    again = kg("keys", "new")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == f"kg: {place}: is there already: choose another file\n"


def test_the_private_key_is_never_shown(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    keys.write_key(KEY, path)
    secret = KEY.private_bytes_raw()
    for form in ("csv", "json", "table"):
        said = kg("keys", "show", path, "--format", form)
        assert DID in said.stdout
        assert secret.hex() not in said.stdout + said.stderr
        assert path.read_text().splitlines()[1] not in said.stdout + said.stderr
