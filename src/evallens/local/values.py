"""Single values and columns as tools write them: numbers as text, tensors, numpy scalars, missing in many words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError

SCORE_SLACK = 0.001
"""How far beyond 0..1 a score may lie by the rounding of half precision."""
_NO = frozenset({"", "0", "0.0", "false", "no", "none", "null"})
_YES = frozenset({"1", "1.0", "true", "yes"})


def as_array(given: Any) -> NDArray[Any]:
    """An array of what is a list, a tensor, a Series, an Arrow column or an array already.

    Raises InputError for rows of different lengths and for what is no array at all.
    """
    held = _at_hand(given)
    if isinstance(held, np.ma.MaskedArray):
        masked = np.ma.getmaskarray(held)
        held = np.asarray(held.data, object).copy()
        held[masked] = None
    if isinstance(held, Sequence) and not isinstance(held, str | bytes):
        held = [_at_hand(value) for value in held]
    try:
        return np.asarray(held)
    except (TypeError, ValueError, RuntimeError) as error:
        raise InputError(f"is no array ({error})") from error


def numbers(given: Any) -> NDArray[np.floating]:
    """Numbers, of any shape, in the precision they came in; raises InputError for what is none."""
    values = as_array(given)
    if values.dtype.kind == "f":
        return values
    try:
        return values.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(str(error)) from error


def number(value: Any) -> float | None:
    """One number, also from its text; ``None``: it is none."""
    try:
        return float(_at_hand(value))
    except (TypeError, ValueError, OverflowError):
        return None


def key(value: Any) -> str | None:
    """An id as text: 1, 1.0, "1" and numpy's 1 are the same; ``None``: it is no id."""
    if type(value) is int:
        return str(value)
    if isinstance(value, str):
        return value.strip() or None
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else None
    return str(int(value)) if isinstance(value, int) else None


def flag(value: Any) -> bool | None:
    """A yes or no, as 0/1, a truth value or its text; missing is no; ``None``: it is neither."""
    if value is None:
        return False
    text = str(_at_hand(value)).strip().lower()
    return True if text in _YES else False if text in _NO else None


def length(value: Any) -> int:
    """Pixels of a side, 0 where they are not said or are no length."""
    said = number(value)
    return round(said) if said is not None and math.isfinite(said) and 0 < said < 1 << 31 else 0


def rounded(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """Scores, (n,); those beyond 0..1 by no more than rounding brought back to it."""
    if not len(scores) or (scores.min() >= 0 and scores.max() <= 1):
        return scores
    is_near = (scores >= -SCORE_SLACK) & (scores <= 1 + SCORE_SLACK)
    clipped: NDArray[np.floating] = np.where(is_near, np.clip(scores, 0, 1), scores)
    return clipped.astype(scores.dtype)


def look_like_percents(values: NDArray[np.floating]) -> bool:
    """Do scores, (n,), look like percents? One that is merely too large does not."""
    is_within = bool(((values >= 0) & (values <= 100)).all())
    return is_within and len(values) > 0 and float(np.median(values)) > 1 and float(values.max()) > 10


def named_rows(given: Any) -> Any:
    """A Series or data frame whose index holds words as a mapping by them; anything else as it is."""
    index = getattr(given, "index", None)
    if index is None or callable(index) or not len(index) or not all(isinstance(name, str) for name in index):
        return given
    if not index.is_unique:
        raise InputError(f"two rows are called {index[index.duplicated()][0]!r}")
    return dict(zip(index, given.to_numpy(), strict=True))


def field(holder: Any, names: Sequence[str]) -> Any:
    """The first of ``names`` that a mapping or an object has and that is not ``None``."""
    for name in names:
        value = holder.get(name) if isinstance(holder, Mapping) else getattr(holder, name, None)
        if value is not None:
            return value
    return None


def _at_hand(value: Any) -> Any:
    """A tensor of any device as an array."""
    if hasattr(value, "detach"):
        value = value.detach()
    if hasattr(value, "cpu"):
        value = value.cpu()
    return value.numpy() if hasattr(value, "numpy") and not isinstance(value, np.ndarray) else value
