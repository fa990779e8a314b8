# Levels: what the rules make of each working node. A rule that certainly applies gives its level. One that
# only may apply makes the level unclear, unless a level as high is certain. Unclear is also what no rule
# can apply to, such as a scenario without effect. The highest of all nodes of a target is suggested: the
# worst risk, the greatest benefit.
# reads:  rules; dimensions, the levels' ranks; derived:suggestion-rules
# writes: derived:suggestion-levels { ?node kg:certainRank ?rank ; kg:suggestsLevel ?level }
#         derived:suggestions { ?suggestion kg:suggestionFor ?target ; kg:suggestsOn ?dimension ;
#           kg:suggestedRank ?rank ; kg:suggestsLevel ?level }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:suggestion-levels ;
INSERT { GRAPH derived:suggestion-levels { ?node kg:certainRank ?highest } }
WHERE {
  SELECT ?node (MAX(?rank) AS ?highest)
  WHERE {
    ?rule kg:suggestsOn ?dimension ; kg:suggestsLevel ?level .
    ?dimension a ?kind .
    ?kind kg:orderedBy ?order .
    ?level ?order ?rank .
    GRAPH derived:suggestion-rules { ?node kg:certainRule ?rule }
  }
  GROUP BY ?node
  HAVING (COUNT(*) > 0)
} ;
INSERT { GRAPH derived:suggestion-levels { ?node kg:suggestsLevel ?level } }
WHERE {
  GRAPH derived:suggestion-rules { ?node kg:certainRule ?rule }
  ?rule kg:suggestsLevel ?level .
} ;
INSERT { GRAPH derived:suggestion-levels { ?node kg:suggestsLevel kg:Unclear } }
WHERE {
  ?rule kg:suggestsOn ?dimension ; kg:suggestsLevel ?level .
  ?dimension a ?kind .
  ?kind kg:orderedBy ?order .
  ?level ?order ?rank .
  GRAPH derived:suggestion-rules { ?node kg:unsureOf ?rule }
  OPTIONAL { GRAPH derived:suggestion-levels { ?node kg:certainRank ?certain } }
  FILTER(?rank > COALESCE(?certain, 0))
} ;
INSERT { GRAPH derived:suggestion-levels { ?node kg:suggestsLevel kg:Unclear } }
WHERE {
  GRAPH derived:suggestion-rules { ?node kg:contributesTo ?target }
  FILTER NOT EXISTS { GRAPH derived:suggestion-rules { ?node kg:possibleRule ?rule } }
} ;
CLEAR SILENT GRAPH derived:suggestions ;
INSERT {
  GRAPH derived:suggestions {
    ?suggestion kg:suggestionFor ?target ; kg:suggestsOn ?dimension ; kg:suggestedRank ?highest
  }
}
WHERE {
  {
    SELECT ?target ?dimension (MAX(?rank) AS ?highest)
    WHERE {
      GRAPH derived:suggestion-rules { ?node kg:contributesTo ?target ; kg:suggestsOn ?dimension }
      GRAPH derived:suggestion-levels { ?node kg:suggestsLevel ?level }
      ?dimension a ?kind .
      ?kind kg:orderedBy ?order .
      ?level ?order ?rank .
    }
    GROUP BY ?target ?dimension
    HAVING (COUNT(*) > 0)
  }
  BIND(IRI(CONCAT(STR(derived:), "suggestion?of=", ENCODE_FOR_URI(STR(?target)), "&on=",
                  ENCODE_FOR_URI(STR(?dimension)))) AS ?suggestion)
} ;
INSERT { GRAPH derived:suggestions { ?suggestion kg:suggestsLevel ?level } }
WHERE {
  ?kind kg:orderedBy ?order .
  ?level ?order ?rank .
  ?dimension a ?kind .
  GRAPH derived:suggestions { ?suggestion kg:suggestsOn ?dimension ; kg:suggestedRank ?rank }
}
