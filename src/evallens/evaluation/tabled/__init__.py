"""An evaluation in a folder of Parquet: what its tables hold, in which order, and how they are written.

- ``about``: evallens.json, what the folder says of itself.
- ``layout``: the columns of the tables.
- ``order``: the order of the images, so that row groups of whole images can be passed over.
- ``section``: some of the images in files of their own, by any process.
- ``by_cell``: the outcomes once more, sorted by cell.
- ``writer``: batches of images in, a folder out, in bounded memory.
"""

from .about import About
from .writer import FolderWriter, written

__all__ = ["About", "FolderWriter", "written"]
