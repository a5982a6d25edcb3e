"""Two models evaluated against one truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..comparison import compare
from ..errors import InputError
from ..evaluation import Evaluation

_EXAMPLE = 'models={"v1": predictions, "v2": predictions}'


def of_two(models: Any, predictions: Any, evaluated: Callable[[str, Any, bool], Evaluation]) -> Evaluation:
    """The evaluation of two models, each as ``evaluated`` makes it of its name, its predictions and if it is the last.

    Raises InputError for anything but the predictions of two models by name, and for ``predictions`` beside them.
    """
    if predictions is not None:
        raise InputError(f"Give predictions= for one model, or {_EXAMPLE} for two, not both.")
    if not isinstance(models, Mapping):
        raise InputError(f"models is a dict, {_EXAMPLE}, not {type(models).__name__}.")
    names = list(models)
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise InputError(f"The name of a model is a text that is not empty, as in {_EXAMPLE}, not {name!r}.")
    if len(names) != 2:
        one = " For one model give predictions=." if len(names) == 1 else ""
        raise InputError(f"models names two models, as in {_EXAMPLE}; here are {len(names)}.{one}")
    first, second = (evaluated(name, given, name == names[-1]) for name, given in models.items())
    return compare(first, second, (names[0], names[1]))
