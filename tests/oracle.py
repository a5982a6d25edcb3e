"""What every query must answer, by brute force: plain loops over plain lists.

Nothing here comes from the package or from numpy. An evaluation is a dict of lists as in
``tests/vectors/*.json``, a rate of 0/0 is ``None``, and every number is a Python int or float.
"""

from __future__ import annotations

import math
import struct
import unicodedata
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple

Json = dict[str, Any]
Table = list[list[int]]

SORTS: tuple[Literal["errors", "f1", "name"], ...] = ("errors", "f1", "name")
EVERYTHING: Json = {
    "split": "all",
    "confidence": 20,
    "cells": [],
    "clusters": [],
    "lasso": [],
    "query": "",
    "picked": [],
}
"""A query with no facet in it; ``where``, {name: {"range": [low, high]}}, may come on top, null is an open end."""

INSTANCE_SORTS: tuple[Literal["score", "iou", "size", "weight"], ...] = ("score", "iou", "size", "weight")

KINDS = (
    "correct", "class", "localisation", "duplicate", "background", "both", "missed", "covered", "unknown", "none",
)  # fmt: skip
"""The kinds of outcome, by their numbers."""

SUSPECTS = (
    "", "unlabelled object", "wrong label", "badly drawn label", "label of nothing", "labelled twice",
)  # fmt: skip
"""What may be wrong with a label, by the numbers."""

SIZES = ("area",)
"""Entries of ``where`` that are about sizes."""

OF_IMAGES = ("marked_images",)
"""Entries of ``where`` that are about images; the others are about outcomes."""

