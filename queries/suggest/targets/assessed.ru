# Targets, of those in all.ru, that have a current assessment on the dimension: all that the warning about
# assessments below what is suggested needs.
# reads:  rules, conditions; assessments; whatever property a condition names; derived:current, derived:faults
# writes: derived:suggestion-targets { ?target kg:judgedOn ?dimension }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:suggestion-targets ;
INSERT { GRAPH derived:suggestion-targets { ?target kg:judgedOn ?dimension } }
WHERE {
  GRAPH derived:current { ?assessment kg:currentFor ?target }
  ?assessment kg:dimension ?dimension .
  ?rule kg:suggestsOn ?dimension ; kg:ruleFor kg:InformationItem ; kg:condition ?condition .
  ?condition kg:characteristic ?property .
  ?target ?property ?value .
  FILTER NOT EXISTS { GRAPH derived:faults { ?target kg:withheldBecause ?fault } }
}
