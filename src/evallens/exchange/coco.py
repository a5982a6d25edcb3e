"""COCO's format of detections, and what CVAT demands of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .collection import Collection, Size, pixels, scores

Json = dict[str, Any]


def coco(collection: Collection) -> Json:
    """The collection as COCO: ids from 1, boxes in pixels; an annotation with a ``score`` is a prediction.

    Masks are run lengths. The id and split of an image in the evaluation stand in its ``extra``.
    """
    extras = zip(collection.ids, collection.splits, strict=True)
    return {
        "info": {"description": collection.title},
        "licenses": [],
        "images": [
            {**image, "extra": {"id": key, "split": split}}
            for image, (key, split) in zip(_images(collection), extras, strict=True)
        ],
        "categories": _categories(collection),
        "annotations": list(_annotations(collection)),
    }


def cvat(collection: Collection) -> Json:
    """The collection as CVAT's importer "COCO 1.0" takes it: no key is missing, and none is of another tool."""
    images = [
        {"license": 0, "flickr_url": "", "coco_url": "", "date_captured": 0, **image} for image in _images(collection)
    ]
    annotations = []
    for annotation in _annotations(collection):
        annotation.pop("score", None)
        # CVAT reads a mask where COCO has a crowd, as it writes one itself.
        is_mask = isinstance(annotation["segmentation"], dict)
        annotations.append({**annotation, "iscrowd": int(is_mask), "attributes": {"occluded": False}})
    about = dict.fromkeys(("contributor", "date_created", "url", "version", "year"), "")
    return {
        "info": {**about, "description": collection.title},
        "licenses": [{"id": 0, "name": "", "url": ""}],
        "images": images,
        "categories": _categories(collection),
        "annotations": annotations,
    }


def _images(collection: Collection) -> Iterator[Json]:
    for place, (name, (width, height)) in enumerate(zip(collection.names, collection.sizes, strict=True)):
        size = {"width": width, "height": height} if width and height else {}
        yield {"id": place + 1, "file_name": name, **size}


def _categories(collection: Collection) -> list[Json]:
    return [{"id": place + 1, "name": name, "supercategory": ""} for place, name in enumerate(collection.classes)]


def _annotations(collection: Collection) -> Iterator[Json]:
    boxes = collection.boxes
    known = np.flatnonzero(np.isfinite(boxes.xywh).all(axis=1))
    columns = (
        known.tolist(),
        boxes.image[known].tolist(),
        boxes.label[known].tolist(),
        pixels(boxes.xywh[known]),
        pixels(boxes.area[known]),
        scores(boxes.score[known]),
        (~np.isnan(boxes.score[known])).tolist(),
    )
    for number, (place, image, label, box, area, score, is_scored) in enumerate(zip(*columns, strict=True)):
        yield {
            "id": number + 1,
            "image_id": image + 1,
            "category_id": label + 1,
            "bbox": box,
            "area": area,
            "iscrowd": 0,
            "segmentation": _mask(collection, place, collection.sizes[image]),
            **({"score": score} if is_scored else {}),
        }


def _mask(collection: Collection, place: int, size: Size) -> Json | list[Any]:
    """The run lengths of a mask; an empty list without one, or where the size of its picture is not known."""
    masks, rows = collection.boxes.masks, collection.boxes.mask
    width, height = size
    if masks is None or rows is None or not width or int(masks.heights[rows[place]]) != height:
        return []
    start, stop = masks.runs(int(rows[place]))
    if not len(start) or int(stop[-1]) > width * height:
        return []
    ends = np.concatenate([[0], np.stack([start, stop], axis=1).reshape(-1), [width * height]])
    return {"size": [height, width], "counts": np.diff(ends).tolist()}
