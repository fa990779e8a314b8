# R14 Detail: a rendering is an item with a kg:detail that was derived from another item. The family of
# an item that is no rendering is the item and its renderings, direct or through others.
# reads:  prov:wasDerivedFrom, kg:detail; detail ranks; derived:items
# writes: derived:families { ?rendering kg:renders ?source . ?item kg:inFamilyOf ?head ; kg:detail ?detail }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

CLEAR SILENT GRAPH derived:families ;
INSERT { GRAPH derived:families { ?rendering kg:renders ?source } }
WHERE {
  ?rendering kg:detail ?detail ; prov:wasDerivedFrom ?source .
  GRAPH derived:items {
    ?rendering kg:fallsUnder ?rendering .
    ?source kg:fallsUnder ?source .
  }
} ;
INSERT { GRAPH derived:families { ?item kg:inFamilyOf ?item } }
WHERE {
  GRAPH derived:items { ?item kg:fallsUnder kg:InformationItem }
  FILTER NOT EXISTS { GRAPH derived:families { ?item kg:renders ?source } }
} ;
INSERT { GRAPH derived:families { ?rendering kg:inFamilyOf ?head } }
WHERE {
  GRAPH derived:families {
    ?rendering kg:renders+ ?head .
    ?head kg:inFamilyOf ?head .
  }
} ;
INSERT { GRAPH derived:families { ?item kg:shownAs ?detail } }
WHERE {
  GRAPH derived:families { ?item kg:inFamilyOf ?head }
  OPTIONAL { ?item kg:detail ?given }
  BIND(COALESCE(?given, kg:Full) AS ?detail)
}
