# R6 Relationship: to an institute the strength of the relationship in force that began last (a
# missing beginning is the earliest), on a tie the weakest; to a network the weakest strength to any
# member in force but the holder; NoRelationship where there is none, and to the public.
# reads:  relationships, kg:holder, the strengths' ranks; derived:in-force, members, recipients
# of an item: kg:holder
# writes: derived:strengths { ?tie kg:holder ?holder ; kg:recipient ?recipient ; kg:strength ?strength ;
#           prov:wasDerivedFrom ?relationship }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

CLEAR SILENT GRAPH derived:strengths ;
INSERT { GRAPH derived:strengths { ?tie kg:holder ?holder ; kg:recipient ?recipient } }
WHERE {
  { SELECT DISTINCT ?holder WHERE { ?item kg:holder ?holder . ?holder a kg:Institute } }
  GRAPH derived:recipients { ?recipient kg:reachedBy ?channel }
  FILTER(?recipient != ?holder)
  BIND(IRI(CONCAT(STR(derived:), "tie?from=", ENCODE_FOR_URI(STR(?holder)),
                  "&to=", ENCODE_FOR_URI(STR(?recipient)))) AS ?tie)
} ;
INSERT { GRAPH derived:strengths { ?relationship kg:sortKey ?key } }
WHERE {
  ?relationship a kg:Relationship ; kg:strength ?strength .
  GRAPH derived:in-force { ?relationship kg:inForceOn ?date }
  ?strength kg:strengthRank ?rank .
  OPTIONAL { ?relationship kg:validFrom ?from }
  BIND(xsd:integer(REPLACE(COALESCE(STR(?from), "0"), "-", "")) * 10 + 10 - ?rank AS ?key)
} ;
INSERT { GRAPH derived:strengths { ?tie kg:strength ?strength ; prov:wasDerivedFrom ?relationship } }
WHERE {
  {
    SELECT ?holder ?recipient (MAX(?anyKey) AS ?key)
    WHERE {
      GRAPH derived:strengths { ?any kg:sortKey ?anyKey }
      ?any kg:holder ?holder ; kg:recipient ?recipient .
    }
    GROUP BY ?holder ?recipient
    HAVING (COUNT(*) > 0)
  }
  ?relationship kg:holder ?holder ; kg:recipient ?recipient ; kg:strength ?strength .
  GRAPH derived:strengths {
    ?relationship kg:sortKey ?key .
    ?tie kg:holder ?holder ; kg:recipient ?recipient .
  }
} ;
INSERT { GRAPH derived:strengths { ?tie kg:strength kg:NoRelationship } }
WHERE {
  GRAPH derived:recipients { ?recipient kg:reachedBy kg:Bilateral }
  GRAPH derived:strengths { ?tie kg:recipient ?recipient }
  FILTER NOT EXISTS { GRAPH derived:strengths { ?tie kg:strength ?strength } }
} ;
INSERT { GRAPH derived:strengths { ?tie kg:strength ?strength ; prov:wasDerivedFrom ?memberTie } }
WHERE {
  {
    SELECT ?tie (MIN(?anyRank) AS ?rank)
    WHERE {
      GRAPH derived:members { ?network kg:memberInForce ?anyMember }
      GRAPH derived:strengths {
        ?tie kg:holder ?anyHolder ; kg:recipient ?network .
        ?anyTie kg:holder ?anyHolder ; kg:recipient ?anyMember ; kg:strength ?anyStrength .
      }
      ?anyStrength kg:strengthRank ?anyRank .
    }
    GROUP BY ?tie
    HAVING (COUNT(*) > 0)
  }
  ?strength kg:strengthRank ?rank .
  GRAPH derived:strengths { ?tie kg:holder ?holder ; kg:recipient ?reached }
  GRAPH derived:members { ?reached kg:memberInForce ?member }
  GRAPH derived:strengths {
    ?memberTie kg:holder ?holder ; kg:recipient ?member ; kg:strength ?strength
  }
} ;
INSERT { GRAPH derived:strengths { ?tie kg:strength kg:NoRelationship } }
WHERE {
  GRAPH derived:strengths { ?tie kg:recipient ?recipient }
  FILTER NOT EXISTS { GRAPH derived:strengths { ?tie kg:strength ?strength } }
}
