"""What every table that queries give back is: rows in an order, selected by masks, read as frames elsewhere."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from ...errors import missing_extra
from ...exchange import FilePath, csv_text, write_text
from ...pictures import ImageRef, Pictures
from ...pictures.sources import paths_of
from ..columns.header import Header
from ..columns.masks import Masks
from ..columns.tables import NONE, SPLIT_NAMES, Columns, Images, Objects, Outcomes
from ..metrics.counts import active
from ..metrics.two import Told

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Row = TypeVar("Row", bound=tuple[Any, ...])


@dataclass(frozen=True, eq=False)
class Behind:
    """The evaluation that the rows of a table are rows of."""

    header: Header
    columns: Columns = field(repr=False)
    pictures: Pictures | None = field(default=None, repr=False)
    told: Told | None = field(default=None, repr=False)
    """What became of the outcomes, where the evaluation is one of two models compared."""
    is_baseline: bool = False
    """Is it the baseline of the two? Its predictions stand in other rows of objects than those that marks mean."""
    place: int = 0
    """Of the model among several."""
    own_objects: int | None = None
    """So many objects are of this model, and those after them of the other one; ``None``: all are of this."""

    def numbers(self, objects: NDArray[np.uint32]) -> list[int]:
        """What names ``objects``, (n,), whichever of two models is shown: rows, of the second from 2**30 on; ``NONE``.

        js/src/state/pictures.ts has the same.
        """
        rows, own = objects.astype(np.int64), NONE if self.own_objects is None else self.own_objects
        numbered = np.where(rows < own, rows + (self.place << 30), rows - own + (1 - self.place << 30))
        found: list[int] = np.where(rows == NONE, NONE, numbered).tolist()
        return found

    @property
    def has_objects(self) -> bool:
        """Are there objects behind the outcomes?"""
        return self.columns.objects is not None

    @property
    def masks(self) -> Masks | None:
        """The mask of every object, where the source has them."""
        return self.columns.masks

    def images(self, rows: NDArray[np.integer]) -> Images:
        """The images of ``rows``, in that order."""
        return self.columns.images.take(rows)

    def outcomes(self, rows: NDArray[np.integer]) -> Outcomes:
        """The outcomes of ``rows``, in that order."""
        return self.columns.outcomes.take(rows)

    def of_outcomes(self, column: str, rows: NDArray[np.integer]) -> NDArray[Any]:
        """One column of the outcomes of ``rows``, (rows,)."""
        values: NDArray[Any] = getattr(self.columns.outcomes, column)[rows]
        return values

    def of_objects(self, column: str, rows: NDArray[np.integer]) -> NDArray[Any]:
        """One column of the objects of ``rows``, (rows,)."""
        values: NDArray[Any] = getattr(self.columns.objects or Objects.none(), column)[rows]
        return values

    def objects(self, rows: NDArray[np.integer]) -> Objects:
        """The objects of ``rows``, in that order."""
        return (self.columns.objects or Objects.none()).take(rows)

    def held(self, images: NDArray[np.integer], confidence: int) -> NDArray[np.integer]:
        """The rows of the outcomes in ``images`` that hold at an integer percent, image by image."""
        outcomes = self.columns.outcomes
        rows = outcomes.by_image.find(images)[0]
        return rows[active(outcomes, confidence, rows)]

    def in_images(self, images: NDArray[np.integer]) -> NDArray[np.integer]:
        """The rows of the objects in ``images``, image by image."""
        return (self.columns.objects or Objects.none()).by_image.find(images)[0]

    def ids(self, rows: NDArray[np.integer]) -> list[str]:
        """The ids of the images of ``rows``, each once, in that order."""
        return list(self.images(np.array(list(dict.fromkeys(rows.tolist())), np.intp)).id)

    def ref(self, row: int) -> ImageRef:
        """What names the image of ``row`` to a store of pictures."""
        images = self.columns.images
        return ImageRef(row, images.id[row], images.name[row], SPLIT_NAMES[int(images.split[row])])

    def refs(self, rows: NDArray[np.integer]) -> list[ImageRef]:
        """What names the images of ``rows``, in that order, to a store of pictures."""
        images = self.images(rows)
        splits = (SPLIT_NAMES[code] for code in images.split.tolist())
        return [ImageRef(*one) for one in zip(rows.tolist(), images.id, images.name, splits, strict=True)]

    def paths(self, rows: NDArray[np.integer]) -> list[str]:
        """The local file of the picture of each of the images ``rows``; "" where there is none."""
        each, place = np.unique(rows, return_inverse=True)
        found = paths_of(self.pictures, self.refs(each))
        return [found[i] for i in place.tolist()]


@dataclass(frozen=True, eq=False)
class Tabular(ABC, Generic[Row]):
    """Rows in a given order; columns, not objects.

    ``len(table)``, iteration over rows, ``table[mask]`` and ``table[rows]`` work, and so do ``to_pandas``,
    ``to_polars``, ``to_arrow``, ``to_csv`` and the Arrow PyCapsule interface.
    """

    rows: NDArray[np.integer]
    """The place of each row in the evaluation."""
    behind: Behind

    _row: ClassVar[Any]
    """The named tuple that iteration gives."""
    _texts: ClassVar[frozenset[str]]
    """Columns of text: a frame without rows has to be told."""

    @abstractmethod
    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        """Every column by its name, in order."""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        columns = (c if isinstance(c, list) else c.tolist() for c in self._columns().values())
        return map(self._row._make, zip(*columns, strict=True))

    def __getitem__(self, mask: Any) -> Self:
        return self._taken(np.atleast_1d(np.arange(len(self))[mask]))

    def _taken(self, index: NDArray[np.intp]) -> Self:
        return replace(self, rows=self.rows[index])

    def to_pandas(self) -> pd.DataFrame:
        """The same columns as a pandas DataFrame; raises MissingExtraError without pandas."""
        try:
            import pandas as pd
        except ImportError:
            raise self._missing("to_pandas", "pandas") from None
        return pd.DataFrame(self._columns()).astype(dict.fromkeys(self._texts, "str"))

    def to_polars(self) -> pl.DataFrame:
        """The same columns as a polars DataFrame; raises MissingExtraError without polars."""
        try:
            import polars as pl
        except ImportError:
            raise self._missing("to_polars", "polars") from None
        return pl.DataFrame(self._columns(), schema_overrides=dict.fromkeys(self._texts, pl.String))

    def to_arrow(self) -> pa.Table:
        """The same columns as a pyarrow Table; raises MissingExtraError without pyarrow."""
        try:
            import pyarrow as pa
        except ImportError:
            raise self._missing("to_arrow", "pyarrow") from None
        columns = self._columns().items()
        return pa.table({name: pa.array(c, pa.string() if name in self._texts else None) for name, c in columns})

    @overload
    def to_csv(self, path: None = None) -> str: ...
    @overload
    def to_csv(self, path: str | FilePath) -> None: ...
    def to_csv(self, path: str | FilePath | None = None) -> str | None:
        """The same columns as CSV (RFC 4180): its text, or nothing where it goes to a file.

        NaN is an empty field. A text that a spreadsheet would run as a formula gets an apostrophe in front.
        Raises InputError when the file cannot be written.
        """
        text = csv_text(self._columns())
        if path is None:
            return text
        write_text(text, path)
        return None

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _missing(self, method: str, package: str) -> ImportError:
        return missing_extra(f"{type(self).__name__}.{method}", package)
