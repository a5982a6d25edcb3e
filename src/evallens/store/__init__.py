"""One evaluation in one file, NAME.evallens: a zip of ``.npy`` columns, ``meta.json`` and thumbnails.

Numbers are read as numbers: nothing is ever unpickled, every column has the dtype and length it must
have, and a file that is cut off, damaged or made up is a DataError that names it: so is one that claims to
hold more than 4 GiB, or more than 64 MiB and 200 times its own size. The same evaluation gives the same bytes.
"""

from ..pictures.stored import StoredPictures
from .reading import load
from .writing import save

__all__ = ["StoredPictures", "load", "save"]
