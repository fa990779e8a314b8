"""An item passes through three institutes, and stays under the control of the first (R8, R9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.seal.did import did_key
from kg.seal.keys import new_key, write_key
from tests.receive.bundles import EX, HEAD, item
from tests.receive.test_import import decided, said, taken
from tests.support import kg

pytestmark = pytest.mark.usefixtures("few")

# Rated so low that the sender shares it with anybody.
OPEN = (
    item("ex:one", category="cat:EvaluationResult")
    + """
ex:sensitivity a kg:Assessment ; kg:assesses ex:one ; kg:dimension kg:ProprietarySensitivity ;
  kg:level kg:Low ; prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "known" .
ex:misuse a kg:Assessment ; kg:assesses ex:one ; kg:dimension kg:MisusePotential ;
  kg:level kg:Low ; prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "known" .
ex:benefit a kg:Assessment ; kg:assesses ex:one ; kg:dimension kg:CapacityBuilding ;
  kg:level kg:High ; prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "known" .
"""
)
# What the second institute has beside it: a partner, and a review for it.
US = """
us:tie a kg:Relationship ; kg:holder inst:US-CAISI ; kg:recipient inst:JP-AISI ; kg:strength kg:Established .
"""
REVIEW = """
us:review a kg:CaseReview ; kg:reviews ex:one ; kg:reviewRecipient inst:JP-AISI ; kg:verdict kg:Approved ;
  prov:generatedAtTime "2026-11-02"^^xsd:date ; dct:description "The sender agrees." ;
  prov:wasAttributedTo us:board .
"""


def exported(folder: Path, to: str, key: Path, log: Path, *inputs: object) -> Path:
    run = kg("export", "--to", to, "-o", folder, "--key", key, "--log", log, *inputs)
    assert run.returncode == 0, run.stderr
    return folder


def test_an_item_passes_through_three_institutes(tmp_path: Path) -> None:
    uk, us = tmp_path / "uk.ttl", tmp_path / "us.ttl"
    uk.write_text(HEAD + OPEN)
    us.write_text(HEAD + US)
    keys = {name: new_key() for name in ("uk", "us")}
    for name, key in keys.items():
        write_key(key, tmp_path / f"{name}.pem")
    trust = {name: ("--trust", did_key(key)) for name, key in keys.items()}
    at_us, at_jp = tmp_path / "at-us", tmp_path / "at-jp"
    day, next_day = ("--as-of", "2026-11-01"), ("--as-of", "2026-11-02")

    # The first institute would give it to either, and gives it to the second alone.
    assert decided(uk)["one", "US-CAISI"][0] == decided(uk)["one", "JP-AISI"][0] == "Share"
    from_uk = (tmp_path / "uk.pem", tmp_path / "uk-log", uk)
    first = exported(tmp_path / "uk-1", "inst:US-CAISI", *from_uk, *day)
    taken(first, at_us, *trust["uk"], "--inventory", us)

    # The second may not pass it on, whatever it reviews.
    us.write_text(HEAD + US + REVIEW)
    outcome, reasons = decided(us, at_us)["one", "JP-AISI"]
    assert outcome == "Withhold"
    assert {reason.partition(":")[0] for reason in reasons.split("|")} == {
        *("approved", "consent-missing", "restricted", "rule")
    }
    from_us = (tmp_path / "us.pem", tmp_path / "us-log", us, at_us)
    nothing = exported(tmp_path / "us-1", "inst:JP-AISI", *from_us, *next_day)
    assert EX + "one" not in "".join(path.read_text() for path in nothing.iterdir())

    # The first names the third; now the second may, after its own review.
    leave = (*from_uk, "--onward", "inst:JP-AISI", *next_day)
    second = exported(tmp_path / "uk-2", "inst:US-CAISI", *leave)
    assert kg("verify", first, second, *trust["uk"]).returncode == 0
    taken(second, at_us, *trust["uk"], "--inventory", us)
    outcomes = decided(us, at_us)
    assert outcomes["one", "JP-AISI"][0] == "Share"
    assert {who for (_, who), (outcome, _) in outcomes.items() if outcome != "Withhold"} == {
        "JP-AISI"
    }

    # The third has it from the second, and may not pass it on.
    on = exported(tmp_path / "us-2", "inst:JP-AISI", *from_us, *next_day)
    taken(nothing, at_jp, *trust["us"])
    taken(on, at_jp, *trust["us"])
    providers = {
        iri.rpartition("#")[2]
        for iri in said(at_jp, EX + "one")["https://w3id.org/aisi-kg/ns#providedBy"]
    }
    assert providers == {"UK-AISI", "US-CAISI"}
    jp = tmp_path / "jp.ttl"
    jp.write_text(HEAD + (US + REVIEW).replace("JP-AISI", "CA-AISI").replace("US-CAISI", "JP-AISI"))
    outcome, reasons = decided(jp, at_jp)["one", "CA-AISI"]
    assert outcome == "Withhold"
    for institute in ("UK-AISI", "US-CAISI"):
        assert f"consent-missing:https://w3id.org/aisi-kg/institute#{institute}" in reasons
    assert "restricted:" in reasons
