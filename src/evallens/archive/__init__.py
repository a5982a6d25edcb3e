"""A zip of named arrays: written whole or not at all, read as numbers only. It knows nothing of evaluations.

Nothing is ever unpickled, and a file that is cut off, damaged or made up is a DataError: so is one that
claims to hold more than 4 GiB, or more than 64 MiB and 200 times its own size. The same arrays give the same bytes.
"""

from .files import is_file, is_folder, named, opened, replacing
from .reading import Folder, check_size, content
from .writing import write

__all__ = ["Folder", "check_size", "content", "is_file", "is_folder", "named", "opened", "replacing", "write"]
