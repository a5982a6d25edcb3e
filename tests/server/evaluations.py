"""Evaluations to serve: one small and fixed, and any that hypothesis can think of."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.tables import NOISE, SPLITS


def small() -> Evaluation:
    """Two test images and one of train, scored, background in the middle of the classes."""
    images = Images.of(
        ["abc.jpg", "b.jpg", "c.jpg"],
        ["test", "test", "train"],
        ids=["1QKLCUsfAzFiCIb6YCJj", "2", "3"],
        embedding=np.array([[7.494518280029297, -5.143994331359863], [1, 2], [np.nan, np.nan]], np.float32),
        clusters=np.array([4, -1, -1]),
    )
    outcomes = Outcomes.of(
        # The first image: 2 right, 7 invented at 20 %; the second a mix-up; the third a miss.
        [0, 0, 0, 1, 2],
        [0, 1, 1, 0, 2],
        [0, 0, 0, 2, 1],
        [2, 7, 1, 1, 3],
        first=[0, 0, 0, 0, 0],
        last=[90, 40, 10, 100, 100],
    )
    header = Header(title="Rims", task="object-detection", classes=("Car-rims", "background", "note"), background=1)
    return Evaluation(header=header, columns=Columns(images, outcomes))


_names = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_MOST_ROWS = 20
_points = st.one_of(st.just((np.nan, np.nan)), st.tuples(*[st.floats(-1e6, 1e6, width=32)] * 2))


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Any evaluation that the contract can carry: one with images, and unique class names."""
    classes = draw(st.lists(_names.filter(lambda n: n != "background"), unique=True, max_size=4))
    background = draw(st.one_of(st.none(), st.integers(0, len(classes)))) if classes else 0
    if background is not None:
        classes.insert(background, "background")
    identities = draw(st.lists(st.tuples(_names, st.sampled_from(SPLITS)), unique=True, max_size=12))
    n = len(identities)
    points = np.array(draw(st.lists(_points, min_size=n, max_size=n)), np.float32).reshape(-1, 2)
    images = Images(
        id=Strings.of(identity for identity, _ in identities),
        name=Strings.of(draw(st.lists(_names, min_size=n, max_size=n))),
        split=np.array([SPLITS.index(split) for _, split in identities], np.uint8),
        x=points[:, 0],
        y=points[:, 1],
        cluster=np.array(draw(st.lists(st.integers(NOISE, 2**31 - 1), min_size=n, max_size=n)), np.int32),
        augmentations=np.array(draw(st.lists(st.integers(0, 2**31 - 1), min_size=n, max_size=n)), np.int32),
    )
    return Evaluation(
        header=Header(
            title=draw(_names),
            task="classification" if background is None else "object-detection",
            classes=tuple(classes),
            background=background,
            mixups=draw(st.sampled_from(["both", "fp", "fn", "none"])),
        ),
        columns=Columns(images, draw(_outcomes(n, len(classes)))),
    )


@st.composite
def _outcomes(draw: st.DrawFn, images: int, classes: int) -> Outcomes:
    if not images:
        return Outcomes.none()
    index = st.integers(0, classes - 1)
    percents = st.tuples(*[st.integers(0, 100)] * 2).map(sorted)
    # All of them may fall in one cell of one image, whose sum the contract can carry up to 2 ** 53.
    counts = st.integers(0, 2**53 // _MOST_ROWS)
    row = st.tuples(st.integers(0, images - 1), index, index, counts, percents)
    rows = draw(st.lists(row, max_size=_MOST_ROWS))
    image, actual, predicted, count = (
        (np.array(c) for c in zip(*(r[:4] for r in rows), strict=True)) if rows else [np.zeros(0)] * 4
    )
    bounds = np.array([r[4] for r in rows]).reshape(-1, 2)
    return Outcomes.of(image, actual, predicted, count, first=bounds[:, 0], last=bounds[:, 1])
