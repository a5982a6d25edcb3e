"""The kinds facet: outcomes of the chosen kinds of error."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import unknown_name
from ..arguments import listed
from ..columns.extent import Extent
from ..columns.header import Header
from ..metrics.cells import Mask
from ..metrics.kinds import NAMES, kinds_of
from ..results import Behind
from .facet import OutcomeFacet, Rows

Names = tuple[str, ...]

_MEANING = 'kinds is a list of kinds of error such as ["duplicate", "background"]'


def _checked(given: Any, _header: Header, _extent: Extent) -> Names:
    """Names of kinds, each once; raises UnknownNameError for another word."""
    names = tuple(dict.fromkeys(listed(given, _MEANING)))
    for name in names:
        if name not in NAMES:
            raise unknown_name("kind of error", name, NAMES)
    return names


def _kept(names: Names, behind: Behind, rows: Rows) -> Mask:
    return np.isin(kinds_of(behind.columns.outcomes, behind.header, rows), [NAMES.index(name) for name in names])


KINDS = OutcomeFacet[Names](name="kinds", is_in_cube=True, group="outcomes", empty=(), check=_checked, keep=_kept)
