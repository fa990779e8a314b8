"""kg store: what was loaded is what is decided; errors in one line; readers see old or new."""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Store, parse

from kg.durable import locked
from kg.facts.places import locate
from kg.facts.sources import find_sources
from kg.facts.stored import CURRENT, read_state
from kg.store import index, load, status
from tests.support import PREFIXES, ROOT, core_only, kg

ITEM = '<https://example.org/x#{0}> <http://purl.org/dc/terms/title> "{1}" .\n'
BLANK = '<https://example.org/x#{0}> <https://example.org/x#is> _:x .\n_:x <https://example.org/x#n> "{1}" .\n'


def made(folder: Path) -> Path:
    """An empty store."""
    store = folder / "store"
    assert kg("store", "init", store).returncode == 0
    return store


def loading(store: Path, *files: Path, remove: tuple[Path, ...] = ()) -> object:
    return load(store, find_sources(list(files)), remove=remove)


def index_of(store: Path) -> Store:
    generation = read_state(store).generation
    return Store.read_only(str(store / "generations" / str(generation) / "index"))


def canonical(quads: Iterable[Quad]) -> set[str]:
    """Triples as text, so that two graphs that differ in the names of blank nodes are equal."""
    found = Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in found}


def facts(text: str) -> set[str]:
    """Facts with their skolem IRIs, which differ from run to run, as the blank nodes that they were."""
    blank = re.sub(r"<[^>]*/genid/(\w+)>", r"_:\1", text)
    return canonical(parse(blank.encode(), format=RdfFormat.N_QUADS))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Blank nodes of one label in three files, named graphs, a packed file, a byte order mark."""
    folder = tmp_path / "files"
    folder.mkdir()
    text = "".join(BLANK.format(n, n) for n in range(40)) + ITEM.format("a", "not _:x")
    (folder / "a.nt").write_text(text.rstrip())  # without an end of line
    (folder / "b.nt.gz").write_bytes(gzip.compress(b"\xef\xbb\xbf" + text.encode()))
    (folder / "c.ttl").write_text(
        PREFIXES + "ex:c dct:title 'C' ; kg:holder [ a kg:Institute ] .\n"
    )
    graph = "<https://example.org/x#g> { <#d> dct:title 'D' . _:x dct:title 'E' }\n"
    (folder / "d.trig").write_text(PREFIXES + graph)
    return folder


def test_the_store_says_what_the_files_say(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core_only(monkeypatch)
    monkeypatch.setattr(index, "PIECE", 200)  # pieces end amid what is said of a blank node
    store = made(tmp_path)
    assert kg("store", "load", store, files).returncode == 0
    from_files, from_store = kg("facts", files), kg("facts", "--store", store)
    assert facts(from_store.stdout) == facts(from_files.stdout)
    assert "not _:x" in from_store.stdout
    kept = index_of(store)
    for source in find_sources([files]):
        base = source.path.resolve().as_uri()
        with source.open() as stream:
            said = canonical(parse(stream, format=source.format, base_iri=base))
        graph = NamedNode(base)
        assert canonical(kept.quads_for_pattern(None, None, None, graph)) == said
    nodes = {
        (str(quad.subject), str(quad.graph_name)) for quad in kept if str(quad.subject)[:2] == "_:"
    }
    assert len({subject for subject, _ in nodes}) == len(nodes)  # apart from file to file


def test_a_changed_file_takes_the_place_of_what_it_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, one, many = made(tmp_path), tmp_path / "one.nt", tmp_path / "many.nt"
    one.write_text(ITEM.format(1, "old") + ITEM.format(2, "same"))
    many.write_text("".join(ITEM.format(n, n) for n in range(20)))
    loading(store, one, many)
    monkeypatch.setattr(index, "_SLICE", 1)
    one.write_text(ITEM.format(2, "same") + ITEM.format(3, "new"))
    run = kg("store", "load", store, one, many)
    assert run.stderr == f"kg: {store}: 1 file loaded, 2 triples; 1 file as before\n"
    said = {str(quad.object) for quad in index_of(store)}
    assert '"new"' in said
    assert '"old"' not in said
    assert len(index_of(store)) == 22
    assert [path.name for path in (store / "generations").iterdir()] == ["2"]


def test_remove(tmp_path: Path) -> None:
    store, folder = made(tmp_path), tmp_path / "folder"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.nt").write_text(ITEM.format(name, name))
    loading(store, folder)
    (folder / "a.nt").unlink()
    run = kg("store", "load", store, folder, cwd=tmp_path)
    assert "warning: folder/a.nt is gone, and still in the store: --remove it" in run.stderr
    run = kg("store", "load", store, "--remove", folder / "a.nt", folder / "b.nt")
    assert run.stderr == f"kg: {store}: 1 file removed; 1 file as before\n"
    assert [str(quad.object) for quad in index_of(store)] == ['"b"']
    run = kg("store", "load", store, "--remove", folder / "a.nt")
    assert (run.returncode, "is not in the store" in run.stderr) == (2, True)
    assert kg("store", "load", store, "--remove", folder).returncode == 0
    run = kg("decide", "--store", store)
    assert (run.returncode, run.stderr.count("\n"), "is empty" in run.stderr) == (2, 1, True)


def test_status_tells_all(tmp_path: Path) -> None:
    store, file = made(tmp_path), tmp_path / "a.nt"
    file.write_text(ITEM.format(1, "a"))
    loading(store, file)
    told = json.loads(kg("store", "status", store, "--format", "json").stdout)
    (source,) = told["sources"]
    assert (told["generation"], told["load"], told["older_generations"]) == (1, None, [])
    assert (source["file"], source["triples"], source["bytes"]) == (
        str(file),
        1,
        file.stat().st_size,
    )
    found = subprocess.run(["sha256sum", file], capture_output=True, text=True, check=True)
    assert source["sha256"] == found.stdout.split()[0]
    assert source["graph"] == file.as_uri()
    run = kg("store", "status", store)
    assert run.stdout.splitlines()[0] == "file,triples,bytes,loaded,sha256,graph"
    assert "generation 1: 1 file, 1 triple," in run.stderr


def test_compact_keeps_what_is_said(files: Path, tmp_path: Path) -> None:
    store = made(tmp_path)
    loading(store, files)
    before = canonical(index_of(store))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.store.place._remove", lambda _: False)  # as while somebody reads
        loading(store, remove=(files / "a.nt",))
        loading(store, files / "a.nt")
        assert status(store).others == (1, 2)
    run = kg("store", "compact", store)
    assert (run.returncode, status(store).others) == (0, ())
    assert canonical(index_of(store)) == before


def test_an_old_generation_stays_while_it_is_read(tmp_path: Path) -> None:
    store, file = made(tmp_path), tmp_path / "a.nt"
    file.write_text(ITEM.format(1, "old"))
    loading(store, file)
    (reader,) = find_sources([store])
    file.write_text(ITEM.format(1, "new"))
    assert "an older generation is still read" in kg("store", "load", store, file).stderr
    with reader.open() as stream:
        assert b"old" in stream.read()
    del reader
    assert kg("store", "compact", store).returncode == 0
    assert status(store).others == ()


READER = """
import sys
from pathlib import Path
from kg.facts.sources import find_sources
store, seen = Path(sys.argv[1]), set()
print("ready", flush=True)
while not (store.parent / "stop").exists():
    said = set()
    for source in find_sources([store]):
        with source.open() as stream:
            said.add(stream.read().split(b'"')[1].decode())
    seen.add("+".join(sorted(said)))
