"""A quality report as text, JSON or SARIF 2.1.0."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from kg import __version__
from kg.check import LEVELS, Problem, Quality
from kg.terms import shorten

_SARIF_LEVELS: Final = {"ERROR": "error", "WARN": "warning", "INFO": "note"}
_SARIF_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_PAPER: Final = "https://arxiv.org/abs/2503.04741"


def as_text(quality: Quality) -> str:
    """One line a finding, as compilers write them: file, line, level, check, node, what to do."""
    return "".join(f"{_line(problem)}\n" for problem in quality.problems)


def as_json(quality: Quality) -> str:
    """A list of the findings."""
    found = [{**asdict(each), "file": _shown(each.file)} for each in quality.problems]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_sarif(quality: Quality) -> str:
    """A log of one run: the checks as rules, the findings as results."""
    index = {each.name: place for place, each in enumerate(quality.checks)}
    rules = [
        {
            "id": each.name,
            "shortDescription": {"text": each.problem},
            "help": {"text": each.solution},
            "defaultConfiguration": {"level": _SARIF_LEVELS[each.level]},
        }
        for each in quality.checks
    ]
    results = [_result(problem, index[problem.check]) for problem in quality.problems]
    driver = {"name": "aisi-kg", "version": __version__, "informationUri": _PAPER, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def summary(quality: Quality) -> str:
    """How many findings of each level, by how many checks."""
    counts = ", ".join(f"{quality.count(level)} {level}" for level in LEVELS)
    return f"{counts}; {len(quality.checks)} checks"


def _line(problem: Problem) -> str:
    place = _shown(problem.file) + ("" if problem.line is None else f":{problem.line}")
    about = [f"{place}:"] if place else []
    about += [problem.level, problem.check]
    about += [shorten(problem.node)] if problem.node else []
    return f"{' '.join(about)}: {_message(problem)}"


def _message(problem: Problem) -> str:
    """What is wrong, after the property and value at fault where there are any."""
    value = shorten(problem.value)
    at_fault = " ".join(
        " ".join(part.split()) for part in (shorten(problem.property), value) if part
    )
    return f"({at_fault}) {problem.message}" if at_fault else problem.message


def _result(problem: Problem, index: int) -> dict[str, Any]:
    about = f"{shorten(problem.node)}: " if problem.node else ""
    result: dict[str, Any] = {
        "ruleId": problem.check,
        "ruleIndex": index,
        "level": _SARIF_LEVELS[problem.level],
        "message": {"text": about + _message(problem)},
    }
    if problem.file:
        where: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.file)}}
        if problem.line is not None:
            where["region"] = {"startLine": problem.line}
        location: dict[str, Any] = {"physicalLocation": where}
        if problem.node:
            location["logicalLocations"] = [{"fullyQualifiedName": problem.node}]
        result["locations"] = [location]
    return result


def _shown(file: str) -> str:
    """A path as seen from the current folder, where it lies below that."""
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file


def _uri(file: str) -> str:
    """A relative reference where the file lies below the current folder, else a file: URI."""
    path = Path(file)
    if path.resolve().is_relative_to(Path.cwd()):
        return quote(path.resolve().relative_to(Path.cwd()).as_posix())
    return path.resolve().as_uri()
