"""Which masks travel: all of them within a budget, else those of the image shown large."""

import re

import numpy as np
import pytest

import evallens
from evallens.evaluation.columns.codec import values_of
from tests.export import unpacked

SIDE = 48
PICTURES = {f"{i}.png": np.full((SIDE, SIDE, 3), 40 * i, np.uint8) for i in range(3)}


def scenes(pictures=PICTURES):
    """Three images with two triangles each, each found a little beside its place."""

    def record(image, row, shift):
        x, y = 4 + 20 * row + shift, 6 + shift
        ring = [x, y, x + 16, y + 2, x + 6, y + 30]
        return {"image_id": image, "category_id": row, "segmentation": [ring], "bbox": [x, y, 16, 30], "iscrowd": 0}

    places = [(image, row) for image in range(3) for row in range(2)]
    truth = {
        "images": [{"id": i, "file_name": f"{i}.png", "width": SIDE, "height": SIDE} for i in range(3)],
        "categories": [{"id": 0, "name": "leaf"}, {"id": 1, "name": "petal"}],
        "annotations": [record(*place, 0) | {"id": i + 1} for i, place in enumerate(places)],
    }
    found = [record(*place, 2) | {"score": 0.9} for place in places]
    return evallens.evaluate(truth, found, images=pictures, embeddings=False)


@pytest.fixture(scope="module")
def evaluation():
    return scenes()


def rows_of(block):
    return values_of(block["row"]).tolist()


def html_of(lens):
    bundle = lens._repr_mimebundle_()
    assert bundle is not None
    return bundle[0]["text/html"]


def notes_of(html):
    return re.sub(r"<(script|iframe).*?</\1>", "", html, flags=re.DOTALL)


def test_masks_within_the_budget_are_a_block_and_do_not_travel_again(evaluation):
    lens = evallens.Lens(evaluation)
    assert lens.header["blocks"]["masks"] == ["masks_0"]
    assert rows_of(lens.masks_0) == list(range(12))
    lens.open = 1
    assert "masks" not in lens.open_assets


def test_masks_beyond_the_budget_come_with_the_image_shown_large(evaluation):
    lens = evallens.Lens(evaluation, mask_budget=100)
    assert lens.header["blocks"]["masks"] == []
    lens.open = 1
    rows = rows_of(lens.open_assets["masks"])
    assert set(evaluation.columns.objects.image[rows].tolist()) == {1}
    assert len(rows) == 4


def test_a_pixel_of_the_block_is_a_pixel_of_the_mask(evaluation):
    block = evallens.Lens(evaluation).masks_0
    offsets, gap, length, left, top, height = (
        values_of(block[name]).tolist() for name in ("offsets", "gap", "length", "left", "top", "height")
    )
    for row in range(12):
        found, place = set(), 0
        for pair in range(offsets[row], offsets[row + 1]):
            place += gap[pair]
            for pixel in range(place, place + length[pair]):
                x, y = divmod(pixel, height[row])
                found.add((left[row] + x) * SIDE + top[row] + y)
            place += length[pair]
        starts, stops = evaluation.columns.masks.runs(row)
        assert found == {p for a, b in zip(starts, stops, strict=True) for p in range(a, b)}


def test_without_pictures_there_is_nothing_to_draw_masks_on(tmp_path):
    lens = evallens.Lens(scenes(None))
    assert lens.header["blocks"]["masks"] == []
    lens.open = 1
    assert "masks" not in lens.open_assets
    assert "asks" not in notes_of(lens.to_html(tmp_path / "report.html").read_text("utf-8"))


def test_boxes_alone_have_no_masks():
    lens = evallens.Lens(evallens.demo())
    lens.open = 1
    assert lens.header["blocks"]["masks"] == []
    assert "masks" not in lens.open_assets


def test_a_report_holds_the_masks_and_says_nothing_of_it(evaluation, tmp_path):
    html = evallens.Lens(evaluation).to_html(tmp_path / "report.html").read_text("utf-8")
    assert rows_of(unpacked.traits(html)["masks_0"]) == list(range(12))
    assert "asks" not in notes_of(html)


def test_a_report_without_all_masks_says_so_and_keeps_those_on_show(evaluation, tmp_path):
    lens = evallens.Lens(evaluation, mask_budget=100)
    lens.open = 2
    html = lens.to_html(tmp_path / "report.html").read_text("utf-8")
    held = unpacked.traits(html)
    assert held["header"]["blocks"]["masks"] == []
    assert len(rows_of(held["open_assets"]["masks"])) == 4
    assert "Not all masks are in this file" in notes_of(html)
    lens.mask_budget = 10_000
    html = lens.to_html(tmp_path / "report.html").read_text("utf-8")
    assert "masks_0" in unpacked.traits(html)
    assert "asks" not in notes_of(html)


def test_a_display_leaves_masks_out_before_boxes_and_says_so(evaluation):
    lens = evallens.Lens(evaluation)
    html = html_of(lens)
    assert "masks_0" in unpacked.traits(unpacked.framed(html))
    lens.export_budget = 3 * len(html) // 2
    tight = html_of(lens)
    held = unpacked.traits(unpacked.framed(tight))
    assert "masks_0" not in held
    assert held["header"]["blocks"]["objects"] == ["objects_0"]
    assert "The masks on the images are not in this notebook; boxes stand for them." in notes_of(tight)
