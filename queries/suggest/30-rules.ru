# Rules: which of them apply, and which may. One working node for each scenario and category that it is
# for, and for each item or category that is judged by its own facts. A safety benefit scenario is judged
# itself only where a category has no misuse scenario; elsewhere it is what support conditions ask for.
# A rule may apply where no condition fails; it certainly does where none is left open either and a safety
# benefit scenario with effect, for the same category, meets each support condition.
# reads:  rules; kg:scenarioFor; derived:suggestion-targets, derived:suggestion-scenarios,
#         derived:suggestion-conditions
# writes: derived:suggestion-rules { ?node kg:contributesTo ?target ; kg:contributedBy ?subject ;
#           kg:judgedAs ?class ; kg:suggestsOn ?dimension ; kg:possibleRule ?rule ; kg:unsureOf ?rule ;
#           kg:certainRule ?rule }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:suggestion-rules ;
INSERT {
  GRAPH derived:suggestion-rules {
    ?node kg:contributesTo ?category ; kg:contributedBy ?scenario ; kg:judgedAs ?class ; kg:suggestsOn ?dimension
  }
}
WHERE {
  { SELECT DISTINCT ?class ?dimension WHERE { ?rule kg:ruleFor ?class ; kg:suggestsOn ?dimension } }
  GRAPH derived:suggestion-scenarios { ?scenario kg:judgedAs ?class }
  ?scenario kg:scenarioFor ?category .
  FILTER(?class = kg:MisuseScenario || NOT EXISTS {
    ?misuse kg:scenarioFor ?category .
    GRAPH derived:suggestion-scenarios { ?misuse kg:judgedAs kg:MisuseScenario }
  })
  BIND(IRI(CONCAT(STR(derived:), "judged?of=", ENCODE_FOR_URI(STR(?category)), "&by=",
                  ENCODE_FOR_URI(STR(?scenario)), "&on=", ENCODE_FOR_URI(STR(?dimension)))) AS ?node)
} ;
INSERT {
  GRAPH derived:suggestion-rules {
    ?node kg:contributesTo ?target ; kg:contributedBy ?target ; kg:judgedAs kg:InformationItem ; kg:suggestsOn ?dimension
  }
}
WHERE {
  GRAPH derived:suggestion-targets { ?target kg:judgedOn ?dimension }
  BIND(IRI(CONCAT(STR(derived:), "judged?of=", ENCODE_FOR_URI(STR(?target)), "&on=",
                  ENCODE_FOR_URI(STR(?dimension)))) AS ?node)
} ;
INSERT { GRAPH derived:suggestion-rules { ?node kg:possibleRule ?rule } }
WHERE {
  {
    SELECT ?subject ?rule (COUNT(DISTINCT ?condition) AS ?met)
    WHERE {
      ?rule kg:condition ?condition .
      GRAPH derived:suggestion-conditions { ?subject kg:passes|kg:leavesUndecided ?condition }
    }
    GROUP BY ?subject ?rule
    HAVING (COUNT(*) > 0)
  }
  { SELECT ?rule (COUNT(?condition) AS ?asked) WHERE { ?rule kg:condition ?condition } GROUP BY ?rule HAVING (COUNT(*) > 0) }
  FILTER(?met = ?asked)
  ?rule kg:ruleFor ?class ; kg:suggestsOn ?dimension .
  GRAPH derived:suggestion-rules { ?node kg:contributedBy ?subject ; kg:judgedAs ?class ; kg:suggestsOn ?dimension }
} ;
INSERT { GRAPH derived:suggestion-rules { ?node kg:unsureOf ?rule } }
WHERE {
  GRAPH derived:suggestion-conditions { ?subject kg:leavesUndecided ?condition }
  GRAPH derived:suggestion-rules { ?node kg:contributedBy ?subject ; kg:possibleRule ?rule }
  ?rule kg:condition ?condition .
} ;
INSERT { GRAPH derived:suggestion-rules { ?node kg:unsureOf ?rule } }
WHERE {
  ?rule kg:supportCondition ?condition .
  GRAPH derived:suggestion-rules { ?node kg:possibleRule ?rule ; kg:contributesTo ?category }
  FILTER NOT EXISTS {
    GRAPH derived:suggestion-scenarios { ?benefit kg:judgedAs kg:SafetyBenefitScenario }
    ?benefit kg:scenarioFor ?category .
    GRAPH derived:suggestion-conditions { ?benefit kg:passes ?condition }
  }
} ;
INSERT { GRAPH derived:suggestion-rules { ?node kg:certainRule ?rule } }
WHERE {
  GRAPH derived:suggestion-rules { ?node kg:possibleRule ?rule }
  FILTER NOT EXISTS { GRAPH derived:suggestion-rules { ?node kg:unsureOf ?rule } }
}
