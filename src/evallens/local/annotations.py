"""One side of an evaluation as it was read, before it is brought together with the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, unknown_name
from ..evaluation.columns.masks import Masks
from ..evaluation.columns.notices import Notice
from ..matching.instances import Boxes, Instances

SPLIT_WORDS = {
    "train": "train", "training": "train", "valid": "valid", "val": "valid", "validation": "valid", "dev": "valid",
    "test": "test", "testing": "test",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ImageList:
    """The images that a side speaks of, in file order."""

    names: Sequence[str]
    ids: Sequence[str] | None = None
    """Ids by which the other side may call them; ``None``: by name only."""
    splits: Sequence[str | None] | None = None
    """train, valid, test, a word of the source's own, or ``None``: not said."""
    sizes: NDArray[np.int64] | None = None
    """(n, 2): width and height in pixels, 0 where unknown."""
    refers: bool = False
    """The names are keys of the other side's images; one that names none of them is a fault."""
    is_numbered: bool = False
    """The names are made up: an image is known by its place alone."""

    def __len__(self) -> int:
        return len(self.names)

    @property
    def known_sizes(self) -> NDArray[np.int64]:
        """``sizes``, all 0 when they are unknown."""
        return np.zeros((len(self), 2), np.int64) if self.sizes is None else self.sizes

    @property
    def known_splits(self) -> list[str | None]:
        """``splits``, all ``None`` when they are not said."""
        return [None] * len(self) if self.splits is None else list(self.splits)

    def of_split(self, split: str) -> ImageList:
        """The images of one split, and those of which none is said."""
        rows = [row for row, own in enumerate(self.known_splits) if own in (split, None)]
        return replace(
            self,
            names=[self.names[row] for row in rows],
            ids=None if self.ids is None else [self.ids[row] for row in rows],
            splits=[split] * len(rows),
            sizes=self.known_sizes[rows],
        )


NO_SCORE_AT_ALL = ", nor has any other; are truth and predictions swapped?"
"""What to add where no prediction at all has a score."""


def _numbered(row: int) -> str:
    return f"object {row}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Annotations:
    """The objects of one side with the images and classes their indices mean."""

    source: str
    """File, folder or argument, for messages."""
    images: ImageList
    classes: tuple[str, ...] | None
    """Class names by index; ``None``: ``class_ids`` or the indices alone tell them."""
    is_ordered: bool = True
    """False: the classes stand in no order that a class number of the other side could mean."""
    is_index: bool = True
    """False: class numbers may be indices, or ids by which the other side calls its classes."""
    class_ids: tuple[str, ...] | None = None
    """Ids by which the other side may call the classes, such as COCO's; empty: they mean several things."""
    also_ids: tuple[str, ...] | None = None
    """Ids of another numbering of the same classes, as labels beside a COCO file have one."""
    instances: Instances
    masks: Masks | None = None
    masks_error: InputError | None = None
    """Why masks that are there could not be read; it matters only where masks are compared."""
    areas: NDArray[np.float64] | None = None
    """Square pixels that the source says each object has, NaN where it does not; else of the mask or box."""
    is_crowd: NDArray[np.bool_] | None = None
    """Which objects are crowd regions."""
    is_difficult: NDArray[np.bool_] | None = None
    """Which objects the source calls difficult, as Pascal VOC does."""
    is_share: NDArray[np.bool_] | None = None
    """Which objects are measured in shares of their image, because its size is unknown."""
    box_words: str = ""
    """How the four numbers of a box are meant, where that is easily mistaken."""
    box_use: Literal["", "column", "array"] = ""
    """What ``box=`` is about in this side, which other formats leave no doubt of."""
    record: Callable[[int], str] = field(default=_numbered)
    """Says which record of the source an object row is."""
    left_out: int = 0
    """Records that are none of the objects, because no tool could count them."""
    is_outlined: bool = False
    """Are the lines of its label files outlines? Those of the predictions are then, too."""
    keypoints: tuple[int, int] | None = None
    """Keypoints an object and numbers a keypoint, where the source says so (YOLO's ``kpt_shape``)."""
    notices: tuple[Notice, ...] = ()

    def where(self, row: int) -> str:
        """Source and record of one object."""
        return f"{self.source}, {self.record(row)}"


def difficult_notices(is_difficult: NDArray[np.bool_]) -> tuple[Notice, ...]:
    """Says that difficult objects of the ground truth count, where there are any."""
    count = int(is_difficult.sum())
    words = f"{count} difficult objects of the ground truth count like any other."
    return (Notice("difficult", count, (), words),) if count else ()


def split_named(word: str) -> str:
    """The split that a folder or a column calls ``word``: "val" is "valid"; raises UnknownNameError for no split."""
    found = SPLIT_WORDS.get(str(word).strip().lower())
    if found is None:
        raise unknown_name("split", word, ("train", "valid", "test"))
    return found


def split_word(word: str | None) -> str | None:
    """The split that a record calls ``word``, which stays what it is where it is none of ours."""
    return None if word is None else SPLIT_WORDS.get(word.strip().lower(), word)


def is_split_word(word: str) -> bool:
    """Does a folder of this name hold a split?"""
    return word.strip().lower() in SPLIT_WORDS


def no_instances(*, scored: bool = False) -> Instances:
    """A side without objects."""
    none = np.zeros(0, np.int64)
    return Instances(none, none, Boxes.of_xyxy(np.zeros((0, 4))), np.zeros(0) if scored else None)


def stacked(parts: Sequence[Instances]) -> Instances:
    """The objects of several sides one after the other; all with scores, or none."""
    if not parts:
        return no_instances()
    scores = [part.score for part in parts if part.score is not None]
    return Instances(
        _joined([part.image for part in parts]),
        _joined([part.label for part in parts]),
        Boxes(_joined([p.boxes.corners for p in parts]), _joined([p.boxes.sizes for p in parts])),
        _joined_scores(scores) if len(scores) == len(parts) else None,
    )


def _joined_scores(scores: Sequence[NDArray[np.floating]]) -> NDArray[np.floating]:
    """One column in the dtype they came in: float32 scores made float64 would fall below their own percent."""
    filled = [score for score in scores if len(score)]
    dtypes = {score.dtype for score in filled}
    if len(dtypes) < 2:
        return np.concatenate(filled) if filled else np.zeros(0)
    narrow = min(dtypes, key=lambda dtype: dtype.itemsize)
    if not all((score.astype(narrow) == score).all() for score in filled):
        raise InputError("some confidences are float32 and some float64; give all of them in one precision")
    return np.concatenate([score.astype(narrow) for score in filled])


def _joined(columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(columns)
