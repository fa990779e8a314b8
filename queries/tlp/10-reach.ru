# Reach of a decision: the kinds of audience all of whom may receive, for each decision to share.
# The institute, or each member of the network, that receives may keep what it received. A network's
# members in force may pass it on to each other where each of them but the holder may have it by a
# decision of its own, and there is one. Everyone may have it where it may be published and no decision
# on the item refuses anyone. Nobody's clients may: no decision is about them.
# reads:  derived:decisions, derived:members
# writes: derived:reach { ?decision tlp:includes ?recipient ; tlp:refuses ?recipient ; tlp:mayReach ?reach }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX tlp: <https://w3id.org/aisi-kg/tlp#>

CLEAR SILENT GRAPH derived:reach ;
INSERT { GRAPH derived:reach { ?decision tlp:mayReach tlp:NamedPersons , tlp:OwnOrganisation } }
WHERE {
  GRAPH derived:decisions { ?decision kg:outcome kg:Share ; kg:channel ?channel }
  FILTER(?channel != kg:PublicRelease)
} ;

INSERT { GRAPH derived:reach { ?decision tlp:includes ?member } }
WHERE {
  GRAPH derived:decisions {
    ?decision kg:channel kg:Multilateral ; kg:outcome kg:Share ; kg:recipient ?network ; kg:item ?item
  }
  GRAPH derived:members { ?network kg:memberInForce ?member }
  GRAPH derived:decisions { ?own kg:item ?item ; kg:recipient ?member }
} ;
INSERT { GRAPH derived:reach { ?decision tlp:refuses ?member } }
WHERE {
  GRAPH derived:reach { ?decision tlp:includes ?member }
  GRAPH derived:decisions {
    ?decision kg:item ?item .
    ?own kg:item ?item ; kg:recipient ?member ; kg:outcome ?outcome .
  }
  FILTER(?outcome != kg:Share)
} ;
INSERT { GRAPH derived:reach { ?decision tlp:mayReach tlp:Community } }
WHERE {
  GRAPH derived:reach { ?decision tlp:includes ?member }
  FILTER NOT EXISTS { GRAPH derived:reach { ?decision tlp:refuses ?anyone } }
} ;

INSERT { GRAPH derived:reach { ?decision tlp:refuses ?recipient } }
WHERE {
  GRAPH derived:decisions {
    ?decision kg:channel kg:PublicRelease ; kg:outcome kg:Share ; kg:item ?item .
    ?other kg:item ?item ; kg:recipient ?recipient ; kg:outcome ?outcome .
  }
  FILTER(?outcome != kg:Share)
} ;
INSERT { GRAPH derived:reach { ?decision tlp:mayReach tlp:Everyone } }
WHERE {
  GRAPH derived:decisions { ?decision kg:channel kg:PublicRelease ; kg:outcome kg:Share }
  FILTER NOT EXISTS { GRAPH derived:reach { ?decision tlp:refuses ?anyone } }
}
