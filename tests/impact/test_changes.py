"""What each kind of change does: taxonomy, policy, shapes, rules, data; and that none does nothing."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from kg.impact.moves import flips as flip_table
from kg.present.impact import as_csv, as_json, as_table
from kg.present.impact_markdown import as_markdown
from tests.impact.impact_support import (
    CAT,
    DAY,
    EX,
    KG,
    append,
    edit,
    flips,
    impact,
    inventory,
    loosen,
    report,
    shuffled,
    tree,
)
from tests.support import ROOT, kg

LOWER = """
cat:ModelWeights-ProprietarySensitivity-2026-11-20 a kg:Assessment ;
    kg:assesses cat:ModelWeights ;
    kg:dimension kg:ProprietarySensitivity ;
    kg:level kg:Medium ;
    prov:generatedAtTime "2026-11-20"^^xsd:date ;
    dct:description "Made up."@en .

cat:ModelWeights-MisusePotential-2026-11-20 a kg:Assessment ;
    kg:assesses cat:ModelWeights ;
    kg:dimension kg:MisusePotential ;
    kg:level kg:Medium ;
    prov:generatedAtTime "2026-11-20"^^xsd:date ;
    dct:description "Made up."@en .
"""


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    return tree(tmp_path / "base"), tree(tmp_path / "head")


def test_another_order_and_other_blank_nodes_change_nothing(
    trees: tuple[Path, Path], tmp_path: Path
) -> None:
    base, head = trees
    for folder in ("ontology", "shapes"):
        for path in sorted((head / folder).rglob("*.ttl")):
            shuffled(path)
    edit(head / "queries/derive/13-r04-tier.ru", "INSERT", "INSERT\n  ")
    edit(head / "queries/derive/13-r04-tier.ru", "# R4 Tier:", "# R4, the tier:")
    found = report(base, head, inventory(tmp_path / "data"), status=0)
    for part in ("decisions", "tiers", "levels", "terms", "queries"):
        assert found[part] == []
    assert (found["widens"], found["other_reasons"]) == (False, 0)


def test_another_serialisation_changes_nothing(tmp_path: Path) -> None:
    base = inventory(tmp_path / "base", "ex:plain ex:note [ ex:in [ ex:depth ( 1 2 ) ] ] .")
    head = inventory(tmp_path / "head", "ex:plain ex:note [ ex:in [ ex:depth ( 1 2 ) ] ] .")
    shuffled(head, "inventory.nt")
    found = impact(base, tmp_path / "head" / "inventory.nt")
    assert found.empty
    assert as_table(found) == "Nothing changes.\n\n"
    assert as_csv(found).count("\n") == 1


def test_a_policy_that_permits_more_widens(trees: tuple[Path, Path], tmp_path: Path) -> None:
    base, head = trees
    loosen(head)
    data = inventory(tmp_path / "data")
    rule = "rule:GrayArea-Bilateral-Nascent"
    found = report(base, head, data, status=3)
    assert found["decisions"] == [
        {
            "item": EX + "gray",
            "recipient": EX + "There",
            "before": KG + "Review",
            "after": KG + "Share",
            "reasons_before": ["review-pending", rule],
            "reasons_after": [rule],
            "widens": True,
        }
    ]
    assert (found["widens"], found["tiers"], found["levels"]) == (True, [], [])
    (term,) = found["terms"]
    assert term == {
        "term": "https://w3id.org/aisi-kg/policy#GrayArea-Bilateral-Nascent",
        "graph": "facts",
        "change": "changed",
        "added": [f"<{KG}outcome> <{KG}Share>"],
        "removed": [f"<{KG}outcome> <{KG}Review>"],
        "replaced_by": [],
    }
    narrower = impact(head, base, data)
    assert flips(narrower) == [("gray", "There", "Share", "Review", False)]
    assert not narrower.widens


def test_two_policy_files(trees: tuple[Path, Path], tmp_path: Path) -> None:
    base, head = trees
    loosen(head)
    data = inventory(tmp_path / "data")
    found = impact(base / "ontology/policy.ttl", head / "ontology/policy.ttl", data)
    assert flips(found) == [("gray", "There", "Review", "Share", True)]
    assert [each.term.rsplit("#")[-1] for each in found.terms] == ["GrayArea-Bilateral-Nascent"]


def test_a_tier_of_a_category_that_falls_widens_without_any_item(
    trees: tuple[Path, Path], tmp_path: Path
) -> None:
    base, head = trees
    append(head / "ontology/categories/few.ttl", LOWER)
    run = kg("impact", base, head, "--as-of", DAY)
    assert run.returncode == 3
    assert "no decision was compared" in run.stderr
    found = impact(base, head)
    moved = {row[0]: row[1:] for row in found.tiers.iter_rows()}
    assert moved[CAT + "ModelWeights"] == ("category", "HighTrust", "GrayArea", True)
    levels = found.levels.filter(found.levels["target"] == CAT + "ModelWeights")
    assert sorted(levels.select("dimension", "before", "after").iter_rows()) == [
        ("misuse_potential", "High", "Medium"),
        ("proprietary_sensitivity", "High", "Medium"),
    ]
    assert {each.change for each in found.terms} == {"added"}
    assert not impact(head, base).widens


def test_a_new_category_does_not_widen(trees: tuple[Path, Path]) -> None:
    base, head = trees
    append(
        head / "ontology/categories/few.ttl",
        """cat:Leaflet a owl:Class , kg:InformationCategory ;
            rdfs:subClassOf cat:StaffingAndSetUpLesson ; rdfs:label "leaflet"@en ;
            skos:definition "A lesson on one sheet."@en ; dct:source <https://example.org> .""",
    )
    found = impact(base, head)
    assert list(found.tiers.iter_rows()) == [
        (CAT + "Leaflet", "category", None, "NoBrainer", False)
    ]
    assert [(each.term, each.change) for each in found.terms] == [(CAT + "Leaflet", "added")]
    assert not found.widens


