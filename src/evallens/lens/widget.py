"""The Lens: an anywidget over one evaluation, and what it does when a trait changes."""

from __future__ import annotations

import threading
from contextlib import nullcontext, suppress
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import traitlets

from ..errors import EvalLensError, InputError
from ..evaluation import Evaluation, ImageTable
from ..evaluation.filters import Filters
from ..evaluation.protocols import Progress
from ..export import Thresholds, fallback, report, with_thresholds, write
from ..export.progress import bar
from . import snapshot as snapshots
from . import traits
from .attributes import Declared
from .gallery import Gallery
from .origin import acting_as, origin
from .reported import has_panels, reported_of
from .synced import Synced, bundle, shared
from .thumbnails import ThumbnailCache
from .wire.cursor import BlockCursor
from .wire.header import header_of
from .wire.schema import FACETS, Note, Reported, plain
from .wire.status import in_words, status
from .worker import Worker, can_publish_from_threads

if TYPE_CHECKING:
    from altair import HConcatChart

_BACK_TO_FIRST_PAGE = ("split", "confidence", *FACETS, "page_size", "view")

_PATIENCE = 2.0
"""Seconds a new Lens waits for the service's own panels."""


class _SupersededError(EvalLensError):
    """A fetch was given up because the browser asks for something else by now."""


