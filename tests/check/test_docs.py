"""The table of checks in docs/checks.md is that of the queries' headers and the profile.

To write it anew: python -m tests.check.test_docs
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from kg.check import load_profile
from tests.support import ROOT

PAGE = ROOT / "docs" / "checks.md"
TABLE = re.compile(r"(?<=<!-- checks -->\n).*?(?=<!-- end of checks -->)", re.DOTALL)


def robots() -> set[str]:
    with (Path(__file__).parent / "robot.csv").open(encoding="utf-8", newline="") as stream:
        return {row["check"] for row in csv.DictReader(stream)}


def table() -> str:
    lines = ["| check | level | problem | solution |", "| --- | --- | --- | --- |"]
    for each in load_profile():
        name = f"*{each.name}*" if each.name in robots() else each.name
        lines.append(f"| {name} | {each.level} | {each.problem} | {each.solution} |")
    return "\n" + "\n".join(lines) + "\n\n"


def test_the_table_is_current() -> None:
    (written,) = TABLE.findall(PAGE.read_text(encoding="utf-8"))
    assert written == table()


def test_what_is_left_out_of_robot_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert not [name for name in robots() if name not in text]


if __name__ == "__main__":
    PAGE.write_text(TABLE.sub(lambda _: table(), PAGE.read_text(encoding="utf-8")), "utf-8")
