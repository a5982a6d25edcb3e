"""What a notebook keeps of the pictures: as many as fit, most wanted first, read in a moment; and it says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import evallens
from evallens.evaluation.columns.codec import values_of
from evallens.pictures.given import SourcePictures
from tests.export import unpacked

COUNT = 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Photographs in a folder, as a camera's: 1280 x 960 and noisy."""
    path = tmp_path_factory.mktemp("pictures")
    rng = np.random.default_rng(0)
    for i in range(COUNT):
        small = rng.integers(0, 256, (24, 32, 3), np.uint8)
        Image.fromarray(small).resize((1280, 960), Image.Resampling.BICUBIC).save(path / f"{i:03}.jpg", quality=90)
    return path


@pytest.fixture
def unhurried(monkeypatch):
    """A machine that is quick enough."""
    monkeypatch.setattr("evallens.lens.snapshot._PATIENCE", 60.0)


@pytest.fixture
def evaluation(folder):
    """A box in each picture, right in two of three."""
    names = [f"{i:03}.jpg" for i in range(COUNT)]
    images = [{"id": i, "file_name": name, "width": 1280, "height": 960} for i, name in enumerate(names)]
    box = {"bbox": [100, 100, 400, 300], "iscrowd": 0, "area": 120_000}
    truth = [{"id": i, "image_id": i, "category_id": i % 2, **box} for i in range(COUNT)]
    found = [{"image_id": i, "category_id": (i + (i % 3 == 0)) % 2, "score": 0.9, **box} for i in range(COUNT)]
    categories = [{"id": 0, "name": "cat"}, {"id": 1, "name": "dog"}]
    data = {"images": images, "annotations": truth, "categories": categories}
    return evallens.evaluate(data, found, images=folder, category_ids="from 0", embeddings=False)


def kept(lens):
    """The rows whose pictures are kept, and all that is said."""
    html = lens._repr_mimebundle_()[0]["text/html"]
    block = unpacked.traits(unpacked.framed(html), "pictures")["assets"]
    return values_of(block["row"]).tolist(), html


@pytest.mark.usefixtures("unhurried")
def test_all_that_fit_are_in_though_none_was_sent_before(evaluation):
    lens = evallens.Lens(evaluation, thumbnail_budget=0, export_budget=2_000_000)
    rows, html = kept(lens)
    assert sorted(rows) == list(range(COUNT))
    assert "images are in this notebook" not in html


@pytest.mark.usefixtures("unhurried")
def test_the_room_is_filled_and_the_most_wanted_come_first(evaluation):
    lens = evallens.Lens(evaluation, export_budget=400_000)
    rows, html = kept(lens)
    assert rows[:24] == lens.selected.rows[:24].tolist()
    assert 24 < len(rows) < COUNT
    assert 0.95 * 400_000 < len(html.encode()) <= 400_000
    assert f"Pictures of {len(rows)} of 100 images are in this notebook, those on show first" in html
    assert "a larger <code>lens.export_budget</code> brings in more" in html


def test_a_disk_that_takes_longer_is_not_waited_for(evaluation, monkeypatch):
    monkeypatch.setattr("evallens.lens.snapshot._PATIENCE", 0.0)
    lens = evallens.Lens(evaluation, thumbnail_budget=0, page_size=6, export_budget=2_000_000)
    rows, html = kept(lens)
    assert rows == lens.selected.rows[:6].tolist()
    assert "Pictures of 6 of 100 images are in this notebook: those that had been read when it was displayed" in html


@pytest.mark.usefixtures("unhurried")
def test_pictures_that_cannot_be_read_are_told_apart(evaluation):
    broken = replace(evaluation, pictures=SourcePictures((None, b"no picture", *evaluation.pictures.sources[2:])))
    lens = evallens.Lens(broken, export_budget=2_000_000)
    rows, html = kept(lens)
    assert sorted(rows) == list(range(2, COUNT))
    assert "Pictures of 98 of 100 images are in this notebook: the others have none that can be read." in html
