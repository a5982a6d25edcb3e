"""Which reader reads an input: the one that recognises it, or that ``format=`` names; never the first of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import DataError, InputError, unknown_name
from ...evaluation.columns.tables import MAX_CLASSES
from ...pictures.spelling import last_stem
from ..annotations import Annotations
from .arrays import Arrays
from .coco.reader import Coco, is_json, not_coco
from .files import json_outline
from .reading import Reader, Reading, Role, is_path
from .tables.reader import Tables
from .voc import Voc
from .yolo.lines import FORMATS
from .yolo.reader import Yolo, label_files

READERS: tuple[Reader, ...] = (Coco(), Yolo(), Voc(), Arrays(), Tables())
"""Our own. Those of other packages come from the entry points ``evallens.readers``."""

_SAME_PIXELS = 1.0


def known_formats() -> tuple[str, ...]:
    """Every word that ``format=`` takes."""
    return (*(reader.name for reader in READERS), *FORMATS, *_entries())


def recognised(given: Any, role: Role, form: str | None = None) -> list[Reader]:
    """The readers that say yes; of several the one that ``form`` names, which says nothing of an input of another kind.

    Those of other packages count where ``form`` names one or none of ours says yes.
    """
    own = [reader for reader in READERS if reader.recognises(given, role)]
    if form is not None:
        named = _named(form)
        if named in own or not own or (named not in READERS and named.recognises(given, role)):
            return [named]
    return own or [reader for name in _entries() if (reader := _loaded(name)).recognises(given, role)]


def read(given: Any, reading: Reading) -> Annotations:
    """Read one side; raises InputError where no reader recognises it, or several do and read different things."""
    readers = recognised(given, reading.role, reading.format)
    if not readers:
        raise unknown(given, reading.role)
    reading = reading if reading.format is None or _named(reading.format) in readers else replace(reading, format=None)
    sides = [_checked(reader.read(given, reading)) for reader in readers]
    if any(not _is_same(sides[0], other) for other in sides[1:]):
        seen = " and as ".join(reader.words for reader in readers)
        named = " or ".join(f'format="{reader.name}"' for reader in readers)
        what = str(given) if is_path(given) else reading.role
        raise InputError(f"{what}: can be read as {seen}, which differ. Say which: {named}.")
    return _as_one(sides)


def _entries() -> tuple[str, ...]:
    return tuple(sorted(entry.name for entry in entry_points(group="evallens.readers")))


def _named(form: str) -> Reader:
    if not isinstance(form, str):
        raise unknown_name("format", form, known_formats())
    for reader in READERS:
        if form == reader.name or (reader.name == "yolo" and form in FORMATS):
            return reader
    if form in _entries():
        return _loaded(form)
    raise unknown_name("format", form, known_formats())


def _loaded(name: str) -> Reader:
    entry = next(iter(entry_points(group="evallens.readers", name=name)))
    found: Any = entry.load()
    reader: Reader = found() if isinstance(found, type) else found
    return reader


def unknown(given: Any, role: Role) -> InputError:
    """Why no reader recognises an input."""
    if is_path(given) and is_json(Path(given)):
        return not_coco(json_outline(Path(given)), str(given))
    if is_path(given) and Path(given).suffix.lower() in (".pkl", ".pickle", ".pt", ".pth"):
        return InputError(f"{given}: a pickle can run anything, so it is not opened. Load it, and give the object.")
    if is_path(given) and Path(given).is_dir():
        texts = sorted(label_files(Path(given)).values())
        if texts:
            return InputError(f"{texts[0]}: is no label file of YOLO: its lines are not class cx cy w h")
    if is_path(given) and Path(given).suffix.lower() in (".xlsx", ".xls"):
        return InputError(f"{given}: is a workbook of Excel; save the sheet as CSV, or give it as a data frame")
    if is_path(given):
        return InputError(f"{given}: holds no COCO JSON, no YOLO text files, no Pascal VOC XML and no table of boxes")
    return InputError(
        f"{role} is a {type(given).__name__} that evallens cannot read. It reads COCO, YOLO and Pascal VOC files, "
        "supervision Detections and datasets, arrays, tables and folders of mask pictures."
    )


def _checked(side: Annotations) -> Annotations:
    label = side.instances.label
    if side.classes is None and side.class_ids is None and len(label) and int(label.max()) >= MAX_CLASSES:
        row = int(label.argmax())
        raise DataError(f"{side.where(row)}: class {int(label[row])} is beyond the {MAX_CLASSES - 1:,} there can be")
    return side


def _is_same(one: Annotations, other: Annotations) -> bool:
    """Do two readings hold the same objects, up to the digits that were written, and the same classes?"""
    if len(one.instances) != len(other.instances):
        return False
    mine, theirs = _ordered(one), _ordered(other)
    if [row[:2] for row in mine] != [row[:2] for row in theirs]:
        return False
    corners = np.array([row[3] for row in mine]) - np.array([row[3] for row in theirs])
    return bool((np.abs(corners) <= _SAME_PIXELS).all()) and _same_classes(one, other) is not None


def _ordered(side: Annotations) -> list[tuple[str, float, int, list[float]]]:
    """Image, score, class and box of every object, in an order that both readings share."""
    names = [last_stem(name) for name in side.images.names]
    found = side.instances
    score = np.zeros(len(found)) if found.score is None else found.score
    columns = found.image.tolist(), np.round(score, 2).tolist(), found.label.tolist(), found.boxes.corners.tolist()
    rows = [(names[image], score, label, box) for image, score, label, box in zip(*columns, strict=True)]
    return sorted(rows, key=lambda row: (row[0], row[1], [round(value) for value in row[3]]))


def _same_classes(one: Annotations, other: Annotations) -> dict[int, int] | None:
    """Which class of one reading is which of the other; ``None``: they do not go together."""
    pairs = {(mine[2], theirs[2]) for mine, theirs in zip(_ordered(one), _ordered(other), strict=True)}
    paired = dict(pairs)
    if len(paired) < len(pairs) or len(set(paired.values())) < len(pairs):
        return None
    if one.classes is not None and other.classes is not None:
        named = {mine: one.classes[mine] == other.classes[theirs] for mine, theirs in pairs}
        return paired if all(named.values()) else None
    return paired


def _as_one(sides: Sequence[Annotations]) -> Annotations:
    """One of readings that hold the same; category ids of the predictions may be those of either."""
    first, *others = sides
    for other in others:
        paired = _same_classes(first, other)
        if first.class_ids and other.class_ids is None and paired is not None:
            counted = tuple(str(paired.get(row, row)) for row in range(len(first.class_ids)))
            first = replace(first, also_ids=counted)
    return first
