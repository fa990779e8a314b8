"""The guard itself: every check, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from kg.errors import InputError, RefusedError, UnknownTermError
from kg.facts import Facts
from kg.gate import envelope, handling, items, names, statements
from kg.gate.case import Case, profile
from kg.gate.contents import read
from kg.gate.faults import faults
from kg.gate.judge import Judge
from kg.gate.objection import Objection
from kg.gate.triples import Triples
from kg.terms import shorten

_CHECKS: Final[tuple[Callable[[Case], Iterator[Objection]], ...]] = (
    items.no_item_is_faulty,
    items.every_item_is_shared,
    items.every_item_is_offered,
    envelope.graphs_agree,
    envelope.manifest_is_of_this_run,
    envelope.revoked_was_disclosed,
    envelope.changes_are_of_the_data,
    statements.statements_are_asserted,
    statements.ontology_is_asserted,
    handling.handling_is_decided,
    names.no_hidden_node_is_named,
    names.no_withheld_name_is_told,
    names.no_marked_statement_is_told,
    names.no_other_category_is_named,
)


def objections(files: Mapping[str, bytes], facts: Facts, recipient: str) -> tuple[Objection, ...]:
    """All that speaks against a bundle; none where it may leave.

    Args:
        files: the bytes of each file, by its path in the bundle.
        facts: the inventory and the policy in force, as of the day of the bundle.
        recipient: the IRI of the institute or network, or of the public, to whom it goes.

    Returns:
        In the order of the checks: first what is decided otherwise, then what disagrees or tells
        more. Where the inventory stops every run (R12), nothing but that.

    Raises:
        InputError: there is no manifest that can be read.
        UnknownTermError: the recipient is none.
    """
    contents, triples = read(files), Triples(facts.store)
    found = faults(facts, triples)
    judge = Judge(triples, facts.as_of.isoformat(), found.withheld)
    if judge.network.channel(recipient) is None:
        raise UnknownTermError(
            f"{shorten(recipient)}: no recipient", "name an institute, a network or kg:Public"
        )
    sent = frozenset(contents.manifest.items)
    case = Case(contents, facts, triples, found, judge, profile(triples), sent, recipient)
    stopped = tuple(items.inventory_can_be_decided(case))
    if stopped:
        return stopped
    against = [*contents.objections, *envelope.files_agree(files, case)]
    for check in _CHECKS:
        against.extend(check(case))
    return tuple(dict.fromkeys(against))


def check(files: Mapping[str, bytes], facts: Facts, recipient: str) -> None:
    """Lets a bundle pass, or refuses the whole of it; arguments and errors as for `objections`.

    Raises:
        RefusedError: something speaks against it; the first thing is named.
    """
    against = objections(files, facts, recipient)
    if against:
        more = f" (and {len(against) - 1} more)" if len(against) > 1 else ""
        raise RefusedError(
            f"the guard refuses the bundle: {against[0]}{more}",
            "nothing leaves; the inventory, or the program that made the bundle, has a fault",
        )


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a bundle by path; hidden ones, too.

    Raises:
        InputError: the folder is none, has a link, or a file cannot be read.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no folder", "give the folder of a bundle")
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise InputError(f"{path}: a link, or no regular file", "a bundle has files only")
        if path.is_file():
            try:
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
            except OSError as error:
                raise InputError(
                    f"{path}: cannot be read ({error.strerror})", "check the file"
                ) from None
    return found
