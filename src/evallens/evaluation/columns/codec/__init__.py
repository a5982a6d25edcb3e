"""From a table to named arrays and back, and those as blocks of tagged bytes or as one run of bytes.

The saved file, the cache of reports, what is sent to the browser and the one-file report use it:

- ``arrays``: a table as named arrays. A column that the reader does not know is ignored, one that is missing is what
  its schema says. What would change sums needs a new format of whatever holds the arrays.
- ``attributes``: the attributes of images among them. ``lookup``: one array, in the type it must have.
- ``blocks``: named arrays as tagged bytes, narrowed; js/src/data/columns.ts reads them.
- ``frames``: nested values with blocks among them as one run of bytes; js/src/host/savedModel.ts reads it.

Nothing here reads or writes a file.
"""

from .arrays import decode, encode
from .blocks import Block, arrays_of, block, bytes_of, values_of
from .frames import framed, size_of, unframed
from .lookup import Arrays, numbers_of, ragged

__all__ = [
    "Arrays",
    "Block",
    "arrays_of",
    "block",
    "bytes_of",
    "decode",
    "encode",
    "framed",
    "numbers_of",
    "ragged",
    "size_of",
    "unframed",
    "values_of",
]
