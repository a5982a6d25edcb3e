"""Which reader reads an input: the one that recognises it, or that ``format=`` names; never the first of several."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from ...errors import DataError, InputError, unknown_name
from ...evaluation.columns.tables import MAX_CLASSES
from ..annotations import Annotations
from .arrays import Arrays
from .coco import Coco, is_json, not_coco
from .files import json_outline
from .reading import Reader, Reading, Role, is_path
from .tables import Tables
from .voc import Voc
from .yolo import Yolo
from .yolo_lines import FORMATS

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
        raise _unknown(given, reading.role)
    reading = reading if reading.format is None or _named(reading.format) in readers else replace(reading, format=None)
    sides = [_checked(reader.read(given, reading)) for reader in readers]
    if any(not _is_same(sides[0], other) for other in sides[1:]):
        seen = " and as ".join(reader.words for reader in readers)
        named = " or ".join(f'format="{reader.name}"' for reader in readers)
        what = str(given) if is_path(given) else reading.role
        raise InputError(f"{what}: can be read as {seen}, which differ. Say which: {named}.")
    return sides[0]


def _entries() -> tuple[str, ...]:
    return tuple(sorted(entry.name for entry in entry_points(group="evallens.readers")))


def _named(form: str) -> Reader:
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


def _unknown(given: Any, role: Role) -> InputError:
    if is_path(given) and is_json(Path(given)):
        return not_coco(json_outline(Path(given)), str(given))
    if is_path(given) and Path(given).suffix.lower() in (".pkl", ".pickle", ".pt", ".pth"):
        return InputError(f"{given}: a pickle can run anything, so it is not opened. Load it, and give the object.")
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
    """Do two readings hold the same objects, up to the digits that were written?"""
    if len(one.instances) != len(other.instances):
        return False
    if not len(one.instances):
        return True
    mine, theirs = _ordered(one), _ordered(other)
    if [key for key, _ in mine] != [key for key, _ in theirs]:
        return False
    corners = np.array([box for _, box in mine]) - np.array([box for _, box in theirs])
    return bool((np.abs(corners) <= _SAME_PIXELS).all())


def _ordered(side: Annotations) -> list[tuple[tuple[str, float], list[float]]]:
    names = [PurePosixPath(name).stem for name in side.images.names]
    found = side.instances
    score = np.zeros(len(found)) if found.score is None else found.score
    rows = zip(found.image.tolist(), np.round(score, 2).tolist(), found.boxes.corners.tolist(), strict=True)
    return sorted(((names[image], score), box) for image, score, box in rows)
