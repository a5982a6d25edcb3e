"""Two models over the same images, and queries about what changed between them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from tests.oracle import Json, in_dtype
from tests.vectors.cases import NAN, ask, evaluation, percents, pick, seeded

BACKGROUND = 1
"""Not the last of the classes: it may stand anywhere."""
CLASSES = ["a", "background", "b", "c"]
THINGS = [0, 2, 3]
IMAGES = 12
SCORES = [in_dtype(score, "float32") for score in (0.1, 0.3, 0.5, 0.7, 0.9, 1.0)]
AREAS = [1.0, 99.5, 100.0, 1024.0]
PERCENTS = [(0, None), (45, None), (45, 20), (20, 80), (100, 0)]
"""Of the model on show and of the baseline."""


class TwoCase(NamedTuple):
    name: str
    about: str
    two: Json
    queries: list[Json]


def two_cases() -> Iterator[TwoCase]:
    """Every case."""
    yield _detections()
    yield _unlike()
    yield _labels()
    yield _counts()


def compared(**given: Any) -> Json:
    """A query about two models."""
    asked: Json = {"baseline_confidence": None, "compared": False, "change": [], "transition": []}
    return ask(**{"split": "all", **asked, **given})


def _detections() -> TwoCase:
    made = _Made(seeded(53))
    cells = [[0, 0], [BACKGROUND, 2], [3, BACKGROUND], [2, 0]]
    queries = [compared(confidence=t, baseline_confidence=b) for t, b in PERCENTS]
    queries += [
        compared(confidence=t, baseline_confidence=b, cells=chosen, compared=is_compared, transition=words)
        for (t, b), chosen, is_compared, words in product(
            [(45, None), (20, 80)],
            [cells[:1], cells[1:2], cells],
            [False, True],
            [[], ["broken", "gone"], ["new", [0, BACKGROUND]]],
        )
    ]
    words = [["fixed"], ["broken", "otherwise"], ["gone"], ["new", "turned", "kept"], [[0, 0], [0, 2]], ["alike"]]
    queries += [compared(confidence=45, baseline_confidence=20, transition=one) for one in words]
    queries += [
        compared(confidence=45, baseline_confidence=20, change=change, where=where, split=split)
        for change, where, split in product(
            [["regressed"], ["fixed", "better"], ["same", "worse"]],
            [{}, {"area": {"range": [None, 99.5]}}],
            ["all", "test"],
        )
    ]
    queries += [
        compared(confidence=20, where={"score": {"range": [0.3, None]}}),
        compared(confidence=20, where={"score": {"range": [0.3, None]}}, transition=["gone", "new"]),
        compared(confidence=20, where={"area": {"range": [100, None]}}),
        compared(confidence=20, change=["worse", "regressed"], transition=["broken"], clusters=[0, 1]),
        compared(confidence=45, kinds=["unknown"], transition=["gone"]),
        compared(confidence=45, kinds=["unknown"]),
        compared(confidence=45, where={"marked_instances": {"in": list(range(0, 60, 3))}}),
        compared(confidence=45, cells=cells, compared=True, where={"marked_instances": {"in": list(range(60))}}),
    ]
    return TwoCase(
        "two/detections",
        "Two models over the same truths: difference, transitions, changes of images, instances of both.",
        made.two("both", "both"),
        queries,
    )


def _unlike() -> TwoCase:
    """Some images in which the models were judged by different truths; mix-ups are counted in two ways."""
    rng = seeded(59)
    alike = [pick(rng, 3) > 0 for _ in range(IMAGES)]
    made = _Made(rng, alike)
    cells = [[[0, 0]], [[BACKGROUND, 2], [0, BACKGROUND]]]
    return TwoCase(
        "two/unlike",
        "Images with different truths: in rates and matrices, but in no transition; mixups of each model its own.",
        made.two("fp", "both"),
        [
            *(compared(confidence=t, baseline_confidence=b) for t, b in PERCENTS),
            *(compared(confidence=45, cells=chosen, compared=one) for chosen, one in product(cells, [False, True])),
            *(compared(confidence=45, change=[word]) for word in ("regressed", "same", "worse", "better", "fixed")),
            compared(confidence=45, transition=["broken", "fixed", "new", "gone"]),
        ],
    )


def _labels() -> TwoCase:
    """A classification: an instance is an image."""
    rng = seeded(61)
    images = _images()
    models = []
    for _ in range(2):
        rows: list[list[int]] = []
        for image in range(IMAGES):
            # The last image has two labels, so it is no single instance.
            for actual in [0, 2] if image == IMAGES - 1 else [THINGS[image % 3]]:
                last = 10 * pick(rng, 11)
                rows.append([image, actual, THINGS[pick(rng, 3)], 1, 0, last])
                if last < 100:
                    rows.append([image, actual, BACKGROUND, 1, last + 1, 100])
        models.append(_model(images, rows, "both", task="classification"))
    return TwoCase(
        "two/classification",
        "Two classifiers, each at its threshold: below it there is no prediction.",
        _two(images, models, None),
        [
            *(compared(confidence=t, baseline_confidence=b) for t, b in PERCENTS),
            *(compared(confidence=50, transition=[word]) for word in ("fixed", "broken", "alike", "otherwise")),
            compared(confidence=50, transition=[[0, 2], [2, 0], [0, BACKGROUND]]),
            *(compared(confidence=50, cells=[[0, 0], [2, BACKGROUND]], compared=one) for one in (False, True)),
        ],
    )


def _counts() -> TwoCase:
    """Counts without objects, as of a service: matrices, images and rates alone."""
    rng = seeded(67)
    images = _images()
    models = []
    for _ in range(2):
        rows = [[pick(rng, IMAGES), pick(rng, 4), pick(rng, 4), 1 + pick(rng, 5), *percents(rng)] for _ in range(30)]
        models.append(_model(images, rows, "both"))
    return TwoCase(
        "two/counts",
        "Counts without objects: nobody can say which instance changed, but the counts of images do.",
        _two(images, models, None),
        [
            *(compared(confidence=t, baseline_confidence=b) for t, b in PERCENTS),
            *(compared(confidence=45, change=[word]) for word in ("regressed", "fixed", "better", "worse", "same")),
            *(compared(confidence=45, cells=[[0, 0], [2, 3]], compared=one) for one in (False, True)),
        ],
    )


class _Made:
    """Truths that both models judge, and what each makes of them."""

    def __init__(self, rng: random.Random, alike: list[bool] | None = None) -> None:
        self.rng, self.alike = rng, alike
        truths: list[list[Any]] = [
            [pick(rng, IMAGES), 0, THINGS[pick(rng, 3)], _one(rng, AREAS), NAN] for _ in range(24)
        ]
        shared: list[list[Any]] = [truth for truth in truths if alike is None or alike[truth[0]]]
        own: list[list[list[Any]]] = [[], []]
        for truth in truths:
            if alike is not None and not alike[truth[0]]:
                own[pick(rng, 2)].append(truth)
        self.objects = [[*shared, *own[side]] for side in (0, 1)]
        self.sizes = [len(objects) for objects in self.objects]
        self.outcomes = [self._judged(side) for side in (0, 1)]
        self.twins = self._twins()

    def two(self, *mixups: str) -> Json:
        images = _images()
        models = []
        for side in (0, 1):
            found = _model(images, [row[:6] for row in self.outcomes[side]], mixups[side])
            references = zip(*(row[6:] for row in self.outcomes[side]), strict=True)
            names = ("truth", "prediction", "iou")
            found["outcomes"] |= {name: list(column) for name, column in zip(names, references, strict=True)}
            image, kind, label, area, score = (list(column) for column in zip(*self.objects[side], strict=True))
            box = {"x": [1.0] * len(image), "y": [1.0] * len(image), "w": [3.0] * len(image), "h": [4.0] * len(image)}
            found["objects"] = {"image": image, "side": kind, "label": label, **box, "score": score, "area": area}
            found["objects"]["twin"] = self.twins[side]
            models.append(found)
        return _two(images, models, self.alike)

    def _judged(self, side: int) -> list[list[Any]]:
        rng, objects = self.rng, self.objects[side]
        rows: list[list[Any]] = []
        for truth in range(self.sizes[side]):
            image, _, actual, area, _ = objects[truth]
            last = -1 if pick(rng, 4) == 0 else pick(rng, 101)
            if last >= 0:
                predicted = actual if pick(rng, 3) else THINGS[pick(rng, 3)]
                objects.append([image, 1, predicted, area, _one(rng, SCORES)])
                rows.append([image, actual, predicted, 1, 0, last, truth, len(objects) - 1, 0.75])
            if last < 100:
                rows.append([image, actual, BACKGROUND, 1, last + 1, 100, truth, None, None])
        for _ in range(20):
            image, predicted = pick(rng, IMAGES), THINGS[pick(rng, 3)]
            objects.append([image, 1, predicted, _one(rng, AREAS), _one(rng, SCORES)])
            rows.append([image, BACKGROUND, predicted, 1, 0, pick(rng, 101), None, len(objects) - 1, None])
        return rows

    def _twins(self) -> list[list[int | None]]:
        """One to one, within an image and a class; some have none."""
        found: list[list[int | None]] = [[None] * len(objects) for objects in self.objects]
        for row, one in enumerate(self.objects[0]):
            for other, twin in enumerate(self.objects[1]):
                is_alike = one[:3] == twin[:3] and one[1] == 1 and found[1][other] is None
                if is_alike and pick(self.rng, 4):
                    found[0][row], found[1][other] = other, row
                    break
        return found


def _images() -> Json:
    return {
        "name": [f"{'Street' if row % 3 else 'field'}-{row % 5}.jpg" for row in range(IMAGES)],
        "split": [("train", "valid", "test")[row % 3] for row in range(IMAGES)],
        "cluster": [row % 4 - 1 for row in range(IMAGES)],
    }


def _model(images: Json, rows: list[list[int]], mixups: str, **header: Any) -> Json:
    made = evaluation(images, rows, classes=CLASSES, background=BACKGROUND, mixups=mixups, **header)
    return {"header": made["header"], "outcomes": made["outcomes"]}


def _two(images: Json, models: list[Json], alike: list[bool] | None) -> Json:
    return {"images": evaluation(images, [])["images"], "alike": alike, "models": models}


def _one(rng: random.Random, values: list[float]) -> float:
    return values[pick(rng, len(values))]
