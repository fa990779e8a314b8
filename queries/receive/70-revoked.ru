# Revoked: of an item that came before and does not come now, what is left is that it is there, of which
# category and about which system, since disclosures of it may count (R13). It goes to nobody.
# reads:  derived:before, request, taken-in; the categories
# writes: derived:taken-in
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

CLEAR SILENT GRAPH derived:revoked ;
INSERT { GRAPH derived:revoked { ?item kg:holder ?holder ; a ?class } }
WHERE {
  GRAPH derived:before { ?item kg:holder ?holder ; a ?class }
  FILTER(
    EXISTS { ?class rdfs:subClassOf* ?root . FILTER(?root = kg:InformationItem) }
    || EXISTS { GRAPH derived:before { ?class rdfs:subClassOf ?above } }
  )
  FILTER NOT EXISTS { ?item ?property ?value }
  FILTER NOT EXISTS { GRAPH derived:request { ?bundle kg:carries ?item } }
} ;
INSERT {
  GRAPH derived:taken-in {
    ?item a ?class ; kg:holder ?holder ; dct:title "revoked"@en .
    ?restriction a kg:Restriction ; kg:appliesTo ?item ; dct:description "Received, then revoked by its sender."@en
  }
}
WHERE {
  GRAPH derived:revoked { ?item kg:holder ?holder ; a ?class }
  BIND(IRI(CONCAT("https://w3id.org/aisi-kg/received#",
    SUBSTR(SHA256(CONCAT(STR(?item), " restricted")), 1, 32))) AS ?restriction)
} ;
INSERT { GRAPH derived:taken-in { ?item kg:aboutSystem ?system } }
WHERE {
  GRAPH derived:revoked { ?item kg:holder ?holder }
  GRAPH derived:before { ?item kg:aboutSystem ?system }
} ;
INSERT { GRAPH derived:taken-in { ?above ?property ?value } }
WHERE {
  GRAPH derived:revoked { ?item a ?class }
  GRAPH derived:before { ?class rdfs:subClassOf* ?above . ?above ?property ?value }
  FILTER EXISTS { GRAPH derived:before { ?above rdfs:subClassOf ?any } }
  FILTER NOT EXISTS { GRAPH derived:taken-in { ?above ?said ?thing } }
  FILTER NOT EXISTS { ?above ?known ?thing }
}
