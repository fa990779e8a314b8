# R7 Sharing rule: of the policy's rules for the tier and the channel, the one with the highest
# minimum strength that is reached; where there is none, withhold.
# First the table of cases (tier, channel, strength), then the decisions that meet each.
# reads:  the policy's rules, strength ranks; kg:holder; derived:pairs, decision-tiers, strengths
# of an item: kg:holder; derived:decision-tiers; derived:pairs
# writes: derived:cases { ?case kg:tier ... ; kg:channel ... ; kg:strength ... ; kg:appliedRule ?rule }
#         derived:sharing { ?decision kg:strength ?strength ; kg:appliedRule ?rule ;
#           kg:outcome ?outcome ; kg:reason "rule:..." }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:cases ;
INSERT {
  GRAPH derived:cases {
    ?case kg:tier ?tier ; kg:channel ?channel ; kg:strength ?strength ; kg:appliedRule ?rule
  }
}
WHERE {
  {
    SELECT ?tier ?channel ?strength (MAX(?anyMinimum) AS ?minimum)
    WHERE {
      ?policy kg:rule ?any .
      ?any kg:tier ?tier ; kg:channel ?channel ; kg:minimumStrength ?anyStrength .
      ?anyStrength kg:strengthRank ?anyMinimum .
      ?strength kg:strengthRank ?reached .
      FILTER(?anyMinimum <= ?reached)
    }
    GROUP BY ?tier ?channel ?strength
    HAVING (COUNT(*) > 0)
  }
  ?rule kg:tier ?tier ; kg:channel ?channel ; kg:minimumStrength ?minimumStrength .
  ?minimumStrength kg:strengthRank ?minimum .
  BIND(IRI(CONCAT(STR(derived:), "case?", ENCODE_FOR_URI(STR(?tier)), "&",
                  ENCODE_FOR_URI(STR(?channel)), "&", ENCODE_FOR_URI(STR(?strength)))) AS ?case)
} ;
CLEAR SILENT GRAPH derived:sharing ;
INSERT { GRAPH derived:sharing { ?decision kg:strength ?strength } }
WHERE {
  GRAPH derived:strengths { ?tie kg:holder ?holder ; kg:recipient ?recipient ; kg:strength ?strength }
  GRAPH derived:pairs { ?decision kg:recipient ?recipient ; kg:item ?item }
  ?item kg:holder ?holder .
} ;
INSERT {
  GRAPH derived:sharing { ?decision kg:appliedRule ?rule ; kg:outcome ?outcome ; kg:reason ?reason }
}
WHERE {
  GRAPH derived:sharing { ?decision kg:strength ?strength }
  GRAPH derived:decision-tiers { ?decision kg:tier ?tier }
  GRAPH derived:pairs { ?decision kg:channel ?channel }
  GRAPH derived:cases {
    ?case kg:tier ?tier ; kg:channel ?channel ; kg:strength ?strength ; kg:appliedRule ?rule
  }
  ?rule kg:outcome ?outcome ; dct:identifier ?identifier .
  BIND(CONCAT("rule:", STR(?identifier)) AS ?reason)
} ;
INSERT { GRAPH derived:sharing { ?decision kg:outcome kg:Withhold ; kg:reason "rule:none" } }
WHERE {
  GRAPH derived:pairs { ?decision kg:item ?item }
  FILTER NOT EXISTS { GRAPH derived:sharing { ?decision kg:appliedRule ?rule } }
}
