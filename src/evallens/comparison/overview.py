"""Two models in a few lines: each rate of both and its difference, in all and class by class, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Any

from ..errors import InputError
from ..evaluation import Evaluation
from ..evaluation.results.deltas import DeltaRow, DeltaTable, written
from ..evaluation.tested import Confidence, Metric

_RATES: tuple[Metric, ...] = ("precision", "recall", "f1")
_RANKED: tuple[Metric, ...] = ("ap50", "map")
_NAMES = {"f1": "F1", "ap50": "AP50", "map": "AP50:95"}
_SHOWN = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class Overview:
    """What ``evallens compare`` prints."""

    two: Evaluation
    tables: tuple[DeltaTable, ...]
    """One of each metric, over all classes."""
    classes: DeltaTable
    """F1 class by class, what became worse first, what is undefined last."""
    transitions: dict[str, int] | None
    """How many instances were fixed, broken and so on; ``None``: there are no instances to tell of."""

    @property
    def split(self) -> str:
        """Where both were counted."""
        return self.classes.split

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as ``evallens compare --json`` prints it; ``None`` stands for what is undefined."""
        baseline, model = self.classes.names
        return {
            "baseline": baseline,
            "model": model,
            "split": self.split,
            "confidence": list(self.classes.confidence or ()),
            "images": self.two.splits.get(self.split, self.two.image_count),
            "metrics": {table.metric: _plain(row) for table in self.tables for row in table},
            "classes": [_plain(row) for row in self.classes],
            "transitions": self.transitions,
            "notices": [{"code": one.code, "count": one.count, "text": str(one)} for one in self.two.notices],
        }

    def __str__(self) -> str:
        over_all = [row._replace(of=_NAMES.get(table.metric, table.metric)) for table in self.tables for row in table]
        more = len(self.classes) - _SHOWN
        lines = [*self._head(over_all), "", "F1 by class, what became worse first:"]
        lines += [*written(self.classes[:_SHOWN]), *([f"... {more:,} more: --json has all"] if more > 0 else [])]
        if self.transitions is not None:
            told = [f"{count:,} {word.replace('_', ' ')}" for word, count in self.transitions.items() if count]
            lines += ["", f"instances: {', '.join(told) or 'none'}"]
        return "\n".join([*lines, *(f"note: {notice}" for notice in self.two.notices)])

    def _head(self, rows: list[DeltaRow]) -> list[str]:
        title = self.classes.title.partition(", ")[2]
        return [title, *written(rows)]


def overview(two: Evaluation, split: str | None = None, confidence: Confidence = None) -> Overview:
    """Both models of an evaluation in a few lines.

    Average precision has an analytic interval here, as a bootstrap of it takes long. Raises as ``Evaluation.test``.

    >>> import evallens
    >>> both = evallens.compare(evallens.demo(), evallens.open("demo-v2"))
    >>> found = overview(both, "test", 20)
    >>> found.classes.to_pandas()["of"][0], found.transitions["broken"]
    ('8', 31)
    """
    asked: Any = {"split": split, "confidence": confidence}
    tables = [two.test(metric, **asked) for metric in _RATES]
    for metric in _RANKED:
        try:
            tables.append(two.test(metric, **asked, resamples=0))
        except InputError:  # Nothing here has an average precision.
            break
    classes = two.test("f1", "class", **asked)
    order = sorted(range(len(classes)), key=lambda i: (isnan(delta := classes.values["delta"][i]), delta))
    return Overview(two=two, tables=tuple(tables), classes=classes[order], transitions=_transitions(two, asked))


def _transitions(two: Evaluation, asked: Any) -> dict[str, int] | None:
    try:
        return two.transitions(**asked).counts
    except InputError:
        return None


def _plain(row: DeltaRow) -> dict[str, Any]:
    return {name: None if isinstance(value, float) and isnan(value) else value for name, value in row._asdict().items()}
