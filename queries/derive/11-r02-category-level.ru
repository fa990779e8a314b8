# R2 Category level: a category's own current assessment; without one, the highest of its direct
# parents' effective levels. The root, unassessed, is Unclear.
# One cell a category and dimension. Only a cell without an assessment inherits, so a walk along
# kg:inheritsFrom ends at assessed cells (or the root), and the highest of those is the level.
# reads:  derived:taxonomy, derived:current; assessments; dimensions, the levels' ranks
# writes: derived:category-levels { ?cell kg:levelOf ?category ; kg:dimension ?dimension ;
#           kg:assessedLevel ?level | kg:inheritsFrom ?parentCell ; kg:level ?level ; kg:levelRank ?rank ;
#           prov:wasDerivedFrom ?assessment }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

CLEAR SILENT GRAPH derived:category-levels ;
INSERT { GRAPH derived:category-levels { ?cell kg:levelOf ?category ; kg:dimension ?dimension } }
WHERE {
  GRAPH derived:taxonomy { ?category kg:fallsUnder ?category }
  ?kind kg:orderedBy ?order .
  ?dimension a ?kind .
  BIND(IRI(CONCAT(STR(derived:), "level?of=", ENCODE_FOR_URI(STR(?category)),
                  "&on=", ENCODE_FOR_URI(STR(?dimension)))) AS ?cell)
} ;
INSERT {
  GRAPH derived:category-levels {
    ?cell kg:assessedLevel ?level ; kg:assessedRank ?rank ; prov:wasDerivedFrom ?assessment
  }
}
WHERE {
  GRAPH derived:current { ?assessment kg:currentFor ?category }
  ?assessment kg:dimension ?dimension ; kg:level ?level .
  ?dimension a ?kind .
  ?kind kg:orderedBy ?order .
  ?level ?order ?rank .
  GRAPH derived:category-levels { ?cell kg:levelOf ?category ; kg:dimension ?dimension }
} ;
INSERT { GRAPH derived:category-levels { ?cell kg:assessedLevel kg:Unclear ; kg:assessedRank ?rank } }
WHERE {
  GRAPH derived:category-levels { ?cell kg:levelOf kg:InformationItem ; kg:dimension ?dimension }
  FILTER NOT EXISTS { GRAPH derived:category-levels { ?cell kg:assessedLevel ?level } }
  ?dimension a ?kind .
  ?kind kg:orderedBy ?order .
  kg:Unclear ?order ?rank .
} ;
INSERT { GRAPH derived:category-levels { ?cell kg:inheritsFrom ?parentCell } }
WHERE {
  GRAPH derived:category-levels { ?cell kg:levelOf ?category ; kg:dimension ?dimension }
  FILTER NOT EXISTS { GRAPH derived:category-levels { ?cell kg:assessedLevel ?level } }
  GRAPH derived:taxonomy { ?category kg:directParent ?parent }
  BIND(IRI(CONCAT(STR(derived:), "level?of=", ENCODE_FOR_URI(STR(?parent)),
                  "&on=", ENCODE_FOR_URI(STR(?dimension)))) AS ?parentCell)
} ;
INSERT { GRAPH derived:category-levels { ?cell kg:levelRank ?highest } }
WHERE {
  SELECT ?cell (MAX(?rank) AS ?highest)
  WHERE {
    GRAPH derived:category-levels {
      ?cell kg:levelOf ?category ; kg:inheritsFrom* ?source .
      ?source kg:assessedRank ?rank .
    }
  }
  GROUP BY ?cell
  HAVING (COUNT(*) > 0)
} ;
INSERT { GRAPH derived:category-levels { ?cell kg:level ?level } }
WHERE {
  ?kind kg:orderedBy ?order .
  ?level ?order ?rank .
  ?dimension a ?kind .
  GRAPH derived:category-levels { ?cell kg:dimension ?dimension ; kg:levelRank ?rank }
}
