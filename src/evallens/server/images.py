"""One image of an evaluation: what is known of it, and its picture."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import quote

import numpy as np

from ..errors import DataError
from ..evaluation.columns.tables import TRUTH
from ..pictures import Picture
from .parameters import RefusedError
from .served import ServedEvaluation

_MEDIA = ((b"\xff\xd8", "image/jpeg"), (b"\x89PNG", "image/png"), (b"RIFF", "image/webp"), (b"GIF8", "image/gif"))
SIZES = ("original.jpg", "thumb.jpg")


class Found(NamedTuple):
    """An image of one of the evaluations."""

    served: ServedEvaluation
    row: int


def owner_id(workspace: str) -> str:
    """What stands for a workspace in the address of a picture; not its name, as with the service."""
    return hashlib.sha256(workspace.encode()).hexdigest()[:20]


def find(evaluations: Sequence[ServedEvaluation], image_id: str, project: str | None = None) -> Found:
    """The image ``image_id`` of a project (or of any); 404 when there is none."""
    for served in evaluations:
        if served.evaluation is not None and project in (None, served.project):
            (row,) = served.evaluation.queries.find([image_id])
            if row is not None:
                return Found(served, row)
    raise RefusedError(404, "not_found", "Image not found.")


def description(found: Found, base: str) -> dict[str, Any]:
    """The answer for one image; boxes are the ground truth, x and y their centres in pixels."""
    evaluation = found.served.data
    image, images = evaluation.image(found.row), evaluation.queries.images(np.array([found.row]))
    address = f"{base}/source/{owner_id(found.served.workspace)}/{quote(image.id, safe='')}"
    boxes, size = _boxes(found), _size(found)
    return {
        "image": {
            "id": image.id,
            "name": image.name,
            "annotation": {"key": "ground-truth", "width": size[0], "height": size[1], "boxes": boxes},
            "labels": sorted({box["label"] for box in boxes}),
            "split": image.split,
            "tags": [],
            "created": int(found.served.created_at.timestamp() * 1000),
            "urls": {"original": f"{address}/original.jpg", "thumb": f"{address}/thumb.jpg", "annotation": None},
            "embedding": [float(v) for v in (images.x[0], images.y[0]) if np.isfinite(v)],
        }
    }


def picture(found: Found, size: str) -> Picture:
    """The thumbnail, or the largest picture there is; 404 without one."""
    evaluation = found.served.data
    store, image = evaluation.pictures, evaluation.image(found.row)
    got = None
    # A picture of a folder may be deleted or damaged since the evaluation was made.
    with suppress(DataError):
        if store is not None:
            got = (store.large(image) if size == "original.jpg" else None) or store.thumbnail(image)
    if got is None:
        raise RefusedError(404, "not_found", "This evaluation has no picture of the image.")
    return got


def media_type(data: bytes) -> str:
    """What kind of picture ``data`` is, by its first bytes."""
    return next((kind for start, kind in _MEDIA if data.startswith(start)), "application/octet-stream")


def _boxes(found: Found) -> list[dict[str, Any]]:
    objects = found.served.data.queries.objects(np.array([found.row])).objects
    rows = np.flatnonzero(objects.side == TRUTH).tolist()
    classes = found.served.data.classes
    return [
        {
            "label": classes[int(objects.label[row])],
            "x": float(objects.x[row] + objects.w[row] / 2),
            "y": float(objects.y[row] + objects.h[row] / 2),
            "width": float(objects.w[row]),
            "height": float(objects.h[row]),
        }
        for row in rows
    ]


def _size(found: Found) -> tuple[int | None, int | None]:
    store = found.served.data.pictures
    known = None
    with suppress(DataError):
        known = None if store is None else store.thumbnail(found.served.data.image(found.row))
    return (known.width or None, known.height or None) if known else (None, None)
