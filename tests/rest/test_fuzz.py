"""Whatever a service answers ends in an evaluation or an error of ours, soon, and the key is in nothing left behind."""

from __future__ import annotations

import io
import json
import pickle
import resource
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import evallens
from evallens.errors import EvalLensError
from evallens.evaluation import Evaluation
from evallens.rest import Client, list_evaluations, open_evaluation
from evallens.rest.http.retry import RetryPolicy
from evallens.server import ServedEvaluation, serve
from tests.rest.service import KEY, FakeClock, Reply, Service, running
from tests.rest.test_wrong_types import paths, spoiled
from tests.server.evaluations import small

PANELS = (
    "", "/a", "/a/map-results", "/a/confidence-sweep", "/a/performance-by-class", "/a/confusion-matrix",
    "/a/vector-analysis", "/a/image-predictions", "/a/recommendations", "/compare?project=rims&version=1",
)  # fmt: skip
IMAGE = "/ws/rims/images/"
SECONDS = 60
"""In which every example ends, on a busy machine."""


class Recorded(Service):
    """Answers as our own server does, from memory; the image endpoint and pictures besides."""

    def answer(self, request):
        super().answer(request)
        place = request.path.removeprefix("/ws/model-evals")
        if request.path.startswith(IMAGE):
            address = f"{self.url}/owner/{request.panel}"
            urls = {"original": f"{address}/original.jpg", "thumb": f"{address}/thumb.jpg"}
            answer: Any = {"image": {"id": request.panel, "name": "x", "urls": urls}}
        elif request.panel.endswith(".jpg"):
            answer = Reply(encoded("JPEG"))
        else:
            answer = self.recorded.get(place, Reply({"error": "none"}, 404))
        return self.spoil(request, answer)

    recorded: dict[str, Any]


def encoded(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def service():
    given = ServedEvaluation(
        evaluation=small(), eval_id="a", workspace="ws", project="rims", version="1", thresholds=[20]
    )
    with serve(given) as server:
        answers = {
            panel.partition("?")[0]: requests.get(f"{server.url}/ws/model-evals{panel}", timeout=60).json()
            for panel in PANELS
        }
    one = Recorded()
    one.recorded = answers
    with running(one):
        yield one


def everything(url: str, folder: Path) -> Iterator[Callable[[], Any]]:
    """All that reads something of a service, step by step; each step may end in an error of ours."""
    retry = RetryPolicy(attempts=1, reconnects=1, whole=20)
    client = Client("ws", api_key=KEY, api_url=url, retry=retry, clock=FakeClock())
    made: list[Any] = []

    def opened() -> None:
        ev = open_evaluation("ws", "a", client=client, cache=folder / "cache", progress=None)
        assert isinstance(ev, Evaluation)
        ev.confusion_matrix("all")
        made.append(ev)

    yield lambda: list_evaluations("ws", api_key=KEY, api_url=url)
    yield lambda: client.comparison("rims", "1")
    yield opened
    for ev in made:
        yield from of_evaluation(ev, folder)
        lens = evallens.Lens(ev)
        assert lens.wait(SECONDS)
        yield partial(lens.to_html, folder / "report.html", thumbnails="all")
        (folder / "state").write_text(repr(lens.get_state()) + repr(ev) + repr(list(ev.notices)))
        lens.close()
    client.close()


def of_evaluation(ev: Evaluation, folder: Path) -> Iterator[Callable[[], Any]]:
    """All that an evaluation of a service answers, and the files that are made of it."""
    yield from (ev.map_results, ev.confidence_sweep, ev.recommendations)
    yield lambda: ev.performance_by_class("test")
    yield lambda: ev.vector_analysis(20)
    yield lambda: ev.save(folder / "saved.evallens")
    yield lambda: (folder / "pickled").write_bytes(pickle.dumps(ev))


def use(url: str, folder: Path) -> None:
    """Run every step; what is said of errors is left in ``folder``, too."""
    said = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for step in everything(url, folder):
            try:
                step()
            except EvalLensError as error:
                said.append("".join(traceback.format_exception(error)))
    (folder / "said").write_text("\n".join(said), "utf-8", "backslashreplace")


@contextmanager
def bounded() -> Iterator[None]:
    """What is within ends in time and takes little memory."""
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.monotonic() - begun < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # kB


def contents(folder: Path) -> Iterator[bytes]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from (archive.read(name) for name in archive.namelist())


def assert_without_key(folder: Path) -> None:
    assert [found for found in contents(folder) if KEY.encode() in found] == []


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.sampled_from([-1, 0, 2**31, 2**53, 2**64, 2**70, -0.5, 1e308, KEY, "", "\x1b[2J", "\ud800", "x" * 70_000])
    | st.integers(-(2**65), 2**65)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | st.just(KEY), inner, max_size=2),
    max_leaves=5,
)
_bodies = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"", b"<html>" + KEY.encode(), b"[" * 100_000, b'"' + b"\\" * 99, b"nul", b"1e999", b"{}", b"[]"]),
)
_statuses = st.sampled_from([200, 201, 204, 206, 302, 400, 401, 402, 403, 404, 409, 410, 418, 429, 500, 503])


