# Taxonomy: what falls under which category, over classes of any kind; the root is a category.
# Both relations are reflexive: a category, and an item, fall under themselves.
# A direct parent is a category above that has no other of the categories above below it (R2);
# an item's most specific categories are chosen in the same way (R3).
# Entailed rdfs:subClassOf and rdf:type triples therefore change nothing.
# An item that another one with the same profile represents is left to that one.
# reads:  rdfs:subClassOf, rdf:type; derived:profiles, derived:faults (R12: a withheld item has no levels)
# writes: derived:taxonomy { ?class kg:fallsUnder ?category . ?category kg:directParent ?parent }
#         derived:items { ?item kg:fallsUnder ?itself, ?category ; kg:mostSpecificCategory ?category }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

CLEAR SILENT GRAPH derived:taxonomy ;
INSERT { GRAPH derived:taxonomy { ?class kg:fallsUnder ?category } }
WHERE {
  ?category a kg:InformationCategory .
  ?class rdfs:subClassOf* ?category .
} ;
INSERT { GRAPH derived:taxonomy { ?class kg:fallsUnder kg:InformationItem } }
WHERE { ?class rdfs:subClassOf* kg:InformationItem } ;
INSERT { GRAPH derived:taxonomy { ?category kg:directParent ?parent } }
WHERE {
  GRAPH derived:taxonomy { ?category kg:fallsUnder ?category , ?parent }
  FILTER(?parent != ?category)
  FILTER NOT EXISTS {
    GRAPH derived:taxonomy {
      ?category kg:fallsUnder ?between .
      ?between kg:fallsUnder ?parent .
    }
    FILTER(?between != ?parent && ?between != ?category)
  }
} ;
CLEAR SILENT GRAPH derived:items ;
INSERT { GRAPH derived:items { ?item kg:fallsUnder ?item , ?category } }
WHERE {
  GRAPH derived:taxonomy { ?type kg:fallsUnder ?category }
  ?item a ?type .
  FILTER NOT EXISTS { GRAPH derived:taxonomy { ?item kg:fallsUnder ?item } }
  FILTER NOT EXISTS { GRAPH derived:profiles { ?item kg:representedBy ?other } }
} ;
INSERT { GRAPH derived:items { ?item kg:mostSpecificCategory ?category } }
WHERE {
  GRAPH derived:items { ?item kg:fallsUnder ?category }
  FILTER(?category != ?item)
  FILTER NOT EXISTS { GRAPH derived:faults { ?item kg:withheldBecause ?fault } }
  FILTER NOT EXISTS {
    GRAPH derived:items { ?item kg:fallsUnder ?finer }
    GRAPH derived:taxonomy { ?finer kg:fallsUnder ?category }
    FILTER(?finer != ?category)
  }
}
