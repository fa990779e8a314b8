"""`kg redact` as a user runs it, and what its proposals are when a person completes them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.inventory import load
from kg.redact import redact, search
from tests.support import PREFIXES, ROOT, core_only, kg

EX = "https://example.org/x#"
DAY = "2026-11-01"
# `ex:Fine` may be shared with anyone; `ex:Finer`, below it, is sensitive.
WORLD = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
ex:Here a kg:Institute ; rdfs:label "Here"@en .
ex:There a kg:Institute ; rdfs:label "There"@en .
ex:Fine a owl:Class , kg:InformationCategory ; rdfs:subClassOf kg:InformationItem ;
    rdfs:label "fine"@en ; skos:definition "An item that is fine."@en ; dct:source ex:book .
ex:Finer a owl:Class , kg:InformationCategory ; rdfs:subClassOf ex:Fine ;
    rdfs:label "finer \\u0007"@en ; skos:definition "A fine item in detail."@en ; dct:source ex:book .
ex:item a ex:Finer ; dct:title "Findings"@en ; dct:abstract "We looked."@en ; kg:holder ex:Here .
"""


def rated(target: str, dimension: str, level: str) -> str:
    return f"""
        [] a kg:Assessment ; kg:assesses {target} ; kg:dimension kg:{dimension} ; kg:level kg:{level} ;
            prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "Rated."@en .
    """


RATED = (
    rated("ex:Fine", "ProprietarySensitivity", "Low")
    + rated("ex:Fine", "MisusePotential", "Low")
    + rated("ex:Fine", "CapacityBuilding", "High")
    + rated("ex:Finer", "MisusePotential", "High")
)
BAN = """
ex:ban a kg:Restriction ; kg:appliesTo ex:item ; dct:description "Stays."@en .
"""
DENIAL = """
ex:denial a kg:CaseReview ; kg:reviews ex:item ; kg:reviewRecipient ex:There ; kg:verdict kg:Denied ;
    prov:generatedAtTime "2026-02-01"^^xsd:date ; dct:description "No."@en ;
    prov:wasAttributedTo ex:Here .
"""
MARK = """
ex:item kg:aboutSystem ex:Atlas .
ex:mark a rdf:Statement , ex:Finer ; rdf:subject ex:item ; rdf:predicate kg:aboutSystem ;
    rdf:object ex:Atlas ; dct:title "Which system"@en ; kg:holder ex:Here .
"""
GENERALISED = ("generalise", EX + "Finer", EX + "Fine")


@pytest.fixture(autouse=True)
def _core(monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)


def write(folder: Path, *texts: str) -> Path:
    path = folder / "inventory.ttl"
    path.write_text(PREFIXES + WORLD + "".join(texts))
    return path


def proposed(path: Path, *arguments: str, item: str = EX + "item") -> list[list[tuple[str, ...]]]:
    run = kg("redact", item, "--to", EX + "There", path, "--format", "json", *arguments)
    assert run.returncode == 0, run.stderr
    return [
        [
            tuple(filter(None, (each["kind"], each["value"], each["becomes"])))
            for each in one["changes"]
        ]
        for one in json.loads(run.stdout)
    ]


def test_a_category_is_generalised(tmp_path: Path) -> None:
    assert proposed(write(tmp_path, RATED)) == [[GENERALISED]]


def test_entailed_types_change_nothing(tmp_path: Path) -> None:
    more = "ex:item a ex:Fine , kg:InformationItem , owl:NamedIndividual .\n"
    assert proposed(write(tmp_path, RATED, more)) == [[GENERALISED]]


