"""``stix.json``: a STIX 2.1 bundle with TLP 2.0 marking definitions.

An item is a report: of the objects that must refer to others (report, grouping, note) it alone has a name, a
description, a day of publication and an author, which tools show as a document. It refers to the
institutes and agents that hold or provided it.

An identifier is a UUID of the IRI, so that the next bundle brings a new version of the same object. All
versions of an object must tell the same day of creation: that of the item (dct:created), else
the first day that computers count from, as a bundle knows no other that stays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from kg.errors import MissingExtraError
from kg.release.content import FOAF, ODRL, Content
from kg.release.formats.markings import Marking, marking_of
from kg.release.names import names, told, values
from kg.release.turtle import TYPE
from kg.terms import DCT, KG, PROV

_FIRST_DAY: Final = "1970-01-01"
_TLP_2: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP_2_CREATED: Final = "2022-10-01T00:00:00.000Z"  # in the published objects, for all five
_IDENTITY_CLASSES: Final = {
    FOAF + "Person": "individual",
    PROV + "Person": "individual",
    KG + "Institute": "organization",
    KG + "Network": "group",
    PROV + "SoftwareAgent": "system",
    FOAF + "Organization": "organization",
    PROV + "Organization": "organization",
    "http://www.w3.org/ns/org#Organization": "organization",
}


def stix(content: Content) -> dict[str, bytes]:
    """The items as reports, those who hold or provided them and the recipient as identities.

    Raises:
        MissingExtraError: the extra ``formats`` is not installed.
    """
    library = _stix2()
    called = names(content)
    handling = {item: content.handling[name] for name, item in content.of.items()}
    agents = {content.recipient}
    objects: dict[str, Any] = {}
    for item, statements in content.statements.items():
        parties = [
            *values(statements, item, KG + "holder"),
            *values(statements, item, KG + "providedBy"),
        ]
        agents |= set(parties)
        label = marking_of(handling[item], item)
        policies = values(handling[item], item, ODRL + "hasPolicy")
        marking = _tlp(library, label) if label else _by_policy(library, policies, content)
        report = _report(library, content, item, called, parties, marking.id)
        objects |= {marking.id: marking, report.id: report}
    kinds = _kinds(content)
    for agent in agents:
        identity = _identity(library, content, agent, called, kinds)
        objects[identity.id] = identity
    bundle = {
        "type": "bundle",
        "id": _id("bundle", content.id),
        "objects": [json.loads(objects[each].serialize()) for each in sorted(objects)],
    }
    text = json.dumps(bundle, ensure_ascii=False, indent=1, sort_keys=True)
    return {"stix.json": f"{text}\n".encode()}


def _report(
    library: ModuleType,
    content: Content,
    item: str,
    called: Mapping[str, str],
    parties: list[str],
    marking: str,
) -> Any:
    statements = content.statements[item]
    about = [
        *values(statements, item, DCT + "abstract"),
        *values(statements, item, DCT + "description"),
    ]
    categories = {called[kind] for kind in values(statements, item, TYPE) if kind in called}
    created = (values(statements, item, DCT + "created") or [_FIRST_DAY])[0][:10]
    reference = {"source_name": "aisi-kg", "external_id": item}
    if item.startswith(("http://", "https://")):
        reference["url"] = item
    return library.Report(
        id=_id("report", item),
        created=_time(created),
        modified=_time(max(created, content.as_of)),
        created_by_ref=_id("identity", parties[0]) if parties else None,
        name=called.get(item, item),
        description="\n\n".join(about) or None,
        published=_time(content.as_of),
        labels=sorted(categories) or None,
        object_refs=sorted({_id("identity", party) for party in parties or [content.recipient]}),
        object_marking_refs=[marking],
        external_references=[reference],
    )


def _identity(
    library: ModuleType,
    content: Content,
    agent: str,
    called: Mapping[str, str],
    kinds: Mapping[str, str],
) -> Any:
    return library.Identity(
        id=_id("identity", agent),
        created=_time(_FIRST_DAY),
        modified=_time(content.as_of),
        name=called.get(agent, agent),
        identity_class=kinds.get(agent, "unknown"),
        external_references=[{"source_name": "aisi-kg", "external_id": agent}],
    )


def _kinds(content: Content) -> dict[str, str]:
    """The identity classes of those whose type the graphs tell."""
    found: dict[str, str] = {}
    for triple in told(content):
        kind = _IDENTITY_CLASSES.get(getattr(triple.object, "value", ""))
        if kind and triple.predicate.value == TYPE:
            agent = triple.subject.value  # type: ignore[union-attr]
            found[agent] = min(kind, found.get(agent, kind))
    return found


def _tlp(library: ModuleType, label: Marking) -> Any:
    """The published marking definition of a label of TLP 2.0."""
    extension = {
        "extension_type": "property-extension",
        "tlp_2_0": label.notation.removeprefix("TLP:").lower(),
    }
    return library.MarkingDefinition(
        id=label.identifier,
        created=_TLP_2_CREATED,
        name=label.notation,
        extensions={_TLP_2: extension},
    )


def _by_policy(library: ModuleType, policies: list[str], content: Content) -> Any:
    """A marking for an item without a label, so that none is without."""
    statement = (
        f"For {content.recipient} alone, to be handled as the policy says: {' '.join(policies)}"
    )
    return library.MarkingDefinition(
        id=_id("marking-definition", statement),
        created=_time(_FIRST_DAY),
        definition_type="statement",
        definition={"statement": statement},
    )


def _id(kind: str, iri: str) -> str:
    return f"{kind}--{uuid5(NAMESPACE_URL, iri)}"


def _time(day: str) -> str:
    return f"{day}T00:00:00.000Z"


def _stix2() -> ModuleType:
    try:
        from stix2 import v21
    except ImportError:
        raise MissingExtraError(
            "--with stix needs the package stix2", "pip install 'aisi-kg[formats]'"
        ) from None
    module: ModuleType = v21
    return module
