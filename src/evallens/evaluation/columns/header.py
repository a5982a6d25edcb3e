"""What an evaluation is: its task, its classes and the conventions its numbers follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from ...errors import InputError, unknown_name
from .notices import Notice
from .strings import encodable

Task = Literal["object-detection", "instance-segmentation", "semantic-segmentation", "classification"]
Mixups = Literal["both", "fp", "fn", "none"]
Unit = Literal["instances", "images", "pixels"]

BACKGROUND = "background"
CANONICAL_CONFIDENCE = 20


@dataclass(frozen=True, kw_only=True)
class Header:
    """Title, task, classes and conventions of an evaluation."""

    title: str
    task: Task
    classes: tuple[str, ...]
    background: int | None
    """Index of the class that stands for "nothing there"; ``None``: there is no such class."""
    mixups: Mixups = "both"
    """How a mix-up of two classes counts: as a false positive, a false negative, both or none."""
    confidence: int = CANONICAL_CONFIDENCE
    """Integer percent shown when none is asked for."""
    scored: bool = True
    """False: the predictions carry no confidence, so every threshold gives the same numbers."""
    projection: str = ""
    """How the 2-D embedding was made, in words, such as "UMAP"."""
    notices: tuple[Notice, ...] = ()
    """What was left out or looked odd."""
    matching: str | None = None
    """The rule by which predictions were given to ground truths: "iou", "score", "coco"; ``None``: nobody says."""
    iou: float | None = None
    """The level that the IoU of a pair had to pass."""
    tb: float | None = None
    """The IoU up to which a prediction lies on nothing."""

    def __post_init__(self) -> None:
        for name in ("title", "projection"):
            object.__setattr__(self, name, encodable(getattr(self, name)))
        object.__setattr__(self, "classes", tuple(map(encodable, self.classes)))
        if self.task not in get_args(Task):
            raise unknown_name("task", self.task, get_args(Task))
        if self.mixups not in get_args(Mixups):
            raise unknown_name("mix-up convention", self.mixups, get_args(Mixups))
        if len(set(self.classes)) != len(self.classes):
            raise InputError("class names must be unique; see unique_names")
        if self.background is not None and not 0 <= self.background < len(self.classes):
            raise InputError(f"background {self.background} is not one of {len(self.classes)} classes")
        if not 0 <= self.confidence <= 100:
            raise InputError(f"confidence must be an integer percent 0..100, not {self.confidence}")

    @property
    def unit(self) -> Unit:
        """What one count is: an instance, an image or a pixel."""
        if self.task == "classification":
            return "images"
        return "pixels" if self.task == "semantic-segmentation" else "instances"

    @property
    def display_order(self) -> tuple[int, ...]:
        """Class indices in the order views draw them: as given, ``background`` last."""
        named = [i for i in range(len(self.classes)) if i != self.background]
        return tuple(named if self.background is None else [*named, self.background])

    def class_index(self, name: str) -> int:
        """The index of the class ``name``; raises UnknownNameError naming the closest."""
        try:
            return self.classes.index(name)
        except ValueError:
            raise unknown_name("class", name, self.classes) from None

    def noticing(self, notices: Iterable[Notice]) -> Header:
        """The same header with ``notices`` added, each said once."""
        return replace(self, notices=tuple(dict.fromkeys([*self.notices, *notices])))


def unique_names(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """Give every later duplicate a suffix; return the names and a notice for each one renamed.

    An unpaired surrogate, which no file can hold, becomes a question mark, and there is a notice of it.

    >>> names, notices = unique_names(["cat", "dog", "cat"])
    >>> names
    ('cat', 'dog', 'cat (2)')
    >>> print(*notices)
    Two classes are called 'cat'; the later one is shown as 'cat (2)'.
    """
    read = list(names)
    given = [encodable(name) for name in read]
    taken = set(given)
    seen: set[str] = set()
    unique: list[str] = []
    broken = [(name, shown) for name, shown in zip(read, given, strict=True) if name != shown]
    notices = [
        Notice(
            "class-renamed",
            1,
            (shown,),
            f"The class {name!r} holds an unpaired surrogate, which no file can hold; it is shown as {shown!r}.",
        )
        for name, shown in broken
    ]
    for name in given:
        shown, number = name, 2
        while shown in seen or (shown != name and shown in taken):
            shown, number = f"{name} ({number})", number + 1
        if shown != name:
            words = f"Two classes are called {name!r}; the later one is shown as {shown!r}."
            notices.append(Notice("class-renamed", 1, (shown,), words))
        seen.add(shown)
        unique.append(shown)
    return tuple(unique), tuple(notices)
