"""Categories that follow from descriptions: the rules, HermiT and OWL 2 RL say the same."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from kg.classify import classify, compare, new_types
from kg.engines import EngineName
from kg.inventory import Inventory, load
from kg.resources import shipped
from kg.tables import table
from kg.terms import DERIVED, KG, OWL, RDF, RDFS, local_name
from tests.classify.descriptions import (
    by_owl_rl,
    described,
    few_categories,
    shipped_categories,
    vocabulary,
)
from tests.support import PREFIXES, ROOT, in_columns

EXAMPLE = ROOT / "examples" / "05-description" / "inventory.ttl"
few = pytest.mark.usefixtures("_few")
DAY = "2026-11-01"
CATEGORIES = str(shipped("queries") / "classify" / "categories.rq")
EX = "https://example.org/x#"
FOLLOWS = {
    "draft DraftStandard new: Standard and negotiationState UnderNegotiation",
    "draft EvaluationStandard new: Standard and regulates Evaluating",
    "draft Standard new: InformationItem and contentKind Norm",
    "flaw AttackIndicator new: IncidentAndVulnerabilityReport and contentKind RecognitionTraces",
    "flaw IncidentAndVulnerabilityReport new: InformationItem and contentKind FlawAccount",
    "flaw UnpatchedVulnerability new: IncidentAndVulnerabilityReport and patchState RemedyPending",
    "scores AggregateEvaluationResult new: EvaluationResult and granularity AggregateFigures",
    "scores PostDeploymentEvaluationResult new: EvaluationResult and deploymentStage Deployed",
    "scores-of-some-system AggregateEvaluationResult new:"
    " EvaluationResult and granularity AggregateFigures",
    "secret-exam PrivateBenchmark new:"
    " EvaluationMethod and contentKind TestItems and publicationState KeptSecret",
    "stripped-model EvaluationResult new: InformationItem and contentKind EvaluationFinding",
    "stripped-model PreDeploymentEvaluationResult new:"
    " EvaluationResult and deploymentStage Undeployed",
    "stripped-model SafeguardsRemovedEvaluationResult new:"
    " PreDeploymentEvaluationResult and safeguardState SafeguardsRemoved",
    "transcripts ItemLevelEvaluationResult entailed:"
    " EvaluationResult and granularity VerbatimRecord",
    "transcripts RawTranscript asserted: ItemLevelEvaluationResult and granularity VerbatimRecord",
}


@pytest.fixture
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test is not about all categories."""
    few_categories(monkeypatch)


def inventory(folder: Path, text: str, engine: EngineName = "oxigraph") -> Inventory:
    path = folder / "items.ttl"
    path.write_text(text)
    return load(path, as_of=DAY, engine=engine)


def item(name: str, facts: str) -> str:
    return f"ex:{name} dct:title '{name}' ; kg:holder inst:UK-AISI ; {facts} .\n"


def all_categories(loaded: Inventory) -> set[tuple[str, str]]:
    return set(loaded.query(CATEGORIES).iter_rows())


def of(loaded: Inventory, name: str) -> set[str]:
    return {local_name(category) for each, category in all_categories(loaded) if each == EX + name}


def could_be(loaded: Inventory) -> list[bytes]:
    """What the rule of silence says, but for the blank nodes of definitions."""
    lines = loaded._engine.triples(DERIVED + "silence").splitlines()
    return [line for line in lines if b"couldBe" in line]


@few
@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_the_example(engine: EngineName) -> None:
    loaded = load(EXAMPLE, as_of=DAY, engine=engine)
    rows = classify(loaded).iter_rows()
    told = [f"{local_name(i)} {local_name(c)} {status}: {why}" for i, c, status, why in rows]
    assert told == sorted(told)
    assert set(told) == FOLLOWS
    ours = load(EXAMPLE, as_of=DAY)
    ours.quads(derived=True)
    assert could_be(loaded) == could_be(ours) != []


def test_the_example_by_hermit_and_owl_rl() -> None:
    loaded = load(EXAMPLE, as_of=DAY)
    comparison = compare(loaded)
    assert comparison.agrees, comparison.in_words()
    ours = all_categories(loaded)
    items = {name for name, _ in ours}
    assert comparison.compared == len(items) == 8
    assert by_owl_rl(loaded, items, shipped_categories(loaded)) == ours


