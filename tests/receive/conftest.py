"""What the tests of receiving share: fewer categories, which is faster and checks the same."""

from __future__ import annotations

import pytest

from tests.support import core_only


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(
        monkeypatch, "network.ttl", "release.ttl", "tlp.ttl", "evaluation.ttl", "dual-use.ttl"
    )
