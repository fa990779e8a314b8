"""What BASE and HEAD may be, git revisions among them, and what is told where they cannot be compared."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kg.errors import KgError
from tests.impact.impact_support import (
    DAY,
    EX,
    append,
    edit,
    flips,
    impact,
    inventory,
    loosen,
    report,
    tree,
)
from tests.support import kg


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a taxonomy and an inventory; the current folder."""
    top = tree(tmp_path / "repository")
    inventory(top / "data")
    git(top, "init", "-q", "-b", "main")
    commit(top)
    git(top, "tag", "v1")
    monkeypatch.chdir(top)
    return top


def test_revisions(repository: Path) -> None:
    loosen(repository)
    commit(repository)
    found = report("v1", "HEAD", "data", status=3, cwd=repository)
    assert [(row["item"], row["widens"]) for row in found["decisions"]] == [(EX + "gray", True)]
    assert found["base"].startswith("v1 (")
    assert not impact("HEAD", "HEAD", Path("data")).terms
    assert report("HEAD", "v1", "data", status=0, cwd=repository)["widens"] is False


def test_the_working_tree_against_a_revision(repository: Path) -> None:
    loosen(repository)
    assert flips(impact("main", ".", Path("data"))) == [("gray", "There", "Review", "Share", True)]


def test_an_input_in_the_repository_is_taken_from_each_revision(repository: Path) -> None:
    edit(repository / "data/inventory.ttl", "kg:level kg:Medium", "kg:level kg:Low")
    append(
        repository / "data/inventory.ttl",
        "ex:b a kg:Assessment ; kg:assesses ex:gray ; kg:dimension kg:CapacityBuilding ;"
        " kg:level kg:High ; prov:generatedAtTime '2026-01-01'^^xsd:date ; dct:description 'm'@en .",
    )
    assert impact("v1", "HEAD", Path("data")).empty  # not committed
    commit(repository)
    found = impact("v1", "HEAD", Path("data"))
    assert ("gray", "There", "Review", "Share", True) in flips(found)


def test_an_input_that_only_head_has(repository: Path) -> None:
    inventory(repository / "new", name="new.ttl")
    commit(repository)
    found = impact("v1", "HEAD", Path("new"))
    assert found.missing == (f"BASE ({found.base}) has no new",)
    assert ("plain", "There", None, "Share", True) in flips(found)


def test_an_input_in_no_revision_is_taken_as_it_is(repository: Path, tmp_path: Path) -> None:
    loosen(repository)
    commit(repository)
    inventory(repository / "untracked")
    for path in (Path("untracked"), inventory(tmp_path / "elsewhere")):
        assert flips(impact("v1", "HEAD", path)) == [("gray", "There", "Review", "Share", True)]


def test_a_revision_leaves_nothing_out_by_attributes(repository: Path) -> None:
    loosen(repository)
    (repository / ".gitattributes").write_text("policy.ttl export-ignore\n*.ttl text eol=crlf\n")
    commit(repository)
    assert flips(impact("v1", "HEAD", Path("data"))) == [("gray", "There", "Review", "Share", True)]


def test_a_link_in_a_revision_is_refused(repository: Path) -> None:
    (repository / "data/more.ttl").symlink_to("/etc/hostname")
    commit(repository)
    with pytest.raises(KgError, match=r"data/more\.ttl: not a plain file"):
        impact("v1", "HEAD", Path("data"))


def test_relative_names_are_the_same_in_every_revision(repository: Path) -> None:
    append(
        repository / "data/inventory.ttl",
        "<#here> a cat:EvaluationInfrastructure ; dct:title 'here'@en ; kg:holder ex:Here .",
    )
    commit(repository)
    git(repository, "tag", "v2")
    loosen(repository)
    commit(repository)
    found = impact("v2", "HEAD", Path("data"))
    assert all(before and after for _, _, before, after, _ in flips(found))
    assert len(found.terms) == 1
    new = impact("v1", "v2", Path("data"))
    name = (repository / "data/inventory.ttl").as_uri() + "#here"
    assert set(new.decisions["item"]) == {name}


def test_a_repository_of_data_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = tmp_path / "records"
    inventory(top)
    git(top, "init", "-q")
    commit(top)
    git(top, "tag", "v1")
    edit(top / "inventory.ttl", "kg:Established", "kg:NoRelationship")
    commit(top)
    monkeypatch.chdir(top)
    found = impact("HEAD", "v1", Path("inventory.ttl"))
    assert flips(found) == [("gray", "There", "Withhold", "Review", True)]
    with pytest.raises(KgError, match="name an INPUT"):
        impact("v1", "HEAD")


