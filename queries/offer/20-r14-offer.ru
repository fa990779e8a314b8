# R14 Detail: of each family the most detailed items whose outcome is Share for the recipient.
# reads:  derived:request { kg:evaluation kg:offeredTo ?recipient }; derived:decisions, families; detail ranks
# writes: derived:offer { ?head kg:offers ?item }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:offer ;
INSERT { GRAPH derived:offer { ?head kg:offers ?item } }
WHERE {
  {
    SELECT ?head (MAX(?anyRank) AS ?rank)
    WHERE {
      GRAPH derived:request { kg:evaluation kg:offeredTo ?anyRecipient }
      GRAPH derived:decisions {
        ?anyDecision kg:recipient ?anyRecipient ; kg:outcome kg:Share ; kg:item ?any
      }
      GRAPH derived:families { ?any kg:inFamilyOf ?head ; kg:shownAs ?anyDetail }
      ?anyDetail kg:detailRank ?anyRank .
    }
    GROUP BY ?head
    HAVING (COUNT(*) > 0)
  }
  GRAPH derived:request { kg:evaluation kg:offeredTo ?recipient }
  GRAPH derived:families { ?item kg:inFamilyOf ?head ; kg:shownAs ?detail }
  ?detail kg:detailRank ?rank .
  GRAPH derived:decisions { ?decision kg:recipient ?recipient ; kg:outcome kg:Share ; kg:item ?item }
}
