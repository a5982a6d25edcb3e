"""EvalLens shows where a vision model goes wrong, and on which images.

>>> import evallens
>>> lens = evallens.Lens(evallens.demo())
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import charts, errors, spark
    from .comparison import CheckResult, check, compare
    from .evaluation import ConfusionMatrix, Evaluation, ImageTable
    from .lens import Lens
    from .local import evaluate
    from .local.batches import matcher
    from .rest import list_evaluations
    from .sample import load as demo
    from .server import serve
    from .sources import open_evaluation as open  # noqa: A004 - evallens.open, as users say it

__version__ = "0.1.0"

__all__ = [
    "CheckResult",
    "ConfusionMatrix",
    "Evaluation",
    "ImageTable",
    "Lens",
    "charts",
    "check",
    "compare",
    "demo",
    "errors",
    "evaluate",
    "list_evaluations",
    "matcher",
    "open",
    "serve",
    "spark",
]

_MODULES = ("charts", "errors", "spark")

_HOMES = {
    "CheckResult": ("comparison", "CheckResult"),
    "ConfusionMatrix": ("evaluation", "ConfusionMatrix"),
    "Evaluation": ("evaluation", "Evaluation"),
    "ImageTable": ("evaluation", "ImageTable"),
    "Lens": ("lens", "Lens"),
    "check": ("comparison", "check"),
    "compare": ("comparison", "compare"),
    "demo": ("sample", "load"),
    "evaluate": ("local", "evaluate"),
    "list_evaluations": ("rest", "list_evaluations"),
    "matcher": ("local.batches", "matcher"),
    "open": ("sources", "open_evaluation"),
    "serve": ("server", "serve"),
}
"""Where each name lives; imported when first used, so that `import evallens` stays fast."""


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    value = globals()[name] = getattr(import_module(f".{module}", __name__), attribute)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
