"""What ``kg docs`` writes: complete, linked, repeatable, and nothing of it a surprise."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kg.errors import InputError, MissingExtraError
from kg.inventory import load
from kg.present.pages import page_of, pages
from kg.present.write import deliver_folder
from kg.reference import reference
from tests.support import PREFIXES, ROOT, kg, named_categories, named_in

NETWORK = ROOT / "examples" / "network"
OWN = """
ex:Odd\\,Name a owl:Class , kg:InformationCategory ; rdfs:subClassOf cat:RawTranscript ;
    rdfs:label "a <b>bold</b> \\"label\\""@en ; skos:definition "Odd & <script>alert(1)</script>."@en ;
    kg:counterExample "Not <i>this</i>."@en ; dct:source <javascript:alert(1)> .
"""


class Page(HTMLParser):
    """The links, anchors and loaded files of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("src", "href", "srcset", "action"):
                self.loaded.append(value or "")


def site(*inputs: Path, **options: object) -> dict[str, str]:
    loaded = load(*inputs, as_of="2026-11-01", **options)
    loaded.tiers()
    return pages(reference(loaded._engine), loaded.labels(), loaded.as_of)


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return site(NETWORK)


@pytest.fixture(scope="module")
def with_own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    source = tmp_path_factory.mktemp("own") / "own.ttl"
    source.write_text(PREFIXES + OWN)
    return site(source)


def html(files: dict[str, str]) -> Iterator[tuple[str, Page]]:
    for name, text in files.items():
        if name.endswith(".html"):
            yield name, Page(text)


def test_every_category_has_a_page_and_a_line_in_the_tree(made: dict[str, str]) -> None:
    table = load(NETWORK, as_of="2026-11-01").tiers()
    tiers = {row[0]: row[5] for row in table.iter_rows() if row[1] == "category"}
    assert set(made) == {page_of(iri) for iri in tiers} | {
        *("index.html", "policy.html", "network.html", "style.css")
    }
    for iri, tier in tiers.items():
        text = made[page_of(iri)]
        assert f'<div class="head {tier}">' in text
        line = rf'<li class="{tier}" data-page="{re.escape(page_of(iri))}"'
        assert iri.endswith("#InformationItem") or re.search(line, made["index.html"]), iri


def test_links_lead_somewhere_and_nothing_is_loaded_from_elsewhere(made: dict[str, str]) -> None:
    for name, page in html(made):
        assert len(page.ids) == len(set(page.ids))
        assert page.tags.count("h1") == page.tags.count("main") == 1
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), link
            elif parts.path:
                target = (Path("/", name).parent / unquote(parts.path)).resolve()
                assert str(target).lstrip("/") in made, f"{name} links to {link}"
            else:
                assert parts.fragment in page.ids
        for loaded in page.loaded:
            assert not urlsplit(loaded).scheme
            assert loaded.endswith("style.css")
    assert "url(" not in made["style.css"]
    assert "@import" not in made["style.css"]


def test_a_page_tells_where_levels_come_from(made: dict[str, str]) -> None:
    text = " ".join(made["category/RawTranscript.html"].split())
    assert text.count('From <a href="../category/EvaluationResult.html">evaluation result</a>') == 2
    assert "is rated like one that was." in text
    own = made["category/PublishedEvaluationReport.html"]
    assert own.count("Assessed on") == 2
    assert 'a href="https://aisi.gov.uk/work/' in own
    assert "Test Log" in text, "its own mapping"
    assert "Test Report" in text, "an inherited mapping"


def test_a_page_tells_who_may_get_it(made: dict[str, str]) -> None:
    def outcomes(page: str) -> list[str]:
        table = re.findall(r'title="rule:(\S+)">', made[page])
        assert table
        return table

    assert outcomes("category/ModelWeights.html")[-2:] == [
        "HighTrust-Bilateral-Strong",
        "HighTrust-Multilateral-NoRelationship",
    ]
    assert len(outcomes("category/PublishedEvaluationReport.html")) == 8


def test_the_policy_in_force_is_the_one_given(made: dict[str, str], tmp_path: Path) -> None:
    mine = tmp_path / "policy.ttl"
    shipped = (ROOT / "ontology" / "policy.ttl").read_text()
    start = shipped.index("policy:HighTrust-Bilateral-Strong a")
    mine.write_text(
        shipped[:start]
        + shipped[start:].replace("kg:outcome kg:Review", "kg:outcome kg:Withhold", 1)
    )
    theirs = site(NETWORK, policy=mine)
    assert "review" in made["category/ModelWeights.html"].split("<table")[1].split("</table")[0]
    assert "review" not in theirs["category/ModelWeights.html"].split("<table")[1].split("</t")[0]


def test_networks_and_relationships_in_force(made: dict[str, str]) -> None:
    text = made["network.html"]
    assert text.count("<strong>") == 2 * 11
    assert "US Center for AI Standards and Innovation" in text


def test_items_are_on_no_page(made: dict[str, str]) -> None:
    titles = [title for title in _titles() if len(title) > 10]
    assert titles
    for text in made.values():
        assert not [title for title in titles if title in text]


def _titles() -> list[str]:
    loaded = load(NETWORK, as_of="2026-11-01")
    names = loaded.labels()
    return [names[row[0]] for row in loaded.tiers().iter_rows() if row[1] == "item"]


def test_categories_of_the_input_are_there_and_harmless(with_own: dict[str, str]) -> None:
    [name] = [name for name in with_own if "Odd" in name]
    assert re.fullmatch(r"category/Odd-Name\.[0-9a-f]{12}\.html", name)
    text = with_own[name]
    assert "a &lt;b&gt;bold&lt;/b&gt;" in text
    assert "<script" not in text
    assert "<i>" not in text
    assert 'href="javascript' not in text
    assert "Not one" in text
    assert name in with_own["index.html"]
    assert "Test Log" in text, "inherits the mappings of what it lies below"


def test_pages_of_two_categories_differ() -> None:
    namespaces = ("https://w3id.org/aisi-kg/category#", "https://w3id.org/aisi-kg/ns#", "urn:x:#")
    names = [page_of(namespace + local) for namespace in namespaces for local in ("A", "A.b", "é")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"category/[A-Za-z0-9-]+(\.[0-9a-f]{12})?\.html", n) for n in names)


def test_repeatable_whatever_the_engine(
    made: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site(NETWORK) == made
    example = ROOT / "examples" / "01-first-item" / "inventory.ttl"
    named_categories(monkeypatch, *named_in(example.read_text()))
    assert site(example, engine="rdflib") == site(example)


def test_command_line(tmp_path: Path) -> None:
    result = kg("docs", "-o", tmp_path / "site", "--as-of", "2026-11-01")
    assert (result.returncode, result.stdout) == (0, "")
    assert (tmp_path / "site" / "category" / "RawTranscript.html").is_file()
    again = kg("docs", "-o", tmp_path / "site")
    assert again.returncode == 2
    assert "the folder is not empty: choose a new one" in again.stderr
    lost = kg("docs", "-o", tmp_path / "no" / "where")
    assert lost.returncode == 2
    assert lost.stderr.count("\n") == 1


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        deliver_folder({"a": "1", "a/b": "2"}, tmp_path / "site")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty").mkdir()
    deliver_folder({"a/b": "ü\n"}, tmp_path / "empty")
    assert (tmp_path / "empty" / "a" / "b").read_bytes() == "ü\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=re.escape("aisi-kg[docs]")):
        site(NETWORK)
