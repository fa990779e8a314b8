"""A taxonomy that goes out as a table comes back as the same graph, or does not go out at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Dataset, RdfFormat, Store, parse

from kg import resources
from kg.errors import InputError
from kg.taxonomy.extract import categories, described, extract
from kg.taxonomy.load import read_raw
from tests.support import PREFIXES, ROOT, core_only, kg
from tests.taxonomy.table_support import added, graph, same
from tests.taxonomy.test_add import in_house_style

BRANCHES = sorted((ROOT / "ontology" / "categories").glob("*.ttl"))
CATEGORY = """
ex:A a owl:Class , kg:InformationCategory ; rdfs:subClassOf kg:InformationItem ;
  rdfs:label 'a'@en ; skos:definition 'A thing.'@en ; dct:source <https://example.org/s> .
"""
RATING = """
a kg:Assessment ; kg:assesses ex:A ; kg:dimension kg:TrustBuilding ; dct:description 'x'@en ;
"""


def meant(paths: list[Path]) -> Dataset:
    """What files say of categories and their ratings."""
    store = read_raw(paths, shipped=False)
    return same(described(store, categories(store)))


def back(paths: list[Path], folder: Path) -> Dataset:
    """The same, after the way through a table and into an empty file."""
    own = categories(read_raw(paths, shipped=False))
    table = folder / "t.csv"
    table.write_text(extract(read_raw(paths), own), encoding="utf-8", newline="")
    result = added(folder, table)
    assert result.problems == ()
    assert result.content is not None
    assert in_house_style(result.content, folder)
    return graph(result.content)


def speaks_of_categories(path: Path) -> bool:
    """Whether a file says something of a category."""
    return any(line.startswith("cat:") for line in path.read_text().splitlines())


@pytest.mark.parametrize("branch", BRANCHES, ids=lambda path: path.stem)
def test_each_branch_comes_back(
    branch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the files that speak of its categories, which would else be there already."""
    others = [
        path
        for path in resources.ontology_files()
        if path != branch and (path.parent == branch.parent or not speaks_of_categories(path))
    ]
    monkeypatch.setattr(resources, "ontology_files", lambda: others)
    assert back([branch], tmp_path) == meant([branch])


def test_the_whole_taxonomy_comes_back(tmp_path: Path) -> None:
    table, target = tmp_path / "all.csv", tmp_path / "all.ttl"
    assert kg("taxonomy", "export", "--format", "csv", "-o", table).returncode == 0
    run = kg("taxonomy", "add", table, "--to", target)
    assert run.returncode == 0, run.stderr
    shipped = [q for path in BRANCHES for q in parse(path=str(path), format=RdfFormat.TURTLE)]
    header = "https://w3id.org/aisi-kg/category/"
    said = [quad for quad in shipped if not quad.subject.value.startswith(header)]
    assert graph(target.read_bytes()) == same(said)
    # Beside the shipped files it says nothing new, and is no fault.
    again = kg("taxonomy", "add", table, "--to", tmp_path / "new.ttl", "--only-new")
    assert (again.returncode, again.stdout) == (0, "")
    assert not (tmp_path / "new.ttl").exists()
    assert kg("tiers", target).stdout == kg("tiers", ROOT / "ontology" / "kg.ttl").stdout


HARD = {
    "a history of ratings": CATEGORY
    + f"ex:r1 {RATING} kg:level kg:Low ; prov:generatedAtTime '2025-01-01'^^xsd:date ."
    + f"ex:r2 {RATING} kg:level kg:High ; prov:generatedAtTime '2026-01-01'^^xsd:date ."
    + f"ex:r3 {RATING} kg:level kg:Low ; prov:generatedAtTime '2026-01-01'^^xsd:date .",
    "ratings without IRI": CATEGORY
    + f"[] {RATING} kg:level kg:Low ; prov:generatedAtTime '2025-01-01'^^xsd:date ."
    + f"[] {RATING} kg:level kg:Low ; prov:generatedAtTime '2026-01-01T12:00:00Z'^^xsd:dateTime .",
    "texts without language, and numbers": CATEGORY
    + "ex:A rdfs:label 'plain' ; skos:notation 5 , '05'^^xsd:integer , 1.50 , 1e3 , true ;"
    + " dct:source 'a book' , 'un livre'@fr ; ex:other 'x'^^ex:type .",
    "a parent of another vocabulary": CATEGORY
    + "ex:A rdfs:subClassOf prov:Entity ; a prov:Thing .",
    "deprecation": CATEGORY
    + "ex:A owl:deprecated true ; dct:isReplacedBy ex:B ; skos:changeNote 'Deprecated since 1.0.0: x.'@en ."
    + CATEGORY.replace("ex:A", "ex:B"),
    "formulas, bars, backslashes and white space": CATEGORY
    + r"ex:A skos:example '=1+1'@en , '+1'@en , '-1'@en , '@x'@en , 'a|b'@en , 'a\\|b\\\\'@en , ' a '@en ,"
    + r" '\ta\n\nb\r\nc\n'@en , '\'\"\"\"'@en .",
    "a dimension named like a column": CATEGORY
    + "ex:Source a kg:BenefitDimension ; rdfs:label 's'@en . ex:Date a kg:BenefitDimension ."
    + f"ex:r1 {RATING} kg:level kg:Low ; prov:generatedAtTime '2025-01-01'^^xsd:date .".replace(
        "kg:TrustBuilding", "ex:Source"
    ),
    "IRIs that no prefix fits": CATEGORY.replace(
        "ex:A", "<https://example.org/a,b/%20é?x=1|2#(y)>".replace("|", "%7C")
    )
    + CATEGORY.replace("ex:A", "<urn:x:y>"),
}


