"""Work in threads of its own, a few tasks at once, results in order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def start(work: Callable[[], _Result]) -> Future[_Result]:
    """Run ``work`` in a thread of its own; the future holds what it returns or raises."""
    future: Future[_Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            future.set_exception(error)

    # A daemon, and not the thread of an executor: an interrupted program does not wait for it to end.
    threading.Thread(target=run, name="evallens-fetch", daemon=True).start()
    return future


def in_order(work: Callable[[_Task], _Result], tasks: Iterable[_Task], width: int) -> Iterator[_Result]:
    """``work`` of every task, in order, at most ``width`` under way at once.

    Tasks that are under way when iteration stops end by themselves; their results are dropped.
    """
    waiting: deque[Future[_Result]] = deque()
    for task in tasks:
        waiting.append(start(lambda task=task: work(task)))  # type: ignore[misc]  # a default binds this task
        if len(waiting) >= width:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
