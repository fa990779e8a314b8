"""The files of a bundle against its manifest: exactly those that it lists, byte for byte."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from kg.bundle import DATA_FORMATS, MANIFEST, Manifest
from kg.errors import InputError

NEEDED = ("changes.trig", "ontology.ttl")


def found(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """What is below a folder, by path; links are not followed.

    Raises:
        InputError: a folder cannot be read.
    """

    def unreadable(error: OSError) -> None:
        raise InputError(f"{error.filename}: cannot be read ({error.strerror})", "check the folder")

    for here, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort()
        for name in sorted([*folders, *names]):
            path = Path(here) / name
            yield path.relative_to(folder).as_posix(), path.lstat()


def listing_problems(manifest: Manifest) -> list[str]:
    """What is wrong with the list of files itself."""
    paths = [file.path for file in manifest.files]
    told = [f"{path}: not a path within the bundle" for path in paths if not _is_within(path)]
    if paths != sorted(set(paths)) or MANIFEST in paths:
        told.append("its files are not listed once each, sorted, without the manifest")
    data = [path for path in paths if path in {f"data.{form}" for form in DATA_FORMATS}]
    if len(data) != 1:
        told.append(f"it lists {len(data)} files of data, not one")
    told += [f"it does not list {name}" for name in NEEDED if name not in paths]
    return told


def problems(folder: Path, manifest: Manifest) -> dict[str, str]:
    """What is not as the manifest lists it: by path, what is wrong.

    Raises:
        InputError: a folder or file cannot be read.
    """
    listed = {file.path: file for file in manifest.files if _is_within(file.path)}
    folders = {str(parent) for path in listed for parent in PurePosixPath(path).parents}
    there: set[str] = set()
    told: dict[str, str] = {}
    for path, about in found(folder):
        if stat.S_ISLNK(about.st_mode):
            told[path] = "a link; a bundle has none"
        elif stat.S_ISDIR(about.st_mode):
            if path not in folders:
                told[path] = "a folder that the manifest has no file in"
        elif not stat.S_ISREG(about.st_mode):
            told[path] = "no regular file"
        elif path in listed:
            there.add(path)
            if about.st_size != listed[path].size:
                told[path] = f"has {about.st_size} bytes, not the {listed[path].size} listed"
            elif _digest(folder / path) != listed[path].digest:
                told[path] = "is not the file that the manifest lists: its digest differs"
        elif path != MANIFEST:
            told[path] = "not in the manifest"
    told |= {path: "is missing" for path in listed if path not in there and path not in told}
    return dict(sorted(told.items()))


def data_file(manifest: Manifest) -> str:
    """The path of the data."""
    return next(
        file.path for file in manifest.files if file.path in {f"data.{f}" for f in DATA_FORMATS}
    )


def _is_within(path: str) -> bool:
    """Whether a path is written plainly and leads nowhere but down."""
    parts = path.split("/")
    return all(part not in ("", ".", "..") for part in parts) and not (
        set(path) & set("\\:") or any(ord(char) < 32 for char in path)
    )


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return "sha256:" + hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "check the file") from None
