"""How long reading over REST takes: ``python benchmarks/bench_rest.py``.

100,000 images from our own server in a process of its own, with 50 ms added to every answer: this
client against a plain loop over the official SDK, with its default page size and with the largest;
the decoding of pages into columns against ``json`` and a Python loop into the same columns; what the disk
cache adds to a picture, empty and with 20,000 entries in it, and to 4,000 pictures that are fetched; and how long
a Lens takes to appear behind a service that stalls on every picture.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import multiprocessing
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
import requests
from PIL import Image

import evallens
from evallens.contract import ReadImagePage
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.pictures import ImageRef, Picture
from evallens.pictures.from_callable import CallablePictures
from evallens.rest import open_evaluation
from evallens.rest.http.cache import DiskCache
from evallens.rest.reports.records import records_of
from evallens.server import ServedEvaluation, application

CLASSES = 80
ENTRIES = 5
"""Confusion entries an image, on average; the embedded demo has 4.4."""


def generated(images: int, seed: int = 1) -> Evaluation:
    """An evaluation with realistic names, embeddings and counts, at 20 % only."""
    rng = np.random.default_rng(seed)
    n = images * ENTRIES
    columns = Columns(
        Images.of(
            [f"photo_{i:08d}_jpg.rf.{i:032x}.jpg" for i in range(images)],
            rng.choice(["train", "valid", "test"], images, p=[0.7, 0.2, 0.1]).tolist(),
            ids=[f"{i:020d}" for i in range(images)],
            embedding=rng.normal(0, 5, (images, 2)).astype(np.float32),
            clusters=rng.integers(-1, 60, images),
        ),
        Outcomes.of(
            rng.integers(0, images, n),
            rng.integers(0, CLASSES + 1, n),
            rng.integers(0, CLASSES, n),
            1 + rng.poisson(1, n),
            first=20,
            last=20,
        ),
    )
    classes = (*(f"class {i}" for i in range(CLASSES)), "background")
    header = Header(title="benchmark", task="object-detection", classes=classes, background=CLASSES)
    return Evaluation(header=header, columns=columns)


def serve_slowly(listening: socket.socket, images: int, delay: float, is_ready: Any) -> None:
    """Answer every request ``delay`` seconds late; runs in a process of its own."""
    import uvicorn

    served = ServedEvaluation(evaluation=generated(images), eval_id="big", workspace="ws", thresholds=[20])
    served.records(20)
    app = application([served])

    async def late(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(delay)
        await app(scope, receive, send)

    is_ready.set()
    uvicorn.Server(uvicorn.Config(late, log_level="error", lifespan="off")).run(sockets=[listening])


def sdk_loop(url: str, images: int, size: int | None) -> int:
    """Every page, one after the other, with the official SDK."""
    from roboflow.adapters import rfapi
    from roboflow.core.model_eval import ModelEval

    rfapi.API_URL = url
    remote, found = ModelEval("key", "ws", "big"), 0
    while found < images:
        page = remote.image_predictions(split="all", limit=size, offset=found)
        found += len(page["images"])
    return found


def python_loop(pages: list[bytes]) -> list[Any]:
    """``json``, then a loop that appends to one list a column, then arrays."""
    codes = {"train": 0, "valid": 1, "test": 2}
    ids, names = [], []
    split, x, y, cluster, augmentations, tp, fp, fn = ([] for _ in range(8))
    image, actual, predicted, count = ([] for _ in range(4))
    for page in pages:
        for record in json.loads(page)["images"]:
            row = len(ids)
            ids.append(record["imageId"])
            names.append(record["imageName"])
            split.append(codes[record["split"]])
            point = record["cluster"]["embedding2D"]
            x.append(point[0])
            y.append(point[1])
            cluster.append(record["cluster"]["id"])
            augmentations.append(record["augmentations"])
            stats = record["stats"]
            tp.append(stats["truePositives"])
            fp.append(stats["falsePositives"])
            fn.append(stats["falseNegatives"])
            for a, p, c in record["confusion"]:
                image.append(row)
                actual.append(a)
                predicted.append(p)
                count.append(c)
    floats = [np.array(column, np.float32) for column in (x, y)]
    small = [np.array(column, np.int32) for column in (split, cluster, augmentations)]
    large = [np.array(column, np.int64) for column in (tp, fp, fn, image, actual, predicted, count)]
    return [ids, names, *floats, *small, *large]


def columns_of(pages: list[bytes]) -> list[Any]:
    """The same columns, as the client makes them."""
    decoder = msgspec.json.Decoder(ReadImagePage)
    return [records_of(decoder.decode(page)) for page in pages]


def seconds(work: Callable[[], Any], times: int = 1, clock: Callable[[], float] = time.perf_counter) -> float:
    """The least of ``times`` runs."""
    best = float("inf")
    for _ in range(times):
        begun = clock()
        work()
        best = min(best, clock() - begun)
    return best


def main() -> None:
    """Measure and print; ``--images`` for a smaller run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true", help="10,000 images")
    parser.add_argument("--delay", type=float, default=0.05, help="seconds added to every answer")
    arguments = parser.parse_args()
    images: int = 10_000 if arguments.quick else arguments.images
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        context = multiprocessing.get_context("fork")
        is_ready = context.Event()
        server = context.Process(target=serve_slowly, args=(listening, images, arguments.delay, is_ready))
        server.start()
        is_ready.wait()
        try:
            measure(url, images)
            measure_cache()
            measure_thumbnails()
            measure_stall()
        finally:
            server.terminate()
            server.join()


