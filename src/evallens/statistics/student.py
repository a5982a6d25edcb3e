"""Student's distribution, as far as intervals and tests over few images need it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .normal import Z95, two_sided

Values = NDArray[np.float64]

# Products, for powers may end in other digits elsewhere.
_Z3 = Z95 * Z95 * Z95
_Z5 = _Z3 * Z95 * Z95
_Z7 = _Z5 * Z95 * Z95
_TERMS = (
    (_Z3 + Z95) / 4,
    (5 * _Z5 + 16 * _Z3 + 3 * Z95) / 96,
    (3 * _Z7 + 19 * _Z5 + 17 * _Z3 - 15 * Z95) / 384,
)


def reach95(freedom: Any) -> Values:
    """How many standard errors a two-sided 95 % interval reaches, of the shape of ``freedom``; NaN below 1.

    Within .003 of the quantile from 5 degrees of freedom on, by sums alone, so that the browser finds the same. Source:
    Abramowitz and Stegun, 26.7.5.

    >>> reach95([4, 19, 239]).round(3).tolist()
    [2.769, 2.093, 1.97]
    """
    freedom = np.asarray(freedom, np.float64)
    one = np.divide(1.0, freedom, out=np.full(freedom.shape, np.nan), where=freedom >= 1)
    first, second, third = _TERMS
    found: Values = Z95 + one * (first + one * (second + one * third))
    return found


def reach(error: Values, freedom: Values, images: Values) -> Values:
    """How far a 95 % interval over so many ``images`` reaches to both sides, all of one shape.

    Without any spread, for no image speaks unlike the others, it is 3 / n of n images: so many of 100 may still differ.
    Source: Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?", 1983.
    """
    still = 3 / np.where(images > 0, images, np.nan)
    found: Values = np.where(error == 0, still, reach95(freedom) * error)
    return found


def p_value(delta: Any, error: Any, freedom: Any) -> Values:
    """The two-sided p of ``delta / error``, all of one shape; 1 where both are 0, NaN where only the error is.

    Within .001 from 5 degrees of freedom on. Source: Wallace, "Bounds on normal approximations to Student's and the
    chi-square distributions", 1959.

    >>> p_value([2.0, 0.0], [1.0, 0.0], [19, 19]).round(3).tolist()
    [0.06, 1.0]
    """
    delta, error, freedom = np.broadcast_arrays(*(np.asarray(each, np.float64) for each in (delta, error, freedom)))
    is_known = (error > 0) & (freedom >= 1)
    t = np.divide(delta, error, out=np.full(delta.shape, np.nan), where=is_known)
    degrees = np.where(is_known, freedom, 1.0)
    z = np.sqrt(degrees * np.log1p(np.square(t) / degrees)) * (8 * degrees + 1) / (8 * degrees + 3)
    return np.where((delta == 0) & (error == 0), 1.0, two_sided(z))
