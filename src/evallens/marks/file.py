"""The JSON of a file of marks, as Python and the page's own download write it."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from ..archive import named, opened, replacing
from ..errors import DataError, InputError

Side = Literal["truth", "prediction"]
Verdict = Literal["label", "model"]

FORMAT: Literal["evallens-marks"] = "evallens-marks"
VERSION = 1
_MOST_BYTES = 64 * 2**20
"""10,000 marks of the longest names there are take a fraction of it."""


class ImageMark(msgspec.Struct, frozen=True):
    """A marked image, recognised by its id and split."""

    id: str
    name: str
    split: str
    """"" for an image in no split."""


class InstanceMark(msgspec.Struct, frozen=True, rename={"label": "class"}, omit_defaults=True):
    """A marked box, recognised by its image, side, class and place."""

    image: str
    """Id of the image."""
    name: str
    split: str
    side: Side
    label: str
    box: tuple[float, float, float, float]
    """x, y, w, h in pixels, to a hundredth."""
    score: float | None = None


class VerdictMark(InstanceMark, frozen=True, kw_only=True, rename={"label": "class"}, omit_defaults=True):
    """A box of which somebody said what is wrong, recognised as a marked one is."""

    verdict: Verdict
    """What is wrong: the label or the model."""
    time: int
    """When it was said, seconds since 1970, UTC."""

    @property
    def box_alone(self) -> InstanceMark:
        """What it is recognised by."""
        return InstanceMark(self.image, self.name, self.split, self.side, self.label, self.box, self.score)


class MarksFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is marked, in words that hold for any evaluation of the same images."""

    format: Literal["evallens-marks"] = FORMAT
    version: int = VERSION
    title: str = ""
    """Of the evaluation in which the marks were made."""
    images: list[ImageMark] = []
    instances: list[InstanceMark] = []
    verdicts: list[VerdictMark] | UnsetType = UNSET
    """What is wrong, the label or the model; left out where nothing is judged."""

    def __len__(self) -> int:
        return len(self.images) + len(self.instances) + len(self.judged)

    @property
    def judged(self) -> list[VerdictMark]:
        """The verdicts."""
        return [] if self.verdicts is UNSET else self.verdicts

    def joined(self, other: MarksFile) -> MarksFile:
        """The marks of both; what is in both as often as in the one that has it more often.

        Of two verdicts on one box that of this file stays.
        """
        own = {one.box_alone for one in self.judged}
        verdicts = [*self.judged, *(one for one in other.judged if one.box_alone not in own)]
        return MarksFile(
            title=self.title,
            images=list((Counter(self.images) | Counter(other.images)).elements()),
            # An object that is labelled twice is two marks that look alike.
            instances=list((Counter(self.instances) | Counter(other.instances)).elements()),
            verdicts=verdicts or UNSET,
        )


def write(marks: MarksFile, path: str | os.PathLike[str]) -> None:
    """Write a file of marks, all or nothing; raises InputError when it cannot be written."""
    with replacing(path) as file:
        file.write(encoded(marks))


def encoded(marks: MarksFile) -> bytes:
    """What stands in a file of marks."""
    return msgspec.json.format(msgspec.json.encode(marks), indent=1)


def read(path: str | os.PathLike[str]) -> MarksFile:
    """The marks in a file; raises InputError when it cannot be read, DataError when it is no file of marks."""
    try:
        with opened(named(path)) as file:
            raw = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(raw) > _MOST_BYTES:
        raise DataError(f"{path}: is larger than any file of marks")
    try:
        return parsed(raw)
    except DataError as error:
        raise DataError(f"{path}: {error}") from error.__cause__


def parsed(raw: bytes) -> MarksFile:
    """The marks in the bytes of such a file; raises DataError in words for anything else."""
    try:
        about = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"is not a file of marks: it is no JSON ({error})") from error
    version: Any = about.get("version") if isinstance(about, dict) else None
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise DataError('is not a file of marks, which lens.save_marks or "Download" of a page write')
    if version != VERSION:
        is_newer = isinstance(version, int) and version > VERSION
        what_to_do = ": update evallens" if is_newer else ""
        raise DataError(f"has version {version!r} of marks; this version reads {VERSION}{what_to_do}")
    try:
        return msgspec.convert(about, MarksFile)
    except msgspec.ValidationError as error:
        raise DataError(f"is not what a file of marks should be: {error}") from error
