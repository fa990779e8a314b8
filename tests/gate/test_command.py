"""``kg guard`` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gate.bundles import EX, SHARED, US, bundle, facts, few_categories, graphs
from tests.support import kg


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    few_categories(monkeypatch)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    given = facts(tmp_path)
    return written(tmp_path / "bundle", bundle(graphs(given)))


def written(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for path, data in files.items():
        (folder / path).write_bytes(data)
    return folder


def test_a_bundle_that_passes(sent: Path, tmp_path: Path) -> None:
    for to in (US, "inst:US-CAISI", f"<{US}>"):
        run = kg("guard", sent, "--inventory", tmp_path / "inventory.ttl", "--to", to)
        assert (run.returncode, run.stdout, run.stderr) == (0, "2 items pass\n", "")


def test_several_inputs_in_either_way(sent: Path, tmp_path: Path) -> None:
    first, ban = tmp_path / "inventory.ttl", tmp_path / "ban.nt"
    ns = "https://w3id.org/aisi-kg/ns#"
    ban.write_text(
        f"<{EX}new> a <{ns}Restriction> .\n".replace(
            " a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        )
        + f"<{EX}new> <{ns}appliesTo> <{EX}report> .\n"
        + f'<{EX}new> <http://purl.org/dc/terms/description> "Not now." .\n'
    )
    for inputs in (("--inventory", first, ban), ("--inventory", first, "--inventory", ban)):
        run = kg("guard", sent, *inputs, "--to", US)
        assert run.returncode == 1
        assert f"kg: refused: {EX}report: the outcome is Withhold" in run.stderr
        assert f"R8: {EX}new restricts it" in run.stderr
        assert run.stdout == ""


def test_a_refusal_names_ten_and_counts_the_others(tmp_path: Path) -> None:
    given = facts(tmp_path)
    hidden = [EX + name for name in ("weights", "banned", "spoilt", "theirs", "left", "right")]
    folder = written(tmp_path / "bundle", bundle(graphs(given, [*SHARED, *hidden])))
    run = kg("guard", folder, "--inventory", tmp_path / "inventory.ttl", "--to", US)
    lines = run.stderr.splitlines()
    assert run.returncode == 1
    assert len(lines) == 11
    assert lines[0] == f"kg: refused: {EX}spoilt: withheld from everyone for bad data (R12)"
    assert lines[-1].startswith("kg: and ")
    assert lines[-1].endswith(" more")


def test_what_cannot_be_run(sent: Path, tmp_path: Path) -> None:
    inventory = tmp_path / "inventory.ttl"
    (tmp_path / "empty").mkdir()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "manifest.json").symlink_to(sent / "manifest.json")
    for arguments, problem in (
        ((tmp_path / "none", "--inventory", inventory, "--to", US), "no folder"),
        (
            (tmp_path / "empty", "--inventory", inventory, "--to", US),
            "manifest.json: there is none",
        ),
        ((tmp_path / "linked", "--inventory", inventory, "--to", US), "a link"),
        ((sent, "--inventory", tmp_path / "none.ttl", "--to", US), "none.ttl"),
        ((sent, "--inventory", inventory, "--to", EX + "nobody"), "no recipient"),
        ((sent, "--to", US), "--inventory"),
        ((sent, "--inventory", inventory), "--to"),
    ):
        run = kg("guard", *arguments)
        assert (run.returncode, run.stdout) == (2, "")
        assert problem in run.stderr
        assert len(run.stderr.splitlines()) == 1


def test_another_recipient_is_refused(sent: Path, tmp_path: Path) -> None:
    run = kg("guard", sent, "--inventory", tmp_path / "inventory.ttl", "--to", "kg:Public")
    assert run.returncode == 1
    assert "manifest.json: it is for inst:US-CAISI" in run.stderr


def test_a_bundle_of_another_day_is_refused(sent: Path, tmp_path: Path) -> None:
    asked = ("guard", sent, "--inventory", tmp_path / "inventory.ttl", "--to", US, "--as-of")
    assert kg(*asked, "2026-11-01").returncode == 0
    run = kg(*asked, "2026-11-02")
    assert (run.returncode, run.stdout) == (1, "")
    assert "the bundle is as of 2026-11-01, not 2026-11-02" in run.stderr


def test_a_hidden_file_is_refused(sent: Path, tmp_path: Path) -> None:
    (sent / ".notes").mkdir()
    (sent / ".notes" / "a.txt").write_text("3 items are withheld")
    run = kg("guard", sent, "--inventory", tmp_path / "inventory.ttl", "--to", US)
    assert run.returncode == 1
    assert ".notes/a.txt: the manifest does not list it" in run.stderr
