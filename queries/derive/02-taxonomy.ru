# Taxonomy: what falls under which category, over classes of any kind; the root is a category.
# The relation is reflexive: a category falls under itself.
# A direct parent is a category above that has no other of the categories above below it (R2).
# Entailed rdfs:subClassOf triples therefore change nothing.
# reads:  rdfs:subClassOf, rdf:type kg:InformationCategory
# writes: derived:taxonomy { ?class kg:fallsUnder ?category . ?category kg:directParent ?parent }
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
}
