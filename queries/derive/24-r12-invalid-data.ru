# R12 Bad data fails closed: an item with a fault is withheld from every recipient but its holders; its
# levels are Unclear, its tier is High Trust.
# reads:  derived:faults, derived:recipients; kg:holder; kg:evaluation kg:asOf; the policy
# writes: derived:invalid { the item's levels and tier, and its decisions }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

CLEAR SILENT GRAPH derived:invalid ;
INSERT {
  GRAPH derived:invalid {
    ?item kg:derivedTier kg:HighTrust ;
          kg:effectiveProprietarySensitivity kg:Unclear ;
          kg:effectiveMisusePotential kg:Unclear ;
          kg:effectiveBenefit kg:Unclear .
  }
}
WHERE { GRAPH derived:faults { ?item kg:withheldBecause ?fault } } ;
INSERT {
  GRAPH derived:invalid {
    ?decision a kg:Decision ; kg:item ?item ; kg:recipient ?recipient ; kg:channel ?channel ;
              kg:tier kg:HighTrust ; kg:outcome kg:Withhold ; kg:reason "invalid-data" ;
              kg:asOf ?date ; prov:wasDerivedFrom ?policy .
  }
}
WHERE {
  kg:evaluation kg:asOf ?date .
  ?policy a kg:Policy .
  { SELECT DISTINCT ?item WHERE { GRAPH derived:faults { ?item kg:withheldBecause ?fault } } }
  GRAPH derived:recipients { ?recipient kg:reachedBy ?channel }
  FILTER NOT EXISTS { ?item kg:holder ?recipient }
  BIND(IRI(CONCAT("https://w3id.org/aisi-kg/decision#",
                  SHA256(CONCAT(STR(?item), " ", STR(?recipient), " ", STR(?date))))) AS ?decision)
}
