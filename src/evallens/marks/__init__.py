"""Files of marks: which images and instances a person marked, recognised again in whatever evaluation shows them."""

from .file import MarksFile, VerdictMark, parsed, read, write
from .identity import FoundMarks, described, found

__all__ = ["FoundMarks", "MarksFile", "VerdictMark", "described", "found", "parsed", "read", "write"]