class Lens(Declared, Synced):
    """See where a model goes wrong: confusion matrix, embedding and images, linked.

    Args:
        evaluation: What :func:`evallens.demo`, ``open`` or ``evaluate`` returned.
        split: A split, or "all"; by default test, else valid, else train.
        confidence: Integer percent; by default that of the evaluation's canonical report.
        page: 1-based page of the gallery.
        page_size: Images on a page.
        thumbnail_budget: Bytes of pictures sent before anyone asks for them.
        mask_budget: Bytes up to which all masks of an instance segmentation are sent; where they are
            more, boxes stand for them until an image is shown large.
        export_budget: Bytes that each display may add to the notebook for readers without a kernel.

    Setting a trait to something that is not there, or an attribute that a Lens does not have, raises
    InputError naming the closest; a subclass declares attributes of its own on the class. Setting a
    threshold that is neither loaded nor stored raises ServiceError and leaves what is shown.

    >>> lens = evallens.Lens(evallens.demo())
    >>> lens.cells = [("3", "8")]
    >>> table = lens.selected
    """

    album: ThumbnailCache
    """The pictures read so far."""

    def __init__(
        self,
        evaluation: Evaluation,
        split: str | None = None,
        confidence: int | None = None,
        page: int = 1,
        page_size: int = 24,
        *,
        thumbnail_budget: int = 2_000_000,
        mask_budget: int = 4_000_000,
        export_budget: int = 1_000_000,
    ) -> None:
        if not isinstance(evaluation, Evaluation):
            raise InputError(f"A Lens shows an Evaluation, not {evaluation!r}; open one with evallens.open(...) first.")
        asked = evaluation.filters(split=split, confidence=confidence)
        self._lock = threading.RLock()
        self._evaluation = evaluation.fetched(asked.split, asked.confidence)
        self._shown = (asked.split, asked.confidence)
        self._worker = Worker(self._answer, self._tell)
        self._reporter = Worker(self._report, self._tell_of_report)
        self._sender = Worker(self._send_ahead, self._tell)
        self.mask_budget = mask_budget
        self._sent = BlockCursor(mask_budget)
        self.status, self.reported = status("idle"), plain(Reported())
        if has_panels(evaluation):
            self._reporter.wake()
        self._selection: tuple[object, ImageTable] | None = None
        # All of this before the comm opens, which then carries the whole state in one message.
        self._publish()
        self.split, self.confidence = self._shown
        self.cells, self.clusters, self.picked, self.lasso, self.view = [], [], [], [], {}
        self.page_size, self.page = page_size, page
        self.album = ThumbnailCache()
        self._gallery = Gallery(self, self.album, self._put)
        self.thumbnail_budget = thumbnail_budget
        has_quick_pictures = evaluation.pictures is None or evaluation.pictures.is_at_hand
        if has_quick_pictures:
            self._send_ahead()
        self._gallery.send(None, self._is_superseded)
        # So that a notebook run to its end holds them; a slow service does not hold the widget up.
        self._reporter.wait(_PATIENCE)
        with self._lock:
            super().__init__(_esm=bundle(), export_budget=export_budget)
        # ipywidgets has a method `open`, which opens the comm and is called just above; the trait of
        # that name can only come afterwards.
        self.add_traits(open=shared(traits.OpenImage(None, allow_none=True)))
        self.observe(self._on_filter, _BACK_TO_FIRST_PAGE)
        self.observe(self._on_ask, (*_BACK_TO_FIRST_PAGE, "page", "open"))
        self.observe(lambda _: self._send_ahead(), "thumbnail_budget")
        if not has_quick_pictures and can_publish_from_threads():
            self._sender.wake()

    def close(self) -> None:
        """Take the displays away: what is under way for them is given up, and nothing is sent any more."""
        # Of a Lens that was refused while it was made there is less to close.
        made = vars(self)
        for worker in ("_worker", "_reporter", "_sender"):
            if worker in made:
                made[worker].stop()
        with made.get("_lock", nullcontext()):
            super().close()

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation as it is now; a threshold that was fetched makes a new one."""
        return self._evaluation

    @property
    def selected(self) -> ImageTable:
        """The images that all filters leave, in gallery order, as on screen."""
        wanted = self.shown
        key = (id(self._evaluation), wanted, self.view["sort"])
        # Read once: another thread may put its own answer there meanwhile.
        known = self._selection
        if known is None or known[0] != key:
            known = self._selection = (key, self._evaluation.select(wanted, self.view["sort"]))
        return known[1]

    @property
    def shown(self) -> Filters:
        """Split, threshold and filters of what is shown."""
        split, confidence = self._shown
        return self._evaluation.filters(
            split=split,
            confidence=confidence,
            cells=self.cells,
            clusters=self.clusters,
            lasso=self.lasso,
            query=self.query,
            picked=self.picked,
        )

    def to_html(
        self,
        path: str | PathLike[str],
        *,
        thresholds: Thresholds = "loaded",
        thumbnails: int | Literal["all"] = 1000,
    ) -> Path:
        """Write what is shown to one HTML file that works without a kernel and without a network.

        ``thresholds`` are "loaded", "all" that are stored, or a list of integer percents; a smaller
        list makes a smaller file. ``thumbnails`` are the pictures that go in, the most wanted first.
        The file appears whole or not at all. Raises InputError when it cannot be written.
        """
        with bar("Report") as progress:
            shown = self.shown.confidence
            evaluation = with_thresholds(self._evaluation, thresholds, shown=shown, progress=progress)
            taken = snapshots.most_wanted(self, evaluation, thumbnails, progress)
            return write(report(snapshots.snapshot(self, evaluation, self._esm), taken), path)

    def to_altair(self) -> HConcatChart:
        """What is shown as linked Altair charts: matrix, map and a table. ``evallens.charts`` has each alone."""
        from ..charts import dashboard

        return dashboard(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Add text/html, which is all that readers of a notebook saved without widget state see."""
        bundle: tuple[dict[str, Any], dict[str, Any]] | None = super()._repr_mimebundle_(**kwargs)
        if bundle is not None and self.export_budget:
            bundle[0]["text/html"] = fallback(snapshots.snapshot(self, self._evaluation, self._esm), self.export_budget)
        return bundle

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take a change from the browser: answered in the background, refused in words."""
        with acting_as("browser"), self._lock:
            try:
                super().set_state(sync_data)
            except (EvalLensError, traitlets.TraitError) as error:
                self.status = status("error", str(error))

    @traitlets.validate("page")
    def _clamped(self, proposal: dict[str, Any]) -> int:
        asked: int = proposal["value"]
        if asked <= 1:
            return 1
        pages: int = -(-len(self.selected) // self.page_size)
        return min(asked, max(1, pages))

    def _on_filter(self, change: dict[str, Any]) -> None:
        is_same_order = change["name"] == "view" and change["old"]["sort"] == change["new"]["sort"]
        # The browser returns to its first page itself, in the same message.
        if origin() == "python" and not is_same_order:
            self.page = 1

    def _on_ask(self, _change: object) -> None:
        if origin() == "browser":
            self._worker.wake()
        elif origin() == "python":
            self._settle()

    def _answer(self) -> None:
        """Do what the browser asks for."""
        with acting_as("browser"), suppress(_SupersededError):
            self._settle()

    def _tell(self, error: Exception) -> None:
        self._put(status=status("error", in_words(error)))

    def _report(self) -> None:
        """Ask the service for its own panels."""
        with acting_as("lens"):
            found = reported_of(self._evaluation, cancelled=self._reporter.cancelled.is_set)
            self._put(reported=plain(found))

    def _tell_of_report(self, error: Exception) -> None:
        """The service's own panels are an extra: what goes wrong there is only a note."""
        self._put(reported=plain(Reported(notes=[Note(title="", text=in_words(error))])))

    def _settle(self) -> None:
        """Make the traits true: fetch what they ask for, publish it, send the pictures on show."""
        asked = (self.split, self.confidence)
        if asked != self._shown:
            self._show(*asked)
        if self.status["state"] != "idle":
            self._put(status=status("idle"))
        self._gallery.send(self._trait_values.get("open"), self._is_superseded)

    def _show(self, split: str, confidence: int) -> None:
        try:
            if not self._evaluation.covers(split, confidence):
                self._fetch(split, confidence)
        except _SupersededError:
            if self._worker.is_stopped:
                self._return_from(split, confidence)
            raise
        except BaseException as error:
            self._return_from(split, confidence)
            self._put(status=status("error", in_words(error)))
            raise
        with self._lock:
            # Python may have asked for something else meanwhile, and shown it: that is the later wish.
            if (self.split, self.confidence) == (split, confidence):
                self._shown = (split, confidence)

    def _fetch(self, split: str, confidence: int) -> None:
        self._put(status=status("loading", f"Loading {confidence} %"))
        progress = self._progress_of(split, confidence)
        cancelled = self._worker.cancelled if origin() == "browser" else None
        report = self._evaluation.report(split, confidence, progress=progress, cancelled=cancelled)
        with self._lock:
            if cancelled is not None and cancelled.is_set():
                raise _SupersededError("Nobody is looking any more.")
            # Merged into the evaluation as it is now: another thread may have merged one meanwhile.
            self._evaluation = self._evaluation.including(report)
            self._publish()

    def _progress_of(self, split: str, confidence: int) -> Progress:
        can_be_superseded = origin() == "browser"

        def on_progress(done: int, total: int) -> None:
            is_asked = (self.split, self.confidence) == (split, confidence) and not self._worker.is_stopped
            if can_be_superseded and not is_asked:
                raise _SupersededError("Something else is wanted by now.")
            self._put(status={**self.status, "done": done, "total": total})

        return on_progress

    def _is_superseded(self) -> bool:
        """Does the browser want something else by now than what is being done for it, or nothing at all?"""
        return origin() == "browser" and (self._worker.is_wanted or self._worker.is_stopped)

    def _return_from(self, split: str, confidence: int) -> None:
        """Return the traits to what is shown, unless something else was asked for since."""
        with acting_as("lens"), self._lock:
            if (self.split, self.confidence) == (split, confidence):
                self.split, self.confidence = self._shown

    def _publish(self) -> None:
        """Send the rows that no block carries yet, then the header that speaks of them."""
        blocks = self._sent.next_blocks(self._evaluation)
        self.add_traits(**{named.trait: traitlets.Dict(named.block).tag(sync=True) for named in blocks})
        self.header = header_of(self._evaluation, self._sent.traits)

    def _put(self, **values: Any) -> None:
        """Set traits from whatever thread does the work.

        While a message from the browser is taken in, ipywidgets holds all changes back, and one made
        by another thread at its end could be lost. A closed Lens shows nothing any more.
        """
        with self._lock:
            for name, value in () if self._worker.is_stopped else values.items():
                setattr(self, name, value)

    def _send_ahead(self) -> None:
        self._gallery.send_ahead(cancelled=lambda: self._sender.is_stopped)
