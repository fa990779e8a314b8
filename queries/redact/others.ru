# Others: the items that no decision about a rendering can depend on are none while renderings are tried:
# all but those that were disclosed to somebody (R13).
# reads:  rdf:type, rdfs:subClassOf, kg:disclosed
# writes: the facts: takes the categories of the other items away
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { ?other a ?class }
WHERE {
  ?class rdfs:subClassOf* kg:InformationItem .
  ?other a ?class .
  FILTER NOT EXISTS { ?disclosure kg:disclosed ?other }
}
