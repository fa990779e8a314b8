"""``python -m tests.released`` lists the terms of the version that is about to be released."""

from __future__ import annotations

from kg import __version__
from tests.released import HERE, as_csv, shipped, terms

if __name__ == "__main__":
    path = HERE / f"terms-{__version__}.csv"
    path.write_text(as_csv(terms(shipped())), encoding="utf-8")
    print(path)
