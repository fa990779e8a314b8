"""The names and orders that the rules speak of."""

from typing import Final

KG: Final = "https://w3id.org/aisi-kg/ns#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCT: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"

TYPE: Final = RDF + "type"
SUBCLASS: Final = RDFS + "subClassOf"
SUBPROPERTY: Final = RDFS + "subPropertyOf"
LABEL: Final = RDFS + "label"
GENERATED: Final = PROV + "generatedAtTime"
AT_TIME: Final = PROV + "atTime"
DERIVED_FROM: Final = PROV + "wasDerivedFrom"

ROOT: Final = KG + "InformationItem"
CATEGORY: Final = KG + "InformationCategory"
PUBLIC: Final = KG + "Public"

LOW: Final = KG + "Low"
MEDIUM: Final = KG + "Medium"
HIGH: Final = KG + "High"
UNCLEAR: Final = KG + "Unclear"
# Every order below is written from the least to the most.
RISK_ORDER: Final = (LOW, MEDIUM, UNCLEAR, HIGH)
BENEFIT_ORDER: Final = (UNCLEAR, LOW, MEDIUM, HIGH)

PROPRIETARY: Final = KG + "ProprietarySensitivity"
MISUSE: Final = KG + "MisusePotential"
RISK_DIMENSIONS: Final = (PROPRIETARY, MISUSE)
BENEFIT_DIMENSION: Final = KG + "BenefitDimension"
BENEFIT_DIMENSIONS: Final = tuple(
    KG + name
    for name in ("CapacityBuilding", "TrustBuilding", "ArbitrageReduction", "Interoperability")
)

NO_BRAINER: Final = KG + "NoBrainer"
GRAY_AREA: Final = KG + "GrayArea"
HIGH_TRUST: Final = KG + "HighTrust"
TIERS: Final = (NO_BRAINER, GRAY_AREA, HIGH_TRUST)

NO_RELATIONSHIP: Final = KG + "NoRelationship"
NASCENT: Final = KG + "Nascent"
ESTABLISHED: Final = KG + "Established"
STRONG: Final = KG + "Strong"
STRENGTHS: Final = (NO_RELATIONSHIP, NASCENT, ESTABLISHED, STRONG)

BILATERAL: Final = KG + "Bilateral"
MULTILATERAL: Final = KG + "Multilateral"
PUBLIC_RELEASE: Final = KG + "PublicRelease"
CHANNELS: Final = (BILATERAL, MULTILATERAL, PUBLIC_RELEASE)

SHARE: Final = KG + "Share"
REVIEW: Final = KG + "Review"
WITHHOLD: Final = KG + "Withhold"
OUTCOMES: Final = (SHARE, REVIEW, WITHHOLD)

VOLUNTARY: Final = KG + "VoluntaryCooperation"
STATUTORY: Final = KG + "StatutoryPower"
PUBLIC_SOURCE: Final = KG + "PublicSource"

FULL: Final = KG + "Full"
DETAILS: Final = (KG + "ExistenceOnly", KG + "Aggregate", KG + "Summary", FULL)

APPROVED: Final = KG + "Approved"
DENIED: Final = KG + "Denied"


def local(iri: str) -> str:
    """The name behind the last `#`."""
    return iri.rpartition("#")[2]
