"""The floor: every triple of the file, parsed by pyoxigraph and looked at from Python."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse

from bench.rivals import given


def main() -> None:
    """Iterates over the file."""
    for _ in parse(path=given().data, format=RdfFormat.N_TRIPLES):
        pass


if __name__ == "__main__":
    main()
