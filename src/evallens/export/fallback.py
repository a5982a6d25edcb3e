"""The text/html that stands beside the widget in a notebook: read wherever the widget's own state is not."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .pack import packed, packed_front_end, size_of
from .page import Packed, page
from .snapshot import Snapshot
from .summary import summary

_HEIGHT = 900
_HOPELESS = 12
"""Columns this many times the budget are not even tried: they never compress that far."""
_SLACK = 1024

_TOO_LARGE = (
    "The interactive view is larger than the room it has in a notebook, <code>lens.export_budget</code>. "
    "<code>lens.to_html(path)</code> writes all of it to one file."
)


def fallback(snapshot: Snapshot, budget: int) -> str:
    """A summary that survives a sanitiser and below it the Lens in a sandboxed frame.

    At most about ``budget`` bytes: pictures are left out first, masks where they would leave less than
    half the room to pictures, then boxes, then the frame; what was left out is said. ``budget`` 0: an
    empty string.
    """
    if budget <= 0:
        return ""
    head = summary(snapshot.evaluation, snapshot.shown)
    left = budget - len(head.encode()) - _SLACK
    frame, notes = _frame(snapshot, left)
    said = "".join(f"<p style='margin:8px 0'>{note}</p>" for note in notes)
    # MathJax, which notebooks load, would take "$5 ... $6" in names for a formula.
    look = "class='tex2jax_ignore mathjax_ignore' style='font:13px/1.4 system-ui,sans-serif'"
    return f"<div {look}>{head}{said}{frame}</div>"


def _frame(snapshot: Snapshot, budget: int) -> tuple[str, list[str]]:
    for candidate, note in _poorer(snapshot):
        if size_of(candidate.state) > _HOPELESS * budget:
            continue
        bundle, state = packed_front_end(), packed(candidate.state)
        left = budget - len(_iframe(candidate, Packed(bundle, state, packed({}))))
        if left < (budget // 2 if candidate.has_masks else 0):
            continue
        # A picture's bytes are base64 in the page, and hardly get smaller by compression.
        pictures = candidate.pictures(left * 3 // 4)
        notes = [note, _about_pictures(snapshot, pictures.images)]
        parts = Packed(bundle, state, packed({"assets": pictures.block}))
        return _iframe(candidate, parts), [line for line in notes if line]
    return "", [_TOO_LARGE]


def _poorer(snapshot: Snapshot) -> Iterator[tuple[Snapshot, str]]:
    """The snapshot, then with less and less in it, and what is to be said of each."""
    some = "Not all masks are in this notebook; boxes stand for them." if snapshot.lacks_masks else ""
    yield snapshot, some
    if snapshot.has_masks:
        yield snapshot.without_masks(), "The masks on the images are not in this notebook; boxes stand for them."
    if snapshot.has_objects:
        yield snapshot.without_objects(), "The boxes on the images are not in this notebook."


def _about_pictures(snapshot: Snapshot, count: int) -> str:
    images = len(snapshot.evaluation.columns.images)
    if snapshot.evaluation.pictures is None or count == images:
        return ""
    return (
        f"Pictures of {count:,} of {images:,} images are in this notebook, those of the most confused pairs first. "
        "<code>lens.to_html(path)</code> writes a file with more of them; a larger <code>lens.export_budget</code> "
        "brings more into the notebook."
    )


def _iframe(snapshot: Snapshot, parts: Packed) -> str:
    document = page(snapshot.evaluation.title or "Evaluation", parts)
    return (
        f"<iframe sandbox='allow-scripts allow-downloads' title='EvalLens' srcdoc=\"{escape(document)}\" "
        f"style='width:100%;height:{_HEIGHT}px;border:0;resize:vertical;overflow:auto' loading='lazy'></iframe>"
    )
