# R9 Legal gateway: what the holder compelled by statutory power, and is above Low in proprietary
# sensitivity, it may pass on only by a legal gateway of its own, in force, for the item, its
# categories, their ancestors or (naming none) everything, to a recipient that the gateway names.
# A network is covered when it is, or when it has members in force other than the holder and all are.
# reads:  kg:obtainedUnder, kg:holder, gateways; derived:in-force, levels, items, pairs, members
# of an item: kg:holder; kg:obtainedUnder; ^kg:appliesTo; derived:in-force;
#         derived:levels kg:effectiveProprietarySensitivity; derived:items kg:fallsUnder met by kg:appliesTo;
#         derived:pairs
# writes: derived:gateway { ?decision kg:hasGateway ?gateway }
#         derived:gateway-missing { ?decision kg:outcome kg:Withhold ; kg:reason "gateway-missing" }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:gateway ;
INSERT { GRAPH derived:gateway { ?decision kg:needsGatewayFor ?item } }
WHERE {
  ?item kg:obtainedUnder kg:StatutoryPower .
  GRAPH derived:levels { ?item kg:effectiveProprietarySensitivity ?level }
  ?level kg:riskRank ?rank .
  kg:Low kg:riskRank ?low .
  FILTER(?rank > ?low)
  GRAPH derived:pairs { ?decision kg:item ?item }
} ;
INSERT { GRAPH derived:gateway { ?decision kg:hasGateway ?gateway } }
WHERE {
  ?gateway a kg:LegalGateway ; kg:holder ?holder ; kg:gatewayToRecipient ?recipient ; kg:appliesTo ?target .
  GRAPH derived:in-force { ?gateway kg:inForceOn ?date }
  GRAPH derived:items { ?item kg:fallsUnder ?target }
  ?item kg:holder ?holder .
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?recipient }
  GRAPH derived:gateway { ?decision kg:needsGatewayFor ?item }
} ;
INSERT { GRAPH derived:gateway { ?decision kg:hasGateway ?gateway } }
WHERE {
  ?gateway a kg:LegalGateway ; kg:holder ?holder ; kg:gatewayToRecipient ?recipient .
  GRAPH derived:in-force { ?gateway kg:inForceOn ?date }
  FILTER NOT EXISTS { ?gateway kg:appliesTo ?target }
  GRAPH derived:gateway { ?decision kg:needsGatewayFor ?item }
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?recipient }
  ?item kg:holder ?holder .
} ;
CLEAR SILENT GRAPH derived:gateway-missing ;
INSERT {
  GRAPH derived:gateway-missing { ?decision kg:outcome kg:Withhold ; kg:reason "gateway-missing" }
}
WHERE {
  GRAPH derived:gateway { ?decision kg:needsGatewayFor ?item }
  GRAPH derived:pairs { ?decision kg:channel ?channel }
  FILTER(?channel != kg:Multilateral)
  FILTER NOT EXISTS { GRAPH derived:gateway { ?decision kg:hasGateway ?gateway } }
} ;
INSERT {
  GRAPH derived:gateway-missing { ?decision kg:outcome kg:Withhold ; kg:reason "gateway-missing" }
}
WHERE {
  GRAPH derived:gateway-missing { ?memberDecision kg:reason "gateway-missing" }
  GRAPH derived:pairs { ?memberDecision kg:item ?item ; kg:recipient ?member }
  GRAPH derived:members { ?network kg:memberInForce ?member }
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?network }
  FILTER NOT EXISTS { GRAPH derived:gateway { ?decision kg:hasGateway ?gateway } }
} ;
INSERT {
  GRAPH derived:gateway-missing { ?decision kg:outcome kg:Withhold ; kg:reason "gateway-missing" }
}
WHERE {
  GRAPH derived:gateway { ?decision kg:needsGatewayFor ?item }
  GRAPH derived:pairs { ?decision kg:channel kg:Multilateral ; kg:recipient ?network }
  ?item kg:holder ?holder .
  FILTER NOT EXISTS { GRAPH derived:gateway { ?decision kg:hasGateway ?gateway } }
  FILTER NOT EXISTS {
    GRAPH derived:members { ?network kg:memberInForce ?member }
    FILTER(?member != ?holder)
  }
}
