"""How far two models are apart in a rate or in average precision, and whether that may be luck; of one split."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..progress import Progress, after
from ..statistics.clustered import clustered
from ..statistics.estimate import Estimate
from ..statistics.paired import exchanged, one_by_one, resampled
from ..statistics.precisions import resampled_precisions
from ..statistics.ranking import Ranking
from ..statistics.ratios import Ratios
from .columns.header import Header
from .columns.tables import Columns
from .facets.ranges import VALUES, has_objects
from .metrics import counts, two_rates
from .metrics.average_precision import LEVELS, SIZES, rankings
from .metrics.cells import Mask
from .metrics.two_rates import Counted, Rate

By = Literal["class", "split", "size"]
Size = Literal["small", "medium", "large"]
OF_BOXES = tuple(SIZES)[1:]
"""The sizes that are told apart."""


@dataclass(frozen=True, eq=False)
class Asked:
    """The images that count and how often they are drawn anew."""

    inside: Mask
    """The images of the split, (images,)."""
    by: By | None
    resamples: int
    """0: not at all, an analytic interval will do."""
    seed: int
    size: Size | None = None
    """Only objects of this size count; ``None``: all do."""

    @property
    def images(self) -> int:
        """Number of images that count."""
        return int(self.inside.sum())

    @property
    def place(self) -> NDArray[np.intp]:
        """Of each image of the split, how many of it stand before it, (images,)."""
        return np.cumsum(self.inside) - 1


@dataclass(frozen=True, eq=False)
class Part:
    """One of the two models."""

    name: str
    header: Header
    columns: Columns
    confidence: int
    """Integer percent."""


Values = dict[str, NDArray[Any]]
"""Columns of the table of differences, each (rows,): of each class by its index, of each size, or of all."""


def rates_apart(parts: tuple[Part, Part], rate: Rate, asked: Asked) -> Values:
    """Of a rate, of the baseline and the shown model."""
    labels = {None: 1, "split": 1, "class": len(parts[0].header.classes), "size": len(OF_BOXES)}[asked.by]
    counted = (_counted(parts[0], asked), _counted(parts[1], asked))
    ratios = two_rates.ratios(counted, rate, asked.images, labels)
    images = two_rates.truths(counted, asked.images, labels)
    if rate not in ("recall", "accuracy"):
        estimate = resampled(ratios, asked.resamples, asked.seed) if asked.resamples else clustered(ratios)
        return _values(images, ratios.rates, estimate, "bootstrap" if asked.resamples else "clustered")
    found = _values(images, ratios.rates, clustered(ratios), "clustered")
    return _by_mcnemar(found, ratios) if parts[0].header.unit == "images" else found


def precisions_apart(
    parts: tuple[Part, Part], *, is_first_level: bool, asked: Asked, follow: Progress | None
) -> Values:
    """Of average precision at an IoU of .5 or over ten levels; by size and of all it is the mean over the classes."""
    levels = tuple(LEVELS[:1] if is_first_level else LEVELS)
    sizes = OF_BOXES if asked.by == "size" else (asked.size or "all",)
    both = zip(*(_rankings(part, asked, sizes, levels) for part in parts), strict=True)
    found = []
    for done, models in enumerate(both):
        told = resampled_precisions(
            models,
            asked.images,
            asked.resamples,
            asked.seed,
            is_mean=asked.by != "class",
            follow=after(follow, done, len(sizes)),
        )
        found.append(_values(told.images, told.rates, told.estimate, "bootstrap" if asked.resamples else "jackknife"))
    return stacked(found)


def stacked(values: Sequence[Values]) -> Values:
    """The rows of one after those of another."""
    return {name: np.concatenate([one[name] for one in values]) for name in values[0]}


def _values(images: NDArray[Any], rates: NDArray[Any], estimate: Estimate, method: str) -> Values:
    return {
        "images": images,
        "baseline": rates[0],
        "model": rates[1],
        "delta": estimate.delta,
        "low": estimate.low,
        "high": estimate.high,
        "p": estimate.p_over(images),
        "method": np.full(len(images), method, "U9"),
    }


def _by_mcnemar(values: Values, ratios: Ratios) -> Values:
    """The same, by McNemar's test where each image is right or wrong in both models, and judged by one truth."""
    is_it = one_by_one(ratios) & ~np.isnan(values["delta"])
    p, low, high = exchanged(ratios)
    told: Values = {"p": p, "low": low, "high": high, "method": np.array("mcnemar")}
    return {**values, **{name: np.where(is_it, own, values[name]) for name, own in told.items()}}


def _counted(part: Part, asked: Asked) -> Counted:
    outcomes = part.columns.outcomes
    rows = np.flatnonzero(counts.active(outcomes, part.confidence) & asked.inside[outcomes.image])
    groups = None
    if asked.size is not None:
        rows = rows[_is_of(part, rows, asked.size)]
    if asked.by == "size":
        groups = [_is_of(part, rows, size) for size in OF_BOXES]
    elif asked.by != "class":
        groups = [np.ones(len(rows), np.bool_)]
    held = outcomes.take(rows)
    return Counted(part.header, held, asked.place[held.image], groups)


def _is_of(part: Part, rows: NDArray[np.integer], size: str) -> Mask:
    """Which of the outcomes ``rows`` are of objects of that size, (rows,)."""
    if not has_objects(part.columns.extent):
        raise InputError(f"{part.name!r} has no boxes, so nothing in it has a size.")
    area, (least, most) = VALUES["size"](part.columns, rows), SIZES[size]
    found: Mask = (least <= area) & (area <= most)
    return found


def _rankings(part: Part, asked: Asked, sizes: Sequence[str], levels: Sequence[float]) -> Iterable[Ranking]:
    objects, masks = part.columns.objects, part.columns.masks
    if objects is None or not part.header.scored:
        raise InputError(f"Average precision needs boxes with a confidence, and {part.name!r} has none.")
    if part.header.task == "instance-segmentation" and masks is None:
        raise InputError(f"Average precision of masks needs them, and {part.name!r} has none.")
    inside = asked.inside[objects.image]
    held = objects.take(inside)
    held = replace(held, image=asked.place[held.image].astype(np.uint32))
    return rankings(held, len(part.header.classes), None if masks is None else masks.take(inside), sizes, levels)
