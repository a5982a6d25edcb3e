"""Record batches put together to batches of whole images, large enough to be matched at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .arrow import arrow, as_table, whole
from .flat import beginnings

BOXES_AT_ONCE = 1 << 16


def gathered(batches: Iterator[Any]) -> Iterator[Any]:
    """Tables of whole images from an iterator of record batches, or tables, which may cut an image anywhere.

    Of the form with one row a box the last image waits for the batch that follows it.
    """
    pa = arrow()
    held: list[Any] = []
    for batch in (one for given in batches for one in as_table(given).to_batches()):
        held.append(batch)
        if sum(map(_boxes, held)) < BOXES_AT_ONCE:
            continue
        table = pa.Table.from_batches(held)
        end = _last_image(table)
        held = table.slice(end).to_batches()
        if end:
            yield table.slice(0, end)
    if held:
        yield pa.Table.from_batches(held)


def _boxes(batch: Any) -> int:
    """How many boxes a batch holds at least."""
    if "side" in batch.schema.names:
        return int(batch.num_rows)
    lists = [batch.column(place) for place, name in enumerate(batch.schema.names) if name.endswith("_labels")]
    return sum(len(column.flatten()) for column in lists)


def _last_image(table: Any) -> int:
    """The row at which the last image begins; the end of a table of one row an image."""
    if "side" not in table.column_names:
        return int(table.num_rows)
    split = whole(table.column("split")) if "split" in table.column_names else None
    return int(beginnings(whole(table.column("image")), split)[-1])
