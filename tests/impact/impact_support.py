"""A small inventory, and copies of what is shipped that a test changes."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from kg.impact import Impact, compare
from tests.support import PREFIXES, ROOT, cut_out, kg

DAY = date(2026, 12, 1)
EX = "https://example.org/x#"
KG = "https://w3id.org/aisi-kg/ns#"
CAT = "https://w3id.org/aisi-kg/category#"
CATEGORIES = frozenset(
    ("DeveloperInformation", "EvaluationInfrastructure", "ModelWeights", "StaffingAndSetUpLesson")
)
THERE = EX + "There"
SHARE, REVIEW, WITHHOLD = (KG + name for name in ("Share", "Review", "Withhold"))

# A no-brainer and a gray item of one institute, and another to which it has a relationship.
RECORDS = """
ex:Here a kg:Institute ; rdfs:label "Here"@en .
ex:There a kg:Institute ; rdfs:label "There"@en .
[] a kg:Relationship ; kg:holder ex:Here ; kg:recipient ex:There ; kg:strength kg:Established .
ex:plain a cat:EvaluationInfrastructure ; dct:title "plain"@en ; kg:holder ex:Here .
ex:gray a cat:EvaluationInfrastructure ; dct:title "gray"@en ; kg:holder ex:Here .
""" + "".join(
    f"""
ex:{item}-{dimension} a kg:Assessment ; kg:assesses ex:{item} ; kg:dimension kg:{dimension} ;
    kg:level kg:{level} ; prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "-"@en .
"""
    for item, dimension, level in (
        ("plain", "ProprietarySensitivity", "Low"),
        ("plain", "MisusePotential", "Low"),
        ("plain", "CapacityBuilding", "High"),
        ("gray", "ProprietarySensitivity", "Low"),
        ("gray", "MisusePotential", "Medium"),
    )
)


def inventory(folder: Path, more: str = "", name: str = "inventory.ttl") -> Path:
    """The small inventory, and what a test adds."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(PREFIXES + RECORDS + more)
    return path


def tree(folder: Path) -> Path:
    """A copy of what is shipped, with few categories: they are in ``few.ttl``."""
    for name in ("shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "ontology" / "categories").mkdir(parents=True)
    for name in ("kg.ttl", "tiers.ttl", "network.ttl", "policy.ttl"):
        shutil.copy(ROOT / "ontology" / name, folder / "ontology" / name)
    categories = cut_out(CATEGORIES).read_text()
    (folder / "ontology" / "categories" / "few.ttl").write_text(PREFIXES + categories)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replaces what must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + "\n" + text)


def loosen(root: Path, tier: str = "GrayArea-Bilateral-Nascent") -> None:
    """Lets a sharing rule share what it sent to review."""
    path = root / "ontology" / "policy.ttl"
    head, rule, rest = path.read_text().partition(f"policy:{tier} a kg:SharingRule")
    assert rule
    path.write_text(head + rule + rest.replace("kg:outcome kg:Review", "kg:outcome kg:Share", 1))


def impact(base: object, head: object, *inputs: Path, **options: Any) -> Impact:
    return compare(str(base), str(head), inputs, as_of=DAY, **options)


def flips(found: Impact) -> list[tuple[str, str, str | None, str | None, bool]]:
    """The decisions that flip, IRIs by local name."""
    rows = found.decisions.select("item", "recipient", "before", "after", "widens").iter_rows()
    return [(*(part and part.rsplit("#")[-1] for part in row[:4]), row[4]) for row in rows]


def report(*arguments: object, status: int, **options: Any) -> dict[str, Any]:
    """The JSON that the command prints."""
    run = kg("impact", *arguments, "--as-of", DAY, "--format", "json", **options)
    assert (run.returncode, "Traceback" in run.stderr) == (status, False), run.stderr
    return json.loads(run.stdout)


def shuffled(path: Path, name: str | None = None) -> None:
    """Writes a file anew as N-Triples: other order, other blank nodes."""
    form = RdfFormat.from_extension(path.suffix[1:])
    quads = [
        Quad(_other(each.subject), each.predicate, _other(each.object))
        for each in parse(path.read_bytes(), format=form, base_iri=path.as_uri())
    ]
    random.Random(7).shuffle(quads)
    text = "".join(f"{quad.triple} .\n" for quad in quads)
    path.unlink()
    (path.with_name(name) if name else path).write_text(text)


def _other(term: Any) -> Any:
    return BlankNode("other" + term.value[::-1]) if isinstance(term, BlankNode) else term
