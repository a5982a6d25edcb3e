"""COCO JSON: ground truth (a dataset) and predictions (a list of results, or a dataset with scores)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..errors import DataError
from ..evaluation.columns.masks import Masks, Runs
from ..evaluation.columns.notices import Notice
from ..matching.instances import Boxes, Instances
from .annotations import NO_SCORE_AT_ALL, Annotations, ImageList, split_named
from .polygons import polygon_runs
from .rle import counted_runs, lettered_runs

_T = TypeVar("_T")


class _Image(msgspec.Struct):
    id: int | str
    file_name: str = ""
    width: int = 0
    height: int = 0
    split: str | None = None


class _Category(msgspec.Struct):
    id: int | str
    name: str


class _Record(msgspec.Struct, kw_only=True):
    image_id: int | str
    category_id: int | str
    id: int | str | None = None
    bbox: list[float] | None = None
    segmentation: Any = None
    iscrowd: int = 0
    score: float | None = None
    area: float | None = None


class _Dataset(msgspec.Struct):
    images: list[_Image]
    annotations: list[_Record]
    categories: list[_Category]


def read_document(path: Path) -> Any:
    """Decode a JSON file; raises DataError naming the file and the place."""
    try:
        return msgspec.json.decode(path.read_bytes())
    except msgspec.DecodeError as error:
        raise DataError(f"{path}: is not valid JSON ({error})") from error


def is_dataset(document: Any) -> bool:
    """Is it a COCO dataset: images, annotations and categories?"""
    return isinstance(document, dict) and {"images", "annotations", "categories"} <= set(document)


def is_results(document: Any) -> bool:
    """Is it a list of COCO results, possibly empty?"""
    return isinstance(document, list) and all(isinstance(r, dict) and "image_id" in r for r in document[:1])


def read_dataset(document: Any, source: str, *, scored: bool = False) -> Annotations:
    """Read a COCO dataset; with ``scored`` every annotation needs a score."""
    dataset = _converted(document, _Dataset, source)
    categories = sorted(dataset.categories, key=lambda c: (isinstance(c.id, str), c.id))
    _check_unique([str(c.id) for c in categories], "category id", source)
    _check_unique([str(i.id) for i in dataset.images], "image id", source)
    images = ImageList(
        names=[image.file_name or str(image.id) for image in dataset.images],
        ids=[str(image.id) for image in dataset.images],
        splits=[None if image.split is None else split_named(image.split) for image in dataset.images],
        sizes=np.array([(i.width, i.height) for i in dataset.images], np.int64).reshape(-1, 2),
    )
    rows, repeated = _without_repeats(dataset.annotations, source)
    frame = _Frame(
        source=source,
        field="annotations",
        rows=rows,
        images=images,
        class_ids=tuple(str(c.id) for c in categories),
        scored=scored,
    )
    read = _annotations([dataset.annotations[row] for row in rows], frame)
    # Notices travel in reports, which tell nobody where this machine keeps its files.
    words = f"{Path(source).name}: {repeated} annotations are listed twice and count once."
    notices = (Notice("listed-twice", repeated, (), words),) if repeated else ()
    return replace(read, classes=tuple(c.name for c in categories), notices=notices)


def read_results(document: Any, source: str, truth: Annotations) -> Annotations:
    """Read a list of COCO results, whose ids mean those of ``truth``."""
    records = _converted(document, list[_Record], source)
    ids = truth.images.ids or truth.images.names
    if len(set(ids)) != len(ids):
        twice = next(key for key in ids if list(ids).count(key) > 1)
        raise DataError(
            f"{source}: image id {twice} is in more than one split of {truth.source}; "
            "give the predictions split by split, as a mapping or in folders"
        )
    frame = _Frame(
        source=source,
        field="",
        rows=range(len(records)),
        images=truth.images,
        class_ids=_known_classes(records, source, truth),
        scored=True,
    )
    return _annotations(records, frame)


def _known_classes(records: list[_Record], source: str, truth: Annotations) -> tuple[str, ...]:
    """The category ids of the truth; where it has none, ids are class indices."""
    if truth.class_ids:
        return truth.class_ids
    if truth.class_ids is not None and truth.classes:
        raise DataError(
            f"{source}: the splits of {truth.source} give the same category id to different classes; "
            "give predictions as datasets with categories of their own"
        )
    if truth.classes is not None:
        return tuple(str(index) for index in range(len(truth.classes)))
    numbers = [int(record.category_id) for record in records if str(record.category_id).isdecimal()]
    return tuple(str(index) for index in range(max(numbers, default=-1) + 1))


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """What the indices of some records mean, and how to name one of them."""

    source: str
    field: str
    rows: Sequence[int]
    images: ImageList
    class_ids: tuple[str, ...]
    scored: bool

    def record(self, row: int) -> str:
        return f"{self.field}[{self.rows[row]}]"

    def error(self, row: int, words: str) -> DataError:
        return DataError(f"{self.source}, {self.record(row)}: {words}")


def _annotations(records: list[_Record], frame: _Frame) -> Annotations:
    image = _rows(frame, "image_id", [str(r.image_id) for r in records], frame.images.ids or frame.images.names)
    label = _rows(frame, "category_id", [str(r.category_id) for r in records], frame.class_ids)
    masks = _masks(records, image, frame)
    return Annotations(
        source=frame.source,
        images=frame.images,
        classes=None,
        class_ids=frame.class_ids,
        instances=Instances(image, label, _boxes(records, masks, frame), _scores(records, frame)),
        masks=masks,
        is_crowd=np.array([bool(r.iscrowd) for r in records], np.bool_),
        areas=None if frame.scored else np.array([np.nan if r.area is None else r.area for r in records], np.float64),
        record=frame.record,
    )


def _rows(frame: _Frame, kind: str, keys: list[str], known: Sequence[str]) -> NDArray[np.int64]:
    row_of = {key: row for row, key in enumerate(known)}
    found = [row_of.get(key, -1) for key in keys]
    if -1 in found:
        row = found.index(-1)
        some = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
        raise frame.error(row, f"{kind} {keys[row]} is not one of the {len(known)} there are: {some}")
    return np.array(found, np.int64)


def _scores(records: list[_Record], frame: _Frame) -> NDArray[np.float64] | None:
    if not frame.scored:
        return None
    for row, record in enumerate(records):
        if record.score is None:
            hint = "" if any(r.score is not None for r in records) else NO_SCORE_AT_ALL
            raise frame.error(row, f"has no score{hint}")
    return np.array([record.score for record in records], np.float64)


def _boxes(records: list[_Record], masks: Masks | None, frame: _Frame) -> Boxes:
    rows = np.array([record.bbox or [np.nan] * 4 for record in records], object)
    for row, record in enumerate(records):
        if record.bbox is not None and len(record.bbox) != 4:
            raise frame.error(row, f"bbox has {len(record.bbox)} numbers, not x, y, width, height")
        if not record.bbox and masks is None:
            raise frame.error(row, "has neither bbox nor segmentation")
    xywh = np.array(rows.tolist(), np.float64).reshape(-1, 4)
    unboxed = [row for row, record in enumerate(records) if not record.bbox]
    if unboxed and masks is not None:
        corners = masks.take(unboxed).boxes()
        xywh[unboxed] = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1)
    return Boxes.of_xywh(xywh)


def _masks(records: list[_Record], image: NDArray[np.int64], frame: _Frame) -> Masks | None:
    """The masks, when every record has one."""
    if not records or not all(record.segmentation for record in records):
        return None
    sizes = frame.images.known_sizes[image].tolist()
    runs, heights = [], []
    for row, (record, (width, height)) in enumerate(zip(records, sizes, strict=True)):
        try:
            run, tall = _runs(record.segmentation, width, height)
        except (DataError, KeyError, TypeError, ValueError) as error:
            raise frame.error(row, f"segmentation: {error}") from error
        runs.append(run)
        heights.append(tall)
    return Masks.of(runs, heights)


def _runs(segmentation: Any, width: int, height: int) -> tuple[tuple[Runs, Runs], int]:
    """The runs of a segmentation and the height of its picture."""
    if isinstance(segmentation, list):
        if not (width and height):
            raise DataError("a polygon needs the width and height of its image")
        return polygon_runs(segmentation, height, width), height
    tall, wide = (int(side) for side in segmentation["size"])
    if (width and wide != width) or (height and tall != height):
        raise DataError(f"the mask is {wide} x {tall}, its image {width} x {height}")
    counts = segmentation["counts"]
    return (lettered_runs if isinstance(counts, str | bytes) else counted_runs)(counts, tall * wide), tall


def _without_repeats(records: list[_Record], source: str) -> tuple[list[int], int]:
    """Rows of the first record of each annotation id; the same id on something else is an error."""
    first: dict[str, int] = {}
    kept = []
    for row, record in enumerate(records):
        known = row if record.id is None else first.setdefault(str(record.id), row)
        if known == row:
            kept.append(row)
        elif records[known] != record:
            raise DataError(
                f"{source}: annotations[{known}] and annotations[{row}] both have id {record.id} but differ"
            )
    return kept, len(records) - len(kept)


def _check_unique(ids: list[str], kind: str, source: str) -> None:
    seen: set[str] = set()
    for key in ids:
        if key in seen:
            raise DataError(f"{source}: {kind} {key} is there twice")
        seen.add(key)


def _converted(document: Any, kind: type[_T], source: str) -> _T:
    try:
        return msgspec.convert(document, kind, strict=True)
    except msgspec.ValidationError as error:
        raise DataError(f"{source}: {error}") from error
