"""How a long run tells how far it is; whoever shows it gives the function that is called."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

_AT_ONCE = 1 << 20


class Progress(Protocol):
    """Called with the name of each step before it runs, and as often as wanted while it does."""

    def __call__(self, step: str, done: int = 0, total: int = 0, unit: str = "") -> None:
        """Tells where a run is.

        Args:
            step: a word or a few; another one than before begins a new step.
            done: how much of the step is done, in units.
            total: how much there is of it; 0 where nobody knows.
            unit: what is counted, in the plural ("bytes", "items"); "" where nothing is.
        """


def silent(step: str, done: int = 0, total: int = 0, unit: str = "") -> None:
    """A `Progress` that shows nothing."""


def open_told(path: Path, tell: Callable[[int], None]) -> io.BufferedReader:
    """Opens a file to read bytes.

    It is read through Python, a megabyte at a time, so that Ctrl-C also ends a read by Rust.

    Args:
        path: the file.
        tell: called with the place in the file after each such read.
    """
    return io.BufferedReader(_Told(path, tell), _AT_ONCE)


class _Told(io.FileIO):
    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        super().__init__(path, "rb")
        self._tell = tell

    def readinto(self, buffer: memoryview, /) -> int | None:  # type: ignore[override]
        count = super().readinto(buffer)
        self._tell(self.tell())
        return count
