# R12 Bad data fails closed, second part: which faulty nodes withhold items, and which stop the run.
# A faulty item, or a faulty assessment, review, consent, restriction, gateway or marked statement that
# names items and nothing else, withholds; any other fault stops, as does one in an item that was
# disclosed. A faulty mark withholds the item that it is about, for nobody can say what was to stay.
# reads:  derived:report { ?node kg:violates ?shape }; derived:faults; kg:disclosed
# writes: derived:faults { ?node kg:stopsBecause ?shape . ?item kg:withheldBecause ?node }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

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
                        kg:Restriction, kg:LegalGateway, rdf:Statement))
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
