"""The shipped examples show what their READMEs say, rule by rule, row by row."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import astuple
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kg.classify import classify, new_types
from kg.inventory import Inventory, load
from tests.reference import rules as reference
from tests.support import ROOT

EXAMPLES = ROOT / "examples"
NETWORK = EXAMPLES / "network"
DAY = "2026-11-01"
SMALL = sorted(path.name for path in EXAMPLES.glob("[0-9][0-9]-*"))
TWINS = sorted(path.parent.parent.name for path in EXAMPLES.glob("*/invalid/invalid.ttl"))

AISI = "https://example.org/uk-aisi#"
EX = "https://example.org/example#"
INST = "https://w3id.org/aisi-kg/institute#"
KG = "https://w3id.org/aisi-kg/ns#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
INSTITUTES = (
    "UK-AISI US-CAISI EU-AIOffice JP-AISI SG-AISI KR-AISI CA-AISI FR-INESIA AU-AISI KE-Envoy"
)
IN_EXAMPLE = {"PartnersGroup": AISI, "Public": KG}

Row = tuple[str, str, str]
"""Tier, outcome and reasons, by local names."""


@cache
def network(day: str = DAY) -> Inventory:
    return load(NETWORK, as_of=day)


@cache
def rows(day: str = DAY) -> dict[tuple[str, str], Row]:
    """The decisions of the example, by item and recipient."""
    return {
        (_local(item), _local(recipient)): (_local(tier), _local(outcome), _short(reasons))
        for item, recipient, _, tier, outcome, reasons in network(day).decide().iter_rows()
    }


@cache
def levels() -> dict[str, tuple[str, ...]]:
    """Proprietary sensitivity, misuse potential, benefit and tier of each target."""
    return {target: tuple(rest) for target, _, *rest in network().tiers().iter_rows()}


@cache
def offering() -> Inventory:
    """The example once more, for an offer changes what is derived."""
    return load(NETWORK, as_of=DAY)


@cache
def offered(recipient: str) -> set[tuple[str, str, str]]:
    """Family, item and detail."""
    table = offering().offer(IN_EXAMPLE.get(recipient, INST) + recipient)
    return {(_local(head), _local(item), detail) for head, item, detail in table.iter_rows()}


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _short(reasons: str) -> str:
    for namespace in (AISI, INST, KG):
        reasons = reasons.replace(namespace, "")
    return reasons


def shipped() -> list[Path]:
    return sorted((ROOT / "ontology").rglob("*.ttl"))


@cache
def reference_facts() -> reference.Facts:
    """What the reference reads in the example and what is shipped."""
    return reference.Facts.parse(*shipped(), *sorted(NETWORK.glob("*.ttl")))


# The example as a whole


def test_it_is_valid() -> None:
    report = network().validate()
    assert report.violations == ()
    assert sorted((_local(found.focus), _local(found.shape)) for found in report.warnings) == [
        ("classifier-notes", "Item-specific"),
        ("compute-setup", "Item-specific"),
        ("consent-indicators", "Consent-expired"),
        ("joint-test-results", "Item-specific"),
        ("o1-findings", "Item-specific"),
        ("o1-scores", "Item-specific"),
        ("o1-summary", "Item-specific"),
        ("o1-was-tested", "Item-specific"),
        ("private-benchmarks", "Item-specific"),
        ("research-agenda", "Item-specific"),
        ("review-classifier-US", "CaseReview-expired"),
        ("review-mythos-scores-SG", "CaseReview-needless"),
    ]


def test_it_is_large_and_varied() -> None:
    facts = reference_facts()
    assert len(facts.items) == 43
    categories = set().union(*(facts.nodes(item, RDF_TYPE) for item in facts.items))
    assert len(categories) == 33
    holders = Counter(_local(item.holder) for item in facts.items.values())
    assert holders == {"UK-AISI": 37, "US-CAISI": 3, "EU-AIOffice": 2, "JP-AISI": 1}


def test_all_kinds_occur() -> None:
    found = rows().values()
    assert {tier for tier, _, _ in found} == {"NoBrainer", "GrayArea", "HighTrust"}
    assert {outcome for _, outcome, _ in found} == {"Share", "Review", "Withhold"}
    kinds = {reason.partition(":")[0] for _, _, reasons in found for reason in reasons.split("|")}
    assert kinds == {
        "rule",
        "approved",
        "denied",
        "review-pending",
        "restricted",
        "consent-missing",
        "gateway-missing",
        "compilation",
    }


def test_every_sharing_rule_applies_somewhere() -> None:
    """All twelve of the default policy."""
    reasons = {reason for _, _, found in rows().values() for reason in found.split("|")}
    expected = {f"rule:{rule.id}" for rule in reference.default_policy().rules}
    assert {reason for reason in reasons if reason.startswith("rule:")} == expected


@pytest.mark.parametrize("day", ["2025-08-01", "2026-06-01", DAY, "2026-12-01"])
def test_the_reference_decides_alike(day: str) -> None:
    facts = reference_facts()
    expected = reference.decide(facts, reference.default_policy(), date.fromisoformat(day))
    assert list(network(day).decide().iter_rows()) == [astuple(row) for row in expected]


@pytest.mark.parametrize("recipient", [*INSTITUTES.split(), "InternationalNetwork", *IN_EXAMPLE])
def test_the_reference_offers_alike(recipient: str) -> None:
    facts = reference_facts()
    iri = IN_EXAMPLE.get(recipient, INST) + recipient
    expected = reference.offer(facts, reference.default_policy(), date.fromisoformat(DAY), iri)
    assert list(offering().offer(iri).iter_rows()) == [astuple(row) for row in expected]


# One test a rule


def test_r01_the_newest_assessment_counts() -> None:
    item = ("agent-vulnerabilities", "US-CAISI")
    before = "restricted:embargo-agent|review-pending|rule:HighTrust-Bilateral-Strong"
    assert rows("2025-08-01")[item] == ("HighTrust", "Withhold", before)
    after = "approved:review-agent-US|rule:GrayArea-Bilateral-Nascent"
    assert rows()[item] == ("GrayArea", "Share", after)


def test_r01_on_a_tie_the_worse_counts() -> None:
    assert levels()[AISI + "hijacking-lessons"] == ("Low", "Medium", "Medium", "GrayArea")
    expected = ("GrayArea", "Review", "review-pending|rule:GrayArea-Bilateral-Nascent")
    assert rows()["hijacking-lessons", "CA-AISI"] == expected


def test_r02_a_level_is_inherited() -> None:
    assert levels()[AISI + "mythos-transcripts"][:2] == ("High", "High")
    expected = ("HighTrust", "Review", "review-pending|rule:HighTrust-Bilateral-Strong")
    assert rows()["mythos-transcripts", "US-CAISI"] == expected


def test_r03_an_item_has_its_own_level() -> None:
    assert levels()[AISI + "o1-was-tested"][:2] == ("Low", "Low")
    expected = ("NoBrainer", "Share", "rule:NoBrainer-Bilateral-NoRelationship")
    assert rows()["o1-was-tested", "JP-AISI"] == expected


def test_r04_without_a_benefit_no_no_brainer() -> None:
    assert levels()[AISI + "office-rota"] == ("Low", "Low", "Low", "GrayArea")
    expected = ("GrayArea", "Withhold", "rule:GrayArea-Bilateral-NoRelationship")
    assert rows()["office-rota", "JP-AISI"] == expected


def test_r05_the_recipients_are_all_but_the_holder() -> None:
    recipients = {recipient for item, recipient in rows() if item == "deepseek-report"}
    everyone = {*INSTITUTES.split(), "InternationalNetwork", *IN_EXAMPLE}
    assert recipients == everyone - {"US-CAISI"}
    expected = ("NoBrainer", "Share", "rule:NoBrainer-Bilateral-NoRelationship")
    assert rows()["deepseek-report", "UK-AISI"] == expected


def test_r06_a_tie_has_a_window() -> None:
    item = ("documentation-summary", "UK-AISI")
    assert rows("2026-08-31")[item][1:] == (
        "Withhold",
        "gateway-missing|rule:GrayArea-Bilateral-NoRelationship",
    )
    approved = "approved:review-documentation-UK|rule:GrayArea-Bilateral-Nascent"
    assert rows()[item] == ("GrayArea", "Share", approved)
    ended = "approved:review-documentation-UK|rule:GrayArea-Bilateral-NoRelationship"
    assert rows("2027-09-01")[item][1:] == ("Withhold", ended.partition("|")[2])


def test_r06_a_shipped_tie_begins() -> None:
    item = ("joint-test-results", "AU-AISI")
    assert rows("2026-05-24")[item][1:] == ("Withhold", "rule:GrayArea-Bilateral-NoRelationship")
    pending = "review-pending|rule:GrayArea-Bilateral-Nascent"
    assert rows("2026-05-25")[item][1:] == ("Review", pending)


def test_r06_a_network_is_as_near_as_its_farthest_member() -> None:
    near = "review-pending|rule:GrayArea-Multilateral-Nascent"
    assert rows()["compute-setup", "PartnersGroup"] == ("GrayArea", "Review", near)
    far = "rule:GrayArea-Multilateral-NoRelationship"
    assert rows()["compute-setup", "InternationalNetwork"] == ("GrayArea", "Withhold", far)


def test_r07_tier_channel_and_strength_make_the_outcome() -> None:
    nascent = "review-pending|rule:GrayArea-Bilateral-Nascent"
    assert rows()["private-benchmarks", "SG-AISI"] == ("GrayArea", "Review", nascent)
    nothing = "rule:GrayArea-Bilateral-NoRelationship"
    assert rows()["private-benchmarks", "JP-AISI"] == ("GrayArea", "Withhold", nothing)


def test_r08_a_restriction_holds_while_it_lasts() -> None:
    item = ("mythos-bypass", "US-CAISI")
    during = "approved:review-bypass-US|restricted:embargo-bypass|rule:HighTrust-Bilateral-Strong"
    assert rows()[item] == ("HighTrust", "Withhold", during)
    after = "approved:review-bypass-US|rule:HighTrust-Bilateral-Strong"
    assert rows("2026-12-01")[item] == ("HighTrust", "Share", after)


def test_r08_a_member_restricts_its_network() -> None:
    network_rule = "restricted:no-signatory|rule:NoBrainer-Multilateral-NoRelationship"
    expected = ("NoBrainer", "Withhold", network_rule)
    assert rows()["sandbox-guide", "InternationalNetwork"] == expected
    assert rows()["sandbox-guide", "KR-AISI"][1] == "Share"
    assert rows()["sandbox-guide", "PartnersGroup"][1] == "Share"


def test_r08_a_category_is_restricted() -> None:
    expected = "restricted:access-terms-paraphrase|review-pending|rule:HighTrust-Bilateral-Strong"
    assert rows()["paraphrase-data", "US-CAISI"] == ("HighTrust", "Withhold", expected)


def test_r09_consent_for_a_network_as_such() -> None:
    group = "approved:review-o1-scores-group|rule:GrayArea-Multilateral-Nascent"
    assert rows()["o1-scores", "PartnersGroup"] == ("GrayArea", "Share", group)
    member = "consent-missing:OpenAI|review-pending|rule:GrayArea-Bilateral-Nascent"
    assert rows()["o1-scores", "SG-AISI"] == ("GrayArea", "Withhold", member)
    whole = "rule:GrayArea-Multilateral-NoRelationship"
    assert rows()["o1-scores", "InternationalNetwork"] == ("GrayArea", "Withhold", whole)


def test_r09_consent_for_all_members() -> None:
    group = "review-pending|rule:GrayArea-Multilateral-Nascent"
    assert rows()["mythos-safeguards", "PartnersGroup"] == ("GrayArea", "Review", group)
    whole = "consent-missing:Anthropic|rule:GrayArea-Multilateral-NoRelationship"
    assert rows()["mythos-safeguards", "InternationalNetwork"] == ("GrayArea", "Withhold", whole)


def test_r09_every_provider_is_asked() -> None:
    missing = "consent-missing:Anthropic|consent-missing:OpenAI"
    expected = f"{missing}|review-pending|rule:HighTrust-Bilateral-Strong"
    assert rows()["distillation-evidence", "US-CAISI"] == ("HighTrust", "Withhold", expected)


def test_r09_a_consent_ends() -> None:
    item = ("espionage-indicators", "US-CAISI")
    assert "consent-missing" not in rows("2026-05-12")[item][2]
    expected = "consent-missing:Anthropic|review-pending|rule:HighTrust-Bilateral-Strong"
    assert rows()[item] == ("HighTrust", "Withhold", expected)


def test_r09_a_gateway_names_its_recipients() -> None:
    expected = "gateway-missing|rule:GrayArea-Bilateral-NoRelationship"
    assert rows()["documentation-summary", "US-CAISI"] == ("GrayArea", "Withhold", expected)


def test_r10_the_newest_review_counts() -> None:
    item = ("research-agenda", "SG-AISI")
    denied = "denied:review-agenda-SG-2026-01|rule:GrayArea-Bilateral-Nascent"
    assert rows("2026-02-01")[item] == ("GrayArea", "Withhold", denied)
    approved = "approved:review-agenda-SG-2026-03|rule:GrayArea-Bilateral-Nascent"
    assert rows()[item] == ("GrayArea", "Share", approved)


def test_r10_on_a_tie_a_denial_wins() -> None:
    expected = "denied:review-forecast-SG-security|rule:GrayArea-Bilateral-Nascent"
    assert rows()["cyber-forecast", "SG-AISI"] == ("GrayArea", "Withhold", expected)


def test_r10_a_review_is_for_exactly_its_recipient() -> None:
    expected = "denied:review-questions-group|rule:GrayArea-Multilateral-Nascent"
    assert rows()["open-questions", "PartnersGroup"] == ("GrayArea", "Withhold", expected)
    assert rows()["open-questions", "CA-AISI"][1] == "Review"


def test_r11_all_reasons_are_told() -> None:
    reasons = "consent-missing:Anthropic|restricted:embargo-bypass"
    expected = f"{reasons}|rule:HighTrust-Bilateral-NoRelationship"
    assert rows()["mythos-bypass", "CA-AISI"] == ("HighTrust", "Withhold", expected)


@pytest.mark.parametrize(
    ("example", "item", "shape"),
    [
        ("01-first-item", "onboarding-notes", "Item-holder"),
        ("04-renderings", "findings-in-brief", "Rendering-detail"),
        ("05-description", "scores", "Description-deploymentStage"),
    ],
)
def test_r12_what_is_faulty_is_withheld(example: str, item: str, shape: str) -> None:
    twin = load(EXAMPLES / example / "invalid" / "invalid.ttl", as_of=DAY)
    report = twin.validate()
    assert [(found.focus, _local(found.shape)) for found in report.violations] == [
        (EX + item, shape)
    ]
    assert report.withheld == {EX + item: (EX + item,)}
    decided = [row[3:] for row in twin.decide().iter_rows() if row[0] == EX + item]
    assert set(decided) == {(KG + "HighTrust", KG + "Withhold", "invalid-data")}


def test_r13_a_disclosure_makes_the_next_piece_sensitive() -> None:
    item = ("mythos-scores", "SG-AISI")
    before = "approved:review-mythos-scores-SG|rule:GrayArea-Bilateral-Nascent"
    assert rows("2026-06-01")[item] == ("GrayArea", "Share", before)
    after = "compilation:scores-and-safeguards|rule:HighTrust-Bilateral-NoRelationship"
    assert rows()[item] == ("HighTrust", "Withhold", after)


def test_r13_an_item_alone_holds_both_pieces() -> None:
    reasons = "compilation:scores-and-safeguards|review-pending|rule:HighTrust-Bilateral-Strong"
    assert levels()[AISI + "classifier-notes"][-1] == "GrayArea"
    assert rows()["classifier-notes", "US-CAISI"] == ("HighTrust", "Review", reasons)
    assert {row[0] for key, row in rows().items() if key[0] == "classifier-notes"} == {"HighTrust"}


def test_r13_what_a_member_has_counts_for_its_network_and_the_public() -> None:
    item, compiled = "agent-incidents", "compilation:incidents-and-weaknesses"
    member = f"{compiled}|review-pending|rule:GrayArea-Bilateral-Nascent"
    assert rows()[item, "US-CAISI"] == ("GrayArea", "Review", member)
    whole = f"{compiled}|rule:GrayArea-Multilateral-NoRelationship"
    assert rows()[item, "InternationalNetwork"] == ("GrayArea", "Withhold", whole)
    public = f"{compiled}|rule:GrayArea-PublicRelease-NoRelationship"
    assert rows()[item, "Public"] == ("GrayArea", "Withhold", public)
    group = ("NoBrainer", "Share", "rule:NoBrainer-Multilateral-NoRelationship")
    assert rows()[item, "PartnersGroup"] == group


@pytest.mark.parametrize(
    ("recipient", "item", "detail"),
    [
        ("US-CAISI", "o1-findings", "Full"),
        ("CA-AISI", "o1-summary", "Summary"),
        ("AU-AISI", "o1-scores", "Aggregate"),
        ("PartnersGroup", "o1-scores", "Aggregate"),
        ("JP-AISI", "o1-was-tested", "ExistenceOnly"),
    ],
)
def test_r14_the_most_detailed_is_offered(recipient: str, item: str, detail: str) -> None:
    family = {row for row in offered(recipient) if row[0] == "o1-findings"}
    assert family == {("o1-findings", item, detail)}


def test_r14_the_summary_may_go_where_the_documentation_may_not() -> None:
    withheld = ("HighTrust", "Withhold", "rule:HighTrust-Bilateral-NoRelationship")
    assert rows()["model-documentation", "UK-AISI"] == withheld
    assert ("model-documentation", "documentation-summary", "Summary") in offered("UK-AISI")


# The small ones


def test_the_small_ones_are_there() -> None:
    names = (
        "01-first-item 02-consent 03-compilation 04-renderings 05-description 06-marked-statement"
    )
    assert names.split() == SMALL
    assert TWINS == ["01-first-item", "04-renderings", "05-description", "06-marked-statement"]


@pytest.mark.parametrize("name", SMALL)
def test_a_small_one_is_valid_and_decided_as_the_reference_does(name: str, tmp_path: Path) -> None:
    """The reference reads no definitions: it is told the types that follow from descriptions."""
    path = EXAMPLES / name / "inventory.ttl"
    loaded = load(path, as_of=DAY)
    assert loaded.violations() == ()
    types = tmp_path / "types.ttl"
    types.write_bytes(new_types(classify(loaded)))
    facts = reference.Facts.parse(*shipped(), path, types)
    expected = reference.decide(facts, reference.default_policy(), date.fromisoformat(DAY))
    assert list(loaded.decide().iter_rows()) == [astuple(row) for row in expected]
    assert len((path.parent / "README.md").read_text().splitlines()) == 3


def test_01_is_shared_by_default() -> None:
    table = load(EXAMPLES / "01-first-item" / "inventory.ttl", as_of=DAY).decide()
    assert {
        _local(recipient): _local(outcome) for _, recipient, _, _, outcome, _ in table.iter_rows()
    } == dict.fromkeys(
        [*INSTITUTES.split()[1:], "InternationalNetwork"],
        "Share",
    ) | {"Public": "Review"}


def test_02_consent_ends() -> None:
    path = EXAMPLES / "02-consent" / "inventory.ttl"
    (during,) = load(path, as_of="2026-12-31").decide(to=("inst:CA-AISI",)).iter_rows()
    (after,) = load(path, as_of="2027-01-01").decide(to=("inst:CA-AISI",)).iter_rows()
    rule = "review-pending|rule:GrayArea-Bilateral-Nascent"
    assert during[4:] == (KG + "Review", rule)
    assert after[4:] == (KG + "Withhold", f"consent-missing:{EX}Company|{rule}")


def test_03_the_two_are_not_offered_together() -> None:
    path = EXAMPLES / "03-compilation" / "inventory.ttl"
    hours = (EX + "test-hours", EX + "test-hours", "Full")
    assert list(load(path, as_of=DAY).offer("inst:JP-AISI").iter_rows()) == [hours]
    assert list(load(path, as_of=DAY).offer("inst:KR-AISI").iter_rows()) == []


def test_04_the_summary_is_offered() -> None:
    table = load(EXAMPLES / "04-renderings" / "inventory.ttl", as_of=DAY).offer("inst:JP-AISI")
    assert list(table.iter_rows()) == [(EX + "findings", EX + "findings-in-brief", "Summary")]


def test_05_a_description_moves_the_tier() -> None:
    tiers = load(EXAMPLES / "05-description" / "inventory.ttl", as_of=DAY).tiers()
    assert {_local(row[0]): row[5] for row in tiers.iter_rows() if row[1] == "item"} == {
        "draft": "GrayArea",
        "exam": "GrayArea",
        "flaw": "HighTrust",
        "scores": "GrayArea",
        "scores-of-some-system": "GrayArea",
        "secret-exam": "GrayArea",
        "stripped-model": "HighTrust",
        "transcripts": "HighTrust",
    }


def test_06_the_statement_is_withheld_and_its_item_shared() -> None:
    path = EXAMPLES / "06-marked-statement" / "inventory.ttl"
    table = load(path, as_of=DAY).decide(to=("inst:JP-AISI", "inst:KR-AISI"))
    rows = {(_local(row[0]), _local(row[1])): _local(row[4]) for row in table.iter_rows()}
    assert rows == {
        ("cluster-guide", "JP-AISI"): "Share",
        ("cluster-guide", "KR-AISI"): "Share",
        ("cluster-size", "JP-AISI"): "Withhold",
        ("cluster-size", "KR-AISI"): "Share",
    }


def test_06_a_mark_that_misses_withholds_its_item_too() -> None:
    twin = load(EXAMPLES / "06-marked-statement" / "invalid" / "invalid.ttl", as_of=DAY)
    report = twin.validate()
    assert [(found.focus, _local(found.shape)) for found in report.violations] == [
        (EX + "cluster-size", "Statement-asserted")
    ]
    by = (EX + "cluster-size",)
    assert report.withheld == {EX + "cluster-guide": by, EX + "cluster-size": by}


def test_the_turtle_is_formatted() -> None:
    formatter = shutil.which("turtlefmt", path=str(Path(sys.executable).parent))
    assert formatter, "install the extra: pip install aisi-kg[test]"
    run = subprocess.run(
        [formatter, "--check", str(EXAMPLES)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
