"""Seconds over items, both logarithmic: one line a contestant, for light and for dark pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.contestants import CONTESTANTS, US
from bench.measure import TOO_LONG, Run
from bench.record import Record

FOLDER: Final = Path(__file__).parent.parent / "docs" / "img"
LEFT_OUT: Final = ("kg-faulty",)  # close to ours: it would only hide it
Point = tuple[float, float]
APART: Final = 0.06  # between two labels, as a share of the height
# Okabe and Ito's colours, told apart by most who are colour-blind; markers differ, too.
STYLES: Final = {
    "kg": ("#D55E00", "#FF8A3D", "o"),
    "floor": ("#6B6B6B", "#A8A8A8", "s"),
    "bulk-memory": ("#0072B2", "#56B4E9", "v"),
    "bulk-disk": ("#0072B2", "#56B4E9", "D"),
    "oxigraph": ("#009E73", "#2BC79B", "P"),
    "jena": ("#A0568A", "#DE9DC6", "X"),
    "maplib": ("#8A7A00", "#F0E442", "*"),
    "rdflib": ("#000000", "#FFFFFF", "h"),
}


@dataclass(frozen=True)
class Page:
    """The colours of a page."""

    name: str
    background: str
    ink: str
    faint: str


PAGES: Final = (
    Page("light", "#FFFFFF", "#1F2328", "#D8DCE0"),
    Page("dark", "#0D1117", "#E6EDF3", "#30363D"),
)


def draw(record: Record, folder: Path = FOLDER) -> None:
    """Writes ``performance-light.png`` and ``performance-dark.png``."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        _draw(record.runs, page, folder / f"performance-{page.name}.png")


def _draw(runs: Sequence[Run], page: Page, path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.4, 5.0), facecolor=page.background)
    axes: Any = figure.add_axes((0.075, 0.115, 0.655, 0.785))
    ends = {}
    for contestant in CONTESTANTS:
        own = sorted((r for r in runs if r.contestant == contestant.key), key=lambda r: r.items)
        if contestant.key in LEFT_OUT or not own or not any(r.status == "done" for r in own):
            continue
        ends[contestant.key] = _line(axes, own, page)
    _frame(axes, runs, page)
    _labels(axes, ends, page)
    # Without metadata the same numbers give the same file.
    figure.savefig(path, dpi=200, facecolor=page.background, metadata={"Software": None})


def _line(axes: Any, runs: list[Run], page: Page) -> Point:
    """Draws one contestant; returns where its line ends."""
    key = runs[0].contestant
    colour, marker, ours = _colour(key, page), STYLES[key][2], key == US
    done = [run for run in runs if run.status == "done"]
    points = [(run.items, run.seconds) for run in done]
    axes.plot(
        *zip(*points, strict=True),
        color=colour,
        marker=marker,
        markersize=7 if ours else 5.5,
        linewidth=2.8 if ours else 1.5,
        zorder=3 if ours else 2,
    )
    late = next((run for run in runs if run.status == TOO_LONG), None)
    if late is None:
        return points[-1]
    end = (late.items, late.seconds)
    axes.plot(
        *zip(points[-1], end, strict=True), color=colour, linewidth=1.2, linestyle=(0, (2, 2))
    )
    axes.plot(*end, color=colour, marker="^", markersize=8, markerfacecolor=page.background)
    return end


def _frame(axes: Any, runs: Sequence[Run], page: Page) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(top=1.6 * max(run.seconds for run in runs))
    axes.set_facecolor(page.background)
    axes.grid(which="major", color=page.faint, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.minorticks_off()
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(colors=page.ink, length=0, labelsize=9)
    axes.xaxis.set_major_formatter(lambda value, _: _items(value))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} s")
    axes.set_xlabel("items, each with 14 recipients", color=page.ink, fontsize=9)
    axes.set_title(
        "Seconds to decide an inventory, as a whole process (lower is better)",
        loc="left",
        color=page.ink,
        fontsize=10.5,
        fontweight="bold",
        pad=16,
    )
    if any(run.status == TOO_LONG for run in runs):
        axes.text(
            0,
            1.015,
            "△ stopped before it was done",
            transform=axes.transAxes,
            color=page.ink,
            fontsize=8.5,
        )


def _labels(axes: Any, ends: dict[str, Point], page: Page) -> None:
    """Names where the lines end: beside the right edge, or at the end where that is further in."""
    edge = max(items for items, _ in ends.values())
    outer = {key: end for key, end in ends.items() if end[0] >= edge / 4}
    low, high = (math.log10(bound) for bound in axes.get_ylim())
    at = -1.0
    for key, end in sorted(outer.items(), key=lambda pair: pair[1][1]):
        at = max((math.log10(end[1]) - low) / (high - low), at + APART)
        line = {"arrowstyle": "-", "color": _colour(key, page), "linewidth": 0.6, "shrinkB": 4}
        _name(axes, key, page, end, (1.015, at), "axes fraction", arrowprops=line)
    taken: list[Point] = []
    for key, end in ends.items():
        if key not in outer:
            # Two that were stopped at the same size end at one point: the second goes below.
            below = sum(1 for other in taken if math.dist(other, end) < 0.1 * end[1])
            taken.append(end)
            _name(axes, key, page, end, (9, 1 - 13 * below), "offset points")


def _name(
    axes: Any, key: str, page: Page, end: Point, at: Point, units: str, **more: object
) -> None:
    name = next(contestant.name for contestant in CONTESTANTS if contestant.key == key)
    axes.annotate(
        name,
        xy=end,
        xytext=at,
        textcoords=units,
        color=_colour(key, page),
        fontsize=9.5,
        fontweight="bold" if key == US else "normal",
        va="center",
        annotation_clip=False,
        **more,
    )


def _colour(key: str, page: Page) -> str:
    light, dark, _ = STYLES[key]
    return light if page.name == "light" else dark


def _items(value: float) -> str:
    if value >= 1_000_000:
        return f"{value / 1_000_000:g} M"
    return f"{value / 1_000:g} k" if value >= 1_000 else f"{value:g}"
