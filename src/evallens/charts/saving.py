"""Altair's charts, which say what to install when they are saved as pictures and cannot be."""

from __future__ import annotations

from typing import Any, TypeVar

import altair as alt

from ..errors import missing_extra

_T = TypeVar("_T")


class _Saved:
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save as Altair does: JSON, HTML, PNG, SVG or PDF; raises MissingExtraError where vl-convert is missing."""
        try:
            super().save(*args, **kwargs)  # type: ignore[misc]  # of the chart it is mixed into
        except (ImportError, ValueError) as error:  # Altair raises either.
            if "vl-convert" not in str(error):
                raise
            raise missing_extra("A chart saved as a picture", "vl-convert-python", "charts") from error


class Chart(_Saved, alt.Chart):
    """Altair's ``Chart``."""


class LayerChart(_Saved, alt.LayerChart):
    """Altair's ``LayerChart``."""


class HConcatChart(_Saved, alt.HConcatChart):
    """Altair's ``HConcatChart``."""


_KINDS = {alt.Chart: Chart, alt.LayerChart: LayerChart, alt.HConcatChart: HConcatChart}


def saving(chart: _T) -> _T:
    """The same chart, whose ``save`` knows the extra."""
    # Set past Altair, which takes any attribute for a part of the specification.
    object.__setattr__(chart, "__class__", _KINDS.get(type(chart), type(chart)))
    return chart
