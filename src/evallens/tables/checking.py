"""Are the files of a folder what it says? Their footers are read, and no rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..archive.parquet import Part, arrow_schema
from ..errors import DataError, missing_extra
from ..evaluation.columns.header import Header
from ..evaluation.metrics.stored_errors import STORED, f1_name
from ..evaluation.tabled import layout
from ..evaluation.tabled.about import NAME, About, attributes_of

_NAME = re.compile(r"\w+/[\w-]+\.parquet")


def check_files(folder: Path, about: About, header: Header) -> None:
    """Raise DataError where a file is missing, or its rows or columns are not what ``about`` says."""
    expected = _expected(about, header)
    missing = [name for name in expected if name not in about.parts]
    if missing:
        raise DataError(f"{NAME} names no files of {missing[0]}.")
    strange = [part.name for parts in about.parts.values() for part in parts if not _NAME.fullmatch(part.name)]
    if strange:
        raise DataError(f"{NAME} names {strange[0]!r}, which is no file of a table in this folder.")
    for name, schema in expected.items():
        for part in about.parts[name]:
            _check_file(folder, name, part, schema)
    _check_sizes(about)


def _check_sizes(about: About) -> None:
    images = sum(about.splits.values()) + about.unsplit
    if about.rows(layout.IMAGES) != images:
        raise DataError(f"{NAME} tells of {images:,} images, and images holds {about.rows(layout.IMAGES):,}.")
    once, again = about.rows(layout.OUTCOMES), about.rows(layout.BY_CELL)
    if once != again:
        raise DataError(
            f"{layout.OUTCOMES} holds {once:,} rows and {layout.BY_CELL} {again:,}, which must be the same."
        )


def _check_file(folder: Path, table: str, part: Part, schema: Any) -> None:
    footer = _footer(folder, part)
    if footer.num_rows != part.rows:
        raise DataError(f"{part.name}: holds {footer.num_rows:,} rows, and {NAME} says {part.rows:,}.")
    found = footer.schema.to_arrow_schema()
    for wanted in schema:
        if wanted.name not in found.names:
            raise DataError(f"{part.name}: has no column {wanted.name!r}, which {table} have.")
        own = found.field(wanted.name).type
        if not _is_alike(own, wanted.type):
            raise DataError(f"{part.name}: the column {wanted.name!r} is {own}, not {wanted.type}.")


def _footer(folder: Path, part: Part) -> Any:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise missing_extra("Opening an evaluation in tables", "pyarrow", "tables") from None
    try:
        return parquet.read_metadata(folder / part.name)
    except FileNotFoundError:
        raise DataError(f"{part.name} is missing, with {part.rows:,} rows.") from None
    except pa.ArrowInvalid as error:
        raise DataError(f"{part.name}: is no file of Parquet, or is cut off ({error})") from error


def _expected(about: About, header: Header) -> dict[str, Any]:
    """The schema of each table, as a writer of nothing would write it."""
    has_objects = layout.OBJECTS in about.parts
    tables = layout.of_nothing(
        header, attributes_of(about.attributes), has_objects=has_objects, has_masks=about.has_masks
    )
    if not about.has_f1:
        for percent in STORED:
            del tables[layout.IMAGES][f1_name(percent)]
    return {name: arrow_schema(columns) for name, columns in tables.items()}


def _is_alike(own: Any, wanted: Any) -> bool:
    """Is a type what is wanted: whole numbers, numbers, texts or lists? Other writers take longer or shorter ones."""
    from pyarrow import types

    def kind(one: Any) -> str:
        tests = {
            "whole": types.is_integer,
            "float": types.is_floating,
            "text": lambda one: types.is_string(one) or types.is_large_string(one) or types.is_string_view(one),
            "list": lambda one: types.is_list(one) or types.is_large_list(one),
        }
        return next((name for name, test in tests.items() if test(one)), str(one))

    return kind(own) == kind(wanted)
