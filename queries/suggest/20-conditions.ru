# Conditions: which of them a scenario with effect, an item or a category meets, and which a scenario
# leaves open because a value is missing or has no rank (it is not known).
# reads:  rules, conditions, value ranks; whatever property a condition names; derived:suggestion-targets,
#         derived:suggestion-scenarios
# writes: derived:suggestion-conditions { ?target kg:passes ?condition .
#           ?scenario kg:passes ?condition ; kg:leavesUndecided ?condition }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:suggestion-conditions ;
INSERT { GRAPH derived:suggestion-conditions { ?subject kg:passes ?condition } }
WHERE {
  ?condition kg:characteristic ?property ; kg:hasValue ?value .
  ?subject ?property ?value .
  VALUES (?judged ?being) {
    (derived:suggestion-targets kg:judgedOn) (derived:suggestion-scenarios kg:effectiveOn)
  }
  GRAPH ?judged { ?subject ?being ?any }
} ;
INSERT { GRAPH derived:suggestion-conditions { ?subject kg:passes ?condition } }
WHERE {
  ?condition a kg:SuggestionCondition ; kg:characteristic ?property .
  FILTER NOT EXISTS { ?condition kg:hasValue|kg:withoutValue|kg:atLeast|kg:atMost|kg:before|kg:notBefore ?bound }
  ?subject ?property ?value .
  VALUES (?judged ?being) {
    (derived:suggestion-targets kg:judgedOn) (derived:suggestion-scenarios kg:effectiveOn)
  }
  GRAPH ?judged { ?subject ?being ?any }
} ;
INSERT { GRAPH derived:suggestion-conditions { ?target kg:passes ?condition } }
WHERE {
  ?rule kg:suggestsOn ?dimension ; kg:condition ?condition .
  ?condition kg:characteristic ?property ; kg:withoutValue ?value .
  GRAPH derived:suggestion-targets { ?target kg:judgedOn ?dimension }
  FILTER NOT EXISTS { ?target ?property ?value }
} ;
INSERT { GRAPH derived:suggestion-conditions { ?scenario kg:passes ?condition } }
WHERE {
  GRAPH derived:suggestion-scenarios { ?scenario kg:effectiveOn ?date }
  VALUES ?test { kg:atLeast kg:atMost }
  ?condition kg:characteristic ?property ; ?test ?bound .
  ?bound kg:valueRank ?limit .
  ?scenario ?property ?value .
  ?value kg:valueRank ?rank .
  FILTER(?test = kg:atLeast && ?rank >= ?limit || ?test = kg:atMost && ?rank <= ?limit)
} ;
INSERT { GRAPH derived:suggestion-conditions { ?scenario kg:passes ?condition } }
WHERE {
  GRAPH derived:suggestion-scenarios { ?scenario kg:effectiveOn ?date }
  VALUES ?test { kg:before kg:notBefore }
  ?condition kg:characteristic ?property ; ?test ?otherProperty .
  ?scenario ?property ?value ; ?otherProperty ?other .
  ?value kg:valueRank ?rank .
  ?other kg:valueRank ?otherRank .
  FILTER(?test = kg:before && ?rank < ?otherRank || ?test = kg:notBefore && ?rank >= ?otherRank)
} ;
INSERT { GRAPH derived:suggestion-conditions { ?scenario kg:leavesUndecided ?condition } }
WHERE {
  GRAPH derived:suggestion-scenarios { ?scenario kg:effectiveOn ?date }
  ?condition kg:atLeast|kg:atMost|kg:before|kg:notBefore ?bound .
  ?condition kg:characteristic|kg:before|kg:notBefore ?property .
  FILTER NOT EXISTS { ?scenario ?property ?value . ?value kg:valueRank ?rank }
}
