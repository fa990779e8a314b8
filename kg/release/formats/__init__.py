"""What a bundle has on demand, for tools that partners have: ``kg export --with NAME``.

Each function returns the bytes of its files by their path in the bundle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kg.release.content import Content
from kg.release.formats.skos import skos
from kg.release.formats.stix import stix
from kg.release.formats.tables import tables

EXTRAS: Final[Mapping[str, Callable[[Content], dict[str, bytes]]]] = {
    "skos": skos,
    "stix": stix,
    "tables": tables,
}
