"""N-Triples as columns say what Oxigraph's parser says, or fail as it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.columns.ntriples import read_ntriples, write_ntriples

A, B = "<https://example.org/x#a>", "<https://example.org/x#b>"
XSD = "http://www.w3.org/2001/XMLSchema#"
LINES = [
    f"{A} {B} {A} .",
    f'{A} {B} "text" .',
    f'{A} {B} "" .',
    f'{A} {B} "with . and > and \u00e9 \U0001f600"@en .',
    f'{A} {B} "a \\"quote\\" and a \\\\ and \\n"@en-gb .',
    f'{A} {B} "capitals"@en-GB .',
    f'{A} {B} "2026-01-31"^^<{XSD}date> .',
    f'{A} {B} "a string"^^<{XSD}string> .',
    f'{A} {B} "007"^^<{XSD}integer> .',
    f"{A}\t{B}\t{A}.",
    f"  {A} {B}  {A} . # a comment",
    "# only a comment",
    "",
    f"_:b1 {B} _:b2 .",
    f'{A} {B} "<https://example.org/x#a>" .',
    f'{A} {B} "ends so .\\n" .',
    f"{A} {B} <https://example.org/caf\u00e9> .",
    f"{A} {B} <urn:uuid:00000000-0000-0000-0000-000000000000> .",
    f"{A} {B} <https://[::1]:80/?q=%20#f> .",
]


def triples(text: bytes) -> set[str]:
    return {str(quad.triple) for quad in parse(text, format=RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_line_says_what_the_parser_says(end: str) -> None:
    for lines in (*([line] for line in LINES), LINES):
        text = end.join(lines).encode()
        assert triples(write_ntriples(read_ntriples(text))) == triples(text), lines


def test_a_text_stands_apart_from_its_ending() -> None:
    frame = read_ntriples(f'{A} {B} "one"@en .\n{A} {B} "two"@en .\n{A} {B} {A} .\n'.encode())
    assert frame["object"].to_list() == ['"@en', '"@en', A]
    assert frame["text"].to_list() == ['"one"@en', '"two"@en', None]


@pytest.mark.parametrize(
    "wrong",
    [
        f"{A} {B} <https://example.org/a b> .",
        f"{A} {B} {A}",
        f'{A} {B} "no end .',
        f"{A} {B} <relative> .",
        f'{A} "text" {A} .',
        f'{A} {B} "bad \\q escape" .',
        f'{A} {B} "x"@ .',
        f"{A} {B} {A} . {A}",
        "nonsense",
    ],
)
def test_a_wrong_line_is_told_by_its_number(wrong: str) -> None:
    text = "\n".join([LINES[0], "# a comment", LINES[9], wrong, LINES[1]])
    with pytest.raises(SyntaxError) as error:
        read_ntriples(text.encode())
    assert error.value.lineno == 4


def test_a_file_is_read_as_its_bytes_are(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text("\n".join(LINES))
    assert triples(write_ntriples(read_ntriples(path))) == triples(path.read_bytes())
    assert read_ntriples(b"").is_empty()