def test_a_deprecated_term_and_what_replaces_it(trees: tuple[Path, Path]) -> None:
    base, head = trees
    append(
        head / "ontology/categories/few.ttl",
        "cat:ModelWeights owl:deprecated true ; dct:isReplacedBy cat:DeveloperInformation .",
    )
    found = impact(base, head)
    (term,) = found.terms
    assert (term.term, term.change) == (CAT + "ModelWeights", "deprecated")
    assert term.replaced_by == (CAT + "DeveloperInformation",)
    assert "| deprecated, replaced by `cat:DeveloperInformation` |" in as_markdown(found)


def test_a_shape_that_makes_an_item_invalid(trees: tuple[Path, Path], tmp_path: Path) -> None:
    base, head = trees
    append(
        head / "shapes/item.ttl",
        """shapes:Item-shortTitle a sh:NodeShape ; sh:targetNode <https://example.org/x#plain> ;
            sh:property shapes:Item-shortTitle-title .
           shapes:Item-shortTitle-title a sh:PropertyShape ; sh:path dct:title ; sh:maxLength 3 ;
            sh:severity sh:Violation ; sh:message "A short title."@en .""",
    )
    data = inventory(tmp_path / "data")
    found = impact(base, head, data)
    assert ("plain", "There", "Share", "Withhold", False) in flips(found)
    assert set(found.decisions["reasons_after"]) == {"invalid-data"}
    assert [words.split(" ")[0] for words in found.withheld] == [EX + "plain"]
    assert {(each.graph, each.change) for each in found.terms} == {("shapes", "added")}
    run = kg("impact", base, head, data, "--as-of", DAY)
    assert run.returncode == 0
    assert "HEAD withholds https://example.org/x#plain (invalid-data)" in run.stderr
    assert ("plain", "There", "Withhold", "Share", True) in flips(impact(head, base, data))


def test_a_rule_that_forgets_restrictions(trees: tuple[Path, Path], tmp_path: Path) -> None:
    base, head = trees
    (head / "queries/derive/19-r08-restriction.ru").write_text("# R8: nothing.\n")
    data = inventory(
        tmp_path / "data",
        "ex:embargo a kg:Restriction ; kg:appliesTo ex:plain ; kg:prohibitsRecipient ex:There ;"
        " dct:description 'made up'@en .",
    )
    found = impact(base, head, data)
    assert ("plain", "There", "Withhold", "Share", True) in flips(found)
    assert found.queries == (("derive/19-r08-restriction.ru", "changed"),)
    assert found.terms == ()
    reasons = dict(found.decisions.select("recipient", "reasons_before").iter_rows())
    assert f"restricted:{EX}embargo" in reasons[EX + "There"]


