"""The types of the traits of a Lens: each checks what it is given and keeps it in one form."""

from __future__ import annotations

import math
from typing import Any, Generic, TypeVar

import traitlets

from ..errors import InputError, unknown_name
from ..evaluation import VerdictTable, arguments, facets
from .wire.settings import ELSEWHERE_DEFAULT, MARKS_DEFAULT, MAX_MARKS, VIEW_CHOICES, VIEW_DEFAULT, VIEW_RANGES

T = TypeVar("T")
NO_BASELINE = "There is no baseline to compare with: set lens.baseline to the name of a model."


class _Checked(traitlets.TraitType[Any, Any], Generic[T]):
    """A trait whose value is what ``checked`` makes of the one given."""

    def checked(self, lens: Any, value: Any) -> T:
        raise NotImplementedError

    def validate(self, obj: Any, value: Any) -> T:
        try:
            return self.checked(obj, value)
        except (TypeError, ValueError, OverflowError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"lens.{self.name} cannot be {value!r}: {self.info_text}.") from None


class FacetTrait(_Checked[Any]):
    """The value of a facet, or the ranges of several, as the facet's own definition checks it."""

    def checked(self, lens: Any, value: Any) -> Any:
        """Raise InputError for what the facet does not take, and for too many entries."""
        name = str(self.name)
        if name in facets.OF_TWO and value and lens.baseline is None:
            lens.asked_evaluation.check_two()
            raise InputError(NO_BASELINE)
        values = lens.asked_evaluation.where(**{name: value}).facets
        for one in facets.FACETS:
            entries = values.get(one.name, ()) if one.most is not None else ()
            if one.most is not None and len(entries) > one.most:
                raise InputError(f"lens.{name} takes at most {one.most:,} entries, not {len(entries):,}.")
        return facets.as_traits(values)[name]


class Marks(_Checked[dict[str, list[int]]]):
    """Rows of the images and of the objects that are marked, each ascending; what is left out is none."""

    info_text = 'it is a dict such as {"images": [3], "objects": [8]}'

    def checked(self, lens: Any, value: Any) -> dict[str, list[int]]:
        """Raise UnknownNameError for another key, InputError for a row that is not there and for too many."""
        for key in dict(value):
            if key not in MARKS_DEFAULT:
                raise unknown_name("kind of marks", str(key), MARKS_DEFAULT)
        entries = {"marked_images": value.get("images"), "marked_instances": value.get("objects")}
        found = lens.asked_evaluation.where(where=entries)
        images, objects = found["marked_images"], found["marked_instances"]
        if len(images) + len(objects) > MAX_MARKS:
            raise InputError(f"At most {MAX_MARKS:,} can be marked, not {len(images) + len(objects):,}.")
        return {"images": list(images), "objects": list(objects)}


class Verdicts(_Checked[VerdictTable]):
    """Verdicts on objects: a table here, rows with their times in the browser."""

    info_text = 'it is a dict such as {"label": [8], "model": [3]}, or a table of verdicts'

    def __init__(self) -> None:
        super().__init__()
        self.tag(to_json=lambda table, _lens: table.as_trait())

    def checked(self, lens: Any, value: Any) -> VerdictTable:
        """Raise UnknownNameError for another key, InputError for a row that is not there and for too many."""
        found: VerdictTable = lens.asked_evaluation.verdicts(value)
        return found


class Elsewhere(_Checked[dict[str, list[int]]]):
    """Marks and verdicts on the own objects of the model that is not on show; what is left out is none."""

    info_text = "it is a dict of rows of objects, as the page sets it"

    def checked(self, lens: Any, value: Any) -> dict[str, list[int]]:
        """Raise UnknownNameError for another key, InputError for a row that is not there, or without a second model."""
        given = dict(value)
        if not any(given.values()):
            return {**ELSEWHERE_DEFAULT}
        evaluation = lens.asked_evaluation
        evaluation.check_two()
        other = evaluation.model(evaluation.baseline_model)
        marks = other.where(where={"marked_instances": given.pop("marks", None)})["marked_instances"]
        return {"marks": list(marks), **other.verdicts(given).as_trait()}


class Whole(_Checked[int]):
    """A whole number from ``least`` to ``most``."""

    def __init__(self, default: int = 0, *, least: float = -math.inf, most: float = math.inf) -> None:
        super().__init__(default)
        self._least, self._most = least, most

    def checked(self, lens: Any, value: Any) -> int:
        """Raise InputError for anything else."""
        del lens
        number = arguments.whole(value, f"lens.{self.name} is a whole number")
        if not self._least <= number <= self._most:
            bounds = f"of at least {self._least}" if self._most == math.inf else f"from {self._least} to {self._most}"
            raise InputError(f"lens.{self.name} is a whole number {bounds}, not {value!r}")
        return number


