# Members: the institutes whose membership of a network is in force on D.
# reads:  kg:membership, kg:member; derived:in-force
# writes: derived:members { ?network kg:memberInForce ?institute }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:members ;
INSERT { GRAPH derived:members { ?network kg:memberInForce ?institute } }
WHERE {
  ?network kg:membership ?membership .
  ?membership kg:member ?institute .
  GRAPH derived:in-force { ?membership kg:inForceOn ?date }
}
