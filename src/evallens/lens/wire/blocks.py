"""Which columns of the tables travel to the browser, each block once.

Rows are only ever appended to an evaluation's tables, so a block is "the rows not yet sent". What every row of a
block lacks is left out of it: js/src/data/tables.ts knows what stands for it.
"""

from __future__ import annotations

import gzip
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...evaluation import SuspectTable
from ...evaluation.answers import FoundObjects
from ...evaluation.columns.codec import Block, block, bytes_of, encode, framed
from ...evaluation.columns.cube import Cube
from ...evaluation.columns.tables import Images, Objects, Outcomes
from ...evaluation.metrics.cells import Mask

_PLAIN = 1 << 16
"""Bytes of a cube that travel as they are: gzip has to be unpacked over there, which no page waits for gladly."""
_LEVEL = 4
"""Of gzip: three times as fast as the usual 6, for a twentieth more bytes."""

_PLACES = ("split", "x", "y", "cluster")
_IMAGES = ("id", "name", "attributes")
_OBJECTS = ("image", "side", "label", "x", "y", "w", "h")


def places_block(images: Images, start: int) -> Block:
    """Where the images from row ``start`` on are: in which split and cluster, and where on the map."""
    return block(encode(images.after(start), _PLACES, is_brief=True))


def images_block(images: Images, start: int, alike: Mask | None = None) -> Block:
    """What else there is of the images from row ``start`` on; without ids where those are the names.

    ``alike``, (images,), says in which of them two models have the same truths; those beyond it, and ``None``: in all.
    """
    arrays = encode(images.after(start), _IMAGES, is_brief=True)
    if alike is not None and start < len(alike):
        whole = np.ones(len(images), np.uint8)
        whole[: len(alike)] = alike
        arrays["alike"] = whole[start:]
    return block(arrays)


def outcomes_block(outcomes: Outcomes, start: int) -> Block:
    """The outcomes from row ``start`` on; without references to objects where there are none."""
    return block(encode(outcomes.after(start), is_brief=True))


def cube_block(cube: Cube) -> Block:
    """A cube: its columns, or above 64 kB one column ``gzip`` of bytes, which are that block framed and compressed."""
    plain = block(encode(cube))
    if bytes_of(plain) <= _PLAIN:
        return plain
    packed = gzip.compress(framed(plain), compresslevel=_LEVEL, mtime=0)
    return block({"gzip": np.frombuffer(packed, np.uint8)})


def objects_block(objects: Objects, suspects: SuspectTable | None = None, *, has_twins: bool = False) -> Block:
    """All the objects; scores in float32, which is more than a label shows, and areas where one is not its box's.

    Of ``suspects`` alone travel what they are suspected of, with what weight, and the label in question: they are few.
    ``has_twins``: with them travels which object of another model each is; over there it is turned round for that one.
    """
    arrays = _object_arrays(objects)
    if has_twins:
        arrays["twin"] = objects.twin
    if suspects:
        arrays |= _suspect_arrays(objects, suspects)
    return block(arrays)


def found_objects_block(found: FoundObjects) -> Block:
    """Some of the objects as in ``objects_block``, with the ``row`` of each."""
    return block({"row": found.rows} | _object_arrays(found.objects))


def _object_arrays(objects: Objects) -> dict[str, NDArray[Any]]:
    arrays = encode(objects, _OBJECTS) | {"score": objects.score.astype(np.float32)}
    if objects.has_own_areas:
        arrays["area"] = objects.pixel_area
    near = np.nan_to_num(objects.same_iou.astype(np.float64))
    if near.any():
        # Nothing is compared with it over there: it is only read.
        arrays["near"] = np.rint(100 * near).astype(np.uint8)
    return arrays


def _suspect_arrays(objects: Objects, table: SuspectTable) -> dict[str, NDArray[Any]]:
    """By object row, as those that are close to one another pack best."""
    order = np.argsort(table.rows)
    rows = table.rows[order]
    columns = {
        "row": rows,
        "suspect": objects.suspect[rows],
        "weight": objects.weight[rows],
        "against": table.truths[order],
        "overlap": table.iou[order].astype(np.float32),
    }
    return {f"suspect.{name}": values for name, values in columns.items()}
