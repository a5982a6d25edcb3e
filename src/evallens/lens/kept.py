"""What leaves a Lens to be read without it: a report, charts, and what a notebook keeps of a display."""

from __future__ import annotations

import warnings
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import EngineError
from ..evaluation import Evaluation
from ..export import Pictures, Thresholds, about_missing, fallback, most_bytes, one_file, with_thresholds, write
from ..progress import Progress, bar
from . import display
from .loader import Loader
from .snapshot import Moment
from .synced import Synced

if TYPE_CHECKING:
    from altair import HConcatChart

_PAGES = 5
"""Pages of an evaluation in tables that go into a report."""


class Kept(Synced):
    """A Lens that can be written down."""

    _loader: Loader

    def to_html(
        self,
        path: str | PathLike[str],
        *,
        thresholds: Thresholds = "loaded",
        thumbnails: int | Literal["all"] = 1000,
    ) -> Path:
        """Write what is shown to one HTML file that works without a kernel and without a network.

        ``thresholds`` are "loaded", "all" that are stored, or a list of integer percents; a smaller
        list makes a smaller file. ``thumbnails`` is how many pictures go in, the most wanted first;
        a warning, and the foot of the file, say how many of them are missing. The file appears whole or not at all.

        Of tables whose engine fails it holds what was last answered, and a warning says so.

        Raises InputError when it cannot be written, or for ``thresholds`` or ``thumbnails`` that are none
        of these; ReportNotStoredError for a threshold that is not stored, ServiceError when fetching fails.
        """
        with bar("Report") as progress:
            document, pictures = self._document(thresholds, thumbnails, progress)
            written = write(document, path)
        if pictures.missing:
            warnings.warn(f"{written}: {about_missing(pictures, self.evaluation.image_count)}", stacklevel=2)
        return written

    def to_altair(self) -> HConcatChart:
        """What is shown as linked Altair charts: matrix, map and a table. ``evallens.charts`` has each alone.

        Raises InputError beyond 200 classes.
        """
        from ..charts import dashboard

        return dashboard(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Add text/html, for readers of a notebook saved without widget state."""
        bundle: tuple[dict[str, Any], dict[str, Any]] | None = super()._repr_mimebundle_(**kwargs)
        if bundle is not None and self.export_budget:
            bundle[0]["text/html"] = self._kept_in_notebook()
        return bundle

    def _ipython_display_(self) -> None:
        """Show two outputs: what the notebook keeps, and the widget. Elsewhere IPython takes the bundle."""
        bundle = super()._repr_mimebundle_() if self.export_budget and display.takes_two_outputs() else None
        if bundle is None or display.VIEW not in bundle[0]:
            raise NotImplementedError
        data, metadata = bundle
        display.show(self._kept_in_notebook(beside=self.uid), repr(self), data[display.VIEW], metadata)
        # What it is drawn from is on its way.
        self._loader.publish_rows()

    def _get_embed_state(self, drop_defaults: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - ipywidgets' signature
        """Hold all rows, whether or not a page has them yet."""
        self._loader.publish_rows()
        return super()._get_embed_state(drop_defaults=drop_defaults)

    def _kept_in_notebook(self, beside: str = "") -> str:
        moment, most = self._moment(self.evaluation), most_bytes(self.export_budget)
        try:
            return fallback(moment.snapshot(most), self.export_budget, beside)
        except EngineError:
            return fallback(moment.at_hand(most), self.export_budget, beside)

    def _document(
        self, thresholds: Thresholds, thumbnails: int | Literal["all"], progress: Progress
    ) -> tuple[str, Pictures]:
        """The one-file HTML, and the pictures that are in it."""
        self._loader.settle()
        confidence = self.shown.confidence
        evaluation = with_thresholds(self.evaluation, thresholds, shown=confidence, progress=progress)
        self._loader.count_precisions()
        moment = self._moment(evaluation, _PAGES)
        try:
            pictures = moment.most_wanted(thumbnails, progress)
            snapshot = moment.snapshot()
        except EngineError as error:
            warnings.warn(f"The report holds the page on show, and no other: {error}", stacklevel=3)
            snapshot = moment.at_hand()
            pictures = snapshot.pictures(0)
        return one_file(snapshot, pictures), pictures

    def _moment(self, evaluation: Evaluation, pages: int = 1) -> Moment:
        return Moment(self, self._loader.gallery, evaluation, self._loader.caches, self._loader.shown, pages)
