"""Items of several categories, and less detailed renderings of them."""

from collections.abc import Sequence

from .draft import Draft, text
from .terms import (
    DCT,
    DERIVED_FROM,
    DETAILS,
    FULL,
    KG,
    OWL,
    PUBLIC_SOURCE,
    ROOT,
    STATUTORY,
    TYPE,
    VOLUNTARY,
)
from .triples import Literal, Node

LEGAL_BASES = (None, None, None, VOLUNTARY, VOLUNTARY, STATUTORY, STATUTORY, PUBLIC_SOURCE)


def add_items(draft: Draft, count: int) -> None:
    """Items that are no renderings; a few say their detail nevertheless."""
    for _ in range(count):
        types = draft.some(draft.categories, 1, 2)
        if draft.plain_classes and draft.chance(0.15):
            types = [draft.rng.choice(draft.plain_classes), *types[1:]]
        elif draft.chance(0.04):
            types = [ROOT]
        item = _add_item(draft, types, draft.rng.choice(draft.institutes))
        if draft.chance(0.15):
            _set_detail(draft, item, draft.rng.choice((FULL, FULL, *DETAILS)))


def add_renderings(draft: Draft, count: int) -> None:
    """Renderings of one item or two, strictly less detailed than each; of renderings, too."""
    for _ in range(count):
        coarsest = DETAILS[0]
        candidates = [item for item in draft.items if draft.detail[item] != coarsest]
        if not candidates:
            return
        # The latest ones often, so that chains come about.
        pool = candidates[-2:] if draft.chance(0.4) else candidates
        sources = draft.some(pool, 1, 2)
        bound = min(DETAILS.index(draft.detail[source]) for source in sources)
        types = draft.some(sorted(draft.covers[sources[0]]), 1, 2)
        holder = draft.holder[sources[0]]
        if draft.chance(0.2):
            holder = draft.rng.choice(draft.institutes)
        item = _add_item(draft, types, holder)
        draft.add(item, DERIVED_FROM, *sources)
        _set_detail(draft, item, DETAILS[draft.rng.randrange(bound)])


def _add_item(draft: Draft, types: Sequence[Node], holder: Node) -> Node:
    item = draft.named("item")
    reached = set().union(*(draft.above[type_] for type_ in types))
    covers = reached | {type_ for type_ in types if type_ in (ROOT, *draft.categories)}
    draft.add(item, TYPE, *types)
    if draft.chance(0.3):
        # Entailed, so these change nothing.
        draft.add(item, TYPE, *draft.some(sorted(covers), 1, 2))
    if draft.chance(0.05):
        draft.add(item, TYPE, OWL + "NamedIndividual")
    draft.add(item, DCT + "title", text(f"Title of {item.rpartition('#')[2]}"))
    draft.add(item, KG + "holder", holder)
    draft.add(item, KG + "providedBy", *draft.some([*draft.agents, *draft.institutes], 0, 2))
    basis = draft.rng.choice(LEGAL_BASES)
    if basis is not None:
        draft.add(item, KG + "obtainedUnder", basis)
    systems = draft.some([f"https://example.org/system/{number}" for number in range(3)], 0, 2)
    draft.add(item, KG + "aboutSystem", *systems)
    if draft.chance(0.2):
        created = Literal(draft.day().isoformat(), "http://www.w3.org/2001/XMLSchema#date")
        draft.add(item, DCT + "created", created)
    draft.items.append(item)
    draft.covers[item] = covers
    draft.holder[item] = holder
    draft.systems[item] = systems
    draft.detail[item] = FULL
    return item


def _set_detail(draft: Draft, item: Node, detail: Node) -> None:
    draft.add(item, KG + "detail", detail)
    draft.detail[item] = detail
