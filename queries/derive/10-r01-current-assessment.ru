# R1 Current assessment: of a target's assessments on one dimension, dated D or earlier, the newest
# counts; on a tie the worse: the higher risk, the lower benefit.
# The key puts later dates, then worse levels, last; dates are plain ISO days, so text order is time order.
# reads:  kg:evaluation kg:asOf; assessments; kg:tieBrokenBy of the dimension's class, the levels' ranks
# of an item: ^kg:assesses
# writes: derived:assessments { ?assessment kg:sortKey ?key }
#         derived:current { ?assessment kg:currentFor ?target }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

CLEAR SILENT GRAPH derived:assessments ;
INSERT {
  GRAPH derived:assessments {
    ?assessment kg:sortKey ?key ; kg:assesses ?target ; kg:dimension ?dimension
  }
}
WHERE {
  kg:evaluation kg:asOf ?date .
  ?assessment kg:assesses            ?target ;
              kg:dimension           ?dimension ;
              kg:level               ?level ;
              prov:generatedAtTime   ?made .
  FILTER(?made <= ?date)
  ?dimension a ?kind .
  ?kind kg:tieBrokenBy ?caution .
  ?level ?caution ?rank .
  BIND(CONCAT(STR(?made), " ", STR(?rank)) AS ?key)
} ;
CLEAR SILENT GRAPH derived:current ;
INSERT { GRAPH derived:current { ?assessment kg:currentFor ?target } }
WHERE {
  {
    SELECT ?target ?dimension (MAX(?anyKey) AS ?key)
    WHERE {
      GRAPH derived:assessments {
        ?any kg:sortKey ?anyKey ; kg:assesses ?target ; kg:dimension ?dimension
      }
    }
    GROUP BY ?target ?dimension
    HAVING (COUNT(*) > 0)
  }
  GRAPH derived:assessments {
    ?assessment kg:assesses ?target ; kg:dimension ?dimension ; kg:sortKey ?key
  }
}
