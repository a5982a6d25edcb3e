"""A table of verdicts: of which objects a person said that the label is wrong, or that the model is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ...exchange import Collection, Side
from ..columns.tables import SPLIT_NAMES, TRUTH, Objects
from ..metrics.suspects import NAMES
from .collected import collected_labels
from .exported import Exported
from .tabular import Tabular

Verdict = Literal["label", "model"]
"""What is wrong."""

_EDGES = ("x", "y", "w", "h")


class VerdictRow(NamedTuple):
    """One verdict of a VerdictTable."""

    verdict: str
    """What is wrong: "label" or "model"."""
    time: str
    """When it was said: ISO 8601, UTC."""
    kind: str
    """What made the label suspect, as ``ev.suspects`` names it; "" where nothing did."""
    image: str
    """Id of the image."""
    name: str
    split: str
    """"" for an image in no split."""
    side: str
    """"truth" or "prediction"."""
    label: str
    """Class of the object."""
    score: float
    """Confidence 0..1 of a prediction, else NaN."""
    x: float
    """Left edge of the object, pixels."""
    y: float
    w: float
    h: float
    area: float
    """Square pixels."""
    path: str
    """The local file of the picture; "" where there is none."""


@dataclass(frozen=True, eq=False)
class VerdictTable(Tabular[VerdictRow], Exported):
    """Verdicts by object row; columns, not objects. ``rows`` are rows of Objects.

    ``len(table)``, iteration over :class:`VerdictRow`, ``table[mask]`` and ``table[rows]`` work, and so do
    ``to_pandas``, ``to_polars``, ``to_arrow``, ``to_csv`` and the Arrow PyCapsule interface. For labelling tools there
    are ``to_coco``, ``to_cvat``, ``to_label_studio`` and ``ids``: the images with every truth in them, and as proposals
    the predictions whose label is wrong.
    """

    is_label: NDArray[np.bool_]
    """Of which the label is wrong, (rows,); of the others the model."""
    times: NDArray[np.int64]
    """When each was said, (rows,), seconds since 1970, UTC."""

    _row: ClassVar = VerdictRow
    _texts: ClassVar = frozenset(("verdict", "time", "kind", "image", "name", "split", "side", "label", "path"))

    @property
    def verdict(self) -> list[str]:
        """What is wrong: "label" or "model"."""
        return ["label" if is_label else "model" for is_label in self.is_label.tolist()]

    @property
    def ids(self) -> list[str]:
        """The ids of the images, each once, in the order of the table."""
        return self.behind.ids(self._objects.image)

    def as_trait(self) -> dict[str, list[int]]:
        """The same as ``lens.verdicts`` takes it and the browser holds it: rows, and times beside them."""
        parts = (("label", self.is_label), ("model", ~self.is_label))
        return {
            **{name: self.rows[chosen].tolist() for name, chosen in parts},
            **{f"{name}_times": self.times[chosen].tolist() for name, chosen in parts},
        }

    def __repr__(self) -> str:
        labels = int(self.is_label.sum())
        return f"VerdictTable({labels:,} on the label, {len(self) - labels:,} on the model)"

    @property
    def _objects(self) -> Objects:
        return self.behind.objects(self.rows)

    def _taken(self, index: NDArray[np.intp]) -> Self:
        return replace(self, rows=self.rows[index], is_label=self.is_label[index], times=self.times[index])

    def _collected(self, side: Side | None) -> Collection:
        images = list(dict.fromkeys(self._objects.image.tolist()))
        return collected_labels(self.behind, images, self.rows[self.is_label], side)

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        own = self._objects
        images = self.behind.images(own.image)
        classes = self.behind.header.classes
        return {
            "verdict": self.verdict,
            "time": [datetime.fromtimestamp(time, UTC).isoformat() for time in self.times.tolist()],
            "kind": [NAMES[code] for code in own.suspect.tolist()],
            "image": list(images.id),
            "name": list(images.name),
            "split": [SPLIT_NAMES[code] for code in images.split.tolist()],
            "side": ["truth" if side == TRUTH else "prediction" for side in own.side.tolist()],
            "label": [classes[label] for label in own.label.tolist()],
            "score": own.score,
            **{edge: getattr(own, edge) for edge in _EDGES},
            "area": own.pixel_area,
            "path": self.behind.paths(own.image),
        }
