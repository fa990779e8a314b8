# Definitions: which category is defined by which base category and which conditions, as OWL says it:
# ?category owl:equivalentClass [ owl:intersectionOf ( base-category condition ... ) ], a condition being
# an owl:hasValue restriction or an owl:unionOf of such. A definition of any other form defines nothing.
# A condition is also met by whatever falls under a category that has the same condition, or a stricter
# one, by its own definition. Below the category that is being defined this adds nothing and is left out.
# reads:  derived:taxonomy; owl:equivalentClass and the class expressions that it names
# writes: derived:definitions { ?definition kg:defines ?category ; kg:basedOn ?base ; kg:requires ?condition .
#           ?condition kg:admits ?restriction ; kg:impliedBy ?category . ?type kg:bearsOn ?category }
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

CLEAR SILENT GRAPH derived:definitions ;
INSERT { GRAPH derived:definitions { ?definition kg:defines ?category ; kg:basedOn ?base } }
WHERE {
  GRAPH derived:taxonomy { ?category kg:fallsUnder ?category }
  ?category owl:equivalentClass ?definition .
  ?definition owl:intersectionOf ?parts .
  ?parts rdf:rest*/rdf:first ?base .
  GRAPH derived:taxonomy { ?base kg:fallsUnder ?base }
  FILTER NOT EXISTS {
    ?parts rdf:rest*/rdf:first ?another .
    GRAPH derived:taxonomy { ?another kg:fallsUnder ?another }
    FILTER(?another != ?base)
  }
} ;
INSERT { GRAPH derived:definitions { ?definition kg:requires ?condition } }
WHERE {
  GRAPH derived:definitions { ?definition kg:basedOn ?base }
  ?definition owl:intersectionOf/rdf:rest*/rdf:first ?condition .
  FILTER(?condition != ?base)
} ;
INSERT { GRAPH derived:definitions { ?condition kg:admits ?condition } }
WHERE {
  GRAPH derived:definitions { ?definition kg:requires ?condition }
  ?condition owl:onProperty ?property ; owl:hasValue ?value .
} ;
INSERT { GRAPH derived:definitions { ?condition kg:admits ?restriction } }
WHERE {
  GRAPH derived:definitions { ?definition kg:requires ?condition }
  ?condition owl:unionOf ?members .
  ?members rdf:rest*/rdf:first ?restriction .
  ?restriction owl:onProperty ?property ; owl:hasValue ?value .
  FILTER NOT EXISTS {
    ?members rdf:rest*/rdf:first ?unread .
    FILTER NOT EXISTS { ?unread owl:onProperty ?any ; owl:hasValue ?anything }
  }
} ;

# The pairs of conditions that share a value; those that admit something else beside are no stricter.
INSERT { GRAPH derived:definitions { ?condition kg:impliedBy ?category } }
WHERE {
  GRAPH derived:definitions {
    ?condition kg:admits ?restriction .
    ?definition kg:requires ?condition ; kg:defines ?defined .
  }
  ?restriction owl:onProperty ?property ; owl:hasValue ?value .
  ?sameRestriction owl:onProperty ?property ; owl:hasValue ?value .
  GRAPH derived:definitions {
    ?stricter kg:admits ?sameRestriction .
    ?other kg:requires ?stricter ; kg:defines ?category .
  }
  FILTER(?stricter != ?condition)
  FILTER NOT EXISTS { GRAPH derived:taxonomy { ?category kg:fallsUnder ?defined } }
  FILTER NOT EXISTS {
    GRAPH derived:definitions { ?stricter kg:admits ?another }
    ?another owl:onProperty ?itsProperty ; owl:hasValue ?itsValue .
    FILTER NOT EXISTS {
      GRAPH derived:definitions { ?condition kg:admits ?equal }
      ?equal owl:onProperty ?itsProperty ; owl:hasValue ?itsValue .
    }
  }
} ;

# What a type can mean for a definition: to be below its base, or below what implies a condition.
INSERT { GRAPH derived:definitions { ?type kg:bearsOn ?category } }
WHERE {
  GRAPH derived:definitions { ?any kg:basedOn|kg:impliedBy ?category }
  GRAPH derived:taxonomy { ?type kg:fallsUnder ?category }
}
