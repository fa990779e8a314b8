# R9 Consent: what was obtained by voluntary cooperation (also when nothing says how), and is above Low
# in proprietary sensitivity, needs the consent of every provider but the holder and the recipient.
# A consent in force, for the item, its categories or their ancestors, covers those that it names, or
# everyone when it names none. A network is covered when it is, or when it has members in force other
# than the holder and each of them is covered, or is itself the provider.
# reads:  kg:providedBy, kg:obtainedUnder, kg:holder, consents; derived:in-force, levels, items, pairs, members
# of an item: kg:holder; kg:providedBy; kg:obtainedUnder; ^kg:consentsTo; derived:in-force;
#         derived:levels kg:effectiveProprietarySensitivity; derived:items kg:fallsUnder met by kg:consentsTo;
#         derived:pairs
# writes: derived:consents { ?consent kg:consentCovers ?recipient }
#         derived:consent { ?decision kg:needsConsentOf | kg:hasConsentOf | kg:lacksConsentOf ?provider }
#         derived:consent-missing { ?decision kg:outcome kg:Withhold ; kg:reason "consent-missing:..." }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:consents ;
INSERT { GRAPH derived:consents { ?consent kg:consentCovers ?recipient } }
WHERE {
  ?consent a kg:Consent .
  GRAPH derived:in-force { ?consent kg:inForceOn ?date }
  GRAPH derived:recipients { ?recipient kg:reachedBy ?channel }
  FILTER NOT EXISTS { ?consent kg:consentsToRecipient ?named }
} ;
INSERT { GRAPH derived:consents { ?consent kg:consentCovers ?recipient } }
WHERE {
  ?consent a kg:Consent ; kg:consentsToRecipient ?recipient .
  GRAPH derived:in-force { ?consent kg:inForceOn ?date }
} ;
CLEAR SILENT GRAPH derived:consent ;
INSERT { GRAPH derived:consent { ?decision kg:needsConsentOf ?provider } }
WHERE {
  ?item kg:providedBy ?provider ; kg:holder ?holder .
  FILTER(?provider != ?holder)
  FILTER NOT EXISTS { ?item kg:obtainedUnder ?basis . FILTER(?basis != kg:VoluntaryCooperation) }
  GRAPH derived:levels { ?item kg:effectiveProprietarySensitivity ?level }
  ?level kg:riskRank ?rank .
  kg:Low kg:riskRank ?low .
  FILTER(?rank > ?low)
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?recipient }
  FILTER(?provider != ?recipient)
} ;
INSERT { GRAPH derived:consent { ?decision kg:hasConsentOf ?provider } }
WHERE {
  GRAPH derived:consents { ?consent kg:consentCovers ?recipient }
  ?consent kg:consentBy ?provider ; kg:consentsTo ?target .
  GRAPH derived:items { ?item kg:fallsUnder ?target }
  ?item kg:providedBy ?provider .
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?recipient }
} ;
INSERT { GRAPH derived:consent { ?decision kg:lacksConsentOf ?provider } }
WHERE {
  GRAPH derived:consent { ?decision kg:needsConsentOf ?provider }
  GRAPH derived:pairs { ?decision kg:channel ?channel }
  FILTER(?channel != kg:Multilateral)
  FILTER NOT EXISTS { GRAPH derived:consent { ?decision kg:hasConsentOf ?provider } }
} ;
INSERT { GRAPH derived:consent { ?decision kg:lacksConsentOf ?provider } }
WHERE {
  GRAPH derived:consent { ?memberDecision kg:lacksConsentOf ?provider }
  GRAPH derived:pairs { ?memberDecision kg:item ?item ; kg:recipient ?member }
  GRAPH derived:members { ?network kg:memberInForce ?member }
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?network }
  GRAPH derived:consent { ?decision kg:needsConsentOf ?provider }
  FILTER NOT EXISTS { GRAPH derived:consent { ?decision kg:hasConsentOf ?provider } }
} ;
INSERT { GRAPH derived:consent { ?decision kg:lacksConsentOf ?provider } }
WHERE {
  GRAPH derived:consent { ?decision kg:needsConsentOf ?provider }
  GRAPH derived:pairs { ?decision kg:channel kg:Multilateral ; kg:recipient ?network ; kg:item ?item }
  ?item kg:holder ?holder .
  FILTER NOT EXISTS { GRAPH derived:consent { ?decision kg:hasConsentOf ?provider } }
  FILTER NOT EXISTS {
    GRAPH derived:members { ?network kg:memberInForce ?member }
    FILTER(?member != ?holder)
  }
} ;
CLEAR SILENT GRAPH derived:consent-missing ;
INSERT { GRAPH derived:consent-missing { ?decision kg:outcome kg:Withhold ; kg:reason ?reason } }
WHERE {
  GRAPH derived:consent { ?decision kg:lacksConsentOf ?provider }
  BIND(CONCAT("consent-missing:", STR(?provider)) AS ?reason)
}
