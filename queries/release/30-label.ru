# TLP label of what is released: the widest that the label rule for the decision's tier, outcome and
# channel allows and whose audience is within the recipient: its own organisation, or everyone. What
# other recipients may have plays no part, or the label would tell of decisions that are not theirs (P6).
# reads:  derived:released, decisions
# writes: derived:reach { ?decision tlp:mayReach ?reach }, which queries/tlp/20-label.ru reads
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX tlp: <https://w3id.org/aisi-kg/tlp#>

CLEAR SILENT GRAPH derived:reach ;
INSERT { GRAPH derived:reach { ?decision tlp:mayReach tlp:NamedPersons , tlp:OwnOrganisation } }
WHERE {
  GRAPH derived:released { ?item kg:releasedBy ?decision }
  GRAPH derived:decisions { ?decision kg:channel ?channel }
  FILTER(?channel != kg:PublicRelease)
} ;
INSERT { GRAPH derived:reach { ?decision tlp:mayReach tlp:Everyone } }
WHERE {
  GRAPH derived:released { ?item kg:releasedBy ?decision }
  GRAPH derived:decisions { ?decision kg:channel kg:PublicRelease }
}
