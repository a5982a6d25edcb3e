"""Tables as blocks: which columns travel, and that they are not copied."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evallens.evaluation import Images, Outcomes
from evallens.evaluation.columns.codec import bytes_of, values_of
from evallens.evaluation.columns.tables import Objects
from evallens.lens.wire.blocks import images_block, objects_block, outcomes_block, places_block

NAMES = ["a.png", "b.png", "c.png"]


def boxes(w, h):
    """Boxes whose areas come from the source's own digits, before float32."""
    whole = np.zeros(len(w), np.uint8)
    side = np.zeros(len(w), np.float32)
    columns = {"image": whole, "side": whole, "label": whole, "x": side, "y": side, "w": w, "h": h, "score": side}
    return Objects(**columns, area=np.array(w) * np.array(h))


def test_a_column_that_fits_is_handed_over_without_a_copy():
    outcomes = Outcomes.of(np.arange(70_000), [0] * 70_000, [1] * 70_000, last=np.arange(70_000) % 101)
    block = outcomes_block(outcomes, 0)
    for name in ("image", "last"):
        assert np.shares_memory(np.frombuffer(block[name]["data"], np.uint8), getattr(outcomes, name))
        assert block[name]["data"].readonly


def test_names_are_handed_over_without_a_copy():
    images = Images.of(NAMES, ["test"] * 3)
    assert np.shares_memory(np.frombuffer(images_block(images, 0)["name.data"]["data"], np.uint8), images.name.data)


def test_ids_travel_only_where_they_are_not_the_names():
    named = images_block(Images.of(NAMES, ["test"] * 3), 0)
    assert not [name for name in named if name.startswith("id.")]
    other = images_block(Images.of(NAMES, ["test"] * 3, ids=["1", "2", "c.png"]), 0)
    assert bytes(other["id.data"]["data"]) == b"12c.png"
    # What counts are the rows of the block itself.
    assert "id.data" not in images_block(Images.of(NAMES, ["test"] * 3, ids=["1", "2", "c.png"]), 2)


def test_a_later_block_holds_the_later_rows():
    images = Images.of(NAMES, ["test", "test", "valid"], embedding=np.arange(6.0).reshape(3, 2))
    block = images_block(images, 1)
    assert bytes(block["name.data"]["data"]) == b"b.pngc.png"
    assert values_of(block["name.offsets"]).tolist() == [0, 5, 10]
    assert values_of(places_block(images, 1)["x"]).tolist() == [2, 4]
    outcomes = outcomes_block(Outcomes.of([0, 1, 2], [0, 1, 2], [1, 1, 1], truth=[0, 1, 2]), 2)
    assert {name: values_of(c).tolist() for name, c in outcomes.items()} == {
        "image": [2], "actual": [2], "predicted": [1], "count": [1], "first": [0], "last": [100], "truth": [2],
    }  # fmt: skip


def test_a_column_that_says_nothing_in_any_row_does_not_travel():
    images = Images.of(NAMES, ["test"] * 3)
    assert (set(images_block(images, 0)), set(places_block(images, 0))) == ({"name.data", "name.offsets"}, {"split"})
    outcomes = outcomes_block(Outcomes.of([0, 1], [0, 0], [1, 1]), 0)
    assert set(outcomes) == {"image", "actual", "predicted", "count", "first", "last"}


def test_what_is_the_same_in_every_row_costs_nothing():
    n = 100_000
    outcomes = Outcomes.of(np.zeros(n), np.zeros(n), np.ones(n), truth=7, prediction=8, iou=0.5)
    assert bytes_of(outcomes_block(outcomes, 0)) < 32


def test_the_area_of_a_box_is_left_to_the_browser():
    objects = boxes([10.1, 0.0, 33.333333333], [20.7, 5.0, 1e-9])
    assert not np.array_equal(objects.area, objects.w.astype(np.float64) * objects.h)
    assert "area" not in objects_block(objects)
    np.testing.assert_array_equal(objects.pixel_area, objects.w.astype(np.float64) * objects.h)


def test_areas_travel_as_filters_compare_them_where_one_is_not_its_box():
    objects = boxes([10.1, 4.0], [20.7, 5.0])
    of_masks = replace(objects, area=np.array([objects.area[0], 12.5]))
    sent = values_of(objects_block(of_masks)["area"])
    assert sent.tolist() == [float(objects.w[0]) * float(objects.h[0]), 12.5]
    np.testing.assert_array_equal(sent, of_masks.pixel_area)
