# Classification: the categories that follow from what an item is described to be. An item is a member
# of a defined category when it is a member of its base, and meets every condition of the definition:
# by a value of its own, or by falling under a category that implies the condition. Nothing is concluded
# from what a description leaves out.
# One case an item and a definition of which it meets a condition. A case that lacks nothing rests on the
# item itself where its types give the base, and on the cases whose category falls under the base. So the
# item is a member where a way along kg:restsOn leads to it, however many definitions build on each other.
# Property and value come from the definitions (owl:onProperty, owl:hasValue): no other is looked at.
# reads:  derived:definitions, derived:taxonomy; rdf:type; owl:onProperty, owl:hasValue
# of an item: rdf:type alike by derived:definitions kg:bearsOn; each owl:onProperty
# writes: derived:classification { ?item kg:meets ?condition . ?case kg:weighs ?item ;
#           kg:weighedAgainst ?definition ; kg:lacks ?condition | kg:restsOn ?itemOrCase }
#         derived:classified { ?item a ?category }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

CLEAR SILENT GRAPH derived:classification ;
INSERT { GRAPH derived:classification { ?item kg:meets ?condition } }
WHERE {
  GRAPH derived:definitions { ?condition kg:admits ?restriction }
  ?restriction owl:onProperty ?property ; owl:hasValue ?value .
  ?item ?property ?value .
} ;
INSERT { GRAPH derived:classification { ?item kg:meets ?condition } }
WHERE {
  GRAPH derived:definitions { ?condition kg:impliedBy ?category }
  GRAPH derived:taxonomy { ?type kg:fallsUnder ?category }
  ?item a ?type .
  FILTER NOT EXISTS { GRAPH derived:taxonomy { ?item kg:fallsUnder ?item } }
} ;
INSERT { GRAPH derived:classification { ?case kg:weighs ?item ; kg:weighedAgainst ?definition } }
WHERE {
  GRAPH derived:classification { ?item kg:meets ?condition }
  GRAPH derived:definitions { ?definition kg:requires ?condition }
  BIND(IRI(CONCAT(STR(derived:), "case?of=", ENCODE_FOR_URI(STR(?item)),
                  "&by=", ENCODE_FOR_URI(STR(?definition)))) AS ?case)
} ;
INSERT { GRAPH derived:classification { ?case kg:lacks ?condition } }
WHERE {
  GRAPH derived:classification { ?case kg:weighs ?item ; kg:weighedAgainst ?definition }
  GRAPH derived:definitions { ?definition kg:requires ?condition }
  FILTER NOT EXISTS { GRAPH derived:classification { ?item kg:meets ?condition } }
} ;
INSERT { GRAPH derived:classification { ?case kg:restsOn ?item } }
WHERE {
  GRAPH derived:classification { ?case kg:weighs ?item ; kg:weighedAgainst ?definition }
  GRAPH derived:definitions { ?definition kg:basedOn ?base }
  ?item a ?type .
  GRAPH derived:taxonomy { ?type kg:fallsUnder ?base }
  FILTER NOT EXISTS { GRAPH derived:classification { ?case kg:lacks ?condition } }
} ;
INSERT { GRAPH derived:classification { ?case kg:restsOn ?lower } }
WHERE {
  GRAPH derived:classification { ?case kg:weighs ?item ; kg:weighedAgainst ?definition }
  GRAPH derived:definitions { ?definition kg:basedOn ?base }
  GRAPH derived:taxonomy { ?category kg:fallsUnder ?base }
  GRAPH derived:definitions { ?lowerDefinition kg:defines ?category }
  GRAPH derived:classification { ?lower kg:weighs ?item ; kg:weighedAgainst ?lowerDefinition }
  FILTER NOT EXISTS { GRAPH derived:classification { ?case kg:lacks ?condition } }
  FILTER NOT EXISTS { GRAPH derived:classification { ?lower kg:lacks ?another } }
} ;
CLEAR SILENT GRAPH derived:classified ;
INSERT { GRAPH derived:classified { ?item a ?category } }
WHERE {
  GRAPH derived:classification { ?case kg:weighs ?item ; kg:weighedAgainst ?definition ; kg:restsOn+ ?item }
  GRAPH derived:definitions { ?definition kg:defines ?category }
}
