"""``python -m tests.seeded_faults``: how many planted faults does the suite catch?

Each fault is one textual change in a query, a shape, an order or the loader, made in a copy of the
checkout; then a quick part of the suite runs there. A fault that no test notices is printed. Not a test
itself: it takes some minutes, and is run when rules or tests change.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
DERIVE = "queries/derive/"

# (file, what is there, what is put in its place)
FAULTS = [
    (DERIVE + "01-in-force.ru", "?date < ?until", "?date <= ?until"),
    (DERIVE + "01-in-force.ru", "?from <= ?date", "?from < ?date"),
    (DERIVE + "02-taxonomy.ru", "FILTER(?between != ?parent && ?between != ?category)", ""),
    (DERIVE + "04-definitions.ru", "FILTER(?another != ?base)", ""),
    (DERIVE + "05-classification.ru", "kg:restsOn+ ?item }", "kg:restsOn ?item }"),
    (
        DERIVE + "05-classification.ru",
        "FILTER NOT EXISTS { GRAPH derived:classification { ?case kg:lacks ?condition } }",
        "",
    ),
    (DERIVE + "06-items.ru", "GRAPH derived:classified", "GRAPH derived:nothing"),
    (
        DERIVE + "06-items.ru",
        "?finer kg:directParent ?category",
        "?category kg:directParent ?finer",
    ),
    (DERIVE + "00-r12-withheld.ru", "BOUND(?disclosure) || ", ""),
    (DERIVE + "00-r12-kinds.ru", "kg:providedBy|kg:obtainedUnder", "kg:obtainedUnder"),
    ("kg/facts/merge.py", "    normalise.entail_types(facts)\n", ""),
    ("kg/facts/merge.py", "    normalise.entail_properties(facts)\n", ""),
    (DERIVE + "10-r01-current-assessment.ru", "FILTER(?made <= ?date)", ""),
    (DERIVE + "10-r01-current-assessment.ru", "kg:tieBrokenBy", "kg:orderedBy"),
    (DERIVE + "11-r02-category-level.ru", "kg:inheritsFrom* ?source", "kg:inheritsFrom? ?source"),
    (DERIVE + "11-r02-category-level.ru", "MAX(?rank)", "MIN(?rank)"),
    (DERIVE + "12-r03-category-part.ru", "(MAX(?anyRank) AS ?rank)", "(MIN(?anyRank) AS ?rank)"),
    (DERIVE + "13-r04-tier.ru", "?reached < ?needed", "?reached <= ?needed"),
    (DERIVE + "14-r05-recipients.ru", "FILTER(?recipient != ?holder)", ""),
    (DERIVE + "15-r06-relationship.ru", "* 10 + 10 - ?rank", "* 10 + ?rank"),
    (DERIVE + "15-r06-relationship.ru", 'STR(?from), "0"', 'STR(?from), "99991231"'),
    (DERIVE + "15-r06-relationship.ru", "MIN(?anyRank)", "MAX(?anyRank)"),
    (DERIVE + "16-r13-possession.ru", "?until) || ?day  < ?until", "?until) || ?day  <= ?until"),
    (DERIVE + "17-r13-compilation.ru", "FILTER(?ownRank < ?ruleRank)", ""),
    (DERIVE + "17-r13-compilation.ru", '"this item" "known item"', '"known item"'),
    (DERIVE + "18-r07-sharing-rule.ru", "MAX(?anyMinimum)", "MIN(?anyMinimum)"),
    (
        DERIVE + "19-r08-restriction.ru",
        "{ ?network kg:memberInForce ?member }",
        "{ ?member kg:x ?network }",
    ),
    (DERIVE + "20-r09-consent.ru", "FILTER(?provider != ?recipient)", ""),
    (DERIVE + "20-r09-consent.ru", "FILTER(?provider != ?holder)", ""),
    (DERIVE + "20-r09-consent.ru", "FILTER(?rank > ?low)", ""),
    (DERIVE + "21-r09-gateway.ru", "FILTER(?member != ?holder)", ""),
    (DERIVE + "22-r10-case-review.ru", "kg:Denied, 2, 1", "kg:Denied, 1, 2"),
    (DERIVE + "22-r10-case-review.ru", "FILTER(?made <= ?date)", ""),
    (DERIVE + "23-r11-outcome.ru", "MAX(?rank)", "MIN(?rank)"),
    (DERIVE + "23-r11-outcome.ru", "derived:restricted derived", "derived"),
    (DERIVE + "25-r14-family.ru", "kg:renders+", "kg:renders"),
    ("queries/offer/20-r14-offer.ru", "MAX(?anyRank)", "MIN(?anyRank)"),
    ("queries/offer/10-r13-assumed-disclosure.ru", "kg:outcome kg:Share", "kg:outcome kg:Review"),
    ("ontology/tiers.ttl", "kg:riskRank 3", "kg:riskRank 1"),
    ("kg/facts/normalise.py", "moment.astimezone(UTC).date()", "moment.date()"),
    (DERIVE + "05-classification.ru", "; each owl:onProperty", ""),
    (DERIVE + "12-r03-item-level.ru", "of an item: ^kg:assesses; derived", "of an item: derived"),
    (
        DERIVE + "20-r09-consent.ru",
        "of an item: kg:holder; kg:providedBy;",
        "of an item: kg:holder;",
    ),
    (DERIVE + "21-r09-gateway.ru", "met by kg:appliesTo;", "met by kg:consentsTo;"),
    ("kg/validate/cover.py", 'else "an IRI"', "else predicate"),
    ("kg/validate/cover.py", '*(DCT + "title", ', '*(KG + "holder", DCT + "title", '),
    ("kg/facts/plain.py", '~pl.col("predicate").is_in(list(_LINKS))', "pl.lit(False)"),
    (
        "kg/decide.py",
        '.unique().sort().str.join("|")',
        '.unique().sort(descending=True).str.join("|")',
    ),
]
# The quick tests first, so that most faults end the run early.
QUICK = (
    "tests/rules/test_decided_cases.py::test_a_decided_case tests/examples tests/classify "
    "tests/properties tests/cli -k not(rdflib) -x -q -n 0 -p no:cacheprovider"
)


def main() -> None:
    """Plants each fault in turn; prints what was missed, and the count."""
    missed = []
    for number, (file, before, after) in enumerate(FAULTS, 1):
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache"))
            path = copy / file
            text = path.read_text()
            if before not in text:
                sys.exit(f"fault {number}: {file} has no {before!r}")
            path.write_text(text.replace(before, after))
            run = subprocess.run(
                [sys.executable, "-m", "pytest", *QUICK.split()], cwd=copy, capture_output=True
            )
        caught = run.returncode != 0
        print(f"{number:2} {'caught' if caught else 'MISSED'} {file}: {before}", flush=True)
        if not caught:
            missed.append(file)
    print(f"{len(FAULTS) - len(missed)} of {len(FAULTS)} faults were caught")


if __name__ == "__main__":
    main()
