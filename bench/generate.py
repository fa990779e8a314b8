"""An inventory of any size, the same for the same seed: ``python -m bench.generate OUT --items N``.

What it looks like: holders are four institutes; categories follow Zipf's law over the shipped taxonomy,
a quarter of the items has two; 5 % have a provider, 30 % are about one of 200 systems, 3 % were obtained
by statutory power, 2 % are described, 2 % have an assessment of their own, 1 % a review, 1 % a restriction.
Beside the items: consents of each provider, two restrictions on categories, one legal gateway, one
compilation rule with five disclosures. With what is shipped, every item has 14 recipients.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

from kg import resources
from kg.terms import DCT, KG, PREFIXES, PROV, RDF, RDFS, XSD

EX = "https://example.org/bench#"
CAT, INST = PREFIXES["cat"], PREFIXES["inst"]
TYPE = f"<{RDF}type>"
DATE = f"^^<{XSD}date>"
HOLDERS = ("UK-AISI", "US-CAISI", "JP-AISI", "SG-AISI")
PROVIDERS = ("Anthropic", "OpenAI", "Microsoft")
REVIEWED = ("UK-AISI", "US-CAISI", "CA-AISI", "AU-AISI")  # for whom items are reviewed
SYSTEMS = 200
DISCLOSED = 5  # the first items: about the first systems, and never faulty
COMPILED = ("AgentScaffold", "AggregateEvaluationResult")  # neither is High Trust by itself
CHUNK = 10_000
DESCRIPTIONS = (
    (("contentKind", "EvaluationFinding"), ("granularity", "AggregateFigures")),
    (("contentKind", "FlawAccount"), ("patchState", "RemedyPending")),
    (("aroseFrom", "RedTeaming"), ("actionability", "ReplicableProtocol")),
    (("contentKind", "TestItems"), ("publicationState", "KeptSecret")),
)


def write(path: Path, items: int, seed: int = 1, *, faulty: float = 0.0) -> None:
    """Writes an inventory as ``.nt``, ``.nt.gz`` or ``.ttl``, as the name of the file says.

    Args:
        path: the file.
        items: how many.
        seed: another one, another inventory.
        faulty: the share of items with a fault (R12), at most a half; see `is_faulty`.
    """
    if path.suffix == ".ttl":
        _write_turtle(path, items, seed, faulty)
        return
    packed = path.suffix == ".gz"
    with gzip.open(path, "wt", compresslevel=1) if packed else path.open("w") as stream:
        stream.writelines(_texts(items, Random(seed), faulty))


def is_faulty(number: int, share: float) -> bool:
    """Whether the item of a number has a fault: they are spread evenly."""
    every = _every(share)
    return number >= DISCLOSED and bool(every) and number % every == every // 2


def faulty_items(items: int, share: float) -> list[str]:
    """The IRIs of the items with a fault."""
    return [f"{EX}item{number}" for number in range(items) if is_faulty(number, share)]


def _every(share: float) -> int:
    return round(1 / share) if share else 0


def categories() -> list[str]:
    """The shipped categories, sorted."""
    text = "".join(p.read_text() for p in resources.ontology_files() if "categories" in p.parts)
    return sorted(set(re.findall(r"^cat:(\w+) a owl:Class", text, re.MULTILINE)))


def _write_turtle(path: Path, items: int, seed: int, faulty: float) -> None:
    from pyoxigraph import RdfFormat, parse, serialize

    plain = path.with_suffix(".nt.part")
    write(plain, items, seed, faulty=faulty)
    names = {key: PREFIXES[key] for key in ("cat", "dct", "inst", "kg", "prov", "rdfs", "xsd")}
    serialize(
        parse(path=plain, format=RdfFormat.N_TRIPLES),
        output=path,
        format=RdfFormat.TURTLE,
        prefixes={**names, "ex": EX},
    )
    plain.unlink()


def _texts(items: int, rng: Random, faulty: float) -> Iterator[str]:
    names = categories()
    yield from _records(names, min(items, DISCLOSED))
    weights = list(accumulate(1 / rank for rank in range(1, len(names) + 1)))
    for first in range(0, items, CHUNK):
        numbers = range(first, min(first + CHUNK, items))
        types = rng.choices(names, cum_weights=weights, k=2 * len(numbers))
        for number in numbers:
            one, other = types.pop(), types.pop()
            if number < DISCLOSED:
                one = COMPILED[number % 2]
            text = _item(number, one, other, rng)
            if is_faulty(number, faulty):
                yield _spoilt(text, number, number // _every(faulty))
                continue
            yield text
            if rng.random() < 0.04:
                yield _record_of(number, rng)


def _item(number: int, one: str, other: str, rng: Random) -> str:
    item = f"<{EX}item{number}>"
    text = (
        f"{item} {TYPE} <{CAT}{one}> .\n"
        f'{item} <{DCT}created> "2026-0{rng.randrange(1, 10)}-11"{DATE} .\n'
        f'{item} <{DCT}title> "Item {number}"@en .\n'
        f"{item} <{KG}holder> <{INST}{HOLDERS[rng.randrange(4)]}> .\n"
    )
    if rng.random() < 0.25 and other != one:
        text += f"{item} {TYPE} <{CAT}{other}> .\n"
    if rng.random() < 0.3 or number < DISCLOSED:
        system = number if number < DISCLOSED else rng.randrange(SYSTEMS)
        text += f"{item} <{KG}aboutSystem> <{EX}system{system}> .\n"
    chance = rng.random()
    if chance < 0.05:
        text += f"{item} <{KG}providedBy> <{INST}{rng.choice(PROVIDERS)}> .\n"
    elif chance < 0.08:
        text += f"{item} <{KG}obtainedUnder> <{KG}StatutoryPower> .\n"
    elif chance < 0.10:
        for name, value in rng.choice(DESCRIPTIONS):
            text += f"{item} <{KG}{name}> <{KG}{value}> .\n"
    return text


def _record_of(number: int, rng: Random) -> str:
    """An assessment (one half), a review or a restriction of an item."""
    item, chance = f"<{EX}item{number}>", rng.random()
    if chance < 0.5:
        node = f"<{EX}assessment{number}>"
        dimension = rng.choice(("MisusePotential", "ProprietarySensitivity"))
        return (
            f"{node} {TYPE} <{KG}Assessment> .\n"
            f"{node} <{KG}assesses> {item} .\n"
            f"{node} <{KG}dimension> <{KG}{dimension}> .\n"
            f"{node} <{KG}level> <{KG}{rng.choice(('Low', 'Medium', 'High'))}> .\n"
            f'{node} <{PROV}generatedAtTime> "2026-09-01"{DATE} .\n'
            f'{node} <{DCT}description> "rated by hand"@en .\n'
        )
    if chance < 0.75:
        node = f"<{EX}review{number}>"
        return (
            f"{node} {TYPE} <{KG}CaseReview> .\n"
            f"{node} <{KG}reviews> {item} .\n"
            f"{node} <{KG}reviewRecipient> <{INST}{rng.choice(REVIEWED)}> .\n"
            f"{node} <{KG}verdict> <{KG}{rng.choice(('Approved', 'Denied'))}> .\n"
            f'{node} <{PROV}generatedAtTime> "2026-09-01"{DATE} .\n'
            f'{node} <{DCT}description> "looked at"@en .\n'
            f"{node} <{PROV}wasAttributedTo> <{EX}reviewer> .\n"
        )
    return _restriction(f"<{EX}restriction{number}>", item, rng.choice(HOLDERS))


def _restriction(node: str, target: str, recipient: str | None) -> str:
    named = f"{node} <{KG}prohibitsRecipient> <{INST}{recipient}> .\n" if recipient else ""
    return (
        f"{node} {TYPE} <{KG}Restriction> .\n"
        f"{node} <{KG}appliesTo> {target} .\n"
        f'{node} <{DCT}description> "by contract"@en .\n{named}'
    )


def _spoilt(text: str, number: int, turn: int) -> str:
    """An item with a fault, one of four kinds in turn (R12)."""
    item = f"<{EX}item{number}>"
    kind = turn % 4
    if kind == 0:  # no title
        return text.replace(f'{item} <{DCT}title> "Item {number}"@en .\n', "")
    return (
        text
        + (
            f"{item} <{KG}holder> <{INST}KR-AISI> .\n",  # a second holder
            f'{item} <{DCT}created> "2026-02-31"{DATE} .\n',  # no such day
            f"{item} <{KG}detail> <{KG}Tiny> .\n",  # no such term
        )[kind - 1]
    )


def _records(names: list[str], disclosed: int) -> Iterator[str]:
    """What is no item, and of which there is little."""
    for number in range(1, 4):
        institute = f"<{EX}institute{number}>"
        yield f"{institute} {TYPE} <{KG}Institute> .\n"
        yield f'{institute} <{RDFS}label> "Institute {number}"@en .\n'
    for provider, recipient in zip(PROVIDERS, ("CA-AISI", "AU-AISI", None), strict=True):
        for number, name in enumerate(names[:24:6]):
            node = f"<{EX}consent-{provider}-{number}>"
            yield f"{node} {TYPE} <{KG}Consent> .\n"
            yield f"{node} <{KG}consentBy> <{INST}{provider}> .\n"
            yield f"{node} <{KG}consentsTo> <{CAT}{name}> .\n"
            if recipient:
                yield f"{node} <{KG}consentsToRecipient> <{INST}{recipient}> .\n"
    yield _restriction(f"<{EX}restriction-one>", f"<{CAT}{names[10]}>", "KE-Envoy")
    yield _restriction(f"<{EX}restriction-all>", f"<{CAT}{names[20]}>", None)
    gateway = f"<{EX}gateway>"
    yield f"{gateway} {TYPE} <{KG}LegalGateway> .\n"
    yield f"{gateway} <{KG}holder> <{INST}UK-AISI> .\n"
    yield f"{gateway} <{KG}gatewayToRecipient> <{INST}CA-AISI> .\n"
    yield f"{gateway} <{KG}gatewayToRecipient> <{INST}AU-AISI> .\n"
    yield f"{gateway} <{DCT}source> <https://example.org/law> .\n"
    rule = f"<{EX}compilation>"
    yield f"{rule} {TYPE} <{KG}CompilationRule> .\n"
    for name in COMPILED:
        yield f"{rule} <{KG}compiles> <{CAT}{name}> .\n"
    yield f"{rule} <{KG}tier> <{KG}HighTrust> .\n"
    yield f'{rule} <{DCT}description> "together they say more"@en .\n'
    for number in range(disclosed):
        node = f"<{EX}disclosure{number}>"
        yield f"{node} {TYPE} <{KG}Disclosure> .\n"
        yield f"{node} <{KG}disclosed> <{EX}item{number}> .\n"
        yield f"{node} <{KG}recipient> <{INST}{('CA-AISI', 'AU-AISI')[number % 2]}> .\n"
        yield f'{node} <{PROV}atTime> "2026-03-01"{DATE} .\n'


def main() -> None:
    """Writes one inventory."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=write.__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--items", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faulty", type=float, default=0.0, metavar="SHARE")
    given = parser.parse_args()
    write(given.out, given.items, given.seed, faulty=given.faulty)


if __name__ == "__main__":
    main()
