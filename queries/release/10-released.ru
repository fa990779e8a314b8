# Released: the items that are offered to the recipient (R13 for several at once, R14), those of one
# holder where the request names it; a marked statement only with the item that it is about.
# reads:  derived:request, offer, decisions; kg:holder; rdf:subject
# writes: derived:released { ?item kg:releasedBy ?decision }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

CLEAR SILENT GRAPH derived:released ;
INSERT { GRAPH derived:released { ?item kg:releasedBy ?decision } }
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo ?recipient }
  GRAPH derived:offer { ?head kg:offers ?item }
  GRAPH derived:decisions { ?decision kg:item ?item ; kg:recipient ?recipient ; kg:outcome kg:Share }
} ;
DELETE { GRAPH derived:released { ?item kg:releasedBy ?decision } }
WHERE {
  GRAPH derived:released { ?item kg:releasedBy ?decision }
  GRAPH derived:request { kg:evaluation kg:offeredBy ?sender }
  FILTER NOT EXISTS { ?item kg:holder ?sender }
}