def measure(url: str, images: int) -> None:
    """Print the times and their ratios."""

    def ours() -> None:
        assert len(open_evaluation("ws", "big", api_url=url, progress=None).columns.images) == images

    own = seconds(ours, 2)
    largest = seconds(lambda: sdk_loop(url, images, 1000))
    default = seconds(lambda: sdk_loop(url, images, None))
    print(f"{images} images, 50 ms added to every answer, one run each after the other")
    print(f"  this client, into columns       {own:7.2f} s")
    print(f"  SDK loop, pages of 1000         {largest:7.2f} s   ratio {own / largest:.3f}")
    print(f"  SDK loop, default pages (200)   {default:7.2f} s   ratio {own / default:.3f}")
    address = f"{url}/ws/model-evals/big/image-predictions?limit=1000&offset="
    pages = [requests.get(f"{address}{start}", timeout=60).content for start in range(0, min(images, 20_000), 1000)]
    # Of this thread alone: other programs on the machine do not count.
    fast = seconds(lambda: columns_of(pages), 7, time.thread_time)
    slow = seconds(lambda: python_loop(pages), 7, time.thread_time)
    print(f"decoding {len(pages)} pages of 1000 into columns, CPU time")
    print(f"  this client                     {1000 * fast:7.1f} ms")
    print(f"  json and a Python loop          {1000 * slow:7.1f} ms  ratio {fast / slow:.3f}")


def measure_cache(entries: int = 20_000, puts: int = 1000) -> None:
    """Print what one put costs, in a cache of few and of many entries."""
    with tempfile.TemporaryDirectory() as folder:
        cache = DiskCache(Path(folder))
        few = put_seconds(cache, range(puts))
        put_seconds(cache, range(puts, entries))
        many = put_seconds(cache, range(entries, entries + puts))
    print(f"one thumbnail of 5 kB put into the disk cache, mean of {puts}")
    print(f"  of an empty cache               {1000 * few:7.2f} ms")
    print(f"  of one with {entries} entries      {1000 * many:7.2f} ms")


def measure_thumbnails(images: int = 4000, at_once: int = 250) -> None:
    """Print what the disk cache adds to the thumbnails of ``images`` images, all of them new to it.

    With and without it take turns, so that other programs on the machine slow both down alike.
    """
    with evallens.serve(pictured(images), thresholds=[20]) as server, tempfile.TemporaryDirectory() as folder:

        def opened(cache: str | Literal[False]) -> Evaluation:
            return evallens.open(f"local/{server.eval_ids[0]}", api_url=server.url, cache=cache, progress=None)

        def read(ev: Evaluation, start: int) -> None:
            assert ev.pictures is not None
            assert all(ev.pictures.thumbnails(map(ev.image, range(start, start + at_once))))

        plain, caching = opened(cache=False), opened(folder)
        without = kept = 0.0
        for start in range(0, images, at_once):
            without += seconds(partial(read, plain, start))
            kept += seconds(partial(read, caching, start))
    print(f"{images} thumbnails of a service on this machine")
    print(f"  without the disk cache          {without:7.2f} s")
    print(f"  into an empty disk cache        {kept:7.2f} s   ratio {kept / without:.3f}")


def measure_stall() -> None:
    """Print how long a Lens takes to appear when its service stalls on every picture."""
    stalled = threading.Event()
    ev = pictured(100, lambda: stalled.wait(60))
    with evallens.serve(ev, thresholds=[20]) as server:
        opened = evallens.open(f"local/{server.eval_ids[0]}", api_url=server.url, cache=False, progress=None)
        try:
            print(
                f"a Lens behind a service that stalls on every picture: {seconds(lambda: evallens.Lens(opened)):.2f} s"
            )
        finally:
            stalled.set()


def pictured(images: int, before: Callable[[], object] = lambda: None) -> Evaluation:
    """An evaluation with one small picture for every image; ``before`` is called before each is handed out."""
    buffer = io.BytesIO()
    Image.new("RGB", (160, 120), "red").save(buffer, "PNG")
    picture = Picture(buffer.getvalue(), 160, 120)

    def picture_of(_image: ImageRef) -> Picture:
        before()
        return picture

    return replace(generated(images), pictures=CallablePictures(picture_of))


def put_seconds(cache: DiskCache, numbers: range) -> float:
    """The mean of putting one thumbnail of its own under each number."""
    begun = time.perf_counter()
    for number in numbers:
        cache.put(f"picture {number}", number.to_bytes(8, "big") * 625)
    return (time.perf_counter() - begun) / len(numbers)


if __name__ == "__main__":
    main()