@pytest.mark.parametrize("case", HARD, ids=list(HARD))
def test_what_is_hard_to_say_comes_back(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core_only(monkeypatch)
    path = tmp_path / "a.ttl"
    path.write_text(PREFIXES + HARD[case], encoding="utf-8")
    store = read_raw([path])
    table = tmp_path / "t.csv"
    table.write_text(extract(store, categories(store)), encoding="utf-8", newline="")
    dimensions = tmp_path / "dimensions.ttl"
    dimensions.write_text(
        PREFIXES + "ex:Source a kg:BenefitDimension . ex:Date a kg:BenefitDimension ."
    )
    inputs = [dimensions] if "BenefitDimension" in HARD[case] else []
    result = added(tmp_path, table, *inputs)
    assert result.problems == ()
    assert result.content is not None
    assert graph(result.content) == meant([path])


UNSAYABLE = {
    "a category without IRI": "[] a owl:Class , kg:InformationCategory ; rdfs:label 'a'@en .",
    "a class expression as a parent": CATEGORY
    + "ex:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:holder ; owl:someValuesFrom owl:Thing ] .",
    "an empty text": CATEGORY + "ex:A skos:example ''@en .",
    "a rating without a rationale": CATEGORY
    + f"ex:r {RATING.replace(chr(59) + ' dct:description ' + chr(39) + 'x' + chr(39) + '@en', '')}"
    + " kg:level kg:Low ; prov:generatedAtTime '2025-01-01'^^xsd:date .",
    "a rating without a date": CATEGORY + f"ex:r {RATING} kg:level kg:Low .",
    "a rating of two categories": CATEGORY
    + CATEGORY.replace("ex:A", "ex:B")
    + f"ex:r {RATING} kg:assesses ex:B ; kg:level kg:Low ; prov:generatedAtTime '2025-01-01'^^xsd:date .",
    "a level that is none": CATEGORY
    + f"ex:r {RATING} kg:level ex:Huge ; prov:generatedAtTime '2025-01-01'^^xsd:date .",
    "a day that is none": CATEGORY
    + f"ex:r {RATING} kg:level kg:Low ; prov:generatedAtTime '2025-02-30'^^xsd:date .",
    "no class": CATEGORY.replace("owl:Class ,", ""),
}


@pytest.mark.parametrize("case", UNSAYABLE, ids=list(UNSAYABLE))
def test_what_a_table_cannot_say_is_refused(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core_only(monkeypatch)
    path = tmp_path / "a.ttl"
    path.write_text(PREFIXES + UNSAYABLE[case])
    store = read_raw([path])
    with pytest.raises(InputError, match="which no cell can say"):
        extract(store, categories(store))


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
NOTES = st.lists(
    st.tuples(
        st.sampled_from(["rdfs:comment", "skos:example", "skos:scopeNote", "dct:source"]),
        TEXTS,
        st.sampled_from(["@en", "@fr", "@zh-hant", "", "^^ex:type"]),
    ),
    max_size=8,
)


@given(notes=NOTES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_comes_back(notes: list[tuple[str, str, str]]) -> None:
    """`extract` reads what it wrote and compares; it must never have to refuse a text."""
    escaped = [f"ex:A {name} {_quoted(text)}{kind} ." for name, text, kind in notes]
    store = Store()
    for path in (ROOT / "ontology" / "kg.ttl", ROOT / "ontology" / "tiers.ttl"):
        store.load(path=str(path))
    store.load((PREFIXES + CATEGORY + "\n".join(escaped)).encode(), format=RdfFormat.TURTLE)
    assert extract(store, categories(store)).startswith("id,")


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"'
