"""The engines agree on generated faults: one small round; more by ``python -m tests.shapes.compare``."""

import random

import pytest

from tests.shapes.compare import Comparison, compare, parts


@pytest.mark.parametrize("part", ["violations", "advice"])
def test_engines_agree_on_generated_faults(part: str) -> None:
    so_far = Comparison()
    compare(so_far, random.Random(1), part, 1)
    assert so_far.mutants == len(parts()[part])
    assert len(so_far.violated) > so_far.mutants / 2  # the faults are not all the same
    assert not so_far.differences
