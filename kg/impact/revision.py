"""Git revisions, read without a work tree and without git's filters, attributes or hooks.

``git archive`` and ``git checkout`` obey ``.gitattributes``, so that a revision could leave a file out
of what is compared. Here the blobs themselves are written.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import InputError

_FILES = ("100644", "100755")
# Messages in English; nothing is fetched, even in a partial clone.
_ENVIRONMENT = {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}


@dataclass(frozen=True)
class Revision:
    """A commit of the repository in the current folder.

    Attributes:
        name: as it was written.
        commit: its full hash.
        top: the repository's folder.
    """

    name: str
    commit: str
    top: Path

    def __str__(self) -> str:
        """The name, with the commit where the name does not say it."""
        return (
            self.name if self.commit.startswith(self.name) else f"{self.name} ({self.commit[:9]})"
        )

    def inside(self, path: Path) -> str | None:
        """A path as the repository names it; None if it lies outside."""
        resolved = path.resolve()
        return (
            resolved.relative_to(self.top).as_posix() if resolved.is_relative_to(self.top) else None
        )

    def has(self, inside: str) -> bool:
        """Whether the revision has a file or folder of that name ("." for all)."""
        name = f"{self.commit}:{'' if inside == '.' else inside}"
        return _git(self.top, "cat-file", "-e", name).returncode == 0


def find_revision(name: str) -> Revision | str:
    """The revision that a name stands for, or why it stands for none, in git's words."""
    here = Path.cwd()
    if not shutil.which("git"):
        return "git is not installed"
    top = _git(here, "rev-parse", "--show-toplevel")
    if top.returncode:
        return _reason(top)
    if not name or name.startswith("-"):
        return "no revision has such a name"
    commit = _git(here, "rev-parse", "--verify", f"{name}^{{commit}}")
    if commit.returncode:
        return _reason(commit)
    folder = Path(os.fsdecode(top.stdout.rstrip(b"\n"))).resolve()
    return Revision(name, commit.stdout.decode().strip(), folder)


def write_out(revision: Revision, inside: Iterable[str], folder: Path) -> None:
    """Writes files and folders of a revision below a folder, as they were committed.

    Args:
        revision: where from.
        inside: names as `Revision.inside` gives them; "." for all.
        folder: an empty folder.

    Raises:
        InputError: one is a symbolic link or a submodule, or git cannot read it.
    """
    wanted = [] if "." in inside else list(inside)
    listed = _git(
        revision.top, "ls-tree", "-r", "-z", "--full-tree", revision.commit, "--", *wanted
    )
    if listed.returncode:
        raise InputError(f"{revision}: {_reason(listed)}", "check the repository with git fsck")
    entries = dict(_entry(revision, line) for line in listed.stdout.split(b"\0") if line)
    asked = "".join(f"{blob}\n" for blob in entries.values()).encode()
    answer = _git(revision.top, "cat-file", "--batch", given=asked)
    if answer.returncode:
        raise InputError(f"{revision}: {_reason(answer)}", "check the repository with git fsck")
    for name, content in zip(entries, _contents(answer.stdout, revision), strict=True):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _entry(revision: Revision, line: bytes) -> tuple[str, str]:
    """A file's name and blob, from a line of ``git ls-tree``."""
    description, _, encoded = line.partition(b"\t")
    mode, _, blob = description.decode().split()
    name = os.fsdecode(encoded)
    path = PurePosixPath(name)
    if mode not in _FILES or path.is_absolute() or ".." in path.parts:
        raise InputError(
            f"{revision}:{name}: not a plain file (a symbolic link or a submodule)",
            "commit the file itself",
        )
    return name, blob


def _contents(answer: bytes, revision: Revision) -> Iterator[bytes]:
    """The contents in an answer of ``git cat-file --batch``."""
    position = 0
    while position < len(answer):
        end = answer.index(b"\n", position)
        words = answer[position:end].split()
        if len(words) != 3:  # "<hash> missing"
            raise InputError(f"{revision}: a file is not in this clone", "fetch it with its files")
        size = int(words[2])
        yield answer[end + 1 : end + 1 + size]
        position = end + size + 2


def _git(
    folder: Path, *arguments: str, given: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("git") or "git"
    return subprocess.run(  # noqa: S603 - arguments are a list, and names never begin with a dash
        [program, *arguments],
        cwd=folder,
        env={**os.environ, **_ENVIRONMENT},
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        check=False,
    )


def _reason(failed: subprocess.CompletedProcess[bytes]) -> str:
    lines = failed.stderr.decode(errors="replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else "git gives no reason"
