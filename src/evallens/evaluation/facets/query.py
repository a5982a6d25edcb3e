"""The query facet: images whose name contains a text, in any case of the letters A to Z."""

from __future__ import annotations

from typing import Any

from ..arguments import text
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.names import containing, folded
from ..columns.tables import Images
from ..metrics.cells import Mask
from .facet import ImageFacet


def _checked(given: Any, _header: Header, _extent: Extent) -> str:
    return text(given, "query is a part of an image name")


def _kept(query: str, images: Images) -> Mask:
    return containing(images.folded_names, folded(query))


QUERY = ImageFacet[str](name="query", empty="", check=_checked, keep=_kept)
