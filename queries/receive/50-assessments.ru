# Assessments: the levels on which the sender's decision rested are those of the item here. What was
# received in confidence is at least of medium proprietary sensitivity, for it is the sender's: R9 then
# asks for the sender's consent even where no restriction knows the recipient.
# reads:  derived:handling, bundle, carried, request; kg:effectiveProperty, kg:riskRank
# writes: derived:taken-in
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT {
  GRAPH derived:taken-in {
    ?assessment a kg:Assessment ; kg:assesses ?item ; kg:dimension ?dimension ; kg:level ?level ;
      prov:generatedAtTime ?date ; prov:wasAttributedTo ?holder ; dct:description ?why
  }
}
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo ?recipient ; kg:receives ?bundle }
  GRAPH derived:carried { ?bundle kg:carries ?item }
  GRAPH derived:bundle { ?item kg:holder ?holder }
  ?dimension a kg:RiskDimension ; kg:effectiveProperty ?effective .
  GRAPH derived:handling { ?item ?effective ?told }
  ?told kg:riskRank ?rank .
  kg:evaluation kg:asOf ?date .
  kg:Medium kg:riskRank ?medium .
  BIND(?dimension = kg:ProprietarySensitivity && ?recipient != kg:Public && ?rank < ?medium AS ?raised)
  BIND(IF(?raised, kg:Medium, ?told) AS ?level)
  BIND(IF(?raised, "At least medium, for it was received in confidence; the sender's level is lower."@en,
    "The level that the sender's decision to share rested on."@en) AS ?why)
  BIND(IRI(CONCAT("https://w3id.org/aisi-kg/received#",
    SUBSTR(SHA256(CONCAT(STR(?item), " assessed ", STR(?dimension))), 1, 32))) AS ?assessment)
}
