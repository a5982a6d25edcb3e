"""The evaluations that are looked at: real ones where they lie beside the checkout, else made-up ones of their size."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from PIL import Image, ImageDraw

import evallens
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.lens.wire.status import status

DATA = Path(__file__).parents[2].parent / "shared" / "data"
SIDE = 240
"""Edge of a made-up picture, in pixels."""


def demo() -> Evaluation:
    """10 classes and a map."""
    return evallens.demo()


def voc() -> Evaluation:
    """20 classes, photographs, no map."""
    return _real("voc100_padilla") or detections(20)


def dental() -> Evaluation:
    """32 classes, many boxes an image."""
    return _real("tooth_test") or detections(32)


def sixty() -> Evaluation:
    """60 classes with long names, and a map."""
    return detections(60, images=300)


def wide() -> Evaluation:
    """1,203 classes without pictures."""
    return detections(1203, images=1500, is_drawn=False)


def classification() -> Evaluation:
    """An instance is its image."""
    rng = np.random.default_rng(3)
    names = np.array(["cat", "dog", "hamster", "rabbit", "guinea pig"])
    label = rng.integers(0, 5, 200)
    taken = np.where(rng.random(200) < 0.2, (label + 1) % 5, label)
    files = [f"pet-{i:03}.png" for i in range(200)]
    table = {"image": files, "label": names[label], "predicted": names[taken], "score": rng.uniform(0.3, 1, 200)}
    folder = _folder()
    for name, hue in zip(files, label, strict=True):
        Image.new("HSV", (SIDE, SIDE), (int(hue) * 50, 90, 150)).convert("RGB").save(folder / name)
    return evallens.evaluate(pd.DataFrame(table), images=folder, embeddings=rng.standard_normal((200, 2)))


def semantic() -> Evaluation:
    """Pixels: no instances, and masks to lay over the pictures."""
    rng = np.random.default_rng(4)
    truth, found, pictures = _folder(), _folder(), _folder()
    for i in range(24):
        mask = np.zeros((SIDE, SIDE), np.uint8)
        mask[SIDE // 2 :] = 1
        left, top = rng.integers(0, SIDE - 80, 2)
        mask[top : top + 80, left : left + 80] = 2
        taken = np.roll(mask, tuple(rng.integers(-14, 14, 2)), (0, 1))
        for folder, pixels in ((truth, mask), (found, taken)):
            Image.fromarray(pixels).save(folder / f"street-{i:02}.png")
        Image.fromarray((60 + 70 * mask).astype(np.uint8)).convert("RGB").save(pictures / f"street-{i:02}.png")
    return evallens.evaluate(truth, found, images=pictures, classes=["sky", "road", "car"])


def empty() -> Evaluation:
    """No image at all."""
    header = Header(title="Nothing yet", task="object-detection", classes=("cat", "background"), background=1)
    return Evaluation(header=header, columns=Columns(Images.of([], []), Outcomes.of(**{key: [] for key in _OUTCOME})))


SETS: dict[str, Callable[[], Evaluation]] = {
    **{one.__name__: one for one in (demo, voc, dental, sixty, wide, classification, semantic, empty)},
    "error": empty,
}
_OUTCOME = ("image", "actual", "predicted", "count", "first", "last")


def lens_of(name: str) -> evallens.Lens:
    """A Lens over one of the sets."""
    lens = evallens.Lens(SETS[name]())
    if name == "error":
        lens.status = status(
            "error", "The service did not answer within 30 s. Check the network, then run the cell again."
        )
    return lens


def put(lens: evallens.Lens, state: str) -> None:
    """Bring a Lens into one of the states that are looked at; what it cannot show it leaves aside."""
    lens.cells = [] if state in ("plain", "judging") else _most_confused(lens)
    is_judged = state == "judging"
    lens.suspects = _most_suspects(lens.evaluation) if is_judged else []
    panel, sort = ("suspects", "weight") if is_judged else ("confused", "score")
    face = "instances" if is_judged or state == "instances" else "images"
    lens.view = {"face": face, "panel": panel, "instance_sort": sort}


def detections(classes: int, *, images: int = 120, is_drawn: bool = True) -> Evaluation:
    """Boxes of ``classes`` classes, some of them wrong; every image holds three or four."""
    rng = np.random.default_rng(classes)
    names = [_name(i) for i in range(classes)]
    truth: dict[str, Any] = {}
    found: dict[str, Any] = {}
    folder = _folder()
    for i in range(images):
        n = int(rng.integers(3, 5))
        corner = rng.uniform(0, SIDE - 90, (n, 2))
        boxes = np.concatenate([corner, corner + rng.uniform(30, 90, (n, 2))], axis=1)
        label = (rng.random(n) ** 1.6 * classes).astype(int)
        taken = np.where(rng.random(n) < 0.2, (label + rng.integers(1, 3, n)) % classes, label)
        kept = rng.random(n) > 0.1
        shifted = (boxes + rng.normal(0, 3, boxes.shape))[kept]
        key = f"image-{i:04}.png"
        truth[key] = {"boxes": boxes, "labels": [names[one] for one in label]}
        scores = rng.uniform(0.2, 1, len(shifted))
        found[key] = {"boxes": shifted, "labels": [names[one] for one in taken[kept]], "scores": scores}
        if is_drawn:
            _draw(boxes, label, folder / key)
    places = rng.standard_normal((images, 2)) + 4 * rng.integers(0, 3, (images, 2))
    pictures = folder if is_drawn else None
    title = f"Generated, {classes:,} classes"
    return evallens.evaluate(truth, found, images=pictures, embeddings=places, classes=names, title=title)


def _name(i: int) -> str:
    stems = ("cat", "traffic light", "zebra", "person", "fire hydrant", "cup", "potted plant", "bus", "kite", "sofa")
    return stems[i % 10] + (f" {i // 10 + 1}" if i >= 10 else "")


def _draw(boxes: np.ndarray, label: np.ndarray, path: Path) -> None:
    picture = Image.new("RGB", (SIDE, SIDE), (52, 58, 64))
    pen = ImageDraw.Draw(picture)
    for box, one in zip(boxes, label, strict=True):
        pen.ellipse(tuple(box), fill=(90 + int(one) * 37 % 130, 110 + int(one) * 71 % 110, 140))
    picture.save(path)


def _real(name: str) -> Evaluation | None:
    folder = DATA / name
    if not folder.is_dir():
        return None
    return evallens.evaluate(folder / "gt_coco.json", folder / "pred_coco.json", images=folder / "images", title=name)


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="evallens-look-"))


def _most_suspects(ev: Evaluation) -> list[str]:
    """The kind of suspect that there are most of."""
    if ev.header.matching is None:
        return []
    counts = ev.suspects().counts
    return [max(counts, key=lambda kind: counts[kind])]


def _most_confused(lens: evallens.Lens) -> list[tuple[str, str]]:
    found = lens.evaluation.confusion_matrix(lens.split, lens.confidence)
    matrix = found.matrix.copy()
    np.fill_diagonal(matrix, 0)
    background = lens.evaluation.header.background
    if background is not None:
        matrix[background] = 0
        matrix[:, background] = 0
    if not matrix.any():
        return []
    actual, predicted = np.unravel_index(matrix.argmax(), matrix.shape)
    return [(found.classes[actual], found.classes[predicted])]
