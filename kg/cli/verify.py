"""``kg verify``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import bundle_trust


@click.command("verify", short_help="Check a bundle that was received.")
@click.argument(
    "bundles", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@bundle_trust
@click.option(
    "--after",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The bundle before the first one, as it came.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Of the report.",
)
@click.pass_context
def command(
    context: click.Context,
    /,
    bundles: tuple[Path, ...],
    trust: tuple[str, ...],
    did_documents: Path | None,
    unsigned: bool,
    inventory: tuple[Path, ...],
    after: Path | None,
    form: str,
) -> None:
    """Check bundles that were received: files, digests, signature, order, handling and shapes.

    Several DIRs are taken as bundles that follow one another. Nothing of the sender's is needed.

    \b
    Example: kg verify us-1 us-2 --trust did:key:z6Mk...
    Exit status: 0 all pass; 1 one is refused; 2 a bundle cannot be read.
    """
    from kg.present.received import verified_json, verified_text
    from kg.present.write import deliver
    from kg.receive import before, verify

    last, found = before(after) if after else None, []
    for bundle in bundles:
        found.append(
            verify(
                bundle,
                trust=trust,
                did_documents=did_documents,
                after=last,
                unsigned=unsigned,
                inventory=inventory,
            )
        )
        last = found[-1].as_before() or last
    deliver(verified_json(found) if form == "json" else verified_text(found), None)
    context.exit(0 if all(each.passed for each in found) else 1)
