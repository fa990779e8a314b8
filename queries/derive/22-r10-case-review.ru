# R10 Case review: of the reviews of the item for exactly this recipient, dated D or earlier and in
# force, the newest counts; on a tie a denial wins. An approval turns the Review of R7 into Share and
# changes nothing else; a denial withholds; a Review with no review in force is pending.
# reads:  kg:evaluation kg:asOf; case reviews; derived:in-force, pairs, sharing
# of an item: ^kg:reviews; derived:in-force; derived:sharing; derived:pairs
# writes: derived:reviews { ?review kg:reviewFor ?decision ; kg:sortKey ?key . ?decision kg:newestReview ?review }
#         derived:reviewed-under { ?review kg:decidedBy ?rule }, for the warning about idle approvals
#         derived:reviewed { ?decision kg:outcome ?outcome ; kg:reason "approved:... | denied:... | review-pending" }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

CLEAR SILENT GRAPH derived:reviews ;
INSERT { GRAPH derived:reviews { ?review kg:reviewFor ?decision ; kg:sortKey ?key } }
WHERE {
  kg:evaluation kg:asOf ?date .
  ?review kg:reviews ?item ; kg:reviewRecipient ?recipient ; kg:verdict ?verdict ;
          prov:generatedAtTime ?made .
  FILTER(?made <= ?date)
  GRAPH derived:in-force { ?review kg:inForceOn ?date }
  GRAPH derived:pairs { ?decision kg:item ?item ; kg:recipient ?recipient }
  BIND(xsd:integer(REPLACE(STR(?made), "-", "")) * 10 + IF(?verdict = kg:Denied, 2, 1) AS ?key)
} ;
INSERT { GRAPH derived:reviews { ?decision kg:newestReview ?review } }
WHERE {
  {
    SELECT ?decision (MAX(?anyKey) AS ?key)
    WHERE { GRAPH derived:reviews { ?any kg:reviewFor ?decision ; kg:sortKey ?anyKey } }
    GROUP BY ?decision
    HAVING (COUNT(*) > 0)
  }
  GRAPH derived:reviews { ?review kg:reviewFor ?decision ; kg:sortKey ?key }
} ;
CLEAR SILENT GRAPH derived:reviewed-under ;
INSERT { GRAPH derived:reviewed-under { ?review kg:decidedBy ?rule } }
WHERE {
  GRAPH derived:reviews { ?review kg:reviewFor ?decision }
  GRAPH derived:sharing { ?decision kg:appliedRule ?rule }
} ;
CLEAR SILENT GRAPH derived:reviewed ;
INSERT {
  GRAPH derived:reviewed {
    ?decision kg:outcome kg:Withhold ; kg:reason ?reason ; prov:wasDerivedFrom ?review
  }
}
WHERE {
  GRAPH derived:reviews { ?decision kg:newestReview ?review }
  ?review kg:verdict kg:Denied .
  BIND(CONCAT("denied:", STR(?review)) AS ?reason)
} ;
INSERT {
  GRAPH derived:reviewed {
    ?decision kg:outcome kg:Share ; kg:reason ?reason ; prov:wasDerivedFrom ?review
  }
}
WHERE {
  GRAPH derived:reviews { ?decision kg:newestReview ?review }
  ?review kg:verdict kg:Approved .
  GRAPH derived:sharing { ?decision kg:outcome kg:Review }
  BIND(CONCAT("approved:", STR(?review)) AS ?reason)
} ;
INSERT {
  GRAPH derived:reviewed { ?decision kg:outcome kg:Review ; kg:reason "review-pending" }
}
WHERE {
  GRAPH derived:sharing { ?decision kg:outcome kg:Review }
  FILTER NOT EXISTS { GRAPH derived:reviews { ?decision kg:newestReview ?review } }
}
