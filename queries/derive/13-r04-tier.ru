# R4 Tier: the policy's cell for the two effective risk levels; a no-brainer needs a benefit.
# reads:  derived:levels; the policy's cells and its minimum benefit; benefit ranks
# of an item: derived:levels
# writes: derived:tiers { ?target kg:derivedTier ?tier }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:tiers ;
INSERT { GRAPH derived:tiers { ?target kg:derivedTier ?tier } }
WHERE {
  GRAPH derived:levels {
    ?target kg:effectiveProprietarySensitivity ?sensitivity ;
            kg:effectiveMisusePotential        ?misuse ;
            kg:effectiveBenefit                ?benefit .
  }
  ?policy kg:cell           ?cell ;
          kg:minimumBenefit ?minimum .
  ?cell kg:proprietarySensitivity ?sensitivity ;
        kg:misusePotential        ?misuse ;
        kg:tier                   ?cellTier .
  ?benefit kg:benefitRank ?reached .
  ?minimum kg:benefitRank ?needed .
  BIND(IF(?cellTier = kg:NoBrainer && ?reached < ?needed, kg:GrayArea, ?cellTier) AS ?tier)
}
