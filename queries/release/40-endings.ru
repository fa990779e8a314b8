# Endings: the days on which something ends that a release rests on: the approval, a consent or a
# gateway that covers the recipient or a member of it, the relationship. The first of them is the
# expiry: after it nobody knows whether the recipient may still have the item.
# reads:  kg:validUntil; derived:released, decisions, reviewed, consents, in-force, items, gateway,
#         members, pairs, strengths
# writes: derived:endings { ?decision kg:endsOn ?day }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

CLEAR SILENT GRAPH derived:endings ;
INSERT { GRAPH derived:endings { ?decision kg:endsOn ?day } }
WHERE {
  GRAPH derived:released { ?item kg:releasedBy ?decision }
  GRAPH derived:reviewed { ?decision prov:wasDerivedFrom ?review }
  ?review kg:validUntil ?day .
} ;
INSERT { GRAPH derived:endings { ?decision kg:endsOn ?day } }
WHERE {
  GRAPH derived:released { ?item kg:releasedBy ?decision }
  GRAPH derived:consent { ?decision kg:needsConsentOf ?provider }
  GRAPH derived:decisions { ?decision kg:recipient ?recipient }
  GRAPH derived:consents { ?consent kg:consentCovers ?recipient }
  ?consent kg:consentBy ?provider ; kg:consentsTo ?target ; kg:validUntil ?day .
  GRAPH derived:items { ?item kg:fallsUnder ?target }
} ;
INSERT { GRAPH derived:endings { ?decision kg:endsOn ?day } }
WHERE {
  GRAPH derived:released { ?item kg:releasedBy ?decision }
  GRAPH derived:consent { ?decision kg:needsConsentOf ?provider }
  GRAPH derived:decisions { ?decision kg:recipient ?network }
  GRAPH derived:members { ?network kg:memberInForce ?member }
  GRAPH derived:consents { ?consent kg:consentCovers ?member }
  ?consent kg:consentBy ?provider ; kg:consentsTo ?target ; kg:validUntil ?day .
  GRAPH derived:items { ?item kg:fallsUnder ?target }
} ;
INSERT { GRAPH derived:endings { ?decision kg:endsOn ?day } }
WHERE {
  GRAPH derived:released { ?item kg:releasedBy ?decision }
  GRAPH derived:gateway { ?decision kg:hasGateway ?gateway }
  ?gateway kg:validUntil ?day .
} ;
INSERT { GRAPH derived:endings { ?decision kg:endsOn ?day } }
WHERE {
  GRAPH derived:released { ?item kg:releasedBy ?decision }
  GRAPH derived:decisions { ?decision kg:recipient ?network }
  GRAPH derived:members { ?network kg:memberInForce ?member }
  GRAPH derived:pairs { ?memberDecision kg:item ?item ; kg:recipient ?member }
  GRAPH derived:gateway { ?memberDecision kg:hasGateway ?gateway }
  ?gateway kg:validUntil ?day .
} ;
INSERT { GRAPH derived:endings { ?decision kg:endsOn ?day } }
WHERE {
  GRAPH derived:released { ?item kg:releasedBy ?decision }
  GRAPH derived:decisions { ?decision kg:recipient ?recipient }
  ?item kg:holder ?holder .
  GRAPH derived:strengths {
    ?tie kg:holder ?holder ; kg:recipient ?recipient ; prov:wasDerivedFrom+ ?relationship
  }
  ?relationship kg:validUntil ?day .
}
