"""How long the first answer takes: ``python benchmarks/bench_first_answer.py``.

Processor seconds of a fresh interpreter that imports evallens and evaluates COCO files with JPEGs of 640 x 480, map
and clusters included. Beside it, in the same run, umap-learn alone on features of as many pictures, also in a fresh
interpreter, and how well either keeps neighbours (trustworthiness at 12) on 1,797 digits.

``--json PATH`` writes the figures, ``--quick`` leaves out the 5,000 pictures. Exits 1 when 100 pictures take over 3
or 5,000 over 25 seconds, or when neighbours are kept worse than .97.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import command
import numpy as np
from PIL import Image

MOST = {100: 3.0, 5_000: 25.0}
LEAST = 0.97
CLASSES, BOXES = 8, 5

_OURS = """
import evallens
ev = evallens.evaluate("truth.json", "results.json", images="images")
assert ev.columns.images.x.size and not (ev.columns.images.x != ev.columns.images.x).any()
"""
_UMAP = """
import warnings
warnings.simplefilter("ignore")
import numpy as np
from umap import UMAP
UMAP(n_neighbors=15, random_state=0, n_jobs=1).fit_transform(np.load("features.npy"))
"""


def made(folder: Path, count: int) -> None:
    """Write ``count`` pictures, COCO truth and results, and features of as many dimensions as ours."""
    rng = np.random.default_rng(0)
    (folder / "images").mkdir()
    images, annotations, results = [], [], []
    for row in range(count):
        coarse = Image.fromarray(rng.integers(0, 255, (6, 8, 3), dtype=np.uint8)).resize((640, 480))
        coarse.save(folder / "images" / f"{row:05}.jpg", quality=85)
        images.append({"id": row, "file_name": f"{row:05}.jpg", "width": 640, "height": 480})
        for corner in rng.integers(0, 380, (BOXES, 2)).tolist():
            label, number = int(rng.integers(0, CLASSES)), len(annotations)
            record = {"image_id": row, "category_id": label, "bbox": [*corner, 100, 60]}
            annotations.append({**record, "id": number})
            results.append({**record, "score": float(rng.random())})
    categories = [{"id": label, "name": f"class {label}"} for label in range(CLASSES)]
    truth = {"images": images, "annotations": annotations, "categories": categories}
    (folder / "truth.json").write_text(json.dumps(truth), "utf-8")
    (folder / "results.json").write_text(json.dumps(results), "utf-8")
    np.save(folder / "features.npy", rng.normal(size=(count, 320)))


def seconds(program: str, folder: Path) -> float:
    """Processor seconds of a fresh interpreter that runs ``program`` in ``folder``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], cwd=folder, check=True)  # noqa: S603 - the programs above
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def kept() -> dict[str, float]:
    """The trustworthiness of either map of the digits."""
    from sklearn.datasets import load_digits
    from sklearn.manifold import trustworthiness
    from umap import UMAP

    from evallens.local.layout import laid_out

    digits = load_digits().data
    maps = {"evallens": laid_out(digits), "umap-learn": UMAP(random_state=0, n_jobs=1).fit_transform(digits)}
    return {who: float(trustworthiness(digits, points, n_neighbors=12)) for who, points in maps.items()}


def main() -> int:
    """Print the figures; 1 when one is missed."""
    given = command.options(__doc__)
    rows: list[dict[str, Any]] = []
    is_missed = False
    for count in (100,) if given.quick else MOST:
        with tempfile.TemporaryDirectory() as name:
            made(Path(name), count)
            took = {"evallens": seconds(_OURS, Path(name)), "umap-learn": seconds(_UMAP, Path(name))}
        is_missed |= took["evallens"] > MOST[count]
        size, what = f"{count:,} pictures", "first answer, processor"
        ratio = took["evallens"] / took["umap-learn"]
        print(f"{size}: {took['evallens']:.1f} s; the map alone by umap-learn {took['umap-learn']:.1f} s; {ratio:.2f}")
        rows += [{"what": what, "who": who, "size": size, "value": value, "unit": "s"} for who, value in took.items()]
    for who, value in kept().items():
        print(f"neighbours kept by {who}: {value:.3f}")
        is_missed |= value < LEAST
        rows.append({"what": "neighbours kept", "who": who, "size": "1,797 digits", "value": value, "unit": ""})
    command.write(rows, given.json)
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main())
