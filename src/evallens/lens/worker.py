"""Background work, one thread at a time: only the latest request is answered."""

from __future__ import annotations

import atexit
import sys
import threading
from collections.abc import Callable
from weakref import WeakSet

from ..stopping import Stop


class Worker:
    """Runs ``job`` in the background, and once more if it was woken while it ran.

    The job reads the state when it starts, so one run answers the latest request, however many came
    before it. The thread ends when there is nothing left to do. Nobody would see what a thread raises:
    an exception in the job is handed to ``on_error``. What the job asks of an engine ends when it is woken again,
    unless whoever wakes it says otherwise.
    """

    def __init__(self, job: Callable[[], None], on_error: Callable[[Exception], None]) -> None:
        self._job = job
        self._on_error = on_error
        self._lock = threading.Lock()
        self._is_running = False
        self._is_wanted = False
        self._is_stopped = False
        self.cancelled = threading.Event()
        """Set when the running job is no longer needed; each run has its own."""
        self._stop = Stop()
        """Ends the queries of the running job; each run has its own."""
        self._idle = threading.Event()
        self._idle.set()
        self._thread: threading.Thread | None = None

    @property
    def is_wanted(self) -> bool:
        """Was it woken again after the running job started?"""
        return self._is_wanted

    @property
    def is_stopped(self) -> bool:
        """Was it stopped for good?"""
        return self._is_stopped

    def stop(self) -> None:
        """Cancel the running job, which ends when it next looks at ``cancelled``, and start no other."""
        with self._lock:
            self._is_stopped = True
            self._is_wanted = False
            self.cancelled.set()
            self._stop.now()

    def wake(self, *, ends: bool = True) -> None:
        """Run the job soon. Returns at once, or after the run where threads cannot be used.

        ``ends``: what the running job asks of an engine is not wanted any more.
        """
        with self._lock:
            if self._is_stopped:
                return
            self._is_wanted = True
            if self._is_running:
                if ends:
                    self._stop.now()
                return
            self._is_running = True
            self._idle.clear()
        if not can_publish_from_threads():
            self._run()
            return
        thread = self._thread = threading.Thread(target=self._run, name="evallens-lens", daemon=True)
        _started.add(self)
        try:
            thread.start()
        except RuntimeError:  # Pyodide and some sandboxes cannot start threads.
            self._thread = None
            self._run()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is left to do; False when ``timeout`` seconds were not enough."""
        return self._idle.wait(timeout)

    def end(self, timeout: float) -> None:
        """Stop, and wait until the thread is gone, at most ``timeout`` seconds."""
        self.stop()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._is_wanted:
                    self._is_running = False
                    self._idle.set()
                    return
                self._is_wanted = False
                self.cancelled, self._stop = threading.Event(), Stop()
            try:
                with self._stop.covering():
                    self._job()
            except Exception as error:  # noqa: BLE001 - the kernel's one broad catch: the user is told
                self._on_error(error)
            finally:
                self.cancelled.set()


_started: WeakSet[Worker] = WeakSet()

_LAST_WAIT = 2.0
"""Seconds that a process waits at its end for each of them."""


@atexit.register
def _end_all() -> None:
    """A thread that is inside an engine when the interpreter goes takes the process down with it."""
    for worker in list(_started):
        worker.end(_LAST_WAIT)


def can_publish_from_threads() -> bool:
    """Does an update sent from a plain thread reach the page? In marimo and Pyodide it does not."""
    if sys.platform == "emscripten":
        return False
    marimo = sys.modules.get("marimo")
    return marimo is None or not marimo.running_in_notebook()
