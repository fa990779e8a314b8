"""A filled-in table to begin with."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Store

from kg.errors import UnknownTermError
from kg.taxonomy.columns import SHARED_HEADERS
from kg.taxonomy.names import Names, written
from kg.taxonomy.table import write_table
from kg.taxonomy.vocabulary import label, vocabulary

_NO_SOURCE = "https://example.org/where-it-is-described"


def template(store: Store, below: str, today: date) -> str:
    """CSV with two rows that `kg.taxonomy.add.add` takes: a subcategory, and one below that.

    Args:
        store: the files, as they are written.
        below: the name of the category that the first row is put below.
        today: the date of its levels.

    Raises:
        UnknownTermError: ``below`` is no category.
    """
    known = vocabulary(store)
    try:
        parent = Names().iri(below)
    except ValueError as error:
        raise UnknownTermError(str(error)) from None
    if parent not in known.categories:
        raise UnknownTermError(f"{below}: no category", "name one that kg taxonomy export lists")
    name = label(store, parent)
    article = "An" if name[0].lower() in "aeiou" else "A"
    levels = dict.fromkeys(known.dimensions, "")
    first = {
        "id": "MyCategory",
        "label": f"my {name}",
        "definition": f"{article} {name} that differs from the others by what you write here.",
        "parents": written(parent),
        **{dimension: list(known.levels)[-1] for dimension in list(levels)[:2]},
        "date": today.isoformat(),
        "rationale": "Why these levels, in a sentence or two.",
        "source": _NO_SOURCE,
        "example": "One thing that is meant. | Another one.",
    }
    second = {
        "id": "MyNarrowerCategory",
        "label": "my narrower category",
        "definition": "A member of my category that inherits its levels, because its own are left blank.",
        "parents": "MyCategory",
        "source": _NO_SOURCE,
        "example": "One thing that is meant.",
    }
    headers = [
        "id",
        "label",
        "definition",
        "parents",
        *levels,
        *SHARED_HEADERS,
        "source",
        "example",
    ]
    return write_table(headers, [first, second])
