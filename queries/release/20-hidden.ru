# Hidden: what must not be named in what leaves: items that are not released, whether or not the
# recipient might have them, and the records that a release profile never names.
# reads:  derived:released, items, faults; kg:neverNames; rdf:type, rdfs:subClassOf
# writes: derived:hidden { ?node kg:hiddenAs ?class }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

CLEAR SILENT GRAPH derived:hidden ;
INSERT { GRAPH derived:hidden { ?node kg:hiddenAs ?class } }
WHERE {
  ?profile a kg:ReleaseProfile ; kg:neverNames ?class .
  ?type rdfs:subClassOf* ?class .
  ?node a ?type .
  FILTER NOT EXISTS { GRAPH derived:taxonomy { ?node kg:fallsUnder ?node } }
  FILTER NOT EXISTS { GRAPH derived:released { ?node kg:releasedBy ?decision } }
} ;
INSERT { GRAPH derived:hidden { ?node kg:hiddenAs kg:InformationItem } }
WHERE {
  GRAPH derived:items { ?node kg:fallsUnder kg:InformationItem }
  FILTER NOT EXISTS { GRAPH derived:released { ?node kg:releasedBy ?decision } }
} ;
INSERT { GRAPH derived:hidden { ?node kg:hiddenAs kg:InformationItem } }
WHERE { GRAPH derived:faults { ?node kg:withheldBecause ?fault } }
