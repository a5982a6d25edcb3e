"""The transition facet: outcomes by what became of their truth, or of their false positive, since a baseline."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import InputError, unknown_name
from ..arguments import listed, pair
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import cell_key
from ..metrics.cells import Mask
from ..metrics.two import OF_TRUTHS, TRANSITIONS
from ..results import Behind
from .cells import class_of
from .facet import OutcomeFacet, Rows

Transitions = tuple[str | tuple[int, int], ...]
"""Words, and pairs of classes: what the baseline predicted a truth as, and what the model on show does."""

_MEANING = 'transition is a list of words such as "broken", and of pairs of predicted classes such as ("cat", "dog")'


def _checked(given: Any, header: Header, _extent: Extent) -> Transitions:
    """Words and pairs of class indices, each once; raises UnknownNameError for another word or class."""
    each = [given] if isinstance(given, str) else listed(given, _MEANING)
    return tuple(dict.fromkeys(_one(one, header) for one in each))


def _one(given: Any, header: Header) -> str | tuple[int, int]:
    if isinstance(given, str):
        if given not in TRANSITIONS:
            raise unknown_name("transition", given, TRANSITIONS)
        return given
    was, now = pair(given, _MEANING)
    return class_of(was, header), class_of(now, header)


def _kept(chosen: Transitions, behind: Behind, rows: Rows) -> Mask:
    told = behind.told
    if told is None:
        raise InputError("transition is asked of two models: this question names no baseline.")
    code = told.code[rows]
    kept: Mask = np.isin(code, [TRANSITIONS.index(word) for word in chosen if isinstance(word, str)])
    pairs = np.array([one for one in chosen if not isinstance(one, str)], np.intp).reshape(-1, 2)
    if len(pairs):
        is_such = np.isin(cell_key(told.was[rows], told.now[rows]), cell_key(pairs[:, 0], pairs[:, 1]))
        kept |= is_such & np.isin(code, OF_TRUTHS)
    return kept


TRANSITION = OutcomeFacet[Transitions](name="transition", group="outcomes", empty=(), check=_checked, keep=_kept)
