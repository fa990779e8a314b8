"""Every decision is explained: each of its reasons by the right rule, in sentences."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from kg.decide import Decision, decisions, records
from kg.derive import derive, faults
from kg.engines import Engine, open_engine
from kg.errors import UnknownTermError
from kg.explain import Explanation, as_text, explain
from kg.facts import Facts, load_facts
from kg.facts.places import Place, locate
from kg.inventory import load
from kg.terms import GENID, KG
from tests.reference.generate import interesting_dates, inventory
from tests.support import CASES, core_only

RULES = {
    "rule": "R7",
    "restricted": "R8",
    "consent-missing": "R9",
    "gateway-missing": "R9",
    "approved": "R10",
    "denied": "R10",
    "review-pending": "R10",
    "compilation": "R13",
}
BLOCKING = {"restricted", "consent-missing", "gateway-missing", "denied", "review-pending"}
ORDER = [f"R{number}" for number in range(1, 15)]
CASE_NAMES = ("01", "02", "03", "04", "05", "06")
SEEDS = range(6)
MANY = [f"case {name}" for name in CASE_NAMES] + [f"seed {seed}" for seed in SEEDS]


@pytest.fixture(params=MANY)
def explained(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[Decision, Explanation]]:
    """All decisions of an inventory with their explanations."""
    core_only(monkeypatch)
    facts = _facts(request.param, tmp_path)
    engine = _derived("oxigraph", facts)
    decided = records(decisions(engine))
    return [(row, explain(engine, facts, row.item, row.recipient, ())) for row in decided]


def test_explanations(explained: list[tuple[Decision, Explanation]]) -> None:
    assert explained
    for decision, told in explained:
        assert (told.outcome, told.tier, told.channel, told.reasons) == (
            decision.outcome,
            decision.tier,
            decision.channel,
            decision.reasons,
        )
        _each_reason_has_its_step(told)
        _each_blocking_step_has_its_reason(told)
        _sentences_read(told)
        _both_risks_are_told(told)
        assert {"R4", "R6", "R7", "R11"} <= {step.rule for step in told.steps}


def _each_reason_has_its_step(told: Explanation) -> None:
    for reason in told.reasons:
        kind, _, what = reason.partition(":")
        steps = [step for step in told.steps if step.rule == RULES[kind]]
        if kind == "rule":
            steps = [step for step in steps if what == "none" or what in step.says]
        elif what:
            steps = [step for step in steps if what in step.facts]
        if kind in BLOCKING:
            steps = [step for step in steps if step.blocks]
        assert steps, f"{told.item} to {told.recipient}: {reason} is not explained"


def _each_blocking_step_has_its_reason(told: Explanation) -> None:
    assert bool(told.blocking) == (told.outcome != KG + "Share")
    if told.outcome == KG + "Review":
        assert [step.rule for step in told.blocking] == ["R10"]
    if told.outcome == KG + "Withhold":
        kinds = {RULES[reason.partition(":")[0]] for reason in told.reasons}
        assert {step.rule for step in told.blocking} <= kinds
    for step in told.blocking:
        if step.rule in ("R8", "R9"):
            assert any(
                reason == "gateway-missing" or reason.partition(":")[2] in step.facts
                for reason in told.reasons
                if RULES[reason.partition(":")[0]] == step.rule
            )


def _sentences_read(told: Explanation) -> None:
    assert [ORDER.index(step.rule) for step in told.steps] == sorted(
        ORDER.index(step.rule) for step in told.steps
    )
    for step in told.steps:
        assert "{" not in step.says
        assert "}" not in step.says
        assert GENID not in " ".join((step.says, *step.facts, *step.sources))
        assert step.says[0].isupper()
        assert step.says.endswith(".")
    assert len({(step.rule, step.says) for step in told.steps}) == len(told.steps)
    text = as_text(told)
    assert text.count("BLOCKS ") == len(told.blocking)
    assert GENID not in text


def _both_risks_are_told(told: Explanation) -> None:
    levels = " ".join(step.says for step in told.steps if step.rule in ("R1", "R2", "R3"))
    assert "proprietary sensitivity" in levels
    assert "misuse potential" in levels


def test_a_rating_is_told_with_its_path(tmp_path: Path) -> None:
    told = _explain_text(tmp_path, PATH, "item", "receiver")
    assert [(step.rule, step.says) for step in told.steps if "misuse" in step.says][:4] == [
        (
            "R1",
            "The category grandmother is rated low in misuse potential by its assessment of"
            " 2024-02-01 (“A newer look”).",
        ),
        (
            "R2",
            "The category mother has no assessment of its own in misuse potential and takes the level"
            " low from grandmother, above it.",
        ),
        (
            "R2",
            "The category child has no assessment of its own in misuse potential and takes the level"
            " low from mother, above it.",
        ),
        (
            "R3",
            "Without an assessment of its own in misuse potential, it takes the level low from its"
            " category child.",
        ),
    ]
    first = next(step for step in told.steps if "misuse" in step.says)
    assert first.facts == ("https://example.org/inv#new",)
    assert first.sources == ("https://example.org/why",)


def test_consent_and_a_shareable_summary_are_told(tmp_path: Path) -> None:
    told = _explain_text(tmp_path, PATH, "item", "receiver")
    assert told.reasons[0] == "consent-missing:https://example.org/inv#firm"
    (missing,) = (step for step in told.blocking if step.rule == "R9")
    assert missing.says == (
        "Consent is needed from the firm (https://example.org/inv#firm), who provided it, and no"
        " consent in force covers receiver."
    )
    (instead,) = (step for step in told.steps if step.rule == "R14")
    assert instead.says == (
        "A rendering with less detail (summary), a summary (https://example.org/inv#summary), may be"
        " shared with receiver instead."
    )


def test_invalid_data_is_told_in_the_words_of_the_shapes(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(PATH + "ex:bad a ex:C ; kg:holder ex:holder .\n", encoding="utf-8")
    loaded = load(path, as_of="2026-01-01")
    told = loaded.explain("https://example.org/inv#bad", "https://example.org/inv#receiver")
    (step,) = told.steps
    assert told.reasons == ("invalid-data",)
    assert step.rule == "R12"
    assert step.blocks
    assert step.facts == ("https://example.org/inv#bad",)
    messages = [f.message for f in loaded.violations() if f.focus.endswith("#bad")]
    assert messages
    assert all(message.rstrip(".") in step.says for message in messages)


def test_the_holder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownTermError, match=r"holds .* itself"):
        _explain_text(tmp_path, PATH, "item", "holder")
    with pytest.raises(UnknownTermError, match="there is no decision"):
        _explain_text(tmp_path, PATH, "firm", "receiver")


def test_facts_are_found_in_the_files(tmp_path: Path) -> None:
    path = tmp_path / "path.ttl"
    path.write_text(PATH, encoding="utf-8")
    facts = load_facts([path], as_of=date(2026, 1, 1))
    lines = PATH.splitlines()
    names = ("new", "item", "quoted", "firm")
    found = locate(facts.sources, [f"https://example.org/inv#{name}" for name in names])
    assert found == {
        "https://example.org/inv#new": Place(str(path), lines.index(NEW) + 1),
        "https://example.org/inv#item": Place(str(path), lines.index(ITEM) + 1),
        "https://example.org/inv#firm": Place(str(path), lines.index(FIRM) + 1),
    }


def test_rdflib_explains_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)
    facts = _facts("case 03", tmp_path)
    first, second = _derived("oxigraph", facts), _derived("rdflib", facts)
    rows = list(records(decisions(first)))
    kinds = {frozenset(reason.partition(":")[0] for reason in row.reasons): row for row in rows}
    assert len(kinds) > 4
    for row in list(kinds.values())[:4]:
        asked = (facts, row.item, row.recipient, ())
        assert explain(first, *asked) == explain(second, *asked)


def _facts(name: str, folder: Path) -> Facts:
    kind, _, which = name.partition(" ")
    if kind == "case":
        case = CASES / which
        day = date.fromisoformat((case / "as-of.txt").read_text(encoding="utf-8").strip())
        return load_facts([case / "inventory.ttl"], as_of=day)
    rng = Random(int(which))
    made = inventory(rng)
    path = folder / "inventory.ttl"
    path.write_text(made.turtle, encoding="utf-8")
    return load_facts([path], as_of=rng.choice(interesting_dates(made)))


def _derived(name: str, facts: Facts) -> Engine:
    engine = open_engine(name, facts.store)
    assert not faults(engine, [])
    derive(engine)
    return engine


def _explain_text(folder: Path, turtle: str, item: str, recipient: str) -> Explanation:
    path = folder / "path.ttl"
    path.write_text(turtle, encoding="utf-8")
    facts = load_facts([path], as_of=date(2026, 1, 1))
    space = "https://example.org/inv#"
    return explain(_derived("oxigraph", facts), facts, space + item, space + recipient, ())


def _assessment(name: str, target: str, dimension: str, level: str, day: str, why: str) -> str:
    return (
        f"ex:{name} a kg:Assessment ; kg:assesses ex:{target} ; kg:dimension kg:{dimension} ;"
        f' kg:level kg:{level} ; prov:generatedAtTime "{day}"^^xsd:date ;'
        f' dct:description "{why}"@en ; dct:source <https://example.org/why> .'
    )


NEW = _assessment("new", "A", "MisusePotential", "Low", "2024-02-01", "A newer look.")
ITEM = 'ex:item a ex:C ; dct:title "an item"@en ; kg:holder ex:holder ; kg:providedBy ex:firm .'
FIRM = 'ex:firm a prov:Agent ; rdfs:label "the firm"@en .'
CATEGORY = 'a owl:Class , kg:InformationCategory ; skos:definition "Made up."@en'
PATH = "\n".join(
    (
        "@prefix dct: <http://purl.org/dc/terms/> .",
        "@prefix ex: <https://example.org/inv#> . @prefix kg: <https://w3id.org/aisi-kg/ns#> .",
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .",
        "@prefix prov: <http://www.w3.org/ns/prov#> .",
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        'ex:holder a kg:Institute ; rdfs:label "holder"@en ; rdfs:comment """',
        'ex:quoted a kg:Institute .""" .',
        'ex:receiver a kg:Institute ; rdfs:label "receiver"@en .',
        "# ex:item is described below",
        f'ex:A {CATEGORY} ; rdfs:subClassOf kg:InformationItem ; rdfs:label "grandmother"@en ;',
        "    dct:source <https://example.org/why> .",
        f'ex:B {CATEGORY} ; rdfs:subClassOf ex:A ; rdfs:label "mother"@en ;',
        "    dct:source <https://example.org/why> .",
        f'ex:C {CATEGORY} ; rdfs:subClassOf ex:B ; rdfs:label "child"@en ;',
        "    dct:source <https://example.org/why> .",
        _assessment("old", "A", "MisusePotential", "High", "2024-01-01", "An old look."),
        NEW,
        _assessment("firmly", "B", "ProprietarySensitivity", "Medium", "2024-01-01", "Theirs."),
        _assessment("plain", "summary", "ProprietarySensitivity", "Low", "2024-01-01", "Ours."),
        _assessment("useful", "A", "TrustBuilding", "High", "2024-01-01", "It helps."),
        ITEM,
        'ex:summary a ex:C ; dct:title "a summary"@en ; kg:holder ex:holder ;',
        "    kg:detail kg:Summary ; prov:wasDerivedFrom ex:item .",
        FIRM,
        "",
    )
)
