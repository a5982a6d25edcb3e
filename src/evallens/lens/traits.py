"""The traits of a Lens that take more than one form: checked and brought into the one they keep."""

from __future__ import annotations

import math
from operator import index
from typing import Any, Generic, TypeVar, get_args

import traitlets

from ..errors import InputError, unknown_name
from ..evaluation.filters import Sort
from ..evaluation.polygon import MAX_VERTICES

T = TypeVar("T")

MAX_PICKED = 10_000

VIEW_CHOICES: dict[str, tuple[Any, ...]] = {
    "sort": get_args(Sort),
    "colour": ("f1", "errors", "cluster", "split"),
    "normalize": ("count", "actual", "predicted", "all"),
    "diagonal": (True, False),
    "order": ("given", "name", "frequency", "errors", "similar"),
}
VIEW_DEFAULT = {name: choices[0] for name, choices in VIEW_CHOICES.items()}


class _Checked(traitlets.TraitType[Any, Any], Generic[T]):
    """A trait whose value is what ``checked`` makes of the one given."""

    def checked(self, lens: Any, value: Any) -> T:
        raise NotImplementedError

    def validate(self, obj: Any, value: Any) -> T:
        try:
            return self.checked(obj, value)
        except (TypeError, ValueError, OverflowError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"lens.{self.name} cannot be {value!r}: {self.info_text}.") from None


class Cells(_Checked[list[tuple[int, int]]]):
    """(actual, predicted) pairs by class name or index; kept as index pairs, each once."""

    info_text = 'it is a list of (actual, predicted) pairs such as [("cat", "dog")]'

    def checked(self, lens: Any, value: Any) -> list[tuple[int, int]]:
        """Look the names up in the evaluation on show."""
        return list(dict.fromkeys(lens.evaluation.cell(actual, predicted) for actual, predicted in value))


class Clusters(_Checked[list[int]]):
    """Cluster ids that occur in the evaluation."""

    info_text = "it is a list of cluster ids"

    def checked(self, lens: Any, value: Any) -> list[int]:
        """Raise UnknownNameError for a cluster that no image is in."""
        ids = list(dict.fromkeys(index(cluster) for cluster in value))
        known = lens.evaluation.columns.images.clusters
        for cluster in ids:
            if cluster not in known:
                raise unknown_name("cluster", cluster, [str(c) for c in known])
        return ids


class Picked(_Checked[list[int]]):
    """Image rows, or an ImageTable, of at most ``MAX_PICKED`` images."""

    info_text = "it is a list of image rows, or an ImageTable"

    def checked(self, lens: Any, value: Any) -> list[int]:
        """Raise InputError for a row that is not there."""
        given = getattr(value, "rows", value)
        if len(given) > MAX_PICKED:
            raise InputError(f"At most {MAX_PICKED:,} images can be picked, not {len(given):,}.")
        rows = [index(row) for row in given]
        size = len(lens.evaluation.columns.images)
        wrong = next((row for row in rows if not 0 <= row < size), None)
        if wrong is not None:
            raise InputError(f"No image in row {wrong}: there are {size} images.")
        return rows


class Lasso(_Checked[list[tuple[float, float]]]):
    """A polygon in embedding space; empty: none."""

    info_text = f"it is a polygon [(x, y), ...] of 3 to {MAX_VERTICES} vertices, or []"

    def checked(self, lens: Any, value: Any) -> list[tuple[float, float]]:
        """Raise InputError for a polygon with too few or too many vertices, or one that is not finite."""
        del lens
        polygon = [(float(x), float(y)) for x, y in value]
        if polygon and not 3 <= len(polygon) <= MAX_VERTICES:
            raise ValueError(len(polygon))
        # Neither travels as JSON: the Lens could not be displayed any more.
        if not all(math.isfinite(x) and math.isfinite(y) for x, y in polygon):
            raise ValueError(polygon)
        return polygon


class View(_Checked[dict[str, Any]]):
    """Sort, colour, normalisation, diagonal and order of the classes; what is left out keeps its value."""

    info_text = f"it is a dict with any of {', '.join(VIEW_CHOICES)}"

    def checked(self, lens: Any, value: Any) -> dict[str, Any]:
        """Raise UnknownNameError for a key or a choice that is not there."""
        for key, choice in dict(value).items():
            if key not in VIEW_CHOICES:
                raise unknown_name("view setting", key, VIEW_CHOICES)
            if choice not in VIEW_CHOICES[key]:
                raise unknown_name(f"{key} setting", choice, map(str, VIEW_CHOICES[key]))
        return {**VIEW_DEFAULT, **lens._trait_values.get(self.name, {}), **value}  # noqa: SLF001 - the value now set


class Split(_Checked[str]):
    """One of the evaluation's splits, or "all"."""

    info_text = "it is the name of a split"

    def checked(self, lens: Any, value: Any) -> str:
        """Raise UnknownNameError naming the closest split."""
        return str(lens.evaluation.filters(split=value).split)


class Percent(_Checked[int]):
    """An integer percent, 0..100."""

    info_text = "it is an integer percent 0..100"

    def checked(self, lens: Any, value: Any) -> int:
        """Raise InputError for anything else."""
        return int(lens.evaluation.filters(confidence=value).confidence)


class OpenImage(_Checked[int | None]):
    """The row of the image shown large, or None."""

    info_text = "it is an image row, or None"

    def checked(self, lens: Any, value: Any) -> int | None:
        """Raise InputError for a row that is not there."""
        if value is None:
            return None
        size = len(lens.evaluation.columns.images)
        row = index(value)
        if not 0 <= row < size:
            raise InputError(f"No image in row {row}: there are {size} images.")
        return row
