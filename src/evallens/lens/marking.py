"""What a user marked: read as a table, written to a file, and read from one."""

from __future__ import annotations

import warnings
from os import PathLike
from pathlib import Path
from typing import Any

from .. import marks as files
from ..archive import named
from ..errors import InputError
from ..evaluation import Evaluation, MarkedTable, Notice, VerdictTable
from ..marks import MarksFile, VerdictMark
from .wire.settings import MAX_MARKS

_FEW = 3


class Marking:
    """The marks of a Lens. They are written by ``save_marks`` or the page's own download, and by nothing else."""

    marks: Any
    verdicts: Any
    elsewhere: Any
    evaluation: Any
    shown: Any
    _lost_marks: MarksFile = MarksFile()
    """Marks of files that were loaded and that are not in this evaluation: they are saved again."""

    @property
    def marked(self) -> MarkedTable:
        """What is marked, as a table: images, then instances with their boxes."""
        evaluation: Evaluation = self.evaluation
        return evaluation.marked(self.marks["images"], self.marks["objects"], self.shown.confidence)

    def save_marks(self, path: str | PathLike[str] | None = None) -> Path:
        """Write what is marked and judged to a JSON file, by default NAME.marks.json beside NAME.evallens, as opened.

        Marks that were loaded and that are not in this evaluation are written again. All or nothing: an existing file
        stays until the new one is whole. Raises InputError when it cannot be written, and without a ``path`` where the
        evaluation was not opened from a file.
        """
        target = self._beside() if path is None else named(path)
        files.write(self.marks_file(), target)
        return target

    def load_marks(self, path: str | PathLike[str]) -> list[Notice]:
        """Add the marks and verdicts in a file: one that ``save_marks`` wrote, or that a page downloaded.

        An image is recognised by its id and split, an instance by these, its side, its class and its box to a
        hundredth of a pixel. Of two verdicts on one instance the later stays. Marks that are not in this evaluation are
        kept for the next ``save_marks``; a warning, and the notice that is returned, say which.

        Raises InputError, and changes nothing, where the file cannot be read, is no file of marks, or would make more
        than 10,000 marks.
        """
        file = files.read(path)
        found = files.found(self.evaluation, file)
        lost = self._load_elsewhere(found.lost)
        images = sorted({*self.marks["images"], *found.images})
        objects = sorted({*self.marks["objects"], *found.objects})
        if len(images) + len(objects) > MAX_MARKS:
            raise InputError(
                f"{path}: with its {len(file):,} marks there would be {len(images) + len(objects):,}, and at most "
                f"{MAX_MARKS:,} can be marked."
            )
        self.verdicts = _latest(self.verdicts, found.verdicts)
        self.marks = {"images": images, "objects": objects}
        self._lost_marks = self._lost_marks.joined(lost)
        return _told(path, file, lost)

    def marks_file(self) -> MarksFile:
        """What ``save_marks`` writes."""
        found = files.described(self.marked, self.verdicts).joined(self._marked_elsewhere())
        return found.joined(self._lost_marks)

    def _marked_elsewhere(self) -> MarksFile:
        """What is marked and judged of the model that is not on show."""
        evaluation: Evaluation = self.evaluation
        if not evaluation.peers:
            return MarksFile()
        other, held = evaluation.peers[0], dict(self.elsewhere)
        marked = other.marked([], held.pop("marks"), self.shown.confidence)
        return files.described(marked, other.verdicts(held))

    def _load_elsewhere(self, lost: MarksFile) -> MarksFile:
        """Add the marks that are of the model that is not on show; what is left is of neither."""
        evaluation: Evaluation = self.evaluation
        if not evaluation.peers or not len(lost):
            return lost
        other, held = evaluation.peers[0], dict(self.elsewhere)
        found = files.found(other, lost)
        marks = sorted({*held.pop("marks"), *found.objects})
        self.elsewhere = {"marks": marks, **_latest(other.verdicts(held), found.verdicts)}
        return found.lost

    def _beside(self) -> Path:
        evaluation: Evaluation = self.evaluation
        if evaluation.file is None:
            raise InputError(
                "This evaluation was not opened from a file, so that there is no place beside it: say where to write "
                'the marks, as in lens.save_marks("marks.json").'
            )
        return Path(evaluation.file).with_suffix(".marks.json")


def _latest(table: VerdictTable, loaded: list[tuple[int, VerdictMark]]) -> dict[str, list[int]]:
    """Verdicts and loaded ones as a trait holds them; of two on one object the later, of equal times what was there."""
    held = zip(table.rows.tolist(), table.verdict, table.times.tolist(), strict=True)
    verdicts: dict[int, tuple[str, int]] = {row: (verdict, time) for row, verdict, time in held}
    for row, one in loaded:
        if row not in verdicts or verdicts[row][1] < one.time:
            verdicts[row] = (one.verdict, one.time)
    found: dict[str, list[int]] = {"label": [], "model": [], "label_times": [], "model_times": []}
    for row, (verdict, time) in verdicts.items():
        found[verdict].append(row)
        found[f"{verdict}_times"].append(time)
    return found


def _told(path: str | PathLike[str], file: MarksFile, lost: MarksFile) -> list[Notice]:
    """What was not found, as a notice that is also a warning."""
    if len(lost) == 0:
        return []
    names = [
        *(one.name for one in lost.images),
        *(f"{one.label} in {one.name}" for one in (*lost.instances, *lost.judged)),
    ]
    examples = tuple(dict.fromkeys(names))[:_FEW]
    others = len(lost) - len(examples)
    more = f" and {others:,} more" if others > 0 else ""
    text = (
        f"{path}: {len(lost):,} of {len(file):,} marks are not in this evaluation, such as "
        f"{', '.join(map(repr, examples))}{more}. They are kept: save_marks writes them again."
    )
    warnings.warn(text, stacklevel=3)
    return [Notice("lost-marks", len(lost), examples, text)]
