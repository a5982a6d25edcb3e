"""Two evaluations side by side: the same images, classes and truths, as one Evaluation of two models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..evaluation import Evaluation
from ..evaluation.columns.report import first_of_identity
from ..evaluation.columns.tables import TRUTH, Columns, Images
from ..evaluation.metrics.counts import mask_of
from ..evaluation.several import several
from ..evaluation.twinned import twinned
from ..pictures.renumbered import renumbered
from ..pictures.sources import HasSizes, sizes_of
from . import checks
from .classes import Union, union
from .places import in_order, over_classes, over_images
from .sources import Shared
from .truths import paired

Index = NDArray[np.integer]


def compare(a: Evaluation, b: Evaluation, names: Sequence[str] = ("v1", "v2")) -> Evaluation:
    """Put two models side by side: which is better, and on what?

    Images are the same by id and split, classes by name, truths by class and box. What one side lacks is told in
    ``notices``; images that one side alone has are left out.

    Args:
        a: The evaluation of the one model, the baseline.
        b: That of the other, which is shown. Each from anywhere: local, a file, or a service.
        names: What they are called.

    Returns:
        An Evaluation of two models: ``ev.models``, ``ev.model(name)``, ``ev.showing(name)``.

    Raises InputError for other tasks, rules of matching or IoU levels, and where no image is in both.

    >>> import evallens
    >>> ev = evallens.demo()
    >>> evallens.compare(ev, ev.with_tb(0.1), names=("old", "new")).models
    ('old', 'new')
    """
    called = checks.checked_names(names)
    checks.check(a, b, called)
    rows, only = _common(a.columns.images, b.columns.images)
    if not len(rows[0]):
        raise InputError(_nothing_in_common(a, b))
    classes = union(a.header, b.header)
    images = b.columns.images.take(rows[1])
    parts = [
        _over(part, images, mine, classes, side) for side, (part, mine) in enumerate(zip((a, b), rows, strict=True))
    ]
    sizes = [_sizes(part) for part in parts]
    columns, alike = _ordered(parts[0].columns, parts[1].columns, sizes, a.header.unit)
    columns = twinned(*columns)
    other_size = (sizes[0] != sizes[1]).any(axis=1) & (sizes[0] > 0).all(axis=1) & (sizes[1] > 0).all(axis=1)
    notices = [
        *checks.about_images(called, only),
        *checks.about_classes(called, classes.lacking),
        *checks.about_truths([] if alike is None else [images.name[row] for row in np.flatnonzero(~alike).tolist()]),
        *checks.about_sizes([images.name[row] for row in np.flatnonzero(other_size).tolist()]),
        *checks.about_numbers(a, b, called),
    ]
    pictures = parts[1].pictures or parts[0].pictures
    held = [
        replace(part, columns=own, header=part.header.noticing(notices), pictures=pictures)
        for part, own in zip(parts, columns, strict=True)
    ]
    return several(dict(zip(called, held, strict=True)), alike)


def _common(one: Images, other: Images) -> tuple[tuple[Index, Index], tuple[list[str], list[str]]]:
    """The rows of the images that both have, in the order of ``other``; and the names of those that one alone has."""
    first = first_of_identity(one.id.extended(other.id), np.concatenate([one.split, other.split]))
    mine = first[len(one) :]
    is_common = mine < len(one)
    theirs = np.flatnonzero(is_common)
    lacking = np.flatnonzero(~mask_of(mine[is_common], len(one)))
    only = (list(one.name.take(lacking)), list(other.name.take(np.flatnonzero(~is_common))))
    return (mine[is_common], theirs), only


def _nothing_in_common(a: Evaluation, b: Evaluation) -> str:
    ids = [next(iter(one.columns.images.id), None) for one in (a, b)]
    words = "No image is in both evaluations: they are compared by id and split."
    if None in ids:
        return words
    splits = [", ".join(one.splits) or "no split" for one in (a, b)]
    return f"{words} The one has {ids[0]!r} ({splits[0]}), the other {ids[1]!r} ({splits[1]})."


def _over(part: Evaluation, images: Images, rows: Index, classes: Union, side: int) -> Evaluation:
    """One evaluation over the images and classes of both."""
    index, count = classes.index[side], part.image_count
    header = replace(part.header, classes=classes.classes, background=classes.background)
    names = {own: classes.classes[new] for own, new in zip(part.classes, index.tolist(), strict=True)}
    keys = frozenset(zip(images.id, images.split.tolist(), strict=True)) if part.source is not None else frozenset()
    return replace(
        part,
        header=header,
        columns=over_classes(over_images(part.columns, images, rows), index),
        pictures=renumbered(part.pictures, rows, count),
        segmentations=renumbered(part.segmentations, rows, count),
        source=None if part.source is None else Shared(part.source, keys, names),
        moved=None,
    )


def _sizes(part: Evaluation) -> NDArray[np.int64]:
    """Width and height of each image in pixels, (images, 2); 0: unknown."""
    store: object = part.pictures
    if not isinstance(store, HasSizes):
        return np.zeros((part.image_count, 2), np.int64)
    found = sizes_of(store, map(part.image, range(part.image_count)))
    return np.array(found, np.int64).reshape(-1, 2)


class _Two(NamedTuple):
    columns: tuple[Columns, Columns]
    alike: NDArray[np.bool_] | None
    """Of which images both have the same truths, (images,); ``None``: of all, or nobody knows."""


def _ordered(one: Columns, other: Columns, sizes: list[NDArray[np.int64]], unit: str) -> _Two:
    """Both with the truths that are the same first, in one order; then their own truths, and what else there is."""
    if unit == "images":
        actual = [_actual(columns) for columns in (one, other)]
        alike = actual[0] == actual[1]
        return _Two((one, other), None if alike.all() else alike)
    if one.objects is None or other.objects is None:
        return _Two((one, other), None)
    found = paired(
        other.objects, one.objects, np.maximum(*(size.max(axis=1, initial=0) for size in sizes)).astype(float)
    )
    is_alike = found.alike[other.objects.image[found.one]]
    first = (found.other[is_alike], found.one[is_alike])
    ordered = []
    for columns, rows in zip((one, other), first, strict=True):
        assert columns.objects is not None  # noqa: S101 - asked above
        rest = np.flatnonzero(~mask_of(rows, len(columns.objects)))
        rest = rest[np.argsort(columns.objects.side[rest] != TRUTH, kind="stable")]
        ordered.append(in_order(columns, np.concatenate([rows, rest])))
    return _Two((ordered[0], ordered[1]), None if found.alike.all() else found.alike)


def _actual(columns: Columns) -> NDArray[np.int64]:
    """The class of each image, (images,); -1: none is known."""
    actual = np.full(len(columns.images), -1, np.int64)
    actual[columns.outcomes.image] = columns.outcomes.actual
    return actual
