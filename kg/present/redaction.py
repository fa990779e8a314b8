"""What would make an item shareable, as text, as JSON, and as renderings in Turtle to be completed."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import one_line, visible
from kg.redact import Change, Proposal, Redaction
from kg.redact.changes import TYPE, Value
from kg.terms import PREFIXES, local_name, shorten

Names = Mapping[str, str]
_WRAP = textwrap.TextWrapper(
    width=100, subsequent_indent="     ", break_long_words=False, break_on_hyphens=False
)
_ITEM = textwrap.TextWrapper(
    width=100,
    initial_indent="   - ",
    subsequent_indent="     ",
    break_long_words=False,
    break_on_hyphens=False,
)
_KEPT = (
    "holder, providers, legal basis, assessments, restrictions and denials are those of the item"
)


def as_text(told: Redaction, names: Names) -> str:
    """For a person: what is in the way, each proposal with what is lost, and what to do with it."""
    why = told.explanation
    lines = [
        f"{local_name(why.outcome)}: {shorten(why.item)} to {shorten(why.recipient)},"
        f" as of {why.as_of}"
    ]
    if told.shareable:
        return "\n".join([*lines, "It may be shared as it is; there is nothing to change.", ""])
    for step in why.blocking:
        lines += _WRAP.wrap(f"{step.rule:<5}{step.says}")
    lines += ["", *_WRAP.wrap(summary(told)), ""]
    for number, proposal in enumerate(told.proposals, start=1):
        lines.append(f"{number}. {local_name(proposal.outcome)}, with {_counted(proposal)}:")
        for change in proposal.changes:
            lines += _ITEM.wrap(one_line(in_words(change, names)))
        lines += _WRAP.wrap(f"   Lost: {'; '.join(losses(proposal.changes, names))}.")
        lines.append("")
    if told.proposals:
        lines += _WRAP.wrap(
            "Nothing of the item changes. Write a rendering from which what is lost cannot be read"
            f" (--format turtle begins one); {_KEPT}."
        )
    return visible("\n".join(lines).rstrip("\n") + "\n")


def summary(told: Redaction) -> str:
    """How far the answer goes, and what blocks where there is none; one line."""
    if told.complete < 0:
        return one_line(f"No rendering can be proposed: {_why_none(told)}.")
    searched = f"up to {told.complete} changes at once"
    cut = (
        f"; the search was cut there, before the {told.most} that were asked for, because the ways"
        " are too many"
        if told.complete < told.most
        else ""
    )
    if told.proposals:
        return f"These are all the smallest changes that would do, {searched}{cut}."
    blocking = ", ".join(_reason(reason) for reason in told.blocking)
    always = f"; in the way of every rendering: {blocking}" if blocking else ""
    return one_line(f"No rendering may be shared, {searched}{cut}{always}.")


def as_json(told: Redaction, names: Names) -> str:
    """A list of the proposals: changes, loses, outcome, turtle."""
    proposals = [
        {
            "changes": [
                {
                    "kind": change.kind,
                    "property": change.property.value,
                    "value": change.value.value,
                    "becomes": change.becomes.value if change.becomes else None,
                }
                for change in proposal.changes
            ],
            "loses": losses(proposal.changes, names),
            "outcome": proposal.outcome,
            "turtle": _turtle([proposal], names, told),
        }
        for proposal in told.proposals
    ]
    return json.dumps(proposals, ensure_ascii=False, indent=1) + "\n"


def as_turtle(told: Redaction, names: Names) -> str:
    """The renderings, each without the title that makes it valid; comments say what to do."""
    if not told.proposals:
        said = "It may be shared as it is." if told.shareable else summary(told)
        return f"# {said}\n"
    return _turtle(told.proposals, names, told)


def in_words(change: Change, names: Names) -> str:
    """One change, as an instruction."""
    said = _said(change.property, change.value, names)
    if change.becomes is not None:
        return f"say {_named(change.becomes, names)} instead of {_named(change.value, names)}"
    return f"leave out {said}" + (", which is marked" if change.kind == "marked" else "")


def losses(changes: Sequence[Change], names: Names) -> list[str]:
    """What the recipient is not told, each thing once."""
    lost = {statement for change in changes for statement in change.loses}
    return sorted(_said(property_, value, names) for property_, value in lost)


def _why_none(told: Redaction) -> str:
    reasons = [_reason(reason) for reason in told.blocking]
    return f"nothing is less detailed, or its data is at fault ({', '.join(reasons)})"


def _counted(proposal: Proposal) -> str:
    number = sum(change.kind != "marked" for change in proposal.changes)
    marked = len(proposal.changes) - number
    said = f"{number or 'no'} change{'' if number == 1 else 's'}"
    return f"{said} beside {marked} marked statement{'s'[: marked > 1]}" if marked else said


def _turtle(proposals: Sequence[Proposal], names: Names, told: Redaction) -> str:
    blocks = list(_blocks(proposals, names, told))
    text = "\n".join(blocks)
    used = {
        prefix: namespace
        for prefix, namespace in PREFIXES.items()
        if any(f"{prefix}:" in block for block in blocks)
    }
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(used.items()))
    return f"{head}\n{text}"


def _blocks(proposals: Sequence[Proposal], names: Names, told: Redaction) -> Iterator[str]:
    for number, proposal in enumerate(proposals, start=1):
        changed = "; ".join(in_words(change, names) for change in proposal.changes)
        yield (
            _comment(f"{number} of {len(told.proposals)}: {changed or 'no change'}.")
            + _comment(
                "To be completed: a name of its own, a dct:title, and what else it may tell. Until"
                " it has a title it is withheld from everyone."
            )
            + _block(proposal.triples)
        )


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in textwrap.wrap(one_line(text, 2000), width=100))


def _block(triples: Sequence[Triple]) -> str:
    """Turtle with our prefixes, a blank line between nodes."""
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    assert written is not None  # no output was given, so the bytes come back
    lines = [line for line in written.decode().split("\n") if not line.startswith("@prefix")]
    indented = (line.replace("\t", "    ", 1) if line.startswith("\t") else line for line in lines)
    return "\n".join(indented).replace(" .\n<", " .\n\n<")


def _said(property_: NamedNode, value: Value, names: Names) -> str:
    label = "category" if property_ == TYPE else names.get(property_.value)
    return f"{label or local_name(property_.value)}: {_named(value, names)}"


def _named(value: Value, names: Names) -> str:
    if isinstance(value, Literal):
        return f"“{value.value}”"
    return f"“{names[value.value]}”" if value.value in names else shorten(value.value)


def _reason(reason: str) -> str:
    kind, colon, detail = reason.partition(":")
    return f"{kind}{colon}{shorten(detail)}"