@pytest.mark.parametrize("category", ["ex:Finer", "ex:Fine"])
def test_what_is_marked_is_left_out(tmp_path: Path, category: str) -> None:
    """Also what this recipient may have, for the rendering has no mark and may go to others."""
    path = write(tmp_path, RATED, MARK.replace("ex:Finer", category))
    assert proposed(path) == [[GENERALISED, ("marked", EX + "Atlas")]]
    ask = ("redact", EX + "item", "--to", EX + "There", path, "--format")
    assert "which is marked" in kg(*ask, "text").stdout
    said = [line for line in kg(*ask, "turtle").stdout.splitlines() if not line.startswith("#")]
    assert not any("Atlas" in line for line in said)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BAN, f"restricted:{EX}ban"),
        (DENIAL, f"denied:{EX}denial"),
        (rated("ex:item", "MisusePotential", "High"), "rule:HighTrust-Bilateral-NoRelationship"),
    ],
    ids=["restriction", "denial", "assessment"],
)
def test_what_is_said_of_the_item_holds_for_its_renderings(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = write(tmp_path, RATED, text)
    run = kg("redact", EX + "item", "--to", EX + "There", path)
    assert run.returncode == 0
    assert "No rendering may be shared, up to 3 changes at once" in run.stdout
    told = redact(load(path, as_of=DAY), EX + "item", EX + "There")
    assert told.proposals == ()
    assert reason in told.blocking


def test_a_consent_for_the_item_does_not_carry_over(tmp_path: Path) -> None:
    """The consent for a category does, as long as the rendering is in it."""
    provided = """
        ex:Maker a prov:Agent . ex:item kg:providedBy ex:Maker .
        ex:yes{0} a kg:Consent ; kg:consentBy ex:Maker ; kg:consentsTo {1} .
    """
    sensitive = RATED + rated("ex:item", "ProprietarySensitivity", "Medium")
    missing = f"consent-missing:{EX}Maker"
    path = write(tmp_path, sensitive, provided.format(1, "ex:item"))
    assert missing in redact(load(path, as_of=DAY), EX + "item", EX + "There").blocking
    path = write(tmp_path, sensitive, provided.format(1, "ex:item"), provided.format(2, "ex:Fine"))
    assert missing not in redact(load(path, as_of=DAY), EX + "item", EX + "There").blocking


def test_a_completed_rendering_is_valid_and_shared(tmp_path: Path) -> None:
    """With the assessments that were carried over; and withheld until it has a title."""
    path = write(
        tmp_path,
        RATED,
        rated("ex:item", "TrustBuilding", "Medium"),
        DENIAL.replace("There", "Here"),
    )
    run = kg("redact", EX + "item", "--to", EX + "There", path, "--format", "turtle")
    assert run.returncode == 0
    (tmp_path / "new.ttl").write_text(run.stdout)
    name = EX + "rendering-1"
    incomplete = load(tmp_path, as_of=DAY)
    assert set(incomplete.withheld()) == {name}
    title = f'<{name}> <http://purl.org/dc/terms/title> "In brief"@en .\n'
    (tmp_path / "new.ttl").write_text(run.stdout + title)
    completed = load(tmp_path, as_of=DAY)
    assert completed.violations() == ()
    (row,) = (row for row in completed.decide(to=EX + "There").iter_rows() if row[0] == name)
    assert row[4] == "https://w3id.org/aisi-kg/ns#Share"
    assert "We looked" not in run.stdout


def test_a_proposal_does_not_bear_the_name_of_the_item(tmp_path: Path) -> None:
    path = write(tmp_path, RATED, "ex:rendering-1 rdfs:label 'taken' .\n")
    (proposal,) = redact(load(path, as_of=DAY), EX + "item", EX + "There").proposals
    assert proposal.rendering == EX + "rendering-2"


def test_nothing_of_the_inventory_changes(tmp_path: Path) -> None:
    made = load(write(tmp_path, RATED, MARK), as_of=DAY)
    before = made.quads(derived=True)
    redact(made, EX + "item", EX + "There")
    assert made.quads(derived=True) == before


def test_the_engines_agree(tmp_path: Path) -> None:
    path = write(tmp_path, RATED, MARK, DENIAL.replace("ex:There", "kg:Public"))
    assert proposed(path) == proposed(path, "--engine", "rdflib")


def test_what_may_be_shared_is_said_to_be(tmp_path: Path) -> None:
    path = write(tmp_path, RATED)
    path.write_text(path.read_text().replace("ex:item a ex:Finer", "ex:item a ex:Fine"))
    for form, said in (
        ("text", "It may be shared as it is"),
        ("turtle", "# It may be"),
        ("json", "[]"),
    ):
        run = kg("redact", EX + "item", "--to", EX + "There", path, "--format", form)
        assert run.returncode == 0
        assert said in run.stdout


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("ex:item kg:detail kg:ExistenceOnly .\n", 0, "nothing is less detailed"),
        ("ex:item kg:detail kg:Vague .\n", 1, "its data is at fault"),
    ],
)
def test_what_has_no_rendering(tmp_path: Path, text: str, status: int, said: str) -> None:
    run = kg("redact", EX + "item", "--to", EX + "There", write(tmp_path, RATED, text))
    assert run.returncode == status
    assert said in " ".join(run.stdout.split())


