"""The embedded evaluations: scenes of handwritten digits and the real errors of two small detectors on them.

``scripts/make_demo.py`` makes them; the digits are scikit-learn's.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import as_file, files
from typing import Literal, get_args

from ..errors import BuildError, unknown_name
from ..evaluation.evaluation import Evaluation
from ..store import load as _load

NAME = "digits.evallens"
_SECOND = "digits-v2.evallens"

Detector = Literal["v1", "v2"]


def load(detector: Detector = "v1") -> Evaluation:
    """Read the embedded evaluation of a detector.

    Args:
        detector: "v1", or "v2": the better classifier of the two, which learned from labels in which every second
            scene has no 8. Both are judged on the same images by the same labels.

    Raises UnknownNameError for a third, BuildError when this installation lacks its file.

    >>> import evallens
    >>> [round(evallens.demo(one).error_types("test", 20).f1, 3) for one in ("v1", "v2")]
    [0.829, 0.846]
    """
    if detector not in get_args(Detector):
        raise unknown_name("detector of the demo", detector, get_args(Detector))
    first = _read(NAME)
    # The second file holds no pictures: they are those of the first.
    return first if detector == "v1" else replace(_read(_SECOND), pictures=first.pictures)


def _read(name: str) -> Evaluation:
    resource = files(__name__).joinpath(name)
    if not resource.is_file():
        raise BuildError(f"{name} is not in this installation of evallens. Install it again from a complete package.")
    with as_file(resource) as path:
        return _load(path)
