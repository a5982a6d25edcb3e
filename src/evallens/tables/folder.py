"""A folder of Parquet that ``Evaluation.to_parquet`` wrote: what it says of itself, checked against its files."""

from __future__ import annotations

import os
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from ..archive import Folder as Arrays
from ..archive import check_size, is_folder, opened, unfinished
from ..errors import DataError, InputError
from ..evaluation.columns import codec
from ..evaluation.columns.coverage import Coverage
from ..evaluation.columns.cube import Cube
from ..evaluation.columns.extent import Extent
from ..evaluation.columns.header import Header
from ..evaluation.columns.meta import read as read_header
from ..evaluation.columns.tables import SPLITS
from ..evaluation.tabled import layout
from ..evaluation.tabled.about import CUBE, NAME, VERSION, About
from ..matching.percent import PERCENTS
from .checking import check_files


@dataclass(frozen=True, eq=False)
class TableFolder:
    """A folder whose files are what it says."""

    path: Path
    about: About
    header: Header
    cube: Cube

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> TableFolder:
        """What a folder says of itself; no row is read.

        Raises InputError where there is no such folder, DataError where it is not finished, of another version, lacks a
        file, or holds other rows or columns than it says, MissingExtraError without pyarrow.
        """
        folder = Path(path)
        try:
            about = _about(folder)
            header = read_header(about)
            check_files(folder, about, header)
            cube = _cube(folder, len(header.classes))
        except msgspec.MsgspecError as error:
            raise DataError(f"{folder}: {NAME} is not what it should be: {error}") from error
        except DataError as error:
            raise DataError(f"{folder}: {error}") from error
        except OSError as error:
            raise InputError(f"{folder}: cannot be read ({error.strerror or error})") from error
        return cls(folder, about, header, cube)

    @property
    def extent(self) -> Extent:
        """How much there is."""
        about = self.about
        return Extent(
            split_sizes=about.splits,
            unsplit=about.unsplit,
            outcomes=about.rows(layout.OUTCOMES) or 0,
            objects=about.rows(layout.OBJECTS),
            has_masks=about.has_masks,
            has_scores=about.has_scores,
            clusters=about.clusters,
        )

    @property
    def coverage(self) -> Coverage:
        """Which thresholds of which splits the outcomes answer."""
        covered = np.zeros((len(SPLITS), PERCENTS), np.bool_)
        for split, ranges in self.about.covered.items():
            for first, last in ranges:
                covered[SPLITS.index(split), first : last + 1] = True
        return Coverage(covered)

    def files(self, table: str) -> list[str]:
        """The files of one of the tables that ``layout`` names; none where there is no such table.

        Absolute: they are read later, maybe from another working directory.
        """
        return [str(self.path.absolute() / part.name) for part in self.about.parts.get(table, ())]


def _about(folder: Path) -> About:
    if not is_folder(folder):
        left = unfinished(folder)
        more = f" {left[0].name} beside it is what a writer left that was killed: write it again." if left else ""
        raise InputError(f"{folder}: there is no such folder.{more}")
    try:
        raw = (folder / NAME).read_bytes()
    except FileNotFoundError:
        is_half = any((folder / name).is_dir() for name in (layout.IMAGES, layout.OUTCOMES))
        what = "is not finished, or was copied in part" if is_half else "is no evaluation in tables"
        raise DataError(f"{what}: it holds no {NAME}.") from None
    version = _version(raw)
    if version != VERSION:
        is_newer = isinstance(version, int) and version > VERSION
        what_to_do = ": update evallens" if is_newer else ""
        raise DataError(f"is of version {version!r}; this one reads {VERSION}{what_to_do}.")
    return msgspec.json.decode(raw, type=About)


def _cube(folder: Path, classes: int) -> Cube:
    try:
        with opened(folder / CUBE) as file, zipfile.ZipFile(file) as archive:
            check_size(archive, os.fstat(file.fileno()).st_size)
            cube = codec.decode(Cube, Arrays(archive), f"{CUBE}: ")
    except FileNotFoundError:
        raise DataError(f"{CUBE} is missing.") from None
    except DataError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DataError(f"{CUBE}: is damaged or cut off ({error})") from error
    most = max(int(cube.actual.max(initial=0)), int(cube.predicted.max(initial=0)))
    if len(cube) and most >= classes:
        raise DataError(f"{CUBE}: names class {most} of {classes}.")
    return cube


def _version(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw, type=dict[str, Any]).get("tables")
    except (UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"{NAME} is no JSON ({error})") from error
