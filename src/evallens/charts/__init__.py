"""Altair charts of an evaluation, or of what a Lens shows: ordinary charts, to be layered and saved.

>>> import evallens
>>> from evallens import charts
>>> charts.matrix(evallens.demo(), confidence=50).save("matrix.png")  # doctest: +SKIP
"""

from .curve import threshold_curve
from .dashboard import dashboard
from .matrix import matrix
from .scatter import scatter

__all__ = ["dashboard", "matrix", "scatter", "threshold_curve"]
