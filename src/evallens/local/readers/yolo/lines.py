"""The lines of YOLO's label files: what their columns mean, one meaning for a whole side.

``class cx cy w h`` is a box, ``class x1 y1 x2 y2 x3 y3 ...`` an outline, ``class cx cy w h`` and keypoints a
pose; a confidence comes last, as Ultralytics' ``save_conf`` writes it, and after it a track's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError, InputError
from ....evaluation.columns.tables import MAX_CLASSES
from ...annotations import NO_SCORE_AT_ALL
from ...values import number, rounded
from ..files import read_text

FORMATS = {
    "yolo-detect": "box",
    "yolo-segment": "outline",
    "yolo-obb": "outline",
    "yolo-pose": "pose",
    "yolo-track": "track",
}
"""What ``format=`` may say of lines, and what they then are."""
TASKS = {"detect": "box", "segment": "outline", "obb": "outline", "pose": "pose"}
"""The same by the ``task`` of an Ultralytics run."""

_ROUNDING = 0.01
"""How far beyond its image a value may lie, as Ultralytics has it."""


@dataclass(frozen=True)
class Line:
    """One line: its class, and the numbers after it."""

    path: Path
    number: int
    image: int
    label: int
    numbers: list[float]

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.path} line {self.number}"


@dataclass(frozen=True)
class Meaning:
    """What the numbers of a line are."""

    kind: str
    """box, outline, pose or track."""
    keypoints: tuple[int, int] | None = None


@dataclass(frozen=True, eq=False)
class Shapes:
    """The lines' shapes and scores."""

    shapes: list[NDArray[np.float64]]
    """Middle and size of a box, or the points of an outline, as shares of the image."""
    scores: NDArray[np.floating] | None


def read_lines(path: Path, image: int) -> list[Line]:
    """The lines of a file; raises DataError naming the first that is no row of numbers."""
    found = []
    for place, text in enumerate(read_text(path).splitlines(), 1):
        words = _words(text)
        if not words:
            continue
        try:
            numbers = [float(word) for word in words]
        except ValueError:
            raise DataError(f"{path} line {place}: {text.strip()[:60]!r} is not a row of numbers") from None
        if len(numbers) < 5 or not (0 <= numbers[0] < MAX_CLASSES) or numbers[0] != int(numbers[0]):
            raise DataError(
                f"{path} line {place}: needs a class number and at least cx cy w h, not {text.strip()[:60]!r}"
            )
        found.append(Line(path, place, image, int(numbers[0]), numbers[1:]))
    return found


def looks_like_labels(path: Path) -> bool:
    """Does a file hold rows of numbers, whatever it is called?"""
    try:
        first = next((_words(line) for line in read_text(path).splitlines() if line.strip()), [])
    except InputError:
        return False
    return len(first) > 4 and all(number(word) is not None for word in first)


def _words(text: str) -> list[str]:
    """The words of a line, divided by blanks or by commas; a comma inside a number is neither."""
    is_divided = "," in text and (", " in text or not text.strip().count(" "))
    return text.replace(",", " ").split() if is_divided else text.split()


def shapes_of(lines: Sequence[Line], meaning: Meaning, *, scored: bool) -> Shapes:
    """Shape and score of every line; raises DataError naming the first that does not fit."""
    cut = [_cut(line, meaning, scored=scored, lines=lines) for line in lines]
    shapes = [np.array(shape, np.float64) for shape, _ in cut]
    _check_shares(lines, shapes)
    return Shapes(shapes, rounded(np.array([score for _, score in cut], np.float64)) if scored else None)


def meaning_of(lines: Iterable[Line], said: Meaning | None, source: str, *, scored: bool) -> Meaning:
    """What the lines are, by what is said of them, else by their widths; raises InputError where several fit."""
    if said is not None:
        return said
    widths = {len(line.numbers) + 1 for line in lines}
    if widths <= {5, 6}:
        return Meaning("box")
    if scored and widths <= {6, 7}:
        # A triangle would have no confidence; what is not tracked has no id.
        return Meaning("track")
    if len(widths) > 1 or widths <= {9, 10}:
        return Meaning("outline")
    width = widths.pop()
    raise InputError(
        f"{source}: every line has {width} columns, which could be {_candidates(width)}. "
        'Say which: format="yolo-segment", "yolo-pose" (with kpt_shape in data.yaml) or "yolo-track".'
    )


