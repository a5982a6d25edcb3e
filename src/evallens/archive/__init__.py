"""A zip of named arrays, or a folder of Parquet: written whole or not at all. It knows nothing of evaluations.

Nothing is ever unpickled, and a file that is cut off, damaged or made up is a DataError: so is one that
claims to hold more than 4 GiB, or more than 64 MiB and 200 times its own size. The same arrays give the same bytes.
"""

from .files import is_file, is_folder, named, opened, replacing
from .folders import on_disk, replacing_folder, unfinished
from .reading import Folder, check_names, check_size, content
from .writing import write

__all__ = [
    "Folder",
    "check_names",
    "check_size",
    "content",
    "is_file",
    "is_folder",
    "named",
    "on_disk",
    "opened",
    "replacing",
    "replacing_folder",
    "unfinished",
    "write",
]
