"""The pictures of an evaluation's images: one of them looked at, all of them saved with it."""

from __future__ import annotations

import numpy as np

from .. import archive
from ..errors import InputError, UnknownNameError, unknown_name
from ..exchange import FilePath
from ..pictures import Picture
from ..pictures.sized import sized
from ..pictures.stored import StoredPictures
from . import arguments, saving, tabled
from .loaded import Loaded
from .metrics.cells import Mask

_SIZE = "size is a whole number of pixels a side, 1 or more"
_FEW_NAMES = 10_000
"""Up to so many names the closest is looked for, which takes about 10 microseconds a name."""


class Pictured(Loaded):
    """What is loaded, with the pictures behind it."""

    def picture(self, image: str | int, size: int | None = None) -> Picture | None:
        """The picture of an image as it is shown, ``None`` where there is none.

        Args:
            image: Its name or its row.
            size: The most pixels a side; by default as large as a view shows it.

        Returns:
            Encoded bytes, and the width and height in pixels in which boxes are measured.

        Raises InputError for an image that is not there, for a name that several have and for a size below 1,
        DataError for a file that is no picture.

        >>> import evallens
        >>> ev = evallens.demo()
        >>> found = ev.picture("train-0001.webp")
        >>> found.width, found.height
        (128, 128)
        """
        if size is not None and arguments.whole(size, _SIZE) < 1:
            raise InputError(f"{_SIZE}, not {size!r}")
        ref = self.image(self._row(image))
        return None if self.pictures is None else sized(self.pictures, ref, size)

    def _row(self, image: str | int) -> int:
        if not isinstance(image, str):
            row = arguments.whole(image, "an image is a name or a row")
            if not 0 <= row < self.image_count:
                raise InputError(f"No image has row {row}: there are {self.image_count}.")
            return row
        rows = self.queries.named(image).tolist()
        if not rows:
            raise self._unknown_image(image)
        if len(rows) > 1:
            raise InputError(f"{len(rows):,} images are called {image!r}: say which by row, such as {rows[0]}.")
        return int(rows[0])

    def _unknown_image(self, name: str) -> UnknownNameError:
        if self.image_count > _FEW_NAMES:
            return UnknownNameError(f"No image named {name!r} among {self.image_count:,}.")
        return unknown_name("image", name, self.queries.images().name)

    def save(self, path: str | FilePath) -> None:
        """Write the evaluation to one file, by custom called NAME.evallens; all or nothing.

        Read it again with ``evallens.open(path)``. Raises InputError when it cannot be written.
        """
        if self.tables is not None:
            raise InputError(
                "This evaluation is in tables, which no single file holds: what they were opened from is what is kept. "
                "ev.to_memory(ev.images(...)) takes the images of a filter into memory, and those can be saved."
            )
        pictures, parts = None, self._saved
        refs = self._behind.refs(np.arange(self.image_count))
        if self.pictures is not None:
            # Asked for together: a service's are fetched a few at once.
            pictures = StoredPictures.of(list(self.pictures.thumbnails(refs)))
        most = saving.MOST_SEGMENTATIONS // len(parts)
        segmentations = [
            None
            if (store := part.segmentations) is None
            else StoredPictures.within(store.thumbnails(refs), len(refs), most)
            for part in parts
        ]
        entries = saving.entries(parts, pictures, segmentations, self._alike)
        archive.write(path, entries, compressed={saving.PICTURES})

    def to_parquet(self, folder: str | FilePath, *, overwrite: bool = False) -> None:
        """Write the evaluation into a folder of Parquet, which engines ask without reading all of it; all or nothing.

        The tables are ``images``, ``outcomes``, the same again ``outcomes_by_cell``, and ``objects`` where there are
        any; their columns are described in docs/scale.md. Pictures are not among them. Read it again with
        ``evallens.open(folder)``.

        Args:
            folder: A name that nothing has yet.
            overwrite: Replace an evaluation in tables of that name.

        Raises InputError when it cannot be written, when something of that name is there, and for an evaluation of two
        models; MissingExtraError without the packages of ``evallens[tables]``.

        >>> import evallens, tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as home:
        ...     evallens.demo().to_parquet(Path(home) / "run")
        ...     print(*sorted(file.name for file in (Path(home) / "run").iterdir()))
        cube.npz evallens.json images objects outcomes outcomes_by_cell
        """
        if len(self._saved) > 1:
            names = ", ".join(f"ev.model({part.name!r})" for part in self._saved)
            raise InputError(f"A folder of tables holds one model: write {names} each into its own.")
        tabled.written(folder, self.header, self.columns, self.coverage, overwrite=overwrite)

    @property
    def _saved(self) -> list[saving.Part]:
        """What is saved of each model."""
        return [saving.Part("", self.header, self.columns, self.coverage, self.segmentations)]

    @property
    def _alike(self) -> Mask | None:
        """Of which images every model has the same truths, (images,); ``None``: of all."""
        return None
