# Items: what is accepted is the receiver's from now on (R8, R9): it holds the items, has them from
# their holder, who gave them freely, or from what is public. Nobody becomes an institute or a network,
# which would make it a recipient, because a sender says so.
# reads:  derived:accepted, handling, carried, request
# writes: derived:taken-in
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
PREFIX tlp: <https://w3id.org/aisi-kg/tlp#>

CLEAR SILENT GRAPH derived:taken-in ;
INSERT { GRAPH derived:taken-in { ?node ?property ?value } }
WHERE {
  GRAPH derived:accepted { ?node ?property ?said }
  FILTER(?property != kg:holder && ?property != kg:obtainedUnder)
  BIND(IF(?property = rdf:type && ?said IN (kg:Institute, kg:Network), prov:Agent, ?said) AS ?value)
} ;
INSERT { GRAPH derived:taken-in { ?item kg:holder ?receiver ; kg:providedBy ?holder ; prov:wasAttributedTo ?holder } }
WHERE {
  GRAPH derived:request { kg:evaluation kg:receivedBy ?receiver }
  GRAPH derived:carried { ?bundle kg:carries ?item }
  GRAPH derived:bundle { ?item kg:holder ?holder }
} ;
INSERT { GRAPH derived:taken-in { ?item kg:obtainedUnder ?basis } }
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo ?recipient }
  GRAPH derived:carried { ?bundle kg:carries ?item }
  BIND(IF(?recipient = kg:Public, kg:PublicSource, kg:VoluntaryCooperation) AS ?basis)
} ;
INSERT { GRAPH derived:taken-in { ?item tlp:label ?label . ?bundle dct:accessRights ?label } }
WHERE {
  GRAPH derived:carried { ?bundle kg:carries ?item }
  GRAPH derived:handling { ?item tlp:label ?label }
  ?label a tlp:Label .
} ;
INSERT { GRAPH derived:taken-in { ?bundle a prov:Bundle ; prov:generatedAtTime ?date ; ?property ?value } }
WHERE {
  GRAPH derived:request { kg:evaluation kg:receives ?bundle . ?bundle ?property ?value }
  kg:evaluation kg:asOf ?date .
  VALUES ?property { prov:wasAttributedTo dct:source dct:publisher schema:position }
}
