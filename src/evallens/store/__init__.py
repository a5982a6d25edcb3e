"""Reads an evaluation from one file, NAME.evallens, that ``Evaluation.save`` wrote.

The file is an archive of columns, ``meta.json`` and thumbnails. Every column has the dtype and length it must
have, or the file is a DataError that names it.
"""

from .reading import load

__all__ = ["load"]
