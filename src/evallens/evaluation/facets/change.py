"""The change facet: images by how their errors changed from a baseline."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import unknown_name
from ..arguments import listed
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import Images
from ..metrics.cells import Mask
from ..metrics.change import CHANGES, Codes
from .facet import ImageFacet

Words = tuple[str, ...]

_MEANING = 'change is a list of words such as ["regressed", "worse"]'


def _checked(given: Any, _header: Header, _extent: Extent) -> Words:
    """Words, each once; raises UnknownNameError for another."""
    words = tuple(dict.fromkeys([given] if isinstance(given, str) else listed(given, _MEANING)))
    for word in words:
        if word not in CHANGES:
            raise unknown_name("change", word, CHANGES)
    return words


def _every(_words: Words, images: Images) -> Mask:
    return np.ones(len(images), np.bool_)


def _kept(words: Words, codes: Codes) -> Mask:
    return np.isin(codes, [CHANGES.index(word) for word in words])


CHANGE = ImageFacet[Words](name="change", empty=(), check=_checked, keep=_every, keep_changed=_kept)
