# Items: what an item falls under, by the types that are asserted and by those that follow from its
# description; and its most specific categories (R3): those that have no other of its categories below
# them, so none that is a direct parent of another. Entailed rdf:type triples therefore change nothing.
# An item falls under itself, too.
# reads:  rdf:type; derived:classified; derived:taxonomy; derived:faults (R12: a withheld item has no levels)
# of an item: rdf:type; derived:classified
# writes: derived:items { ?item kg:fallsUnder ?itself, ?category ; kg:mostSpecificCategory ?category }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:items ;
INSERT { GRAPH derived:items { ?item kg:fallsUnder ?category } }
WHERE {
  GRAPH derived:taxonomy { ?type kg:fallsUnder ?category }
  ?item a ?type .
  FILTER NOT EXISTS { GRAPH derived:taxonomy { ?item kg:fallsUnder ?item } }
} ;
INSERT { GRAPH derived:items { ?item kg:fallsUnder ?category } }
WHERE {
  GRAPH derived:classified { ?item a ?type }
  GRAPH derived:taxonomy { ?type kg:fallsUnder ?category }
} ;
INSERT { GRAPH derived:items { ?item kg:mostSpecificCategory ?category } }
WHERE {
  GRAPH derived:items { ?item kg:fallsUnder ?category }
  FILTER NOT EXISTS { GRAPH derived:faults { ?item kg:withheldBecause ?fault } }
  FILTER NOT EXISTS {
    GRAPH derived:taxonomy { ?finer kg:directParent ?category }
    GRAPH derived:items { ?item kg:fallsUnder ?finer }
  }
} ;
INSERT { GRAPH derived:items { ?item kg:fallsUnder ?item } }
WHERE { GRAPH derived:items { ?item kg:fallsUnder kg:InformationItem } }
