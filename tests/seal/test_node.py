"""Another implementation, in another language: Digital Bazaar's npm packages; CI may not skip these.

They need node, and ``npm ci --prefix tests/seal/node``.
"""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from kg.bundle import as_bytes, as_document
from kg.seal.did import did_web, method_of
from kg.seal.proof import sign
from tests.seal.manifests import CREATED, KEY, manifest, signed
from tests.seal.packages import demand, installed

HERE = Path(__file__).parent / "node"


def verdicts(folder: Path, *documents: dict[str, Any]) -> list[dict[str, Any]]:
    """What the other implementation says of each document."""
    node = shutil.which("node")
    demand(("node", node is not None), installed())
    assert node
    paths = [folder / f"{number}.json" for number in range(len(documents))]
    for path, document in zip(paths, documents, strict=True):
        path.write_bytes(as_bytes(document))
    result = subprocess.run(
        [node, HERE / "verify.mjs", *paths],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_it_accepts_what_we_sign(tmp_path: Path) -> None:
    odd = as_document(manifest())
    odd["policy"]["version"] = "".join(map(chr, range(0x20))) + '"\\\x7f\x80é\u2028\U0001f511'
    documents = [
        signed(sequence=1),
        signed(sequence=2),
        signed(items=0, sequence=1),
        signed(items=300),
        sign(odd, KEY, created=CREATED),
    ]
    assert verdicts(tmp_path, *documents) == [{"verified": True}] * len(documents)


def test_it_refuses_what_was_changed(tmp_path: Path) -> None:
    changed = []
    for place, value in (
        (("recipient",), "https://w3id.org/aisi-kg/institute#FR-INESIA"),
        (("sequence",), 3),
        (("graph", 0, "digest"), "sha256:" + "0b" * 32),
        (("revoked",), ["https://example.org/x#past", "https://example.org/x#gone"]),
        (("note",), "added"),
        (("proof", "created"), "2026-11-02T00:00:00Z"),
        (("proof", "proofPurpose"), "authentication"),
        (("proof", "proofValue"), signed(sequence=1)["proof"]["proofValue"]),
    ):
        document: Any = copy.deepcopy(signed())
        within = document
        for key in place[:-1]:
            within = within[key]
        within[place[-1]] = value
        changed.append(document)
    changed.append({key: value for key, value in signed().items() if key != "revoked"})
    found = verdicts(tmp_path, *changed)
    assert [each["verified"] for each in found] == [False] * len(changed)
    assert {each["why"] for each in found[:6]} == {"Invalid signature."}


def test_it_does_not_fetch(tmp_path: Path) -> None:
    method = method_of(did_web("example.org"), KEY)
    (found,) = verdicts(
        tmp_path, sign(as_document(manifest()), KEY, created=CREATED, method=method)
    )
    assert found == {"verified": False, "why": f"{method} is not known, and nothing is fetched"}
