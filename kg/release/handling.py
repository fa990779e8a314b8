"""How the recipient must handle an item: an ODRL 2.2 policy, the TLP label, the levels (docs/bundle.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.bundle import handling_name
from kg.release.content import ODRL
from kg.release.select import Handled
from kg.terms import KG, PROV, RDF

TLP: Final = "https://w3id.org/aisi-kg/tlp#"
_TYPE: Final = NamedNode(RDF + "type")


def handling(
    item: str,
    recipient: str,
    handled: Handled,
    providers: Iterable[NamedNode],
    onward: Iterable[str],
    *,
    public: bool,
) -> frozenset[Triple]:
    """The handling graph of an item.

    Args:
        item: an IRI.
        recipient: an IRI.
        handled: how it was decided.
        providers: whose consent passing it on takes, beside the holder's.
        onward: recipients to whom it may be passed on without asking.
        public: whether the recipient is the public, who needs no leave to pass it on.
    """
    name, subject = handling_name(item, recipient), NamedNode(item)
    node = {part: NamedNode(f"{name}-{part}") for part in _PARTS}
    found = {
        _odrl(subject, "hasPolicy", node["policy"]),
        Triple(subject, NamedNode(PROV + "wasAttributedTo"), handled.holder),
        Triple(subject, NamedNode(KG + "effectiveProprietarySensitivity"), handled.sensitivity),
        Triple(subject, NamedNode(KG + "effectiveMisusePotential"), handled.misuse),
        Triple(subject, NamedNode(KG + "derivedTier"), handled.tier),
        *_policy(node["policy"], "Offer" if public else "Agreement"),
        _odrl(node["policy"], "permission", node["use"]),
        _odrl(node["policy"], "permission", node["onward"]),
    }
    if handled.label:
        found.add(Triple(subject, NamedNode(TLP + "label"), handled.label))
    for part, action in (("use", "use"), ("onward", "distribute")):
        found |= {
            Triple(node[part], _TYPE, NamedNode(ODRL + "Permission")),
            _odrl(node[part], "target", subject),
            _odrl(node[part], "assigner", handled.holder),
            _odrl(node[part], "action", NamedNode(ODRL + action)),
        }
        if not public:
            found.add(_odrl(node[part], "assignee", NamedNode(recipient)))
        if handled.expiry:
            found.add(_odrl(node[part], "constraint", node["expiry"]))
    if handled.expiry:
        found |= _constraint(node["expiry"], "dateTime", "lt", [handled.expiry])
    if not public:
        allowed = [NamedNode(each) for each in onward]
        found |= _onward(node, subject, [handled.holder, *providers], allowed)
    return frozenset(found)


_PARTS = (
    *("policy", "use", "onward", "expiry", "recipients"),
    *("consent", "next", "after", "no"),
)


def _onward(
    node: dict[str, NamedNode], item: NamedNode, asked: list[NamedNode], allowed: list[NamedNode]
) -> set[Triple]:
    """To whom it may be passed on, else who must be asked; and that those may not pass it on."""
    found = {
        _odrl(node["onward"], "duty", node["next"]),
        Triple(node["next"], _TYPE, NamedNode(ODRL + "Duty")),
        _odrl(node["next"], "action", NamedNode(ODRL + "nextPolicy")),
        _odrl(node["next"], "target", node["after"]),
        *_policy(node["after"], "Set"),
        _odrl(node["after"], "prohibition", node["no"]),
        Triple(node["no"], _TYPE, NamedNode(ODRL + "Prohibition")),
        _odrl(node["no"], "target", item),
        _odrl(node["no"], "action", NamedNode(ODRL + "distribute")),
    }
    if allowed:
        found.add(_odrl(node["onward"], "constraint", node["recipients"]))
        return found | _constraint(node["recipients"], "recipient", "isAnyOf", allowed)
    return found | {
        _odrl(node["onward"], "duty", node["consent"]),
        Triple(node["consent"], _TYPE, NamedNode(ODRL + "Duty")),
        _odrl(node["consent"], "action", NamedNode(ODRL + "obtainConsent")),
        *(_odrl(node["consent"], "consentingParty", party) for party in asked),
    }


def _policy(policy: NamedNode, kind: str) -> set[Triple]:
    return {
        Triple(policy, _TYPE, NamedNode(ODRL + kind)),
        _odrl(policy, "uid", policy),
        _odrl(policy, "conflict", NamedNode(ODRL + "prohibit")),
    }


def _constraint(
    constraint: NamedNode, left: str, operator: str, right: Iterable[NamedNode | Literal]
) -> set[Triple]:
    return {
        Triple(constraint, _TYPE, NamedNode(ODRL + "Constraint")),
        _odrl(constraint, "leftOperand", NamedNode(ODRL + left)),
        _odrl(constraint, "operator", NamedNode(ODRL + operator)),
        *(_odrl(constraint, "rightOperand", value) for value in right),
    }


def _odrl(subject: NamedNode, name: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(ODRL + name), value)
