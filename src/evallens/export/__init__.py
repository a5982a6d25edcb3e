"""A Lens on paper: one-file HTML reports, and the text/html that a notebook keeps beside the widget."""

from .fallback import fallback
from .files import write
from .report import report
from .snapshot import Pictures, Snapshot
from .thresholds import Thresholds, with_thresholds

__all__ = ["Pictures", "Snapshot", "Thresholds", "fallback", "report", "with_thresholds", "write"]
