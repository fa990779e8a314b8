# Grounds: what a suggestion rests on, as <rule>:<scenario> for a scenario and <rule>:<value> for what an
# item or category is; <rule>-possible:<scenario> for the highest rules that only may apply and make the
# level unclear; no-evidence:, not-in-force: or no-rule: and the scenario, item or category where that does.
# reads:  rules, conditions, the properties they name; the levels' ranks; derived:in-force,
#         derived:suggestion-scenarios, derived:suggestion-rules, derived:suggestion-levels,
#         derived:suggestions
# writes: derived:suggestions { ?suggestion kg:because ?ground }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

INSERT { GRAPH derived:suggestions { ?suggestion kg:because ?ground } }
WHERE {
  GRAPH derived:suggestions { ?suggestion kg:suggestionFor ?target ; kg:suggestsOn ?dimension ; kg:suggestsLevel ?level }
  GRAPH derived:suggestion-rules {
    ?node kg:contributesTo ?target ; kg:suggestsOn ?dimension ; kg:contributedBy ?scenario ; kg:certainRule ?rule
  }
  FILTER(?scenario != ?target)
  ?rule kg:suggestsLevel ?level .
  BIND(CONCAT(REPLACE(STR(?rule), "^.*[#/]", ""), ":", STR(?scenario)) AS ?ground)
} ;
INSERT { GRAPH derived:suggestions { ?suggestion kg:because ?ground } }
WHERE {
  GRAPH derived:suggestions { ?suggestion kg:suggestionFor ?target ; kg:suggestsOn ?dimension ; kg:suggestsLevel ?level }
  GRAPH derived:suggestion-rules { ?node kg:contributedBy ?target ; kg:suggestsOn ?dimension ; kg:certainRule ?rule }
  ?rule kg:suggestsLevel ?level ; kg:condition ?condition .
  ?condition kg:characteristic ?property .
  FILTER NOT EXISTS { ?condition kg:withoutValue ?absent }
  ?target ?property ?value .
  FILTER(EXISTS { ?condition kg:hasValue ?value } || NOT EXISTS { ?condition kg:hasValue ?asked })
  BIND(CONCAT(REPLACE(STR(?rule), "^.*[#/]", ""), ":", STR(?value)) AS ?ground)
} ;
INSERT { GRAPH derived:suggestions { ?suggestion kg:because ?ground } }
WHERE {
  GRAPH derived:suggestions { ?suggestion kg:suggestionFor ?target ; kg:suggestsOn ?dimension ; kg:suggestsLevel kg:Unclear }
  GRAPH derived:suggestion-rules {
    ?node kg:contributesTo ?target ; kg:suggestsOn ?dimension ; kg:contributedBy ?scenario ; kg:unsureOf ?rule
  }
  GRAPH derived:suggestion-levels { ?node kg:suggestsLevel kg:Unclear }
  OPTIONAL { GRAPH derived:suggestion-levels { ?node kg:certainRank ?certain } }
  ?dimension a ?kind .
  ?kind kg:orderedBy ?order .
  ?rule kg:suggestsLevel ?level .
  ?level ?order ?rank .
  FILTER(?rank > COALESCE(?certain, 0))
  FILTER NOT EXISTS {
    GRAPH derived:suggestion-rules { ?node kg:unsureOf ?worse }
    ?worse kg:suggestsLevel ?worseLevel .
    ?worseLevel ?order ?worseRank .
    FILTER(?worseRank > ?rank)
  }
  BIND(CONCAT(REPLACE(STR(?rule), "^.*[#/]", ""), "-possible:", STR(?scenario)) AS ?ground)
} ;
INSERT { GRAPH derived:suggestions { ?suggestion kg:because ?ground } }
WHERE {
  GRAPH derived:suggestions { ?suggestion kg:suggestionFor ?target ; kg:suggestsOn ?dimension ; kg:suggestsLevel kg:Unclear }
  GRAPH derived:suggestion-rules { ?node kg:contributesTo ?target ; kg:suggestsOn ?dimension ; kg:contributedBy ?subject ; kg:judgedAs ?class }
  FILTER NOT EXISTS { GRAPH derived:suggestion-rules { ?node kg:possibleRule ?rule } }
  OPTIONAL { GRAPH derived:suggestion-scenarios { ?subject kg:effectiveOn ?date } }
  OPTIONAL { GRAPH derived:in-force { ?subject kg:inForceOn ?inForce } }
  BIND(IF(?class = kg:InformationItem || BOUND(?date), "no-rule:",
          IF(BOUND(?inForce), "no-evidence:", "not-in-force:")) AS ?lack)
  BIND(CONCAT(?lack, STR(?subject)) AS ?ground)
}
