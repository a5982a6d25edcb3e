"""What a Lens shows: the evaluation, and the split and thresholds of it whose numbers were fetched."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ..errors import EvalLensError, SupersededError
from ..evaluation import Evaluation
from ..evaluation.where import Where
from ..progress import Progress
from .asked import Asked
from .gallery import Gallery
from .origin import acting_as, origin
from .synced import Synced
from .turning import turn
from .wire.schema import FACET_TRAITS
from .wire.status import in_words, status
from .worker import Worker


class Showing:
    """Makes what is asked for what is shown, for one Lens.

    Args:
        lens: The traits.
        evaluation: What the Lens shows. A fetch makes a new one, which takes its place under ``lock``.
        shown: What to begin with.
        put: Sets traits from any thread.
        publish: Sends the columns of an evaluation; called under ``lock``.

    Raises InputError or ServiceError when the numbers of ``shown`` are not loaded and cannot be fetched.
    """

    def __init__(
        self,
        lens: Synced,
        evaluation: Evaluation,
        shown: Asked,
        put: Callable[..., None],
        publish: Callable[[Evaluation], None],
    ) -> None:
        self.lock = threading.RLock()
        """Held while the evaluation is swapped, and while traits are set."""
        self.evaluation = shown.opened(evaluation)
        self.shown = shown
        """What the numbers belong to that are shown."""
        self._lens = lens
        self._put = put
        self._publish = publish
        self._gallery: Gallery | None = None

    @property
    def gallery(self) -> Gallery:
        """What is shown now: the same object until something about it changes."""
        now = Gallery.of(self.evaluation, self._where(self.shown), self._lens.view)
        # Read once: another thread may put its own there meanwhile.
        last = self._gallery
        if last == now:
            return last
        self._gallery = now
        return now

    def show(self, asked: Asked, asking: Worker) -> bool:
        """Fetch what ``asked`` takes, and show it; is it another model than before?

        ``asking`` runs what the browser asks for. Raises InputError or ServiceError when it cannot be fetched; the
        traits then return to what is shown.
        """
        try:
            self._have(asked, asked.model, asked.confidence, asking)
            if asked.baseline is not None:
                self._have_baseline(asked, asked.baseline, asking)
        except SupersededError:
            if asking.is_stopped:
                self._return_from(asked)
            raise
        except BaseException as error:
            self._return_from(asked)
            self._put(status=status("error", in_words(error)))
            raise
        with self.lock:
            # Python may have asked for something else meanwhile, and shown it: that is the later request.
            if Asked.by(self._lens) != asked:
                return False
            is_turned = asked.model != self.shown.model
            self.shown = asked
            self.evaluation = self.evaluation.showing(asked.model)
            return is_turned

    def back_to(self, shown: Asked, gallery: Gallery) -> None:
        """Show again what was shown before, whose numbers are known; called under ``lock``."""
        self.shown, self._gallery = shown, gallery

    def _where(self, asked: Asked) -> Where:
        lens = self._lens
        facets = {name: getattr(lens, name) for name in FACET_TRAITS}
        return asked.where(self.evaluation.showing(asked.model), facets, lens.view)

    def _have_baseline(self, asked: Asked, baseline: str, asking: Worker) -> None:
        """Have its numbers, too; where nothing asks what changed it may lack them, and nothing is compared then."""
        try:
            self._have(asked, baseline, asked.of_baseline, asking)
        except SupersededError:
            raise
        except EvalLensError:
            if self._where(asked).baseline is not None:
                raise

    def _have(self, asked: Asked, model: str | None, confidence: int, asking: Worker) -> None:
        """Fetch what is asked for at a threshold of one model, unless its columns hold it."""
        wanted = self.evaluation.showing(model)
        if wanted.covers(asked.split, confidence):
            return
        self._put(status=status("loading", f"Fetching the numbers at {confidence} %"))
        progress = self._progress_of(asked, asking)
        cancelled = asking.cancelled if origin() == "browser" else None
        report = wanted.report(asked.split, confidence, progress=progress, cancelled=cancelled)
        with self.lock:
            if cancelled is not None and cancelled.is_set():
                raise SupersededError("The Lens is closed.")
            # Merged into the evaluation as it is now: another thread may have merged one meanwhile.
            shown = self.evaluation.shown_model
            self.evaluation = self.evaluation.showing(model).including(report).showing(shown)
            self._publish(self.evaluation)

    def _progress_of(self, asked: Asked, asking: Worker) -> Progress:
        can_be_superseded = origin() == "browser"

        def on_progress(done: int, total: int) -> None:
            is_asked = Asked.by(self._lens) == asked
            if can_be_superseded and (not is_asked or asking.is_stopped):
                raise SupersededError("Something else is wanted by now.")
            self._put(status={**self._lens.status, "done": done, "total": total})

        return on_progress

    def _return_from(self, asked: Asked) -> None:
        """Return the traits to what is shown, unless something else was asked for since."""
        lens = self._lens
        with acting_as("lens"), self.lock:
            if Asked.by(lens) == asked:
                left = lens.asked_evaluation
                for name, value in self.shown.traits.items():
                    setattr(lens, name, value)
                if asked.model != self.shown.model:
                    turn(lens, left.common_objects)
