"""The text/html that a notebook keeps of a Lens, shown wherever there is no widget."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .. import frontend
from ..evaluation.columns.codec import size_of
from .pack import packed, packed_front_end
from .page import Packed, page
from .snapshot import ABOUT_TABLES, Pictures, Snapshot
from .summary import summary

_HEIGHT = 900
"""Of the frame, in CSS pixels."""
_BEST_COMPRESSION = 12
"""Columns that are more than so many times the budget never fit, so they are not compressed to find out."""
_RESERVED = 1024
"""Bytes kept for the notes below the summary."""

_TOO_LARGE = (
    "The interactive view is larger than the room it has in a notebook, <code>lens.export_budget</code>. "
    "<code>lens.to_html(path)</code> writes all of it to one file."
)
_ALL_OF_THEM = '<code>lens.to_html(path, thumbnails="all")</code> writes a file with all of them.'


def most_bytes(budget: int) -> int:
    """Bytes of columns above which ``fallback`` has no use for any."""
    return _BEST_COMPRESSION * budget


def fallback(snapshot: Snapshot, budget: int, beside: str = "") -> str:
    """A summary that survives a sanitiser, and below it the Lens in a sandboxed frame.

    It takes about ``budget`` bytes at most; 0 gives an empty string. Pictures are left out first, then masks
    (unless half the room is left for pictures), boxes and the frame itself; a sentence says what is missing.

    With ``beside``, the uid of a Lens, it is an output of its own that precedes the widget: its script hides it
    while that Lens is alive in the page, and the frame sleeps in a template until it is shown.
    """
    if budget <= 0:
        return ""
    script = f"<script>{frontend.beside_script()}</script>" if beside else ""
    head = summary(snapshot.evaluation, snapshot.shown, snapshot.arrangement)
    left = budget - len(head.encode()) - len(script) - _RESERVED
    frame, notes = _frame(snapshot, left)
    said = "".join(f"<p style='margin:8px 0'>{note}</p>" for note in notes)
    # MathJax, which notebooks load, would take "$5 ... $6" in names for a formula.
    look = "class='tex2jax_ignore mathjax_ignore' style='font:13px/1.4 system-ui,sans-serif'"
    if not beside:
        return f"<div {look}>{head}{said}{frame}</div>"
    return f"<div {look} data-evallens='{beside}'>{head}{said}<template>{frame}</template></div>{script}"


def _frame(snapshot: Snapshot, budget: int) -> tuple[str, list[str]]:
    for candidate, note in _reduced(snapshot) if snapshot.is_whole else ():
        if size_of(candidate.state) > most_bytes(budget):
            continue
        bundle, state = packed_front_end(), packed(candidate.state)
        left = budget - len(_iframe(candidate, Packed(bundle, state, packed({}))))
        if left < (budget // 2 if candidate.has_masks else 0):
            continue
        # A picture's bytes are base64 in the page, and hardly get smaller by compression.
        pictures = candidate.pictures(left * 3 // 4)
        notes = [note, _about_pictures(snapshot, pictures)]
        parts = Packed(bundle, state, packed(pictures.traits))
        return _iframe(candidate, parts), [line for line in notes if line]
    return "", [_TOO_LARGE]


def _reduced(snapshot: Snapshot) -> Iterator[tuple[Snapshot, str]]:
    """The snapshot, then with less and less in it; each with a sentence about what is missing."""
    some = "Not all masks are in this notebook; boxes stand for them." if snapshot.lacks_masks else ""
    yield snapshot, some
    if snapshot.has_masks:
        yield snapshot.without_masks(), "The masks on the images are not in this notebook; boxes stand for them."
    if snapshot.has_map:
        yield snapshot.without_map(), "The map is not in this notebook."
    if snapshot.has_objects and not snapshot.needs_objects:
        yield snapshot.without_objects(), "The boxes on the images are not in this notebook."


def _about_pictures(snapshot: Snapshot, pictures: Pictures) -> str:
    images = snapshot.evaluation.image_count
    if snapshot.is_behind:
        return ABOUT_TABLES
    if snapshot.evaluation.pictures is None or pictures.images == images:
        return ""
    some = f"Pictures of {pictures.images:,} of {images:,} images are in this notebook"
    order = "those on show first, then those of the most confused pairs"
    if pictures.lack == "room":
        return f"{some}, {order}; a larger <code>lens.export_budget</code> brings in more. {_ALL_OF_THEM}"
    if pictures.lack == "time":
        return f"{some}: those that had been read when it was displayed, {order}. {_ALL_OF_THEM}"
    return f"{some}: the others have none that can be read."


def _iframe(snapshot: Snapshot, parts: Packed) -> str:
    document = page(snapshot.evaluation.title or "Evaluation", parts)
    return (
        f"<iframe sandbox='allow-scripts allow-downloads' title='EvalLens' srcdoc=\"{escape(document)}\" "
        f"style='width:100%;height:{_HEIGHT}px;border:0;resize:vertical;overflow:auto' loading='lazy'></iframe>"
    )
