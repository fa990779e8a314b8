"""maplib: the load and R1 to R3, as far as it can run our updates.

Its SHACL is closed and was not tried. Of the 26 files it refuses operations in six (0.20.26): it has no
SHA256 (14, 24), so there is no decision to write, and it panics on ``?item ?property ?item`` (05, 25) and
on ``GRAPH ?variable`` after VALUES (12, 23). A panic leaves the model unusable, so what panics is left out.
"""

from __future__ import annotations

import re

import maplib
from polars import DataFrame

from bench.rivals import given, stage, updates

LAST = "12-r03-item-level"
LEFT_OUT = ("05-classification",)
PANICS = "VALUES ?levels"
_NEXT = re.compile(r";\s*\n(?=(?:\s*#.*\n|\s*\n)*(?:INSERT|CLEAR)\b)")
LEVELS = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT ?item ?dimension ?level
WHERE { GRAPH derived:item-levels { ?cell kg:levelOf ?item ; kg:dimension ?dimension ; kg:level ?level } }
"""


def main() -> None:
    """Loads, derives the levels of categories and items, writes them."""
    files = given()
    stage("load")
    model = maplib.Model()
    for path in (files.shipped, files.data):
        model.read(str(path), format="ntriples")
    for name, text in updates():
        if name > LAST:
            break
        if name in LEFT_OUT:
            continue
        stage(name)
        for operation in operations(text):
            if PANICS not in operation:
                model.update(operation)
    stage("write")
    levels = model.query(LEVELS)
    assert isinstance(levels, DataFrame)
    levels.write_csv(files.out)


def operations(text: str) -> list[str]:
    """The operations of an update, each with the prefixes."""
    first, *others = _NEXT.split(text)
    prefixes = "\n".join(line for line in text.splitlines() if line.startswith("PREFIX"))
    return [first, *(f"{prefixes}\n{other}" for other in others)]


if __name__ == "__main__":
    main()
