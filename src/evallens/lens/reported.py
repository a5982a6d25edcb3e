"""What a service says about an evaluation in its own numbers and words, shaped for the browser to show as text."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ..errors import ServiceError
from ..evaluation import Evaluation
from ..evaluation.panels import ClassSweep, Recommendations, SplitPrecisions
from .wire.said import Note, Reported, Table

_T = TypeVar("_T")
_MOST_NOTES, _MOST_LETTERS = 50, 600
_NOT_FOUND = 404
_SPLITS = ("test", "valid", "train")


def has_panels(evaluation: Evaluation) -> bool:
    """Does a service stand behind the panels? Panels computed here would only repeat what is shown."""
    return evaluation.panels is not None


def reported_of(evaluation: Evaluation, *, cancelled: Callable[[], bool] = lambda: False) -> Reported:
    """The service's own words and numbers as texts to show; empty where it has none.

    A panel that the service does not hold is left out, one that cannot be fetched is named in a note;
    none is asked for any more once ``cancelled`` says so.
    """
    notes: list[Note] = []

    def ask(what: str, panel: Callable[[], _T]) -> _T | None:
        try:
            return None if cancelled() else panel()
        except ServiceError as error:
            if error.status != _NOT_FOUND:
                notes.append(_note(f"The service's {what} could not be loaded.", str(error)))
            return None

    recommendations = ask("recommendations", evaluation.recommendations)
    precisions = ask("mAP", evaluation.map_results)
    sweep = ask("confidence sweep", evaluation.confidence_sweep)
    rows = _rows(precisions.splits if precisions else {}, dict(sweep.splits) if sweep else {})
    page = (evaluation.panels and evaluation.panels.page) or ""
    return Reported(
        url=page if page.startswith("https://") else "",
        notes=[*_recommended(recommendations), *notes],
        tables=[Table(title="Metrics by split", rows=rows)] if len(rows) > 1 else [],
    )


def _rows(precisions: Mapping[str, SplitPrecisions], sweeps: Mapping[str, ClassSweep]) -> list[list[str]]:
    """One column for each split, at most three: that fits the narrowest widget."""
    splits = [split for split in _SPLITS if split in precisions or split in sweeps]
    named: list[tuple[str, Iterable[object]]] = [
        ("mAP@50", (getattr(precisions.get(s), "map50", None) for s in splits)),
        ("mAP@75", (getattr(precisions.get(s), "map75", None) for s in splits)),
        ("mAP@50:95", (getattr(precisions.get(s), "map50_95", None) for s in splits)),
        ("mean IoU", (getattr(precisions.get(s), "mean_iou", None) for s in splits)),
        ("threshold of the best F1", (_threshold(sweeps.get(s)) for s in splits)),
        ("precision there", (_best(sweeps.get(s), "precision") for s in splits)),
        ("recall there", (_best(sweeps.get(s), "recall") for s in splits)),
        ("F1 there", (_best(sweeps.get(s), "f1") for s in splits)),
    ]
    rows = [[name, *map(_text, values)] for name, values in named]
    return [["", *splits], *(row for row in rows if any(cell != "—" for cell in row[1:]))]


def _threshold(found: ClassSweep | None) -> object:
    return None if found is None or found.optimal_threshold is None else f"{100 * found.optimal_threshold:.0f} %"


def _best(found: ClassSweep | None, rate: str) -> object:
    return getattr(found.optimal_metrics, rate, None) if found else None


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, float) or not math.isfinite(value):
        return "—"
    return f"{value:.3f}".removeprefix("0")


def _recommended(found: Recommendations | None) -> list[Note]:
    if found is None or not found.generated:
        return []
    return [_item(item) for item in found.items[:_MOST_NOTES]]


def _item(item: dict[str, Any]) -> Note:
    """The fields of an item are not documented: what reads like words, else the item as it came."""
    texts = [str(item[key]) for key in ("message", "description", "text") if item.get(key)]
    kind = str(item.get("type") or "").replace("_", " ")
    named = ": ".join(str(part) for part in (kind, item.get("className")) if part)
    title = str(item.get("title") or named)
    if not texts and not item.get("title"):
        return _note(title, json.dumps(item, ensure_ascii=False, default=str))
    return _note(title, texts[0] if texts else "")


def _note(title: str, text: str) -> Note:
    return Note(title=_short(title), text=_short(text))


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…"
