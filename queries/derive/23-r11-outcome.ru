# R11 Outcome: the most restrictive of R7 (after R10), R8, R9 and a denial; deny overrides.
# Every decision carries all its reasons, and the facts (those that have an IRI) that gave them.
# reads:  outcome ranks; the policy; derived:pairs, decision-tiers, sharing, reviewed, restricted,
#         consent-missing, gateway-missing, compilation
# of a decision: derived:pairs; derived:decision-tiers; derived:sharing; derived:reviewed; derived:restricted;
#         derived:consent-missing; derived:gateway-missing; derived:compilation
# writes: derived:decisions { ?decision a kg:Decision ; kg:item, kg:recipient, kg:channel, kg:tier,
#           kg:outcome, kg:asOf, kg:reason, prov:wasDerivedFrom ... }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

CLEAR SILENT GRAPH derived:decisions ;
INSERT {
  GRAPH derived:decisions {
    ?decision a kg:Decision ; kg:item ?item ; kg:recipient ?recipient ; kg:channel ?channel ;
              kg:tier ?tier ; kg:asOf ?date ; prov:wasDerivedFrom ?policy .
  }
}
WHERE {
  kg:evaluation kg:asOf ?date .
  ?policy a kg:Policy .
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?recipient ; kg:channel ?channel }
  GRAPH derived:decision-tiers { ?decision kg:tier ?tier }
} ;
INSERT { GRAPH derived:decisions { ?decision kg:outcome ?outcome } }
WHERE {
  {
    SELECT ?decision (MAX(?rank) AS ?strictest)
    WHERE {
      {
        GRAPH derived:sharing { ?decision kg:outcome ?any }
        FILTER NOT EXISTS { GRAPH derived:reviewed { ?decision kg:outcome kg:Share } }
      }
      UNION { GRAPH derived:reviewed { ?decision kg:outcome ?any } }
      UNION { GRAPH derived:restricted { ?decision kg:outcome ?any } }
      UNION { GRAPH derived:consent-missing { ?decision kg:outcome ?any } }
      UNION { GRAPH derived:gateway-missing { ?decision kg:outcome ?any } }
      ?any kg:outcomeRank ?rank .
    }
    GROUP BY ?decision
    HAVING (COUNT(*) > 0)
  }
  ?outcome kg:outcomeRank ?strictest .
} ;
INSERT { GRAPH derived:decisions { ?decision kg:reason ?reason } }
WHERE {
  VALUES ?findings {
    derived:sharing derived:reviewed derived:restricted derived:consent-missing derived:gateway-missing
  }
  GRAPH ?findings { ?decision kg:reason ?reason }
} ;
INSERT { GRAPH derived:decisions { ?decision kg:reason ?reason ; prov:wasDerivedFrom ?rule } }
WHERE {
  GRAPH derived:compilation { ?decision kg:compiledBy ?rule }
  BIND(CONCAT("compilation:", STR(?rule)) AS ?reason)
} ;
INSERT { GRAPH derived:decisions { ?decision prov:wasDerivedFrom ?fact } }
WHERE {
  VALUES ?findings { derived:reviewed derived:restricted }
  GRAPH ?findings { ?decision prov:wasDerivedFrom ?fact }
} ;
INSERT { GRAPH derived:decisions { ?decision prov:wasDerivedFrom ?rule } }
WHERE { GRAPH derived:sharing { ?decision kg:appliedRule ?rule } }
