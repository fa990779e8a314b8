"""A shape that the fast engine gets wrong is validated by pySHACL, without being asked.

Each query of `queries/validate` has shapes here that it is about. In a copy of the shipped shapes
these are added; the report must be the right one, and the other shapes must find what they found.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import shacl

from kg.errors import InputError, KgError
from kg.resources import shipped, taken_from
from kg.validate import Finding
from kg.validate.run import findings
from kg.validate.shapes import dealt_shapes, shapes_ntriples

HERE = "https://example.org/deal#"
HEAD = f"""\
@prefix ex: <{HERE}> .
@prefix kg: <https://w3id.org/aisi-kg/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "{HERE}"^^xsd:anyURI ] .
"""

# For each query: shapes, data, and the findings (focus, shape, value, message), in HERE where it is an IRI.
REFERENCE = {
    "regex": (
        """ex:Twice a sh:PropertyShape ; sh:targetClass ex:Code ; sh:path ex:code ;
             sh:pattern "^(.)\\\\1$" ; sh:message "A letter, twice." .""",
        'ex:aa a ex:Code ; ex:code "aa" . ex:ab a ex:Code ; ex:code "ab" .',
        {("ab", "Twice", "ab", "A letter, twice.")},
    ),
    "function": (
        """ex:isLong a sh:SPARQLFunction ; sh:parameter [ sh:path ex:text ] ; sh:returnType xsd:boolean ;
             sh:prefixes ex:prefixes ; sh:select "SELECT (STRLEN($text) > 3 AS ?long) WHERE {}" .
           ex:Short a sh:NodeShape ; sh:targetClass ex:Name ; sh:sparql ex:ShortConstraint .
           ex:ShortConstraint sh:prefixes ex:prefixes ; sh:message "Shorter." ;
             sh:select "SELECT $this ?value WHERE { $this ex:name ?value FILTER(ex:isLong(?value)) }" .""",
        'ex:n a ex:Name ; ex:name "long name" , "abc" .',
        {("n", "Short", "long name", "Shorter.")},
    ),
    "target": (
        """ex:Having a sh:SPARQLTargetType ; rdfs:subClassOf sh:Target ; sh:parameter [ sh:path ex:which ] ;
             sh:prefixes ex:prefixes ; sh:select "SELECT ?this WHERE { ?this $which ?any }" .
           ex:Had a sh:PropertyShape ; sh:target [ a ex:Having ; ex:which ex:has ] ; sh:path ex:label ;
             sh:minCount 1 ; sh:message "Label it." .""",
        "ex:h ex:has 1 .",
        {("h", "Had", "", "Label it.")},
    ),
    "implicit-class": (
        """ex:Tool a sh:NodeShape , owl:Class ; sh:closed true ; sh:message "Nothing more." ;
             sh:ignoredProperties ( rdf:type ) .""",
        "ex:t a ex:Tool ; ex:more 1 .",
        {("t", "Tool", "1", "Nothing more.")},
    ),
    "deactivated": (
        """ex:Quiet a sh:NodeShape ; sh:targetClass ex:Q ; sh:sparql ex:QuietConstraint .
           ex:QuietConstraint sh:message "Never said." ; sh:deactivated true ;
             sh:select "SELECT $this WHERE {}" .""",
        "ex:q a ex:Q .",
        set(),
    ),
    "no-value": (
        """ex:Odd a sh:PropertyShape ; sh:targetClass ex:O ; sh:path ex:odd ; sh:sparql ex:OddConstraint .
           ex:OddConstraint sh:message "Odd." ; sh:prefixes ex:prefixes ;
             sh:select "SELECT $this WHERE { $this ex:odd ?what }" .""",
        "ex:o a ex:O ; ex:odd 1 .",
        {("o", "Odd", "", "Odd.")},
    ),
    "message": (
        """ex:Said a sh:NodeShape ; sh:targetClass ex:S ; sh:nodeKind sh:Literal ;
             sh:message "Auf Deutsch."@de , "In English."@en .""",
        "ex:s a ex:S .",
        {("s", "Said", "s", "In English.")},
    ),
    "unchecked": (
        """ex:True a sh:NodeShape ; sh:targetClass ex:Claim ; sh:message "Not so." ;
             sh:expression [ sh:path ex:holds ] .""",
        "ex:c a ex:Claim ; ex:holds false .",
        {("c", "True", "c", "Not so.")},
    ),
}
# The fast engine agrees in these, but on no test of the W3C, or in words only that it has not.
NO_WORSE = {"unchecked"}

SUBSELECT = """ex:Alone a sh:NodeShape ; sh:targetClass ex:A ; sh:sparql ex:AloneConstraint .
    ex:AloneConstraint sh:message "Alone." ; sh:prefixes ex:prefixes ;
      sh:select "SELECT $this ?value WHERE { {# inner\\n SELECT ?value WHERE { ?any ex:a ?value } } }" ."""

# For each query: a shape, and what the error says.
REFUSED = {
    "rule": (
        """ex:Rule a sh:NodeShape ; sh:targetClass ex:R ;
             sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object 1 ] .""",
        "Rule: sh:rule derives triples, and shapes look only at what is said: write",
    ),
    "boolean": (
        """ex:Once a sh:PropertyShape ; sh:targetClass ex:R ; sh:path ex:text ; sh:message "Once." ;
             sh:uniqueLang "true" .""",
        "Once: a switch is neither true nor false, and the engines read it differently: write true",
    ),
    "closed": (
        """ex:R a sh:NodeShape ; sh:targetClass ex:R ; sh:message "R." ;
             sh:property [ sh:path ex:p ; sh:closed true ; sh:message "Closed." ] .""",
        "R: sh:closed stands on a property shape, of which the engines make different things: put",
    ),
    "unknown": (
        """ex:Few a sh:PropertyShape ; sh:targetClass ex:R ; sh:path ex:p ; sh:message "Few." ;
             sh:maxCuont 1 .""",
        "Few: sh:maxCuont: a property of SHACL's namespace that neither engine knows, so that both",
    ),
}


def copy_with(folder: Path, *shapes: str) -> Path:
    """A root whose shapes are the shipped ones and these."""
    shutil.copytree(shipped("shapes"), folder / "shapes")
    (folder / "shapes" / "added.ttl").write_text(HEAD + "\n".join(shapes))
    return folder


def ntriples(turtle: str) -> bytes:
    import pyoxigraph as ox

    return ox.serialize(
        ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES
    )


def said_of(name: str, shapes: str) -> set[str]:
    """The local names of what is said of one of our shapes."""
    about = f"<https://w3id.org/aisi-kg/shapes#{name}> "
    lines = [line for line in shapes.splitlines() if line.startswith(about)]
    return {local for line in lines for local in re.findall(r"#([\w-]+)>", line)}


def own(found: list[Finding]) -> set[tuple[str, str, str, str]]:
    return {
        tuple(text.removeprefix(HERE) for text in (f.focus, f.shape, f.value, f.message))
        for f in found
        if f.shape.startswith(HERE)
    }


def of_the_ban(found: list[Finding]) -> set[str]:
    """The shapes that a restriction violates; that the terms of no ontology exist goes without saying."""
    shapes = {f.shape.partition("#")[2] for f in found if f.focus == HERE + "ban"}
    assert "Term-value" in shapes
    return shapes - {"Term-value"}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    """All the shapes of REFERENCE added; the data of all, and a restriction that says nothing."""
    shapes, data, _ = zip(*REFERENCE.values(), strict=True)
    with taken_from(copy_with(tmp_path_factory.mktemp("root"), *shapes)):
        yield ntriples("\n".join((*data, "ex:ban a kg:Restriction .")))


def names(folder: str) -> set[str]:
    return {path.stem for path in (shipped("queries") / "validate" / folder).glob("*.rq")}


def test_every_query_is_tested() -> None:
    assert names("reference") == {*REFERENCE, "subselect"}
    assert names("refused") == set(REFUSED)


@pytest.mark.parametrize("folder", ["", "advice"])
def test_the_fast_engine_does_all_that_is_shipped(folder: str) -> None:
    assert dealt_shapes(folder).reference == ""
    assert sorted(dealt_shapes(folder).fast.splitlines()) == sorted(
        shapes_ntriples(folder).splitlines()
    )


@pytest.mark.parametrize("query", sorted(REFERENCE))
def test_such_a_shape_goes_to_the_reference(query: str, everything: bytes) -> None:
    shapes = REFERENCE[query][0].split("\n")
    declared = [line.split()[0].replace("ex:", f"<{HERE}") for line in shapes if " a sh:" in line]
    shape = f"{declared[-1]}> "
    assert any(line.startswith(shape) for line in dealt_shapes("").reference.splitlines())
    assert not any(line.startswith(shape) for line in dealt_shapes("").fast.splitlines())


def test_the_report_is_that_of_the_reference(everything: bytes) -> None:
    found = findings("", everything)
    assert own(found) == set().union(*(wanted for _, _, wanted in REFERENCE.values()))
    assert of_the_ban(found) == {"Restriction-appliesTo", "Restriction-description"}
    assert found == findings("", everything, reference=True)


@pytest.mark.parametrize("query", sorted(set(REFERENCE) - NO_WORSE))
def test_the_fast_engine_alone_still_gets_it_wrong(query: str) -> None:
    """Else the query can go."""
    shapes, data, wanted = REFERENCE[query]
    try:
        compiled = shacl.Shapes.from_turtle(HEAD + shapes)
        results = compiled.validate_text(ntriples(data).decode(), format="ntriples").results
    except ValueError:
        return
    plain = {
        tuple((text or "").strip("<>").removeprefix(HERE) for text in said)
        for said in ((r.focus_node, r.source_shape, r.value_plain, r.message) for r in results)
    }
    assert plain != wanted


def test_a_shape_is_divided_between_the_engines(tmp_path: Path) -> None:
    """A property of ours that the fast engine gets wrong takes no other with it."""
    shapes = """<https://w3id.org/aisi-kg/shapes#Restriction> sh:property ex:Words .
        ex:Words a sh:PropertyShape ; sh:path ex:words ; sh:pattern "^(?!no)" ; sh:message "Say yes." ."""
    data = ntriples('ex:ban a kg:Restriction ; ex:words "no" , "yes" .')
    with taken_from(copy_with(tmp_path, shapes)):
        dealt = dealt_shapes("")
        assert said_of("Restriction", dealt.fast) >= {"targetClass", "Restriction-appliesTo"}
        assert "Words" not in said_of("Restriction", dealt.fast)
        assert said_of("Restriction", dealt.reference) >= {"targetClass", "Words"}
        assert "Restriction-appliesTo" not in said_of("Restriction", dealt.reference)
        assert "targetClass" not in said_of("Consent", dealt.reference)
        found = findings("", data)
        assert found == findings("", data, reference=True)
    assert own(found) == {("ban", "Words", "no", "Say yes.")}
    assert of_the_ban(found) == {"Restriction-appliesTo", "Restriction-description", "Words"}


def test_a_select_within_the_select_must_select_this(tmp_path: Path) -> None:
    with taken_from(copy_with(tmp_path, SUBSELECT)), pytest.raises(InputError, match="pySHACL"):
        findings("", ntriples("ex:a a ex:A ; ex:a 1 ."))


@pytest.mark.parametrize("query", sorted(REFUSED))
def test_what_neither_engine_gets_right_is_refused(query: str, tmp_path: Path) -> None:
    shape, says = REFUSED[query]
    with taken_from(copy_with(tmp_path, shape)), pytest.raises(InputError) as error:
        findings("", b"")
    assert HERE + says in str(error.value)


@pytest.mark.parametrize("reference", [False, True], ids=["fast", "reference"])
@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (
            """ex:Target a sh:NodeShape ; sh:nodeKind sh:IRI ; sh:message "No." ;
                 sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE { FILTR }" ] .""",
            "Target: no SPARQL",
        ),
        (
            """ex:Target a sh:NodeShape ; sh:nodeKind sh:IRI ; sh:message "No." ;
                 sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE { ?this no:prefix 1 }" ] .""",
            "Target: no SPARQL",
        ),
        (
            """ex:Minus a sh:NodeShape ; sh:targetClass ex:A ; sh:sparql ex:Minus ; sh:message "No." ;
                 sh:select "SELECT $this WHERE { MINUS { $this ?p ?o } }" .""",
            "shapes/: ",
        ),
        (
            """ex:Twice a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:a ; sh:message "No." ;
                 sh:pattern "a**(" .""",
            "shapes/: ",
        ),
    ],
    ids=["syntax", "prefix", "minus", "pattern"],
)
def test_a_faulty_shape_gives_one_line(
    shape: str, says: str, reference: bool, tmp_path: Path
) -> None:
    with taken_from(copy_with(tmp_path, shape)), pytest.raises(KgError) as error:
        findings("", ntriples('ex:a a ex:A ; ex:a "a" .'), reference=reference)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
