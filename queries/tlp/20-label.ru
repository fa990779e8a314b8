# Label of a decision: the widest whose audience it may reach, up to the one that the label rule for its
# tier, outcome and channel names. Without such a rule or audience there is none.
# reads:  derived:decisions, derived:reach; the label rules, the labels' widths and reaches
# writes: derived:labels { ?decision tlp:label ?label }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX tlp: <https://w3id.org/aisi-kg/tlp#>

CLEAR SILENT GRAPH derived:labels ;
INSERT { GRAPH derived:labels { ?decision tlp:width ?width } }
WHERE {
  SELECT ?decision (MAX(?anyWidth) AS ?width)
  WHERE {
    GRAPH derived:reach { ?decision tlp:mayReach ?reach }
    ?any tlp:reaches ?reach ; tlp:width ?anyWidth .
    GRAPH derived:decisions { ?decision kg:tier ?tier ; kg:outcome ?outcome ; kg:channel ?channel }
    ?rule kg:tier ?tier ; kg:outcome ?outcome ; kg:channel ?channel ; tlp:atMost ?limit .
    ?limit tlp:width ?limitWidth .
    FILTER(?anyWidth <= ?limitWidth)
  }
  GROUP BY ?decision
  HAVING (COUNT(*) > 0)
} ;
INSERT { GRAPH derived:labels { ?decision tlp:label ?label } }
WHERE {
  GRAPH derived:labels { ?decision tlp:width ?width }
  ?label a tlp:Label ; tlp:width ?width .
}
