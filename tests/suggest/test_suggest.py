"""``kg suggest`` as a user runs it, the warning that follows, and that nothing else does."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

import kg as api
from kg.suggest import COLUMNS, suggest, suggestions
from tests.support import PREFIXES, ROOT, kg

NETWORK = ROOT / "examples" / "network"
AS_OF = ("--as-of", "2026-11-01")
KG, CAT = "https://w3id.org/aisi-kg/ns#", "https://w3id.org/aisi-kg/category#"
SCENARIO = "https://w3id.org/aisi-kg/scenario#"

INVENTORY = (
    PREFIXES
    + """
ex:Sheet a owl:Class , kg:InformationCategory ;
    rdfs:subClassOf kg:InformationItem ;
    rdfs:label "sheet"@en ;
    skos:definition "An item on one sheet."@en ;
    skos:editorialNote "For this test."@en .

ex:SheetSensitivity a kg:Assessment ;
    kg:assesses ex:Sheet ;
    kg:dimension kg:ProprietarySensitivity ;
    kg:level kg:Low ;
    prov:generatedAtTime "2025-01-01"^^xsd:date ;
    dct:description "Dull."@en .

ex:SheetMisuse a kg:Assessment ;
    kg:assesses ex:Sheet ;
    kg:dimension kg:MisusePotential ;
    kg:level kg:Low ;
    prov:generatedAtTime "2025-01-01"^^xsd:date ;
    dct:description "Dull."@en .

ex:Alpha a kg:Institute ; rdfs:label "Alpha"@en .
ex:Maker a prov:Agent ; rdfs:label "Maker"@en .
"""
)
HARM = """
ex:Harm a kg:MisuseScenario ;
    kg:scenarioFor ex:Sheet ;
    kg:actorClass kg:TrainedPerson ;
    kg:marginalUplift kg:MaterialUplift ;
    kg:severity kg:SeriousSeverity ;
    kg:timeToMisuse kg:AtOnce ;
    kg:defenceLag kg:WithinYears ;
    kg:evidence <https://example.org/report> ;
    prov:generatedAtTime "2025-06-01"^^xsd:date ;
    dct:description "A sheet is used at once."@en .
"""
RETRACTION = """
ex:Withdrawn a kg:EvidenceRetraction ;
    kg:retracts <https://example.org/report> ;
    prov:generatedAtTime "2026-06-01"^^xsd:date ;
    dct:description "The authors withdrew it."@en .
