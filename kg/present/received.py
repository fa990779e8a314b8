"""What verifying and taking in a bundle found, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kg.errors import visible
from kg.receive import Verified
from kg.terms import shorten

_SIGNS = {"passed": "✓", "failed": "✗", "skipped": "·"}
_MANY = 20  # problems of one check that a text shows


def verified_text(found: Sequence[Verified]) -> str:
    """A block of lines for each bundle: what it is, then each check."""
    return "\n".join(_block(each) for each in found)


def verified_json(found: Sequence[Verified]) -> str:
    """An array with an object for each bundle."""
    return json.dumps([_record(each) for each in found], ensure_ascii=False, indent=1) + "\n"


def _block(found: Verified) -> str:
    lines = [f"{'✓ accepted' if found.passed else '✗ refused'}  {found.folder}"]
    for name, value in _summary(found):
        lines.append(f"  {name:<10}{value}")
    for check in found.checks:
        lines.append(
            f"  {_SIGNS[check.state]} {check.name:<10}{'' if check.problems else check.told}"
        )
        lines += [f"      {problem}" for problem in check.problems[:_MANY]]
        if len(check.problems) > _MANY:
            lines.append(f"      and {len(check.problems) - _MANY} more; --format json has all")
    return "".join(f"{visible(line).rstrip()}\n" for line in lines)


def _summary(found: Verified) -> list[tuple[str, str]]:
    manifest = found.manifest
    if manifest is None:
        return []
    items = f"{len(manifest.items)}"
    if manifest.revoked:
        items += f", and {len(manifest.revoked)} revoked"
    return [
        ("from", ", ".join(map(shorten, manifest.sender)) or "nobody"),
        ("to", shorten(manifest.recipient)),
        ("as of", manifest.as_of),
        ("number", str(manifest.sequence)),
        ("items", items),
        ("signer", found.signer or "nobody"),
    ]


def _record(found: Verified) -> dict[str, object]:
    manifest = found.manifest
    told: dict[str, object] = {"folder": str(found.folder), "accepted": found.passed}
    if manifest:
        told |= {
            "bundle": manifest.id,
            "sender": list(manifest.sender),
            "recipient": manifest.recipient,
            "asOf": manifest.as_of,
            "sequence": manifest.sequence,
            "digest": found.digest,
            "items": list(manifest.items),
            "revoked": list(manifest.revoked),
        }
    checks = [
        {
            "name": check.name,
            "state": check.state,
            "told": check.told,
            "problems": list(check.problems),
        }
        for check in found.checks
    ]
    return {**told, "signer": found.signer, "checks": checks}
