"""What the columns of a table of boxes are called, and which one holds what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....errors import DataError, InputError
from ..reading import BoxForm, Role
from .columns import BoxColumns, ask, box_columns
from .frames import Frame, plain

IMAGES = ("image", "image_name", "file", "filename", "file_name", "path", "image_path", "filepath", "img_path", "img",
          "image_id", "imageid", "id")  # fmt: skip
IMAGE_KINDS = (IMAGES[:10], IMAGES[10:12], IMAGES[12:])
"""An image's file goes before its id."""
LABELS = ("label", "class", "category", "class_name", "category_name", "label_name", "labelname", "labels", "name",
          "class_id", "category_id", "classid", "label_id", "cls")  # fmt: skip
PREDICTED = ("predicted", "prediction", "pred", "predicted_label", "pred_label", "predicted_class")
SCORES = ("score", "confidence", "probability", "prob", "conf")
SPLITS = ("split", "subset")
CROWD = ("iscrowd", "is_crowd", "isgroupof", "is_group_of")
"""Regions of many objects, as COCO and Open Images call them."""
DIFFICULT = ("difficult", "is_difficult")


@dataclass(frozen=True)
class Naming:
    """The columns of one side, told by their names alone: tables too large to be looked into."""

    image: str
    box: BoxColumns
    form: BoxForm
    labels: tuple[str, ...]
    """Of the class, by name, by number, or a column of each."""
    score: str | None
    """Of a prediction; ``None``: it is a truth."""
    split: str | None
    crowd: str | None
    difficult: str | None

    @classmethod
    def of(cls, names: Sequence[str], role: Role, source: str, said: BoxForm | None) -> Naming:
        """Find the columns; raises InputError or DataError where one lacks or two could be meant."""
        table = Frame(source, dict.fromkeys(names, ()))
        box = one_box(table)
        form = box.form or said
        if form is None:
            raise ask(source, ", ".join(box.names))
        is_truth = role == "truth"
        score = None if is_truth else _one(table, SCORES)
        if not is_truth and score is None:
            raise table.lacks(SCORES, "the confidence")
        return cls(
            image=image_column(table, [_one(table, wanted) for wanted in IMAGE_KINDS]),
            box=box,
            form=form,
            labels=tuple(label_columns(table, role)),
            score=score,
            split=_one(table, SPLITS),
            crowd=_one(table, CROWD) if is_truth else None,
            difficult=_one(table, DIFFICULT) if is_truth else None,
        )

    @property
    def columns(self) -> list[str]:
        """All of them, each once."""
        others = (self.score, self.split, self.crowd, self.difficult)
        return list(dict.fromkeys([self.image, *self.box.names, *self.labels, *(name for name in others if name)]))


def one_box(table: Frame) -> BoxColumns:
    """The columns of the box; raises InputError where there are none, or two sets of them."""
    found = box_columns(table)
    if len(found) > 1:
        both = " and ".join(str(list(each.names)) for each in found[:2])
        raise InputError(f"{table.source}: the columns {both} could both be boxes. Leave one kind of them out.")
    if not found:
        raise table.lacks(("xmin, ymin, xmax, ymax", "bbox"), "the box")
    return found[0]


def image_column(table: Frame, kinds: Sequence[str | None]) -> str:
    """The first of the columns that may name the image; raises DataError where there is none."""
    found = next((name for name in kinds if name is not None), None)
    if found is None:
        raise table.lacks(IMAGES, "the image")
    return found


def label_columns(table: Frame, role: Role) -> list[str]:
    """The columns that may be the class; raises DataError where there is none."""
    wanted = PREDICTED if role == "predictions" and table.found(PREDICTED) else LABELS
    named = [name for name in table.names if name.strip().lower().replace(" ", "_") in wanted]
    if not named:
        raise table.lacks(wanted, "the class")
    return named


def _one(table: Frame, wanted: Sequence[str]) -> str | None:
    """The column called one of ``wanted``; raises DataError where several are, for they may differ."""
    found = [name for name in table.names if plain(name) in wanted]
    if len(found) > 1:
        raise DataError(
            f"{table.source}: the columns {found[0]!r} and {found[1]!r} could both be meant. Leave one of them out, or "
            "call it something else."
        )
    return found[0] if found else None
