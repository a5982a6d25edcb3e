"""Reads an evaluation from one file, NAME.evallens, that ``Evaluation.save`` wrote.

The file is an archive of columns, ``meta.json`` and thumbnails. Every column has the dtype and length it must
have, or the file is a DataError that names it. A file with images that are in no split is refused by versions that
know the three splits alone, as one whose split index they do not know.
"""

from .reading import load

__all__ = ["load"]
