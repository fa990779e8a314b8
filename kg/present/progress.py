"""How far a run is, on a terminal: a line that appears when it has lasted two seconds, and goes at its end."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from kg.errors import visible
from kg.progress import Progress, silent

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

PATIENCE: Final = 2.0
_A_SECOND: Final = 4  # how often it is drawn
_WIDTH: Final = 24


@contextmanager
def shown() -> Iterator[Progress]:
    """A `Progress` that is drawn on standard error; silent where that is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield silent
        return
    line = _Line()
    with _noticed() as interrupted:
        line.begin(interrupted)
        try:
            yield line.tell
        finally:
            line.end()


def figures(done: int, total: int, unit: str, seconds: float, begun: int = 0) -> str:
    """What is told beside the bar: how much is done, how fast, how long it will take.

    Args:
        done: so many units.
        total: of so many; 0 where nobody knows.
        unit: "bytes" are told as MB; "" where nothing is counted.
        seconds: since the step began.
        begun: how much was done when it began.
    """
    if not unit:
        return _time(seconds)
    told = [f"{_amount(done, unit)}/{_amount(total, unit)}" if total else _amount(done, unit)]
    told[0] += " MB" if unit == "bytes" else f" {unit}"
    if done > begun and seconds >= 1:
        rate = (done - begun) / seconds
        told.append(f"{_amount(rate, unit)}{' MB' if unit == 'bytes' else ''}/s")
        if total:
            told.append(f"{_time(max(total - done, 0) / rate)} left")
    return ", ".join(told)


class _Line:
    """What is drawn, and when."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._step, self._done, self._total, self._unit = "start", 0, 0, ""
        self._since, self._begun = time.monotonic(), 0
        self._live: Live | None = None
        self._timer = threading.Timer(PATIENCE, self._appear)
        self._interrupted = threading.Event()

    def tell(self, step: str, done: int = 0, total: int = 0, unit: str = "") -> None:
        """See `kg.progress.Progress`."""
        with self._lock:
            if step != self._step:
                self._since, self._begun = time.monotonic(), done
            self._step, self._done, self._total, self._unit = step, done, total, unit

    def begin(self, interrupted: threading.Event) -> None:
        """Appears after a while."""
        self._interrupted = interrupted
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """Goes, and leaves the terminal as it was."""
        try:
            self._timer.cancel()
            self._timer.join()
            if self._live is not None:
                self._live.stop()
        except KeyboardInterrupt:
            if self._live is not None:
                self._live.console.show_cursor()
            raise

    def __rich__(self) -> RenderableType:
        """The line, drawn anew each time."""
        from rich.progress_bar import ProgressBar
        from rich.table import Table

        with self._lock:
            step, done, total, unit = self._step, self._done, self._total, self._unit
            seconds, begun = time.monotonic() - self._since, self._begun
        told = figures(done, total, unit, seconds, begun)
        if self._interrupted.is_set():
            told = "stopping at the end of this step"
        row = Table.grid(padding=(0, 1))
        bar = ProgressBar(total=total, completed=min(done, total), width=_WIDTH)
        row.add_row(visible(step)[:_WIDTH], bar if total else self._spinner, told)
        return row

    def _appear(self) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.spinner import Spinner

        self._spinner = Spinner("line")
        console = Console(stderr=True)
        self._live = Live(
            self,
            console=console,
            refresh_per_second=_A_SECOND,
            transient=True,
            redirect_stdout=False,
        )
        self._live.start()


@contextmanager
def _noticed() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C at once, even while a step runs that does not come back to Python."""
    event = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield event
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

    def wait() -> None:
        with suppress(OSError):
            while number := os.read(reading, 1):
                if number[0] == signal.SIGINT:
                    event.set()

    watcher = threading.Thread(target=wait, daemon=True)
    watcher.start()
    try:
        yield event
    finally:
        signal.set_wakeup_fd(before)
        os.close(writing)
        watcher.join()
        os.close(reading)


def _amount(number: float, unit: str) -> str:
    if unit == "bytes":
        return f"{number / 1e6:.1f}"
    return f"{number:,.0f}"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
