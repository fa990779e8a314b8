# R12 Bad data fails closed: which faulty nodes withhold items, and which stop the run.
# A node's kinds are its classes of the table and "item" as R12 defines it; without these, the class of
# those of its properties that stand on one class only, or any class that lists its properties. What
# points at other nodes is always also the record that it looks like, whatever its class.
# A faulty item, or a faulty assessment, review, consent, restriction or gateway that names items and
# nothing else, withholds; any other fault stops, as does one in an item that was disclosed.
# reads:  derived:report { ?node kg:violates ?shape }; schema:domainIncludes; the faulty nodes' facts
# writes: derived:faults { ?node kg:kind ?class ; kg:names ?target ; kg:stopsBecause ?shape .
#                          ?item kg:withheldBecause ?node }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

CLEAR SILENT GRAPH derived:faults ;
INSERT { GRAPH derived:faults { ?node kg:names ?target . ?node kg:concerns ?node , ?target } }
WHERE {
  GRAPH derived:report { ?node kg:violates ?shape }
  ?node kg:assesses|kg:reviews|kg:consentsTo|kg:appliesTo ?target .
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
INSERT { GRAPH derived:faults { ?node kg:kind ?class } }
WHERE {
  GRAPH derived:faults { ?any kg:concerns ?node }
  FILTER NOT EXISTS { GRAPH derived:faults { ?node kg:kind ?known } }
  ?node ?property ?value .
  ?property schema:domainIncludes ?class ; rdfs:isDefinedBy <https://w3id.org/aisi-kg/ns> .
} ;

INSERT { GRAPH derived:faults { ?node kg:stopsBecause ?shape } }
WHERE {
  GRAPH derived:report { ?node kg:violates ?shape }
  FILTER NOT EXISTS { GRAPH derived:faults { ?node kg:kind ?class } }
} ;
INSERT { GRAPH derived:faults { ?node kg:stopsBecause ?shape } }
WHERE {
  GRAPH derived:report { ?node kg:violates ?shape }
  GRAPH derived:faults { ?node kg:kind ?class }
  FILTER(?class NOT IN (kg:InformationItem, kg:Assessment, kg:CaseReview, kg:Consent,
                        kg:Restriction, kg:LegalGateway))
} ;
INSERT { GRAPH derived:faults { ?node kg:stopsBecause ?shape } }
WHERE {
  GRAPH derived:report { ?node kg:violates ?shape }
  GRAPH derived:faults { ?node kg:kind kg:InformationItem }
  OPTIONAL { ?disclosure kg:disclosed ?node }
  FILTER(BOUND(?disclosure) || STRSTARTS(STR(?node), "https://w3id.org/aisi-kg/.well-known/genid/"))
} ;
INSERT { GRAPH derived:faults { ?node kg:stopsBecause ?shape } }
WHERE {
  GRAPH derived:report { ?node kg:violates ?shape }
  GRAPH derived:faults { ?node kg:kind ?class }
  FILTER(?class != kg:InformationItem)
  FILTER NOT EXISTS { GRAPH derived:faults { ?node kg:names ?target } }
} ;
INSERT { GRAPH derived:faults { ?node kg:stopsBecause ?shape } }
WHERE {
  GRAPH derived:report { ?node kg:violates ?shape }
  GRAPH derived:faults { ?node kg:names ?target }
  FILTER NOT EXISTS { GRAPH derived:faults { ?target kg:kind kg:InformationItem } }
} ;
INSERT { GRAPH derived:faults { ?node kg:stopsBecause ?shape } }
WHERE {
  GRAPH derived:report { ?node kg:violates ?shape }
  GRAPH derived:faults { ?node kg:names ?target . ?target kg:kind kg:InformationCategory }
} ;

INSERT { GRAPH derived:faults { ?item kg:withheldBecause ?node } }
WHERE {
  GRAPH derived:report { ?node kg:violates ?shape }
  GRAPH derived:faults {
    ?node kg:concerns ?item .
    ?item kg:kind kg:InformationItem .
  }
  FILTER NOT EXISTS { GRAPH derived:faults { ?node kg:stopsBecause ?reason } }
}