"""


def item(name: str, *facts: str) -> str:
    text = f'\nex:{name} a ex:Sheet ; dct:title "{name}"@en ; kg:holder ex:Alpha'
    return text + "".join(f" ; {fact}" for fact in facts) + " .\n"


@pytest.fixture
def inventory(tmp_path: Path):
    def write(*parts: str) -> Path:
        path = tmp_path / "inventory.ttl"
        path.write_text(INVENTORY + "".join(parts))
        return path

    return write


def rows(*arguments: object) -> list[dict[str, str]]:
    done = kg("suggest", *arguments, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def of(found: list[dict[str, str]], name: str) -> list[tuple[str, ...]]:
    return [
        (row["dimension"], row["suggested"], row["assessed"], row["status"], row["because"])
        for row in found
        if row["target"] == f"https://example.org/x#{name}"
    ]


def test_the_shipped_example() -> None:
    found = rows(NETWORK, *AS_OF)
    assert tuple(found[0]) == COLUMNS
    keys = [(row["target"], row["dimension"]) for row in found]
    assert keys == sorted(set(keys))
    by_key = {(row["target"].removeprefix(CAT), row["dimension"]): row for row in found}
    weights = by_key["ModelWeights", "MisusePotential"]
    assert (weights["suggested"], weights["status"]) == ("High", "agrees")
    assert weights["because"] == (
        f"NoDefence:{SCENARIO}LeakedWeights|OffenceComesFirst:{SCENARIO}LeakedWeights"
    )
    mended = by_key["PublicIncidentRecord", "MisusePotential"]
    assert mended["because"] == f"DefenceDominates:{SCENARIO}MendedFlawReused"
    assert (mended["suggested"], mended["assessed"], mended["status"]) == ("Low", "Low", "agrees")
    framework = by_key["OpenEvaluationFramework", "Interoperability"]
    assert framework["because"] == f"ToolIsMedium:{KG}SharedToolOrFormat"


def test_only_and_formats(tmp_path: Path) -> None:
    lower = rows(NETWORK, *AS_OF, "--only", "lower")
    assert {row["status"] for row in lower} == {"assessed-lower"}
    assert len(lower) == sum(row["status"] == "assessed-lower" for row in rows(NETWORK, *AS_OF))
    target = tmp_path / "lower.json"
    assert kg("suggest", NETWORK, *AS_OF, "--only", "lower", "-o", target).returncode == 0
    assert json.loads(target.read_text()) == lower
    drawn = kg("suggest", NETWORK, *AS_OF, "--only", "lower", "--format", "table").stdout
    for word in ("capability", "forecast", "misuse", "Unclear"):
        assert word in drawn


def test_what_an_item_is_counts_without_being_repeated(inventory) -> None:
    path = inventory(
        item("bare"),
        item("given", "kg:providedBy ex:Maker"),
        item("public", "kg:providedBy ex:Maker", "kg:obtainedUnder kg:PublicSource"),
        item("marked", "kg:providedBy ex:Maker", "kg:provenanceIndicator kg:AlreadyPublic"),
        item("secret", "kg:provenanceIndicator kg:UnderNda , kg:AlreadyPublic"),
        item("compelled", "kg:obtainedUnder kg:StatutoryPower"),
        item("named", "kg:provenanceIndicator kg:VoluntarilyGiven , kg:NamesCompany"),
    )
    found = rows(path, "--as-of", "2026-01-01")
    maker = "https://example.org/x#Maker"
    sensitivity = "ProprietarySensitivity"
    lower = "assessed-lower"
    assert of(found, "bare") == []
    assert of(found, "given") == [
        (sensitivity, "Medium", "Low", lower, f"ProvidedIsMedium:{maker}")
    ]
    public = f"PublicSourceIsLow:{KG}PublicSource"
    assert of(found, "public") == [(sensitivity, "Low", "Low", "agrees", public)]
    marked = f"PublicIsLow:{KG}AlreadyPublic"
    assert of(found, "marked") == [(sensitivity, "Low", "Low", "agrees", marked)]
    assert of(found, "secret") == [(sensitivity, "High", "Low", lower, f"NdaIsHigh:{KG}UnderNda")]
    compelled = f"StatutoryPowerIsHigh:{KG}StatutoryPower"
    assert of(found, "compelled") == [(sensitivity, "High", "Low", lower, compelled)]
    named = f"GivenAndNamedIsHigh:{KG}NamesCompany|GivenAndNamedIsHigh:{KG}VoluntarilyGiven"
    assert of(found, "named") == [(sensitivity, "High", "Low", lower, named)]


@pytest.mark.parametrize(
    ("signs", "level"),
    [
        ("kg:CommonStandard", "Medium"),
        ("kg:AlignedThresholds", "Medium"),
        ("kg:SharedToolOrFormat , kg:AlignedThresholds", "High"),
        ("kg:CommonStandard , kg:SharedToolOrFormat", "High"),
    ],
)
def test_interoperability(inventory, signs: str, level: str) -> None:
    path = inventory(item("tool", f"kg:interoperabilityIndicator {signs}"))
    ((dimension, suggested, assessed, status, _),) = of(rows(path), "tool")
    expected = ("Interoperability", level, "Unclear", "not-assessed")
    assert (dimension, suggested, assessed, status) == expected


def test_interoperability_is_counted_like_the_other_benefits(inventory) -> None:
    """R4: a no-brainer needs a benefit, and this one is enough; what is suggested is not."""
    sign = "kg:interoperabilityIndicator kg:CommonStandard , kg:SharedToolOrFormat"
    tiers = {}
    for level in ("none", "Low", "Medium", "High"):
        assessed = (
            f"ex:tool-I a kg:Assessment ; kg:assesses ex:tool ; kg:dimension kg:Interoperability ;"
            f' kg:level kg:{level} ; prov:generatedAtTime "2025-01-01"^^xsd:date ;'
            f' dct:description "So."@en .'
        )
        path = inventory(item("tool", sign), assessed if level != "none" else "")
        table = api.load(path, as_of="2026-01-01").tiers()
        row = table.filter(table["target"] == "https://example.org/x#tool").row(0, named=True)
        tiers[level] = (row["benefit"], row["tier"])
    assert tiers == {
        "none": ("Unclear", "GrayArea"),
        "Low": ("Low", "GrayArea"),
        "Medium": ("Medium", "NoBrainer"),
        "High": ("High", "NoBrainer"),
    }


def warned(path: Path, as_of: str) -> list[tuple[str, str]]:
    report = api.load(path, as_of=as_of).validate()
    assert report.conforms
    return [
        (found.focus.partition("#")[2], found.value.removeprefix(KG))
        for found in report.warnings
        if found.shape.endswith("#Assessment-belowSuggestion")
    ]


def test_the_warning_follows_the_evidence(inventory) -> None:
    path = inventory(HARM, RETRACTION)
    assert warned(path, "2025-05-31") == []
    assert warned(path, "2025-06-01") == [("SheetMisuse", "High")]
    assert warned(path, "2026-05-31") == [("SheetMisuse", "High")]
    assert warned(path, "2026-06-01") == [("SheetMisuse", "Unclear")]
    grounds = [row[4] for row in of(rows(path, "--as-of", "2026-06-01"), "Sheet")]
    assert grounds == ["no-evidence:https://example.org/x#Harm"]


def test_the_grounds_of_unclear_are_the_highest_rules_that_may_apply(inventory) -> None:
    path = inventory(HARM.replace("kg:WithinYears", "kg:NotKnown"))
    ((dimension, suggested, _, _, because),) = of(rows(path, "--as-of", "2026-01-01"), "Sheet")
    assert (dimension, suggested) == ("MisusePotential", "Unclear")
    assert because.split("|") == [
        f"{rule}-possible:https://example.org/x#Harm"
        for rule in ("NoDefence", "OffenceComesFirst", "PureHazard")
    ]
    closed = HARM.replace("kg:evidence", 'kg:validUntil "2026-01-01"^^xsd:date ; kg:evidence')
    ((_, suggested, _, _, because),) = of(rows(inventory(closed), "--as-of", "2026-01-01"), "Sheet")
    assert (suggested, because) == ("Unclear", "not-in-force:https://example.org/x#Harm")


def test_the_warning_is_of_the_current_assessment_and_a_reason_silences_it(inventory) -> None:
    newer = """
