"""The embedded evaluation: scenes of handwritten digits and a small detector's real errors on them.

``scripts/make_demo.py`` makes it; the digits are scikit-learn's.
"""

from __future__ import annotations

from importlib.resources import as_file, files

from ..errors import BuildError
from ..evaluation.evaluation import Evaluation
from ..store import load as _load

NAME = "digits.evallens"


def load() -> Evaluation:
    """Read the embedded evaluation; raises BuildError when this installation lacks its file."""
    resource = files(__name__).joinpath(NAME)
    if not resource.is_file():
        raise BuildError(f"{NAME} is not in this installation of evallens. Install it again from a complete package.")
    with as_file(resource) as path:
        return _load(path)
