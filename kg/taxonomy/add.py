"""Adds the categories of a table to a Turtle file, after the shapes have seen the result."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple, parse

from kg import decide, lookup, resources
from kg.derive import derive
from kg.engines import Engine, EngineName, open_engine
from kg.errors import InputError
from kg.facts import load_facts
from kg.facts.sources import find_sources, read
from kg.lookup import is_iri
from kg.taxonomy.blocks import all_prefixes, blocks, needed, prefix_lines
from kg.taxonomy.check import Cells, check, conflicts
from kg.taxonomy.load import read_raw
from kg.taxonomy.names import Names
from kg.taxonomy.rows import Reading, read_rows
from kg.taxonomy.table import Problem, read_table
from kg.taxonomy.vocabulary import about, vocabulary
from kg.terms import KG, OURS, local_name
from kg.validate import advice

if TYPE_CHECKING:
    import polars as pl

Pair = tuple[NamedNode, NamedNode | BlankNode | Literal | Triple]


@dataclass(frozen=True)
class Addition:
    """What adding a table comes to.

    Attributes:
        problems: a line for each cell that must be mended; nothing else is then filled in.
        content: the whole new text of the file; None where there is nothing to add.
        categories: IRIs of the categories that something is added about, in the table's order.
        tiers: their levels and tiers, as `kg.decide.tiers` gives them.
        labels: of what the tiers name, for drawing.
        advice: a line for each warning about them.
    """

    problems: tuple[str, ...] = ()
    content: bytes | None = None
    categories: tuple[str, ...] = ()
    tiers: pl.DataFrame | None = None
    labels: dict[str, str] = field(default_factory=dict)
    advice: tuple[str, ...] = ()


def add(
    path: Path,
    target: Path,
    inputs: tuple[Path, ...] = (),
    *,
    namespace: str = "",
    only_new: bool = False,
    as_of: date,
    policy: Path | None = None,
    engine: EngineName = "oxigraph",
) -> Addition:
    """Turns a table into Turtle and says what the target file becomes; writes nothing.

    Args:
        path: the table (see `kg.taxonomy.columns`).
        target: a Turtle file, there already or not; what is in it stays byte for byte.
        inputs: other files that the table's names are in.
        namespace: of ids without a prefix; the target's own empty prefix if "".
        only_new: leave out what other files say already, the shipped ones too.
        as_of: the day of the tiers.
        policy: as for `kg.inventory.load`.
        engine: what runs the SPARQL.

    Raises:
        InputError: the table or a file cannot be read.
        FaultyDataError: the files are at fault without the table (R12).
    """
    if namespace and not (is_iri(namespace) and namespace.endswith(("#", "/"))):
        raise InputError(f"--namespace {namespace}", "give an IRI that ends in # or /")
    table, problems = read_table(path)
    file = _read_target(target)
    names = Names(namespace or file.prefixes.get("", ""), file.prefixes)
    known = read_raw([*([target] if file.has_triples else []), *inputs])
    reading = read_rows(table, vocabulary(known), names, _rating_iri(known, target, names))
    cells = Cells(reading)
    problems += [*reading.problems, *conflicts(reading.statements, known)]
    if problems:
        return _refused(path, problems)
    own = read_raw([target], shipped=False) if file.has_triples else Store()
    new = _new(reading, known if only_new else own)
    if not new:
        return Addition()
    content = _appended(file, new, names.namespace)
    loaded = _loaded(content, inputs, as_of, policy, engine)
    problems = check(loaded, cells)
    if problems:
        return _refused(path, problems)
    derive(loaded)
    touched = {cells.category(triple.subject) for triple in new}
    categories = tuple(iri for iri in reading.rows if iri in touched)
    warnings = {cells.problem(finding) for finding in advice(loaded)} - {None}
    tiers = decide.tiers(loaded)
    return Addition(
        content=content,
        categories=categories,
        tiers=tiers.filter(tiers["target"].is_in(categories)),
        labels=lookup.labels(loaded),
        advice=tuple(_in_words(path, warning) for warning in sorted(filter(None, warnings))),
    )


@dataclass(frozen=True)
class _Target:
    """The target file as it is; empty where there is none yet."""

    text: bytes = b""
    prefixes: dict[str, str] = field(default_factory=dict)
    has_triples: bool = False


def _read_target(path: Path) -> _Target:
    if path.suffix != ".ttl":
        raise InputError(f"{path}: categories are added to a Turtle file", "name a .ttl file")
    if not path.exists():
        return _Target()
    (source,) = find_sources([path])
    text = path.read_bytes() if path.is_file() else b""
    parser = parse(text, format=source.format, base_iri=path.resolve().as_uri())
    try:
        count = sum(1 for _ in parser)
    except SyntaxError:
        read(source, Store())  # says where it is wrong
        raise
    return _Target(text, parser.prefixes, count > 0)


def _rating_iri(known: Store, target: Path, names: Names) -> Callable[[str, str], str]:
    """How ratings are named: after their category, in a namespace that is the user's to name in."""
    shipped = {path.resolve() for path in resources.ontology_files()}
    ours = target.resolve() in shipped

    def name(category: str, ending: str) -> str:
        iri = category + ending
        is_shipped = category.startswith(OURS) and about(known, NamedNode(category))
        if ours or not is_shipped or about(known, NamedNode(iri)):
            return iri
        return names.iri(local_name(category) + ending, bare=True)

    return name


