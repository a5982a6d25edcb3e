"""The question every view asks: a split, a threshold and facets; and which facets each sum counts over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .facets import OF_TWO, Facet, Group, ImageFacet, OutcomeFacet, facet


@dataclass(frozen=True, kw_only=True)
class Where:
    """A split, a threshold and facets. A facet that is left out, or empty, keeps everything.

    Visible images pass every facet of images and, where any of outcomes is set, have an outcome that
    passes all of those at once. Visible instances are the outcomes that pass everything.
    """

    split: str
    """One split, or "all"."""
    confidence: int
    """Integer percent."""
    facets: Mapping[str, Any] = field(default_factory=dict)
    """Checked values by name of the facet; see ``Evaluation.where``."""
    model: str | None = None
    """The model that is asked; ``None``: there is one."""
    baseline: str | None = None
    """The model that it is compared with; ``None``: with none."""
    baseline_confidence: int | None = None
    """Integer percent of the baseline; ``None``: the same."""
    compared: bool = False
    """Are the cells those of the difference, of which the images count where it is not the same in both models?"""

    def __post_init__(self) -> None:
        kept = {name: value for name, value in self.facets.items() if value != facet(name).empty}
        object.__setattr__(self, "facets", kept)

    def __hash__(self) -> int:
        two = (self.model, self.baseline, self.baseline_confidence, self.compared)
        return hash((self.split, self.confidence, frozenset(self.facets.items()), two))

    def __getitem__(self, name: str) -> Any:
        return self.facets.get(name, facet(name).empty)

    def having(self, **facets: Any) -> Where:
        """The same question with some facets set anew, by checked values."""
        return self._with({**self.facets, **facets})

    @property
    def of_baseline(self) -> int:
        """The threshold of the baseline, integer percent."""
        return self.confidence if self.baseline_confidence is None else self.baseline_confidence

    @property
    def is_of_two(self) -> bool:
        """Does a facet ask what changed?"""
        return any(name in self.facets for name in OF_TWO)

    @property
    def is_in_cube(self) -> bool:
        """Does no facet ask for more than a cube tells apart?"""
        return all(one.is_in_cube for one, _ in self._set())

    @property
    def is_difference(self) -> bool:
        """Are cells of the difference selected?"""
        return self.compared and self.baseline is not None and "cells" in self.facets

    def for_baseline(self) -> Where:
        """The same question at the threshold of the baseline."""
        return replace(self, confidence=self.of_baseline)

    def without(self, *names: str) -> Where:
        """The same question without the facets ``names``: what a view counts over that shows their choices."""
        return self._with({name: value for name, value in self.facets.items() if name not in names})

    def only(self, *groups: Group) -> Where:
        """The same question with the facets of ``groups`` alone."""
        return self._with({one.name: value for one, value in self._set() if one.group in groups})

    def for_matrix(self) -> Where:
        """What the matrix counts over, and the most confused pairs: every facet but the cells."""
        return self.without("cells")

    def for_rates(self) -> Where:
        """What rates, curve, classes and the tallies of images count over: images and sizes."""
        return self.only("images", "size")

    def image_facets(self) -> Iterator[tuple[ImageFacet[Any], Any]]:
        """The facets of images that are set, with their values."""
        return ((one, value) for one, value in self._set() if isinstance(one, ImageFacet))

    def outcome_facets(self) -> Iterator[tuple[OutcomeFacet[Any], Any]]:
        """The facets of outcomes that are set, sizes included, with their values."""
        return ((one, value) for one, value in self._set() if isinstance(one, OutcomeFacet))

    def _set(self) -> Iterator[tuple[Facet, Any]]:
        return ((facet(name), value) for name, value in self.facets.items())

    def _with(self, facets: Mapping[str, Any]) -> Where:
        return replace(self, facets=facets)
