# R1 Current assessment: of a target's assessments on one dimension, dated D or earlier, the newest
# counts; on a tie the worse: the higher risk, the lower benefit.
# The key, a number, puts later dates, then worse levels, last (not all engines order texts in MAX).
# reads:  kg:evaluation kg:asOf; assessments; kg:tieBrokenBy of the dimension's class, the levels' ranks
# of an item: ^kg:assesses
# writes: derived:assessments { ?assessment kg:sortKey ?key }
#         derived:current { ?assessment kg:currentFor ?target }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

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
  BIND(xsd:integer(REPLACE(STR(?made), "-", "")) * 10 + ?rank AS ?key)
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
