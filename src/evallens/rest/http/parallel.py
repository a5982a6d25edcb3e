"""Work done a few tasks ahead, results taken in order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from typing import Generic, TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class Future(Generic[_Result]):
    """A result that is being worked on by a thread of its own."""

    def __init__(self, work: Callable[[_Task], _Result], task: _Task) -> None:
        self._box: SimpleQueue[_Result | BaseException] = SimpleQueue()

        def run() -> None:
            try:
                self._box.put(work(task))
            except BaseException as error:  # noqa: BLE001 - handed over to whoever takes the result
                self._box.put(error)

        # A daemon, so that an interrupted load never keeps the process waiting for an answer.
        threading.Thread(target=run, name="evallens-fetch", daemon=True).start()

    def result(self) -> _Result:
        """Wait for the result; raises what the work raised."""
        got = self._box.get()
        if isinstance(got, BaseException):
            raise got
        return got


def in_order(work: Callable[[_Task], _Result], tasks: Iterable[_Task], width: int) -> Iterator[_Result]:
    """``work`` of every task, in order, at most ``width`` under way at once.

    Whoever stops iterating leaves what is under way to end by itself.
    """
    waiting: deque[Future[_Result]] = deque()
    for task in tasks:
        waiting.append(Future(work, task))
        if len(waiting) >= width:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
