"""Faults that are planted in the exporter: the guard stops what it then makes.

Each fault is shown to be one: without the guard, the bundle is another than that of a sound exporter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Triple

from kg import gate
from kg.derive import run
from kg.engines import Engine
from kg.errors import RefusedError
from kg.inventory import load
from kg.release import release, select
from kg.terms import DERIVED, KG, RDFS, SKOS, expand
from tests.gate.bundles import DAY, EX, INVENTORY, US, few_categories, text, triple
from tests.support import kg

Patch = pytest.MonkeyPatch
made = import_module("kg.release.release")  # the package has a function of that name
WEIGHTS = EX + "weights"
MORE = """
ex:denied a cat:PublishedEvaluationReport ; dct:title "A report denied" ; kg:holder inst:UK-AISI .
ex:denial a kg:CaseReview ; kg:reviews ex:denied ; kg:reviewRecipient inst:US-CAISI ; kg:verdict kg:Denied ;
  prov:generatedAtTime "2026-02-01"^^xsd:date ; dct:description "No." ; prov:wasAttributedTo inst:UK-AISI .
ex:compelled a cat:EvaluationMethod ; dct:title "A compelled method" ; kg:holder inst:UK-AISI ;
  kg:obtainedUnder kg:StatutoryPower .
ex:unasked a cat:EvaluationMethod ; dct:title "A method of others" ; kg:holder inst:UK-AISI ;
  kg:providedBy ex:Other .
ex:Other a prov:Organization ; rdfs:label "The other company" .
ex:approvals a kg:CaseReview ; kg:reviews ex:compelled ; kg:reviewRecipient inst:US-CAISI ;
  kg:verdict kg:Approved ; prov:generatedAtTime "2026-02-01"^^xsd:date ; dct:description "Good." ;
  prov:wasAttributedTo inst:UK-AISI .
ex:approvals-2 a kg:CaseReview ; kg:reviews ex:unasked ; kg:reviewRecipient inst:US-CAISI ;
  kg:verdict kg:Approved ; prov:generatedAtTime "2026-02-01"^^xsd:date ; dct:description "Good." ;
  prov:wasAttributedTo inst:UK-AISI .
ex:flaw a cat:PublishedRiskSurvey ; dct:title "A survey with a flaw" ; kg:holder inst:UK-AISI ;
  kg:contentKind kg:FlawAccount ; kg:patchState kg:NoRemedy .
