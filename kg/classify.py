"""What an item's description makes it: the categories that follow, and whether HermiT sees the same.

The rules ``queries/derive/04`` and ``05`` do it; here their answer is asked for and put into words. A
description that leaves something out says nothing about it: no category is proposed or refused for
what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.errors import MissingExtraError
from kg.facts.normalise import blank_again
from kg.reason import hermit, unsatisfiable
from kg.resources import shipped
from kg.terms import KG, OWL, RDF, RDFS, local_name, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    import owlready2
    import polars as pl

    from kg.inventory import Inventory

COLUMNS = ("item", "category", "status", "because")

# What a reasoner needs of the ontology: its classes and what is said of them, no annotations.
_AXIOMS: Final = frozenset(
    {f"<{RDF}first>", f"<{RDF}rest>", f"<{RDFS}subClassOf>"}
    | {f"<{OWL}{name}>" for name in ("equivalentClass", "intersectionOf", "unionOf", "oneOf")}
    | {f"<{OWL}{name}>" for name in ("onProperty", "hasValue", "members", "distinctMembers")}
)
_TYPE: Final = f"<{RDF}type>"
_ITEM: Final = f"<{KG}InformationItem>"
_CATEGORY: Final = f"<{KG}InformationCategory>"
_KINDS: Final = (f"<{KG}", f"<{OWL}")


@dataclass(frozen=True)
class Comparison:
    """What HermiT says of the described items, held against the SPARQL.

    Attributes:
        consistent: whether the definitions and the descriptions can all be true.
        unsatisfiable: IRIs of the classes that can have no member.
        compared: how many items were compared.
        differing: (item, category, "SPARQL" or "HermiT": which alone says so), sorted.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    compared: int
    differing: tuple[tuple[str, str, str], ...]

    @property
    def agrees(self) -> bool:
        """Whether there is nothing to mend."""
        return self.consistent and not self.unsatisfiable and not self.differing

    def in_words(self) -> str:
        """A line for each thing found."""
        if not self.consistent:
            return (
                "HermiT: the definitions and these descriptions cannot all be true;"
                " kg validate names the items that contradict their categories."
            )
        lines = [f"{shorten(name)} can have no member." for name in self.unsatisfiable]
        lines += [
            f"{shorten(item)} is in {shorten(category)} by {which} alone."
            for item, category, which in self.differing
        ]
        differing = len({item for item, _, _ in self.differing})
        lines.append(f"HermiT: {self.compared - differing} of {self.compared} items agree.")
        return "\n".join(lines)


def classify(inventory: Inventory) -> pl.DataFrame:
    """The categories that follow from the items' descriptions (R3).

    Returns:
        A table of text, columns ``COLUMNS``, sorted: IRIs of the item and the category; whether the
        category is "asserted" of the item, "entailed" by a narrower one that is, or "new"; and what
        makes the item a member, in local names. Items that are withheld for bad data are left out.

    Raises:
        FaultyDataError: a fault stops the run (R12).
    """
    import polars as pl

    found = inventory.query(str(shipped("queries") / "classify" / "grounds.rq"))
    names = {iri: local_name(iri) for column in found.columns for iri in found[column].unique()}
    ground = (
        pl.when(pl.col("property") != "")
        .then(pl.format("{} {}", _named("property", names), _named("value", names)))
        .otherwise(_named("implying", names))
    )
    by_definition = (
        found.filter(~pl.col("item").is_in(list(inventory.withheld())))
        .with_columns(ground=ground)
        .group_by("item", "category", "definition", "base")
        .agg(
            pl.col("ground").unique().sort().str.join(" and "),
            same=(pl.col("same") != "").any(),
            narrower=(pl.col("narrower") != "").any(),
        )
        .with_columns(ground=pl.format("{} and {}", _named("base", names), "ground"))
    )
    status = pl.when("same").then(pl.lit("asserted")).when("narrower").then(pl.lit("entailed"))
    return (
        by_definition.group_by("item", "category")
        .agg(
            status=status.otherwise(pl.lit("new")).first(),
            because=pl.col("ground").sort().str.join(" or "),
        )
        .select(COLUMNS)
        .sort(COLUMNS)
    )


def new_types(classified: pl.DataFrame) -> bytes:
    """The ``rdf:type`` triples of the table's new categories, as sorted N-Triples."""
    import polars as pl

    new = classified.filter(pl.col("status") == "new").select("item", "category")
    lines = sorted(f"<{item}> <{RDF}type> <{category}> .\n" for item, category in new.iter_rows())
    return "".join(lines).encode()


def compare(inventory: Inventory) -> Comparison:
    """Classifies the described items by HermiT too, and compares all of their categories.

    Items that are withheld for bad data are left out: they may say two things at once.

    Raises:
        MissingExtraError: the extra ``owl`` is not installed.
        FaultyDataError: a fault stops the run (R12).
    """
    rows = inventory.query(str(shipped("queries") / "classify" / "categories.rq")).iter_rows()
    withheld = inventory.withheld()
    ours = {(item, category) for item, category in rows if item not in withheld}
    items = {item for item, _ in ours}
    lines = inventory.quads(derived=False).decode().splitlines()
    try:
        world = hermit(_for_hermit(lines, items))
    except MissingExtraError as error:
        raise MissingExtraError("kg classify --check needs HermiT", error.remedy) from None
    if world is None:
        return Comparison(False, (), len(items), ())
    categories = {line.split(">", 1)[0][1:] for line in lines if line.endswith(f" {_CATEGORY} .")}
    theirs = {pair for pair in _memberships(world, items) if pair[1] in categories}
    differing = [(*pair, "SPARQL") for pair in ours - theirs]
    differing += [(*pair, "HermiT") for pair in theirs - ours]
    return Comparison(True, unsatisfiable(world), len(items), tuple(sorted(differing)))


def _named(column: str, names: dict[str, str]) -> pl.Expr:
    import polars as pl

    return pl.col(column).replace_strict(names, default="", return_dtype=pl.String)


def _for_hermit(lines: list[str], items: set[str]) -> bytes:
    """The axioms, and the types and descriptions of the items.

    Nothing else: an item that isn't described cannot make the rest inconsistent, and categories are
    classes only, for owlready2 writes back entailments about puns that don't hold.
    """
    parts = [line.removesuffix(" .").split(" ", 2) for line in lines]
    defining = {value for _, predicate, value in parts if predicate == f"<{OWL}onProperty>"}
    about = {f"<{item}>" for item in items}
    kept = (
        f"{subject} {predicate} {value} ."
        for subject, predicate, value in parts
        if predicate in _AXIOMS
        or (predicate == _TYPE and value.startswith(_KINDS) and value not in (_ITEM, _CATEGORY))
        or (subject in about and (predicate == _TYPE or predicate in defining))
    )
    return blank_again("\n".join(kept).encode() + b"\n")


def _memberships(world: owlready2.World, items: set[str]) -> Iterator[tuple[str, str]]:
    """(item, class) for every named class that an item is inferred to be in, the broader ones too."""
    for item in items:
        for each in world[item].INDIRECT_is_a:
            if name := getattr(each, "iri", None):
                yield item, name
