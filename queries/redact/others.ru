# Others: the items that no decision about an item and its renderings can depend on are none while these are
# decided: all but the item, what is marked of it, and what was disclosed to somebody (R13).
# reads:  rdf:type, rdfs:subClassOf, rdf:subject, kg:disclosed; ?_item_iri stands for the item
# writes: the facts: takes the categories of the other items away
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { ?other a ?class }
WHERE {
  ?class rdfs:subClassOf* kg:InformationItem .
  ?other a ?class .
  FILTER(?other != ?_item_iri)
  FILTER NOT EXISTS { ?other rdf:subject ?_item_iri }
  FILTER NOT EXISTS { ?disclosure kg:disclosed ?other }
}
