"""The log finds every edit, removal, insertion and reordering of its records and disclosures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.journal import open_log
from kg.journal.chain import read_records
from tests.support import kg

from .bundles import RECIPIENT, release

OTHER = "https://example.org/x#other"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four releases to two recipients."""
    folder = tmp_path_factory.mktemp("releases")
    for number, recipient in enumerate((RECIPIENT, OTHER, RECIPIENT, RECIPIENT)):
        release(folder / "log", folder / str(number), recipient)
    return folder / "log"


@given(data=st.data())
@settings(max_examples=400, deadline=None)
def test_every_changed_byte_is_found(log: Path, data: st.DataObject) -> None:
    whole = (log / "log.jsonl").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    with pytest.raises(KgError):
        read_records(whole[:at] + bytes([other]) + whole[at + 1 :], Path("log.jsonl"))


@pytest.mark.parametrize(
    "order",
    [(0, 2, 3), (1, 2, 3), (0, 1, 3), (1, 0, 2, 3), (0, 1, 3, 2), (0, 0, 1, 2, 3), (0, 1, 1, 2, 3)],
)
def test_removal_repetition_and_reordering_are_found(log: Path, order: tuple[int, ...]) -> None:
    lines = (log / "log.jsonl").read_bytes().splitlines(keepends=True)
    with pytest.raises(KgError, match="line"):
        read_records(b"".join(lines[number] for number in order), Path("log.jsonl"))


def copied(log: Path, folder: Path) -> Path:
    for name in ("log.jsonl", "disclosures.nt"):
        (folder / name).write_bytes((log / name).read_bytes())
    return folder


def test_the_command_says_where(log: Path, tmp_path: Path) -> None:
    folder = copied(log, tmp_path)
    whole = kg("log", "verify", folder)
    assert whole.returncode == 0
    assert whole.stdout.startswith("4 records, 0 signed, head sha256:")
    path = folder / "log.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], lines[2], lines[3]]))
    run = kg("log", "verify", folder)
    assert run.returncode == 1
    assert "log.jsonl, line 2" in run.stderr


def test_edited_disclosures_are_found(log: Path, tmp_path: Path) -> None:
    path = copied(log, tmp_path) / "disclosures.nt"
    lines = path.read_bytes().splitlines(keepends=True)
    for changed in (lines[1:], lines[:-1], [*lines, lines[0]], [lines[1], lines[0], *lines[2:]]):
        path.write_bytes(b"".join(changed))
        run = kg("log", "verify", tmp_path)
        assert run.returncode == 1
        assert "disclosures.nt, line" in run.stderr


def test_what_is_kept_elsewhere_finds_a_cut_tail(log: Path, tmp_path: Path) -> None:
    folder = copied(log, tmp_path)
    head = kg("log", "head", folder).stdout.strip()
    assert kg("log", "verify", folder, "--head", head).returncode == 0
    bundles = ("--bundle", log.parent / "0", "--bundle", log.parent / "3")
    assert kg("log", "verify", folder, *bundles).returncode == 0
    lines = (folder / "log.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "log.jsonl").write_bytes(b"".join(lines[:-1]))
    assert kg("log", "verify", folder).returncode == 0  # the chain alone cannot see it
    assert kg("log", "verify", folder, "--head", head).returncode == 1
    assert kg("log", "verify", folder, *bundles).returncode == 1


def test_a_newer_format_and_no_log(log: Path, tmp_path: Path) -> None:
    folder = copied(log, tmp_path)
    text = (folder / "log.jsonl").read_text()
    (folder / "log.jsonl").write_text(text.replace('"format":1', '"format":2'))
    run = kg("log", "verify", folder)
    assert run.returncode == 2
    assert "update aisi-kg" in run.stderr
    assert kg("log", "show", tmp_path / "nowhere").returncode == 2


def test_show_names_each_release(log: Path) -> None:
    run = kg("log", "show", log)
    assert run.stdout.splitlines()[0] == "number,at,recipient,sequence,items,manifest,signer"
    assert [line.split(",")[3] for line in run.stdout.splitlines()[1:]] == ["1", "1", "2", "3"]


def test_the_next_number_is_asked_for(log: Path, tmp_path: Path) -> None:
    folder = copied(log, tmp_path)
    with open_log(folder) as opened:
        assert opened.last(RECIPIENT) is not None
        assert opened.last("https://example.org/x#nobody") is None
