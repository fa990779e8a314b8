# R3 Item level, second part: an item's own current assessment; without one, what its categories give it.
# A benefit is the highest over the benefit dimensions.
# reads:  derived:item-sources, derived:current, derived:category-levels; assessments; dimensions,
#         ranks
# of an item: ^kg:assesses; derived:current;
#         derived:item-sources kg:inheritsFrom alike by derived:category-levels kg:dimension kg:level kg:levelRank
# writes: derived:item-levels { ?cell kg:levelOf ?item ; kg:dimension ?dimension ; kg:level ?level ;
#           kg:levelRank ?rank ; prov:wasDerivedFrom ?assessment | ?categoryCell }
#         derived:levels { ?target kg:effective... ?level }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

CLEAR SILENT GRAPH derived:item-levels ;
INSERT {
  GRAPH derived:item-levels {
    ?cell kg:levelOf ?item ; kg:dimension ?dimension ; kg:level ?level ; kg:levelRank ?rank ;
          prov:wasDerivedFrom ?assessment .
  }
}
WHERE {
  GRAPH derived:current { ?assessment kg:currentFor ?item }
  GRAPH derived:item-sources { ?item kg:inheritsFrom ?anyCell }
  ?assessment kg:dimension ?dimension ; kg:level ?level .
  ?dimension a ?kind .
  ?kind kg:orderedBy ?order .
  ?level ?order ?rank .
  BIND(IRI(CONCAT(STR(derived:), "level?of=", ENCODE_FOR_URI(STR(?item)),
                  "&on=", ENCODE_FOR_URI(STR(?dimension)))) AS ?cell)
} ;
INSERT {
  GRAPH derived:item-levels {
    ?cell kg:levelOf ?item ; kg:dimension ?dimension ; kg:level ?level ; kg:levelRank ?rank ;
          prov:wasDerivedFrom ?categoryCell .
  }
}
WHERE {
  GRAPH derived:item-sources { ?item kg:inheritsFrom ?categoryCell }
  GRAPH derived:category-levels { ?categoryCell kg:dimension ?dimension ; kg:level ?level ; kg:levelRank ?rank }
  FILTER NOT EXISTS { GRAPH derived:item-levels { ?own kg:levelOf ?item ; kg:dimension ?dimension } }
  BIND(IRI(CONCAT(STR(derived:), "level?of=", ENCODE_FOR_URI(STR(?item)),
                  "&on=", ENCODE_FOR_URI(STR(?dimension)))) AS ?cell)
} ;
CLEAR SILENT GRAPH derived:levels ;
INSERT { GRAPH derived:levels { ?target ?property ?level } }
WHERE {
  VALUES ?levels { derived:category-levels derived:item-levels }
  GRAPH ?levels { ?cell kg:levelOf ?target ; kg:dimension ?dimension ; kg:level ?level }
  ?dimension kg:effectiveProperty ?property .
} ;
INSERT { GRAPH derived:levels { ?target ?property ?level } }
WHERE {
  {
    SELECT ?target ?property ?order (MAX(?rank) AS ?highest)
    WHERE {
      VALUES ?levels { derived:category-levels derived:item-levels }
      GRAPH ?levels { ?cell kg:levelOf ?target ; kg:dimension ?dimension ; kg:levelRank ?rank }
      ?dimension a ?kind .
      ?kind kg:effectiveProperty ?property ; kg:orderedBy ?order .
    }
    GROUP BY ?target ?property ?order
    HAVING (COUNT(*) > 0)
  }
  ?anyKind kg:orderedBy ?order .
  ?level ?order ?highest .
}
