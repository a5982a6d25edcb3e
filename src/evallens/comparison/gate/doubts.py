"""What makes every number of an evaluation doubtful: records that were left out of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...errors import InputError, unknown_name
from ...evaluation.columns.notices import Notice

LEFT_OUT = (
    *("no-shape", "no-area", "no-label", "no-count", "unknown-class", "unknown-split"),
    *("images-not-listed", "matrix-differs"),
    *("image-in-one", "class-in-one", "truths-differ", "thresholds-in-one"),
)
"""Codes of notices of records that were left out, or that nobody can be sure of."""
FEW_IMAGES = "few-images"
"""Stands, among what is accepted, for classes in too few images to be tested."""


def doubts(notices: Iterable[Notice], accepted: Iterable[str]) -> tuple[Notice, ...]:
    """The notices that speak of records left out and are not accepted."""
    return tuple(one for one in notices if one.code in LEFT_OUT and one.code not in accepted)


def checked(accepted: Any) -> frozenset[str]:
    """Codes of doubts that are accepted; raises InputError for no list of texts, UnknownNameError for another code."""
    if isinstance(accepted, str | bytes) or not isinstance(accepted, Iterable):
        raise InputError(f'accept is a list of codes, such as ["no-area"], not {accepted!r}.')
    codes = list(accepted)
    known = [*LEFT_OUT, FEW_IMAGES]
    for code in codes:
        if code not in known:
            raise unknown_name("doubt to accept", code, known)
    return frozenset(codes)
