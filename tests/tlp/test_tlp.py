"""A TLP label never reaches further than the decisions do, whatever the policy and the table say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from kg import resources
from kg.inventory import load
from kg.tlp import labels
from tests.reference.generate import Inventory, interesting_dates, inventory
from tests.reference.rules import random_policy
from tests.reference.safeguards import members
from tests.support import PREFIXES, ROOT, kg

KG = "https://w3id.org/aisi-kg/ns#"
PUBLIC, SHARE = KG + "Public", KG + "Share"
WIDTH = ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]
# The widest label by tier and channel, as docs/mappings.md has it.
AT_MOST = {
    ("NoBrainer", "Bilateral"): "TLP:AMBER+STRICT",
    ("NoBrainer", "Multilateral"): "TLP:GREEN",
    ("NoBrainer", "PublicRelease"): "TLP:CLEAR",
    ("GrayArea", "Bilateral"): "TLP:AMBER+STRICT",
    ("GrayArea", "Multilateral"): "TLP:AMBER+STRICT",
    ("GrayArea", "PublicRelease"): "TLP:CLEAR",
    ("HighTrust", "Bilateral"): "TLP:RED",
    ("HighTrust", "Multilateral"): "TLP:RED",
}
Decisions = dict[tuple[str, str], tuple[str, str, str]]
Labels = dict[tuple[str, str], str]
ALWAYS_CLEAR = re.compile(r"tlp:atMost tlp:[A-Z-]+")


@pytest.fixture(autouse=True)
def _core(monkeypatch: pytest.MonkeyPatch) -> None:
    use_ontology(monkeypatch, ROOT / "ontology" / "tlp.ttl")


def use_ontology(monkeypatch: pytest.MonkeyPatch, table: Path) -> None:
    folder = ROOT / "ontology"
    files = [folder / "kg.ttl", folder / "tiers.ttl", table]
    monkeypatch.setattr(resources, "ontology_files", lambda: files)


def labelled(
    source: Path, as_of: date, policy: Path | None = None, engine: str = "oxigraph"
) -> tuple[Decisions, Labels]:
    loaded = load(source, as_of=as_of, policy=policy, engine=engine)
    decided = {row[:2]: row[2:5] for row in loaded.decide().iter_rows()}
    found = {(row[0], row[1]): row[2] for row in labels(loaded._engine).iter_rows()}
    return decided, found


def drawn(seed: int, folder: Path) -> tuple[Inventory, date, Path, Path | None]:
    """A generated inventory, its date, its file, and a policy's file for half of the seeds."""
    rng = Random(seed)
    made = inventory(rng, size=rng.choice([4, 8, 12]))
    source, policy = folder / f"{seed}.ttl", folder / f"{seed}.policy.ttl"
    source.write_text(made.turtle)
    policy.write_text(random_policy(rng).turtle)
    return made, rng.choice(interesting_dates(made, rng)), source, policy if seed % 2 else None


def audience(label: str, recipient: str, made: Inventory, as_of: date) -> set[str]:
    """Who may receive under a label that a recipient gets with the information."""
    network = recipient in made.facts.networks
    community = members(made.facts, recipient, as_of) if network else {recipient}
    if label == "TLP:CLEAR":
        return set(made.recipients)
    if label == "TLP:GREEN":
        assert network, "a community is a network's"
        return community
    return {recipient}


def widened(made: Inventory, as_of: date, decided: Decisions, found: Labels) -> Iterator[str]:
    """Every one who may receive under a label and is refused by a decision."""
    for (item, recipient), label in found.items():
        if label:
            holder = made.facts.items[item].holder
            for one in audience(label, recipient, made, as_of) - {holder}:
                if decided[item, one][2] != SHARE:
                    yield f"{item} to {recipient} is {label}, and so goes to {one}"


