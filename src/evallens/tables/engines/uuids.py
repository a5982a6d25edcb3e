"""UUIDs of tables in memory, as Arrow and pandas hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    import pyarrow as pa

NAMING: dict[str, tuple[str, ...]] = {"images": ("id", "name"), "outcomes": ("image",), "objects": ("image",)}
"""The columns of each table that name an image."""


def texts_of_uuids(name: str, table: pa.Table) -> pa.Table:
    """An Arrow table whose UUIDs are their texts, in the columns that name images."""
    for column in NAMING.get(name, ()):
        if column in table.column_names and _is_uuid(table.schema.field(column).type):
            place = table.column_names.index(column)
            table = table.set_column(place, column, _texts(table[column]))
    return table


def _is_uuid(kind: Any) -> bool:
    import pyarrow as pa

    storage = getattr(kind, "storage_type", kind)
    return bool(pa.types.is_fixed_size_binary(storage) and storage.byte_width == 16)


def _texts(column: Any) -> pa.Array:
    import pyarrow as pa

    held = column.cast(pa.binary(16)).to_pylist()
    return pa.array([None if one is None else str(UUID(bytes=one)) for one in held], pa.string())
