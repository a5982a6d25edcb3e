"""A folder of Parquet as an evaluation that DuckDB answers for."""

from __future__ import annotations

import os
from typing import Any

from ..evaluation import Evaluation
from ..evaluation.metrics.stored_errors import STORED
from ..evaluation.tabled import layout
from ..evaluation.tabled.about import NAME, attributes_of
from ..pictures.one_by_one import pictures_by_name
from .engines import DuckOfFiles
from .folder import TableFolder
from .opening import evaluation_of
from .queries import TableQueries
from .spans import Span


def open_folder(path: str | os.PathLike[str], images: Any = None) -> Evaluation:
    """Open what ``Evaluation.to_parquet`` wrote; its rows stay where they are.

    Args:
        path: The folder.
        images: The pictures: a folder, a mapping by image name or id, or a callable that is given an image.

    Raises InputError where there is no such folder, DataError where it is not whole, of another version, or contradicts
    itself, MissingExtraError without the packages of ``evallens[tables]``.
    """
    found = TableFolder.read(path)
    tables = (layout.IMAGES, layout.OUTCOMES, layout.BY_CELL, layout.OBJECTS)
    queries = TableQueries(
        header=found.header,
        engine=DuckOfFiles.described(
            {name: files for name in tables if (files := found.files(name))}, found.path.absolute() / NAME
        ),
        extent=found.extent,
        coverage=found.coverage,
        spans=tuple(Span(*span) for span in found.about.spans) or None,
        whole=found.cube,
        stored=frozenset(STORED),
        stored_f1=frozenset(STORED if found.about.has_f1 else ()),
        bounds=found.about.bounds,
        pictures=pictures_by_name(images),
        attributes=attributes_of(found.about.attributes),
    )
    return evaluation_of(queries, file=str(found.path.absolute()))
