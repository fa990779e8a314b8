"""Whether what a bundle says of how to handle its items is what was decided, and names nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal

from kg.bundle import handling_name
from kg.gate.case import Case
from kg.gate.objection import Objection
from kg.gate.statements import Spoken, spoken
from kg.gate.triples import TYPE
from kg.terms import KG, PREFIXES, PROV, XSD

_ODRL: Final = "http://www.w3.org/ns/odrl/2/"


def handling_is_decided(case: Case) -> Iterator[Objection]:
    """It speaks of the item, its policy, holder, providers and recipients, and says what was decided."""
    for each in spoken(case):
        if each.handling and each.item and not _holds(case, each):
            yield Objection(each.item, f"this is not how to handle it: {each}")


def _holds(case: Case, each: Spoken) -> bool:
    if each.subject == each.item:
        return _item_holds(case, each)
    policy = handling_name(each.item, case.recipient) + "-"
    if not each.subject.startswith(policy):
        return False
    if isinstance(each.value, Literal):
        return _ends_later(case, each, policy + "expiry")
    if each.name == TYPE:
        return each.value.startswith(_ODRL)
    named = each.value in (each.item, *_parties(case, each, policy))
    return each.name.startswith(_ODRL) and (named or each.value.startswith((policy, _ODRL)))


def _item_holds(case: Case, each: Spoken) -> bool:
    """What is said of the item: its policy, label, holder, and the levels and the tier of the decision."""
    if isinstance(each.value, Literal):
        return False
    policy = handling_name(each.item, case.recipient) + "-"
    ruling = case.judge.at_once(case.recipient).get(each.item)
    if ruling is None:
        return False
    sensitivity, misuse, _ = case.judge.levels(each.item)
    return {
        _ODRL + "hasPolicy": each.value.startswith(policy),
        PREFIXES["tlp"] + "label": each.value.startswith(PREFIXES["tlp"]),
        PROV + "wasAttributedTo": each.value in case.judge.holders(each.item),
        KG + "effectiveProprietarySensitivity": each.value == sensitivity,
        KG + "effectiveMisusePotential": each.value == misuse,
        KG + "derivedTier": each.value == ruling.tier,
    }.get(each.name, False)


def _parties(case: Case, each: Spoken, policy: str) -> list[str]:
    """Whom a policy may name by a property: who gives, who takes, who is asked, and who comes next."""
    holders = case.judge.holders(each.item)
    providers = case.triples.nodes(each.item, KG + "providedBy")
    if each.subject == policy + "recipients" and each.name == _ODRL + "rightOperand":
        onward = str(each.value)
        return [onward] if each.item in case.judge.shared(onward) else []
    return {
        _ODRL + "assigner": holders,
        _ODRL + "assignee": [case.recipient],
        _ODRL + "consentingParty": [*holders, *providers],
    }.get(each.name, [])


def _ends_later(case: Case, each: Spoken, expiry: str) -> bool:
    """Whether a literal is the day, after D, on which the policy ends."""
    assert isinstance(each.value, Literal)
    return (
        each.subject == expiry
        and each.name == _ODRL + "rightOperand"
        and each.value.datatype.value == XSD + "date"
        and case.facts.as_of.isoformat() < each.value.value
    )