ex:SheetMisuse2026 a kg:Assessment ;
    kg:assesses ex:Sheet ;
    kg:dimension kg:MisusePotential ;
    kg:level kg:Medium ;
    kg:departsFromSuggestion "The report is about other sheets."@en ;
    prov:generatedAtTime "2026-02-01"^^xsd:date ;
    dct:description "Not quite as dull."@en .
"""
    path = inventory(HARM, newer)
    assert warned(path, "2026-01-01") == [("SheetMisuse", "High")]
    assert warned(path, "2026-02-01") == []
    shown = of(rows(path, "--as-of", "2026-02-01"), "Sheet")
    assert [row[3] for row in shown] == ["assessed-lower"]


def test_items_of_their_own_assessment_are_warned_of(inventory) -> None:
    assessed = """
ex:secret-P a kg:Assessment ;
    kg:assesses ex:secret ;
    kg:dimension kg:ProprietarySensitivity ;
    kg:level kg:Medium ;
    prov:generatedAtTime "2025-01-01"^^xsd:date ;
    dct:description "So."@en .
"""
    facts = "kg:provenanceIndicator kg:UnderNda"
    path = inventory(item("secret", facts), item("other", facts), assessed)
    assert warned(path, "2026-01-01") == [("secret-P", "High")]
    told = kg("decide", path, "--as-of", "2026-01-01").stderr
    assert "secret-P [kg:High]: This assessment is lower than the level suggested" in told


def test_what_is_shipped_has_no_such_warning() -> None:
    report = api.load(NETWORK, as_of="2026-11-01").validate()
    assert [f for f in report.warnings if f.shape.endswith("#Assessment-belowSuggestion")] == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("    kg:actorClass kg:TrainedPerson ;\n", "", "A scenario has one kg:actorClass"),
        ("kg:severity kg:SeriousSeverity", "kg:severity kg:High", "in the list"),
        ("kg:severity kg:SeriousSeverity", "kg:severity kg:SeriousSeverety", "mean kg:SeriousSev"),
        ("ex:Sheet ;\n    kg:actor", "ex:sheet1 ;\n    kg:actor", "one or more categories"),
        ('"2025-06-01"', '"2025-06-31"', "A scenario has one prov:generatedAtTime"),
        ("a kg:MisuseScenario", "a kg:MisuseScenario , kg:SafetyBenefitScenario", "either a"),
        ("a kg:MisuseScenario", "a kg:Assessment", "An assessment has one"),
    ],
)
def test_a_fault_in_a_scenario_stops_the_run(inventory, before, after, told) -> None:
    """R12: any other fault. Nothing is decided, nor suggested."""
    assert before in HARM
    path = inventory(HARM.replace(before, after), item("sheet1"))
    for command in ("suggest", "decide"):
        done = kg(command, path, "--as-of", "2026-01-01")
        assert done.returncode == 2
        assert done.stdout == ""
        assert told in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "part",
    [
        "ex:gone a kg:EvidenceRetraction ; kg:retracts <https://example.org/report> .",
        "ex:rule a kg:SuggestionRule ; kg:ruleFor kg:MisuseScenario ; kg:suggestsLevel kg:Low .",
        "ex:condition a kg:SuggestionCondition .",
        "ex:Awful a kg:SeverityValue ; kg:valueRank 9 .",
    ],
)
def test_a_fault_in_a_retraction_or_rule_stops_the_run(inventory, part: str) -> None:
    done = kg("suggest", inventory(HARM, part), "--as-of", "2026-01-01")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_withheld_item_has_no_suggestion(inventory) -> None:
    path = inventory(
        item("faulty", "kg:providedBy ex:Nobody"), item("given", "kg:providedBy ex:Maker")
    )
    done = kg("suggest", path, "--as-of", "2026-01-01")
    assert done.returncode == 1
    assert "withheld" in done.stderr
    assert "#faulty" not in done.stdout
    assert "#given" in done.stdout


def test_a_rule_and_a_characteristic_more_need_no_code(tmp_path: Path) -> None:
    """An input brings its own rule; a new characteristic is a property, a list and a rank."""
    rule = """
