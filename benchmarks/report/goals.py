"""The goals, each a sentence and how it is read from the figures. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.report.run import Row
from benchmarks.scale.figures import Figures
from benchmarks.scale.peer import FLOOR, FLOOR_COLUMNS, JUPYTER_SCATTER, OURS

FIRST_ANSWER, US = "first answer, processor", "evallens"
MILLION, HUNDRED_THOUSAND, TEN_THOUSAND = 1_000_000, 100_000, 10_000
HUNDRED_MILLION = 100_000_000
FRAME_MS = 1000 / 60
NONE = "-"
"""In the place of a figure that there is not."""


@dataclass(frozen=True)
class Goal:
    """``read`` gives what was measured and what it may be at most, both in ``unit``; NaN: not in this run."""

    words: str
    read: Callable[[Figures], tuple[float, float]]
    unit: str = ""

    def measured(self, figures: Figures) -> str:
        """The figure beside its goal."""
        value, _ = self.read(figures)
        return "not in this run" if math.isnan(value) else f"{shown(value)} {self.unit}".strip()

    def reached(self, figures: Figures) -> str:
        """Whether it is reached: yes, no, or a dash."""
        value, most = self.read(figures)
        if math.isnan(value) or math.isnan(most):
            return NONE
        return "yes" if value <= most else "**no**"


def shown(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _ratio(what: str, size: int, other: str, most: float) -> Callable[[Figures], tuple[float, float]]:
    def read(figures: Figures) -> tuple[float, float]:
        return figures.median(what, OURS.name, size) / figures.median(what, other, size), most

    return read


def _most(what: str, size: int, most: float) -> Callable[[Figures], tuple[float, float]]:
    return lambda figures: (figures.median(what, OURS.name, size), most)


def _counted(size: int, most: float) -> Callable[[Figures], tuple[float, float]]:
    """Matrix and counts after a step of the threshold."""
    parts = ("matrix", "counts")
    return lambda figures: (
        max(figures.median(f"threshold step: {part}", OURS.name, size) for part in parts),
        most,
    )


def _two_frames(figures: Figures) -> tuple[float, float]:
    """Two frames, and what the instrument itself takes to see a colour that was asked for."""
    value, frames = _counted(HUNDRED_THOUSAND, 2 * FRAME_MS)(figures)
    return value, frames + figures.median("instrument", OURS.name, HUNDRED_THOUSAND)


def _threshold_scatter(size: int) -> Callable[[Figures], tuple[float, float]]:
    def read(figures: Figures) -> tuple[float, float]:
        drawn = figures.median("pan step", FLOOR.name, size)
        return figures.median("threshold step", OURS.name, size) / drawn, 2

    return read


def _every_javascript(figures: Figures) -> tuple[float, float]:
    return max(figures.median("JavaScript an instance", OURS.name, size) for size in figures.sizes()), 120


def kernel_peak(rows: Sequence[Row]) -> Goal:
    """The kernel's peak, which a benchmark without a browser measures; the worst of its cases counts."""
    ratios = [
        float(row["value"])
        for row in rows
        if row["what"].startswith("kernel peak") and row["unit"] == "ratio" and str(row["size"]).startswith("1,000,000")
    ]
    words = "the kernel's peak at 1,000,000: under 3 x the size of the columns"
    return Goal(words, lambda _: (max(ratios, default=math.nan), 3))


def unpacking(rows: Sequence[Row]) -> Goal:
    """What packing the front end costs whoever loads it, which a benchmark without JupyterLab measures."""
    took = [float(row["value"]) for row in rows if row["what"] == "unpack"]
    words = "unpacking the front end with a processor four times slower: at most 100 ms"
    return Goal(words, lambda _: (max(took, default=math.nan), 100), "ms")


def first_answer(rows: Sequence[Row], size: str, most: float) -> Goal:
    """What ``evallens.evaluate`` takes from a fresh interpreter, which a benchmark without a browser measures."""
    took = [float(row["value"]) for row in rows if (row["what"], row["size"], row["who"]) == (FIRST_ANSWER, size, US)]
    words = f"first answer for {size}, processor time from a fresh interpreter: at most {most:.0f} s"
    return Goal(words, lambda _: (max(took, default=math.nan), most), "s")


def first_matrix(rows: Sequence[Row], classes: int) -> Goal:
    """That of an evaluation opened from a file which holds its cube."""
    size = f"2,000,000 outcomes, {classes:,} classes"
    words = f"first matrix of {size}, from a file with its cube"
    return _of_row(rows, "cube: first matrix", size, words=words, most=15, unit="ms")


