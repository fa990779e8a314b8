"""Runs one command and measures it: ``python bench/launch.py SECONDS MEGABYTES LOG COMMAND ...``.

A small process of its own, for the peak memory that Linux reports of a child is at least what its parent
had when it was started. Prints one JSON object; what the command says on standard error goes to LOG.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

LOOK_EVERY = 0.1  # seconds between two looks at the memory


def main() -> None:
    """Measures, and stops what takes too long or too much."""
    seconds, megabytes, log, *command = sys.argv[1:]
    stopped: list[str] = []
    ended = threading.Event()
    start = time.perf_counter()
    with Path(log).open("wb") as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)

    def watch() -> None:
        while not ended.wait(LOOK_EVERY):
            late = time.perf_counter() - start > float(seconds)
            if late or _resident(process.pid) > float(megabytes):
                stopped.append("time" if late else "memory")
                process.kill()
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    ended.set()
    watcher.join()
    measured = {
        "seconds": round(taken, 3),
        "cpu": round(usage.ru_utime + usage.ru_stime, 3),
        "megabytes": round(usage.ru_maxrss / 1024),
        "status": os.waitstatus_to_exitcode(status),
        "stopped": stopped[0] if stopped else "",
    }
    print(json.dumps(measured))


def _resident(pid: int) -> float:
    """The megabytes that a process has now; 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