ex:IsBroad a kg:SuggestionCondition ; kg:characteristic kg:breadth ; kg:atLeast kg:AllSectors .
ex:BroadIsHigh a kg:SuggestionRule ;
    kg:ruleFor kg:MisuseScenario ;
    kg:suggestsOn kg:MisusePotential ;
    kg:suggestsLevel kg:High ;
    kg:condition ex:IsBroad .
"""
    path = tmp_path / "a.ttl"
    harm = HARM.replace("kg:AtOnce ;", "kg:NeverComes ; kg:breadth kg:AllSectors ;")
    path.write_text(INVENTORY + harm)
    assert of(rows(path, "--as-of", "2026-01-01"), "Sheet")[0][1] == "Unclear"
    path.write_text(INVENTORY + harm + rule)
    assert of(rows(path, "--as-of", "2026-01-01"), "Sheet")[0][1:2] == ("High",)


def test_no_rule_and_no_other_query_reads_a_suggestion() -> None:
    for folder in ("derive", "offer", "explain"):
        for path in (ROOT / "queries" / folder).iterdir():
            assert not re.search(r"suggest|kg:because|kg:scenarioFor", path.read_text()), path


def test_tiers_and_decisions_are_the_same_after_suggesting(inventory) -> None:
    path = inventory(HARM, item("given", "kg:providedBy ex:Maker"))
    plain = inventory_tables(path)
    loaded = api.load(path, as_of="2026-01-01")
    loaded.tiers()
    shown = suggestions(loaded._engine)
    ours = shown.filter(shown["target"].str.starts_with("https://example.org/"))
    assert ours["suggested"].to_list() == ["High", "Medium"]
    assert loaded.tiers().equals(plain[0])
    assert loaded.decide().equals(plain[1])
    without = inventory(item("given", "kg:providedBy ex:Maker"))
    assert all(a.equals(b) for a, b in zip(inventory_tables(without), plain, strict=True))


def inventory_tables(path: Path):
    loaded = api.load(path, as_of="2026-01-01")
    return loaded.tiers(), loaded.decide()


def test_assessed_targets_are_suggested_the_same(inventory) -> None:
    """What the warnings are made from is a part of what ``kg suggest`` shows."""
    loaded = api.load(NETWORK, as_of="2026-11-01")
    loaded.tiers()
    engine = loaded._engine
    graph = "https://w3id.org/aisi-kg/derived#suggestions"
    suggest(engine, "assessed")
    few = set(engine.triples(graph).splitlines())
    suggest(engine, "all")
    assert few < set(engine.triples(graph).splitlines())


@pytest.mark.parametrize("path", sorted((ROOT / "queries" / "suggest").rglob("*.ru")), ids=str)
def test_a_query_is_one_readable_file(path: Path) -> None:
    lines = path.read_text().splitlines()
    header = [line for line in lines if line.startswith("#")]
    assert any(line.startswith("# reads:") for line in header)
    assert any(line.startswith("# writes:") for line in header)
    assert len(lines) < 80
    assert not re.findall(r"(?:inst|cat|policy|scenario):\w+", "\n".join(lines[len(header) :]))
