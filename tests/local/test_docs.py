"""The code in the pages about local evaluation runs, and its assertions hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from pyarrow import parquet

import evallens

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["collections.md", "matching.md", "model-or-label.md", "your-own-predictions.md"])
def test_code_of_the_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_inputs()
    blocks = re.findall(r"^```python\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert blocks
    namespace: dict = {}
    for block in blocks:
        exec(compile(block, page, "exec"), namespace)  # noqa: S102 - the page's own code


def test_code_of_the_page_on_scale_runs_but_for_spark(tmp_path, monkeypatch):
    """Boxes matched from files, the Lens over what was written, and what is in memory in a folder of its own."""
    page = (DOCS / "scale.md").read_text("utf-8")
    write, look, match, spark = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert "spark.pair" in spark
    for folder in ("files", "memory"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / "files")
    for name in ("truth", "predictions", "pictures"):
        Path(name).mkdir()
    box = {"image": ["a.jpg", "b.jpg"], "xmin": [0, 0], "ymin": [0, 0], "xmax": [9, 9], "ymax": [9, 9]}
    parquet.write_table(pa.table({**box, "label": ["dog", "cat"]}), "truth/0.parquet")
    parquet.write_table(pa.table({**box, "label": ["cat", "cat"], "score": [0.9, 0.8]}), "predictions/0.parquet")
    namespace: dict = {"evallens": evallens}
    # Read straight through, the folder that one opens is that of the page's first code, which holds other classes.
    look = look.replace('("cat", "dog")', '("dog", "cat")').replace('open("run"', 'open("big-run"')
    for block in (match.replace("workers=8", "workers=1"), look):
        exec(compile(block, "scale.md", "exec"), namespace)  # noqa: S102 - the page's own code
    assert [one.name for one in namespace["lens"].selected] == ["a.jpg"]
    monkeypatch.chdir(tmp_path / "memory")
    exec(compile(write, "scale.md", "exec"), {"ev": evallens.demo()})  # noqa: S102 - the page's own code
    told = re.search(r"# (images/.*)", write)
    assert told
    assert sorted(told[1].split()) == sorted(path.name + "/" * path.is_dir() for path in Path("run").iterdir())


def write_inputs() -> None:
    """The files that the page speaks of."""
    Path("images").mkdir()
    Image.fromarray(np.zeros((20, 20, 3), np.uint8)).save("images/a.png")
    box = {"image_id": 1, "category_id": 1, "bbox": [2, 2, 9, 9]}
    truth = {
        "images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 20}],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": [box | {"id": 1}],
    }
    Path("truth.json").write_text(json.dumps(truth))
    Path("predictions.json").write_text(json.dumps([box | {"score": 0.8}]))
