"""Every constraint has a twin of examples: one that passes and one that fails it, in both engines.

`<file>/<Shape>.pass.ttl` conforms; `<file>/<Shape>.fail.ttl` differs in one thing, and says by
`# focus: <iri>` which node is wrong. `# without: <iri>` leaves a shipped term out of the graph.
pySHACL takes seconds a graph, so it sees the examples of a kind merged: each has a namespace of its
own. Examples of a policy share the default policy, and it sees together those that leave out the
same of its terms, with the policy's shapes.
"""

import pytest
from shape_support import (
    EXAMPLES,
    ROOT,
    SHAPES,
    Constraint,
    Finding,
    constraints,
    facts,
    focus,
    left_out,
    load,
    reference,
    rust,
    shape_files,
    shape_triples,
)

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CONSTRAINTS = constraints()
MERGED = [c for c in CONSTRAINTS if c.file != "policy"]
POLICY = [c for c in CONSTRAINTS if c.file == "policy"]
POLICY_FILES = tuple(SHAPES / name for name in ("prefixes.ttl", "values.ttl", "policy.ttl"))


def by_name(constraint: Constraint) -> str:
    return f"{constraint.file}/{constraint.name}"


def expected(constraint: Constraint) -> tuple[str, str, str]:
    return focus(constraint.example("fail")), constraint.iri, constraint.severity


def found(findings: set[Finding]) -> set[tuple[str, str, str]]:
    return {(f.focus, f.shape, f.severity) for f in findings}


def merged(kind: str, advice: bool) -> tuple[set[Finding], set[Finding]]:
    """What pySHACL and `shacl` find in all examples of a kind together."""
    ours = [c for c in MERGED if c.file.startswith("advice/") == advice]
    triples = load(*(c.example(kind) for c in ours))
    triples = triples if advice else facts(triples)
    files = shape_files(advice)
    return reference(triples, files), rust(triples, files)


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=by_name)
def test_pass_example_conforms(constraint: Constraint) -> None:
    triples = load(constraint.example("pass"))
    assert not rust(facts(triples), shape_files())
    assert not rust(triples, shape_files(advice=True))


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=by_name)
def test_fail_example_fails_this_shape(constraint: Constraint) -> None:
    advice = constraint.file.startswith("advice/")
    triples = load(constraint.example("fail"))
    if advice:
        assert not rust(facts(triples), shape_files())
        results = found(rust(triples, shape_files(advice=True)))
        assert expected(constraint) in results
        assert {shape for _, shape, _ in results} == {constraint.iri}
    else:
        assert expected(constraint) in found(rust(facts(triples), shape_files()))


@pytest.mark.parametrize("advice", [False, True], ids=["violations", "advice"])
def test_reference_fails_each_shape_and_engines_agree(advice: bool) -> None:
    reference_findings, rust_findings = merged("fail", advice)
    ours = [each for each in MERGED if each.file.startswith("advice/") == advice]
    seen = found(reference_findings)
    assert [by_name(each) for each in ours if expected(each) not in seen] == []
    assert reference_findings == rust_findings


@pytest.mark.parametrize("advice", [False, True], ids=["violations", "advice"])
def test_reference_passes_what_conforms(advice: bool) -> None:
    reference_findings, _ = merged("pass", advice)
    assert not reference_findings


@pytest.mark.parametrize("missing", sorted({left_out(c.example("fail")) for c in POLICY}), ids=str)
def test_engines_agree_on_policies(missing: tuple[str, ...]) -> None:
    ours = [c for c in POLICY if left_out(c.example("fail")) == missing]
    triples = facts(load(*(c.example("fail") for c in ours)))
    reference_findings = reference(triples, POLICY_FILES)
    assert {expected(c) for c in ours} <= found(reference_findings)
    assert reference_findings == rust(triples, POLICY_FILES)


def test_engines_agree_on_the_default_policy() -> None:
    assert not reference(load(), POLICY_FILES)
    assert not rust(load(), POLICY_FILES)


def test_every_constraint_has_its_examples_and_every_example_its_constraint() -> None:
    wanted = {c.example(kind) for c in CONSTRAINTS for kind in ("pass", "fail")}
    assert wanted == set(EXAMPLES.rglob("*.ttl"))


def test_examples_differ_in_one_place() -> None:
    for constraint in CONSTRAINTS:
        twins = [
            [
                line.rstrip(" ;.")
                for line in constraint.example(kind).read_text().splitlines()
                if not line.startswith(("#", "@prefix"))
            ]
            for kind in ("pass", "fail")
        ]
        changed = sum(len(set(a) - set(b)) for a, b in (twins, twins[::-1]))
        assert 1 <= changed <= 6, constraint


def test_every_shape_speaks_to_people() -> None:
    sh, dct = "http://www.w3.org/ns/shacl#", "http://purl.org/dc/terms/"
    prefix = "https://w3id.org/aisi-kg/shapes#"
    for advice in (False, True):
        by_subject: dict[str, dict[str, list[object]]] = {}
        for triple in shape_triples(shape_files(advice)):
            values = by_subject.setdefault(triple.subject.value, {})
            values.setdefault(triple.predicate.value, []).append(triple.object)
        for shape, values in by_subject.items():
            kinds = {getattr(kind, "value", "") for kind in values.get(RDF_TYPE, [])}
            if not kinds & {sh + "NodeShape", sh + "PropertyShape", sh + "SPARQLConstraint"}:
                continue
            assert shape.startswith(prefix), f"{shape} has no name"
            (severity,) = values[sh + "severity"]
            (message,) = values[sh + "message"]
            (rule,) = values[dct + "conformsTo"]
            assert severity.value.removeprefix(sh) in {"Violation", "Warning"}, shape
            assert message.language == "en", shape
            assert message.value.endswith("."), shape
            assert rule.value.startswith("https://w3id.org/aisi-kg/rule#R"), shape


def test_severity_goes_with_the_folder() -> None:
    for constraint in CONSTRAINTS:
        advice = constraint.file.startswith("advice/")
        assert constraint.severity == ("Warning" if advice else "Violation"), constraint


def test_queries_stay_in_one_graph() -> None:
    for path in SHAPES.rglob("*.ttl"):
        words = set(path.read_text().replace("(", " ").split())
        assert not words & {"SERVICE", "FROM", "GRAPH", "MINUS", "VALUES"}, path


@pytest.mark.parametrize("folder", ["", "advice"])
def test_shape_names_are_used_once(folder: str) -> None:
    names = [
        line.split()[0]
        for path in (SHAPES / folder).glob("*.ttl")
        for line in path.read_text().splitlines()
        if line.startswith("shapes:")
    ]
    assert len(names) == len(set(names))


def test_shipped_data_and_decided_cases_conform() -> None:
    shipped = [ROOT / "ontology" / "network.ttl", *(ROOT / "ontology" / "categories").glob("*.ttl")]
    shipped = [path for path in shipped if path.exists()]
    assert not rust(facts(load(*shipped)), shape_files())
    for case in sorted((ROOT / "tests" / "cases").glob("*/inventory.ttl")):
        assert not rust(facts(load(*shipped, case)), shape_files()), case
