"""COCO JSON: a dataset, and the list of results that a model's tools write (Ultralytics, Detectron2, pycocotools)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError, InputError
from ....evaluation.columns.notices import Notice
from ....text import counted
from ...annotations import Annotations, ImageList, split_word
from ...values import key, length
from ..files import json_outline, read_json
from ..masks import ARRAYS
from ..reading import Reading, Role, is_path
from ..tables.frames import TABLES, is_table
from . import records
from .records import Records

_ROBOFLOW = "_annotations.coco.json"
_PARTS = frozenset({"images", "annotations", "categories"})
_OF_IMAGE = frozenset({"boxes", "bboxes", "objects", "instances"})
"""What a record about a whole image holds, and a result, which is one object, never."""
_OTHER_FILES = TABLES | ARRAYS | {".xml", ".yaml", ".yml", ".pkl", ".pt", ".pth", ".xlsx", ".xls"}


class Coco:
    """A dataset, or results: a path, a folder that holds the file, or the decoded object."""

    name = "coco"
    words = "COCO JSON"

    def recognises(self, given: Any, role: Role) -> bool:
        """A dataset may be either side; a list of results is never a truth."""
        if not is_path(given):
            return is_dataset(given) or (role == "predictions" and is_results(given))
        path = Path(given)
        if path.is_dir():
            return bool(_files(path, role))
        return is_json(path) and _fits(json_outline(path), role)

    def read(self, given: Any, reading: Reading) -> Annotations:
        """Read a file or the decoded object."""
        source: str = reading.role
        if is_path(given):
            path = _one_file(Path(given), reading.role)
            given, source = read_json(path), str(path)
        if is_dataset(given):
            return read_dataset(given, source, scored=reading.scored)
        if reading.role == "predictions" and is_results(given):
            return read_results(given, source, reading.truth)
        raise not_coco(given, source)


def is_json(path: Path) -> bool:
    """Is it a file that can be JSON, whatever it is called?"""
    return path.is_file() and path.suffix.lower() not in _OTHER_FILES and not is_table(path)


def not_coco(document: Any, source: str) -> InputError:
    """Why a JSON document cannot be read."""
    if document and is_results(document):
        return InputError(f"{source}: these are predictions; are truth and predictions swapped?")
    return InputError(
        f"{source}: is not COCO JSON: it needs images, annotations and categories, or a list of results "
        "with image_id, category_id, bbox and score"
    )


def is_dataset(document: Any) -> bool:
    """Is it a COCO dataset: images, annotations and categories?"""
    return isinstance(document, Mapping) and set(document) >= _PARTS


def is_results(document: Any) -> bool:
    """Is it a list of COCO results, possibly empty?"""
    if isinstance(document, np.ndarray) and document.dtype == object:
        document = document.tolist()
    return isinstance(document, list) and all(isinstance(r, Mapping) and _is_result(r) for r in document[:1])


def _is_result(record: Mapping[str, Any]) -> bool:
    """An image, a category and a shape; tools for whole pictures name the image by its file alone.

    Other lists name their images by ``image_id``, too: targets of torchvision, rows of Hugging Face.
    """
    is_named = "image_id" in record or "file_name" in record
    return is_named and ("category_id" in record or ("image_id" in record and not _OF_IMAGE & set(record)))


def read_dataset(document: Mapping[str, Any], source: str, *, scored: bool = False) -> Annotations:
    """Read a COCO dataset; with ``scored`` every annotation needs a score."""
    parts = {name: _listed(document, name, source) for name in sorted(_PARTS)}
    categories = sorted(_categories(parts["categories"], source), key=lambda pair: _natural(pair[0]))
    images = _images(parts["images"], source)
    kept, notices = _distinct(parts["annotations"], source)
    given = Records(source, "annotations", [parts["annotations"][row] for row in kept], kept)
    class_ids = tuple(own for own, _ in categories)
    read = records.read(given, images, class_ids, scored=scored)
    return replace(read, classes=tuple(name for _, name in categories), notices=(*notices, *read.notices))


def read_results(document: Sequence[Any], source: str, truth: Annotations | None = None) -> Annotations:
    """Read a list of results. What its ids mean is decided when both sides are brought together.

    Raises DataError naming the first record that is none.
    """
    given = Records(source, "", [_with_image(record) for record in document], range(len(document)))
    image_ids = given.keys("image_id")
    class_ids = tuple(sorted(set(given.keys("category_id")), key=_natural))
    names = dict.fromkeys(image_ids, "")
    for own, record in zip(image_ids, given.rows, strict=True):
        # A file name says which image it is; an id may be that of another numbering.
        said = _word(record.get("file_name")) or ""
        if said and names[own] not in ("", said):
            raise DataError(f"{source}: image_id {own} is called {names[own]!r} and {said!r}")
        names[own] = said or names[own]
    images = ImageList(
        names=[said or own for own, said in names.items()],
        ids=list(names),
        sizes=_known_sizes(list(names), [said or own for own, said in names.items()], truth),
        refers=True,
    )
    return records.read(given, images, class_ids, scored=True)


def _with_image(record: Any) -> Any:
    if isinstance(record, Mapping) and "image_id" not in record and "file_name" in record:
        return {**record, "image_id": record["file_name"]}
    return record


def _files(folder: Path, role: Role) -> list[Path]:
    """The COCO files of a folder; what is no JSON, or is JSON of another kind, is none."""
    found = []
    for path in _documents(folder) or _documents(folder / "annotations"):
        try:
            if _fits(json_outline(path), role):
                found.append(path)
        except InputError:
            if path.name == _ROBOFLOW:
                raise
    return found


def _documents(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("[!.]*") if path.suffix.lower() == ".json")


def _fits(outline: Any, role: Role) -> bool:
    return is_dataset(outline) or (role == "predictions" and is_results(outline))


def _one_file(path: Path, role: Role) -> Path:
    if not path.is_dir():
        return path
    files = _files(path, role)
    if len(files) > 1:
        raise InputError(f"{path}: holds several COCO files ({', '.join(p.name for p in files[:4])}); give one of them")
    if not files:
        raise InputError(f"{path}: holds no COCO JSON")
    return files[0]


def _listed(document: Mapping[str, Any], name: str, source: str) -> list[Mapping[str, Any]]:
    found = document[name]
    if not isinstance(found, list | tuple):
        raise DataError(f"{source}: {name} is no list of records")
    for row, record in enumerate(found):
        if not isinstance(record, Mapping):
            raise DataError(f"{source}, {name}[{row}]: is no record")
    return list(found)


def _categories(given: list[Mapping[str, Any]], source: str) -> list[tuple[str, str]]:
    """(id, name) of every category."""
    ids = _ids(given, "category", "categories", source)
    return [(own, _word(record.get("name")) or own) for own, record in zip(ids, given, strict=True)]


def _images(given: list[Mapping[str, Any]], source: str) -> ImageList:
    ids = _ids(given, "image", "images", source)
    splits = [split_word(_word(image.get("split"))) for image in given]
    sizes = [(length(image.get("width")), length(image.get("height"))) for image in given]
    return ImageList(
        # LVIS gives the address alone.
        names=[
            _word(image.get("file_name")) or _word(image.get("coco_url")) or own
            for own, image in zip(ids, given, strict=True)
        ],
        ids=ids,
        splits=splits if any(splits) else None,
        sizes=np.array(sizes, np.int64).reshape(-1, 2),
    )


def _ids(given: list[Mapping[str, Any]], kind: str, field: str, source: str) -> list[str]:
    found: list[str] = []
    for row, record in enumerate(given):
        own = key(record.get("id"))
        if own is None:
            raise DataError(f"{source}, {field}[{row}]: its id is {record.get('id')!r}, not a number or a text")
        found.append(own)
    twice = next((own for own, times in Counter(found).items() if times > 1), None)
    if twice is not None:
        raise DataError(f"{source}: {kind} id {twice} is there twice")
    return found


def _distinct(given: list[Mapping[str, Any]], source: str) -> tuple[list[int], list[Notice]]:
    """Rows without those that repeat an earlier record whole; an id plays no part in matching."""
    ids = [key(record.get("id")) for record in given]
    times = Counter(own for own in ids if own is not None)
    seen: set[str] = set()
    kept, shared = [], []
    for row, own in enumerate(ids):
        if own is not None and times[own] > 1:
            content = repr(given[row])
            if content in seen:
                continue
            seen.add(content)
            shared.append(own)
        kept.append(row)
    name, notices = Path(source).name, []
    # Notices travel in reports, which tell nobody where this machine keeps its files.
    if repeated := len(given) - len(kept):
        words = f"{name}: {counted(repeated, 'annotations', 'are')} listed twice, counted once."
        notices.append(Notice("listed-twice", repeated, (), words))
    again = [own for own, often in Counter(shared).items() if often > 1]
    if again:
        words = (
            f"{name}: {counted(len(again), 'annotation ids', 'stand')} for several objects, such as {again[0]}; "
            "all of them count."
        )
        notices.append(Notice("annotation-id", len(again), tuple(again[:3]), words))
    return kept, notices


def _known_sizes(ids: list[str], names: list[str], truth: Annotations | None) -> NDArray[np.int64] | None:
    """The sizes that the truth says of images, for polygons and for masks of another size."""
    if truth is None or truth.images.sizes is None:
        return None
    sizes = truth.images.sizes.tolist()
    told = {
        **dict(zip(truth.images.names, sizes, strict=True)),
        **dict(zip(truth.images.ids or (), sizes, strict=False)),
    }
    found = [told.get(name, told.get(own, (0, 0))) for own, name in zip(ids, names, strict=True)]
    return np.array(found, np.int64).reshape(-1, 2)


def _word(value: Any) -> str | None:
    """A name as text, also where it is a number; ``None``: nothing is said."""
    return (value.strip() or None) if isinstance(value, str) else key(value)


def _natural(own: str) -> tuple[bool, int, str]:
    """Numbers as numbers, before words."""
    is_number = own.lstrip("-").isdecimal() and own.isascii() and len(own) < 19
    return (False, int(own), "") if is_number else (True, 0, own)
