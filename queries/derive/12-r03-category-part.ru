# R3 Item level, first part: what the most specific categories of an item give it, on each dimension the
# highest of their effective levels.
# reads:  derived:items, derived:category-levels
# of an item: derived:items kg:mostSpecificCategory alike by derived:category-levels ^kg:levelOf
#         kg:dimension kg:level kg:levelRank
# writes: derived:item-sources { ?item kg:inheritsFrom ?categoryCell }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:item-sources ;
INSERT { GRAPH derived:item-sources { ?item kg:inheritsFrom ?categoryCell } }
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
  GRAPH derived:items { ?item kg:mostSpecificCategory ?category }
  GRAPH derived:category-levels {
    ?categoryCell kg:levelOf ?category ; kg:dimension ?dimension ; kg:levelRank ?rank
  }
}
