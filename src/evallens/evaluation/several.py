"""One or more models over the same images, classes and truths: an evaluation shows one of them, the others beside it.

The own fields of an evaluation (``header``, ``columns``, ``coverage``, ``source``, ``panels``) are those of the model
that it *shows*, by default the last; so all that counts one model counts that one. ``peers`` are the other models, each
an evaluation of one model, and ``place`` is the place of the shown one among them. In all of them

- the images are the same rows, and the class indices mean the same;
- the truths (and regions) stand first among the objects and alike, so an object row of a truth means the same; of the
  images outside ``alike`` that is not so, for there the models were judged by different truths;
- a prediction's ``twin`` names the object row of its partner in the other model, see ``twinned``.

``ev.showing("v1")`` is the same evaluation with another model shown, ``ev.model("v1")`` that model alone. A ``Where``
names ``model``, ``baseline`` and ``baseline_confidence``; ``ev.queries`` answers for the shown model, and
``ColumnQueries.peer(name)`` are the queries of another one, of the same facets and rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self, TypeVar, Unpack, cast

import numpy as np

from ..errors import InputError, unknown_name
from . import arguments, saving
from .columns.joined import common
from .columns.notices import Notice
from .facets import OF_TWO, Cell, FacetArguments
from .facets.transition import TRANSITION
from .judged import Judged
from .metrics.cells import Mask
from .queries import ColumnQueries
from .where import Where

_S = TypeVar("_S", bound="Several")
_NO_NAME = "model"


@dataclass(frozen=True, eq=False, kw_only=True)
class Several(Judged):
    """What is loaded of one model, with the other models beside it."""

    name: str = ""
    """What the model is called beside others."""
    peers: tuple[Self, ...] = ()
    """The other models, each alone, in their order."""
    place: int = 0
    """How many of ``peers`` stand before the shown model."""
    alike: Mask | None = None
    """Of which images every model has the same truths, (images,); ``None``: of all."""

    @property
    def models(self) -> tuple[str, ...]:
        """The names of the models, in their order."""
        return tuple(one.shown_model for one in self.parts)

    @property
    def shown_model(self) -> str:
        """The name of the model whose numbers are answered where none is named: the last, unless ``showing`` says."""
        return self.name or self.title or _NO_NAME

    @property
    def baseline_model(self) -> str | None:
        """The first of the other models; ``None`` where there is one model."""
        return self.peers[0].shown_model if self.peers else None

    @property
    def parts(self) -> tuple[Self, ...]:
        """Every model, in order; the shown one is this evaluation."""
        return (*self.peers[: self.place], self, *self.peers[self.place :])

    @property
    def notices(self) -> list[Notice]:
        """What was left out or looked odd; of two models what is told of one alone begins with its name."""
        told = [part.header.notices for part in self.parts]

        def named(notice: Notice, name: str) -> Notice:
            return notice if all(notice in one for one in told) else notice.of(name)

        pairs = zip(self.models, told, strict=True)
        return list(dict.fromkeys(named(notice, name) for name, notices in pairs for notice in notices))

    @property
    def summary(self) -> dict[str, Any]:
        """As ``Loaded.summary``, and of two models their names."""
        found = super().summary
        return found if not self.peers else {**found, "models": list(self.models)}

    @cached_property
    def in_memory(self) -> ColumnQueries:
        """Answers from columns in memory, of every model."""
        found = super().in_memory
        peers = {one.shown_model: one.in_memory for one in self.peers}
        return found.beside(peers, self.alike) if peers else found

    @property
    def facets(self) -> tuple[str, ...]:
        """The names of the facets that this evaluation can be filtered by."""
        left = () if self.names_instances else (TRANSITION.name,)
        return tuple(name for name in super().facets if name not in (left if self.peers else OF_TWO))

    @property
    def names_instances(self) -> bool:
        """Can one say of instances what became of them? Pixels are none, and counts without boxes do not say which."""
        unit = self.header.unit
        return unit == "images" or (unit == "instances" and all(one.has_objects for one in self.parts))

    def model(self, name: str) -> Self:
        """One of the models alone, which answers everything as an evaluation of one model does.

        Raises UnknownNameError for a name that none has.
        """
        return replace(self._part(name), peers=(), place=0, alike=None)

    def showing(self, name: str | None) -> Self:
        """The same evaluation with another model shown; ``None``: as it is.

        Raises UnknownNameError for a name that none has.
        """
        if name is None or name == self.shown_model:
            return self
        found = self._part(name)
        alone = [self.model(one) for one in self.models]
        at = self.models.index(name)
        return replace(found, peers=tuple(alone[:at] + alone[at + 1 :]), place=at, alike=self.alike)

    @property
    def common_objects(self) -> Mask:
        """Which objects of the shown model are truths that the other has, too, at the same row: (objects,)."""
        mine, theirs = self.columns.objects, self.peers[0].columns.objects
        if mine is None or theirs is None:
            return np.zeros(0 if mine is None else len(mine), np.bool_)
        return common(mine, theirs, self.alike)

    def check_two(self) -> None:
        """Raise InputError where there is one model only."""
        if not self.peers:
            raise InputError("This evaluation holds one model: evallens.compare(a, b) puts two side by side.")

    def where(
        self,
        split: str | None = None,
        confidence: int | tuple[int, int] | None = None,
        cells: Iterable[Cell] | None = (),
        *,
        model: str | None = None,
        baseline: str | None = None,
        baseline_confidence: int | None = None,
        compared: bool = False,
        **given: Unpack[FacetArguments],
    ) -> Where:
        """A question from arguments as ``images`` takes them, checked, with the defaults filled in.

        Args:
            split: A split, or "all".
            confidence: Integer percent; of two models a pair of them, in the order of ``models``.
            cells: (actual, predicted) pairs.
            model: The model that is asked, by default the shown one.
            baseline: The model that it is compared with; by default the first other one where anything else asks what
                changed: a pair of thresholds, ``compared``, or a facet; else none.
            baseline_confidence: Integer percent of the baseline; ``None``: the same.
            compared: Are the cells those of the difference?
            **given: The other facets.

        Raises InputError in words for what is not there, UnknownNameError where another name was meant.
        """
        if model is not None and model != self.shown_model:
            shown = self.showing(model)
            return shown.where(
                split,
                confidence,
                cells,
                baseline=baseline,
                baseline_confidence=baseline_confidence,
                compared=compared,
                **given,
            )
        other = baseline
        if isinstance(confidence, tuple):
            self.check_two()
        if self.peers and isinstance(confidence, tuple | list):
            other = self._baseline(baseline)
            confidence, baseline_confidence = self._own_first(confidence, other)
        found = super().where(split, cast("int | None", confidence), cells, **given)
        is_of_two = baseline_confidence is not None or compared or found.is_of_two
        if other is not None or is_of_two:
            self.check_two()
            other = self._baseline(other)
        if not self.peers:
            return found
        percent = None if baseline_confidence is None else arguments.percent(baseline_confidence)
        return replace(
            found, model=self.shown_model, baseline=other, baseline_confidence=percent, compared=bool(compared)
        )

    def limited_to(self, percents: Iterable[int]) -> Self:
        """A new evaluation of these thresholds alone, integer percents: other outcomes and claims are left out."""
        wanted = list(percents)
        return replace(super().limited_to(wanted), peers=tuple(one.limited_to(wanted) for one in self.peers))

    def without(self, verdicts: Any, *, corrected: bool = False) -> Self:
        """As ``Judged.without``; raises InputError where two models are held, whose truths would be two then."""
        if self.peers:
            names = " and ".join(f"ev.model({name!r})" for name in self.models)
            raise InputError(f"Verdicts change the truth of one model: ask {names}, and compare what that gives.")
        return super().without(verdicts, corrected=corrected)

    @property
    def _saved(self) -> list[saving.Part]:
        return [saving.Part(one.name, one.header, one.columns, one.coverage, one.segmentations) for one in self.parts]

    @property
    def _own_place(self) -> int:
        return self.place

    @property
    def _alike(self) -> Mask | None:
        return self.alike

    def _part(self, name: str) -> Self:
        for one in self.parts:
            if one.shown_model == name:
                return one
        raise unknown_name("model", name, self.models)

    def _baseline(self, name: str | None) -> str:
        if name is None:
            return cast("str", self.baseline_model)
        if name == self.shown_model:
            raise InputError(f"{name!r} is the model on show, so it cannot be its own baseline.")
        return self._part(name).shown_model

    def _own_first(self, pair: Iterable[int], other: str) -> tuple[int, int]:
        """The thresholds of the shown model and of the ``other``, from a pair in the order of the models."""
        meaning = "confidence is one integer percent, or one for each of the two models"
        first, second = map(arguments.percent, arguments.pair(pair, meaning))
        is_after = self.models.index(self.shown_model) > self.models.index(other)
        return (second, first) if is_after else (first, second)


def several(parts: Mapping[str, _S], alike: Mask | None = None) -> _S:
    """The models ``parts``, by name and in order, as one evaluation that shows the last.

    Their images, classes and truths must be the same rows already; see the module.
    """
    named = [replace(part, name=name, peers=(), place=0, alike=None) for name, part in parts.items()]
    return replace(named[-1], peers=tuple(named[:-1]), place=len(named) - 1, alike=alike)
