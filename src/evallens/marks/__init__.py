"""Files of marks: which images and instances a person marked, recognised again in whatever evaluation shows them."""

from .file import MarksFile, VerdictMark, encoded, parsed, read, write
from .identity import FoundMarks, described, found

__all__ = ["FoundMarks", "MarksFile", "VerdictMark", "described", "encoded", "found", "parsed", "read", "write"]
