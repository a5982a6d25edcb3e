"""The split of each image: what the input says, or what the caller says of images or of its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..arguments import listed
from ..errors import InputError
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import SPLITS
from .annotations import ImageList, split_named
from .pairing import paired

_DEFAULT = "test"


def splits_of(images: ImageList, given: Any) -> tuple[list[str], tuple[Notice, ...]]:
    """The split of each image and what there is to say of it; raises InputError for what names no split.

    ``given``: one word for all images, a mapping by image name or by the input's own words, such as
    ``{"restval": "train"}``, or a list in the truth's order; ``None``: as the input says.
    """
    if given is None:
        return _said(images, {})
    if isinstance(given, str):
        return [split_named(given)] * len(images), ()
    if isinstance(given, Mapping):
        words = {word for word in images.known_splits if word is not None}
        if given and set(given) <= words:
            return _said(images, {word: split_named(split) for word, split in given.items()})
        return _by_name(images, given), ()
    meaning = "one word for all images, a mapping by image name, or a list in the truth's order"
    named = [split_named(word) for word in listed(given, "splits", meaning)]
    if len(named) != len(images):
        raise InputError(f"splits has {len(named)} entries for {len(images)} images")
    return named, ()


def _by_name(images: ImageList, given: Mapping[Any, str]) -> list[str]:
    keys = ImageList(names=[str(key) for key in given])
    rows = paired(images, keys, sources=("the images", "splits"))
    split_of = dict(zip(rows.tolist(), given.values(), strict=True))
    unknown = [name for row, name in enumerate(images.names) if row not in split_of]
    if unknown:
        raise InputError(f"splits does not name {len(unknown)} images, such as {unknown[0]!r}")
    return [split_named(split_of[row]) for row in range(len(images))]


def _said(images: ImageList, meant: Mapping[str, str]) -> tuple[list[str], tuple[Notice, ...]]:
    words = [None if word is None else meant.get(word, word) for word in images.known_splits]
    strange = [word for word in words if word is not None and word not in SPLITS]
    found = [word if word in SPLITS else _DEFAULT for word in words]
    if not strange:
        return [word or _DEFAULT for word in found], ()
    text = (
        f"{len(strange)} images are of a split called {strange[0]!r}, which is none of train, valid and test; "
        f'they count as {_DEFAULT}. splits={{"{strange[0]}": "train"}} says otherwise.'
    )
    notice = Notice("other-split", len(strange), tuple(dict.fromkeys(strange))[:3], text)
    return [word or _DEFAULT for word in found], (notice,)
