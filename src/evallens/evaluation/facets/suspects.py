"""The suspects facet: outcomes one of whose objects makes a label suspect, of the chosen kinds."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import InputError, unknown_name
from ..arguments import listed
from ..columns.extent import Extent
from ..columns.header import Header
from ..metrics.cells import Mask
from ..metrics.suspects import NAMES, codes_of
from ..results import Behind
from .facet import OutcomeFacet, Rows
from .ranges import has_objects

Names = tuple[str, ...]

_KINDS = NAMES[1:]
_MEANING = 'suspects is a list of kinds of suspect such as ["wrong label"]'


def _checked(given: Any, _header: Header, extent: Extent) -> Names:
    """Names of kinds, each once; raises UnknownNameError for another word, InputError where there are no boxes."""
    names = tuple(dict.fromkeys(listed(given, _MEANING)))
    for name in names:
        if name not in _KINDS:
            raise unknown_name("kind of suspect", name, _KINDS)
    if names and not has_objects(extent):
        raise InputError("This evaluation has no boxes, so no label of it is suspect.")
    return names


def _kept(names: Names, behind: Behind, rows: Rows) -> Mask:
    codes, wanted = codes_of(behind.columns, rows), [NAMES.index(name) for name in names]
    return np.asarray(np.isin(codes, wanted).any(axis=0))


SUSPECTS = OutcomeFacet[Names](name="suspects", group="outcomes", empty=(), check=_checked, keep=_kept, has=has_objects)
