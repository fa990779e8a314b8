"""An explanation as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from kg.explain import Explanation, as_text
from kg.facts.places import Place


def as_terminal(explanation: Explanation, places: Mapping[str, Place]) -> str:
    """Plain text, wrapped; a fact with the file and line where it is written, where that is known."""
    return as_text(explanation, places).rstrip("\n")


def as_json(explanation: Explanation) -> str:
    """The dataclasses as one JSON object."""
    return json.dumps(asdict(explanation), ensure_ascii=False, indent=1, default=str)
