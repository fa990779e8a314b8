"""A crash at any point leaves the bundle and its record, or neither."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.journal import open_log
from tests.support import ROOT

from .bundles import release

KILLS = 30


def agree(log: Path, outputs: Path) -> int:
    """Asserts that each bundle has its record and each record its bundle; how many there are."""
    with open_log(log, write=False) as opened:
        recorded = [record.sequence for record in opened.records]
    there = sorted(int(path.name) for path in outputs.iterdir() if not path.name.startswith("."))
    assert recorded == there
    assert not [path for path in outputs.iterdir() if path.name.startswith(".")]
    for number in there:
        files = {path.name for path in (outputs / str(number)).rglob("*") if path.is_file()}
        assert files == {"data.trig", "items.csv", "manifest.json"}
    return len(there)


def test_kill_9_in_a_loop(tmp_path: Path) -> None:
    log, outputs = tmp_path / "log", tmp_path / "out"
    outputs.mkdir()
    rng, released = random.Random(7), 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.journal.bundles", log, outputs], cwd=ROOT
        )
        deadline = time.monotonic() + 20
        while len(list(outputs.iterdir())) <= released and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(rng.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        released = agree(log, outputs)
    assert released >= KILLS / 2


STEPS = ("rename", "fsync", "open", "mkdir")


@pytest.mark.parametrize("call", STEPS)
def test_death_at_each_step(call: str, tmp_path: Path) -> None:
    """The n-th call of one kind ends the process, for each n until a release needs no more of them."""
    for number in range(1, 60):
        log, outputs = tmp_path / f"log{number}", tmp_path / f"out{number}"
        outputs.mkdir()
        release(log, outputs / "1")
        script = f"""
            import os, sys
            from pathlib import Path
            from tests.journal import bundles
            left = {number}
            def dying(honest):
                def call(*arguments, **options):
                    global left
                    left -= 1
                    if not left:
                        os._exit(9)
                    return honest(*arguments, **options)
                return call
            if {call!r} in ("fsync", "mkdir"):
                os.{call} = dying(os.{call})
            elif {call!r} == "rename":
                Path.rename = dying(Path.rename)
            else:
                Path.open = dying(Path.open)
            bundles.release(Path({str(log)!r}), Path({str(outputs / "2")!r}))
        """
        run = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, check=False)
        assert agree(log, outputs) in (1, 2)
        if run.returncode == 0:
            assert number > 1 or call == "mkdir"
            return
        assert run.returncode == 9
    pytest.fail("it never came to an end")


@pytest.mark.parametrize("limit", [3_000, 40_000, 100_000])
def test_a_full_disk(limit: int, tmp_path: Path) -> None:
    """No file may grow beyond the limit, as where there is no space left."""
    log, outputs = tmp_path / "log", tmp_path / "out"
    outputs.mkdir()
    release(log, outputs / "1")
    before = (log / "log.jsonl").read_bytes()
    script = f"""
        import resource, signal, sys
        from pathlib import Path
        from tests.journal import bundles
        from kg.errors import InputError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
        try:
            bundles.release(Path({str(log)!r}), Path({str(outputs / "2")!r}), size=20_000)
        except InputError as error:
            print(error)
            sys.exit(2)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2, run.stderr
    assert "nothing was written" in run.stdout
    assert agree(log, outputs) == 1
    assert (log / "log.jsonl").read_bytes() == before


def test_two_at_once_take_turns(tmp_path: Path) -> None:
    log, outputs = tmp_path / "log", tmp_path / "out"
    outputs.mkdir()
    script = (
        "import sys; from pathlib import Path; from tests.journal.bundles import release\n"
        "for n in range(8): release(Path(sys.argv[1]), Path(sys.argv[2]) / f'{sys.argv[3]}{n}',"
        " f'https://example.org/x#{sys.argv[3]}')"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", script, log, outputs, name], cwd=ROOT)
        for name in ("a", "b")
    ]
    assert [process.wait() for process in both] == [0, 0]
    with open_log(log, write=False) as opened:
        assert len(opened.records) == 16
        assert [record.number for record in opened.records] == list(range(1, 17))


def test_a_held_log_is_one_clear_line(tmp_path: Path) -> None:
    with (
        open_log(tmp_path / "log"),
        pytest.raises(InputError, match="another release"),
        open_log(tmp_path / "log", wait=0.1),
    ):
        pass


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        release(tmp_path / "log", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "mine").read_text() == "mine"
