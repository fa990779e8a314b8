# Accepted: the statements of a bundle that may count here: of its items, by the properties that a
# release profile lets leave; of its own categories, where they stand and what they mean, with the
# bundle as their source; of whoever its items name, what they are called. What it says of anything
# that is described here does not count.
# reads:  derived:bundle, ontology-received, carried, request; release profiles; kg:InformationItem's properties
# writes: derived:accepted
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

CLEAR SILENT GRAPH derived:accepted ;
INSERT { GRAPH derived:accepted { ?item ?property ?value } }
WHERE {
  GRAPH derived:carried { ?bundle kg:carries ?item }
  GRAPH derived:bundle { ?item ?property ?value }
  FILTER(?property != rdf:type && ?property != prov:wasDerivedFrom)
  FILTER(
    EXISTS { ?property schema:domainIncludes kg:InformationItem . FILTER NOT EXISTS { ?property owl:inverseOf ?forward } }
    || EXISTS { ?profile a kg:ReleaseProfile ; kg:releases ?property }
  )
} ;
INSERT { GRAPH derived:accepted { ?item prov:wasDerivedFrom ?source } }
WHERE {
  GRAPH derived:bundle { ?item prov:wasDerivedFrom ?source }
  GRAPH derived:carried { ?bundle kg:carries ?item , ?source }
} ;
INSERT { GRAPH derived:accepted { ?item a ?class } }
WHERE {
  GRAPH derived:carried { ?bundle kg:carries ?item }
  GRAPH derived:bundle { ?item a ?class }
  FILTER(
    ?class = rdf:Statement
    || EXISTS { ?class rdfs:subClassOf* ?root . FILTER(?root = kg:InformationItem) }
    || EXISTS { GRAPH derived:carried { ?class kg:fallsUnder kg:InformationItem } }
  )
} ;
INSERT { GRAPH derived:accepted { ?class ?property ?value } }
WHERE {
  GRAPH derived:carried { ?class kg:fallsUnder kg:InformationItem }
  GRAPH derived:ontology-received { ?class ?property ?value }
  VALUES ?property { rdf:type rdfs:subClassOf rdfs:label skos:prefLabel skos:definition }
  FILTER(?property != rdf:type || ?value IN (owl:Class, rdfs:Class, kg:InformationCategory))
  FILTER(
    ?property != rdfs:subClassOf
    || EXISTS { ?value rdfs:subClassOf* ?root . FILTER(?root = kg:InformationItem) }
    || EXISTS { GRAPH derived:carried { ?value kg:fallsUnder kg:InformationItem } }
  )
} ;
INSERT { GRAPH derived:accepted { ?class dct:source ?bundle } }
WHERE {
  GRAPH derived:carried { ?class kg:fallsUnder kg:InformationItem }
  GRAPH derived:request { kg:evaluation kg:receives ?bundle }
} ;
INSERT { GRAPH derived:accepted { ?node ?property ?value } }
WHERE {
  GRAPH derived:carried { ?bundle kg:carries ?item }
  GRAPH derived:bundle { ?item ?names ?node . ?node ?property ?value }
  ?profile a kg:ReleaseProfile .
  FILTER(EXISTS { ?profile kg:namesBy ?property } || (?property = rdf:type && EXISTS { ?profile kg:typesAs ?value }))
  FILTER NOT EXISTS { ?node ?known ?thing }
  FILTER NOT EXISTS { GRAPH derived:request { ?any kg:carries ?node } }
  FILTER NOT EXISTS { GRAPH derived:carried { ?node kg:fallsUnder kg:InformationItem } }
} ;
INSERT { GRAPH derived:accepted { ?agent a prov:Agent } }
WHERE {
  GRAPH derived:carried { ?bundle kg:carries ?item }
  GRAPH derived:bundle { ?item kg:providedBy ?agent }
  FILTER NOT EXISTS { ?agent ?known ?thing }
  FILTER NOT EXISTS { GRAPH derived:request { ?any kg:carries ?agent } }
}
