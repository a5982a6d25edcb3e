"""Processes that work through tasks: what one raises is raised here, and of one that dies it is said which task it had.

They are started as the program starts its processes (``multiprocessing.set_start_method``), by fork, spawn or a server.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple, TypeVar

from ...errors import EvalLensError, InputError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_PATIENCE = 10


class WorkerError(EvalLensError):
    """A process of the pool ended, or failed in a way that nobody foresaw."""


class _Worker(NamedTuple):
    process: Any
    pipe: Connection
    at: list[int]
    """The number of its task; empty: it has none."""


def worked(
    work: Callable[[_Task], _Result], tasks: Sequence[_Task], workers: int, words: Callable[[_Task], str]
) -> Iterator[tuple[_Task, _Result]]:
    """Every task with its result, as they are finished, by so many processes; one works here.

    Args:
        work: Does one task, anywhere.
        tasks: The tasks.
        workers: Number of processes.
        words: Says which task one is.

    Raises:
        WorkerError: A process died, or failed; what a task raises in words is raised as it is.
    """
    if workers == 1 or len(tasks) < 2:
        yield from ((task, work(task)) for task in tasks)
        return
    context: Any = multiprocessing.get_context()
    waiting = deque(range(len(tasks)))
    team = [_started(context, work) for _ in range(min(workers, len(tasks)))]
    try:
        for worker in team:
            _next(worker, waiting, tasks)
        while any(worker.at for worker in team):
            for worker in _ready(team):
                number = worker.at.pop()
                result = _received(worker, words(tasks[number]))
                _next(worker, waiting, tasks)
                yield tasks[number], result
    finally:
        _dismissed(team)


def _started(context: Any, work: Callable[[Any], Any]) -> _Worker:
    mine, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, mine, [])


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """What a process does: one task after the other, until it is told to end or nobody is there."""
    # Ctrl-C goes to all processes of a terminal: the one that is asked decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()
    with suppress(EOFError, OSError):
        while (task := _task(pipe, parent)) is not None:
            try:
                answer: tuple[bool, Any] = (True, work(task[0]))
            except Exception as error:  # noqa: BLE001 - told in the process that asked
                answer = (False, _portable(error))
            pipe.send(answer)


def _task(pipe: Connection, parent: int) -> Any:
    """The next task; ``None``: there is none, or nobody who waits for it.

    A process that was forked later holds this pipe open, too, so its end does not tell that the program was killed.
    """
    while not pipe.poll(1):
        if os.getppid() != parent:
            return None
    return pipe.recv()


def _portable(error: Exception) -> Exception:
    """An error that another process can read."""
    with suppress(Exception):
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        return error
    return WorkerError(f"{type(error).__name__}: {error}")


def _next(worker: _Worker, waiting: deque[int], tasks: Sequence[Any]) -> None:
    if waiting:
        worker.at.append(waiting.popleft())
        # Of a process that has died meanwhile, the end of its pipe tells.
        with suppress(OSError):
            worker.pipe.send((tasks[worker.at[0]],))


def _ready(team: Sequence[_Worker]) -> list[_Worker]:
    """Those at work that have an answer, or have ended."""
    pipes = {worker.pipe: worker for worker in team if worker.at}
    return [pipes[pipe] for pipe in wait(list(pipes)) if isinstance(pipe, Connection)]


def _received(worker: _Worker, task: str) -> Any:
    try:
        is_done, answer = worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(_PATIENCE)
        raise WorkerError(_death(worker.process.exitcode, task)) from None
    if is_done:
        return answer
    if isinstance(answer, EvalLensError):
        raise answer
    raise WorkerError(f"{task}: {type(answer).__name__}: {answer}") from answer


def _death(code: int | None, task: str) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        hint = " The system does that where memory runs out: fewer workers need less." if name == "SIGKILL" else ""
        return f"{task}: the process at work on it was ended by {name}.{hint}"
    return (
        f'{task}: the process at work on it ended with {code}. In a script, call evaluate under "if __name__ == '
        "'__main__':\": each process reads the script once more."
    )


def _dismissed(team: Sequence[_Worker]) -> None:
    for worker in team:
        with suppress(OSError):
            worker.pipe.send(None)
        if worker.at:
            worker.process.terminate()
    for worker in team:
        worker.process.join(_PATIENCE)
        worker.pipe.close()


def checked(workers: Any) -> int:
    """A number of processes; by default one for each processor there is. Raises InputError for what is none."""
    if workers is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise InputError(f"workers is a number of processes, 1 or more, not {workers!r}")
    return workers
