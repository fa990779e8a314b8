# R5 Recipients and channels: every institute but the holder, every network, and the public.
# An item that R12 withholds gets its rows in 23-r12-invalid-data.ru.
# reads:  kg:Institute, kg:Network; kg:holder; derived:items, derived:faults; kg:evaluation kg:asOf
# of an item: kg:holder; derived:items kg:fallsUnder kg:InformationItem
# writes: derived:recipients { ?recipient kg:reachedBy ?channel }
#         derived:pairs { ?decision kg:item ?item ; kg:recipient ?recipient ; kg:channel ?channel }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:recipients ;
INSERT { GRAPH derived:recipients { ?recipient kg:reachedBy ?channel } }
WHERE {
  { ?recipient a kg:Institute . BIND(kg:Bilateral AS ?channel) }
  UNION
  { ?recipient a kg:Network . BIND(kg:Multilateral AS ?channel) }
} ;
INSERT DATA { GRAPH derived:recipients { kg:Public kg:reachedBy kg:PublicRelease } } ;
CLEAR SILENT GRAPH derived:pairs ;
INSERT {
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?recipient ; kg:channel ?channel }
}
WHERE {
  kg:evaluation kg:asOf ?date .
  GRAPH derived:items { ?item kg:fallsUnder kg:InformationItem }
  FILTER NOT EXISTS { GRAPH derived:faults { ?item kg:withheldBecause ?fault } }
  ?item kg:holder ?holder .
  GRAPH derived:recipients { ?recipient kg:reachedBy ?channel }
  FILTER(?recipient != ?holder)
  BIND(IRI(CONCAT("https://w3id.org/aisi-kg/decision#",
                  SHA256(CONCAT(STR(?item), " ", STR(?recipient), " ", STR(?date))))) AS ?decision)
}
