"""The Lens: an anywidget over one evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import traitlets

from ..errors import EvalLensError, InputError
from ..evaluation import Evaluation, ImageTable, InstanceTable, facets
from ..evaluation.where import Where
from ..text import counted
from . import traits
from .after_cell import after_cell
from .asked import Asked
from .attributes import Declared
from .kept import Kept
from .loader import Loader
from .marking import Marking
from .offered import files_of
from .origin import acting_as, origin
from .report import Reporter
from .synced import shared
from .turning import turn
from .wire.counted_for import OF_VIEW
from .wire.plain import plain
from .wire.said import Reported
from .wire.schema import FACET_TRAITS
from .wire.settings import DEFAULT_PAGE_SIZE, ORDERING
from .wire.status import status

_ASKED = ("split", "confidence", "model", "baseline", "baseline_confidence", "compared")
_BACK_TO_FIRST_PAGE = (*_ASKED, *FACET_TRAITS, "page_size", "view")


class Lens(Declared, Marking, Kept):
    """See where a model goes wrong: confusion matrix, embedding and images, linked.

    Args:
        evaluation: What :func:`evallens.demo`, ``open`` or ``evaluate`` returned.
        split: A split, or "all"; by default test, else valid, else train.
        confidence: Integer percent; by default that of the evaluation's canonical report. Of two models one each.
        page: 1-based page of the gallery.
        page_size: Images, or instances, on a page.
        thumbnail_budget: Bytes of pictures sent before anyone asks for them.
        mask_budget: Bytes up to which all masks of an instance segmentation are sent; where they are
            more, boxes stand for them until an image is shown large.
        export_budget: Bytes that each display may add to the notebook for readers without a kernel.

    What is shown is set by traits, here and on screen. A change made on screen is read here at once.

    ======================  =====================================================================================
    ``split``               a split, or "all"
    ``confidence``          the threshold, integer percent
    ``model``               of two models the one that is shown, ``"v2"``
    ``baseline``            the one that it is compared with, or ``None``; shown, the two change places
    ``baseline_confidence`` its threshold, integer percent; ``None``: the same
    ``compared``            is their difference on show?
    ``cells``               cells of the matrix: ``[("cat", "dog")]``, (actual, predicted)
    ``kinds``               kinds of error: ``["duplicate", "background"]``
    ``suspects``            kinds of suspect: ``["wrong label", "unlabelled object"]``
    ``change``              of two models, how images changed: ``["regressed", "worse"]``
    ``transition``          of two models, what became of instances: ``["broken", "new"]``
    ``clusters``            ids of clusters: ``[3, 7]``; -1 is what is in none
    ``lasso``               corners of an outline on the map: ``[(x, y), ...]``
    ``query``               a part of the name of an image
    ``picked``              rows of images
    ``where``               ranges: ``{"score": (0.5, None), "area": (None, 1024)}``
    ``marks``               what is marked: ``{"images": [rows], "objects": [rows]}``
    ``verdicts``            what is wrong, label or model, as a table; set by ``{"label": [rows], "model": [rows]}``
    ``elsewhere``           what is marked and judged of the model that is not on show; it follows ``model``
    ``page``                the 1-based page of the gallery
    ``page_size``           images, or instances, on a page
    ``open``                the row of the image shown large, or ``None``
    ``open_pixels``         the pixels a side that its picture is wanted in; set by the page
    ``view``                how it looks: ``{"sort": "f1", "normalize": "actual", "panel": "classes", ...}``
    ======================  =====================================================================================

    The filters take what ``Evaluation.images`` takes. What follows from them is read-only: ``selected``,
    ``evaluation``, ``shown``.

    Setting a trait to something that is not there, or an attribute that a Lens does not have, raises
    InputError naming the closest; a subclass declares attributes of its own on the class. Setting a
    threshold that is neither loaded nor stored raises ServiceError and leaves what is shown.

    >>> import evallens
    >>> lens = evallens.Lens(evallens.demo())
    >>> lens.cells = [("3", "8")]
    >>> lens.selected
    ImageTable(4 images)
    >>> lens.where = {"score": (0.4, None)}
    >>> lens.selected
    ImageTable(3 images)
    """

    def __init__(
        self,
        evaluation: Evaluation,
        split: str | None = None,
        confidence: int | tuple[int, int] | None = None,
        page: int = 1,
        page_size: int = DEFAULT_PAGE_SIZE,
        *,
        thumbnail_budget: int = 2_000_000,
        mask_budget: int = 4_000_000,
        export_budget: int = 1_000_000,
    ) -> None:
        if not isinstance(evaluation, Evaluation):
            raise InputError(f"A Lens shows an Evaluation, not {evaluation!r}; open one with evallens.open(...) first.")
        asked = Asked.first(evaluation, split, confidence)
        self.thumbnail_budget, self.mask_budget = thumbnail_budget, mask_budget
        self._loader = Loader(self, evaluation, asked)
        # All of this before the comm opens, which then carries the whole state in one message.
        self.status, self.reported = status("idle"), plain(Reported())
        self.uid = uuid4().hex
        self._loader.ask_panels()
        self._loader.publish_columns()
        for name, value in asked.traits.items():
            setattr(self, name, value)
        for name, empty in {**facets.as_traits({}), "view": {}, "marks": {}, "verdicts": {}, "elsewhere": {}}.items():
            setattr(self, name, empty)
        self.page_size, self.page = page_size, page
        self._loader.publish_first()
        with self._loader.lock:
            # The page knows it by the name that its comm has.
            # In an HBox it would be as wide as its content asks for, which is nothing: it fills the width that it gets.
            super().__init__(model_id=self.uid, export_budget=export_budget, layout={"width": "100%"})
        # ipywidgets has a method `open`, which opens the comm and is called just above; the trait of
        # that name can only come afterwards.
        self.add_traits(open=shared(traits.ImageRow(None, allow_none=True)))
        self.observe(self._on_model, "model")
        self.observe(self._on_baseline, "baseline")
        self.observe(self._on_marks, "marks")
        self.observe(self._on_filter, _BACK_TO_FIRST_PAGE)
        looks = ("map_box", "map_row", "levels_asked")
        self.observe(self._on_ask, (*_BACK_TO_FIRST_PAGE, "page", "open", "open_pixels", *looks))
        self.observe(lambda _: self._loader.send_ahead(), "thumbnail_budget")
        self._reporter = Reporter(
            self, self._loader, files_of(self, lambda progress: self._document("loaded", 1000, progress)[0])
        )
        self.observe(lambda _: self._reporter.wake(), "report_asked")
        self._loader.start()
        self.on_msg(self._on_message)
        after_cell(self._loader.publish_rows)

    def close(self) -> None:
        """Remove all displays; cancel what is under way for them, and send nothing any more."""
        loader: Loader | None = vars(self).get("_loader")
        if loader is None:  # The arguments were refused: nothing has begun.
            super().close()
            return
        loader.stop()
        with loader.lock:
            super().close()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for what is under way in the background; False when ``timeout`` seconds were not enough.

        That is what the browser asked for, pictures that are sent ahead, average precision, and the service's own
        panels.
        Raises InputError for a ``timeout`` that is no number.
        """
        if timeout is not None and not isinstance(timeout, (int, float)):
            raise InputError(f"timeout is a number of seconds, not {timeout!r}")
        return self._loader.wait(timeout)

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation as it is now; a threshold that was fetched makes a new one."""
        return self._loader.evaluation

    @property
    def asked_evaluation(self) -> Evaluation:
        """The evaluation with the model that the traits ask for; it is ``evaluation`` once that was fetched."""
        return self._loader.evaluation.showing(self.model)

    @property
    def selected(self) -> ImageTable:
        """The images that every filter leaves, in gallery order, as on screen."""
        return self._loader.gallery.selected

    @property
    def selected_instances(self) -> InstanceTable:
        """The instances that every filter leaves, in the order of their cards, as on screen.

        Raises InputError where there are none to list one by one, as ``Evaluation.instances``.
        """
        return self._loader.gallery.selected_instances

    @property
    def shown(self) -> Where:
        """The question on show: split, threshold and filters."""
        return self._loader.gallery.shown

    def __repr__(self) -> str:
        """What is shown: "Lens('Digit scenes', test at 20 %, 18 of 240 images)"."""
        if "_loader" not in vars(self):
            return f"{type(self).__name__}()"
        evaluation, gallery = self.evaluation, self._loader.gallery
        shown = gallery.shown
        at = f" at {shown.confidence} %" if evaluation.header.scored else ""
        visible, _, size = gallery.counted
        named = f"{evaluation.title!r}, {shown.split}{at}, {visible:,} of {counted(size, 'images')}"
        return f"{type(self).__name__}({named})"

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take a change from the browser: answered in the background, refused in words."""
        # Which model is shown says what the rows in other traits mean.
        first: dict[str, Any] = {name: sync_data[name] for name in ("model", "baseline") if name in sync_data}
        with acting_as("browser"), self._loader.lock:
            try:
                super().set_state({**first, **sync_data})
            except (EvalLensError, traitlets.TraitError) as error:
                self.status = status("error", str(error))

    @traitlets.validate("page")
    def _clamped(self, proposal: dict[str, Any]) -> int:
        page: int = proposal["value"]
        if page <= 1:
            return 1
        if self.evaluation.tables is not None and origin() != "python":
            # The cards are counted in the background, which turns back to the last page.
            return page
        return min(page, self._loader.gallery.page_count(self.page_size))

    def _on_model(self, change: dict[str, Any]) -> None:
        """The baseline that is shown changes places with what was shown. The browser does the same itself."""
        old, new = change["old"], change["new"]
        if origin() != "python" or old in (None, new):
            return
        with acting_as("lens"):
            turn(self, self._loader.evaluation.showing(old).common_objects)
            if self.baseline == new:
                self.baseline = old
                if self.baseline_confidence is not None:
                    self.confidence, self.baseline_confidence = self.baseline_confidence, self.confidence

    def _on_baseline(self, change: dict[str, Any]) -> None:
        """Without a baseline there is no difference to show."""
        if change["new"] is None:
            self.compared = False
            for name in facets.OF_TWO:
                setattr(self, name, ())

    def _on_message(self, _widget: object, content: Any, _buffers: object) -> None:
        """A page that missed what was sent, as anywidget lets it while it loads a module, says what it lacks."""
        if isinstance(content, dict) and content.get("type") == "lacking":
            self._loader.publish_rows()
            with self._loader.lock:
                self.send_state([trait for trait in self.keys if trait in content.get("traits", ())])

    def _on_marks(self, _change: object) -> None:
        """A filter of marks keeps to what is marked; with the last mark it goes. The browser does the same itself."""
        marked = {"marked_images": self.marks["images"], "marked_instances": self.marks["objects"]}
        where: dict[str, Any] = getattr(self, facets.WHERE)
        followed = {name: {"in": marked[name]} if name in marked else entry for name, entry in where.items()}
        if origin() == "python" and followed != where:
            self.where = followed

    def _on_filter(self, change: dict[str, Any]) -> None:
        is_same_order = change["name"] == "view" and not _differ(change, ORDERING)
        # The browser returns to its first page itself, in the same message.
        if origin() == "python" and not is_same_order:
            self.page = 1

    def _on_ask(self, change: dict[str, Any]) -> None:
        if origin() == "python" and change["name"] == "open":
            # It was asked for of another image.
            self.open_pixels = None
        if origin() == "browser":
            self._loader.wake(ends=_asks_anew(change))
        elif origin() == "python":
            self._loader.sync()


def _asks_anew(change: dict[str, Any]) -> bool:
    """Is what Python answers another by now? It is not wherever the pointer rests, or however wide a pane is."""
    return _differ(change, OF_VIEW) if change["name"] == "view" else change["name"] != "map_row"


def _differ(change: dict[str, Any], settings: Iterable[str]) -> bool:
    """Has one of these settings of the view changed?"""
    return any(change["old"][name] != change["new"][name] for name in settings)
