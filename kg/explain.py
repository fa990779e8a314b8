"""Why an item may or may not go to a recipient, rule by rule, in sentences.

Each file of ``queries/explain`` is a sentence of one rule and the SELECT that finds what to fill it
with; its header says how:

- ``rule:`` the rule; ``blocks: yes`` where each row stands in the way of sharing;
- ``says:`` the sentence; ``{variable}`` is a variable of the query, shown by its label;
- ``facts:`` the variables that are asserted nodes on which the sentence rests;
- ``joins:`` the variables that are listed ("A, B and C") where all others of the sentence agree.

Rows come in the order of ``?depth``, where a query has it, then of what the sentence says.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import UnknownTermError, one_line, visible
from kg.resources import once, shipped
from kg.terms import GENID, KG, local_name, shorten

if TYPE_CHECKING:
    from kg.engines import Engine
    from kg.facts import Facts
    from kg.facts.places import Place
    from kg.validate import Finding

Row = Mapping[str, "Value"]


@dataclass(frozen=True)
class Step:
    """One sentence of an explanation, by rule ("R1" to "R14").

    Attributes:
        blocks: whether it stands in the way of sharing.
        facts: the IRIs of the asserted nodes that it rests on; "(blank node)" for those without.
        sources: what those facts give as their source or evidence.
    """

    rule: str
    says: str
    blocks: bool
    facts: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """A decision and how the rules come to it; what is not a date or a reason is an IRI."""

    item: str
    recipient: str
    as_of: str
    outcome: str
    tier: str
    channel: str
    reasons: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def blocking(self) -> tuple[Step, ...]:
        """All steps that stand in the way of sharing."""
        return tuple(step for step in self.steps if step.blocks)


@dataclass(frozen=True, order=True)
class Value:
    """What a variable is bound to."""

    text: str
    is_iri: bool = False


@dataclass(frozen=True)
class Question:
    """A file of ``queries/explain``."""

    rule: str
    says: str
    blocks: bool
    facts: tuple[str, ...]
    joins: tuple[str, ...]
    select: str

    @property
    def variables(self) -> list[str]:
        """The variables of the sentence."""
        return re.findall(r"\{(\w+)\}", self.says)


def explain(
    engine: Engine, facts: Facts, item: str, recipient: str, found: tuple[Finding, ...]
) -> Explanation:
    """Explains one decision.

    Args:
        engine: after a derivation.
        facts: what was loaded.
        item: an IRI.
        recipient: an IRI.
        found: the violations, whose messages tell why data is invalid (R12).

    Raises:
        UnknownTermError: there is no such decision; an item's holder already has it.
    """
    about = {"item": NamedNode(item), "recipient": NamedNode(recipient)}
    decided = _select(engine, _text("decision"), about)
    if not decided:
        raise _no_decision(engine, about)
    answers = [(question, _answer(engine, question, about, found)) for question in _questions()]
    names = _Names(engine, answers)
    steps = [step for question, rows in answers for step in _steps(engine, question, rows, names)]
    outcome, tier, channel = (decided[0][name].text for name in ("outcome", "tier", "channel"))
    reasons = tuple(sorted({row["reason"].text for row in decided}))
    as_of = facts.as_of.isoformat()
    return Explanation(item, recipient, as_of, outcome, tier, channel, reasons, tuple(steps))


def as_text(explanation: Explanation, places: Mapping[str, Place] | None = None) -> str:
    """An explanation as plain text, 100 columns wide, with the places of facts that are known."""
    told = explanation
    lines = [
        f"{local_name(told.outcome)}: {shorten(told.item)} to {shorten(told.recipient)},"
        f" as of {told.as_of}",
        f"({local_name(told.tier)}, {local_name(told.channel)};"
        f" in the way of sharing: {len(told.blocking) or 'nothing'})",
        "",
    ]
    for step in told.steps:
        lines += _WRAP.wrap(f"{step.rule:<5}{'BLOCKS ' if step.blocks else ''}{step.says}")
        for fact in step.facts:
            place = (places or {}).get(fact)
            lines.append(f"       fact: {shorten(fact)}" + (f"  ({place})" if place else ""))
        lines += [f"       source: {source}" for source in step.sources]
    return visible("\n".join(lines) + "\n")


_WRAP = textwrap.TextWrapper(
    100, subsequent_indent=" " * 5, break_long_words=False, break_on_hyphens=False
)


@once
def _questions() -> tuple[Question, ...]:
    files = sorted((shipped("queries") / "explain").glob("r[0-9]*.rq"))
    return tuple(_question(_text(path.stem)) for path in files)


@once
def _text(name: str) -> str:
    return (shipped("queries") / "explain" / f"{name}.rq").read_text(encoding="utf-8")


def _question(text: str) -> Question:
    header = dict(re.findall(r"^#\+ (\w+): (.*)$", text, re.MULTILINE))
    return Question(
        rule=header["rule"],
        says=header["says"].strip('"'),
        blocks=header.get("blocks") == "yes",
        facts=tuple(header.get("facts", "").split()),
        joins=tuple(header.get("joins", "").split()),
        select=text,
    )


def _answer(
    engine: Engine, question: Question, about: Mapping[str, NamedNode], found: Sequence[Finding]
) -> list[Row]:
    rows = _select(engine, question.select, about)
    if "message" in question.variables:  # what a shape says is in no graph
        rows = [
            {**row, "message": Value(finding.message)}
            for row in rows
            for finding in found
            if finding.focus == row["node"].text
        ]
    first = Value("0")
    says = question.variables
    return sorted(rows, key=lambda row: (int(row.get("depth", first).text), [row[x] for x in says]))


def _steps(
    engine: Engine, question: Question, rows: Sequence[Row], names: _Names
) -> Iterable[Step]:
    """One step for all rows that differ in nothing but what is listed and the facts behind it."""
    apart = [name for name in question.variables if name not in question.joins]
    groups: dict[tuple[Value, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in apart), []).append(row)
    for group in groups.values():
        parts = re.split(r"\{(\w+)\}", question.says)  # every other one is a variable
        for place in range(1, len(parts), 2):
            parts[place] = names.listed(list(dict.fromkeys(row[parts[place]] for row in group)))
        nodes = sorted({row[name].text for row in group for name in question.facts if name in row})
        sources = {
            row["source"].text
            for node in nodes
            for row in _select(engine, _text("source"), {"node": NamedNode(node)})
        }
        shown = tuple(shorten(node) if node.startswith(GENID) else node for node in nodes)
        yield Step(question.rule, "".join(parts), question.blocks, shown, tuple(sorted(sources)))


class _Names:
    """Labels of the nodes of one explanation, and IRIs where they are first mentioned or unclear."""

    def __init__(self, engine: Engine, answers: Iterable[tuple[Question, Sequence[Row]]]) -> None:
        mentioned = {
            row[name].text
            for question, rows in answers
            for row in rows
            for name in question.variables
            if row[name].is_iri
        }
        self._labels = {iri: label for iri in mentioned if (label := _label(engine, iri))}
        self._introduced: set[str] = set()

    def listed(self, values: Sequence[Value]) -> str:
        """The values as "A", "A and B", "A, B and C"."""
        *others, last = (self._name(value) for value in values)
        return f"{', '.join(others)} and {last}" if others else last

    def _name(self, value: Value) -> str:
        if not value.is_iri:
            return one_line(value.text).rstrip(".")
        label = self._labels.get(value.text)
        if label is None or value.text.startswith((KG, GENID)):
            return label or shorten(value.text)
        alike = list(self._labels.values()).count(label) > 1
        if value.text in self._introduced and not alike:
            return label
        self._introduced.add(value.text)
        return f"{label} ({shorten(value.text)})"


def _label(engine: Engine, iri: str) -> str:
    """The first label or title, English before others; "" if there is none."""
    rows = _select(engine, _text("label"), {"node": NamedNode(iri)})
    texts = ((row["language"].text != "en", row["label"].text) for row in rows)
    return one_line(min(texts, default=(True, ""))[1], limit=120)


def _no_decision(engine: Engine, about: Mapping[str, NamedNode]) -> UnknownTermError:
    item, recipient = (shorten(about[name].value) for name in ("item", "recipient"))
    if _select(engine, _text("holder"), about):
        problem = f"{recipient} holds {item} itself, so there is no decision to explain"
        return UnknownTermError(problem, "ask about another recipient")
    problem = f"there is no decision about {item} for {recipient}"
    return UnknownTermError(problem, "name an item that an institute holds, and a recipient")


def _select(engine: Engine, text: str, bindings: Mapping[str, NamedNode]) -> list[dict[str, Value]]:
    answer = json.loads(engine.select_json(text, bindings=bindings))
    return [
        {name: Value(term["value"], term["type"] == "uri") for name, term in row.items()}
        for row in answer["results"]["bindings"]
    ]
