"""A Lens without its kernel: one-file HTML, and the text/html that a notebook keeps beside the widget."""

from .fallback import fallback, most_bytes
from .files import write
from .one_file import about_missing, one_file
from .snapshot import Lack, Pictures, Snapshot
from .thresholds import Thresholds, with_thresholds

__all__ = [
    "Lack",
    "Pictures",
    "Snapshot",
    "Thresholds",
    "about_missing",
    "fallback",
    "most_bytes",
    "one_file",
    "with_thresholds",
    "write",
]
