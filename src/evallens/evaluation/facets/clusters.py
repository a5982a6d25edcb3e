"""The clusters facet: images of the chosen clusters."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import unknown_name
from ..arguments import listed, whole
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import NOISE, Images
from ..metrics.cells import Mask
from .facet import ImageFacet

_MEANING = "clusters is a list of cluster ids such as [0, 3]"


def _checked(given: Any, _header: Header, extent: Extent) -> tuple[int, ...]:
    """Cluster ids, each once; raises UnknownNameError for one that no image is in."""
    ids = tuple(dict.fromkeys(whole(one, _MEANING) for one in listed(given, _MEANING)))
    for one in ids:
        if one not in extent.clusters:
            raise unknown_name("cluster", one, map(str, extent.clusters))
    return ids


def _kept(ids: tuple[int, ...], images: Images) -> Mask:
    return np.isin(images.cluster, ids)


def _levels(images: Images) -> NDArray[np.int32]:
    return images.cluster


def _has(extent: Extent) -> bool:
    return any(one != NOISE for one in extent.clusters)


CLUSTERS = ImageFacet[tuple[int, ...]](name="clusters", empty=(), check=_checked, keep=_kept, levels=_levels, has=_has)
