"""Whatever is handed in ends as an evaluation or as an error of ours: structured mutations of valid inputs."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evallens.errors import EvalLensError
from tests.local.readers.made import LINE, coco, results, run, written

ROUNDS = 250
"""Mutations of each kind of input."""

ODD: tuple[Any, ...] = (
    None, "", 0, -1, 1, 2**40, -(2**70), 1.5, float("nan"), float("inf"), True, False, "x", "1", "nan", "é", [], {},
    [1], [[1]], {"a": 1}, "a" * 5000, [None] * 4, ["a"] * 4, [1, 2, 3], [1e300] * 4,
)  # fmt: skip
IN_MEMORY = (*ODD, b"x", np.float32(1), np.zeros(0), object())
BITS = (
    "nan", "inf", "-1", "1e400", "9" * 20, "", "x", ",", ";", "\t", '"', "'", "[", "]", "{", "}", ":", "\x00", "é",
    "\n", "\n\n", "0x10", "1_0", "#", "&", "<", ">", "- ", " ", "\ufeff",
)  # fmt: skip

OUTLINE: dict[str, Any] = {"segmentation": {"size": [80, 100], "counts": [0, 100, 7900]}}
DETECTIONS = [{"boxes": [[5, 5, 25, 25], [1, 2, 3, 4]], "labels": [0, 1], "scores": [0.9, 0.8], "masks": None}] * 2
COLUMNS = {
    "image": ["a", "b"],
    "boxes": [[5, 5, 25, 25], [1, 2, 3, 4]],
    "labels": ["gear", "bolt"],
    "scores": [0.9, 0.5],
}
SAMPLES = [{"img_path": "a.png", "ori_shape": [80, 100],
            "pred_instances": {"bboxes": [[5, 5, 25, 25]], "scores": [0.5], "labels": [0]}}]  # fmt: skip
TABLE = {"image": ["a", "b"], "label": ["gear", "bolt"], "predicted": ["gear", "gear"], "score": [0.5, 0.6],
         "xmin": [1, 2], "ymin": [1, 2], "xmax": [5, 6], "ymax": [5, 6], "bbox": [[1, 2, 3, 4]] * 2, "gear": [0.5, 0.5],
         "bolt": [0.5, 0.5]}  # fmt: skip
BY_NAME = {"a.png": "gear", "b.png": "bolt"}
NESTED = {"image_id": [1, 2], "objects": [{"bbox": [[10, 8, 30, 40]], "category": [1], "score": [0.75]},
                                          {"bbox": [], "category": [], "score": []}]}  # fmt: skip
SPLITS = {"train": DETECTIONS, "val": DETECTIONS}
INPUTS: dict[str, Any] = {
    "coco": ((coco((1, 1), (1, 2), **OUTLINE), results((1, 1), **OUTLINE)), {}),
    "arrays": ((DETECTIONS, DETECTIONS), {"classes": ["gear", "bolt"]}),
    "columns": ((COLUMNS, COLUMNS), {}),
    "samples": ((SAMPLES, SAMPLES), {"classes": ["gear", "bolt"]}),
    "table": ((TABLE, TABLE), {"box": "xywh"}),
    "nested": ((NESTED, NESTED), {"box": "xywh"}),
    "splits": ((SPLITS, SPLITS), {"classes": ["gear", "bolt"]}),
    "labels": ((["a", "b", "a"], {"labels": ["a", "b", "b"], "scores": [0.5, 0.6, 0.7]}), {}),
    "names": ((BY_NAME, BY_NAME), {}),
}
OPTIONS: dict[str, Any] = {
    "classes": ["gear", "bolt"], "box": "xywh", "format": "coco", "task": "object-detection", "values": {1: "gear"},
    "ignore": [3], "splits": {"shot_1.png": "train"}, "title": "run", "match": "id", "category_ids": "from 1",
    "difficult": "keep", "on_doubt": "tell", "iou": 0.5, "matching": "iou", "exif": True,
}  # fmt: skip
XML = (
    '<?xml version="1.0" encoding="utf-8"?><annotation><filename>a.png</filename><size><width>100</width></size>'
    "<object><name>gear</name><difficult>0</difficult><confidence>.9</confidence><bndbox><xmin>1</xmin><ymin>1</ymin>"
    "<xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>"
)
STUDIO = (
    'image,label\na.png,"[{""x"":1,""y"":2,""width"":3,""height"":4,""rectanglelabels"":[""gear""],'
    '""original_width"":10,""original_height"":20}]"\n'
)
VIA = (
    'filename,region_shape_attributes,region_attributes\na.png,"{""name"":""rect"",""x"":1,""y"":2,""width"":3,'
    '""height"":4}","{""kind"":""gear""}"\n'
)
TEXTS = {
    "s.txt": (f"{LINE} .75\n1 .5 .5 .2 .2 .8\n", "0 .1 .1 .2 .1 .2 .2 .9\n0 .1 .1 .2 .1 .2 .2 .3 .3 .9\n"),
    "data.yaml": ("names: [gear, bolt]\nkpt_shape: [5, 3]\ntrain: images\n", "names:\n  0: gear\n  1: bolt\n"),
    "args.yaml": ("task: pose\nsave_conf: true\n",),
    "classes.txt": ("gear\nbolt\n",),
    "a.xml": (XML,),
    "t.csv": (
        "image,label,predicted,score\na.png,gear,gear,.9\nb.png,bolt,gear,.4\n",
        "image,label,gear,bolt\na.png,gear,.9,.1\nb.png,bolt,.4,.6\n",
        "image,xmin,ymin,xmax,ymax,label,score\na.png,1,1,9,9,gear,.9\n",
        'image;bbox;label;score\na.png;"[1, 2, 3, 4]";gear;,9\n',
        'image;objects\na.png;{"bbox": [[1,2,3,4]], "category": [1]}\n',
        STUDIO,
        VIA,
    ),
}  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*path, key))


def changed(value: Any, odd: tuple[Any, ...], rng: Random) -> Any:
    """A copy in which one or two places hold something else, are gone, or are there twice."""
    value = copy.deepcopy(value)
    for _ in range(rng.choice((1, 1, 1, 2))):
        paths = [path for path in places(value) if path]
        if not paths:
            return rng.choice(odd)
        *way, last = rng.choice(paths)
        holder = value
        for key in way:
            holder = holder[key]
        what, chance = copy.deepcopy(rng.choice(odd)), rng.random()
        if chance < 0.7:
            holder[last] = what
        elif chance < 0.8:
            del holder[last]
        elif isinstance(holder, dict):
            holder[str(what)[:10]] = holder.pop(last)
        else:
            holder.insert(last, what)
    return value


def scratched(text: str, rng: Random) -> bytes:
    """A text with some letters put in, left out or replaced, now and then in another encoding."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        at, chance = rng.randrange(len(text) + 1), rng.random()
        cut = 0 if chance < 0.5 else rng.randrange(1, 6)
        text = text[:at] + ("" if 0.5 <= chance < 0.8 else rng.choice(BITS)) + text[at + cut :]
    return text.encode(rng.choice(("utf-8",) * 8 + ("utf-16", "gbk")), "replace")


