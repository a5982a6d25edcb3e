"""From outcomes over a list of images to an Evaluation: their pictures, splits and places on the map."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..evaluation.columns.header import Header
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import Columns, Images
from ..evaluation.evaluation import Evaluation
from ..evaluation.suspecting import suspected
from ..pictures.given import SourcePictures
from ..pictures.lookup import LookedUp, look_up
from ..pictures.reading import Read, read_all
from ..pictures.spelling import tellable
from ..progress import Progress, bar
from ..text import counted
from . import checks
from .annotations import ImageList
from .embeddings import Embedding, embedded
from .pairing.images import names_of
from .results import Result
from .splits import splits_of

_PATIENCE = 200
"""So many pictures are read before anybody wonders."""


def built(result: Result, title: str, *, images: Any, splits: Any, embeddings: Any, exif: bool) -> Evaluation:
    """Make the Evaluation of ``result``; raises InputError for pictures, splits or embeddings that do not fit."""
    words, other = splits_of(result.images, splits)
    found = _pictures_of(result, images)
    read = _read(result.images, found.pictures, exif=exif, pixels=embeddings is None)
    pixels = [None if one is None else one.pixels for one in read]
    with _bar("Placing images on the map", len(read), unit="steps") as follow:
        made = embedded(embeddings, result.images, pixels, follow)
    header = Header(
        title=title,
        task=result.task,
        classes=result.classes,
        background=result.background,
        scored=result.scored,
        projection=made.words,
        **({} if result.matching is None else result.matching.words),
    ).noticing([*result.notices, *other, *_picture_notices(result, found, read, exif=exif), *made.notices])
    columns = Columns(_images(result.images, words, made), result.outcomes, result.objects, result.masks)
    if result.matching is not None:
        columns = suspected(header, columns, result.matching)
    return Evaluation(
        header=header,
        columns=columns,
        pictures=_pictures(found.pictures, read),
        segmentations=result.segmentations,
    )


def _pictures_of(result: Result, images: Any) -> LookedUp:
    if images is None and result.pictures is not None:
        return LookedUp(result.pictures, [])
    ids = result.images.ids
    return look_up(images, names_of(result.images), *([] if ids is None else [ids]))


def _read(images: ImageList, sources: Sequence[Any], *, exif: bool, pixels: bool) -> list[Read | None]:
    with _bar("Reading pictures", sum(source is not None for source in sources)) as follow:
        return read_all(sources, images.names, images.known_sizes, exif=exif, pixels=pixels, follow=follow)


@contextmanager
def _bar(title: str, count: int, *, unit: str = "pictures") -> Iterator[Progress]:
    if count < _PATIENCE:
        yield lambda _done, _total: None
    else:
        with bar(title, unit=unit) as follow:
            yield follow


def _pictures(sources: Sequence[Any], read: Sequence[Read | None]) -> SourcePictures | None:
    held = tuple(None if one is None else source for source, one in zip(sources, read, strict=True))
    as_stored = frozenset(row for row, one in enumerate(read) if one is not None and one.as_stored)
    return SourcePictures(held, as_stored) if any(source is not None for source in held) else None


def _picture_notices(result: Result, found: LookedUp, read: Sequence[Read | None], *, exif: bool) -> Iterator[Notice]:
    names = result.images.names
    unreadable = [row for row, source in enumerate(found.pictures) if source is not None and read[row] is None]
    yield from checks.doubtful_pictures(found)
    yield from checks.unreadable_pictures([names[row] for row in unreadable])
    as_stored = [tellable(names[row]) for row, one in enumerate(read) if one is not None and one.as_stored]
    if as_stored and exif:
        words = (
            f"{counted(len(as_stored), 'pictures', 'are')} shown as stored, such as {as_stored[0]!r}, not turned as "
            "the EXIF orientation says: the sizes that boxes are measured in are those of the stored pictures."
        )
        yield Notice("shown-as-stored", len(as_stored), tuple(as_stored[:3]), words)
    yield from _other_sizes(result, read)


def _other_sizes(result: Result, read: Sequence[Read | None]) -> Iterator[Notice]:
    """Pictures of another size than the one in which the boxes, or the masks, are said to be measured."""
    images = result.images
    stated = images.known_sizes
    odd = [
        tellable(images.names[row])
        for row, one in enumerate(read)
        if one is not None and stated[row].all() and tuple(stated[row]) != one.stored.size(exif=not one.as_stored)
    ]
    if not odd:
        return
    words = f"{counted(len(odd), 'pictures', 'have')} another size than the one that is stated, such as {odd[0]!r}."
    if result.segmentations is not None:
        words = (
            f"{counted(len(odd), 'pictures', 'have')} another size than their masks, such as {odd[0]!r}: the masks "
            "are stretched over them."
        )
    yield Notice("picture-size", len(odd), tuple(odd[:3]), words)


def _images(images: ImageList, splits: list[str], made: Embedding) -> Images:
    ids = None if images.ids is None else _without_folder(list(images.ids))
    names = _without_folder(list(images.names))
    return Images.of(names, splits, ids=ids, embedding=made.points, clusters=made.clusters)


def _without_folder(names: list[str]) -> list[str]:
    """Absolute paths as seen from the folder they share: where a machine keeps its files is nobody's business."""
    if not names or not all(map(os.path.isabs, names)):
        return names
    paths = [Path(name) for name in names]
    folder = os.path.commonpath([path.parent for path in paths])
    return [path.relative_to(folder).as_posix() for path in paths]
