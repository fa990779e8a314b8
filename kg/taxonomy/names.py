"""Names as a table writes them: prefixed names, bare local names, IRIs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.lookup import is_iri
from kg.terms import PREFIXES, expand, shorten

_LOCAL = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)*", re.ASCII)
_SCHEMES = ("urn:", "mailto:", "tag:", "doi:")


@dataclass(frozen=True)
class Names:
    """How names are read.

    Attributes:
        namespace: what a bare local name is put behind; "" where there is none.
        prefixes: those of the user's file; ours come first.
    """

    namespace: str = ""
    prefixes: Mapping[str, str] | None = None

    def iri(self, text: str, *, bare: bool = False) -> str:
        """The IRI that a text stands for.

        Args:
            text: ``<IRI>``, an IRI, a prefixed name or, where ``bare``, a local name.
            bare: whether a local name alone is taken.

        Raises:
            ValueError: it stands for none; says why and what to write.
        """
        if bare and _LOCAL.fullmatch(text):
            if not self.namespace:
                raise ValueError(
                    f"{text} has no namespace: give one by --namespace, or write the whole IRI"
                )
            return self.namespace + text
        iri = self._expanded(text)
        bracketed = text.startswith("<")
        if not is_iri(iri) or not (bracketed or "://" in iri or iri.startswith(_SCHEMES)):
            raise ValueError(
                f"{text} is no IRI: write it whole (https://...), or as a prefixed name"
                f" with one of {' '.join(f'{p}:' for p in sorted(self._all()) if p)}"
            )
        return iri

    def _expanded(self, text: str) -> str:
        known = expand(text)
        prefix, colon, local = text.partition(":")
        if known != text or not colon or local.startswith("//"):
            return known
        return self._all()[prefix] + local if prefix in self._all() else text

    def _all(self) -> dict[str, str]:
        return {**(self.prefixes or {}), **PREFIXES}


def written(iri: str) -> str:
    """An IRI as a cell has it, which ``Names().iri`` reads again."""
    short = shorten(iri)
    if expand(short) == iri and short != iri:
        return short
    return iri if "://" in iri or iri.startswith(_SCHEMES) else f"<{iri}>"