@pytest.mark.parametrize("panel", [*(panel.partition("?")[0] for panel in PANELS), "image"])
@given(data=st.data())
@settings(max_examples=12)
def test_any_answer_of_any_endpoint(service, panel, data):
    service.spoil = lambda request, answer: changed(answer) if is_meant(request) else answer
    kind = data.draw(st.sampled_from(["field", "field", "field", "body", "status", "cut"]))
    value, chosen, body, status = (data.draw(one) for one in (_values, st.integers(0, 10_000), _bodies, _statuses))

    def is_meant(request) -> bool:
        return request.path.startswith(IMAGE) if panel == "image" else request.path == "/ws/model-evals" + panel

    def changed(answer: Any) -> Any:
        if kind == "body":
            return Reply(body)
        if kind == "status":
            return Reply({"error": value, "message": f"no {KEY}"}, status, {"Location": f"/{KEY}"})
        if kind == "cut":
            whole = json.dumps(answer).encode()
            return Reply(whole[: chosen % len(whole)])
        choices = list(paths(answer))
        return spoiled(answer, choices[chosen % len(choices)], value)

    with bounded(), TemporaryDirectory() as folder:
        use(service.url, Path(folder))
        assert_without_key(Path(folder))


@pytest.mark.parametrize("panel", [panel.partition("?")[0] for panel in PANELS if panel != "/a/confidence-sweep"])
def test_a_key_that_a_service_sends_back_as_data_is_in_nothing(service, panel, tmp_path):
    honest = service.recorded[panel]
    texts = [path for path in paths(honest) if isinstance(value_at(honest, path), str)]
    for number, path in enumerate(texts):
        echoed = spoiled(honest, path, f"id {KEY}")
        service.spoil = lambda request, answer, echoed=echoed: (
            echoed if request.path == "/ws/model-evals" + panel else answer
        )
        (tmp_path / str(number)).mkdir()
        use(service.url, tmp_path / str(number))
    assert texts
    assert_without_key(tmp_path)


def value_at(value: Any, path: tuple) -> Any:
    for key in path:
        value = value[key]
    return value


@given(kind=st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "BMP"]), edits=st.data())
@settings(max_examples=60)
def test_any_bytes_of_a_picture(service, kind, edits):
    body = bytearray(encoded(kind))
    for _ in range(edits.draw(st.integers(1, 6))):
        at = edits.draw(st.integers(0, min(len(body) - 1, 60)) | st.integers(0, len(body) - 1))
        body[at] = edits.draw(st.integers(0, 255))
    end = edits.draw(st.integers(1, len(body)) | st.just(len(body)))
    service.spoil = lambda request, answer: Reply(bytes(body[:end])) if request.panel.endswith(".jpg") else answer
    client = Client("ws", api_key=KEY, api_url=service.url, retry=RetryPolicy(attempts=1), clock=FakeClock())
    with bounded(), client:
        ev = open_evaluation("ws", "a", client=client, cache=False, progress=None)
        assert ev.pictures is not None
        for picture in (ev.pictures.thumbnail(ev.image(0)), ev.pictures.large(ev.image(0))):
            assert picture is None or min(picture.width, picture.height) >= 1


_edit = st.tuples(st.sampled_from(["keep", "byte", "cut", "other", "none"]), st.integers(0, 2**20), st.integers(1, 255))


@given(edits=st.lists(_edit, min_size=12, max_size=12))
@settings(max_examples=40)
def test_any_bytes_of_a_cache_entry_leave_the_numbers_as_they_are(service, edits):
    service.spoil = lambda request, answer: answer
    client = Client("ws", api_key=KEY, api_url=service.url, clock=FakeClock())
    with bounded(), TemporaryDirectory() as place, client:
        folder = Path(place)

        def matrix() -> Any:
            ev = open_evaluation("ws", "a", client=client, cache=folder, progress=None)
            assert ev.pictures is not None
            assert ev.pictures.thumbnail(ev.image(0)) is not None
            return ev.confusion_matrix("all").matrix

        honest = matrix()
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        assert 0 < len(files) <= len(edits)
        for path, (kind, at, bits) in zip(files, edits, strict=False):
            damage(path, kind, at, bits, files)
        assert np.array_equal(matrix(), honest)


def damage(path: Path, kind: str, at: int, bits: int, files: list[Path]) -> None:
    """Spoil a file in one way of several: a byte, its end, all of it, or its being there."""
    held = bytearray(path.read_bytes())
    if kind == "byte" and held:
        held[at % len(held)] ^= bits
    elif kind == "cut":
        held = held[: at % (len(held) + 1)]
    elif kind == "other":
        other = files[at % len(files)]
        held = bytearray(other.read_bytes() if other.exists() else b"")
    path.unlink()
    if kind != "none":
        path.write_bytes(held)
