"""The part of the file that is not columns: its version, the header, and what else it holds."""

from __future__ import annotations

import msgspec

from ..evaluation.columns.header import Header

FORMAT = 1
SUFFIX = ".evallens"


class Meta(msgspec.Struct, omit_defaults=True):
    """What the file says of itself."""

    format: int
    header: Header
    has_objects: bool
    has_pictures: bool
    has_masks: bool = False