@pytest.mark.parametrize("seed", range(4))
def test_generated_descriptions(seed: int, tmp_path: Path) -> None:
    """Ten items a seed, those apart that contradict themselves: of such everything follows."""
    rng = Random(seed)
    text = described(rng, 14)
    loaded = inventory(tmp_path, text)
    contradicting = {
        finding.focus for finding in loaded.warnings() if finding.shape.endswith("-contradicts")
    }
    blocks = text.split("\nex:")
    kept = [block for block in blocks if EX + block.split()[0] not in contradicting]
    loaded = inventory(tmp_path, "\nex:".join(kept))
    assert loaded.validate().conforms
    comparison = compare(loaded)
    assert comparison.agrees, comparison.in_words()
    assert comparison.compared >= 8
    ours = all_categories(loaded)
    items = {name for name, _ in ours}
    assert by_owl_rl(loaded, items, shipped_categories(loaded)) == ours
    assert set(classify(loaded)["status"]) >= {"new"}


@pytest.mark.parametrize("seed", [1, 2])
def test_p4_entailed_types_change_no_decision(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    text = described(rng, 10)
    plain = inventory(tmp_path, text)
    categories = all_categories(plain)
    entailed = [pair for pair in sorted(categories) if rng.random() < 0.6]
    assert len(entailed) > 2
    types = "".join(f"<{name}> a <{category}> .\n" for name, category in entailed)
    typed = inventory(tmp_path, text + types)
    assert typed.decide().equals(plain.decide())
    assert typed.tiers().equals(plain.tiers())


@few
def test_the_new_types_are_a_further_input(tmp_path: Path) -> None:
    plain = load(EXAMPLE, as_of=DAY)
    types = tmp_path / "types.nt"
    types.write_bytes(new_types(classify(plain)))
    typed = load(EXAMPLE, types, as_of=DAY)
    assert typed.decide().equals(plain.decide())
    assert set(classify(typed)["status"]) == {"asserted", "entailed"}


@few
def test_what_follows_counts_in_r3(tmp_path: Path) -> None:
    """One item a pair is described, the other has the category: they are decided alike."""
    pairs = {
        "deploymentStage kg:Deployed": "PostDeploymentEvaluationResult",
        "deploymentStage kg:Undeployed": "PreDeploymentEvaluationResult",
    }
    text = PREFIXES + item("plain", "a cat:EvaluationResult")
    for number, (description, category) in enumerate(pairs.items()):
        text += item(f"said{number}", f"a cat:EvaluationResult ; kg:{description}")
        text += item(f"typed{number}", f"a cat:{category}")
    tiers = {row[0]: row[2:] for row in inventory(tmp_path, text).tiers().iter_rows()}
    for number in range(len(pairs)):
        assert tiers[f"{EX}said{number}"] == tiers[f"{EX}typed{number}"]
    assert tiers[EX + "said0"][:2] == ("Medium", "Medium")
    assert tiers[EX + "plain"][:2] == tiers[EX + "said1"][:2] == ("High", "High")


@few
def test_restrictions_and_consents_reach_what_follows(tmp_path: Path) -> None:
    """R8 reads what an item falls under: a ban on a category bans what is described to be in it."""
    text = PREFIXES + item("said", "a cat:Standard ; kg:negotiationState kg:UnderNegotiation")
    text += "ex:ban a kg:Restriction ; kg:appliesTo cat:DraftStandard ; dct:description 'not yet' ."
    (row,) = inventory(tmp_path, text).decide(to=("inst:SG-AISI",)).iter_rows()
    assert row[4:] == (
        KG + "Withhold",
        f"restricted:{EX}ban|review-pending|rule:GrayArea-Bilateral-Nascent",
    )


@few
def test_nothing_follows_from_silence(tmp_path: Path) -> None:
    text = PREFIXES + item("exam", "a cat:EvaluationMethod ; kg:contentKind kg:TestItems")
    text += item("typed", "a cat:PreDeploymentEvaluationResult ; kg:aroseFrom kg:RedTeaming")
    text += item("elsewhere", "a cat:Standard ; kg:deploymentStage kg:Undeployed")
    loaded = inventory(tmp_path, text)
    assert classify(loaded).is_empty()
    report = loaded.validate()
    assert report.conforms
    assert not report.withheld


def test_categories_without_a_description_entail_nothing_new() -> None:
    """No condition of a shipped definition follows from another category: so the taxonomy stands."""
    loaded = load(ROOT / "examples" / "network", as_of=DAY)
    loaded.decide()
    graph = f"GRAPH <{DERIVED}definitions> {{ ?condition <{KG}impliedBy> ?category }}"
    assert table(loaded._engine, f"SELECT ?category WHERE {{ {graph} }}").is_empty()
    assert classify(loaded).is_empty()


def test_every_shipped_definition_is_read_and_well_placed() -> None:
    loaded = load(EXAMPLE, as_of=DAY)
    shapes = {local_name(finding.shape) for finding in loaded.warnings()}
    assert shapes == {"Item-specific", "Item-silent"}
    written = (ROOT / "ontology" / "definitions.ttl").read_text().count(" owl:equivalentClass ")
    graph = f"GRAPH <{DERIVED}definitions> {{ ?definition <{KG}defines> ?category }}"
    assert table(loaded._engine, f"SELECT ?category WHERE {{ {graph} }}").height == written
    assert written >= 20


def test_the_shapes_know_the_lists() -> None:
    """sh:in, owl:oneOf and schema:rangeIncludes name the same values; sh:maxCount the same properties."""
    shapes = (ROOT / "shapes" / "description.ttl").read_text().split("\n\n")
    for name, (single, values) in vocabulary().items():
        (block,) = [each for each in shapes if f"sh:path {name} ;" in each]
        listed = block.partition("sh:in ( ")[2].partition(" )")[0].split()
        assert sorted(listed) == values
        assert ("sh:maxCount 1" in block) == single
        assert all(value in block.partition("sh:message")[2] for value in values)
    loaded = load(EXAMPLE, as_of=DAY)
    lists = table(
        loaded._engine,
        f"""SELECT ?class ?value WHERE {{
          ?class <{RDFS}subClassOf> <{KG}DescriptionValue> ; <{OWL}equivalentClass>/<{OWL}oneOf> ?list .
          ?list <{RDF}rest>*/<{RDF}first> ?value .
        }}""",
    )
    typed = table(
        loaded._engine,
        f"SELECT ?class ?value WHERE {{ ?class <{RDFS}subClassOf> <{KG}DescriptionValue> . ?value a ?class }}",
    )
    assert set(lists.iter_rows()) == set(typed.iter_rows())


# Definitions of an input


OWN = """
ex:Own a owl:Class , kg:InformationCategory ; rdfs:subClassOf %(base)s ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( %(parts)s ) ] ;
  rdfs:label "own"@en ; skos:definition "A category of one's own."@en ; dct:source ex:glossary .
"""


def own(base: str, *parts: str) -> str:
    return OWN % {"base": base, "parts": " ".join(parts)}


def value(name: str, of: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty kg:{name} ; owl:hasValue kg:{of} ]"


def union(*members: str) -> str:
    return f"[ a owl:Class ; owl:unionOf ( {' '.join(members)} ) ]"


@few
@pytest.mark.parametrize("engine", ["oxigraph"])
def test_a_definition_is_data(engine: EngineName, tmp_path: Path) -> None:
    text = PREFIXES + own(
        "cat:RawTranscript", "cat:RawTranscript", value("aroseFrom", "RedTeaming")
    )
    text += item(
        "log",
        "a cat:EvaluationResult ; kg:granularity kg:VerbatimRecord ; kg:aroseFrom kg:RedTeaming",
    )
    loaded = inventory(tmp_path, text, engine)
    assert "Own" in of(loaded, "log")
    if engine == "oxigraph":
        assert compare(loaded).agrees


@few
@pytest.mark.parametrize("engine", ["oxigraph"])
def test_a_category_meets_the_conditions_of_others_by_its_own_definition(
    engine: EngineName, tmp_path: Path
) -> None:
    """Every pre-deployment result is about an undeployed system, whether or not it says so."""
    condition = union(value("deploymentStage", "Undeployed"), value("deploymentStage", "Deployed"))
    text = PREFIXES + own("cat:RawTranscript", "cat:RawTranscript", condition)
    text += item("silent", "a cat:RawTranscript , cat:PreDeploymentEvaluationResult")
    text += item("wider", "a cat:RawTranscript , cat:PostDeploymentEvaluationResult")
    loaded = inventory(tmp_path, text, engine)
    assert "Own" in of(loaded, "silent")
    assert "Own" not in of(loaded, "wider"), "it may have been withdrawn"
    (row,) = classify(loaded).iter_rows()
    assert row[2:] == ("new", "RawTranscript and PreDeploymentEvaluationResult")
    if engine == "oxigraph":
        assert compare(loaded).agrees


@few
@pytest.mark.parametrize(
    "parts",
    [
        ("cat:RawTranscript", "cat:PreDeploymentEvaluationResult", value("serves", "Evaluating")),
        (value("serves", "Evaluating"),),
        (
            "cat:RawTranscript",
            value("serves", "Evaluating"),
            "[ a owl:Class ; owl:oneOf ( ex:log ) ]",
        ),
        (
            "cat:RawTranscript",
            union(value("serves", "Evaluating"), "[ a owl:Class ; owl:oneOf ( ex:log ) ]"),
        ),
    ],
    ids=["two bases", "no base", "another condition", "another alternative"],
)
def test_a_definition_of_another_form_classifies_nothing_and_is_told(
    parts: tuple[str, ...], tmp_path: Path
) -> None:
    text = PREFIXES + own("cat:RawTranscript", *parts)
    text += item("log", "a cat:RawTranscript ; kg:serves kg:Evaluating")
    loaded = inventory(tmp_path, text)
    assert "Own" not in of(loaded, "log")
    told = [f.focus for f in loaded.warnings() if f.shape.endswith("Definition-form")]
    assert told == [EX + "Own"]


# What stands in the way


@few
def test_a_contradiction_is_told_and_decided_as_the_worse(tmp_path: Path) -> None:
    text = PREFIXES + item(
        "said", "a cat:PreDeploymentEvaluationResult ; kg:deploymentStage kg:Deployed"
    )
    loaded = inventory(tmp_path, text)
    (finding,) = [f for f in loaded.warnings() if f.shape.endswith("Item-contradicts")]
    assert (finding.focus, finding.value) == (EX + "said", KG + "Deployed")
    assert "PreDeploymentEvaluationResult" in finding.message
    (row,) = [row for row in loaded.tiers().iter_rows() if row[0] == EX + "said"]
    assert row[2:4] == ("High", "High")
    comparison = compare(loaded)
    assert not comparison.consistent
    assert "contradict" in comparison.in_words()


@few
def test_a_disagreement_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PREFIXES + item("said", "a cat:Standard ; kg:regulates kg:Evaluating")
    loaded = inventory(tmp_path, text)
    said = f"<{KG}regulates> <{KG}%s>"
    before, after = (f"<{EX}said> {said % name}".encode() for name in ("Evaluating", "Eliciting"))
    quads = loaded.quads(derived=False).replace(before, after)
    monkeypatch.setattr(loaded, "quads", lambda **_: quads)
    comparison = compare(loaded)
    assert comparison.differing == (
        (EX + "said", "https://w3id.org/aisi-kg/category#EvaluationStandard", "SPARQL"),
    )
    assert "0 of 1 items agree" in comparison.in_words()


@few
def test_two_values_of_one_list_withhold(tmp_path: Path) -> None:
    two = "kg:granularity kg:AggregateFigures , kg:VerbatimRecord"
    loaded = inventory(tmp_path, PREFIXES + item("both", f"a cat:EvaluationResult ; {two}"))
    assert loaded.validate().withheld == {EX + "both": (EX + "both",)}
    assert classify(loaded).is_empty()
    assert compare(loaded).compared == 0


@few
def test_items_that_are_described_otherwise_are_decided_apart(tmp_path: Path) -> None:
    """Everything else alike, a description tells items apart; in columns, two that say the same are one."""
    text = PREFIXES + "".join(
        item(f"number{number}", f"a cat:EvaluationResult{facts}")
        for number, facts in enumerate(
            ("", " ; kg:deploymentStage kg:Deployed", " ; kg:deploymentStage kg:Deployed")
        )
    )
    for columns in (False, True):
        with in_columns(columns):
            loaded = inventory(tmp_path, text)
        tiers = {row[0]: row[5] for row in loaded.tiers().iter_rows() if row[1] == "item"}
        assert [tiers[f"{EX}number{number}"] for number in range(3)] == [
            "HighTrust",
            "GrayArea",
            "GrayArea",
        ]
    apart = loaded._derivation.apart()
    assert apart is not None
    assert apart.profiles.rows.height == 2


@few
@pytest.mark.parametrize("engine", ["oxigraph"])
def test_silence_that_could_hide_a_risk_is_told(engine: EngineName, tmp_path: Path) -> None:
    """Only of an item that is described, and only where what it leaves out would be rated riskier."""
    figures = "kg:granularity kg:AggregateFigures"
    text = PREFIXES + item("silent", f"a cat:EvaluationResult ; {figures}")
    text += item("said", f"a cat:EvaluationResult ; {figures} ; kg:deploymentStage kg:Deployed")
    text += item("typed", "a cat:AggregateEvaluationResult")
    text += item("risky", f"a cat:PreDeploymentEvaluationResult ; {figures}")
    loaded = inventory(tmp_path, text, engine)
    told = [(f.focus, f.value) for f in loaded.warnings() if f.shape.endswith("Item-silent")]
    early = "https://w3id.org/aisi-kg/category#PreDeploymentEvaluationResult"
    assert told == [(EX + "silent", early)]


@few
def test_an_explanation_says_what_follows(tmp_path: Path) -> None:
    text = PREFIXES + item("said", "a cat:Standard ; kg:negotiationState kg:UnderNegotiation")
    steps = inventory(tmp_path, text).explain(EX + "said", "inst:SG-AISI").steps
    (said,) = [step for step in steps if "described" in step.says]
    assert said.rule == "R3"
    assert said.facts == (EX + "said",)
    assert said.says == (
        "It is in the category draft standard by what it is described to be:"
        " in negotiation state under negotiation."
    )