ENDING = {"LRI", "RLI", "FSI", "PDI", "B"}
"""Bidirectional classes of isolates' signs and of ends of paragraphs."""
TURNING = {"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Bidirectional classes of what is written from right to left, and of controls."""


@dataclass(frozen=True)
class Outcome:
    image: int
    actual: int
    predicted: int
    count: int
    first: int
    last: int
    truth: int | None = None
    """Row of the objects, or none."""
    prediction: int | None = None
    iou: float | None = None
    kind: int | None = None
    """What kind of error it is, by its number; none: nobody said."""


class Tally(NamedTuple):
    tp: int
    fp: int
    fn: int

    def plus(self, other: Tally) -> Tally:
        return Tally(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    def rates(self) -> Json:
        return {
            "precision": share(self.tp, self.tp + self.fp),
            "recall": share(self.tp, self.tp + self.fn),
            "f1": share(2 * self.tp, 2 * self.tp + self.fp + self.fn),
        }


NOTHING = Tally(0, 0, 0)


def answer(ev: Json, query: Json) -> Json:
    """Everything a view shows for one query, but for the curve, which is the same at every threshold."""
    counted, rated = matrix(ev, query), matrix(ev, for_rates(query))
    total = of_matrix(ev, rated)
    in_order = gallery(ev, query, "errors")
    every = tallies(ev, query)
    mine = [every[row] for row in in_order]
    return {
        "rows": {sort: gallery(ev, query, sort) for sort in SORTS},
        "tallies": [list(t) for t in mine],
        "f1": [t.rates()["f1"] for t in mine],
        "instances": instances(ev, query),
        "matrix": counted,
        "shares": {by: shares(counted, by) for by in ("actual", "predicted", "all")},
        "totals": {**total._asdict(), **total.rates()},
        "by_class": by_class(ev, rated),
        "mean_iou": mean_iou(ev, rated),
        "worst": worst_cells(ev, counted),
    }


def of_facets(ev: Json, query: Json) -> Json:
    """Which outcomes are visible, in which orders, and what each cluster comes to over every other facet."""
    return {
        "visible": visible_instances(ev, query),
        "instance_rows": {sort: instance_rows(ev, query, sort) for sort in INSTANCE_SORTS},
        "clusters": clusters(ev, query),
        "kinds": by_kind(ev, query),
        "f1_without": f1_without(ev, query),
        "suspects": by_suspicion(ev, query),
    }


def visible_instances(ev: Json, query: Json) -> list[int]:
    """Rows of the outcomes that pass everything."""
    shown = set(visible(ev, query))
    return [row for row, out in enumerate(outcomes(ev)) if out.image in shown and is_kept(ev, query, out)]


def instance_rows(ev: Json, query: Json, sort: str) -> list[int]:
    """The same rows in gallery order: the highest score, IoU, size or weight first, no value last, ties by row."""
    every, name = outcomes(ev), "area" if sort == "size" else sort

    def rank(row: int) -> tuple[bool, float]:
        value = value_of(ev, every[row], name) if "objects" in ev else None
        return (value is None, 0.0 if value is None else -value)

    return sorted(visible_instances(ev, query), key=rank)


def histogram(ev: Json, query: Json, name: str) -> Json:
    """Visible instances by a value, over every facet but the range of that value, in 40 bins over the whole split."""
    every = outcomes(ev)
    in_split = [out for out in every if query["split"] in ("all", ev["images"]["split"][out.image])]
    edges = bin_edges([value for out in in_split if (value := value_of(ev, out, name)) is not None], name)
    others = {one: entry for one, entry in query.get("where", {}).items() if one != name}
    bins, unknown = [0] * 40, 0
    for row in visible_instances(ev, {**query, "where": others}):
        value = value_of(ev, every[row], name)
        if value is None:
            unknown += every[row].count
        else:
            below = sum(edge <= value for edge in edges)
            bins[min(max(below - 1, 0), 39)] += every[row].count
    return {"edges": edges, "instances": bins, "unknown": unknown}


def bin_edges(values: list[float], name: str) -> list[float]:
    """41 ends, equally far from one another; of areas their roots are. A single value stands in the middle."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    root = math.sqrt if name == "area" and low < high else float
    if low == high:
        low, high = low - 0.5, high + 0.5
    start, step = root(low), (root(high) - root(low)) / 40
    between = [index * step + start for index in range(1, 40)]
    return [low, *(edge if root is float else edge * edge for edge in between), high]


def by_kind(ev: Json, query: Json) -> Table:
    """[class, kind, instances] of each that there is, over every facet but the kinds."""
    background = ev["header"]["background"]
    found: dict[tuple[int, int], int] = {}
    wanted = {**query, "kinds": []}
    for out in outcomes(ev):
        if is_kept(ev, wanted, out) and passes(ev, wanted, out.image):
            label = out.actual if out.predicted == background else out.predicted
            key = (label, KINDS.index(kind_name(ev, out)))
            found[key] = found.get(key, 0) + out.count
    return [[*key, count] for key, count in sorted(found.items()) if count]


def by_suspicion(ev: Json, query: Json) -> Table:
    """[number, suspects] of each kind of suspect that there is, over every facet but the suspects."""
    found = [0] * len(SUSPECTS)
    wanted = {**query, "suspects": []}
    for out in outcomes(ev):
        if is_kept(ev, wanted, out) and passes(ev, wanted, out.image):
            for name in suspects_of(ev, out):
                found[SUSPECTS.index(name)] += out.count
    return [[number, count] for number, count in enumerate(found) if count]


def suspects_of(ev: Json, out: Outcome) -> list[str]:
    """What the truth and the prediction of an outcome are suspected of."""
    codes = ev.get("objects", {}).get("suspect", [])
    found = [codes[row] for row in (out.truth, out.prediction) if row is not None and codes]
    return [SUSPECTS[code] for code in found if code]


def f1_without(ev: Json, query: Json) -> list[float | None]:
    """F1 over images and sizes without the errors of each kind that there are over every facet but the kinds."""
    total, wanted = of_matrix(ev, matrix(ev, for_rates(query))), {**query, "kinds": []}
    found = [NOTHING] * len(KINDS)
    for out in outcomes(ev):
        if is_kept(ev, wanted, out) and passes(ev, wanted, out.image):
            number = KINDS.index(kind_name(ev, out))
            found[number] = found[number].plus(times(kind(ev, out.actual, out.predicted), out.count))
    return [Tally(total.tp, total.fp - own.fp, total.fn - own.fn).rates()["f1"] for own in found]


def kind_name(ev: Json, out: Outcome) -> str:
    """The kind of error that was told, else what the cell can say."""
    if out.kind is not None:
        return KINDS[out.kind]
    background = ev["header"]["background"]
    if out.actual == out.predicted:
        return "none" if out.actual == background else "correct"
    if out.actual == background:
        return "background" if ev["header"]["task"] == "semantic-segmentation" else "unknown"
    return "missed" if out.predicted == background else "class"


def clusters(ev: Json, query: Json) -> Table:
    """[id, images, tp, fp, fn] of each cluster that has an image which every other facet leaves."""
    every = tallies(ev, query)
    rows = visible(ev, {**query, "clusters": []})
    ids = sorted({ev["images"]["cluster"][row] for row in rows})
    found = []
    for cluster in ids:
        mine = [row for row in rows if ev["images"]["cluster"][row] == cluster]
        total = NOTHING
        for row in mine:
            total = total.plus(every[row])
        found.append([cluster, len(mine), *total])
    return found


def for_rates(query: Json) -> Json:
    """What rates, curve, classes and tallies count over: facets of images and of sizes."""
    entries = {name: entry for name, entry in query.get("where", {}).items() if name in (*SIZES, *OF_IMAGES)}
    return {**query, "cells": [], "kinds": [], "suspects": [], "where": entries}


def passes(ev: Json, query: Json, row: int) -> bool:
    """Does the image pass every facet of images?"""
    images, where = ev["images"], query.get("where", {})
    return (
        query["split"] in ("all", images["split"][row])
        and (not query["clusters"] or images["cluster"][row] in query["clusters"])
        and (not query["lasso"] or is_inside(images["x"][row], images["y"][row], query["lasso"]))
        and folded(query["query"]) in folded(images["name"][row])
        and (not query["picked"] or row in query["picked"])
        and ("marked_images" not in where or row in where["marked_images"]["in"])
    )


def visible(ev: Json, query: Json) -> list[int]:
    """The rows of the images that pass every filter."""
    rows = [row for row in range(len(ev["images"]["name"])) if passes(ev, query, row)]
    if not query["cells"] and not query.get("kinds") and not query.get("suspects") and not of_outcomes(query):
        return rows
    selected = {out.image for out in outcomes(ev) if is_kept(ev, query, out)}
    return [row for row in rows if row in selected]


def is_kept(ev: Json, query: Json, out: Outcome) -> bool:
    """Does the outcome hold at the threshold, and pass every facet of sizes and of outcomes at once?"""
    return (
        out.first <= query["confidence"] <= out.last
        and (not query["cells"] or [out.actual, out.predicted] in query["cells"])
        and (not query.get("kinds") or kind_name(ev, out) in query["kinds"])
        and (not query.get("suspects") or any(name in query["suspects"] for name in suspects_of(ev, out)))
        and all(is_in(ev, out, name, entry) for name, entry in of_outcomes(query).items())
    )


def of_outcomes(query: Json) -> Json:
    """The entries of ``where`` that are about outcomes, sizes included."""
    return {name: entry for name, entry in query.get("where", {}).items() if name not in OF_IMAGES}


def is_in(ev: Json, out: Outcome, name: str, entry: Json) -> bool:
    """Does an outcome pass an entry of ``where``?"""
    if name == "marked_instances":
        return any(row in entry["in"] for row in (out.truth, out.prediction) if row is not None)
    return is_within(ev, out, name, entry)


def is_within(ev: Json, out: Outcome, name: str, entry: Json) -> bool:
    """Does the value of an outcome lie in a range, ends included? What has no value lies in none.

    The ends are rounded as the values are.
    """
    value, dtype = value_of(ev, out, name), "float64" if name == "area" else "float32"
    low, high = (None if end is None else in_dtype(end, dtype) for end in entry["range"])
    return value is not None and (low is None or low <= value) and (high is None or value <= high)


def value_of(ev: Json, out: Outcome, name: str) -> float | None:
    """The area of the truth, else of the prediction; the score of the prediction; the IoU of the pair.

    The weight of a suspect is the larger one of both.
    """
    if name == "iou":
        return out.iou
    if name == "weight":
        held = [row for row in (out.truth, out.prediction) if row is not None]
        weights = [ev["objects"].get("weight", {row: None})[row] for row in held]
        return max((weight for weight in weights if weight is not None), default=None)
    row = out.prediction if name == "score" or out.truth is None else out.truth
    found: float | None = None if row is None else ev["objects"][name][row]
    return found


def outcomes(ev: Json) -> list[Outcome]:
    """Every outcome; those of the evaluation that was asked last are at hand, since many questions follow."""
    held = ev["outcomes"]
    if not _at_hand or _at_hand[0][0] is not held:
        names = [field.name for field in fields(Outcome) if field.name in held]
        rows = zip(*(held[name] for name in names), strict=True)
        _at_hand[:] = [(held, [Outcome(**dict(zip(names, row, strict=True))) for row in rows])]
    return _at_hand[0][1]


_at_hand: list[tuple[Json, list[Outcome]]] = []


def gallery(ev: Json, query: Json, sort: str) -> list[int]:
    """The visible image rows in gallery order."""
    every = tallies(ev, query)

    def rank(row: int) -> tuple[Any, ...]:
        if sort == "name":
            return ([ord(letter) for letter in ev["images"]["name"][row]], row)
        if sort == "errors":
            return (-(every[row].fp + every[row].fn), row)
        f1 = every[row].rates()["f1"]
        return (f1 is None, 0 if f1 is None else f1, row)

    return sorted(visible(ev, query), key=rank)


def page_on_show(page: int, size: int, images: int) -> int:
    """The 1-based page nearest to the one asked for, of ``images`` in pages of ``size``; there is always one."""
    last = max(1, math.ceil(images / size))
    return min(max(1, page), last)


def instances(ev: Json, query: Json) -> int:
    """Sum of count over the outcomes that pass everything."""
    shown = set(visible(ev, query))
    return sum(out.count for out in outcomes(ev) if out.image in shown and is_kept(ev, query, out))


def matrix(ev: Json, query: Json) -> Table:
    """Counts in [actual][predicted] over every facet except the cells."""
    size = len(ev["header"]["classes"])
    cells = [[0] * size for _ in range(size)]
    wanted = {**query, "cells": []}
    passing = {row for row in range(len(ev["images"]["name"])) if passes(ev, wanted, row)}
    for out in outcomes(ev):
        if out.image in passing and is_kept(ev, wanted, out):
            cells[out.actual][out.predicted] += out.count
    return cells


def kind(ev: Json, actual: int, predicted: int) -> Tally:
    """What one instance of a cell counts as."""
    background, mixups = ev["header"]["background"], ev["header"]["mixups"]
    if actual == predicted:
        return NOTHING if actual == background else Tally(1, 0, 0)
    if actual == background:
        return Tally(0, 1, 0)
    if predicted == background:
        return Tally(0, 0, 1)
    return Tally(0, int(mixups in ("both", "fp")), int(mixups in ("both", "fn")))


def times(one: Tally, count: int) -> Tally:
    """What ``count`` instances count as."""
    return Tally(*(count * part for part in one))


def tallies(ev: Json, query: Json) -> list[Tally]:
    """TP, FP, FN of every image over facets of sizes, whatever else is filtered."""
    total, wanted = [NOTHING] * len(ev["images"]["name"]), for_rates(query)
    for out in outcomes(ev):
        if is_kept(ev, wanted, out):
            total[out.image] = total[out.image].plus(times(kind(ev, out.actual, out.predicted), out.count))
    return total


def of_matrix(ev: Json, cells: Table) -> Tally:
    """TP, FP, FN of a whole matrix."""
    total = NOTHING
    for actual, row in enumerate(cells):
        for predicted, count in enumerate(row):
            total = total.plus(times(kind(ev, actual, predicted), count))
    return total


CLASS_COLUMNS = (
    "index",
    "support",
    "predicted",
    "missed",
    "mixed_up",
    "on_background",
    "tp",
    "fp",
    "fn",
    "precision",
    "recall",
    "f1",
    "iou",
)


def mean_iou(ev: Json, cells: Table) -> float | None:
    """Of the classes that occur, background not among them, summed from the first to the last in display order."""
    known = [iou for iou in by_class(ev, cells)["iou"] if iou is not None]
    total = 0.0
    for iou in known:
        total += iou
    return total / len(known) if known else None


def by_class(ev: Json, cells: Table) -> Json:
    """What became of each class's instances and what was taken for it, in display order without background."""
    background = ev["header"]["background"]
    rows = [_one_class(ev, cells, index) for index in display_order(ev) if index != background]
    return {name: [row[name] for row in rows] for name in CLASS_COLUMNS}


def _one_class(ev: Json, cells: Table, index: int) -> Json:
    background = ev["header"]["background"]
    others = [other for other in range(len(cells)) if other not in (index, background)]
    tally = _class_tally(ev, cells, index)
    return {
        "index": index,
        "support": sum(cells[index]),
        "predicted": sum(row[index] for row in cells),
        "missed": 0 if background is None else cells[index][background],
        "mixed_up": sum(cells[index][other] for other in others),
        "on_background": 0 if background is None else cells[background][index],
        **tally._asdict(),
        **tally.rates(),
        "iou": share(tally.tp, tally.tp + tally.fp + tally.fn),
    }


def _class_tally(ev: Json, cells: Table, index: int) -> Tally:
    sides = range(len(cells))
    fp = sum(times(kind(ev, actual, index), cells[actual][index]).fp for actual in sides)
    fn = sum(times(kind(ev, index, predicted), cells[index][predicted]).fn for predicted in sides)
    return Tally(cells[index][index], fp, fn)


def matrices(ev: Json, query: Json) -> list[Table]:
    """The matrix at each of the 101 thresholds, over facets of images and of sizes."""
    return [matrix(ev, {**for_rates(query), "confidence": percent}) for percent in range(101)]


def of_curve(ev: Json, query: Json) -> Json:
    """The curve where it changes, the thresholds at which each rate is best, and that of F1 for each class."""
    every = matrices(ev, query)
    points = [of_matrix(ev, cells) for cells in every]
    classes = [index for index in display_order(ev) if index != ev["header"]["background"]]
    curves = [[_class_tally(ev, cells, index) for cells in every] for index in classes]
    return {
        "curve": steps(points),
        "best": {name: best_threshold(points, name) for name in ("precision", "recall", "f1")},
        "best_by_class": [best_threshold(own, "f1") for own in curves],
    }


def best_threshold(points: list[Tally], name: str) -> int | None:
    """The lowest percent at which a rate is highest; where that is 0, the highest up to which nothing changes.

    Where nothing changes at all it is 0.
    """
    values = [point.rates()[name] or 0.0 for point in points]
    best = values.index(max(values))
    if values[best] == 0:
        return None
    alike = [point == points[0] for point in points]
    return best if best > 0 or all(alike) else alike.index(False) - 1


def steps(points: list[Tally]) -> Table:
    """The curve as [percent, tp, fp, fn] wherever it changes."""
    changes = [p for p in range(len(points)) if p == 0 or points[p] != points[p - 1]]
    return [[p, *points[p]] for p in changes]


def share(part: int, whole: int) -> float | None:
    """A quotient of float64 numbers; ``None`` for 0/0."""
    return None if whole == 0 else float(part) / float(whole)


def wilson(part: int, whole: int) -> list[float | None]:
    """Low and high end of Wilson's 95 % interval in float64; ``None`` for 0/0."""
    if whole == 0:
        return [None, None]
    z, n = 1.959963984540054, float(whole)
    rate = float(part) / n
    middle = rate + z * z / (2 * n)
    reach = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return [0.0 if part == 0 else (middle - reach) / scale, 1.0 if part == whole else (middle + reach) / scale]


def shares(cells: Table, by: str) -> list[list[float | None]]:
    """Shares of each actual class, of each predicted class or of all."""
    rows = [sum(row) for row in cells]
    columns = [sum(row[i] for row in cells) for i in range(len(cells))]
    whole = {
        "actual": lambda a, p: rows[a],
        "predicted": lambda a, p: columns[p],
        "all": lambda a, p: sum(rows),
    }[by]
    return [[share(count, whole(a, p)) for p, count in enumerate(row)] for a, row in enumerate(cells)]


def display_order(ev: Json) -> list[int]:
    """Class indices as views draw them: background last."""
    background = ev["header"]["background"]
    named = [i for i in range(len(ev["header"]["classes"])) if i != background]
    return named if background is None else [*named, background]


def worst_cells(ev: Json, cells: Table, most: int = 10) -> Table:
    """The pairs of classes most often mixed up, then misses and false positives; no zeros."""
    background = ev["header"]["background"]
    place = {index: position for position, index in enumerate(display_order(ev))}
    wrong = [[a, p] for a in place for p in place if a != p and cells[a][p] > 0]
    return sorted(
        wrong, key=lambda cell: (background in cell, -cells[cell[0]][cell[1]], place[cell[0]], place[cell[1]])
    )[:most]


def cell_words(ev: Json, actual: int, predicted: int) -> str:
    """The words for one cell."""
    classes, background = [isolated(name) for name in ev["header"]["classes"]], ev["header"]["background"]
    if actual == predicted:
        return f"{classes[actual]} correct"
    if predicted == background:
        missed = ", no prediction" if ev["header"]["task"] == "classification" else " missed"
        return f"{classes[actual]}{missed}"
    if actual == background:
        return f"{classes[predicted]}, unlabelled"
    return f"{classes[actual]} predicted as {classes[predicted]}"


def isolated(name: str) -> str:
    """The name between the signs of an isolate, without what would end that, if anything in it turns text around."""
    kinds = [unicodedata.bidirectional(letter) for letter in name]
    is_turning = any(kind in TURNING or letter == "\u200e" for kind, letter in zip(kinds, name, strict=True))
    kept = [letter for kind, letter in zip(kinds, name, strict=True) if kind not in ENDING]
    return f"\u2068{''.join(kept)}\u2069" if is_turning else name


def is_inside(x: float | None, y: float | None, polygon: list[list[float]]) -> bool:
    """Even-odd: does a ray from the point to the right cross an odd number of edges? In float64."""
    if x is None or y is None:
        return False
    crossings = 0
    for (xi, yi), (xj, yj) in zip(polygon, [polygon[-1], *polygon[:-1]], strict=True):
        if (yi > y) != (yj > y) and x < (xj - xi) * (y - yi) / (yj - yi) + xi:
            crossings += 1
    return crossings % 2 == 1


def region(boxes: list[list[float]], width: int, height: int) -> list[int]:
    """x, y, w, h in whole pixels of what a card shows around boxes: with a margin, 4 to 3, inside the picture."""
    left, right = min(box[0] for box in boxes), max(box[0] + box[2] for box in boxes)
    top, bottom = min(box[1] for box in boxes), max(box[1] + box[3] for box in boxes)
    w, h = right - left, bottom - top
    margin = max(0.25 * max(w, h), 8)
    wide, high = w + 2 * margin, h + 2 * margin
    wide, high = max(wide, high * (4 / 3)), max(high, wide / (4 / 3))
    ends = []
    for middle, size, whole in ((left + w / 2, wide, width), (top + h / 2, high, height)):
        kept = min(size, whole) if whole else size
        start = middle - kept / 2 if not whole else min(max(middle - size / 2, 0), whole - kept)
        ends.append((math.floor(start), math.ceil(start + kept) if not whole else min(math.ceil(start + kept), whole)))
    (x, x_end), (y, y_end) = ends
    return [x, y, x_end - x, y_end - y]


def folded(text: str) -> str:
    """NFC, with A to Z made small and nothing else."""
    return unicodedata.normalize("NFC", text).translate(_SMALL)


_SMALL = {ord(capital): capital.lower() for capital in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def percent_of(score: float, dtype: str) -> int:
    """The largest percent the score reaches, compared in its own dtype; -1: none."""
    return max((t for t in range(101) if score >= in_dtype(t / 100, dtype)), default=-1)


def in_dtype(value: float, dtype: str) -> float:
    """The value rounded to ``float32`` or left as ``float64``."""
    rounded: float = struct.unpack("<f", struct.pack("<f", value))[0] if dtype == "float32" else value
    return rounded


def just_beside(value: float, dtype: str, *, up: bool) -> float:
    """The next larger or smaller number of the dtype; ``value`` is positive."""
    form = ("<f", "<i") if dtype == "float32" else ("<d", "<q")
    bits: int = struct.unpack(form[1], struct.pack(form[0], value))[0]
    beside: float = struct.unpack(form[0], struct.pack(form[1], bits + (1 if up else -1)))[0]
    return beside


CLASS_ORDERS = ("given", "name", "frequency", "errors", "similar")


def class_order(ev: Json, cells: Table, by: str) -> list[int]:
    """Class indices in one of the orders, background last; ties as given."""
    background, names = ev["header"]["background"], ev["header"]["classes"]
    named = [index for index in display_order(ev) if index != background]
    rows = {index: _one_class(ev, cells, index) for index in named}
    ranks = {
        "given": lambda index: 0,
        "name": lambda index: [ord(letter) for letter in names[index]],
        "frequency": lambda index: -rows[index]["support"],
        "errors": lambda index: -rows[index]["fp"] - rows[index]["fn"],
    }
    in_order = seriated(named, cells) if by == "similar" else sorted(named, key=ranks[by])
    return in_order + [index for index in display_order(ev) if index == background]


def seriated(named: list[int], cells: Table) -> list[int]:
    """Average linkage by chains of nearest neighbours; every sum is made anew from the members.

    ``around`` holds the neighbours of each cluster in the order in which they became such: of equal
    means the first wins, and one that is taken in by another makes that one a neighbour.
    """

    def tie(one: int, other: int) -> float:
        return float(cells[one][other]) + float(cells[other][one])

    def total(one: int, other: int) -> float:
        return sum(tie(a, b) for a in lines[one] for b in lines[other])

    lines = {index: [index] for index in named}
    around = {one: [other for other in named if other != one and tie(one, other) > 0] for one in named}
    chain: list[int] = []
    done: list[list[int]] = []
    while lines:
        last = chain.pop() if chain else next(iter(lines))
        before = chain[-1] if chain else None
        means = {other: total(last, other) / len(lines[other]) for other in around[last]}
        most = max(means.values(), default=0.0)
        best = [other for other in around[last] if means[other] == most]
        following = None if not best else before if before in best else best[0]
        if following is not None and following != before:
            assert following not in chain, "a tie that rounding broke"
            chain += [last, following]
            continue
        if following is None or before is None:
            done.append(lines.pop(last))
            continue
        chain.pop()
        for other in around.pop(last):
            around[other].remove(last)
            if other != before and before not in around[other]:
                around[other].append(before)
                around[before].append(other)
        first, second = lines[before], lines.pop(last)
        lines[before] = [*turned(first, second, tie, 1), *turned(second, first, tie, -1)]
    return [index for line in sorted(done, key=len, reverse=True) for index in line]


def turned(line: list[int], other: list[int], tie: Any, side: int) -> list[int]:
    """The line, or its reverse where that brings its ties to the other nearer."""
    pull = sum(tie(own, end) * (2 * place - len(line) + 1) for place, own in enumerate(line) for end in other)
    return line[::-1] if pull * side < 0 else line
