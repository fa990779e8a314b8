"""An inventory of any size: Zipf categories, 5 % with providers, 2 % assessed, 1 % reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

from kg import resources

EX = "https://example.org/bench#"
KG = "https://w3id.org/aisi-kg/ns#"
INST = "https://w3id.org/aisi-kg/institute#"
HOLDERS = ("UK-AISI", "US-CAISI", "JP-AISI", "SG-AISI")
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
DATE = "^^<http://www.w3.org/2001/XMLSchema#date>"


def write(path: Path, items: int, seed: int = 1) -> None:
    """Writes N-Triples with ``items`` items; each has 14 recipients with what is shipped."""
    with path.open("w") as stream:
        stream.writelines(f"{line} .\n" for line in _triples(items, Random(seed)))


def categories() -> list[str]:
    """The shipped categories, sorted."""
    text = "".join(p.read_text() for p in resources.ontology_files() if "categories" in p.parts)
    return sorted(set(re.findall(r"^cat:(\w+) a owl:Class", text, re.MULTILINE)))


def _triples(items: int, rng: Random) -> Iterator[str]:
    names = categories()
    weights = list(accumulate(1 / rank for rank in range(1, len(names) + 1)))
    for number in range(1, 4):
        institute = f"<{EX}institute{number}>"
        yield f"{institute} {TYPE} <{KG}Institute>"
        yield f'{institute} <http://www.w3.org/2000/01/rdf-schema#label> "Institute {number}"@en'
    for number in range(items):
        item = f"<{EX}item{number}>"
        for name in set(rng.choices(names, cum_weights=weights, k=rng.choice((1, 1, 1, 2)))):
            yield f"{item} {TYPE} <https://w3id.org/aisi-kg/category#{name}>"
        yield f'{item} <http://purl.org/dc/terms/title> "Item {number}"@en'
        yield f"{item} <{KG}holder> <{INST}{rng.choice(HOLDERS)}>"
        yield f'{item} <http://purl.org/dc/terms/created> "2026-0{rng.randint(1, 9)}-11"{DATE}'
        if rng.random() < 0.05:
            provider = rng.choice(("Anthropic", "OpenAI", "Microsoft"))
            yield f"{item} <{KG}providedBy> <{INST}{provider}>"
        if rng.random() < 0.02:
            yield from _assessment(item, number, rng)
        if rng.random() < 0.01:
            yield from _review(item, number, rng)
        if rng.random() < 0.01:
            restriction = f"<{EX}restriction{number}>"
            yield f"{restriction} {TYPE} <{KG}Restriction>"
            yield f"{restriction} <{KG}appliesTo> {item}"
            yield f"{restriction} <{KG}prohibitsRecipient> <{INST}{rng.choice(HOLDERS)}>"
            yield f'{restriction} <http://purl.org/dc/terms/description> "by contract"@en'


def _assessment(item: str, number: int, rng: Random) -> Iterator[str]:
    node = f"<{EX}assessment{number}>"
    dimension = rng.choice(("MisusePotential", "ProprietarySensitivity"))
    yield f"{node} {TYPE} <{KG}Assessment>"
    yield f"{node} <{KG}assesses> {item}"
    yield f"{node} <{KG}dimension> <{KG}{dimension}>"
    yield f"{node} <{KG}level> <{KG}{rng.choice(('Low', 'Medium', 'High'))}>"
    yield f'{node} <http://www.w3.org/ns/prov#generatedAtTime> "2026-09-01"{DATE}'
    yield f'{node} <http://purl.org/dc/terms/description> "rated by hand"@en'


def _review(item: str, number: int, rng: Random) -> Iterator[str]:
    node = f"<{EX}review{number}>"
    yield f"{node} {TYPE} <{KG}CaseReview>"
    yield f"{node} <{KG}reviews> {item}"
    yield f"{node} <{KG}reviewRecipient> <{INST}{rng.choice(('CA-AISI', 'AU-AISI'))}>"
    yield f"{node} <{KG}verdict> <{KG}{rng.choice(('Approved', 'Denied'))}>"
    yield f'{node} <http://www.w3.org/ns/prov#generatedAtTime> "2026-09-01"{DATE}'
    yield f'{node} <http://purl.org/dc/terms/description> "looked at"@en'
    yield f"{node} <http://www.w3.org/ns/prov#wasAttributedTo> <{EX}reviewer>"
