"""Categories with diamonds, plain classes between them, and assessments with ties."""

from collections.abc import Sequence
from datetime import date

from .draft import Draft, text
from .terms import (
    BENEFIT_DIMENSIONS,
    BENEFIT_ORDER,
    CATEGORY,
    DCT,
    GENERATED,
    HIGH,
    KG,
    LOW,
    MEDIUM,
    OWL,
    PROV,
    RISK_DIMENSIONS,
    RISK_ORDER,
    ROOT,
    SKOS,
    SUBCLASS,
    TYPE,
)
from .triples import Node

RISK_LEVELS = (*RISK_ORDER, *[LOW] * 10, MEDIUM)
BENEFIT_LEVELS = (*BENEFIT_ORDER, MEDIUM, HIGH, HIGH)


def add_categories(draft: Draft, count: int) -> None:
    """Categories below the root or one or two others, at times through plain classes."""
    draft.above[ROOT] = set()
    for _ in range(max(3, count)):
        category = draft.named("Cat")
        draft.add(category, TYPE, OWL + "Class", CATEGORY)
        draft.label(category)
        draft.add(category, SKOS + "definition", text("A generated category."))
        draft.add(category, DCT + "source", "https://example.org/source")
        earlier = [*draft.categories[-6:], *draft.plain_classes[-2:]]
        parents = draft.some(earlier, 1, 2) if earlier and draft.chance(0.65) else [ROOT]
        _put_below(draft, category, parents)
        draft.categories.append(category)
        if draft.chance(0.25):
            _add_plain_class(draft, category)


def _put_below(draft: Draft, category: Node, parents: Sequence[Node]) -> None:
    above = _reach(draft, parents)
    draft.above[category] = above
    draft.add(category, SUBCLASS, *parents)
    if not any(parent in (ROOT, *draft.categories) for parent in parents):
        # Plain classes alone might not count as a category to be below: an entailed triple does.
        draft.add(category, SUBCLASS, draft.rng.choice(sorted(above)))
    if draft.chance(0.3):
        draft.add(category, SUBCLASS, *draft.some(sorted(above), 1, 2))
    if draft.chance(0.05):
        draft.add(category, SUBCLASS, category)


def _reach(draft: Draft, classes: Sequence[Node]) -> set[Node]:
    """The categories that these classes are or are below."""
    reached = set().union(*(draft.above[class_] for class_ in classes))
    return reached | {class_ for class_ in classes if class_ in (ROOT, *draft.categories)}


def _add_plain_class(draft: Draft, parent: Node) -> None:
    plain = draft.named("Plain")
    draft.add(plain, TYPE, OWL + "Class")
    parents = [parent]
    if draft.plain_classes and draft.chance(0.3):
        parents.append(draft.plain_classes[-1])
    draft.add(plain, SUBCLASS, *parents)
    if draft.chance(0.15):
        # As good as the same class: a circle through one category is none of categories.
        draft.add(parent, SUBCLASS, plain)
        if len(parents) > 1:
            draft.above[parent] |= _reach(draft, parents[1:]) - {parent}
    draft.above[plain] = _reach(draft, parents)
    draft.plain_classes.append(plain)


def add_assessments(draft: Draft) -> None:
    """Of most upper categories and some lower ones and items; of the root seldom."""
    draft.benefit_dimensions = list(BENEFIT_DIMENSIONS)
    if draft.chance(0.5):
        dimension = draft.record(draft.named("dimension"), "BenefitDimension")
        draft.label(dimension)
        draft.add(dimension, SKOS + "definition", text("A generated benefit."))
        draft.benefit_dimensions.append(dimension)
    if draft.chance(0.1):
        _assess(draft, ROOT, risk=0.6, benefit=0.3)
    for category in draft.categories:
        if draft.above[category] == {ROOT}:
            _assess(draft, category, risk=0.97, benefit=0.5)
        else:
            _assess(draft, category, risk=0.2, benefit=0.12)
    for item in draft.items:
        if draft.chance(0.4):
            _assess(draft, item, risk=0.4, benefit=0.15)


def _assess(draft: Draft, target: Node, *, risk: float, benefit: float) -> None:
    for dimension in RISK_DIMENSIONS:
        if draft.chance(risk):
            _assess_on(draft, target, dimension, RISK_LEVELS)
    for dimension in draft.benefit_dimensions:
        if draft.chance(benefit):
            _assess_on(draft, target, dimension, BENEFIT_LEVELS)


def _assess_on(draft: Draft, target: Node, dimension: Node, levels: Sequence[Node]) -> None:
    day = draft.day(early=0.85)
    _add_assessment(draft, target, dimension, draft.rng.choice(levels), day)
    if draft.chance(0.15):
        _add_assessment(draft, target, dimension, draft.rng.choice(levels), day)
    if draft.chance(0.3):
        _add_assessment(draft, target, dimension, draft.rng.choice(levels), draft.day())


def _add_assessment(draft: Draft, target: Node, dimension: Node, level: Node, day: date) -> None:
    node = draft.record(draft.blank_or_named("assessment"), "Assessment")
    draft.add(node, KG + "assesses", target)
    draft.add(node, KG + "dimension", dimension)
    draft.add(node, KG + "level", level)
    draft.add(node, GENERATED, draft.time_literal(day))
    draft.add(node, DCT + "description", text('Why: "it is so".\nReally.'))
    if draft.chance(0.2):
        draft.add(node, PROV + "wasAttributedTo", draft.rng.choice(draft.institutes))
