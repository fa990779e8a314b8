# Silence: what follows from a description can rate an item too low, for what it leaves open. Of the
# definitions that a described item would meet by one more value, of a property of which it says nothing,
# those are kept whose category is riskier than the item. No rule reads them; a warning asks for more.
# Property and value come from the definitions (owl:onProperty, owl:hasValue): no other is looked at.
# reads:  derived:definitions, derived:classification, derived:items, derived:levels; risk dimensions, ranks
# writes: derived:silence { ?item kg:leavesOpen ?definition ; kg:couldBe ?category }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

CLEAR SILENT GRAPH derived:silence ;
INSERT { GRAPH derived:silence { ?item kg:leavesOpen ?definition } }
WHERE {
  { SELECT DISTINCT ?item WHERE { GRAPH derived:classification { ?item kg:meets ?met } } }
  GRAPH derived:items { ?item kg:fallsUnder ?base }
  GRAPH derived:definitions {
    ?definition kg:basedOn ?base ; kg:requires ?condition .
    ?condition kg:admits ?restriction .
  }
  ?restriction owl:onProperty ?property ; owl:hasValue ?needed .
  ?property a owl:FunctionalProperty .
  FILTER NOT EXISTS { ?item ?property ?value }
  FILTER NOT EXISTS { GRAPH derived:classification { ?item kg:meets ?condition } }
} ;
INSERT { GRAPH derived:silence { ?item kg:couldBe ?category } }
WHERE {
  GRAPH derived:silence { ?item kg:leavesOpen ?definition }
  GRAPH derived:definitions { ?definition kg:defines ?category }
  FILTER NOT EXISTS { GRAPH derived:items { ?item kg:fallsUnder ?category } }
  FILTER NOT EXISTS {
    GRAPH derived:definitions { ?definition kg:requires ?one , ?another }
    FILTER(STR(?one) < STR(?another))
    FILTER NOT EXISTS { GRAPH derived:classification { ?item kg:meets ?one } }
    FILTER NOT EXISTS { GRAPH derived:classification { ?item kg:meets ?another } }
  }
  ?dimension a kg:RiskDimension ; kg:effectiveProperty ?effective .
  GRAPH derived:levels { ?category ?effective ?level }
  GRAPH derived:levels { ?item ?effective ?own }
  ?level kg:riskRank ?rank .
  ?own kg:riskRank ?ownRank .
  FILTER(?rank > ?ownRank)
}
