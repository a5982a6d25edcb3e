"""A service on loopback whose every answer a test can spoil, and a clock that does not wait."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from evallens.evaluation import Evaluation
from evallens.evaluation.protocols import Cancelled
from evallens.rest import open_evaluation
from evallens.rest.client import Client
from evallens.rest.http.retry import Clock, RetryPolicy

EVAL_ID = "huUF720inUcymARwqAGK"
KEY = "rf-Sup3rS3cretKey"


@dataclass
class Request:
    """What was asked, and how to answer by hand."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    number: int
    """1 for the first request of the same panel."""
    handler: BaseHTTPRequestHandler
    body: bytes = b""

    @property
    def panel(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass
class Reply:
    """An answer; a dict or a list is written as JSON."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Spoil = Callable[[Request, Any], Any]


class FakeClock(Clock):
    """Waiting takes no time and is remembered."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def today(self) -> float:
        return 1_800_000_000.0

    def wait(self, seconds: float, cancelled: Cancelled) -> None:
        self.waits.append(seconds)


def record(number: int, **changes: Any) -> dict[str, Any]:
    """One image record: one object found right, and one that was not there."""
    return {
        "imageId": f"id{number}",
        "imageName": f"{number}.jpg",
        "split": "test",
        "augmentations": 0,
        "cluster": {"id": 1, "embedding2D": [number / 2, 1.0]},
        "stats": {"truePositives": 1, "falsePositives": 1, "falseNegatives": 0, "precision": 0.5},
        "confusion": [[0, 0, 1], [2, 1, 1]],
    } | changes


@dataclass
class Service:
    """Holds ``records``; ``spoil(request, answer)`` returns the answer or a Reply in its place."""

    records: list[dict[str, Any]] = field(default_factory=lambda: [record(i) for i in range(5)])
    classes: list[str] = field(default_factory=lambda: ["cat", "dog", "background"])
    matrix: list[list[int]] | None = None
    page_size: int = 1000
    spoil: Spoil = lambda request, answer: answer
    info: dict[str, Any] = field(default_factory=lambda: {"evalId": EVAL_ID, "status": "done", "project": "pets"})
    asked: list[Request] = field(default_factory=list)
    url: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Any:
        with self._lock:
            self.asked.append(request)
            request.number = sum(1 for one in self.asked if one.path == request.path)
        return self.spoil(request, self._honest(request))

    def _honest(self, request: Request) -> Any:
        confidence = int(request.query.get("confidence", 20)) / 100
        split = request.query.get("split", "test")
        if request.panel == EVAL_ID:
            return self.info
        if request.panel == "model-evals":
            return {"evals": [self.info]}
        if request.panel == "confusion-matrix":
            matrix = self.matrix or self.summed()
            return {"split": split, "confidenceThreshold": confidence, "classes": self.classes, "matrix": matrix}
        if request.panel == "image-predictions":
            return self._page(request, split, confidence)
        return Reply({"error": "model_eval_not_found", "message": "No."}, 404)

    def summed(self) -> list[list[int]]:
        """The matrix that the records really add up to."""
        size = len(self.classes)
        total = [[0] * size for _ in range(size)]
        for one in self.records:
            for actual, predicted, count in one["confusion"]:
                if 0 <= actual < size and 0 <= predicted < size:
                    total[actual][predicted] += count
        return total

    def _page(self, request: Request, split: str, confidence: float) -> dict[str, Any]:
        limit = min(int(request.query.get("limit", 200)), self.page_size)
        offset = int(request.query.get("offset", 0))
        return {
            "split": split,
            "confidenceThreshold": confidence,
            "totalImages": len(self.records),
            "offset": offset,
            "limit": limit,
            "images": self.records[offset : offset + limit],
        }


@contextmanager
def running(service: Service) -> Iterator[Service]:
    """``service`` on a free port of loopback, with its ``url`` set."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are two writes; the second would wait for an acknowledgement of the first.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            request = Request(address.path, dict(parse_qsl(address.query)), dict(self.headers), 0, self)
            request.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = service.answer(request)
            if reply is None:  # Answered by hand.
                return
            if not isinstance(reply, Reply):
                reply = Reply(reply)
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in ({"Content-Length": str(len(body))} | reply.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *args: Any) -> None:
            """Tests read no log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        service.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


def opened(service: Service, *, retry: RetryPolicy | None = None, clock: FakeClock | None = None) -> Evaluation:
    """The evaluation as the client reads it from ``service``."""
    with running(service):
        return open_from(service, retry=retry, clock=clock)


def open_from(service: Service, *, retry: RetryPolicy | None = None, clock: FakeClock | None = None) -> Evaluation:
    """The same, from a service that is running already."""
    client = Client("ws", api_key=KEY, api_url=service.url, retry=retry or RetryPolicy(), clock=clock or FakeClock())
    with client:
        return open_evaluation("ws", EVAL_ID, client=client, progress=None)


def break_off(request: Request) -> None:
    """Send half a body, then reset the connection."""
    handler = request.handler
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"split": "te')
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()