print(*sorted(seen))
"""


def test_a_reader_sees_old_or_new(tmp_path: Path) -> None:
    store, names = made(tmp_path), [tmp_path / f"{name}.nt" for name in "abcd"]

    def write(version: int) -> None:
        for path in names:
            path.write_text(ITEM.format(path.stem, version))
        loading(store, *names)

    write(0)
    with subprocess.Popen(
        [sys.executable, "-c", READER, store], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout
        reader.stdout.readline()
        for version in range(1, 5):
            write(version)
        (tmp_path / "stop").touch()
        seen = reader.stdout.read().split()
    assert reader.returncode == 0
    assert len(seen) > 1
    assert set(seen) <= {str(version) for version in range(5)}


def test_places_are_those_of_the_files(files: Path, tmp_path: Path) -> None:
    store = made(tmp_path)
    loading(store, files)
    item = "https://example.org/x#c"
    place = locate(find_sources([store]), [item])[item]
    assert (place.file, place.line) == (str(files / "c.ttl"), 12)
    with (files / "c.ttl").open("a") as stream:
        stream.write("# later\n")
    place = locate(find_sources([store]), [item])[item]
    assert (place.file, place.line) == (str(files / "c.ttl"), None)


def test_a_file_beside_the_store_counts_once_or_not_at_all(tmp_path: Path) -> None:
    store, file = made(tmp_path), tmp_path / "a.nt"
    file.write_text(ITEM.format(1, "a"))
    loading(store, file)
    assert len(find_sources([store, file])) == len(find_sources([file, store])) == 1
    file.write_text(ITEM.format(1, "b"))
    for inputs in ([store, file], [file, store]):
        with pytest.raises(Exception, match="as it was at another time"):
            find_sources(inputs)


def one_line(run: subprocess.CompletedProcess[str], *words: str) -> None:
    assert run.returncode == 2, run.stderr
    assert run.stderr.count("\n") == 1, run.stderr
    for word in words:
        assert word in run.stderr


def test_wrong_folders(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.nt").write_text(ITEM.format(1, "a"))
    for arguments in (
        ("decide", "--store", plain),
        ("decide", "--store", tmp_path / "none"),
        ("store", "load", plain, plain / "a.nt"),
        ("store", "status", tmp_path / "none"),
        ("store", "compact", plain),
    ):
        one_line(kg(*arguments), "no store", "kg store init")
    one_line(kg("store", "init", plain), "not empty")
    one_line(kg("decide"), "missing argument INPUT..., or --store DIR")
    store = made(tmp_path)
    one_line(kg("store", "load", store, store), "store is empty")
    one_line(kg("store", "load", store), "give an INPUT, or --remove FILE")
    loading(store, plain)
    one_line(kg("store", "load", store, store), "cannot be loaded into another")
    one_line(kg("decide", tmp_path, "--as-of", "2026-11-01"), "no reader takes")


def test_a_later_format_and_a_damaged_one(tmp_path: Path) -> None:
    store = made(tmp_path)
    current = store / CURRENT
    current.write_text(current.read_text().replace('"format": 1', '"format": 2'))
    one_line(kg("decide", "--store", store), "later version (format 2)")
    current.write_text("{")
    one_line(kg("store", "status", store), "damaged")


@pytest.mark.parametrize("name", ["bad.nt", "bad.ttl", "empty.nt", "empty.ttl"])
def test_syntax_errors_leave_the_old_state(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, good, bad = made(tmp_path), tmp_path / "good.nt", tmp_path / name
    good.write_text(ITEM.format(1, "a"))
    loading(store, good)
    monkeypatch.setattr(index, "PIECE", 100)
    lines = [ITEM.format(n, n) for n in range(9)]
    wrong = "# nothing\n" if name.startswith("empty") else "".join([*lines, "<wrong\n", *lines])
    bad.write_text(wrong)
    good.write_text(ITEM.format(1, "changed"))
    told = "holds no triples" if name.startswith("empty") else f"{name} line 10"
    one_line(kg("store", "load", store, good, bad), told)
    assert [str(quad.object) for quad in index_of(store)] == ['"a"']
    bad.write_text(lines[3])  # mended, and shorter: nothing stays of what was loaded of it
    assert kg("store", "load", store, good, bad).returncode == 0
    assert len(index_of(store)) == 2


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    store, file = made(tmp_path), tmp_path / "a.nt"
    file.write_text(ITEM.format(1, "a"))
    with locked(store, 0, make=False, busy=""):
        assert status(store).writing
        one_line(kg("store", "load", store, file), "another kg store writes to this store")
    assert kg("store", "load", store, file).returncode == 0
    assert not status(store).writing


def test_a_full_disk(tmp_path: Path) -> None:
    store, file = made(tmp_path), tmp_path / "a.nt"
    file.write_text(ITEM.format(1, "a"))
    loading(store, file)
    for size in (20_000, 400_000):  # the text, and the index
        big = tmp_path / "big.nt"
        big.write_text("".join(ITEM.format(n, f"{n:050}") for n in range(size // 60)))
        limit = 100_000 if size > 100_000 else 10_000
        run = kg(
            *("store", "load", store, file, big),
            cwd=ROOT,
            preexec_fn=lambda limit=limit: resource.setrlimit(
                resource.RLIMIT_FSIZE, (limit, limit)
            ),
        )
        one_line(run, f"{store}: cannot be written (File too large)", "before is still there")
        assert [str(quad.object) for quad in index_of(store)] == ['"a"']
    assert kg("store", "load", store, file, big).returncode == 0


def test_a_folder_that_cannot_be_written() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, file = made(folder), folder / "a.nt"
        file.write_text(ITEM.format(1, "a"))
        loading(store, file)
        for path in (folder, store, *store.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        root = os.geteuid() == 0
        try:
            if root:  # whom no permission stops
                os.seteuid(65534)
            (source,) = find_sources([store])
            with source.open() as stream:
                assert b'"a"' in stream.read()
            assert kg("store", "status", store).returncode == 0
            one_line(kg("store", "load", store, file), "Permission denied")
        finally:
            if root:
                os.seteuid(0)
            for path in (folder, store, *store.rglob("*")):
                path.chmod(0o755)
