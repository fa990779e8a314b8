# R13 Compilation, first part: what an institute already has, by a disclosure dated D or earlier to
# itself, to the public, or to a network of which it is a member in force on D or was on that day.
# reads:  kg:evaluation kg:asOf; disclosures, memberships; derived:recipients
# writes: derived:possession { ?institute kg:possesses ?item }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

CLEAR SILENT GRAPH derived:possession ;
INSERT { GRAPH derived:possession { ?institute kg:possesses ?item } }
WHERE {
  kg:evaluation kg:asOf ?date .
  ?disclosure kg:disclosed ?item ; kg:recipient ?institute ; prov:atTime ?day .
  FILTER(?day <= ?date)
  GRAPH derived:recipients { ?institute kg:reachedBy kg:Bilateral }
} ;
INSERT { GRAPH derived:possession { ?institute kg:possesses ?item } }
WHERE {
  kg:evaluation kg:asOf ?date .
  ?disclosure kg:disclosed ?item ; kg:recipient kg:Public ; prov:atTime ?day .
  FILTER(?day <= ?date)
  GRAPH derived:recipients { ?institute kg:reachedBy kg:Bilateral }
} ;
INSERT { GRAPH derived:possession { ?institute kg:possesses ?item } }
WHERE {
  kg:evaluation kg:asOf ?date .
  ?disclosure kg:disclosed ?item ; kg:recipient ?network ; prov:atTime ?day .
  FILTER(?day <= ?date)
  ?network kg:membership ?membership .
  ?membership kg:member ?institute .
  OPTIONAL { ?membership kg:validFrom ?from }
  OPTIONAL { ?membership kg:validUntil ?until }
  FILTER(
    ((!BOUND(?from) || ?from <= ?date) && (!BOUND(?until) || ?date < ?until)) ||
    ((!BOUND(?from) || ?from <= ?day)  && (!BOUND(?until) || ?day  < ?until))
  )
}