def _candidates(width: int) -> str:
    poses = [
        f"{(width - rest) // size} keypoints of {size} numbers"
        for rest in (5, 6)
        for size in (2, 3)
        if width > rest and (width - rest) % size == 0
    ]
    outline = (width - 1) // 2
    return (
        f"outlines of {outline} points, boxes with {' or '.join(poses) or 'more numbers'}, or boxes with a track's id"
    )


def _cut(line: Line, meaning: Meaning, *, scored: bool, lines: Sequence[Line]) -> tuple[list[float], float]:
    """The shape's numbers and the score, NaN where there is none."""
    numbers = line.numbers
    if meaning.kind == "outline":
        has_score = len(numbers) % 2 == 1
        shape = numbers[:-1] if has_score else numbers
        score = numbers[-1] if has_score else None
    else:
        shape, rest = numbers[:4], _after(line, meaning)
        # Without keypoints to count, all that can follow a box is its confidence and a track's id.
        score = rest[0] if rest else None
    if score is None and scored:
        hint = "" if any(len(other.numbers) % 2 for other in lines) else NO_SCORE_AT_ALL
        raise DataError(
            f"{line.where}: has no confidence, which stands last in the line (Ultralytics writes it with "
            f"save_conf=True){hint}"
        )
    return shape, np.nan if score is None else score


def _after(line: Line, meaning: Meaning) -> list[float]:
    """What follows a box and its keypoints: a confidence, or a confidence and a track's id."""
    rest = line.numbers[4:]
    if meaning.kind == "pose":
        count, size = meaning.keypoints or (0, 0)
        if not count:
            raise InputError(
                f"{line.where}: is a pose, but how many keypoints it has is not said. Put kpt_shape into data.yaml, "
                "such as kpt_shape: [17, 3]."
            )
        # Two-number keypoints are written by a model that was trained with three, and the other way round.
        sizes = [size, *(other for other in (2, 3) if other != size)]
        for each in sizes:
            left = len(rest) - count * each
            if left in (0, 1, 2):
                rest = rest[count * each :]
                break
        else:
            if rest and len(rest) > 2:
                raise DataError(f"{line.where}: has {len(line.numbers)} numbers, which are no {count} keypoints")
    if len(rest) > 2:
        raise DataError(
            f"{line.where}: has {len(line.numbers)} numbers after the class, neither a box nor a box with a "
            'confidence and an id. Say what they are: format="yolo-segment" or "yolo-pose".'
        )
    if len(rest) == 2 and not (rest[1] >= 0 and rest[1] == int(rest[1])):
        raise DataError(f"{line.where}: {rest[1]:g} is no id of a track")
    return rest


def _check_shares(lines: Sequence[Line], shapes: Sequence[NDArray[np.float64]]) -> None:
    """Values are shares of the image: pixels would match what they should not."""
    if not shapes:
        return
    ends = np.cumsum([len(shape) for shape in shapes])
    values = np.concatenate(shapes)
    # A box that is not finite, or of a negative size, is named as such by the checks of every reader.
    starts = np.repeat(ends - [len(s) for s in shapes], [len(s) for s in shapes])
    is_size = (np.arange(len(values)) - starts >= 2) & np.repeat(
        [len(s) == 4 for s in shapes], [len(s) for s in shapes]
    )
    with np.errstate(invalid="ignore"):
        is_odd = (values > 1 + _ROUNDING) | ((values < -_ROUNDING) & ~is_size)
    is_odd &= np.isfinite(values)
    if not is_odd.any():
        return
    place = int(np.flatnonzero(is_odd)[0])
    line = lines[int(np.searchsorted(ends, place, side="right"))]
    odd_lines = len(np.unique(np.searchsorted(ends, np.flatnonzero(is_odd), side="right")))
    hint = (
        " Most lines look like pixels: divide them by the picture's width and height."
        if 2 * odd_lines > len(lines)
        else ""
    )
    raise DataError(f"{line.where}: {values[place]:g} is no share of the image, which lies within 0..1.{hint}")


def said_meaning(
    form: str | None, task: str | None, keypoints: tuple[int, int] | None, run_task: str | None
) -> Meaning | None:
    """What is said of the lines: by ``format=``, ``task=``, ``kpt_shape`` or the run's args.yaml, in this order."""
    if form in FORMATS:
        return Meaning(FORMATS[form], keypoints)
    if task == "instance-segmentation":
        return Meaning("outline")
    if keypoints is not None:
        return Meaning("pose", keypoints)
    return Meaning(TASKS[run_task]) if run_task in TASKS else None