def matching(rows: Sequence[Row]) -> Goal:
    """Boxes from files of Parquet against the same in memory, in one run."""
    words = "matching through Parquet: at most 1.3 x matching in memory, with kinds"
    found = (row["value"] for row in rows if row["what"].startswith("matching: through Parquet"))
    value = next(found, math.nan)
    return Goal(words, lambda _: (value, 1.3))


def goals_of_rows(rows: Sequence[Row]) -> list[Goal]:
    """The goals that benchmarks without a widget measure."""
    answers = [first_answer(rows, size, most) for size, most in (("100 pictures", 3), ("5,000 pictures", 25))]
    matrices = [first_matrix(rows, classes) for classes in (80, 1203)]
    tables = [of_tables(rows, *goal) for goal in TABLES]
    return [*matrices, unpacking(rows), kernel_peak(rows), *answers, matching(rows), *tables]


TABLES = (
    ("open", 1000, "ms"),
    ("the cube", 2.5, "MB"),
    ("a step of the threshold: matrix and rates", 17, "ms"),
    ("a cell's first page by score", 1500, "ms"),
    ("a cell's first page by errors", 6000, "ms"),
    ("images and instances of a cell", 5000, "ms"),
    ("a cluster's cube", 5000, "ms"),
    ("memory of the kernel, peak", 2000, "MB"),
)
"""What is asked of a folder of tables, and how much of the unit it may take."""


def of_tables(rows: Sequence[Row], what: str, most: float, unit: str) -> Goal:
    """A question to a folder of ``HUNDRED_MILLION`` outcomes."""
    size = f"{HUNDRED_MILLION:,} outcomes"
    return _of_row(rows, what, size, words=f"a folder of {size}, {what}", most=most, unit=unit)


def _of_row(rows: Sequence[Row], what: str, size: str, *, words: str, most: float, unit: str) -> Goal:
    """What a benchmark without a widget measured of ours."""
    found = (row["value"] for row in rows if (row["what"], row["who"], row["size"]) == (what, US, size))
    value = next(found, math.nan)
    return Goal(f"{words}: at most {most:,} {unit}", lambda _: (value, most), unit)


SCATTER, CARRIER = JUPYTER_SCATTER.name, FLOOR_COLUMNS.name

GOALS = (
    Goal("first frame at 1,000,000: at most 0.35 of jupyter-scatter's", _ratio("first frame", MILLION, SCATTER, 0.35)),
    *(
        goal
        for size, columns in ((HUNDRED_THOUSAND, 2), (MILLION, 1.5))
        for goal in (
            Goal(
                f"first frame at {size:,}: at most {columns} x the floor's, same columns",
                _ratio("first frame", size, CARRIER, columns),
            ),
            Goal(f"first frame at {size:,}: at most 3 x the floor's", _ratio("first frame", size, FLOOR.name, 3)),
            Goal(
                f"Python selection at {size:,}: at most 0.2 of jupyter-scatter's",
                _ratio("Python selection", size, SCATTER, 0.2),
            ),
        )
    ),
    Goal(
        "bytes before the first frame at 1,000,000: at most 20 MB",
        _most("bytes before the first frame", MILLION, 20),
        "MB",
    ),
    *(
        Goal(
            f"bytes sent at {size:,}: at most 1.5 x the floor's, same columns", _ratio("bytes sent", size, CARRIER, 1.5)
        )
        for size in (TEN_THOUSAND, HUNDRED_THOUSAND, MILLION)
    ),
    Goal(
        "cell click at 1,000,000: matrix, counts, gallery and the highlighted points within 100 ms",
        _most("cell click: all but the scatter's rest", MILLION, 100),
        "ms",
    ),
    Goal("threshold step at 200,000 outcomes: matrix and counts within two frames", _two_frames, "ms"),
    Goal("threshold step at 2,000,000 outcomes: matrix and counts within 60 ms", _counted(MILLION, 60), "ms"),
    *(
        Goal(f"threshold step at {size:,}: scatter complete within 2 x the floor's draw", _threshold_scatter(size))
        for size in (HUNDRED_THOUSAND, MILLION)
    ),
    Goal("a pan step at 1,000,000 answers within 50 ms", _most("pan step", MILLION, 50), "ms"),
    Goal("a zoom step at 1,000,000 answers within 50 ms", _most("zoom step", MILLION, 50), "ms"),
    Goal("JavaScript: at most 120 KiB an instance", _every_javascript, "KiB"),
    Goal("renderer process at 1,000,000: under 1.2 GB resident", _most("renderer memory", MILLION, 1200), "MB"),
)