ex:method dct:subject ex:short .
ex:report dct:source ex:weights ; dct:abstract "It rests on the weights of a model." .
"""


@pytest.fixture(scope="module", autouse=True)
def _few() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        few_categories(patch)
        yield


@pytest.fixture(scope="module")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("inventory") / "inventory.ttl"
    path.write_text(INVENTORY + MORE)
    return path


def exported(inventory: Path) -> dict[str, bytes]:
    return dict(release(load(inventory, as_of=DAY), US).files)


@pytest.fixture(scope="module")
def sound(inventory: Path) -> dict[str, bytes]:
    return exported(inventory)


def rule(name: str, old: str = "", new: str = "") -> Callable[[Patch], None]:
    """A rule in SPARQL is left out, or has another text."""

    def plant(patch: Patch) -> None:
        read = run._text

        def other(path: Path) -> str:
            if name not in path.name:
                return read(path)
            assert old in read(path)
            return read(path).replace(old, new) if old else "CLEAR SILENT GRAPH <x:nothing>"

        patch.setattr(run, "_text", other)

    return plant


def question(name: str, *changes: tuple[str, str]) -> Callable[[Patch], None]:
    """A query that selects what leaves has another text."""

    def plant(patch: Patch) -> None:
        read = select._text

        def other(asked: str) -> str:
            text = read(asked)
            for old, new in changes if asked == name else ():
                assert old in text
                text = text.replace(old, new)
            return text

        patch.setattr(select, "_text", other)

    return plant


def after_selection(update: str) -> Callable[[Patch], None]:
    """More is selected, by an update after those of ``queries/release``."""

    def plant(patch: Patch) -> None:
        honest = select.run_folder

        def more(engine: Engine, folder: str) -> None:
            honest(engine, folder)
            engine.update(f"PREFIX derived: <{DERIVED}> PREFIX kg: <{KG}> {update}")

        patch.setattr(select, "run_folder", more)

    return plant


def wrapped(where: Any, name: str, change: Callable[..., Any]) -> Callable[[Patch], None]:
    """What a function returns is changed."""

    def plant(patch: Patch) -> None:
        honest = getattr(where, name)
        patch.setattr(where, name, lambda *a, **k: change(honest(*a, **k)))

    return plant


def and_also(said: frozenset[Triple], *more: Triple) -> frozenset[Triple]:
    return frozenset({*said, *more})


BEST = "BIND(IF(?cellTier = kg:NoBrainer && ?reached < ?needed, kg:GrayArea, ?cellTier) AS ?tier)"
ALL = f"GRAPH derived:decisions {{ ?decision kg:item ?item ; kg:recipient <{US}> }}"
LISTED = "{ ?profile a kg:ReleaseProfile ; kg:releases ?property }"
NOTE = f"{{ VALUES ?property {{ <{SKOS}editorialNote> }} }}"
CATEGORY = triple(expand("cat:ModelWeights"), RDFS + "label", text("model weights"))
FAULTS = {
    "faulty items leave (R12)": rule("r12-withheld"),
    "restrictions are ignored (R8)": rule("r08-restriction"),
    "consents are not asked for (R9)": rule("r09-consent"),
    "gateways are not asked for (R9)": rule("r09-gateway"),
    "reviews are ignored (R10)": rule("r10-case-review"),
    "pieces are not put together (R13)": rule("17-r13-compilation"),
    "several at once count one by one (R13)": rule("10-r13-assumed-disclosure"),
    "the least detailed is offered (R14)": rule("20-r14-offer", "MAX(", "MIN("),
    "descriptions do not count (R3)": rule("05-classification"),
    "everything is a no-brainer (R4)": rule("r04-tier", BEST, "BIND(kg:NoBrainer AS ?tier)"),
    "every item is released": after_selection(
        f"INSERT {{ GRAPH derived:released {{ ?item kg:releasedBy ?decision }} }} WHERE {{ {ALL} }}"
    ),
    "nothing is hidden": after_selection("CLEAR SILENT GRAPH derived:hidden"),
    "titles of what is withheld are not looked for": wrapped(
        select.Mentions, "given_away", lambda _: set()
    ),
    "marked statements leave": question("statements", ("?mark kg:hiddenAs", "?mark kg:not")),
    "a note leaves": question("statements", (LISTED, f"{LISTED} UNION {NOTE}")),
    "more is told of what an item names": wrapped(
        select,
        "_named",
        lambda named: {
            item: and_also(said, triple(EX + "Company", SKOS + "note", text("Owes us a favour.")))
            for item, said in named.items()
        },
    ),
    "a category of a withheld item is told": wrapped(
        select, "_vocabulary", lambda told: {*told, CATEGORY}
    ),
    "handling tells of another": wrapped(
        made,
        "handling",
        lambda said: and_also(said, triple(EX + "report", SKOS + "note", text("3 are withheld"))),
    ),
    "the catalogue names a withheld item": wrapped(
        made, "catalog", lambda data: data + f"<{EX}weights> a <{KG}InformationItem> .".encode()
    ),
    "the catalogue has a comment": wrapped(made, "catalog", lambda data: data + b"# 3 withheld"),
    "a withheld item is revoked": wrapped(
        made, "changes", lambda changes: (*changes[:2], (EX + "weights",))
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_guard_stops_it(
    fault: str, inventory: Path, sound: Mapping[str, bytes], monkeypatch: Patch
) -> None:
    FAULTS[fault](monkeypatch)
    guard, seen = gate.check, []

    def watched(files: Mapping[str, bytes], *rest: Any) -> None:
        seen.append(dict(files))
        guard(files, *rest)

    monkeypatch.setattr(gate, "check", watched)
    with pytest.raises(RefusedError, match="the guard refuses the bundle"):
        exported(inventory)
    assert [files != sound for files in seen] == [True]


def test_nothing_is_written(inventory: Path, tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setenv("KG_KEY", str(tmp_path / "none.pem"))
    arguments = ("export", "--as-of", DAY, "--to", US, "--log", tmp_path / "log", "-o")
    FAULTS["restrictions are ignored (R8)"](monkeypatch)
    run = kg(*arguments, tmp_path / "bundle", inventory)
    assert run.returncode == 1
    assert f"kg: the guard refuses the bundle: {EX}banned: the outcome is Withhold" in run.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size] == []
