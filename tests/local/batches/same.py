"""The same data for ``evaluate`` and for a matcher, and what both make of it in one form that can be compared."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyarrow as pa

from evallens import Evaluation
from evallens.evaluation.columns.tables import NONE, SPLIT_NAMES
from evallens.local.batches.output import OBJECTS, OUTCOMES
from tests.local.scenes import crowded, scattered

CLASSES = ["cat", "dog", "owl"]
CORNERS = ("xmin", "ymin", "xmax", "ymax")
PLACES = ("truth", "prediction", "same_truth", "other_truth")


def tables(seed: int, *, images: int = 12, dtype: str = "float64", regions: bool = True) -> tuple[pa.Table, pa.Table]:
    """Truth and predictions, a row a box, of a generated scene full of ties, with crowds and difficult objects."""
    rng = np.random.default_rng(seed)
    truth, predictions = (crowded if seed % 2 else scattered)(seed, images=images)
    is_crowd, is_difficult = (rng.random((2, len(truth))) < 0.2) & regions
    score = None if predictions.score is None else predictions.score.astype(dtype)
    sides = []
    for side, columns in (
        (truth, {"iscrowd": is_crowd.astype(np.int64), "difficult": is_difficult}), (predictions, {"score": score}),
    ):  # fmt: skip
        names = [f"image {row:03}" for row in side.image.tolist()]
        boxes = dict(zip(CORNERS, side.boxes.corners.T, strict=True))
        sides.append(pa.table({"image": names, "label": [CLASSES[i] for i in side.label], **boxes, **columns}))
    empty = [f"image {row:03}" for row in range(images + 1)]
    # An image without boxes has a row all the same.
    return pa.concat_tables([sides[0], pa.table({"image": empty})], promote_options="default"), sides[1]


def one_row_an_image(truth: pa.Table, predictions: pa.Table, order: list[str] | None = None) -> pa.Table:
    """The same as lists, in an order of images."""
    names = order or list(dict.fromkeys([*truth["image"].to_pylist(), *predictions["image"].to_pylist()]))
    rows: dict[str, dict[str, Any]] = {name: {"image": name, **{c: [] for c in NESTED}} for name in names}
    for side, table in (("truth", truth), ("prediction", predictions)):
        for one in table.to_pylist():
            if one["xmin"] is None:
                continue
            row = rows[one["image"]]
            row[f"{side}_boxes"].append([one[c] for c in CORNERS])
            row[f"{side}_labels"].append(one["label"])
            for name in ("iscrowd", "difficult") if side == "truth" else ("scores",):
                row[f"{side}_{name}"].append(one[name.removesuffix("s")])
    score = predictions["score"].type
    return pa.Table.from_pylist(
        [rows[name] for name in names],
        schema=pa.schema(
            [
                ("image", pa.string()),
                *[(name, pa.list_(kind if name != "prediction_scores" else score)) for name, kind in NESTED.items()],
            ]
        ),
    )


NESTED: dict[str, Any] = {
    "truth_boxes": pa.list_(pa.float64()), "truth_labels": pa.string(), "truth_iscrowd": pa.int64(),
    "truth_difficult": pa.bool_(), "prediction_boxes": pa.list_(pa.float64()), "prediction_labels": pa.string(),
    "prediction_scores": pa.float64(),
}  # fmt: skip


def one_row_a_box(truth: pa.Table, predictions: pa.Table, order: list[str] | None = None) -> pa.Table:
    """The same, the boxes of an image one after the other, in an order of images."""
    names = order or list(dict.fromkeys([*truth["image"].to_pylist(), *predictions["image"].to_pylist()]))
    parts = []
    for which, table in enumerate((truth, predictions)):
        boxes = [None if one["xmin"] is None else [one[c] for c in CORNERS] for one in table.to_pylist()]
        rest = {c: table[c] for c in ("image", "label", "score", "iscrowd", "difficult") if c in table.column_names}
        side = pa.array([which] * len(table), pa.int8())
        parts.append(pa.table({**rest, "side": side, "box": pa.array(boxes, pa.list_(pa.float64()))}))
    both = pa.concat_tables(parts, promote_options="default")
    place = {name: row for row, name in enumerate(names)}
    rows = np.argsort([place[name] for name in both["image"].to_pylist()], kind="stable")
    return both.take(pa.array(rows))


def of_evaluation(ev: Evaluation) -> dict[tuple[str, str], dict[str, Any]]:
    """Of each image its outcomes and objects, references counted within the image."""
    columns = ev.columns
    objects = columns.objects
    assert objects is not None
    order = np.argsort(objects.image, kind="stable")
    held = objects.take(order)
    images = len(columns.images)
    begin = np.searchsorted(held.image, np.arange(images + 1))
    place = np.empty(len(objects), np.int64)
    place[order] = np.arange(len(objects)) - begin[held.image]
    ends = np.searchsorted(columns.outcomes.image, np.arange(images + 1))
    found = {}
    for image in range(images):
        rows = {
            "outcomes": columns.outcomes.take(np.arange(ends[image], ends[image + 1])),
            "objects": held.take(np.arange(begin[image], begin[image + 1])),
        }
        key = columns.images.name[image], SPLIT_NAMES[columns.images.split[image]]
        found[key] = {
            name: {c: placed(getattr(table, c), c, place) for c in (OUTCOMES if name == "outcomes" else OBJECTS)}
            for name, table in rows.items()
        }
    return found


def placed(values: np.ndarray, name: str, place: np.ndarray) -> list[Any]:
    """A column as a list, exactly: no object and no number is ``None``."""
    if name in PLACES:
        return [None if row == NONE else int(place[row]) for row in values.tolist()]
    return [None if isinstance(value, float) and math.isnan(value) else value for value in values.tolist()]


def of_batches(*answers: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """The same of what a matcher answers."""
    found = {}
    for answer in answers:
        for row in answer.to_pylist():
            found[row["image"], row.get("split") or "test"] = {
                name: {c: [one[c] for one in row[name]] for c in columns}
                for name, columns in (("outcomes", OUTCOMES), ("objects", OBJECTS))
            }
    return found
