# R13 Compilation, of several items at once: what is offered together to a recipient, and is Share,
# counts as disclosed to it, on D, for the others. R13 to R11 are then derived again.
# We take every item of the inventory whose outcome is Share for "offered together": the safer reading.
# reads:  derived:request { kg:evaluation kg:offeredTo ?recipient }; derived:decisions, recipients, members
# writes: derived:possession { ?institute kg:possesses ?item } (added to what was there)
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

INSERT { GRAPH derived:possession { ?institute kg:possesses ?item } }
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo ?institute }
  GRAPH derived:recipients { ?institute kg:reachedBy kg:Bilateral }
  GRAPH derived:decisions { ?decision kg:recipient ?institute ; kg:outcome kg:Share ; kg:item ?item }
} ;
INSERT { GRAPH derived:possession { ?institute kg:possesses ?item } }
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo ?network }
  GRAPH derived:members { ?network kg:memberInForce ?institute }
  GRAPH derived:decisions { ?decision kg:recipient ?network ; kg:outcome kg:Share ; kg:item ?item }
} ;
INSERT { GRAPH derived:possession { ?institute kg:possesses ?item } }
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo kg:Public }
  GRAPH derived:recipients { ?institute kg:reachedBy kg:Bilateral }
  GRAPH derived:decisions { ?decision kg:recipient kg:Public ; kg:outcome kg:Share ; kg:item ?item }
}
