"""What becomes of every box of some images: outcomes and objects, image by image."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...evaluation.columns.tables import NONE, Objects, Outcomes
from ...evaluation.matched import How
from ..annotations import ImageList
from ..detection import matched_sides
from ..pairing.sides import Difficult, Joined, judged
from .scenes import Scenes

Offsets = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Matches:
    """Outcomes and objects by image, in the order of the images; references are rows of ``objects``."""

    scenes: Scenes
    outcomes: Outcomes
    objects: Objects
    """Of each image its truths, its predictions, its regions."""
    of_outcomes: Offsets
    """Where the outcomes of each image begin, (images + 1,)."""
    of_objects: Offsets
    """Where its objects do, (images + 1,)."""


def match(scenes: Scenes, how: How, difficult: Difficult) -> Matches:
    """Match both sides of each image, as ``evaluate`` does, whatever other images stand beside it."""
    truth, regions, forgives = judged(scenes.truth, difficult)
    classes = scenes.truth.classes or ()
    both = Joined(
        images=ImageList(names=()), classes=classes, truth=truth, predictions=scenes.predictions, notices=(),
        regions=regions, forgives=forgives,
    )  # fmt: skip
    found = matched_sides(both, "object-detection", how)
    return by_image(scenes, found.outcomes, found.objects)


def by_image(scenes: Scenes, outcomes: Outcomes, objects: Objects) -> Matches:
    """The same rows with the objects of an image one after the other."""
    order = np.argsort(objects.image, kind="stable")
    place = np.empty(len(objects) + 1, np.uint32)
    place[order] = np.arange(len(objects))
    place[-1] = NONE

    def moved(column: NDArray[np.uint32]) -> NDArray[np.uint32]:
        return np.asarray(place[np.minimum(column, len(objects))])

    held = objects.take(order)
    return Matches(
        scenes=scenes,
        outcomes=replace(outcomes, truth=moved(outcomes.truth), prediction=moved(outcomes.prediction)),
        objects=replace(held, same_truth=moved(held.same_truth), other_truth=moved(held.other_truth)),
        of_outcomes=_offsets(outcomes.image, len(scenes)),
        of_objects=_offsets(held.image, len(scenes)),
    )


def _offsets(image: NDArray[np.uint32], images: int) -> Offsets:
    return np.searchsorted(image, np.arange(images + 1)).astype(np.int64)
