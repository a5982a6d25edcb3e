"""The split of each image: what the input says, or what the caller says of images or of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ..arguments import listed
from ..errors import InputError
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import SPLIT_NAMES, SPLITS, UNSPLIT
from ..pictures.spelling import tellable
from ..text import counted
from .annotations import ImageList, split_named
from .pairing.images import paired
from .values import named_rows

_DEFAULT = "test"

_MOST_WORDS = 3
"""That a notice names."""


def splits_of(images: ImageList, given: Any) -> tuple[list[str], tuple[Notice, ...]]:
    """The split of each image, "" for none, and what there is to say of it; raises InputError for what names no split.

    An image without a word is of ``test``; one whose word is not ours is of none.

    ``given``: one word for all images, a mapping by image name or by the input's own words, such as
    ``{"restval": "train"}``, or a list in the truth's order; ``None``: as the input says.
    """
    given = given if images.is_numbered else named_rows(given)
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
        raise InputError(f"splits has {counted(len(named), 'names')} for {counted(len(images), 'images')}")
    return named, ()


def _by_name(images: ImageList, given: Mapping[Any, str]) -> list[str]:
    keys = ImageList(names=[str(key) for key in given])
    rows = paired(images, keys, sources=("the images", "splits"))
    split_of = dict(zip(rows.tolist(), given.values(), strict=True))
    unknown = [name for row, name in enumerate(images.names) if row not in split_of]
    if unknown:
        raise InputError(f"splits does not name {counted(len(unknown), 'images')}, such as {unknown[0]!r}")
    return [split_named(split_of[row]) for row in range(len(images))]


def _said(images: ImageList, meant: Mapping[str, str]) -> tuple[list[str], tuple[Notice, ...]]:
    words = [_DEFAULT if word is None else meant.get(word, word) for word in images.known_splits]
    odd = Counter(word for word in words if word not in SPLITS)
    found = [word if word in SPLITS else SPLIT_NAMES[UNSPLIT] for word in words]
    return found, (strange(odd),) if odd else ()


def strange(words: Mapping[str, int]) -> Notice:
    """Says of images with a split word that is not ours what becomes of them; ``words`` say how many have each."""
    named = [tellable(word) for word in words]
    count = sum(words.values())
    told = ", ".join(map(repr, named[:_MOST_WORDS]))
    more = f" and {len(named) - _MOST_WORDS} more words" if len(named) > _MOST_WORDS else ""
    text = (
        f"Images whose split is none of train, valid and test: {count}, called {told}{more}. They are counted "
        f'under "all" only; splits={{"{named[0]}": "train"}} says which split they are '
        f"(of the command: --splits {named[0]}=train)."
    )
    return Notice("other-split", count, tuple(named[:_MOST_WORDS]), text)
