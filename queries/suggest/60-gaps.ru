# Gaps: a current assessment of a risk that is below the level suggested for what it assesses.
# reads:  assessments, kg:RiskDimension, kg:riskRank; derived:current, derived:suggestions
# writes: derived:suggestion-gaps { ?assessment kg:belowSuggestion ?level }, for the warning about them
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>

CLEAR SILENT GRAPH derived:suggestion-gaps ;
INSERT { GRAPH derived:suggestion-gaps { ?assessment kg:belowSuggestion ?suggested } }
WHERE {
  GRAPH derived:current { ?assessment kg:currentFor ?target }
  ?assessment kg:dimension ?dimension ; kg:level ?level .
  ?dimension a kg:RiskDimension .
  GRAPH derived:suggestions { ?suggestion kg:suggestionFor ?target ; kg:suggestsOn ?dimension ; kg:suggestsLevel ?suggested }
  ?level kg:riskRank ?rank .
  ?suggested kg:riskRank ?suggestedRank .
  FILTER(?rank < ?suggestedRank)
}
