# R13 Compilation, second part: pieces that are harmless alone can be sensitive together.
# A rule is a candidate for an item that belongs to one of its categories and whose own tier is below
# the rule's. It applies to everyone where the item covers all its categories alone; to an institute
# where it does with the items about the same system that the institute has; to a network where it
# does to a member in force, to the public where it does to any institute (never the holder: there is
# no decision for it).
# reads:  compilation rules, kg:aboutSystem, tier ranks; derived:items, tiers, pairs, members, possession
# of an item: kg:aboutSystem met by kg:aboutSystem; derived:items kg:fallsUnder met by kg:compiles;
#         derived:tiers; derived:pairs
# writes: derived:compilation { ?item kg:candidateFor ?rule . ?decision kg:compiledBy ?rule }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:compilation ;
INSERT { GRAPH derived:compilation { ?item kg:candidateFor ?rule } }
WHERE {
  ?rule kg:compiles ?category ; kg:tier ?ruleTier .
  ?ruleTier kg:tierRank ?ruleRank .
  GRAPH derived:items { ?item kg:fallsUnder ?category }
  GRAPH derived:tiers { ?item kg:derivedTier ?ownTier }
  ?ownTier kg:tierRank ?ownRank .
  FILTER(?ownRank < ?ruleRank)
} ;
INSERT { GRAPH derived:compilation { ?rule kg:categoryCount ?size } }
WHERE {
  SELECT ?rule (COUNT(DISTINCT ?category) AS ?size)
  WHERE { ?rule kg:compiles ?category }
  GROUP BY ?rule
  HAVING (COUNT(*) > 0)
} ;
INSERT { GRAPH derived:compilation { ?decision kg:compiledBy ?rule } }
WHERE {
  {
    SELECT ?item ?rule (COUNT(DISTINCT ?category) AS ?size)
    WHERE {
      GRAPH derived:compilation { ?item kg:candidateFor ?rule }
      ?rule kg:compiles ?category .
      GRAPH derived:items { ?item kg:fallsUnder ?category }
    }
    GROUP BY ?item ?rule
    HAVING (COUNT(*) > 0)
  }
  GRAPH derived:compilation { ?rule kg:categoryCount ?size }
  GRAPH derived:pairs { ?decision kg:item ?item }
} ;
INSERT { GRAPH derived:compilation { ?decision kg:compiledBy ?rule } }
WHERE {
  {
    SELECT ?item ?rule ?institute (COUNT(DISTINCT ?category) AS ?size)
    WHERE {
      GRAPH derived:compilation { ?item kg:candidateFor ?rule }
      ?item kg:aboutSystem ?system .
      ?known kg:aboutSystem ?system .
      GRAPH derived:possession { ?institute kg:possesses ?known }
      VALUES ?which { "this item" "known item" }
      BIND(IF(?which = "this item", ?item, ?known) AS ?piece)
      GRAPH derived:items { ?piece kg:fallsUnder ?category }
      ?rule kg:compiles ?category .
    }
    GROUP BY ?item ?rule ?institute
    HAVING (COUNT(*) > 0)
  }
  GRAPH derived:compilation { ?rule kg:categoryCount ?size }
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?institute }
} ;
INSERT { GRAPH derived:compilation { ?decision kg:compiledBy ?rule } }
WHERE {
  GRAPH derived:compilation { ?memberDecision kg:compiledBy ?rule }
  GRAPH derived:pairs { ?memberDecision kg:item ?item ; kg:recipient ?member }
  GRAPH derived:members { ?network kg:memberInForce ?member }
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?network }
} ;
INSERT { GRAPH derived:compilation { ?decision kg:compiledBy ?rule } }
WHERE {
  GRAPH derived:compilation { ?instituteDecision kg:compiledBy ?rule }
  GRAPH derived:pairs {
    ?instituteDecision kg:item ?item ; kg:channel kg:Bilateral .
    ?decision kg:item ?item ; kg:recipient kg:Public .
  }
}
