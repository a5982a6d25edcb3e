"""The one-file HTML that users call a report: the Lens, what it holds in words, and its numbers as text."""

from __future__ import annotations

from html import escape

from ..text import counted
from .pack import packed, packed_front_end
from .page import Packed, page
from .snapshot import ABOUT_TABLES, Pictures, Snapshot
from .summary import summary


def one_file(snapshot: Snapshot, pictures: Pictures) -> str:
    """A complete HTML document, to be written to a file; ``pictures`` are those that go in."""
    evaluation = snapshot.evaluation
    footer = (
        f"<footer>{''.join(f'<p>{escape(line)}</p>' for line in _contents(snapshot, pictures))}"
        f'<details class="tex2jax_ignore"><summary>The numbers as text</summary>'
        f"{summary(evaluation, snapshot.shown, snapshot.arrangement)}</details></footer>"
    )
    title = f"{evaluation.title or 'Evaluation'} | EvalLens"
    state = {**snapshot.state, "header": {**snapshot.state["header"], "savedIn": "report"}}
    parts = Packed(packed_front_end(), packed(state), packed(pictures.traits))
    return page(title, parts, below=footer)


def _contents(snapshot: Snapshot, pictures: Pictures) -> list[str]:
    evaluation = snapshot.evaluation
    images = evaluation.image_count
    lines = [about_missing(pictures, images)] if pictures.missing else []
    if snapshot.is_behind:
        lines.append(ABOUT_TABLES)
    elif evaluation.pictures is not None and not pictures.is_all:
        lines.append(
            f"Pictures of {pictures.images:,} of {counted(images, 'images')} are in this file, the most wanted first. "
            'All of them: lens.to_html(path, thumbnails="all").'
        )
    if snapshot.lacks_masks:
        lines.append(
            "Not all masks are in this file: together they are larger than lens.mask_budget. Boxes stand for them."
        )
    lines.extend(map(str, evaluation.notices))
    return lines


def about_missing(pictures: Pictures, images: int) -> str:
    """How many pictures that were wanted are not in a file of ``images`` images, in words."""
    said = f"{pictures.missing:,} of {images:,} pictures are missing"
    return f"{said}: there are none, or they could not be fetched or read."