def test_a_policy_in_the_repository_is_taken_from_each_revision(repository: Path) -> None:
    policy = repository / "ours.ttl"
    policy.write_text((repository / "ontology/policy.ttl").read_text())
    commit(repository)
    git(repository, "tag", "v2")
    loosen(repository)
    policy.write_text((repository / "ontology/policy.ttl").read_text())
    git(repository, "checkout", "-q", "ontology")
    commit(repository)
    found = impact("v2", "HEAD", Path("data"), policy=policy)
    assert flips(found) == [("gray", "There", "Review", "Share", True)]
    with pytest.raises(KgError, match=r"^BASE \(v1 .*the revision has no .*ours\.ttl"):
        impact("v1", "HEAD", Path("data"), policy=policy)


def test_what_is_path_and_revision_is_refused(repository: Path) -> None:
    (repository / "v1").mkdir()
    run = kg("impact", "v1", "HEAD", "data", cwd=repository)
    assert run.returncode == 2
    assert "BASE (v1): both a path and a git revision: write ./v1 for the path" in run.stderr
    assert run.stderr.count("\n") == 1


ERRORS = {
    "unknown": ("nosuch", "HEAD", "BASE (nosuch): neither a file or folder, nor a git revision"),
    "an option": ("HEAD", "", "HEAD (): neither a file"),
    "no path": ("./nosuch", "HEAD", "BASE (./nosuch): no such file or folder"),
    "two kinds": ("data/inventory.ttl", "HEAD", "BASE (data/inventory.ttl) is data, HEAD (HEAD)"),
    "a taxonomy without a policy": ("./half", "HEAD", "half: has a folder ontology, which has no"),
    "no RDF": ("./empty", "./data", "BASE (empty): empty: the folder has no RDF file"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_what_cannot_be_compared(name: str, repository: Path) -> None:
    (repository / "half/ontology").mkdir(parents=True)
    (repository / "empty").mkdir()
    base, head, told = ERRORS[name]
    run = kg("impact", base, head, "data", "--as-of", DAY, cwd=repository)
    assert (run.returncode, run.stdout) == (2, "")
    assert told in run.stderr
    assert run.stderr.count("\n") == 1


def test_three_policies(repository: Path) -> None:
    policy = Path("ontology/policy.ttl")
    with pytest.raises(KgError, match="--policy gives a third"):
        impact(policy, policy, Path("data"), policy=policy)


# Each: what breaks HEAD, and what the line says.
BROKEN = {
    "a fault that stops": (
        "ontology/network.ttl",
        "inst:UK-AISI kg:strength kg:Strong .",
        "inst:UK-AISI",
    ),
    "no Turtle": ("ontology/kg.ttl", "nonsense", "ontology/kg.ttl line"),
    "no SPARQL": ("queries/derive/13-r04-tier.ru", "nonsense", "queries/derive/13-r04-tier.ru"),
    "a rule that asks the network": (
        "queries/derive/13-r04-tier.ru",
        " ; LOAD <http://127.0.0.1/>",
        "13-r04-tier.ru: LOAD is not allowed",
    ),
    "a rule that hides it": (
        "queries/derive/13-r04-tier.ru",
        " ; LO\\u0041D <http://127.0.0.1/>",
        "13-r04-tier.ru: a \\u escape is not allowed",
    ),
    "a shape that asks another graph": (
        "shapes/item.ttl",
        "shapes:x sh:select 'SELECT $this WHERE { SERVICE <http://127.0.0.1/> { } }' .",
        "SERVICE is not allowed",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_side_that_cannot_be_decided_is_named(name: str, repository: Path) -> None:
    path, text, told = BROKEN[name]
    append(repository / path, text)
    commit(repository)
    run = kg("impact", "v1", "HEAD", "data", "--as-of", DAY, cwd=repository)
    assert (run.returncode, run.stdout) == (2, ""), run.stderr
    assert run.stderr.startswith("kg: HEAD (HEAD (")
    assert told in run.stderr
    assert "kg-impact-" not in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_rule_that_is_gone(repository: Path) -> None:
    git(repository, "rm", "-q", "queries/derive/25-r14-family.ru")
    commit(repository)
    with pytest.raises(KgError, match=r"HEAD .*queries/derive: no rule NN-r14-family\.ru"):
        impact("v1", "HEAD", Path("data"))


def test_nothing_stays_behind(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = repository.parent / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    impact("v1", "HEAD", Path("data"))
    assert list(scratch.iterdir()) == []