def test_data_new_pairs_widen_unless_withheld_and_gone_pairs_do_not(tmp_path: Path) -> None:
    base = inventory(tmp_path / "base")
    head = inventory(
        tmp_path / "head",
        "ex:Third a kg:Institute ; rdfs:label 'Third'@en .",
    )
    edit(head, "ex:gray-", "ex:grey-")
    edit(head, "ex:gray ", "ex:grey ")
    found = flips(impact(base, head))
    assert ("plain", "Third", None, "Share", True) in found
    assert ("grey", "There", None, "Review", True) in found
    assert ("grey", "Third", None, "Withhold", False) in found
    assert ("gray", "There", "Review", None, False) in found
    widens = [row[-1] for row in found]
    assert widens == sorted(widens, reverse=True)


def test_a_relationship_in_a_blank_node_changes(tmp_path: Path) -> None:
    base, head = inventory(tmp_path / "base"), inventory(tmp_path / "head")
    edit(head, "kg:strength kg:Established", "kg:strength kg:NoRelationship")
    found = impact(base, head)
    assert flips(found) == [("gray", "There", "Review", "Withhold", False)]
    assert [(each.term, each.change) for each in found.terms] == [("", "added"), ("", "removed")]
    assert f"<{KG}strength> <{KG}Established>" in found.terms[1].removed


def test_other_reasons_are_counted_only(trees: tuple[Path, Path], tmp_path: Path) -> None:
    base, head = trees
    edit(
        head / "ontology/policy.ttl",
        'dct:identifier "GrayArea-Bilateral-Nascent"',
        'dct:identifier "GrayArea-Bilateral-Begun"',
    )
    found = impact(base, head, inventory(tmp_path / "data"))
    assert (found.decisions.height, found.other_reasons) == (0, 1)
    assert "Same outcome for other reasons: 1 decision." in as_table(found)


PAIRS = {("a", "b"), ("b", "a"), (None, "a"), (None, "b"), ("a", None)}
ORDERS = {
    "as shipped": (({"a": 1, "b": 2, "c": 3},) * 2, {("b", "a"), (None, "a"), (None, "b")}),
    "turned round": (({"a": 3, "b": 2, "c": 1},) * 2, {("a", "b"), (None, "b")}),
    "in either": (({"a": 1, "b": 2}, {"a": 2, "b": 1}), PAIRS - {("a", None)}),
    "new in HEAD": (
        ({"a": 1, "c": 3}, {"a": 1, "b": 2, "c": 3}),
        {("b", "a"), (None, "a"), (None, "b")},
    ),
    "unknown": (({}, {}), PAIRS),
}


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_is_what_the_data_ranks(name: str) -> None:
    orders, expected = ORDERS[name]
    columns = dict.fromkeys(("item", "recipient", "outcome", "reasons"), pl.String)

    def side(outcome: str | None) -> pl.DataFrame:
        rows = [("item", "recipient", outcome, "reason")] if outcome else []
        return pl.DataFrame(rows, schema=columns, orient="row")

    widens = {
        (before, after)
        for before, after in PAIRS
        if flip_table(side(before), side(after), orders)["widens"].item()
    }
    assert widens == expected


def test_every_format_says_the_same(trees: tuple[Path, Path], tmp_path: Path) -> None:
    base, head = trees
    loosen(head)
    append(head / "ontology/categories/few.ttl", LOWER)
    found = impact(base, head, inventory(tmp_path / "data"))
    for text in (as_json(found), as_csv(found), as_table(found), as_markdown(found)):
        for word in ("gray", "ModelWeights", "GrayArea-Bilateral-Nascent", "level"):
            assert word in text
    assert as_csv(found).splitlines()[1].startswith("WIDENS,decision,")
    assert as_table(found).startswith("WIDENS: 1 decision becomes more permissive")


def test_the_example_with_itself(tmp_path: Path) -> None:
    run = kg(
        "impact", "./ontology/policy.ttl", "./ontology/policy.ttl", "examples/network", cwd=ROOT
    )
    assert (run.returncode, run.stdout.count("\n")) == (0, 1)
