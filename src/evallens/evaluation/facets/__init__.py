"""Every filter of an evaluation, each defined once in a file of its own and listed here.

To add one: write its file, list it in ``FACETS``, and give its argument a type in ``FacetArguments``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from ...errors import InputError, unknown_name
from ..columns.extent import Extent
from ..columns.header import Header
from ..polygon import Polygon
from ..results import ImageTable
from .cells import CELLS
from .change import CHANGE
from .clusters import CLUSTERS
from .facet import Facet, Group, ImageFacet, OutcomeFacet
from .kinds import KINDS
from .lasso import LASSO
from .marked import MARKED_IMAGES, MARKED_INSTANCES
from .picked import PICKED
from .query import QUERY
from .ranges import AREA, IOU, SCORE, Range, has_objects, has_scores
from .suspects import SUSPECTS
from .transition import TRANSITION

__all__ = [
    "FACETS",
    "LEVELED",
    "OF_TWO",
    "WHERE",
    "Cell",
    "Facet",
    "FacetArguments",
    "Group",
    "ImageFacet",
    "OutcomeFacet",
    "Range",
    "arguments",
    "as_traits",
    "checked",
    "facet",
    "of_objects",
]

FACETS: tuple[Facet, ...] = (
    *(CLUSTERS, LASSO, QUERY, PICKED, MARKED_IMAGES, CHANGE),
    *(CELLS, KINDS, SUSPECTS, AREA, SCORE, IOU, MARKED_INSTANCES, TRANSITION),
)

OF_TWO = frozenset((CHANGE.name, TRANSITION.name))
"""The facets that ask about two models."""

LEVELED = tuple(one.name for one in FACETS if (one.levels if isinstance(one, ImageFacet) else one.values) is not None)
"""The facets that choose among levels or values, which can be counted."""

WHERE = "where"
"""The one argument and trait that holds ranges and rows, ``{"area": (low, high), "marked_images": [3, 8]}``."""

Cell = tuple[str | int, str | int]
"""(actual, predicted) by class name or index."""
EntryArgument = tuple[float | None, float | None] | Iterable[int] | ImageTable | Mapping[str, Any] | None


class FacetArguments(TypedDict, total=False):
    """The facets as arguments, but for ``cells``, which is also taken by its place."""

    clusters: Iterable[int] | None
    """Cluster ids; -1: the images in none."""
    lasso: Polygon | None
    """Vertices in embedding space."""
    query: str
    """A part of the image name."""
    picked: Iterable[int] | ImageTable | None
    """Image rows."""
    kinds: Iterable[str] | None
    """Kinds of error, such as "duplicate": an instance of any of them passes."""
    suspects: Iterable[str] | None
    """Kinds of suspect, such as "wrong label": an instance passes whose truth or prediction is one of any of them."""
    change: Iterable[str] | str | None
    """Of two models: how the errors of an image changed from the baseline, "fixed", "regressed", "better", "worse" or
    "same"; an image of any of them passes."""
    transition: Iterable[str | Cell] | str | None
    """Of two models: what became of an instance, such as "broken" or "new", or a pair of the classes that a truth was
    predicted as, ("cat", "dog"); an instance of any of them passes."""
    where: Mapping[str, EntryArgument] | None
    """Ranges (low, high) of area (square pixels), score and iou of an outcome, ``None`` being an open end; and
    marked_images (image rows) and marked_instances (object rows)."""


def facet(name: str) -> Facet:
    """The facet called ``name``; raises UnknownNameError naming the closest."""
    for one in FACETS:
        if one.name == name:
            return one
    raise unknown_name("filter", name, [one.name for one in FACETS])


def arguments() -> tuple[str, ...]:
    """The names of the facets' arguments, which are those of their traits."""
    return (*(one.name for one in FACETS if not one.is_in_where), WHERE)


def of_objects() -> tuple[str, ...]:
    """The names of the facets that an evaluation with boxes has, and lacks without them."""
    return tuple(one.name for one in FACETS if one.has in (has_objects, has_scores))


def checked(given: Mapping[str, Any], header: Header, extent: Extent) -> dict[str, Any]:
    """The values of ``Where.facets`` from arguments; raises InputError for what cannot be asked."""
    names = arguments()
    for name in given:
        if name not in names:
            raise unknown_name("filter", name, names)
    entries = {**{name: value for name, value in given.items() if name != WHERE}, **_entries(given.get(WHERE))}
    return {name: facet(name).check(value, header, extent) for name, value in entries.items()}


def as_traits(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of ``Where.facets`` as traits hold them: entries together in ``where``, the empty ones too."""
    held = {one.name: values.get(one.name, one.empty) for one in FACETS if not one.is_in_where}
    entries = {one.name: values.get(one.name, one.empty) for one in FACETS if one.is_in_where}
    chosen = {name: value for name, value in entries.items() if value != facet(name).empty}
    where = {name: {"range" if isinstance(value, Range) else "in": list(value)} for name, value in chosen.items()}
    return {**{name: list(value) if isinstance(value, tuple) else value for name, value in held.items()}, WHERE: where}


def _entries(given: Any) -> Mapping[str, Any]:
    """The entries of ``where``, by the names of their facets."""
    if given is None:
        return {}
    names = [one.name for one in FACETS if one.is_in_where]
    if not isinstance(given, Mapping):
        raise InputError(f'where is a dict such as {{"{names[0]}": (low, high)}}, not {given!r}')
    for name in given:
        if name not in names:
            raise unknown_name("entry of where", str(name), names)
    return given
