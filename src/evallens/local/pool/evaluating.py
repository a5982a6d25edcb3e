"""``evallens.evaluate(..., out=...)``: files of Parquet to a folder of tables, by several processes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from ...archive.files import named
from ...archive.folders import check_place
from ...errors import DataError, InputError
from ...evaluation.columns.header import BACKGROUND, Header, unique_names
from ...evaluation.evaluation import Evaluation
from ...evaluation.matched import How
from ...evaluation.tabled.section import Sizes
from ...evaluation.tabled.writer import FolderWriter, is_ours
from ...progress import bar
from ...tables.of_folder import open_folder
from .. import doubt
from ..annotations import split_named
from ..doubt import OnDoubt
from ..pairing.sides import JoinRules
from ..readers.reading import BoxForms
from . import kept, spilling
from .files import Files, found
from .job import Job, Meaning
from .labels import distinct, meaning
from .matching import MatchPart, path_of
from .noticing import ROWS, Counts, notices, summed
from .plan import Part, Plan, divided, planned
from .restarting import parts_folder
from .workers import checked, worked

_Task = TypeVar("_Task")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a caller says of two sides of files."""

    title: str
    how: How
    box: BoxForms
    joins: JoinRules
    classes: Sequence[str] | None
    splits: Any
    images: Any = None
    """The pictures: a folder, or a mapping by image name."""
    on_doubt: OnDoubt | None = None


def are_files(given: Any) -> bool:
    """Are these files of Parquet: a path, a pattern, a folder of them, or a list?"""
    return bool(found(given))


def evaluate_files(
    truth: Any,
    predictions: Any,
    out: str | os.PathLike[str],
    asked: Asked,
    *,
    workers: int | None = None,
    overwrite: bool = False,
) -> Evaluation:
    """Match the boxes of two sides of files and write a folder of tables.

    A part that is finished is kept beside ``out`` until all are: the same call takes up what an earlier one left.

    Raises:
        InputError: The files, or an argument, cannot be used; DataError names the file, or the image and box.
        WorkerError: A process died; the parts that are finished stay.
    """
    count, target = checked(workers), named(out)
    sides = Files.of(truth, "truth", asked.box.truth), Files.of(predictions, "predictions", asked.box.predictions)
    _check_splits(asked.splits, sides)
    check_place(target, is_ours, overwrite=overwrite)
    plan = planned(*sides)
    with parts_folder(target, _arguments(sides, asked, plan)) as folder:
        job = Job(
            truth=sides[0], predictions=sides[1], meaning=_meaning(folder, sides, asked, count), how=asked.how,
            difficult=asked.joins.difficult, splits=_splits(asked.splits), folder=str(folder),
        )  # fmt: skip
        parts = _matched(job, plan, count)
        told = summed(parts)
        if [told.get(name) for name in ROWS] != [side.rows for side in sides]:
            # The ends that files state of their row groups are not always so, as in those that older writers made.
            plan, job = divided(*sides), _apart(job)
            parts = _matched(job, plan, count)
            told = summed(parts)
        _check_common(told, sides)
        header = _header(job, told, asked)
        doubt.check_notices(header.notices, asked.on_doubt)
        _write(job, parts, header, target, count, overwrite=overwrite)
    return open_folder(target, asked.images)


def _apart(job: Job) -> Job:
    """The same with a folder of its own, where no part is mistaken for one that was made otherwise."""
    folder = Path(job.folder) / "divided"
    folder.mkdir(exist_ok=True)
    return replace(job, folder=str(folder))


def _arguments(sides: tuple[Files, Files], asked: Asked, plan: Plan) -> dict[str, Any]:
    """All that the parts depend on: the files as they are now, and how they are matched."""
    files: dict[str, Any] = {
        side.role: [(path, (stat := Path(path).stat()).st_size, stat.st_mtime_ns) for path in side.paths]
        for side in sides
    }
    return {
        **files, **asked.how.words, "classes": asked.classes, "box": (sides[0].naming.form, sides[1].naming.form),
        "category_ids": asked.joins.category_ids, "difficult": asked.joins.difficult, "splits": _splits(asked.splits),
        "division": len(plan.parts),
    }  # fmt: skip


def _check_splits(said: Any, sides: tuple[Files, Files]) -> None:
    """Raise InputError for splits by word where no file says any."""
    if isinstance(said, Mapping) and said and not any(side.naming.split for side in sides):
        raise InputError(
            "splits: of Parquet files a mapping says what the words of their column split mean, and they have none: "
            "add the column, or say one word for all images"
        )


def _splits(said: Any) -> Any:
    if isinstance(said, Mapping):
        return {str(word): split_named(split) for word, split in said.items()}
    if said is None or isinstance(said, str):
        return None if said is None else split_named(said)
    raise InputError(
        "splits of Parquet files are one word for all images, or say what the words of the column split mean: "
        '{"restval": "train"}'
    )


