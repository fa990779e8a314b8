# Onward: to whom the receiver may pass an item on: those whom its policy names, unless it asks for
# consent first. R8 cannot say "everyone but", so whoever else there is, is named too.
# reads:  derived:handling, carried, request; institutes and networks
# writes: derived:onward { ?item odrl:recipient ?allowed . kg:evaluation odrl:recipient ?known }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX odrl: <http://www.w3.org/ns/odrl/2/>

CLEAR SILENT GRAPH derived:onward ;
INSERT { GRAPH derived:onward { kg:evaluation odrl:recipient ?known } }
WHERE {
  { ?known a kg:Institute } UNION { ?known a kg:Network } UNION { VALUES ?known { kg:Public } }
  FILTER NOT EXISTS { GRAPH derived:request { kg:evaluation kg:receivedBy ?known } }
} ;
INSERT { GRAPH derived:onward { ?item odrl:recipient ?allowed } }
WHERE {
  GRAPH derived:carried { ?bundle kg:carries ?item }
  GRAPH derived:handling {
    ?item odrl:hasPolicy ?policy .
    ?policy odrl:permission ?permission .
    ?permission odrl:action odrl:distribute ; odrl:constraint ?recipients .
    ?recipients odrl:leftOperand odrl:recipient ; odrl:operator odrl:isAnyOf ; odrl:rightOperand ?allowed .
    FILTER NOT EXISTS { ?permission odrl:duty ?duty . ?duty odrl:action odrl:obtainConsent }
  }
  GRAPH derived:onward { kg:evaluation odrl:recipient ?allowed }
}
