# R3 Item level: an item's own current assessment; without one, the highest of the effective levels
# of its most specific categories. A benefit is the highest over the benefit dimensions.
# reads:  derived:items, derived:current, derived:category-levels; assessments; dimensions, ranks
# of an item: ^kg:assesses; derived:current; derived:items kg:mostSpecificCategory alike by
#         derived:category-levels kg:levelOf kg:dimension kg:level kg:levelRank
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
  GRAPH derived:items { ?item kg:mostSpecificCategory ?category }
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
  {
    SELECT ?item ?dimension (MAX(?anyRank) AS ?rank)
    WHERE {
      GRAPH derived:items { ?item kg:mostSpecificCategory ?anyCategory }
      GRAPH derived:category-levels {
        ?any kg:levelOf ?anyCategory ; kg:dimension ?dimension ; kg:levelRank ?anyRank
      }
    }
    GROUP BY ?item ?dimension
    HAVING (COUNT(*) > 0)
  }
  FILTER NOT EXISTS { GRAPH derived:item-levels { ?own kg:levelOf ?item ; kg:dimension ?dimension } }
  GRAPH derived:items { ?item kg:mostSpecificCategory ?category }
  GRAPH derived:category-levels {
    ?categoryCell kg:levelOf ?category ; kg:dimension ?dimension ; kg:levelRank ?rank ; kg:level ?level
  }
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