def test_where_a_bound_cuts_the_search_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_TRIED", 4)
    systems = "ex:item kg:aboutSystem ex:A , ex:B , ex:C .\n"
    run = kg("redact", EX + "item", "--to", EX + "There", write(tmp_path, RATED, systems, BAN))
    assert run.returncode == 0
    said = " ".join(run.stdout.split())
    assert "up to 0 changes at once; the search was cut there, before the 3" in said


@pytest.mark.parametrize(
    ("item", "recipient", "said"),
    [
        (EX + "items", EX + "There", "no file knows this IRI: did you mean"),
        (EX + "item", EX + "Their", "no file knows this IRI: did you mean"),
        (EX + "item", EX + "Fine", "not a recipient"),
        (EX + "item", EX + "Here", "so there is no decision to explain"),
        (EX + "Finer", EX + "There", "there is no decision about"),
        (EX + "mark", EX + "There", "redact the item that it is about"),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, item: str, recipient: str, said: str) -> None:
    run = kg("redact", item, "--to", recipient, write(tmp_path, RATED, MARK))
    assert run.returncode == 2
    assert run.stdout == ""
    assert said in run.stderr
    assert run.stderr.count("\n") == 1


def test_max_is_at_least_one(tmp_path: Path) -> None:
    run = kg("redact", EX + "item", "--to", EX + "There", write(tmp_path, RATED), "--max", "0")
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_no_control_character_reaches_the_terminal(tmp_path: Path) -> None:
    for form in ("text", "turtle"):
        run = kg(
            "redact", EX + "item", "--to", EX + "There", write(tmp_path, RATED), "--format", form
        )
        assert "\u0007" not in run.stdout
        assert "finer \\u0007" in run.stdout


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    path = write(tmp_path, RATED)
    run = kg("redact", EX + "item", "--to", EX + "There", path, "--format", "json", "-o", target)
    assert (run.returncode, run.stdout) == (0, "")
    (one,) = json.loads(target.read_text())
    assert set(one) == {"changes", "loses", "outcome", "turtle"}
    assert one["outcome"] == "https://w3id.org/aisi-kg/ns#Share"
    assert len(one["loses"]) == 1


def test_a_description_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the whole ontology, for the definitions classify by it."""
    monkeypatch.undo()
    made = load(ROOT / "examples" / "05-description" / "inventory.ttl", as_of=DAY)
    told = redact(made, "https://example.org/example#draft", "inst:JP-AISI")
    ((change,),) = (proposal.changes for proposal in told.proposals)
    assert change.kind == "drop"
    assert change.property.value.endswith("#negotiationState")


def test_the_page_prints_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    page = (ROOT / "docs" / "redact.md").read_text()
    ((command, said),) = re.findall(r"```console\n\$ kg (.*?)\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(ROOT)
    assert kg(*command.split()).stdout == said
