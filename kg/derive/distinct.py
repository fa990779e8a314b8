"""Each rule once for each distinct value of what it reads, and its findings given to all that share it.

For every rule that says something of each item, the profiles (`kg.derive.profiles`) are grouped by what
the rule's header says that it reads (`kg.derive.reads`). Each group becomes one numbered item in the store,
of which nothing else is said; the rule runs; what it writes of the numbered items is read back as blocks
(`kg.derive.blocks`), and the numbered items are taken out again. What is in the store is derived beside
them, by the same run of the same file. Exact, for a rule cannot read what the store does not hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.columns.ntriples import read_ntriples
from kg.derive.blocks import SPACE, Blocks, gathered, kept, replaced, written_out
from kg.derive.decisions import by_recipient, read_decisions
from kg.derive.profiles import Profiles
from kg.derive.reads import Header, Read, Reading
from kg.engines import Engine
from kg.tables import table
from kg.terms import DERIVED, KG

if TYPE_CHECKING:
    import polars as pl

PAIRS = DERIVED + "pairs"
DECISIONS = DERIVED + "decisions"
NEITHER = f"<{DERIVED}neither>"  # stands for all values of which nothing is said that matters


class Distinct:
    """The plain items during one derivation.

    Args:
        engine: with the facts about everything else.
        read: what the rules read.
        profiles: the plain items, grouped by that.

    Attributes:
        profiles: as given.
        groups: of each profile, the number of its set of findings; made by the last rule.
        decisions: columns group, recipient, channel, tier, outcome and reasons (a list, in which the
            item's own records are marks); made by the last rule.
    """

    def __init__(self, engine: Engine, read: Reading, profiles: Profiles) -> None:
        self._engine = engine
        self._headers, self._values = read.headers, read.values
        self.profiles = profiles
        self.groups: pl.Series
        self.decisions: pl.DataFrame
        self._left_dirty: set[str] = set()
        self._blocks: dict[str, Blocks] = {}
        self._numbers: dict[str, pl.Series] = {}
        self._recipients: list[str] = []

    def run(self, text: str) -> None:
        """Runs one rule for the store and for the plain items."""
        rule = self._headers[text]
        if rule.unit is None:
            self._engine.update(text)
        elif rule.unit == "item":
            self._run_for_items(text, rule)
        else:
            self._run_for_decisions(text, rule)

    def end(self) -> None:
        """Leaves nothing of the numbered items in the store; call it after the last rule."""
        for graph in sorted(self._left_dirty):
            self._clean(graph, self._lines(graph))

    def blocks(self, graph: str) -> tuple[pl.Series, Blocks]:
        """What was derived of each profile: the numbers of blocks, one a profile, and the blocks."""
        import polars as pl

        nothing = pl.zeros(self.profiles.rows.height, pl.UInt32, eager=True)
        return self._numbers.get(graph, nothing), self._blocks.get(graph, Blocks())

    def _run_for_items(self, text: str, rule: Header) -> None:
        columns = {f"{index}": self._column(read) for index, read in enumerate(rule.reads)}
        import polars as pl

        rows = pl.DataFrame({name: numbers for name, (numbers, _) in columns.items()})
        groups = rows.unique(maintain_order=True).with_row_index("group")
        member = rows.join(groups, on=rows.columns, how="left", maintain_order="left")["group"]
        said: dict[str, list[str]] = {}
        for (name, (_, blocks)), read in zip(columns.items(), rule.reads, strict=True):
            texts = blocks.texts
            said.setdefault(read.graph, []).extend(
                written_out(texts[block], number) for number, block in enumerate(groups[name])
            )
        derived = self._derive(text, rule, {graph: "".join(parts) for graph, parts in said.items()})
        for graph, lines in derived.items():
            blocks = self._blocks[graph] = Blocks()
            found = [blocks.number(each) for each in gathered(lines, groups.height)]
            self._numbers[graph] = pl.Series(found, dtype=pl.UInt32).gather(member)

    def _derive(self, text: str, rule: Header, said: dict[str, str]) -> dict[str, pl.Series]:
        """Runs a rule over numbered items; the lines of N-Triples that it writes and others read."""
        for graph, triples in said.items():
            self._engine.add(triples.encode(), graph or None)
        self._engine.update(text)
        self._engine.remove(said.get("", "").encode())
        found: dict[str, pl.Series] = {}
        for graph in sorted({*rule.writes, *said} - {""}):
            if graph not in said and not self._is_read_after(graph, text):
                self._left_dirty.add(graph)
                continue
            lines = self._lines(graph)
            if graph == PAIRS and graph in rule.writes:
                lines = self._by_recipient(lines)
            numbered = self._clean(graph, lines)
            if graph in rule.writes:
                found[graph] = numbered
        return found

    def _lines(self, graph: str) -> pl.Series:
        import polars as pl

        return pl.Series(
            "line", self._engine.triples(graph, ordered=False).decode().splitlines(), pl.String
        )

    def _clean(self, graph: str, lines: pl.Series) -> pl.Series:
        """Takes the lines that speak of numbered items out of a graph, and gives them back."""
        numbered = lines.str.contains_any([SPACE, quote(SPACE, safe="")])
        if numbered.any():
            self._engine.update(f"CLEAR SILENT GRAPH <{graph}>")
            rest = "".join(f"{line}\n" for line in lines.filter(~numbered))
            self._engine.add(rest.encode(), graph)
        return lines.filter(numbered)

    def _is_read_after(self, graph: str, text: str) -> bool:
        """Whether a later rule, or a table of decisions, reads what this rule writes to a graph."""
        rules = list(self._headers)
        name = f"derived:{graph.removeprefix(DERIVED)}"
        after = rules[rules.index(text) + 1 :]
        return graph == DECISIONS or any(re.search(rf"{name}(?![\w-])", rule) for rule in after)

    def _by_recipient(self, lines: pl.Series) -> pl.Series:
        """Decisions named by their item and the number of their recipient, instead of by a hash."""
        import polars as pl

        triples = read_ntriples("".join(f"{line}\n" for line in lines).encode())
        self._recipients = sorted(table(self._engine, _RECIPIENTS)["recipient"])
        numbers = pl.DataFrame(
            {"object": pl.Series([f"<{r}>" for r in self._recipients], dtype=pl.Categorical)}
        ).with_row_index("recipient")
        item = triples.filter(pl.col("predicate") == f"<{KG}item>").select("subject", item="object")
        numbered = item.filter(pl.col("item").cast(pl.String).str.contains(SPACE, literal=True))
        names = (
            triples.filter(pl.col("predicate") == f"<{KG}recipient>")
            .join(numbers, on="object")
            .join(numbered, on="subject")
            .select(
                "subject",
                name=pl.format(
                    "{}~{}>", pl.col("item").cast(pl.String).str.strip_suffix(">"), "recipient"
                ),
            )
        )
        return triples.join(names, on="subject", how="left").select(
            line=pl.format(
                "{} {} {} .",
                pl.coalesce("name", pl.col("subject").cast(pl.String)),
                "predicate",
                "object",
            )
        )["line"]

    def _column(self, read: Read) -> tuple[pl.Series, Blocks]:
        """The block numbers of the profiles for one read, and the blocks."""
        import polars as pl

        asserted = self.profiles
        if read.graph:
            numbers, blocks = self.blocks(read.graph)
        else:
            numbers, blocks = asserted.rows[asserted.columns[read]], asserted.blocks[read]
        texts = blocks.texts
        if read.graph and (read.prop or read.met_by):
            values = self._values[read.met_by] if read.met_by else None
            texts = [kept(each, read.prop, read.value, values) for each in blocks.lines]
        if read.alike:
            first = _first_alike(self._engine, *read.alike)
            texts = [replaced(each, first, NEITHER) for each in texts]
        if texts is blocks.texts:
            return numbers, blocks
        fewer = Blocks()
        mapped = [fewer.number(each) for each in texts]
        return pl.Series(mapped, dtype=pl.UInt32).gather(numbers), fewer

    def _run_for_decisions(self, text: str, rule: Header) -> None:
        """One numbered item for each distinct set of findings about one item and recipient."""
        import polars as pl

        columns = {read.graph[len(DERIVED) :]: self._column(read) for read in rule.reads}
        rows = pl.DataFrame({name: numbers for name, (numbers, _) in columns.items()})
        groups = rows.unique(maintain_order=True).with_row_index("group")
        self.groups = rows.join(groups, on=rows.columns, how="left", maintain_order="left")["group"]
        parts = {name: by_recipient(blocks) for name, (_, blocks) in columns.items()}
        pairs = groups.join(
            parts["pairs"].select("block", "recipient"), left_on="pairs", right_on="block"
        )
        for name, part in parts.items():
            found = part.rename({"block": name, "part": f"part-{name}"})
            pairs = pairs.join(found, on=[name, "recipient"], how="left").drop(name)
        kinds = [f"part-{name}" for name in parts]
        units = pairs.select(kinds).unique(maintain_order=True).with_row_index("unit")
        pairs = pairs.join(units, on=kinds, nulls_equal=True).select("group", "unit")
        said = {
            DERIVED + name: "".join(
                written_out(each, number)
                for number, each in enumerate(units[f"part-{name}"])
                if each
            )
            for name in parts
        }
        lines = self._derive(text, rule, said)[DECISIONS]
        self.decisions = pairs.join(read_decisions(lines), on="unit").drop("unit")


def _first_alike(engine: Engine, graph: str, pointing: str, *looked_at: str) -> dict[str, str]:
    """For each value, as a term, the first of those of which a graph says the same."""
    names = [f"?value{index}" for index in range(len(looked_at))]
    said = " ; ".join(f"<{prop}> {name}" for prop, name in zip(looked_at, names, strict=True))
    pattern = f"?any <{pointing}> ?node ; {said}" if pointing else f"?node {said}"
    rows = table(
        engine, f"SELECT ?node {' '.join(names)} WHERE {{ GRAPH <{graph}> {{ {pattern} }} }}"
    )
    told: dict[str, set[tuple[str, ...]]] = {}
    for node, *values in rows.iter_rows():
        told.setdefault(node, set()).add(tuple(values))
    first: dict[frozenset[tuple[str, ...]], str] = {}
    return {
        f"<{node}>": f"<{first.setdefault(frozenset(told[node]), node)}>" for node in sorted(told)
    }


_RECIPIENTS = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT DISTINCT ?recipient WHERE { GRAPH derived:recipients { ?recipient kg:reachedBy ?channel } }
"""
