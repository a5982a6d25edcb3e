"""What queries give back: a confusion matrix, a table of images, instances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, missing_extra
from .columns.strings import Strings
from .columns.tables import SPLIT_NAMES, Images, Outcomes
from .metrics.counts import Counts, Rates, Tallies, ratio
from .metrics.intervals import wilson

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


Shares = Literal["actual", "predicted", "all"]

_TEXTS = ("id", "name", "split")
"""Columns of text: a frame without rows has to be told."""


@dataclass(frozen=True, eq=False)
class ConfusionMatrix:
    """Counts of ``matrix[actual][predicted]`` at one threshold."""

    matrix: Counts
    """int64 (K, K): rows are the actual class, columns the predicted one."""
    classes: tuple[str, ...]
    split: str
    confidence: int
    """Integer percent really used."""
    background: int | None
    """Index of the class that means "nothing there", if there is one."""

    def normalize(self, by: Shares) -> Rates:
        """Shares of each actual class (rows), predicted class (columns) or of all, (K, K); NaN where 0/0.

        Raises InputError for anything else to normalize by.
        """
        return ratio(self.matrix, self._whole(by))

    def interval(self, by: Shares) -> tuple[Rates, Rates]:
        """95 % Wilson interval of each share of ``normalize(by)``: (low, high), each (K, K); NaN where 0/0.

        On the diagonal: of recall by "actual", of precision by "predicted". Raises InputError as ``normalize``.
        """
        return wilson(self.matrix, self._whole(by))

    def _whole(self, by: Shares) -> Counts:
        axes = {"actual": 1, "predicted": 0, "all": None}
        if by not in tuple(axes):
            raise InputError(f'normalize by "actual", "predicted" or "all", not {by!r}')
        return np.broadcast_to(self.matrix.sum(axis=axes[by], keepdims=True), self.matrix.shape)

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame with the actual classes as index and the predicted ones as columns.

        Raises MissingExtraError without pandas.
        """
        try:
            import pandas as pd
        except ImportError:
            raise missing_extra("ConfusionMatrix.to_pandas", "pandas") from None
        return pd.DataFrame(
            self.matrix,
            index=pd.Index(self.classes, name="actual"),
            columns=pd.Index(self.classes, name="predicted"),
        )


class ImageRow(NamedTuple):
    """One image of an ImageTable."""

    id: str
    name: str
    split: str
    cluster: int
    x: float
    y: float
    tp: int
    fp: int
    fn: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, eq=False)
class Instances:
    """Instances by their outcomes at one threshold."""

    rows: NDArray[np.integer]
    """Outcome rows, in order."""
    every: Outcomes
    """All outcomes of the evaluation."""

    @cached_property
    def outcomes(self) -> Outcomes:
        """The outcomes of ``rows``, in that order; copied when first asked for."""
        return self.every.take(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class ImageTable:
    """Images in a given order with their counts at one threshold; columns, not objects.

    ``len(table)``, iteration over :class:`ImageRow`, ``table[mask]`` and ``table[rows]`` work, and so
    do ``to_pandas``, ``to_polars``, ``to_arrow`` and the Arrow PyCapsule interface.
    """

    rows: NDArray[np.intp]
    """Row of each image in the evaluation."""
    every: Images
    """All images of the evaluation."""
    tallies: Tallies
    """Those of ``rows``."""

    @cached_property
    def images(self) -> Images:
        """The images of ``rows``, in that order; copied when first asked for."""
        return self.every.take(self.rows)

    @property
    def id(self) -> Strings:
        """Image ids."""
        return self.images.id

    @property
    def ids(self) -> list[str]:
        """Image ids as a plain list, the form in which Roboflow's annotation-jobs call takes them."""
        return list(self.id)

    @property
    def name(self) -> Strings:
        """Image names."""
        return self.images.name

    @property
    def split(self) -> list[str]:
        """Split of each image; "" for one in no split."""
        return [SPLIT_NAMES[code] for code in self.images.split.tolist()]

    @property
    def tp(self) -> Counts:
        """True positives of each image, int64 (rows,)."""
        return self.tallies.tp

    @property
    def fp(self) -> Counts:
        """False positives of each image, int64 (rows,)."""
        return self.tallies.fp

    @property
    def fn(self) -> Counts:
        """False negatives of each image, int64 (rows,)."""
        return self.tallies.fn

    @property
    def precision(self) -> Rates:
        """TP / (TP + FP) of each image, (rows,); NaN for 0/0."""
        return self.tallies.precision

    @property
    def recall(self) -> Rates:
        """TP / (TP + FN) of each image, (rows,); NaN for 0/0."""
        return self.tallies.recall

    @property
    def f1(self) -> Rates:
        """2 TP / (2 TP + FP + FN) of each image, (rows,); NaN for 0/0."""
        return self.tallies.f1

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[ImageRow]:
        columns = (c if isinstance(c, list) else c.tolist() for c in self._columns().values())
        return map(ImageRow._make, zip(*columns, strict=True))

    def __getitem__(self, mask: Any) -> ImageTable:
        index = np.atleast_1d(np.arange(len(self))[mask])
        return ImageTable(self.rows[index], self.every, self.tallies.take(index))

    def __repr__(self) -> str:
        return f"ImageTable({len(self)} images)"

    def to_pandas(self) -> pd.DataFrame:
        """The same columns as a pandas DataFrame; raises MissingExtraError without pandas."""
        try:
            import pandas as pd
        except ImportError:
            raise missing_extra("ImageTable.to_pandas", "pandas") from None
        return pd.DataFrame(self._columns()).astype(dict.fromkeys(_TEXTS, "str"))

    def to_polars(self) -> pl.DataFrame:
        """The same columns as a polars DataFrame; raises MissingExtraError without polars."""
        try:
            import polars as pl
        except ImportError:
            raise missing_extra("ImageTable.to_polars", "polars") from None
        return pl.DataFrame(self._columns(), schema_overrides=dict.fromkeys(_TEXTS, pl.String))

    def to_arrow(self) -> pa.Table:
        """The same columns as a pyarrow Table; raises MissingExtraError without pyarrow."""
        try:
            import pyarrow as pa
        except ImportError:
            raise missing_extra("ImageTable.to_arrow", "pyarrow") from None
        return pa.table({n: pa.array(c, pa.string() if n in _TEXTS else None) for n, c in self._columns().items()})

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        return {
            "id": list(self.id),
            "name": list(self.name),
            "split": self.split,
            "cluster": self.images.cluster,
            "x": self.images.x,
            "y": self.images.y,
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }
