"""What the tests of receiving share: fewer categories, which is faster and checks the same."""

from __future__ import annotations

import pytest

from tests.support import named_categories


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    more = ("release.ttl", "tlp.ttl", "dual-use.ttl")
    named_categories(monkeypatch, "PreDeploymentEvaluationResult", more=more)
