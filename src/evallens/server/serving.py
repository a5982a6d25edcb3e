"""A server in a thread of this process, for as long as a ``with`` block lasts."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from ..errors import InputError, missing_extra
from ..evaluation import Evaluation
from .app import application
from .auth import Key, hidden_keys, keys_of
from .middleware import LOOPBACK
from .middleware import log as access
from .served import ServedEvaluation, register

_LAST_PORT = 65_535


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    url: str
    """Its address, to be given as ``api_url=``."""
    workspace: str
    """The workspace of the first evaluation."""
    evaluations: tuple[ServedEvaluation, ...]

    def wait(self) -> None:
        """Block until interrupted, as a command does that serves in the foreground."""
        threading.Event().wait()

    @property
    def eval_ids(self) -> tuple[str, ...]:
        """The ids of the evaluations, in the order they were given."""
        return tuple(served.eval_id for served in self.evaluations)


@contextmanager
def serve(
    *evaluations: Evaluation | ServedEvaluation,
    host: str = "127.0.0.1",
    port: int = 0,
    api_key: str | Key | Iterable[str | Key] | None = None,
    workspace: str = "local",
    thresholds: Sequence[int] | None = None,
    access_log: bool = False,
) -> Iterator[Running]:
    """Serve evaluations over Roboflow's REST contract for as long as the ``with`` block lasts.

    Args:
        *evaluations: Evaluations, or ServedEvaluations that say under which names they stand.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        api_key: One key or several that clients must send; required on any ``host`` but this machine.
        workspace: Where evaluations stand that do not say it themselves.
        thresholds: Integer percents at which a report is served, by default all that are covered.
        access_log: Write a line a request to stderr, without its query.

    Raises InputError for what is no evaluation, for keys that are empty, for a host other than this machine
    without a key and for a port that cannot be listened on; MissingExtraError without ``evallens[server]``.

    >>> import evallens
    >>> with evallens.serve(evallens.demo()) as server:
    ...     ev = evallens.open(f"{server.workspace}/{server.eval_ids[0]}", api_url=server.url)
    """
    api_key = hidden_keys(api_key)
    registered = register(evaluations, workspace, thresholds)
    keys = keys_of(api_key)
    if not isinstance(host, str):
        raise InputError(f"host is the name or the address of this machine, not {host!r}.")
    if host not in LOOPBACK and not keys:
        raise InputError(
            f"Serving on {host!r} opens the evaluations to other machines; set a key as well: "
            "api_key=, or --api-key or EVALLENS_API_KEY of the command."
        )
    # The names by which other machines know this one are not known here; there the key protects.
    hosts = LOOPBACK if host in LOOPBACK else None
    app = application(registered, api_key=keys or None, hosts=hosts)
    listening = _listening_socket(host, port)
    name = f"[{host}]" if ":" in host else host
    url = f"http://{name}:{listening.getsockname()[1]}"
    with listening, _access_log() if access_log else nullcontext(), _in_thread(app, listening):
        yield Running(url, registered[0].workspace if registered else workspace, tuple(registered))


def _listening_socket(host: str, port: int) -> socket.socket:
    given: object = port
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= _LAST_PORT:
        raise InputError(f"Cannot listen on port {port!r}: ports are 0..{_LAST_PORT}, and 0 takes a free one.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        # Asked for on its own: create_server leaves its socket open when the name is none.
        socket.getaddrinfo(host or None, port, flags=socket.AI_PASSIVE)
        return socket.create_server((host, port), family=family)
    except OSError as error:
        words = f"Cannot listen on {host} port {port}: {error.strerror or error}."
    except (TypeError, ValueError):
        words = f"Cannot listen on {host!r}: that is no name of a host."
    raise InputError(words)


@contextmanager
def _access_log() -> Iterator[None]:
    handler, level = logging.StreamHandler(), access.level
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    access.addHandler(handler)
    access.setLevel(logging.INFO)
    try:
        yield
    finally:
        access.removeHandler(handler)
        access.setLevel(level)


@contextmanager
def _in_thread(app: Any, listening: socket.socket) -> Iterator[None]:
    try:
        import uvicorn

        from .connections import BoundedProtocol
    except ImportError:
        raise missing_extra("Serving evaluations", "uvicorn", "server") from None

    config = uvicorn.Config(app, http=BoundedProtocol, log_config=None, access_log=False, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    # The socket listens already: whoever connects before the loop runs waits in its queue.
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
