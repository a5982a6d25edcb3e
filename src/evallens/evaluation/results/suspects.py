"""A table of objects whose label may be at fault."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ...exchange import Collection, Side
from ...text import counted
from ..columns.notices import Notice
from ..columns.tables import NONE, SPLIT_NAMES, SPLITS, TRUTH, Images, Objects
from ..metrics.suspects import NAMES
from .collected import collected_labels
from .exported import Exported
from .reasons import reason
from .tabular import Tabular

_EDGES = ("x", "y", "w", "h")
_TRAIN = SPLITS.index("train")
_FEW = 3


class SuspectRow(NamedTuple):
    """One suspect of a SuspectTable."""

    kind: str
    """"unlabelled object", "wrong label", "badly drawn label", "label of nothing" or "labelled twice"."""
    weight: float
    """How much speaks for it, 0..1."""
    reason: str
    """The same in words."""
    image: str
    """Id of the image."""
    name: str
    split: str
    """"" for an image in no split."""
    side: str
    """Of the suspect object: "truth" for a label, "prediction" for what speaks against one, or for a missing one."""
    label: str
    """Its class."""
    score: float
    """Confidence 0..1 of a prediction, else NaN."""
    iou: float
    """Overlap with the truth that it is held against; of an unlabelled object, with any. NaN: there is none."""
    x: float
    """Left edge of the object, pixels."""
    y: float
    w: float
    h: float
    area: float
    """Square pixels of the object."""
    truth_label: str
    """Class of the label in question: what is there, or what an earlier label says. "" where nothing is labelled."""
    truth_x: float
    """Left edge of that label, pixels; NaN where nothing is labelled."""
    truth_y: float
    truth_w: float
    truth_h: float
    path: str
    """The local file of the picture; "" where there is none."""


@dataclass(frozen=True, eq=False)
class SuspectTable(Tabular[SuspectRow], Exported):
    """Objects whose label may be at fault, the weightiest first; a person decides. Columns, not objects.

    ``rows`` are rows of Objects. ``len(table)``, iteration over :class:`SuspectRow`, ``table[mask]`` and
    ``table[rows]`` work, and so do ``to_pandas``, ``to_polars``, ``to_arrow``, ``to_csv`` and the Arrow PyCapsule
    interface. For labelling tools there are ``to_coco``, ``to_cvat``, ``to_label_studio`` and ``ids``: the images with
    every truth in them, and the predictions that are suspect as proposals.
    """

    truths: NDArray[np.integer]
    """The label in question of each row, (rows,) of Objects; ``NONE`` where nothing is labelled."""
    iou: NDArray[np.floating]
    """Overlap of the two, (rows,)."""
    notices: tuple[Notice, ...] = field(default=(), repr=False)
    """What a reader should know, such as that a model hides the faults of labels that it was trained on."""

    _row: ClassVar = SuspectRow
    _texts: ClassVar = frozenset(("kind", "reason", "image", "name", "split", "side", "label", "truth_label", "path"))

    @property
    def kind(self) -> list[str]:
        """What may be wrong with each label."""
        return [NAMES[code] for code in self._objects.suspect.tolist()]

    @property
    def weight(self) -> NDArray[np.float32]:
        """How much speaks for each, 0..1, (rows,)."""
        return self._objects.weight

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        codes = np.bincount(self._objects.suspect, minlength=len(NAMES)).tolist()
        return {name: codes[code] for code, name in enumerate(NAMES) if code}

    @property
    def reason(self) -> list[str]:
        """Why each is suspect, in words."""
        own, tb = self._objects, self.behind.header.tb or 0.0
        labels, others = self._named(self.rows), self._named(self.truths)
        scores = own.score.astype(np.float32).tolist()
        columns = zip(own.suspect.tolist(), labels, scores, others, self.iou.tolist(), own.weight.tolist(), strict=True)
        return [
            reason(code, label, score=score, other=other, iou=iou, found=found, tb=tb)
            for code, label, score, other, iou, found in columns
        ]

    @property
    def ids(self) -> list[str]:
        """The ids of the images, each once, in the order of the suspects."""
        return [self.behind.columns.images.id[row] for row in dict.fromkeys(self._objects.image.tolist())]

    def __repr__(self) -> str:
        said = "".join(f"; {notice.text}" for notice in self.notices)
        return f"SuspectTable({counted(len(self), 'suspects')}{said})"

    @property
    def _objects(self) -> Objects:
        return (self.behind.columns.objects or Objects.none()).take(self.rows)

    def _taken(self, index: NDArray[np.intp]) -> Self:
        notices = noticed(self._objects.take(index), self.behind.columns.images)
        return replace(self, rows=self.rows[index], truths=self.truths[index], iou=self.iou[index], notices=notices)

    def _collected(self, side: Side | None) -> Collection:
        images = list(dict.fromkeys(self._objects.image.tolist()))
        return collected_labels(self.behind, images, self.rows, side)

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        own = self._objects
        images: Images = self.behind.columns.images.take(own.image)
        boxes = self._truth_boxes()
        return {
            "kind": self.kind,
            "weight": own.weight,
            "reason": self.reason,
            "image": list(images.id),
            "name": list(images.name),
            "split": [SPLIT_NAMES[code] for code in images.split.tolist()],
            "side": ["truth" if side == TRUTH else "prediction" for side in own.side.tolist()],
            "label": self._named(self.rows),
            "score": own.score,
            "iou": self.iou,
            **{edge: getattr(own, edge) for edge in _EDGES},
            "area": own.pixel_area,
            "truth_label": self._named(self.truths),
            **{f"truth_{edge}": boxes[:, i] for i, edge in enumerate(_EDGES)},
            "path": self.behind.paths(own.image),
        }

    def _named(self, rows: NDArray[np.integer]) -> list[str]:
        """The classes of objects; "" of none."""
        every, classes = self.behind.columns.objects or Objects.none(), self.behind.header.classes
        return ["" if row == NONE else classes[every.label[row]] for row in rows.tolist()]

    def _truth_boxes(self) -> NDArray[np.float32]:
        every, is_there = self.behind.columns.objects or Objects.none(), self.truths != NONE
        boxes = np.full((len(self), len(_EDGES)), np.nan, np.float32)
        for place, edge in enumerate(_EDGES):
            boxes[is_there, place] = getattr(every, edge)[self.truths[is_there]]
        return boxes


def noticed(objects: Objects, images: Images) -> tuple[Notice, ...]:
    """What to know of these suspects: how many stand in images that the model may have been trained on."""
    rows = objects.image[images.split[objects.image] == _TRAIN]
    if not len(rows):
        return ()
    examples = tuple(images.name[row] for row in dict.fromkeys(rows.tolist()))[:_FEW]
    text = f"{counted(len(rows), 'suspects', 'are')} of the train split: a model that has seen a label hides its fault"
    return (Notice("train-split", len(rows), examples, text),)
