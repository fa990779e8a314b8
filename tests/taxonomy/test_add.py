"""What a good table becomes, and what stays."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kg.inventory import load
from kg.terms import KG
from tests.support import PREFIXES, ROOT, kg, named_categories
from tests.taxonomy.table_support import DAY, EX, GOOD, HEADER, added, graph, write

BLOCKS = """\
:A a owl:Class , kg:InformationCategory ;
    rdfs:subClassOf cat:EvaluationResult ;
    rdfs:label "a thing"@en ;
    skos:definition "A thing that is known."@en ;
    dct:source <https://example.org/s> .

:A-MisusePotential-2026-01-31 a kg:Assessment ;
    kg:assesses :A ;
    kg:dimension kg:MisusePotential ;
    kg:level kg:High ;
    prov:generatedAtTime "2026-01-31"^^xsd:date ;
    dct:description "Because."@en ;
    dct:source <https://example.org/s> .
"""


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    named_categories(monkeypatch, "EvaluationResult", "ModelWeights", "Standard")


def in_house_style(content: bytes, folder: Path) -> bool:
    path = folder / "style.ttl"
    path.write_bytes(content)
    run = subprocess.run(
        [str(Path(sys.executable).with_name("turtlefmt")), "--check", path],
        check=False,
        capture_output=True,
    )
    return run.returncode == 0


def content(folder: Path, *lines: str, **options: object) -> bytes:
    result = added(folder, write(folder, *lines), **options)
    assert result.problems == ()
    assert result.content is not None
    assert in_house_style(result.content, folder)
    return result.content


def test_a_row_becomes_blocks_in_the_house_style(tmp_path: Path) -> None:
    text = content(tmp_path, HEADER, GOOD).decode()
    head, _, body = text.partition("\n\n")
    assert body == BLOCKS
    names = [line.split()[1] for line in head.splitlines()]
    assert names == [":", "cat:", "dct:", "kg:", "owl:", "prov:", "rdfs:", "skos:", "xsd:"]


def test_what_the_file_holds_stays_byte_for_byte(tmp_path: Path) -> None:
    before = (
        b"# mine\r\n@prefix dct: <http://purl.org/dc/terms/> .\n@prefix skos: <https://example.org/s#> .\n"
        b"@prefix : <https://example.org/y#>.\n:b   dct:title 'x'   ; skos:n 05 . # kept"
    )
    (tmp_path / "t.ttl").write_bytes(before)
    result = added(tmp_path, write(tmp_path, HEADER, GOOD))
    assert result.content is not None
    assert result.content.startswith(before + b"\n\n@prefix cat:")
    # The file's own skos: is another one, and its empty prefix too.
    assert b"<http://www.w3.org/2004/02/skos/core#definition>" in result.content
    assert b"\n@prefix my: <https://example.org/x#> .\n" in result.content
    expected = graph(
        before.decode() + "\n" + PREFIXES + "@prefix : <https://example.org/x#> .\n" + BLOCKS
    )
    assert graph(result.content) == expected


def test_the_files_own_empty_prefix_is_the_namespace(tmp_path: Path) -> None:
    (tmp_path / "t.ttl").write_text("@prefix : <https://example.org/own#> .\n\n:x a :y .\n")
    text = content(tmp_path, HEADER, GOOD, namespace="").decode()
    assert text.startswith("@prefix : <https://example.org/own#> .\n\n:x a :y .\n\n@prefix cat:")
    assert text.endswith(BLOCKS)


def test_adding_again_adds_nothing(tmp_path: Path) -> None:
    rows = (HEADER + ",misuse_potential_id", GOOD + ",", GOOD.replace("A,a", "B,a") + ",[]")
    first = content(tmp_path, *rows)
    (tmp_path / "t.ttl").write_bytes(first)
    assert added(tmp_path, write(tmp_path, *rows)).content is None
    more = content(tmp_path, *rows, GOOD.replace("A,a thing", "C,another thing") + ",")
    assert more.startswith(first + b"\n:C a owl:Class")


def test_the_command_writes_and_shows_the_tiers(tmp_path: Path) -> None:
    table = write(tmp_path, HEADER, GOOD, "B,b,A thing of yours.,A,,,,https://example.org/s")
    target = tmp_path / "t.ttl"
    run = kg("taxonomy", "add", table, "--to", target, "--namespace", EX, "--as-of", DAY)
    assert (run.returncode, run.stderr) == (0, f"kg: {target}: 2 categories added\n")
    assert list(csv.reader(run.stdout.splitlines())) == [
        ["target", "kind", "proprietary_sensitivity", "misuse_potential", "benefit", "tier"],
        f"{EX}A,category,High,High,Unclear,HighTrust".split(","),
        f"{EX}B,category,High,High,Unclear,HighTrust".split(","),
    ]
    tiers = kg("tiers", target, "--as-of", DAY).stdout
    assert f"{EX}B,category,High,High,Unclear,HighTrust\n" in tiers
    assert kg("validate", target).returncode == 0
    again = kg("taxonomy", "add", table, "--to", target)
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == f"kg: {target} says all of this already\n"


def test_the_day_counts_for_the_tiers(tmp_path: Path) -> None:
    row = GOOD.replace("High", "Low")  # below its parent's; of 2026-01-31
    result = added(tmp_path, write(tmp_path, HEADER, row))
    assert result.tiers is not None
    assert result.tiers.row(0)[3] == "Low"
    before = added(tmp_path, write(tmp_path, HEADER, row), as_of=date(2026, 1, 30))
    assert before.tiers is not None
    assert before.tiers.row(0)[3] == "Unclear"  # nor had the parent a rating then


def test_a_level_below_the_parents_without_a_source_is_warned_of(tmp_path: Path) -> None:
    header = HEADER.replace("rationale", "misuse_potential_rationale")
    table = write(tmp_path, header, GOOD.replace("High", "Low"))
    (warning,) = added(tmp_path, table).advice
    assert warning.startswith(f"{table} row 2, column misuse_potential: This assessment puts")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("begin", ["", "\ufeff", "sep={0}\r\n", "\ufeffsep={0}\n"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_tables_as_spreadsheets_save_them(
    delimiter: str, begin: str, end: str, tmp_path: Path
) -> None:
    blank = delimiter * 8
    rows = [f"{HEADER},", f"{GOOD},", blank.replace(delimiter, ","), ",,,,,,,,", ""]
    text = begin.format(delimiter) + end.join(row.replace(",", delimiter) for row in rows)
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8", newline="")
    result = added(tmp_path, path)
    assert result.problems == ()
    assert result.content is not None
    assert result.content.decode().endswith(BLOCKS)


def test_several_values_languages_types_and_other_properties(tmp_path: Path) -> None:
    header = (
        "id,label,label@fr,alternative_label,definition,definition@zh-Hant,parents,example,counter_example,"
        "scope_note,source,source@en,skos:notation^^xsd:string,rdfs:seeAlso,proprietary_sensitivity,"
        "proprietary_sensitivity_date,proprietary_sensitivity_rationale,"
        "proprietary_sensitivity_rationale@fr,proprietary_sensitivity_by,"
        "kg:TrustBuilding_x"
    ).removesuffix(",kg:TrustBuilding_x")
    row = (
        "A,a thing,une chose,x | y\\|z,A thing.,東西。,cat:EvaluationResult | cat:Standard,"
        '"One, or\ntwo.",None.,"Say ""so"".",https://example.org/s,a talk,A-1,https://example.org/t,low,'
        "2026-01-31,Because.,Parce que.,inst:UK-AISI"
    )
    expected = (
        PREFIXES
        + """
        ex:A a owl:Class , kg:InformationCategory ;
          rdfs:subClassOf cat:EvaluationResult , cat:Standard ;
          rdfs:label "a thing"@en , "une chose"@fr ;
          skos:altLabel "x"@en , "y|z"@en ;
          skos:definition "A thing."@en , "東西。"@zh-hant ;
          skos:example "One, or\\ntwo."@en ;
          kg:counterExample "None."@en ;
          skos:scopeNote "Say \\"so\\"."@en ;
          dct:source <https://example.org/s> , "a talk"@en ;
          skos:notation "A-1" ;
          rdfs:seeAlso <https://example.org/t> .
        ex:A-ProprietarySensitivity-2026-01-31 a kg:Assessment ;
          kg:assesses ex:A ; kg:dimension kg:ProprietarySensitivity ; kg:level kg:Low ;
          prov:generatedAtTime "2026-01-31"^^xsd:date ;
          dct:description "Because."@en , "Parce que."@fr ;
          prov:wasAttributedTo inst:UK-AISI .
    """
    )
    assert graph(content(tmp_path, header, row)) == graph(expected)


def test_a_benefit_dimension_of_the_users_is_a_column(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        PREFIXES + "ex:PublicHealth a kg:BenefitDimension ; rdfs:label 'public health'@en ."
    )
    header = HEADER.replace("misuse_potential", "public_health")
    result = added(tmp_path, write(tmp_path, header, GOOD), own)
    assert result.problems == ()
    assert result.content is not None
    assert b"kg:dimension :PublicHealth" in result.content
    assert result.tiers is not None
    assert result.tiers["benefit"].to_list() == ["High"]
    assert "no such column" in added(tmp_path, write(tmp_path, header, GOOD)).problems[0]


def test_names_and_ratings_may_be_added_to_a_shipped_category(tmp_path: Path) -> None:
    table = write(
        tmp_path,
        "id,label@fr,alternative_label@fr,misuse_potential,date,rationale",
        "cat:ModelWeights,poids du modèle,paramètres,High,2026-10-01,As before.",
    )
    result = added(tmp_path, table, only_new=True)
    assert result.problems == ()
    assert result.content is not None
    assert result.content.decode().partition("\n\n")[2] == (
        'cat:ModelWeights rdfs:label "poids du modèle"@fr ;\n'
        '    skos:altLabel "paramètres"@fr .\n\n'
        ":ModelWeights-MisusePotential-2026-10-01 a kg:Assessment ;\n"
        "    kg:assesses cat:ModelWeights ;\n"
        "    kg:dimension kg:MisusePotential ;\n"
        "    kg:level kg:High ;\n"
        '    prov:generatedAtTime "2026-10-01"^^xsd:date ;\n'
        '    dct:description "As before."@en .\n'
    )
    (tmp_path / "t.ttl").write_bytes(result.content)
    assert load(tmp_path / "t.ttl", as_of=DAY).validate().conforms


def test_further_rows_of_a_category_add_ratings(tmp_path: Path) -> None:
    later = "A,,,,Medium,2026-06-30,It leaked.,"
    text = content(tmp_path, HEADER, GOOD, later).decode()
    assert text.count(":A a owl:Class") == 1
    assert ":A-MisusePotential-2026-01-31 a" in text
    assert ":A-MisusePotential-2026-06-30 a" in text


def test_a_source_goes_with_the_shared_rationale_only(tmp_path: Path) -> None:
    header = (
        HEADER
        + ",trust_building,trust_building_rationale,capacity_building,capacity_building_source"
    )
    row = GOOD + ",Low,Another reason.,Low,https://example.org/other"
    text = content(tmp_path, header, row).decode()
    blocks = {block.split()[0]: block for block in text.split("\n\n")[1:]}
    assert "<https://example.org/s>" in blocks[":A-MisusePotential-2026-01-31"]
    assert "dct:source" not in blocks[":A-TrustBuilding-2026-01-31"]
    assert "Because." not in blocks[":A-TrustBuilding-2026-01-31"]
    assert "<https://example.org/other>" in blocks[":A-CapacityBuilding-2026-01-31"]
    assert "<https://example.org/s>" not in blocks[":A-CapacityBuilding-2026-01-31"]


def test_an_ontologist_adds_to_a_shipped_branch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a checkout, ids are cat: names and the branch file itself is shipped."""
    from kg import resources

    branch = ROOT / "ontology" / "categories" / "model.ttl"
    copy = tmp_path / "t.ttl"
    copy.write_bytes(branch.read_bytes())
    files = [path for path in resources.ontology_files() if path.suffix == ".ttl"] + [copy]
    monkeypatch.setattr(resources, "ontology_files", lambda: files)
    row = GOOD.replace("A,a thing", "cat:A,a thing").replace("EvaluationResult", "ModelWeights")
    rating = "cat:ModelWeights,,,,Medium,2026-10-01,It changed.,"
    result = added(tmp_path, write(tmp_path, HEADER, row, rating), namespace="")
    assert result.problems == ()
    assert result.content is not None
    assert result.content.startswith(branch.read_bytes() + b"\ncat:A a owl:Class")
    assert b"\ncat:ModelWeights-MisusePotential-2026-10-01 a" in result.content
    assert in_house_style(result.content, tmp_path)


@pytest.mark.parametrize("below", ["kg:InformationItem", "cat:ModelWeights"])
def test_the_template_is_taken_as_it_is(below: str, tmp_path: Path) -> None:
    table = tmp_path / "new.csv"
    run = kg("taxonomy", "new", "--below", below, "-o", table)
    assert run.returncode == 0
    assert "Low, Medium, Unclear, High" in run.stderr
    header = table.read_text().splitlines()[0].split(",")
    assert header[:4] == ["id", "label", "definition", "parents"]
    assert header[-4:] == ["date", "rationale", "source", "example"]
    run = kg("taxonomy", "add", table, "--to", tmp_path / "t.ttl", "--namespace", EX)
    assert run.returncode == 0, run.stderr
    assert [line.split(",")[0] for line in run.stdout.splitlines()[1:]] == [
        f"{EX}MyCategory",
        f"{EX}MyNarrowerCategory",
    ]


def test_a_template_below_nothing_is_refused() -> None:
    for below in ("cat:Nix", KG + "High", "nothing at all"):
        run = kg("taxonomy", "new", "--below", below)
        assert (run.returncode, run.stdout) == (2, "")
        assert len(run.stderr.splitlines()) == 1
