"""``kg keys``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import output


@click.group("keys", short_help="Make and show keys to sign with.")
def command() -> None:
    """Make and show keys to sign with (Ed25519).

    \b
    kg keys new                           a new key in the default place; prints its did:key
    kg keys new --did-web example.org     also did.json, to publish on that domain
    kg keys show                          what others may know of the key
    The default place is $KG_KEY, else ~/.config/aisi-kg/key.pem. Where $KG_KEY_PASSPHRASE is set, keys
    are encrypted with it.
    """


@command.command("new", short_help="Make a key; print its DID.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the private key to FILE, which must not exist yet.",
)
@click.option(
    "--did-web",
    "domain",
    metavar="DOMAIN",
    help="Also write did.json beside the key, for a did:web; example.org or example.org/dept.",
)
def new(output: Path | None, domain: str | None) -> None:
    """Make a key, in a file that only you can read, and print the DID that others know it by.

    Nothing is ever overwritten.

    \b
    Example: kg keys new -o key.pem
    """
    from kg.durable import unstoppable
    from kg.seal import did, keys

    path = output or keys.default_key_path()
    web = did.did_web(domain) if domain else None
    key = keys.new_key()
    with unstoppable(path):
        keys.write_key(key, path, did.web_document(web, key) if web else None)
    click.echo(did.did_key(key))
    click.echo(f"kg: {path} is the private key; keep a copy, and show it to nobody", err=True)
    if web:
        click.echo(web)
        place = path.with_name(keys.DID_DOCUMENT)
        click.echo(f"kg: publish {place} at {did.web_address(web)}", err=True)


@command.command("show", short_help="Show the DID and public key of a key.")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@output("table", "csv", "json")
def show(file: Path | None, form: str | None, output: Path | None) -> None:
    """Show the DID, the verification method and the public key (in hexadecimal) of a private key.

    \b
    Example: kg keys show key.pem
    """
    import polars as pl

    from kg.present.write import chosen, write_rows
    from kg.seal import did, keys

    key = keys.read_key(file or keys.default_key_path()).public_key()
    name = did.did_key(key)
    facts = {
        "did": name,
        "method": did.method_of(name, key),
        "public_key": key.public_bytes_raw().hex(),
    }
    table = pl.DataFrame({"property": list(facts), "value": list(facts.values())})
    write_rows(table, {}, chosen(form, output), output, title="")
