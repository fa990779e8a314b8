"""A cell holds several values, parted by ``|``; a backslash takes a character as it is.

Escaped are ``|`` and ``\\`` themselves, white space at the ends of a value, and one of ``= + - @`` at the
beginning of a cell: a spreadsheet would take what follows for a formula, and run it.
"""

from __future__ import annotations

SEPARATOR = "|"
_FORMULA = "=+-@"
_ESCAPABLE = SEPARATOR + "\\" + _FORMULA


def split(cell: str) -> list[str]:
    """The values of a cell; none where it is blank. A backslash before other characters is itself."""
    values: list[list[tuple[str, bool]]] = [[]]
    characters = iter(enumerate(cell))
    for place, character in characters:
        following = cell[place + 1 : place + 2]
        if character == "\\" and following and (following in _ESCAPABLE or following.isspace()):
            values[-1].append((following, True))
            next(characters)
        elif character == SEPARATOR:
            values.append([])
        else:
            values[-1].append((character, False))
    return [text for value in values if (text := _stripped(value))]


def join(values: list[str]) -> str:
    """A cell from which `split` gives the values again.

    Raises:
        ValueError: a value is empty, which no cell can say.
    """
    if not all(values):
        raise ValueError("an empty text")
    cell = f" {SEPARATOR} ".join(_escaped(value) for value in values)
    return "\\" + cell if cell[:1] and cell[0] in _FORMULA else cell


def _stripped(value: list[tuple[str, bool]]) -> str:
    """Without the white space at both ends, unless a backslash keeps it."""
    kept = [place for place, (text, escaped) in enumerate(value) if escaped or not text.isspace()]
    return "".join(text for text, _ in value[kept[0] : kept[-1] + 1]) if kept else ""


def _escaped(value: str) -> str:
    value = value.replace("\\", "\\\\").replace(SEPARATOR, "\\" + SEPARATOR)
    if value[-1].isspace():
        value = f"{value[:-1]}\\{value[-1]}"
    return "\\" + value if value[0].isspace() else value
