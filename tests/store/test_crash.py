"""kill -9 at any point of a load leaves the old state, or the new; the load goes on where it stopped."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from kg.facts.sources import find_sources
from kg.facts.stored import read_state
from kg.store import create, index, load, status
from kg.store.loading import Loaded
from tests.support import ROOT

from .test_store import BLANK, ITEM, index_of

PIECE = 2000
# The n-th call of one kind ends the process; a piece ends it when half of it is in the index.
DYING = """
import os, signal, sys
from pathlib import Path
from pyoxigraph import NamedNode
from kg.facts.sources import find_sources
from kg.store import index, load, staged
folder, kind, left, piece, *files = sys.argv[1:]
index.PIECE, left = int(piece), int(left)
def dying(honest, last=lambda *_: None):
    def call(*arguments, **options):
        global left
        left -= 1
        if not left:
            last(*arguments)
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(*arguments, **options)
    return call
honest = index._load_piece
if kind == "note":
    staged.Staging.note = dying(staged.Staging.note)
elif kind == "piece":
    index._load_piece = dying(honest, lambda store, p, graph: honest(store, p[:p.find(b"\\n", 900) + 1], graph))
elif kind == "rename":
    Path.rename = dying(Path.rename)
load(Path(folder), find_sources([Path(each) for each in files]))
"""


class Scene:
    """A store with a version of two files in it, and the next version of both on the disk."""

    def __init__(self, folder: Path) -> None:
        self.store, self.base = folder / "store", folder / "base"
        self.files = [folder / "one.nt", folder / "two.nt"]
        create(self.base)
        self.write("old")
        load(self.base, find_sources(self.files))
        self.write("new")
        self.reset()

    def write(self, version: str, lines: int = 40) -> None:
        for path in self.files:
            text = "".join(BLANK.format(n, path.stem + version) for n in range(lines))
            path.write_text(ITEM.format("it", version) + text)

    def reset(self) -> None:
        shutil.rmtree(self.store, ignore_errors=True)
        shutil.copytree(self.base, self.store)

    def load(self) -> Loaded:
        return load(self.store, find_sources(self.files))

    def die(self, kind: str, number: int) -> int:
        """Loads in a process that kills itself at the n-th call of a kind; how it ended."""
        arguments = [self.store, kind, number, PIECE, *self.files]
        command = [sys.executable, "-c", DYING, *map(str, arguments)]
        run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
        assert run.returncode in (0, -signal.SIGKILL), run.stderr
        return run.returncode

    def says(self) -> str:
        """The version in the store, which its texts and its index agree on."""
        words = set()
        for source in find_sources([self.store]):
            with source.open() as stream:
                words.add(stream.read().split(b'"')[1].decode())
        (version,) = words
        assert f'"{version}"' in {str(quad.object) for quad in index_of(self.store)}
        assert len(index_of(self.store)) == sum(e.triples for e in read_state(self.store).entries)
        return version


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("crash"))


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "PIECE", PIECE)


@pytest.mark.parametrize(("kind", "number"), [("note", 1), ("note", 4), ("piece", 1), ("piece", 6)])
def test_kill_9_leaves_the_old_state(
    kind: str, number: int, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.reset()
    assert scene.die(kind, number) == -signal.SIGKILL
    assert scene.says() == "old"
    staged = status(scene.store).staged
    assert staged
    read: list[str] = []
    pieces: list[bytes] = []

    module = import_module("kg.store.loading")
    write_text, load_piece = module.write_text, index._load_piece
    monkeypatch.setattr(
        module,
        "write_text",
        lambda source, *rest: read.append(source.path.name) or write_text(source, *rest),
    )
    monkeypatch.setattr(
        index,
        "_load_piece",
        lambda store, piece, graph: pieces.append(piece) or load_piece(store, piece, graph),
    )
    done = scene.load()
    assert scene.says() == "new"
    assert status(scene.store).staged is None
    assert len(read) == 2 - len(staged.texts)
    assert done.resumed == sum(mark.bytes for mark in staged.marks.values())
    texts = sum(path.stat().st_size for path in scene.files)
    assert sum(map(len, pieces)) == texts - done.resumed
    if (kind, number) == ("piece", 6):
        assert 0 < done.resumed < texts
        assert read == []


def test_kill_9_at_each_rename(scene: Scene) -> None:
    """The renames are those of the journal, of the generation and of ``CURRENT``."""
    seen = []
    for number in range(1, 20):
        scene.reset()
        ended = scene.die("rename", number)
        seen.append(scene.says())
        if ended == 0:
            break
        scene.load()
        assert scene.says() == "new"
    assert seen[:-1].count("old") >= 3
    assert seen[-1] == "new"


def test_a_file_that_changed_since_is_read_anew(scene: Scene) -> None:
    scene.reset()
    scene.die("piece", 6)
    scene.write("newer", lines=5)
    try:
        assert scene.load().resumed == 0
        assert scene.says() == "newer"
    finally:
        scene.write("new")


def test_a_load_of_other_files_gives_it_up(scene: Scene) -> None:
    scene.reset()
    scene.die("piece", 6)
    done = load(scene.store, find_sources(scene.files[:1]))
    assert (done.discarded, done.resumed) == (True, 0)
    graph = scene.files[1].as_uri()
    said = {str(quad.object) for quad in index_of(scene.store) if graph in str(quad.graph_name)}
    assert '"twoold"' in said
    assert '"twonew"' not in said
