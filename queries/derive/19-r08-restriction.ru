# R8 Restriction: in force, on the item, its categories or their ancestors, it withholds the item from
# the recipients that it covers: those that it names, or everyone when it names none; a network also
# when it covers a member in force (the holder too), the public also when it covers anyone.
# reads:  restrictions; derived:in-force, recipients, members, items, pairs
# of an item: ^kg:appliesTo; derived:in-force; derived:items kg:fallsUnder met by kg:appliesTo;
#         derived:pairs
# writes: derived:restrictions { ?restriction kg:covers ?recipient }
#         derived:restricted { ?decision kg:outcome kg:Withhold ; kg:reason "restricted:..." }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

CLEAR SILENT GRAPH derived:restrictions ;
INSERT { GRAPH derived:restrictions { ?restriction kg:covers ?recipient } }
WHERE {
  ?restriction a kg:Restriction .
  GRAPH derived:in-force { ?restriction kg:inForceOn ?date }
  GRAPH derived:recipients { ?recipient kg:reachedBy ?channel }
  FILTER NOT EXISTS { ?restriction kg:prohibitsRecipient ?named }
} ;
INSERT { GRAPH derived:restrictions { ?restriction kg:covers ?recipient } }
WHERE {
  ?restriction a kg:Restriction ; kg:prohibitsRecipient ?recipient .
  GRAPH derived:in-force { ?restriction kg:inForceOn ?date }
} ;
INSERT { GRAPH derived:restrictions { ?restriction kg:covers ?network } }
WHERE {
  GRAPH derived:restrictions { ?restriction kg:covers ?member }
  GRAPH derived:members { ?network kg:memberInForce ?member }
} ;
INSERT { GRAPH derived:restrictions { ?restriction kg:covers kg:Public } }
WHERE { GRAPH derived:restrictions { ?restriction kg:covers ?anyone } } ;

CLEAR SILENT GRAPH derived:restricted ;
INSERT {
  GRAPH derived:restricted {
    ?decision kg:outcome kg:Withhold ; kg:reason ?reason ; prov:wasDerivedFrom ?restriction
  }
}
WHERE {
  GRAPH derived:restrictions { ?restriction kg:covers ?recipient }
  ?restriction kg:appliesTo ?target .
  GRAPH derived:items { ?item kg:fallsUnder ?target }
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?recipient }
  BIND(CONCAT("restricted:", STR(?restriction)) AS ?reason)
}