class View(_Checked[dict[str, Any]]):
    """How things look, such as sort, colour and the sizes of the panes; what is left out keeps its value."""

    info_text = f"it is a dict with any of {', '.join(VIEW_DEFAULT)}"

    def checked(self, lens: Any, value: Any) -> dict[str, Any]:
        """Raise UnknownNameError for a key or a choice that is not there, InputError for a number out of range."""
        for key, choice in dict(value).items():
            if key not in VIEW_DEFAULT:
                raise unknown_name("view setting", key, VIEW_DEFAULT)
            if key in VIEW_RANGES:
                _check_range(f"lens.view[{key!r}]", choice, *VIEW_RANGES[key])
            elif choice not in VIEW_CHOICES[key]:
                raise unknown_name(f"{key} setting", choice, map(str, VIEW_CHOICES[key]))
        return {**VIEW_DEFAULT, **lens._trait_values.get(self.name, {}), **value}  # noqa: SLF001 - the value now set


def _check_range(name: str, value: Any, least: float, most: float) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        raise InputError(f"{name} is a number from {least} to {most}, not {value!r}.")


class Split(_Checked[str]):
    """One of the evaluation's splits, or "all"."""

    info_text = "it is the name of a split"

    def checked(self, lens: Any, value: Any) -> str:
        """Raise UnknownNameError naming the closest split."""
        return str(lens.asked_evaluation.where(split=value).split)


class Percent(_Checked[int]):
    """An integer percent, 0..100."""

    info_text = "it is an integer percent 0..100"

    def checked(self, lens: Any, value: Any) -> int:
        """Raise InputError for anything else."""
        return int(lens.asked_evaluation.where(confidence=value).confidence)


class ShownModel(_Checked[str | None]):
    """The name of one of two models; None where there is one."""

    default_value = None
    info_text = "it is the name of a model"

    def checked(self, lens: Any, value: Any) -> str | None:
        """Raise UnknownNameError naming the closest model, InputError for a name where there is one model."""
        evaluation = lens.evaluation
        if value is not None:
            evaluation.check_two()
        if not evaluation.peers:
            return None
        return str(evaluation.models[-1] if value is None else evaluation.showing(value).shown_model)


class Baseline(_Checked[str | None]):
    """The name of the other model, or None."""

    default_value = None
    info_text = "it is the name of the other model, or None"

    def checked(self, lens: Any, value: Any) -> str | None:
        """Raise UnknownNameError naming the closest model, InputError for the model on show and where there is one."""
        return None if value is None else str(lens.asked_evaluation.where(baseline=value).baseline)


class BaselinePercent(_Checked[int | None]):
    """An integer percent, 0..100, or None."""

    default_value = None
    info_text = "it is an integer percent 0..100, or None"

    def checked(self, lens: Any, value: Any) -> int | None:
        """Raise InputError for anything else, and where there is one model."""
        if value is None:
            return None
        return int(lens.asked_evaluation.where(baseline_confidence=value).baseline_confidence)


class Compared(_Checked[bool]):
    """Is the difference of two models on show?"""

    default_value = False
    info_text = "it is True or False"

    def checked(self, lens: Any, value: Any) -> bool:
        """Raise InputError for anything else, and without a second model."""
        if not isinstance(value, bool):
            raise InputError(f"lens.compared cannot be {value!r}: {self.info_text}.")
        if value:
            lens.asked_evaluation.check_two()
            if lens.baseline is None:
                raise InputError(NO_BASELINE)
        return value


class Pixels(_Checked[int | None]):
    """Pixels of a picture's longer side, or None."""

    info_text = "it is a whole number of pixels, or None"

    def checked(self, lens: Any, value: Any) -> int | None:
        """Raise InputError for anything else, and for less than one."""
        del lens
        if value is None:
            return None
        number = arguments.whole(value, f"lens.{self.name} is a whole number of pixels, or None")
        if number < 1:
            raise InputError(f"lens.{self.name} is at least 1, or None, not {value!r}")
        return number


class MapBox(_Checked[list[float] | None]):
    """A box of the map, [x0, y0, x1, y1], or None."""

    info_text = "it is four finite numbers x0, y0, x1, y1 with x0 < x1 and y0 < y1, or None"

    def checked(self, lens: Any, value: Any) -> list[float] | None:
        """Raise InputError for anything else."""
        del lens
        if value is None:
            return None
        x0, y0, x1, y1 = box = [float(edge) for edge in value]
        if not (all(map(math.isfinite, box)) and x0 < x1 and y0 < y1):
            raise ValueError
        return box


class LeveledFacets(_Checked[list[str]]):
    """Names of facets that choose among levels or values."""

    info_text = "it is a list of names of filters"

    def __init__(self) -> None:
        super().__init__([])

    def checked(self, lens: Any, value: Any) -> list[str]:
        """Raise UnknownNameError naming the closest facet."""
        del lens
        names: list[str] = list(map(str, value))
        for name in names:
            if name not in facets.LEVELED:
                raise unknown_name("filter with levels", name, facets.LEVELED)
        return names


class ImageRow(_Checked[int | None]):
    """The row of an image, or None."""

    info_text = "it is an image row, or None"

    def checked(self, lens: Any, value: Any) -> int | None:
        """Raise InputError for a row that is not there."""
        size = lens.asked_evaluation.image_count
        return None if value is None else arguments.row(value, size, f"lens.{self.name} is an image row, or None")
