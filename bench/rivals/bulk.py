"""Oxigraph's bulk_load and nothing else: in memory, or on disk where a fourth argument names a folder."""

from __future__ import annotations

import sys

from pyoxigraph import RdfFormat, Store

from bench.rivals import given


def main() -> None:
    """Loads the file."""
    store = Store(*sys.argv[4:])
    store.bulk_load(path=given().data, format=RdfFormat.N_TRIPLES)


if __name__ == "__main__":
    main()
