# In force: a record counts on the date D when its window holds: from <= D < until.
# A missing bound is open.
# reads:  kg:evaluation kg:asOf; records of the classes that have a window, and of those below them;
#         kg:validFrom, kg:validUntil
# of an item: ^kg:reviews; ^kg:appliesTo; ^kg:consentsTo
# writes: derived:in-force { ?record kg:inForceOn ?date }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

CLEAR SILENT GRAPH derived:in-force ;
INSERT { GRAPH derived:in-force { ?record kg:inForceOn ?date } }
WHERE {
  kg:evaluation kg:asOf ?date .
  kg:validFrom schema:domainIncludes ?class .
  ?type rdfs:subClassOf* ?class .
  ?record a ?type .
  OPTIONAL { ?record kg:validFrom ?from }
  OPTIONAL { ?record kg:validUntil ?until }
  FILTER(!BOUND(?from) || ?from <= ?date)
  FILTER(!BOUND(?until) || ?date < ?until)
}