def _new(reading: Reading, there: Store) -> list[Triple]:
    """What a store doesn't say yet; a rating without IRI is there where an equal one is."""
    triples = list(dict.fromkeys(statement.triple for statement in reading.statements))
    unnamed: dict[BlankNode, set[Pair]] = {}
    for triple in triples:
        if isinstance(triple.subject, BlankNode):
            unnamed.setdefault(triple.subject, set()).add((triple.predicate, triple.object))
    equal = {node for node, said in unnamed.items() if _is_there(said, there)}
    return [
        triple
        for triple in triples
        if triple.subject not in equal
        and Quad(triple.subject, triple.predicate, triple.object) not in there
    ]


def _is_there(said: set[Pair], there: Store) -> bool:
    assesses = NamedNode(KG + "assesses")
    category = next(value for predicate, value in said if predicate == assesses)
    return any(
        {(quad.predicate, quad.object) for quad in about(there, rating.subject)} == said
        for rating in there.quads_for_pattern(None, assesses, category, DefaultGraph())
    )


def _appended(file: _Target, new: list[Triple], namespace: str) -> bytes:
    """The file and, after it, the new blocks with the prefixes that it lacks."""
    prefixes = all_prefixes(file.prefixes)
    if namespace and namespace not in prefixes.values():
        free = next(name for name in ("", "my", "own") if name not in prefixes)
        prefixes[free] = namespace
    text = blocks(new, prefixes)
    lacking = {p: iri for p, iri in needed(text, prefixes).items() if p not in file.prefixes}
    head = f"{prefix_lines(lacking)}\n" if lacking else ""
    gap = b"" if not file.text else b"\n" if file.text.endswith(b"\n") else b"\n\n"
    return file.text + gap + (head + text).encode()


def _loaded(
    content: bytes, inputs: tuple[Path, ...], as_of: date, policy: Path | None, engine: EngineName
) -> Engine:
    """An engine with the facts as they will be."""
    with tempfile.TemporaryDirectory() as folder:
        candidate = Path(folder) / "candidate.ttl"
        candidate.write_bytes(content)
        facts = load_facts([candidate, *inputs], as_of=as_of, policy=policy)
    return open_engine(engine, facts.store)


def _refused(path: Path, problems: list[Problem]) -> Addition:
    return Addition(problems=tuple(_in_words(path, problem) for problem in sorted(set(problems))))


def _in_words(path: Path, problem: Problem) -> str:
    return f"{path} row {problem.row}, column {problem.column}: {problem.what}"