def test_labels_never_widen_under_any_policy(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for seed in range(25):
        made, as_of, source, policy = drawn(seed, tmp_path)
        decided, found = labelled(source, as_of, policy)
        assert not list(widened(made, as_of, decided, found)), f"seed {seed} as of {as_of}"
        assert set(found) == {pair for pair, row in decided.items() if row[2] == SHARE}
        for pair, label in found.items():
            channel, tier, _ = (iri.removeprefix(KG) for iri in decided[pair])
            assert (channel == "PublicRelease") == (label in ("TLP:CLEAR", ""))
            limit = AT_MOST.get((tier, channel), "")
            assert not label or WIDTH.index(label) <= WIDTH.index(limit)
            seen[label] += 1
            seen["narrowed"] += label != limit
    assert {"TLP:RED", "TLP:AMBER+STRICT", "TLP:GREEN", "TLP:CLEAR", "", "narrowed"} <= set(seen)


def test_not_even_a_careless_table_widens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = (ROOT / "ontology" / "tlp.ttl").read_text()
    (tmp_path / "tlp.ttl").write_text(ALWAYS_CLEAR.sub("tlp:atMost tlp:CLEAR", table))
    use_ontology(monkeypatch, tmp_path / "tlp.ttl")
    green = 0
    for seed in range(25):
        made, as_of, source, policy = drawn(seed, tmp_path)
        decided, found = labelled(source, as_of, policy)
        assert not list(widened(made, as_of, decided, found)), f"seed {seed} as of {as_of}"
        green += sum(label == "TLP:GREEN" for label in found.values())
        assert "TLP:AMBER" not in found.values()
    assert green


def test_engines_agree(tmp_path: Path) -> None:
    for seed in range(2):  # one of them with a policy of its own
        _, as_of, source, policy = drawn(seed, tmp_path)
        assert labelled(source, as_of, policy) == labelled(source, as_of, policy, "rdflib")


def test_a_member_that_is_refused_narrows_the_networks_label(tmp_path: Path) -> None:
    """A network's decision can be Share while a member's own is not (R10): no onward sharing then."""
    source = tmp_path / "a.ttl"
    denial = """
ex:denial a kg:CaseReview ; kg:reviews ex:item ; kg:reviewRecipient ex:B ; kg:verdict kg:Denied ;
    prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "no" ; prov:wasAttributedTo ex:x .
"""
    source.write_text(PREFIXES + NETWORK)
    assert set(labelled(source, date(2026, 6, 1))[1].values()) == {"TLP:AMBER+STRICT", "TLP:GREEN"}
    source.write_text(PREFIXES + NETWORK + denial)
    decided, found = labelled(source, date(2026, 6, 1))
    ex = "https://example.org/x#"
    assert decided[ex + "item", ex + "B"][2] == KG + "Withhold"
    assert found == {
        (ex + "item", ex + "C"): "TLP:AMBER+STRICT",
        (ex + "item", ex + "N"): "TLP:AMBER+STRICT",
    }


def test_a_network_without_members_is_no_community(tmp_path: Path) -> None:
    source = tmp_path / "a.ttl"
    source.write_text(PREFIXES + NETWORK)
    _, found = labelled(source, date(2020, 1, 1))
    assert set(found.values()) == {"TLP:AMBER+STRICT"}


def test_command_line() -> None:
    result = kg("tlp", "examples/network", "--as-of", "2026-11-01", cwd=ROOT)
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "item,recipient,label,marking"
    assert lines[1:] == sorted(lines[1:])
    item = "https://example.org/uk-aisi#o1-findings"
    assert [line for line in lines if line.startswith(item)] == [
        f"{item},https://w3id.org/aisi-kg/institute#US-CAISI,TLP:RED,"
        "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
    ]


NETWORK = """
ex:A a kg:Institute ; rdfs:label "A" .
ex:B a kg:Institute ; rdfs:label "B" .
ex:C a kg:Institute ; rdfs:label "C" .
ex:N a kg:Network ; rdfs:label "N" ; kg:membership ex:mA , ex:mB , ex:mC .
ex:mA a kg:Membership ; kg:member ex:A ; kg:validFrom "2025-01-01"^^xsd:date .
ex:mB a kg:Membership ; kg:member ex:B ; kg:validFrom "2025-01-01"^^xsd:date .
ex:mC a kg:Membership ; kg:member ex:C ; kg:validFrom "2025-01-01"^^xsd:date .
ex:Cat a owl:Class , kg:InformationCategory ; rdfs:subClassOf kg:InformationItem ; rdfs:label "cat"@en ;
    skos:definition "A cat."@en ; dct:source <https://example.org/source> .
ex:r1 a kg:Assessment ; kg:assesses ex:Cat ; kg:dimension kg:ProprietarySensitivity ; kg:level kg:Low ;
    prov:generatedAtTime "2019-01-01"^^xsd:date ; dct:description "r" .
ex:r2 a kg:Assessment ; kg:assesses ex:Cat ; kg:dimension kg:MisusePotential ; kg:level kg:Low ;
    prov:generatedAtTime "2019-01-01"^^xsd:date ; dct:description "r" .
ex:r3 a kg:Assessment ; kg:assesses ex:Cat ; kg:dimension kg:TrustBuilding ; kg:level kg:High ;
    prov:generatedAtTime "2019-01-01"^^xsd:date ; dct:description "r" .
ex:item a ex:Cat ; dct:title "item" ; kg:holder ex:A .
"""
