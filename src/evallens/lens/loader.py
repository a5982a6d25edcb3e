"""Fetches what the traits of a Lens ask for, and publishes it to the browser."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from typing import Any

from ..errors import SupersededError
from ..evaluation import Evaluation
from .after_cell import is_in_cell
from .asked import Asked
from .behind import Behind
from .caches import Caches
from .column_sender import ColumnSender
from .gallery import Gallery
from .origin import acting_as, origin
from .precisions import PrecisionSender
from .reported import has_panels, reported_of
from .sender import PictureSender
from .showing import Showing
from .synced import Synced
from .wire.plain import plain
from .wire.said import Note, Reported
from .wire.status import in_words, status
from .worker import Worker, can_publish_from_threads

_FIRST_TIMEOUT = 2.0
"""Seconds a new Lens waits for pictures that have to be fetched, and for the service's own panels; and a cell that
turns to instances, for their crops."""

_FIRST_ANSWERS = 0.5
"""Seconds a new Lens over tables waits for its first page: what comes later is sent when it comes, after the matrix."""

_CELL_WAITS = 5.0
"""Seconds that the cell waits for it, whose output is on its way."""


class Loader:
    """Fetches and publishes for one Lens; of what the browser asks for only the latest, in the background.

    Args:
        lens: The traits to read and to set.
        evaluation: What the Lens shows.
        shown: What to begin with.

    Raises InputError or ServiceError when these are not loaded and cannot be fetched.
    """

    def __init__(self, lens: Synced, evaluation: Evaluation, shown: Asked) -> None:
        self.caches = Caches()
        self._lens = lens
        self._columns = ColumnSender(lens)
        self._showing = Showing(lens, evaluation, shown, self.put, self._columns.send)
        self._sender = PictureSender(lens, self.caches, self.put)
        self._precisions = PrecisionSender(lens, lambda: self.evaluation, self.put, self._show_error)
        self._behind = Behind(lens, self._showing, self.put)
        self._syncing = Worker(self._sync_for_browser, self._show_error)
        self._asking_panels = Worker(self._fetch_panels, self._show_panels_error)
        self._sending_ahead = Worker(self._send_ahead_after_page, self._show_error)
        self._others: list[Worker] = []

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Held while the evaluation is swapped, and while traits are set."""
        return self._showing.lock

    @property
    def evaluation(self) -> Evaluation:
        """What is shown; a threshold that is fetched makes a new one."""
        return self._showing.evaluation

    @property
    def shown(self) -> Asked:
        """What the numbers belong to that are shown."""
        return self._showing.shown

    @property
    def gallery(self) -> Gallery:
        """What is shown now: the same object until something about it changes."""
        return self._showing.gallery

    def publish_columns(self) -> None:
        """Send what the comm opens with: all columns, or those that the first picture is drawn from."""
        self._columns.send_first(self.evaluation)

    def publish_rows(self) -> None:
        """Send the rows that did not open with the comm, in place, unless that was done.

        Of an evaluation in tables a cell waits a while for the first page: who saves a notebook that was run to its end
        has what was sent by then.
        """
        if self._is_behind:
            if is_in_cell():
                self._syncing.wait(_CELL_WAITS)
            return
        with self.lock:
            if not self._syncing.is_stopped:
                self._columns.send_rest()

    def ask_panels(self) -> None:
        """Ask the service for its own panels, if there is one."""
        if has_panels(self.evaluation):
            self._asking_panels.wake()

    def publish_first(self) -> None:
        """Send the pictures and panels that a display opens with, so that a notebook run to its end has them.

        A slow service is waited for two seconds at most; what comes later is sent when it comes.
        """
        if self._is_behind:
            self._syncing.wake()
            self._syncing.wait(_FIRST_ANSWERS)
            return
        self._columns.answer(self.gallery)
        self._precisions.count_first()
        if self._has_quick_pictures:
            self.send_ahead()
            self._sender.send(self.gallery, None, self._is_superseded)
        else:
            self._syncing.wake()
        if not _all_idle((self._syncing, self._asking_panels), _FIRST_TIMEOUT):
            with self.lock:
                self._sender.send_known(self.gallery)

    def start(self) -> None:
        """Begin the work in the background that a display does not wait for. The comm must be open."""
        self._precisions.start()
        if self._is_behind:
            return
        if not self._has_quick_pictures and can_publish_from_threads():
            self._sending_ahead.wake()

    def worker(self, job: Callable[[], None], on_error: Callable[[Exception], None]) -> Worker:
        """One more that is waited for and stopped with the others."""
        added = Worker(job, on_error)
        self._others.append(added)
        return added

    def wake(self, *, ends: bool = True) -> None:
        """Do what the browser asks for, in the background; ``ends`` the question to an engine that is under way."""
        self._syncing.wake(ends=ends)

    def sync(self) -> None:
        """Make the traits true: fetch what they ask for, publish it, send the pictures on show.

        Raises InputError or ServiceError when it cannot be fetched; the traits then return to what is shown.
        """
        lens = self._lens
        asked = Asked.by(lens)
        if asked != self.shown:
            self._show(asked)
        if self._is_behind:
            self._answer()
        else:
            with self.lock:
                self._columns.answer(self.gallery)
        if lens.status["state"] != "idle":
            self.put(status=status("idle"))
        # A cell that sets a trait does not wait for all crops of large pictures.
        is_hurried = origin() != "browser" and can_publish_from_threads()
        until = time.monotonic() + _FIRST_TIMEOUT if is_hurried else math.inf
        if not self._sender.send(self.gallery, lens.opened, self._is_superseded, until):
            self._syncing.wake()
        self._precisions.wake()

    def send_ahead(self) -> None:
        """Send pictures before anyone asks for them; of an evaluation in tables nobody knows which these are."""
        if self._is_behind:
            return
        self._sender.send_ahead(self.gallery, lambda: self._sending_ahead.is_stopped)

    def count_precisions(self) -> None:
        """Count the average precision of every split, for a file that nobody answers."""
        self._precisions.count_all()

    def put(self, **values: Any) -> None:
        """Set traits from whatever thread does the work.

        While a message from the browser is taken in, ipywidgets holds all changes back, and one made
        by another thread at its end could be lost. A closed Lens shows nothing any more.
        """
        with self.lock:
            for name, value in () if self._syncing.is_stopped else values.items():
                setattr(self._lens, name, value)

    def wait(self, timeout: float | None) -> bool:
        """Wait until nothing is under way; False when ``timeout`` seconds were not enough."""
        return _all_idle(self._workers, timeout)

    def settle(self) -> None:
        """Wait until what tables are asked for is answered, or has failed: the traits are true then."""
        if self._is_behind:
            self._syncing.wait()

    def stop(self) -> None:
        """Cancel what is under way in the background, and start nothing there any more."""
        for worker in self._workers:
            worker.stop()

    @property
    def _workers(self) -> tuple[Worker, ...]:
        return (self._syncing, self._asking_panels, self._sending_ahead, self._precisions.worker, *self._others)

    def _send_ahead_after_page(self) -> None:
        self._syncing.wait()
        self.send_ahead()

    def _show(self, asked: Asked) -> None:
        try:
            is_turned = self._showing.show(asked, self._syncing)
        except BaseException:
            if self._is_behind and origin() == "python":
                # What the browser asked for meanwhile may have been left to this.
                self._syncing.wake()
            raise
        if is_turned:
            self.put(reported=plain(Reported()))
            self.ask_panels()

    def _answer(self) -> None:
        try:
            self._behind.answer(self._is_superseded)
        except SupersededError:
            raise
        except BaseException as error:
            self.put(status=status("error", in_words(error)))
            raise

    @property
    def _is_behind(self) -> bool:
        """Do the rows stay with an engine?"""
        return self.evaluation.tables is not None

    @property
    def _has_quick_pictures(self) -> bool:
        stores = (self.evaluation.pictures, self.evaluation.segmentations)
        return all(store is None or store.is_at_hand for store in stores)

    def _sync_for_browser(self) -> None:
        with acting_as("browser"), suppress(SupersededError):
            self.sync()

    def _show_error(self, error: Exception) -> None:
        self.put(status=status("error", in_words(error)))

    def _fetch_panels(self) -> None:
        with acting_as("lens"):
            found = reported_of(self.evaluation, cancelled=self._asking_panels.cancelled.is_set)
            self.put(reported=plain(found))

    def _show_panels_error(self, error: Exception) -> None:
        """The service's own panels are an extra, so an error there is only a note."""
        self.put(reported=plain(Reported(notes=[Note(title="", text=in_words(error))])))

    def _is_superseded(self) -> bool:
        """Has the browser asked for something else since, or is the Lens closed?"""
        return origin() == "browser" and (self._syncing.is_wanted or self._syncing.is_stopped)


def _all_idle(workers: Iterable[Worker], timeout: float | None) -> bool:
    """Wait until all of ``workers`` are idle; False when ``timeout`` seconds were not enough."""
    deadline = None if timeout is None else time.monotonic() + timeout
    return all(worker.wait(None if deadline is None else max(0.0, deadline - time.monotonic())) for worker in workers)
