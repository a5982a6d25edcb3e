"""What is written for labelling tools, by brute force: plain loops over plain lists, nothing of the package."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from tests.oracle import Json, in_dtype
from tests.vectors.cases import evaluation

SIZES = [[640, 480], [100, 50], [333, 777]]
"""Width and height of each picture."""
CLASSES = ["cat", "nothing", "dog"]
BACKGROUND = 1

# image, actual, predicted, first, last, truth, prediction, iou
OUTCOMES: list[list[Any]] = [
    [0, 0, 0, 0, 60, 0, 4, 0.5],
    [0, 0, 1, 61, 100, 0, None, None],
    [0, 1, 2, 0, 33, None, 5, None],
    [1, 2, 0, 0, 100, 1, 6, 0.75],
    [1, 2, 1, 0, 100, 2, None, None],
    [2, 0, 1, 0, 100, 3, None, None],
]
# image, side, label, x, y, w, h, score, area
OBJECTS: list[list[Any]] = [
    [0, 0, 0, 10.5, 20.25, 100, 50, None, 5000],
    [1, 0, 2, -5, -5, 50, 60, None, 3000],
    [1, 0, 2, 33.333, 6.66, 66.667, 43.34, None, 2889.348],
    [2, 0, 0, 300, 700, 33, 77, None, 1234.5],
    [0, 1, 0, 12.1, 19.9, 99.95, 51.05, 0.6, 5102.4475],
    [0, 1, 2, 600, 400, 80, 100, 0.333333343, 8000],
    [1, 1, 0, 0.0005, 0.0015, 49.9995, 49.9985, 0.999999940395, 2499.9],
]


def collected() -> Json:
    """The evaluation, with what is collected of it and what each tool is given."""
    images = {"name": ["a.jpg", "sub/Ä \U0001f600.jpg", "c.jpg"], "split": ["test", "", "train"]}
    made = evaluation(images, [[*row[:3], 1, *row[3:5]] for row in OUTCOMES], classes=CLASSES, background=BACKGROUND)
    sides = zip(("truth", "prediction", "iou"), zip(*(row[5:] for row in OUTCOMES), strict=True), strict=True)
    names = ("image", "side", "label", "x", "y", "w", "h", "score", "area")
    objects = {name: list(column) for name, column in zip(names, zip(*OBJECTS, strict=True), strict=True)}
    ev = {
        **made,
        "outcomes": {**made["outcomes"], **{name: list(column) for name, column in sides}},
        "objects": {name: [_kept(name, value) for value in column] for name, column in objects.items()},
        "sizes": SIZES,
    }
    return {
        "about": "Rows collected of an evaluation, and what is written of them for COCO, CVAT and Label Studio.",
        **ev,
        "cases": list(_cases(ev)),
        "marked": list(_marked(ev)),
        "judged": list(_judged(ev)),
    }


def _cases(ev: Json) -> Iterator[Json]:
    for instances in ([2, 0, 3], [4], [5, 1, 0, 2], []):
        images = list(dict.fromkeys(ev["outcomes"]["image"][row] for row in instances))
        for side in ("both", "truth", "prediction"):
            yield {"instances": instances, "side": side, **_written(ev, images, instances, side)}
    for images, confidence in (([1, 0], 20), ([2, 0], 70)):
        held = [
            row
            for image in images
            for row, outcome in enumerate(OUTCOMES)
            if outcome[0] == image and outcome[3] <= confidence <= outcome[4]
        ]
        for side in ("truth", "both"):
            written = _written(ev, images, held, side)
            yield {"images": images, "confidence": confidence, "side": side, **written}


def _marked(ev: Json) -> Iterator[Json]:
    """Marks of images and objects, the file of them, and what each tool is given: every truth, marked predictions."""
    for images, objects in (([2], [1, 4]), ([], [5, 6]), ([0, 1], []), ([], [])):
        shown = list(dict.fromkeys([*images, *(ev["objects"]["image"][row] for row in objects)]))
        sides = ev["objects"]["side"]
        found = [
            row
            for row, image in enumerate(ev["objects"]["image"])
            if image in shown and (sides[row] == 0 or row in objects)
        ]
        yield {
            "marks": {"images": images, "objects": objects},
            "file": {
                "format": "evallens-marks",
                "version": 1,
                "title": "golden",
                "images": [{name: ev["images"][name][row] for name in ("id", "name", "split")} for row in images],
                "instances": [_instance_mark(ev, row) for row in objects],
            },
            "ids": [ev["images"]["id"][image] for image in shown],
            "coco": _coco(ev, shown, found),
            "label_studio": _label_studio(ev, shown, found),
        }


def _judged(ev: Json) -> Iterator[Json]:
    """Verdicts on objects, with their times: every truth of their images, and predictions whose label is wrong."""
    for label, model in (([1, 4], [6]), ([], [5]), ([6, 5], [3, 0])):
        times = {row: 1_700_000_000 + row for row in (*label, *model)}
        rows = sorted(times)
        shown = list(dict.fromkeys(ev["objects"]["image"][row] for row in rows))
        found = [
            row
            for row, image in enumerate(ev["objects"]["image"])
            if image in shown and (ev["objects"]["side"][row] == 0 or row in label)
        ]
        verdicts = {
            "label": sorted(label),
            "model": sorted(model),
            "label_times": [times[row] for row in sorted(label)],
            "model_times": [times[row] for row in sorted(model)],
        }
        yield {
            "verdicts": verdicts,
            "file": [
                {**_instance_mark(ev, row), "verdict": "label" if row in label else "model", "time": times[row]}
                for row in rows
            ],
            "ids": [ev["images"]["id"][image] for image in shown],
            "coco": _coco(ev, shown, found),
            "label_studio": _label_studio(ev, shown, found),
        }


def _instance_mark(ev: Json, row: int) -> Json:
    one = {name: column[row] for name, column in ev["objects"].items()}
    image = {name: ev["images"][name][one["image"]] for name in ("id", "name", "split")}
    return {
        "image": image["id"],
        "name": image["name"],
        "split": image["split"],
        "side": ("truth", "prediction")[one["side"]],
        "class": CLASSES[one["label"]],
        "box": [rounded(one[edge], 100) for edge in "xywh"],
        **_score(ev, row),
    }


def _written(ev: Json, images: list[int], instances: list[int], side: str) -> Json:
    found = list(dict.fromkeys(row for instance in instances for row in _objects_of(ev, instance, side)))
    return {
        "ids": [ev["images"]["id"][image] for image in images],
        "coco": _coco(ev, images, found),
        "cvat": _cvat(ev, images, found),
        "label_studio": _label_studio(ev, images, found),
    }


def _objects_of(ev: Json, instance: int, side: str) -> list[int]:
    """The truth, then the prediction."""
    pair = [(name, ev["outcomes"][name][instance]) for name in ("truth", "prediction")]
    return [row for name, row in pair if row is not None and side in (name, "both")]


def _coco(ev: Json, images: list[int], found: list[int]) -> Json:
    return {
        "info": {"description": "golden"},
        "licenses": [],
        "images": [
            {
                **_image(ev, images, image),
                "extra": {"id": ev["images"]["id"][image], "split": ev["images"]["split"][image]},
            }
            for image in images
        ],
        "categories": _categories(),
        "annotations": [
            {**_annotation(ev, images, row, number), **_score(ev, row)} for number, row in enumerate(found)
        ],
    }


def _cvat(ev: Json, images: list[int], found: list[int]) -> Json:
    about = dict.fromkeys(("contributor", "date_created", "url", "version", "year"), "")
    more = {"license": 0, "flickr_url": "", "coco_url": "", "date_captured": 0}
    return {
        "info": {**about, "description": "golden"},
        "licenses": [{"id": 0, "name": "", "url": ""}],
        "images": [{**_image(ev, images, image), **more} for image in images],
        "categories": _categories(),
        "annotations": [
            {**_annotation(ev, images, row, number), "attributes": {"occluded": False}}
            for number, row in enumerate(found)
        ],
    }


def _image(ev: Json, images: list[int], image: int) -> Json:
    width, height = SIZES[image]
    return {"id": images.index(image) + 1, "file_name": ev["images"]["name"][image], "width": width, "height": height}


def _categories() -> list[Json]:
    return [{"id": 1, "name": "cat", "supercategory": ""}, {"id": 2, "name": "dog", "supercategory": ""}]


def _annotation(ev: Json, images: list[int], row: int, number: int) -> Json:
    one = {name: column[row] for name, column in ev["objects"].items()}
    return {
        "id": number + 1,
        "image_id": images.index(one["image"]) + 1,
        "category_id": {0: 1, 2: 2}[one["label"]],
        "bbox": [rounded(one[edge], 1000) for edge in "xywh"],
        "area": rounded(pixel_area(one), 1000),
        "iscrowd": 0,
        "segmentation": [],
    }


def _label_studio(ev: Json, images: list[int], found: list[int]) -> list[Json]:
    tasks = []
    for image in images:
        data = {"id": ev["images"]["id"][image], "name": ev["images"]["name"][image]}
        task: Json = {"data": {**data, "image": data["name"], "split": ev["images"]["split"][image]}}
        mine = [
            (row, _region(ev, row, number)) for number, row in enumerate(found) if ev["objects"]["image"][row] == image
        ]
        truths = [region for row, region in mine if ev["objects"]["side"][row] == 0]
        answers = [region for row, region in mine if ev["objects"]["side"][row] == 1]
        if truths:
            task["annotations"] = [{"result": truths}]
        if answers:
            best = max(region["score"] for region in answers)
            task["predictions"] = [{"model_version": "golden", "result": answers, "score": best}]
        tasks.append(task)
    return tasks


def _region(ev: Json, row: int, number: int) -> Json:
    one = {name: column[row] for name, column in ev["objects"].items()}
    sizes = SIZES[one["image"]]
    starts = [min(max(one[edge], 0), whole) for edge, whole in zip("xy", sizes, strict=True)]
    ends = [min(max(one[edge] + one[length], 0), whole) for edge, length, whole in zip("xy", "wh", sizes, strict=True)]
    x, y = (rounded(100 * start / whole, 10_000) for start, whole in zip(starts, sizes, strict=True))
    width, height = (
        rounded(100 * (end - start) / whole, 10_000) for start, end, whole in zip(starts, ends, sizes, strict=True)
    )
    box = {"x": x, "y": y, "width": width, "height": height}
    return {
        "id": f"box-{number + 1}",
        "from_name": "label",
        "to_name": "image",
        "type": "rectanglelabels",
        "original_width": sizes[0],
        "original_height": sizes[1],
        "image_rotation": 0,
        "value": {**box, "rotation": 0, "rectanglelabels": [CLASSES[one["label"]]]},
        **_score(ev, row),
    }


def _score(ev: Json, row: int) -> Json:
    score = ev["objects"]["score"][row]
    return {} if score is None else {"score": rounded(score, 1_000_000)}


def pixel_area(one: Json) -> float:
    """The area, which is the box's where float32 cannot tell them apart."""
    of_box: float = one["w"] * one["h"]
    area: float = one["area"]
    return of_box if abs(area - of_box) <= 2.0**-22 * of_box else area


def rounded(value: float, parts: int) -> float:
    """A number to one in ``parts``, halves up."""
    return math.floor(value * parts + 0.5) / parts


def _kept(name: str, value: Any) -> Any:
    """As the columns hold it."""
    return in_dtype(value, "float32") if name in (*"xywh", "score") and value is not None else value
