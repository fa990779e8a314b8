"""A load under way: what it is to do, and how far it has come, so that it can go on where it stopped.

``staged/journal.jsonl`` has an object a line. The first tells what is to be done; each other what is done:

    {"text": FILE, "sha256": ..., "bytes": ...}    the text of a file is in place
    {"cleared": FILE}                              what an earlier generation had of it is gone
    {"loaded": FILE, "bytes": ..., "lines": ...}   so much of its text is in the index
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.durable import sync, write
from kg.store.index import Mark

STAGED: Final = "staged"
JOURNAL: Final = "journal.jsonl"
MADE: Final = "made"


@dataclass(frozen=True)
class Task:
    """What a load is to do; what was staged counts for the same task only.

    Attributes:
        base: the generation that it begins with.
        load: the absolute paths of the files that are loaded.
        remove: the files that are removed.
        fresh: whether the index is made anew, not from that of the base.
    """

    base: int
    load: tuple[str, ...]
    remove: tuple[str, ...]
    fresh: bool


@dataclass
class Staged:
    """How far a load has come.

    Attributes:
        task: what it is to do.
        texts: the SHA-256 and the size of each file whose text is in place.
        marks: how much of each text is in the index.
        cleared: the files of which nothing old is in the index any more.
    """

    task: Task
    texts: dict[str, tuple[str, int]] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)

    def take(self, line: dict[str, Any]) -> None:
        """Counts a line of the journal."""
        if file := line.get("text"):
            self.texts[file] = (line["sha256"], line["bytes"])
            self.marks.pop(file, None)
        elif file := line.get("loaded"):
            self.marks[file] = Mark(line["bytes"], line["lines"])
        else:
            self.cleared.add(line["cleared"])


def read_staged(folder: Path) -> Staged | None:
    """The load that is under way or was stopped; None where there is none, or nothing to go on with."""
    try:
        text = (folder / STAGED / JOURNAL).read_bytes()
    except FileNotFoundError:
        return None
    if not (folder / STAGED / MADE).is_dir():  # it was committed
        return None
    staged = None
    for line in text.splitlines():
        try:
            told = json.loads(line)
        except ValueError:  # the line that was being written when the process was ended
            continue
        if staged is None:
            load, remove = tuple(told["load"]), tuple(told["remove"])
            staged = Staged(Task(told["base"], load, remove, told["fresh"]))
        else:
            staged.take(told)
    return staged


class Staging:
    """The staging folder of a store, with the lock held.

    Args:
        folder: the store.
        task: what is to be done.
    """

    def __init__(self, folder: Path, task: Task) -> None:
        self.place = folder / STAGED
        self.made = self.place / MADE
        found = read_staged(folder)
        self.resumed = found is not None and found.task == task
        self.discarded = found is not None and not self.resumed
        self.state = found if found and self.resumed else Staged(task)

    def begin(self) -> None:
        """Makes an empty folder for the new generation, if nothing is resumed.

        Raises:
            OSError: it cannot be made.
        """
        self.remove()
        self.made.mkdir(parents=True)

    def announce(self) -> None:
        """Begins the journal: from now on the load can be resumed.

        Raises:
            OSError: it cannot be written.
        """
        write(self.place, JOURNAL, json.dumps(asdict(self.state.task)).encode() + b"\n")
        sync(self.place.parent)

    def note(self, **line: str | int) -> None:
        """Adds a line to the journal.

        Raises:
            OSError: it cannot be written.
        """
        with (self.place / JOURNAL).open("ab") as stream:
            stream.write(b"\n" + json.dumps(line).encode() + b"\n")
        self.state.take(line)

    def remove(self) -> None:
        """Removes what was staged."""
        if self.place.exists():
            shutil.rmtree(self.place)