def _meaning(folder: Path, sides: tuple[Files, Files], asked: Asked, workers: int) -> Meaning:
    """The classes; read from the files once, however often the evaluation is taken up."""
    path = folder / "labels.json"
    if path.exists():
        labels = json.loads(path.read_text("utf-8"))
    else:
        tasks = [(place, file) for place, side in enumerate(sides) for file in range(len(side.paths))]
        by_task = dict(
            _run(_Labels(sides), tasks, workers, "Reading labels", lambda task: sides[task[0]].paths[task[1]])
        )
        labels = [[label for task in tasks if task[0] == place for label in by_task[task]] for place in (0, 1)]
        part = path.with_suffix(".tmp")
        part.write_text(json.dumps(labels), "utf-8")
        part.replace(path)
    held = [[tuple(label) for label in of_side] for of_side in labels]
    return meaning(*sides, (held[0], held[1]), classes=asked.classes, category_ids=asked.joins.category_ids)


@dataclass(frozen=True)
class _Labels:
    """Reads the labels of one file of one side."""

    sides: tuple[Files, Files]

    def __call__(self, task: tuple[int, int]) -> list[Any]:
        return distinct(self.sides[task[0]], task[1])


def _matched(job: Job, plan: Plan, workers: int) -> list[dict[str, Any]]:
    """Match the parts that are not finished; returns what each of them tells."""
    told = {part.number: found for part in plan.parts if (found := kept.told(path_of(job, part.number)))}
    left = [part for part in plan.parts if part.number not in told]
    if left and plan.is_divided:
        _divide(job, plan, workers)
    size, done = len(plan.parts), len(told)
    by_part = _run(
        MatchPart(job, plan.is_divided), left, workers, "Matching", lambda part: _words(part, size), done=done
    )
    told |= {part.number: found for part, found in by_part}
    return [told[part.number] for part in plan.parts]


def _divide(job: Job, plan: Plan, workers: int) -> None:
    tasks = [(number, *spill) for number, spill in enumerate(plan.spills)]
    left = [task for task in tasks if not spilling.path_of(job, task[1], task[0]).exists()]

    def words(task: spilling.Spill) -> str:
        return f"Dividing {job.sides[task[1]].paths[task[2][0].file]}"

    for _ in _run(spilling.Divide(job, len(plan.parts)), left, workers, "Dividing", words, done=len(tasks) - len(left)):
        pass


def _words(part: Part, parts: int) -> str:
    where = "" if part.least is None else f" (images from {part.least!r} on)"
    return f"Part {part.number + 1} of {parts}{where}"


def _run(
    work: Callable[[_Task], Any], tasks: Sequence[_Task], workers: int, title: str, words: Callable[[_Task], str], *,
    done: int = 0,
) -> Iterable[tuple[_Task, Any]]:  # fmt: skip
    total = done + len(tasks)
    with bar(title, unit="parts") as follow:
        for number, found in enumerate(worked(work, tasks, workers, words)):
            follow(done + number + 1, total)
            yield found


def _check_common(told: Counts, sides: tuple[Files, Files]) -> None:
    """Raise DataError where no image of the predictions is one of the truth."""
    if told.get("added") and not told["common"]:
        raise DataError(
            f"No image of {sides[1].paths[0]} is in {sides[0].paths[0]}, such as {told['added_named'][0]!r}: on both "
            "sides images must be called alike, letter by letter."
        )


def _header(job: Job, told: Counts, asked: Asked) -> Header:
    classes, renamed = unique_names([*job.meaning.classes, BACKGROUND])
    header = Header(
        title=asked.title, task="object-detection", classes=classes, background=len(classes) - 1, **job.how.words
    )
    return header.noticing([*renamed, *notices(told)])


def _write(
    job: Job, parts: Sequence[dict[str, Any]], header: Header, target: Path, workers: int, *, overwrite: bool
) -> None:
    """Write the folder from finished parts, of each of which is told how much it holds."""

    def each(work: Callable[[_Task], Any], tasks: Sequence[_Task], title: str) -> Iterable[Any]:
        return [found for _, found in _run(work, tasks, workers, title, str)]

    sections = [
        (Sizes(*(told.get(name, 0) for name in Sizes._fields)), partial(kept.load, path_of(job, number)))
        for number, told in enumerate(parts)
    ]
    with FolderWriter(target, header, overwrite=overwrite, each=each) as writer:
        writer.add_sections(sections)


def refuse(**others: Any) -> None:
    """Raise InputError for arguments that an evaluation of files has no use for."""
    given = [name for name, value in others.items() if value is not None]
    if given:
        raise InputError(
            f"{', '.join(given)}: an evaluation of Parquet files with out= takes boxes alone, in columns "
            "that are known by their names"
        )
