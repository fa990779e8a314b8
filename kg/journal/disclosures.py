"""The disclosures of a log as triples: who has which item since when, for R13.

They follow from the records alone, so that whatever else stands in the file was not written by the log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from kg.journal.record import Record
from kg.terms import KG, PROV, RDF, XSD

DISCLOSURE: Final = "https://w3id.org/aisi-kg/disclosure#"


def triples(records: Iterable[Record]) -> list[bytes]:
    """The lines of ``disclosures.nt``: a disclosure of each item to each who is reached, once.

    A later one of the same item to the same institute says nothing new, and is left out.
    """
    since: dict[tuple[str, str], str] = {}
    lines: list[bytes] = []
    for record in records:
        for item in record.items:
            for reached in record.reached:
                if since.get((item, reached), "~") > record.day:
                    since[item, reached] = record.day
                    lines.extend(_disclosure(item, reached, record.day))
    return lines


def _disclosure(item: str, reached: str, day: str) -> list[bytes]:
    """The four triples, sorted."""
    named = hashlib.sha256(f"{item} {reached} {day}".encode()).hexdigest()[:32]
    said = (
        f"<{RDF}type> <{KG}Disclosure>",
        f"<{KG}disclosed> <{item}>",
        f"<{KG}recipient> <{reached}>",
        f'<{PROV}atTime> "{day}"^^<{XSD}date>',
    )
    return [f"<{DISCLOSURE}{named}> {each} .\n".encode() for each in said]
