"""An explanation as text or JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from kg.explain import Explanation, as_text


def as_terminal(explanation: Explanation) -> str:
    """Plain text, wrapped."""
    return as_text(explanation).rstrip("\n")


def as_json(explanation: Explanation) -> str:
    """The dataclasses as one JSON object."""
    return json.dumps(asdict(explanation), ensure_ascii=False, indent=1, default=str)