def ends_well(truth: Any, predictions: Any, **options: Any) -> bool:
    """Is it an evaluation? Else an error of ours in words."""
    try:
        run(truth, predictions, **options).confusion_matrix(split="all", confidence=50)
    except EvalLensError as error:
        assert str(error).strip()  # noqa: PT017 - every other error fails the test as it is
        return False
    return True


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> Random:
    return Random(request.node.name)  # noqa: S311 - no secrets


@pytest.mark.parametrize("side", ["truth", "predictions"])
@pytest.mark.parametrize("kind", sorted(INPUTS))
def test_objects_in_memory(kind, side, rng):
    valid, options = INPUTS[kind]
    place = ["truth", "predictions"].index(side)
    good = 0
    for _ in range(ROUNDS):
        given = list(valid)
        given[place] = changed(given[place], IN_MEMORY, rng)
        if kind in ("table", "nested"):
            given = [tabled(one, rng) for one in given]
        good += ends_well(*given, **options)
    assert good


def tabled(columns: Any, rng: Random) -> Any:
    """A data frame of some of the columns, where pandas makes one."""
    if not isinstance(columns, dict):
        return columns
    kept = {name: value for name, value in columns.items() if rng.random() < 0.7 or len(columns) < 4}
    try:
        return pd.DataFrame(
            {n: pd.Series(v if isinstance(v, list) else [v] * 2, dtype=object) for n, v in kept.items()}
        )
    except ValueError:
        return columns


@pytest.mark.parametrize("side", ["truth", "predictions"])
def test_json_files(side, rng, tmp_path):
    good = 0
    for _ in range(ROUNDS):
        document = changed(coco((1, 1), (1, 2), **OUTLINE) if side == "truth" else results((1, 1)), ODD, rng)
        text = json.dumps(document)
        content = scratched(text, rng) if rng.random() < 0.3 else text
        path = written(tmp_path / "given.json", content)
        good += ends_well(path, results((1, 1))) if side == "truth" else ends_well(coco((1, 1)), path)
    assert good


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_texts(name, rng, tmp_path):
    good = 0
    for _ in range(ROUNDS):
        content = scratched(rng.choice(TEXTS[name]), rng)
        root = tmp_path / "given"
        if name == "t.csv":
            path = written(root / rng.choice(("t.csv", "t.tsv", "t.txt")), content)
            good += ends_well(path, rng.choice((None, path)), box="xywh")
        elif name == "a.xml":
            sides = [written(root / "one" / name, content).parent, written(root / "other" / name, XML).parent]
            good += ends_well(*(sides if rng.random() < 0.5 else sides[::-1]))
        else:
            written(root / "labels" / "s.txt", LINE)
            written(root / "run" / "s.txt", f"{LINE} .75")
            written(root / ("run" if name == "s.txt" else "") / name, content)
            good += ends_well(root, root / "run")
    assert good


def test_bytes(rng, tmp_path):
    heads = (
        b"",
        b"PAR1",
        b"ARROW1",
        b"\x93NUMPY\x01\x00",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"[",
        b"{",
        b"<a>",
        b"\x89PNG",
    )
    suffixes = ("json", "parquet", "arrow", "npy", "npz", "csv", "xml", "yaml", "txt", "gz", "png")
    for _ in range(ROUNDS * 2):
        content = rng.choice(heads) + bytes(rng.randrange(256) for _ in range(rng.randrange(60)))
        path = written(Path(tmp_path / f"given.{rng.choice(suffixes)}"), content)
        ends_well(path, rng.choice((None, path)))
        ends_well(coco((1, 1)), path)


def test_options(rng):
    good = 0
    for _ in range(ROUNDS):
        options = changed(OPTIONS, IN_MEMORY, rng)
        known = {name: value for name, value in options.items() if name in OPTIONS}
        good += ends_well(coco((1, 1)), results((1, 1)), **known)
    assert good
