# R12 Bad data fails closed, first part: what kind of node each faulty one is, and what it names.
# A node's kinds are its classes of the table and "item" as R12 defines it; without these, the class of
# those of its properties that stand on one class only, or any class that lists its properties. What
# points at other nodes is always also the record that it looks like, whatever its class; so is an item
# that states something (a marked statement, docs/marking.md), which names the item that it is about.
# reads:  derived:report { ?node kg:violates ?shape }; schema:domainIncludes; the faulty nodes' facts
# writes: derived:faults { ?node kg:names ?target ; kg:concerns ?node , ?target ; kg:kind ?class }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

CLEAR SILENT GRAPH derived:faults ;
INSERT { GRAPH derived:faults { ?node kg:names ?target . ?node kg:concerns ?node , ?target } }
WHERE {
  GRAPH derived:report { ?node kg:violates ?shape }
  ?node kg:assesses|kg:reviews|kg:consentsTo|kg:appliesTo|rdf:subject ?target .
} ;
INSERT { GRAPH derived:faults { ?node kg:concerns ?node } }
WHERE { GRAPH derived:report { ?node kg:violates ?shape } } ;

INSERT { GRAPH derived:faults { ?node kg:kind ?class } }
WHERE {
  GRAPH derived:faults { ?any kg:concerns ?node }
  ?node a ?type .
  ?type rdfs:subClassOf* ?class .
  ?property schema:domainIncludes ?class ; rdfs:isDefinedBy <https://w3id.org/aisi-kg/ns> .
} ;
INSERT { GRAPH derived:faults { ?node kg:kind kg:InformationItem } }
WHERE {
  GRAPH derived:faults { ?any kg:concerns ?node }
  ?node kg:holder ?holder .
  FILTER NOT EXISTS { ?node kg:recipient ?recipient }
  FILTER NOT EXISTS { GRAPH derived:faults { ?node kg:kind ?class } }
} ;
INSERT { GRAPH derived:faults { ?node kg:kind kg:InformationItem } }
WHERE {
  GRAPH derived:faults { ?any kg:concerns ?node }
  ?node kg:providedBy|kg:obtainedUnder|kg:aboutSystem|kg:detail ?value .
} ;
INSERT { GRAPH derived:faults { ?node kg:kind ?class } }
WHERE {
  GRAPH derived:faults { ?any kg:concerns ?node }
  ?node ?property ?value .
  ?property schema:domainIncludes ?class ; rdfs:isDefinedBy <https://w3id.org/aisi-kg/ns> .
  FILTER NOT EXISTS { ?property schema:domainIncludes ?other . FILTER(?other != ?class) }
  FILTER NOT EXISTS { GRAPH derived:faults { ?node kg:kind ?known } }
} ;
INSERT { GRAPH derived:faults { ?node kg:kind ?class } }
WHERE {
  VALUES (?property ?class) {
    (kg:assesses kg:Assessment) (kg:reviews kg:CaseReview) (kg:consentsTo kg:Consent)
    (kg:appliesTo kg:Restriction) (kg:compiles kg:CompilationRule) (kg:disclosed kg:Disclosure)
    (kg:membership kg:Network) (kg:member kg:Membership)
  }
  GRAPH derived:faults { ?any kg:concerns ?node }
  ?node ?property ?value .
} ;
INSERT { GRAPH derived:faults { ?node kg:kind rdf:Statement } }
WHERE {
  GRAPH derived:faults { ?any kg:concerns ?node . ?node kg:kind kg:InformationItem }
  { ?node a rdf:Statement } UNION { ?node rdf:subject|rdf:predicate|rdf:object ?part }
} ;
INSERT { GRAPH derived:faults { ?node kg:kind ?class } }
WHERE {
  GRAPH derived:faults { ?any kg:concerns ?node }
  FILTER NOT EXISTS { GRAPH derived:faults { ?node kg:kind ?known } }
  ?node ?property ?value .
  ?property schema:domainIncludes ?class ; rdfs:isDefinedBy <https://w3id.org/aisi-kg/ns> .
}
