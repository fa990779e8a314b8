# R13 Compilation, of several items at once: what is offered together to a recipient, and is Share,
# counts as disclosed to it, on D, for the others. R13 to R11 are then derived again.
# We take every item of the inventory whose outcome is Share for "offered together": the safer reading.
# reads:  derived:request { kg:evaluation kg:offeredTo ?recipient }; derived:decisions, recipients, members
# writes: derived:possession { ?institute kg:possesses ?item } (added to what was there)
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

INSERT { GRAPH derived:possession { ?institute kg:possesses ?item } }
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo ?recipient }
  GRAPH derived:decisions { ?decision kg:recipient ?recipient ; kg:outcome kg:Share ; kg:item ?item }
  {
    GRAPH derived:recipients { ?institute kg:reachedBy kg:Bilateral }
    FILTER(?recipient = ?institute || ?recipient = kg:Public)
  }
  UNION
  { GRAPH derived:members { ?recipient kg:memberInForce ?institute } }
}
