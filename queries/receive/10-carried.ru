# Carried: the items and categories of a bundle that are taken in: those that nothing here describes yet.
# An item that the receiver holds itself, or has from another sender, is left as it is.
# reads:  derived:request, bundle, ontology-received; all that is described here
# writes: derived:carried { ?bundle kg:carries ?item . ?class kg:fallsUnder kg:InformationItem }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

CLEAR SILENT GRAPH derived:carried ;
INSERT { GRAPH derived:carried { ?bundle kg:carries ?item } }
WHERE {
  GRAPH derived:request { ?bundle kg:carries ?item }
  FILTER NOT EXISTS { ?item ?property ?value }
  FILTER NOT EXISTS { GRAPH derived:request { kg:evaluation kg:receivedElsewhere ?item } }
  FILTER NOT EXISTS {
    GRAPH derived:request { kg:evaluation kg:receivedBy ?receiver }
    GRAPH derived:bundle { ?item kg:holder ?receiver }
  }
} ;
INSERT { GRAPH derived:carried { ?class kg:fallsUnder kg:InformationItem } }
WHERE {
  GRAPH derived:ontology-received { ?class rdfs:subClassOf+ ?known }
  ?known rdfs:subClassOf* kg:InformationItem .
  FILTER NOT EXISTS { ?class ?property ?value }
  FILTER NOT EXISTS { GRAPH derived:request { ?bundle kg:carries ?class } }
}
