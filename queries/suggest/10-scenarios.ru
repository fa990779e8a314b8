# Scenarios: a scenario counts from its date on. It has effect on D while it is in force and a document
# that it cites as evidence is not retracted; without effect it is not forgotten, but unclear.
# reads:  kg:evaluation kg:asOf; scenarios, kg:evidence; evidence retractions; derived:in-force
# writes: derived:suggestion-scenarios { ?document kg:retractedOn ?date .
#           ?scenario kg:judgedAs ?class ; kg:effectiveOn ?date }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

CLEAR SILENT GRAPH derived:suggestion-scenarios ;
INSERT { GRAPH derived:suggestion-scenarios { ?document kg:retractedOn ?date } }
WHERE {
  kg:evaluation kg:asOf ?date .
  ?retraction kg:retracts ?document ; prov:generatedAtTime ?made .
  FILTER(?made <= ?date)
  GRAPH derived:in-force { ?retraction kg:inForceOn ?date }
} ;
INSERT { GRAPH derived:suggestion-scenarios { ?scenario kg:judgedAs ?class } }
WHERE {
  kg:evaluation kg:asOf ?date .
  ?class rdfs:subClassOf kg:DualUseScenario .
  FILTER(?class != kg:DualUseScenario)
  ?scenario a ?class ; prov:generatedAtTime ?made .
  FILTER(?made <= ?date)
} ;
INSERT { GRAPH derived:suggestion-scenarios { ?scenario kg:effectiveOn ?date } }
WHERE {
  GRAPH derived:suggestion-scenarios { ?scenario kg:judgedAs ?class }
  GRAPH derived:in-force { ?scenario kg:inForceOn ?date }
  ?scenario kg:evidence ?document .
  FILTER NOT EXISTS { GRAPH derived:suggestion-scenarios { ?document kg:retractedOn ?date } }
}
