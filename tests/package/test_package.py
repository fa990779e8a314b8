"""What the package promises as a package: its public names, its files, a quick start."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import kg
from kg import resources
from kg.derive import item_reading
from kg.derive.reads import mentioned
from kg.errors import KgError, QueryError
from kg.guard import forbid_other_graphs
from tests.support import ROOT

DERIVE = sorted((ROOT / "queries" / "derive").glob("*.ru"))
TURTLE = sorted((ROOT / "ontology").rglob("*.ttl"))
# Where a property of an item is a variable: it is one of a definition, or of what was derived.
BY_DEFINITION = {
    "05-classification": (
        "?restriction owl:onProperty ?property ; owl:hasValue ?value .\n  ?item ?property ?value .",
    ),
    "12-silence": (
        "?restriction owl:onProperty ?property ; owl:hasValue ?needed .\n"
        "  ?property a owl:FunctionalProperty .\n"
        "  FILTER NOT EXISTS { ?item ?property ?value }",
        "GRAPH derived:levels { ?item ?effective ?own }",
    ),
}


def test_the_public_names() -> None:
    assert kg.__all__ == sorted(kg.__all__)
    assert kg.__all__ == list(kg._HOMES)
    for name in kg.__all__:
        thing = getattr(kg, name)
        assert thing.__doc__, name
        assert callable(thing) or is_dataclass(thing)


def test_load_is_the_function_whatever_was_imported_before() -> None:
    code = "import kg.cli, kg.facts, kg; assert callable(kg.load); import kg.inventory; kg.load"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom kg.cli import cli\ncli(['--help'], standalone_mode=False)\n"
        "heavy = {'polars', 'rdflib', 'pyshacl', 'pyoxigraph', 'rich', 'owlready2', 'shacl',\n"
        "         'cryptography', 'pyld', 'base58'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True)


def test_errors_fit_one_line() -> None:
    error = KgError("a\nproblem " + "x" * 1000, "a remedy")
    assert "\n" not in str(error)
    assert len(str(error)) < 600


def test_everything_shipped_is_there() -> None:
    for name in ("ontology", "shapes", "queries", "examples"):
        assert resources.shipped(name).is_dir()


def test_every_term_in_a_query_or_shape_is_declared() -> None:
    declared = set()
    for path in TURTLE:
        declared |= set(re.findall(r"^(kg:\w+) a ", path.read_text(), re.MULTILINE))
    files = [*(ROOT / "queries").rglob("*.r[qu]"), *(ROOT / "shapes").rglob("*.ttl")]
    for path in files:
        lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
        used = set(re.findall(r"(?<![\w:])(kg:[A-Za-z]\w*)", "\n".join(lines)))
        assert used <= declared, f"{path.name}: {sorted(used - declared)}"


@pytest.mark.parametrize("path", DERIVE, ids=lambda path: path.stem)
def test_a_rule_is_one_readable_file(path: Path) -> None:
    text = path.read_text()
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert any(line.startswith("# reads:") for line in header)
    assert any(line.startswith("# writes:") for line in header)
    assert re.match(r"\d\d-(r\d\d-)?[a-z-]+$", path.stem)
    number = re.match(r"\d\d-r(\d\d)", path.stem)
    if number:
        assert f"# R{int(number.group(1))} " in header[0] + " "
    names = re.findall(r"(?:inst|cat|policy):\w+", "\n".join(text.splitlines()[len(header) :]))
    assert not names, "no institute, category or policy is named in a rule"


def test_no_rule_reads_an_item_through_a_variable_property() -> None:
    """A header can say what a rule reads of an item (R12 looks at faulty nodes, which are in the store).

    Classification reads the properties of the definitions, which its header names, too.
    """
    for path in DERIVE:
        if path.stem == "00-r12-kinds":
            continue
        text = re.sub(r"(SELECT|GROUP BY|VALUES).*", "", path.read_text())
        for pattern in BY_DEFINITION.get(path.stem, ()):
            assert text.count(pattern) == 1, pattern
            text = text.replace(pattern, "")
        assert not re.findall(r"\?item\s+\?\w+", text), path.name
    recipients = next(path for path in DERIVE if path.stem.endswith("r05-recipients"))
    assert "https://w3id.org/aisi-kg/ns#holder" in mentioned([recipients.read_text()])


def test_the_properties_of_definitions_are_read() -> None:
    loaded = kg.load(ROOT / "examples" / "01-first-item" / "inventory.ttl")
    read = {each.prop for each in item_reading(loaded._engine).asserted}
    described = set(
        re.findall(r"onProperty kg:(\w+)", (ROOT / "ontology/definitions.ttl").read_text())
    )
    assert {"https://w3id.org/aisi-kg/ns#" + name for name in described} <= read


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { SERVICE <http://a> { ?s ?p ?o } }",
        "SELECT * FROM <http://a> WHERE { ?s ?p ?o }",
        "SELECT * WHERE { graph ?g { ?s ?p ?o } }",
        "SELECT * WHERE { GR\\u0041PH ?g { ?s ?p ?o } }",
        "# a comment\nSELECT * WHERE{GRAPH<http://a>{?s ?p ?o}}",
    ],
)
def test_no_other_graph_may_be_asked(text: str) -> None:
    with pytest.raises(QueryError):
        forbid_other_graphs(text, "a query")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?from WHERE { ?graph ?service ?o } # from a graph",
        'SELECT ?x WHERE { ?x <http://a/GRAPH#FROM> "SERVICE" ; ex:graph ?y }',
    ],
)
def test_words_alone_are_no_keywords(text: str) -> None:
    forbid_other_graphs(text, "a query")
