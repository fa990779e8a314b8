# Targets: each item and category that has a fact which a rule tests, on the dimensions of these rules. A
# withheld item (R12) is not judged.
# reads:  rules, conditions; whatever property a condition names; derived:faults
# writes: derived:suggestion-targets { ?target kg:judgedOn ?dimension }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:suggestion-targets ;
INSERT { GRAPH derived:suggestion-targets { ?target kg:judgedOn ?dimension } }
WHERE {
  ?rule kg:ruleFor kg:InformationItem ; kg:suggestsOn ?dimension ; kg:condition ?condition .
  ?condition kg:characteristic ?property .
  ?target ?property ?value .
  FILTER NOT EXISTS { GRAPH derived:faults { ?target kg:withheldBecause ?fault } }
}
