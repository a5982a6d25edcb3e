"""Readers: each recognises one kind of input by its structure and reads one side of an evaluation from it."""

from .choosing import READERS, known_formats, read, recognised, unknown
from .reading import BoxForm, BoxForms, Reader, Reading, Role, box_forms, is_path

__all__ = [
    "READERS",
    "BoxForm",
    "BoxForms",
    "Reader",
    "Reading",
    "Role",
    "box_forms",
    "is_path",
    "known_formats",
    "read",
    "recognised",
    "unknown",
]
