"""Progress on a real terminal, and a real Ctrl-C: one line, nothing left behind, the cursor shown again."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.present.progress import figures
from tests.support import ROOT, kg

from ..store.test_store import ITEM

SCRIPT = """
import sys
from kg.present import progress
{patch}
from kg.cli import main
sys.argv = ["kg", *sys.argv[1:]]
main()
"""
AT_ONCE = "progress.PATIENCE = 0.0"
# Comes to its second piece, and waits there for the signal.
WAITING = """
import time
from kg.store import index
progress.PATIENCE, index.PIECE = 0.0, 1000
def told(load):
    def call(store, piece, graph):
        call.number = getattr(call, "number", 0) + 1
        if call.number == 3:
            time.sleep(60)
        return load(store, piece, graph)
    return call
index._load_piece = told(index._load_piece)
"""


@dataclass
class Run:
    status: int
    said: str

    @property
    def last(self) -> str:
        return self.said.rstrip().splitlines()[-1]


def on_terminal(
    *arguments: object,
    cwd: Path,
    patch: str = AT_ONCE,
    interrupt_at: str = "",
    output: bool = False,
) -> Run:
    """Runs kg with its standard error (and output, if wanted) on a terminal; Ctrl-C when it shows a text."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(patch=patch), *map(str, arguments)],
        stdin=theirs,
        stdout=theirs if output else subprocess.DEVNULL,
        stderr=theirs,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
        start_new_session=True,
    ) as process:
        os.close(theirs)
        said, sent = "", False
        while True:
            try:
                said += os.read(ours, 4096).decode(errors="replace")
            except OSError:  # the other end is closed
                break
            if interrupt_at and interrupt_at in said and not sent:
                process.send_signal(signal.SIGINT)
                sent = True
        os.close(ours)
        status = process.wait(timeout=60)
        if status == -signal.SIGINT:  # as Python may end after Ctrl-C; to a shell it is the same
            status = 130
    assert sent == bool(interrupt_at), said
    assert "Traceback" not in said
    assert said.rfind("\x1b[?25h") >= said.rfind("\x1b[?25l"), "the cursor stays hidden"
    return Run(status, said)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("progress")
    (folder / "a.nt").write_text("".join(ITEM.format(n, n) for n in range(100)))
    return folder


def test_ctrl_c_in_a_load_and_the_load_goes_on(folder: Path) -> None:
    kg("store", "init", folder / "store")
    run = on_terminal(
        *("store", "load", "store", "a.nt"), cwd=folder, patch=WAITING, interrupt_at="left"
    )
    assert run.status == 130
    assert run.last == (
        "kg: stopped; store is as it was: the same command goes on where this one stopped"
    )
    assert "load " in run.said
    assert "/0.0 MB" in run.said
    assert "stopping at the end of this step" not in run.last
    again = kg("store", "load", folder / "store", folder / "a.nt")
    assert "were loaded before the stop, and not again" in again.stderr


@pytest.mark.parametrize("command", ["decide", "validate"])
def test_ctrl_c_amid_the_rules(command: str, folder: Path) -> None:
    target = folder / "out" / "answer.csv"
    target.parent.mkdir(exist_ok=True)
    examples = ROOT / "examples" / "network"
    run = on_terminal(command, examples, "-o", target, cwd=folder, interrupt_at="validate")
    assert (run.status, run.last) == (130, "kg: stopped; nothing was written")
    assert list(target.parent.iterdir()) == []


def test_without_a_terminal_nothing_is_shown(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(patch=AT_ONCE), "store", "init", folder / "other"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    load = [sys.executable, "-c", SCRIPT.format(patch=AT_ONCE), "store", "load", folder / "other"]
    run = subprocess.run(
        [*load, folder / "a.nt"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stderr == f"kg: {folder / 'other'}: 1 file loaded, 100 triples\n"


def test_a_short_run_shows_nothing(folder: Path) -> None:
    run = on_terminal("store", "status", "store", cwd=folder, patch="", output=True)
    assert "\x1b[?25l" not in run.said


@pytest.mark.parametrize(
    ("done", "total", "unit", "seconds", "begun", "told"),
    [
        (0, 0, "", 75, 0, "1:15"),
        (0, 0, "", 3725, 0, "1:02:05"),
        (0, 565_000_000, "bytes", 3, 0, "0.0/565.0 MB"),
        (165_000_000, 565_000_000, "bytes", 4, 0, "165.0/565.0 MB, 41.2 MB/s, 0:10 left"),
        (365_000_000, 565_000_000, "bytes", 4, 165_000_000, "365.0/565.0 MB, 50.0 MB/s, 0:04 left"),
        (12_000, 0, "triples", 2, 0, "12,000 triples, 6,000/s"),
        (3, 2, "files", 1, 0, "3/2 files, 3/s, 0:00 left"),
    ],
)
def test_figures(done: int, total: int, unit: str, seconds: float, begun: int, told: str) -> None:
    assert figures(done, total, unit, seconds, begun) == told
