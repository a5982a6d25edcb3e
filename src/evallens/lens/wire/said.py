"""What Python says in words and numbers: what it does, what the service says, average precision, a report."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Status(Struct, frozen=True, kw_only=True):
    """What the status line says."""

    state: Literal["idle", "loading", "error"]
    message: str = ""
    done: int = 0
    total: int = 0
    """0: unknown."""


class Note(Struct, frozen=True, kw_only=True):
    """A remark of the service."""

    title: str
    text: str


class Table(Struct, frozen=True, kw_only=True):
    """Numbers of the service, as text."""

    title: str
    rows: list[list[str]]
    """The first row names the columns."""


class Reported(Struct, frozen=True, kw_only=True):
    """What a service says in its own words and numbers; texts as they are shown."""

    url: str = ""
    """The evaluation's page at the service; empty: none."""
    notes: list[Note] = []
    tables: list[Table] = []


class Precisions(Struct, frozen=True, kw_only=True):
    """Average precision over a whole split, whatever is filtered; COCO's rules. ``None``: no such objects."""

    map50: float | None
    """The mean over the classes that occur, at an IoU of .5."""
    map50_95: float | None
    """The mean of the means at .5, .55 .. .95."""
    lowest: float | None
    """The lowest score of a prediction: average precision lacks what lay below it."""
    ap50: list[float | None]
    """Of each class, by class index, at an IoU of .5."""


class Report(Struct, frozen=True, kw_only=True):
    """A file that the browser asked for; its bytes come with it, as ``data``, and are taken back at once."""

    asked: str = ""
    """The value of ``report_asked`` that this answers."""
    name: str = ""
    """Of the file; empty: it could not be written, and the status says why."""
