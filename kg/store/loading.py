"""Loads files into a store: a new generation beside the one that counts, then one rename."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from pyoxigraph import Store

from kg.errors import InputError
from kg.facts.sources import Source, empty, reading
from kg.facts.stored import GENERATIONS, INDEX, TEXTS, Entry, State, digest, shown
from kg.facts.syntax import syntax_error
from kg.progress import Progress, silent
from kg.store import index
from kg.store.index import Mark
from kg.store.place import commit, remove_old, writing
from kg.store.staged import Staging, Task
from kg.store.texts import write_text


@dataclass(frozen=True)
class Loaded:
    """What a load did.

    Attributes:
        generation: the one that counts now.
        loaded: the files that were read.
        unchanged: how many of the given files the store had already, as they are.
        removed: how many files are no longer in it.
        resumed: how many bytes of N-Triples were not loaded again, as an earlier load had.
        discarded: whether another load had been stopped, and was given up.
        stay: older generations that somebody reads.
    """

    generation: int
    loaded: tuple[Entry, ...] = ()
    unchanged: int = 0
    removed: int = 0
    resumed: int = 0
    discarded: bool = False
    stay: tuple[int, ...] = ()


def load(
    folder: Path,
    sources: Sequence[Source],
    *,
    remove: Collection[Path] = (),
    progress: Progress = silent,
) -> Loaded:
    """Loads files, and removes others; all of it or, whenever the machine stops, nothing.

    What a load that was stopped has done counts for the same load when it is run again.

    Args:
        folder: the store.
        sources: the files; each takes the place of what it said before.
        remove: files, or folders of them, that shall no longer be in the store.
        progress: called with how many bytes have been read, and loaded.

    Raises:
        InputError: the folder is no store, or cannot be written, or another process writes to it; a
            file cannot be read, or is not in its syntax, or is not in the store to be removed.
    """
    files = {str(source.path.resolve()): source for source in sources}
    if any(source.kept for source in sources):
        raise InputError("a store cannot be loaded into another", "give the files")
    with writing(folder) as state:
        there = {entry.file: entry for entry in state.entries}
        gone = _named(there, remove, folder)
        if both := sorted(files.keys() & gone):
            raise InputError(f"{shown(both[0])}: to be loaded and removed", "give it once")
        changed = _changed(files, there, progress)
        if not changed and not gone:
            return Loaded(state.generation, unchanged=len(files))
        dropped = gone | (there.keys() & changed.keys())
        weight = {True: 0, False: 0}
        for entry in state.entries:
            weight[entry.file in dropped] += entry.triples
        # Removing a triple takes twice as long as loading one (docs/store.md).
        fresh = 2 * weight[True] >= weight[False]
        task = Task(state.generation, tuple(sorted(files)), tuple(sorted(gone)), fresh)
        kept = [entry for entry in state.entries if entry.file not in dropped]
        done = _Load(folder, state, task, changed, kept, progress).run()
        return replace(done, unchanged=len(files) - len(changed), removed=len(gone))


def compact(folder: Path, *, progress: Progress = silent) -> Loaded:
    """Makes the index anew from the texts, and removes the generations that nobody reads.

    Raises:
        InputError: the folder is no store, or cannot be written, or another process writes to it.
    """
    with writing(folder) as state:
        if not state.entries:
            return Loaded(state.generation, stay=tuple(remove_old(folder, state)))
        task = Task(state.generation, (), (), fresh=True)
        return _Load(folder, state, task, {}, list(state.entries), progress).run()


def _named(there: Collection[str], remove: Collection[Path], folder: Path) -> set[str]:
    """The files in the store that are to be removed."""
    found = set()
    for path in remove:
        whole = path.resolve()
        files = {file for file in there if Path(file).is_relative_to(whole)}
        if not files:
            raise InputError(f"{path}: is not in the store", f"kg store status {folder} lists it")
        found |= files
    return found


def _changed(
    files: dict[str, Source], there: dict[str, Entry], progress: Progress
) -> dict[str, Source]:
    """The files that the store does not have as they are."""
    changed = {}
    for file, source in files.items():
        progress("compare")
        with reading(source):
            same = file in there and digest(source.path) == there[file].sha256
        if not same:
            changed[file] = source
    return changed


class _Load:
    """One load, with the lock held."""

    def __init__(
        self,
        folder: Path,
        state: State,
        task: Task,
        changed: dict[str, Source],
        kept: list[Entry],
        progress: Progress,
    ) -> None:
        self.folder, self.state, self.changed, self.kept = folder, state, changed, kept
        self.progress = progress
        self.staging = Staging(folder, task)
        self.texts = self.staging.made / TEXTS
        self.fresh = task.fresh

    def run(self) -> Loaded:
        """Does it; see `load`."""
        remove_old(self.folder, self.state)
        if not self.staging.resumed:
            self._prepare()
        resumed = 0
        store = Store(str(self.staging.made / INDEX))
        self._clear(store)
        self._read(store)
        resumed = sum(mark.bytes for mark in self.staging.state.marks.values())
        self._index(store)
        entries = [*self.kept, *(self._entry(store, file) for file in self.changed)]
        store.flush()
        del store  # closed
        entries.sort(key=lambda entry: entry.file)
        state = State(self.state.generation + 1, tuple(entries))
        self.progress("commit")
        commit(self.folder, self.staging.made, state)
        self.staging.remove()
        return Loaded(
            state.generation,
            tuple(entry for entry in entries if entry.file in self.changed),
            resumed=resumed,
            discarded=self.staging.discarded,
            stay=tuple(remove_old(self.folder, state)),
        )

    def _prepare(self) -> None:
        """Begins with what stays of the last generation; its files are shared, for none ever changes."""
        self.staging.begin()
        self.texts.mkdir()
        base = self.folder / GENERATIONS / str(self.state.generation)
        for entry in self.kept:
            _share(base / TEXTS / entry.text, self.texts / entry.text)
        if not self.fresh:
            Store.read_only(str(base / INDEX)).backup(str(self.staging.made / INDEX))
        self.staging.announce()

    def _clear(self, store: Store) -> None:
        """Takes out of the index what files said that are replaced or removed."""
        if self.fresh:
            return
        staying = {entry.file for entry in self.kept}
        for entry in self.state.entries:
            if entry.file not in staying and entry.file not in self.staging.state.cleared:
                self.progress(f"remove {Path(entry.file).name}")
                index.clear(store, entry.graph)
                self.staging.note(cleared=entry.file)

    def _read(self, store: Store) -> None:
        """Puts the texts of the changed files in place."""
        sizes = [source.size for source in self.changed.values()]
        starts = accumulate(sizes, initial=0)
        for before, (file, source) in zip(starts, self.changed.items(), strict=False):
            earlier = self.staging.state.texts.get(file)
            with reading(source):
                if earlier and earlier[0] == digest(source.path):
                    continue
            if earlier:  # the file has changed since the load was stopped
                index.clear(store, Path(file).as_uri())

            def tell(done: int, before: int = before) -> None:
                self.progress("read", before + done, sum(sizes), "bytes")

            sha256 = write_text(source, self.texts / _text_name(file), tell)
            self.staging.note(text=file, sha256=sha256, bytes=source.size)

    def _index(self, store: Store) -> None:
        """Loads the texts into the index: those of the changed files, and the kept ones if it is new."""
        jobs = {file: self.texts / _text_name(file) for file in self.changed}
        if self.fresh:
            jobs |= {entry.file: self.texts / entry.text for entry in self.kept}
        sizes = [text.stat().st_size for text in jobs.values()]
        starts = accumulate(sizes, initial=0)
        for before, (file, text) in zip(starts, jobs.items(), strict=False):
            start = self.staging.state.marks.get(file, Mark())

            def told(mark: Mark, file: str = file, before: int = before) -> None:
                self.staging.note(loaded=file, bytes=mark.bytes, lines=mark.lines)
                self.progress("load", before + mark.bytes, sum(sizes), "bytes")

            self.progress("load", before + start.bytes, sum(sizes), "bytes")
            try:
                index.load(store, text, Path(file).as_uri(), start, told=told)
            except SyntaxError as error:
                if file not in self.changed:
                    raise InputError(f"{text}: damaged", "restore the store from a copy") from None
                raise syntax_error(self.changed[file], error) from None

    def _entry(self, store: Store, file: str) -> Entry:
        sha256, size = self.staging.state.texts[file]
        now = datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        triples = index.count(store, Path(file).as_uri())
        if not triples:
            raise empty(self.changed[file])
        return Entry(file, _text_name(file), sha256, size, triples, now)


def _text_name(file: str) -> str:
    return hashlib.sha256(os.fsencode(file)).hexdigest()[:16] + ".nt"


def _share(file: Path, target: Path) -> None:
    """Links a file, or copies it where the file system has no links."""
    try:
        target.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, target)
