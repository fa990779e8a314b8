# R13 Compilation, third part: an item is decided, for each recipient, at the highest of its own tier
# and those of the compilation rules that apply (they apply only where theirs is higher).
# reads:  compilation rules, tier ranks; derived:compilation, tiers, pairs
# of an item: derived:tiers; derived:compilation; derived:pairs
# writes: derived:decision-tiers { ?decision kg:tier ?tier }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:decision-tiers ;
INSERT { GRAPH derived:decision-tiers { ?decision kg:tier ?tier } }
WHERE {
  {
    SELECT ?decision (MAX(?anyRank) AS ?rank)
    WHERE {
      GRAPH derived:compilation { ?decision kg:compiledBy ?rule }
      ?rule kg:tier ?anyTier .
      ?anyTier kg:tierRank ?anyRank .
    }
    GROUP BY ?decision
    HAVING (COUNT(*) > 0)
  }
  ?tier kg:tierRank ?rank .
} ;
INSERT { GRAPH derived:decision-tiers { ?decision kg:tier ?tier } }
WHERE {
  GRAPH derived:tiers { ?item kg:derivedTier ?tier }
  GRAPH derived:pairs { ?decision kg:item ?item }
  FILTER NOT EXISTS { GRAPH derived:decision-tiers { ?decision kg:tier ?compiled } }
}
