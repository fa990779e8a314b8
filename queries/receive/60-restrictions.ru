# Restrictions (R8) and consents (R9): what was received may be passed on to those whom the sender named,
# else to nobody; for them the sender has consented. From the day on which the leave to use it ends, it
# goes to nobody. What was given to the public is free.
# reads:  derived:onward, handling, bundle, carried, request
# writes: derived:taken-in
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX odrl: <http://www.w3.org/ns/odrl/2/>

INSERT {
  GRAPH derived:taken-in {
    ?restriction a kg:Restriction ; kg:appliesTo ?item ;
      dct:description "Received: the sender is to be asked before it is passed on."@en
  }
}
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo ?recipient ; kg:receives ?bundle }
  FILTER(?recipient != kg:Public)
  GRAPH derived:carried { ?bundle kg:carries ?item }
  FILTER NOT EXISTS { GRAPH derived:onward { ?item odrl:recipient ?allowed } }
  BIND(IRI(CONCAT("https://w3id.org/aisi-kg/received#",
    SUBSTR(SHA256(CONCAT(STR(?item), " restricted")), 1, 32))) AS ?restriction)
} ;
INSERT {
  GRAPH derived:taken-in {
    ?restriction a kg:Restriction ; kg:appliesTo ?item ; kg:prohibitsRecipient ?other ;
      dct:description "Received: the sender named those to whom it may be passed on, and these are not among them."@en
  }
}
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo ?recipient ; kg:receives ?bundle }
  FILTER(?recipient != kg:Public)
  GRAPH derived:carried { ?bundle kg:carries ?item }
  FILTER EXISTS { GRAPH derived:onward { ?item odrl:recipient ?allowed } }
  GRAPH derived:onward { kg:evaluation odrl:recipient ?other }
  FILTER NOT EXISTS { GRAPH derived:onward { ?item odrl:recipient ?other } }
  BIND(IRI(CONCAT("https://w3id.org/aisi-kg/received#",
    SUBSTR(SHA256(CONCAT(STR(?item), " restricted")), 1, 32))) AS ?restriction)
} ;
INSERT {
  GRAPH derived:taken-in {
    ?consent a kg:Consent ; kg:consentBy ?holder ; kg:consentsTo ?item ; kg:consentsToRecipient ?allowed
  }
}
WHERE {
  GRAPH derived:onward { ?item odrl:recipient ?allowed }
  GRAPH derived:bundle { ?item kg:holder ?holder }
  BIND(IRI(CONCAT("https://w3id.org/aisi-kg/received#",
    SUBSTR(SHA256(CONCAT(STR(?item), " consented")), 1, 32))) AS ?consent)
} ;
INSERT {
  GRAPH derived:taken-in {
    ?restriction a kg:Restriction ; kg:appliesTo ?item ; kg:validFrom ?day ;
      dct:description "Received: the leave to use it ends on this day."@en
  }
}
WHERE {
  GRAPH derived:carried { ?bundle kg:carries ?item }
  GRAPH derived:handling {
    ?item odrl:hasPolicy ?policy .
    ?policy odrl:permission ?permission .
    ?permission odrl:constraint ?expiry .
    ?expiry odrl:leftOperand odrl:dateTime ; odrl:operator odrl:lt ; odrl:rightOperand ?day .
  }
  BIND(IRI(CONCAT("https://w3id.org/aisi-kg/received#",
    SUBSTR(SHA256(CONCAT(STR(?item), " ends ", STR(?day))), 1, 32))) AS ?restriction)
}
