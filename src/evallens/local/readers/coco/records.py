"""The records of a COCO file to columns; a fault names the record it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError, InputError
from ....evaluation.columns.masks import Masks, Runs
from ....evaluation.columns.notices import Notice
from ....matching.instances import Boxes, Instances
from ....text import counted
from ...annotations import NO_SCORE_AT_ALL, Annotations, ImageList, difficult_notices
from ...masks.polygons import polygon_runs
from ...masks.rle import counted_runs, lettered_runs
from ...values import as_array, flag, key, number, numbers, rounded


@dataclass(frozen=True)
class Records:
    """Records of one list, and how to name one of them."""

    source: str
    field: str
    rows: Sequence[Mapping[str, Any]]
    numbered: Sequence[int]
    """The place of each in its list."""

    def __post_init__(self) -> None:
        for row, record in enumerate(self.rows):
            if not isinstance(record, Mapping):
                raise self.error(row, "is no record")

    def __len__(self) -> int:
        return len(self.rows)

    def record(self, row: int) -> str:
        """Where a record stands."""
        return f"{self.field}[{self.numbered[row]}]"

    def error(self, row: int, words: str) -> DataError:
        """An error that names a record."""
        return DataError(f"{self.source}, {self.record(row)}: {words}")

    def keys(self, name: str) -> list[str]:
        """An id of every record, as text."""
        found = [key(record.get(name)) for record in self.rows]
        if None in found:
            row = found.index(None)
            raise self.error(row, f"{name} is {self.rows[row].get(name)!r}, not a number or a text")
        return [own for own in found if own is not None]

    def flags(self, name: str) -> NDArray[np.bool_]:
        """A yes or no of every record; missing is no."""
        found = [flag(record.get(name)) for record in self.rows]
        if None in found:
            row = found.index(None)
            raise self.error(row, f"{name} is {self.rows[row].get(name)!r}, neither 0 nor 1")
        return np.array(found, np.bool_)

    def take(self, kept: Sequence[int]) -> Records:
        """Some of the records."""
        return Records(self.source, self.field, [self.rows[r] for r in kept], [self.numbered[r] for r in kept])


def read(given: Records, images: ImageList, class_ids: tuple[str, ...], *, scored: bool) -> Annotations:
    """The objects of some records, whose ids mean ``images`` and ``class_ids``."""
    kept = [row for row, record in enumerate(given.rows) if _has_shape(record)]
    lost = len(given) - len(kept)
    notices = _left_out(given, lost, kept) if lost else ()
    given = given.take(kept) if lost else given
    image = _rows(given, "image_id", images.ids or images.names)
    label = _rows(given, "category_id", class_ids)
    masks, fault = _masks(given, images.known_sizes[image])
    # Converters of Pascal VOC write "difficult" or "ignore".
    is_difficult = given.flags("difficult") | given.flags("ignore")
    return Annotations(
        source=given.source,
        images=images,
        classes=None,
        class_ids=class_ids,
        instances=Instances(
            image, label, _boxes(given, masks, images.known_sizes[image]), _scores(given) if scored else None
        ),
        masks=masks,
        masks_error=fault,
        is_crowd=given.flags("iscrowd"),
        is_difficult=None if scored else is_difficult,
        areas=None if scored else _areas(given),
        record=given.record,
        left_out=lost,
        notices=(*notices, *(() if scored else difficult_notices(is_difficult & ~given.flags("iscrowd")))),
    )


def _has_shape(record: Mapping[str, Any]) -> bool:
    return _is_given(record.get("bbox")) or _is_given(_outline(record))


def _outline(record: Mapping[str, Any]) -> Any:
    """The segmentation, without polygons that have no point at all."""
    found = record.get("segmentation")
    if isinstance(found, list | tuple):
        return [ring for ring in found if _is_given(ring)]
    return found


def _is_given(value: Any) -> bool:
    if value is None:
        return False
    return len(value) > 0 if hasattr(value, "__len__") and not (hasattr(value, "ndim") and value.ndim == 0) else True


def _left_out(given: Records, lost: int, kept: list[int]) -> tuple[Notice, ...]:
    rows = set(kept)
    examples = tuple(given.record(row) for row in range(len(given)) if row not in rows)[:3]
    name = Path(given.source).name
    words = (
        f"{name}: {counted(lost, 'records', 'have')} neither bbox nor segmentation: left out, such as {examples[0]}."
    )
    return (Notice("no-shape", lost, examples, words),)


def _rows(given: Records, name: str, known: Sequence[str]) -> NDArray[np.int64]:
    row_of = {own: row for row, own in enumerate(known)}
    keys = given.keys(name)
    found = [row_of.get(own, -1) for own in keys]
    if -1 in found:
        row = found.index(-1)
        some = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
        raise given.error(row, f"{name} {keys[row]} is not one of the {len(known)} there are: {some}")
    return np.array(found, np.int64)


def _scores(given: Records) -> NDArray[np.floating]:
    said = [record.get("score") for record in given.rows]
    for row, score in enumerate(said):
        if score is None:
            hint = "" if any(other is not None for other in said) else NO_SCORE_AT_ALL
            raise given.error(row, f"has no score{hint}")
    try:
        found = numbers(said)
        if found.ndim == 1:
            return rounded(found)
    except InputError:
        pass
    read = [number(score) for score in said]
    if None in read:
        row = read.index(None)
        raise given.error(row, f"its score is {said[row]!r}, not a number")
    return rounded(np.array(read, np.float64))


def _areas(given: Records) -> NDArray[np.float64]:
    read = [number(record.get("area")) for record in given.rows]
    return np.array([np.nan if area is None else area for area in read], np.float64)


def _boxes(given: Records, masks: Masks | None, sizes: NDArray[np.int64]) -> Boxes:
    """The boxes that are said, else those around the outlines."""
    said = [record.get("bbox") for record in given.rows]
    is_said = np.array([_is_given(box) for box in said], np.bool_)
    xywh = np.full((len(given), 4), np.nan)
    if is_said.any():
        xywh[is_said] = _four(given, np.flatnonzero(is_said).tolist())
    unboxed = np.flatnonzero(~is_said)
    if len(unboxed):
        own, fault = (
            _masks(given.take(unboxed.tolist()), sizes[unboxed]) if masks is None else (masks.take(unboxed), None)
        )
        if own is None:
            raise fault or given.error(int(unboxed[0]), "has no bbox")
        corners = own.boxes()
        xywh[unboxed] = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1)
    return Boxes.of_xywh(xywh)


def _four(given: Records, rows: list[int]) -> NDArray[np.float64]:
    said = [given.rows[row]["bbox"] for row in rows]
    try:
        found = np.array(said, np.float64)
        if found.shape == (len(rows), 4):
            return found
    except (TypeError, ValueError):
        pass
    return np.array([_one_box(given, row, box) for row, box in zip(rows, said, strict=True)], np.float64)


def _one_box(given: Records, row: int, said: Any) -> NDArray[np.float64]:
    try:
        box = numbers(said).astype(np.float64)
    except InputError:
        raise given.error(row, f"bbox is {said!r}, not four numbers") from None
    if box.shape != (4,):
        raise given.error(row, f"bbox has {box.size} numbers, not x, y, width, height")
    return box


def _masks(given: Records, sizes: NDArray[np.int64]) -> tuple[Masks | None, InputError | None]:
    """The masks, when every record has one, or why they cannot be read."""
    outlines = [_outline(record) for record in given.rows]
    if not outlines or not all(_is_given(outline) for outline in outlines):
        return None, None
    runs, heights = [], []
    for row, (outline, (width, height)) in enumerate(zip(outlines, sizes.tolist(), strict=True)):
        try:
            run, tall = _runs(outline, width, height)
        except (DataError, LookupError, TypeError, ValueError, OverflowError, MemoryError) as error:
            return None, given.error(row, f"segmentation: {error}")
        runs.append(run)
        heights.append(tall)
    return Masks.of(runs, heights), None


def _runs(outline: Any, width: int, height: int) -> tuple[tuple[Runs, Runs], int]:
    """The runs of a segmentation and the height of its picture."""
    if isinstance(outline, list):
        if not (width and height):
            raise DataError("a polygon needs the width and height of its image")
        return polygon_runs(
            [as_array(ring).ravel().astype(np.float64).tolist() for ring in outline], height, width
        ), height
    tall, wide = (int(side) for side in outline["size"])
    if (width and wide != width) or (height and tall != height):
        raise DataError(f"the mask is {wide} x {tall}, its image {width} x {height}")
    counts = outline["counts"]
    return (lettered_runs if isinstance(counts, str | bytes) else counted_runs)(counts, tall * wide), tall
