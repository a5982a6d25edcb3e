"""Masks stay to be looked at: which outcome each pixel is of, in a Lens, a saved file and an export."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import evallens
from evallens.evaluation import Evaluation
from evallens.evaluation.columns import codec
from evallens.lens.wire import pictures
from evallens.pictures.segmentation import decoded

NAMES = ["road", "car", "sky"]


def masks(count: int = 3, side: int = 40) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Truths with void at one edge, and predictions that lie two pixels off."""
    rng = np.random.default_rng(5)
    truth = {f"street-{i}": rng.integers(0, 3, (4, 5)).repeat(side // 4, 0).repeat(side // 5, 1) for i in range(count)}
    found = {name: np.roll(mask, 2, 1) for name, mask in truth.items()}
    for mask in truth.values():
        mask[:, :3] = 255
    return truth, found


def files(folder: Path, some: dict[str, np.ndarray]) -> Path:
    folder.mkdir()
    for name, mask in some.items():
        Image.fromarray(mask.astype(np.uint8)).save(folder / f"{name}.png")
    return folder


def cells_of(ev: Evaluation, row: int) -> list[list[tuple[int, int] | None]]:
    """(actual, predicted) of each pixel in the large view; None: not judged."""
    assert ev.segmentations is not None
    found = ev.segmentations.large(ev.image(row))
    assert found is not None
    outcomes = ev.columns.outcomes
    rows = np.flatnonzero(outcomes.image == row)
    cells = [None, *zip(outcomes.actual[rows].tolist(), outcomes.predicted[rows].tolist(), strict=True)]
    return [[cells[value] for value in line] for line in decoded(found.data).tolist()]


@pytest.fixture(params=["folders", "arrays", "npz", "stack"])
def given(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[object, object]:
    truth, found = masks()
    if request.param == "folders":
        return files(tmp_path / "truth", truth), files(tmp_path / "found", found)
    if request.param == "npz":
        np.savez(tmp_path / "truth.npz", **truth)  # type: ignore[arg-type]
        np.savez_compressed(tmp_path / "found.npz", **found)  # type: ignore[arg-type]
        return tmp_path / "truth.npz", tmp_path / "found.npz"
    if request.param == "stack":
        return np.stack(list(truth.values())), np.stack(list(found.values()))
    return truth, found


def test_every_pixel_says_what_it_is_and_was_taken_for(given: tuple[object, object]):
    ev = evallens.evaluate(*given, classes=NAMES)
    truth, found = masks()
    for row, (actual, predicted) in enumerate(zip(truth.values(), found.values(), strict=True)):
        pairs = zip(actual.reshape(-1).tolist(), predicted.reshape(-1).tolist(), strict=True)
        expected = [None if pair[0] == 255 else pair for pair in pairs]
        assert [cell for line in cells_of(ev, row) for cell in line] == expected


def test_arrays_that_change_afterwards_change_nothing():
    truth, found = masks()
    ev = evallens.evaluate(truth, found, classes=NAMES)
    before = cells_of(ev, 0)
    for mask in found.values():
        mask[:] = 0
    assert cells_of(ev, 0) == before


def test_masks_are_read_when_they_are_shown_and_none_is_missed_when_files_go(tmp_path: Path):
    truth, found = masks()
    ev = evallens.evaluate(files(tmp_path / "truth", truth), files(tmp_path / "found", found), classes=NAMES)
    (tmp_path / "found" / "street-1.png").unlink()
    lens = evallens.Lens(ev)
    lens.open = 1
    assert lens.wait(30)
    assert sorted(pictures.rows_of(lens.segmentations)) == [0, 2]
    assert pictures.rows_of(lens.open_segmentation) == []
    lens.open = 2
    assert pictures.rows_of(lens.open_segmentation) == [2]


def test_an_image_that_is_not_judged_at_all_has_one_of_zeros():
    void = np.full((6, 8), 255)
    ev = evallens.evaluate(
        {"a": void, "b": np.zeros((6, 8), int)}, {"a": void * 0, "b": void * 0}, classes=["x", "y"], ignore=255
    )
    assert cells_of(ev, 0) == [[None] * 8] * 6


def test_a_thousand_classes_in_one_image():
    truth = np.arange(1000).reshape(25, 40)
    ev = evallens.evaluate([truth], [(truth + 1) % 1000], classes=[f"class {i}" for i in range(1000)], ignore=None)
    assert cells_of(ev, 0)[1][2] == (42, 43)


def test_one_class_and_its_background():
    truth, found = np.zeros((8, 8), int), np.zeros((8, 8), int)
    truth[2:6] = found[3:7] = 255
    ev = evallens.evaluate([truth], [found], values={255: "crack"})
    told = [cell for line in cells_of(ev, 0) for cell in line[:1] if cell is not None]
    assert [ev.classes[actual] + "/" + ev.classes[predicted] for actual, predicted in told][2:4] == [
        "crack/background",
        "crack/crack",
    ]


def test_a_file_keeps_them_small(tmp_path: Path):
    truth, found = masks(side=400)
    ev = evallens.evaluate(truth, found, classes=NAMES)
    ev.save(tmp_path / "run.evallens")
    again = evallens.open(tmp_path / "run.evallens")
    assert ev.segmentations is not None
    assert again.segmentations is not None
    for row in range(3):
        kept = again.segmentations.large(again.image(row))
        assert kept == ev.segmentations.thumbnail(ev.image(row))
        assert kept is not None
        assert (kept.width, kept.height) == (400, 400)


def test_a_page_that_was_not_sent_ahead_is_sent():
    truth, found = masks(30)
    lens = evallens.Lens(evallens.evaluate(truth, found, classes=NAMES), page_size=4, thumbnail_budget=0)
    assert lens.wait(30)
    assert pictures.rows_of(lens.segmentations) == []
    assert pictures.rows_of(lens.page_segmentations) == lens.selected.rows[:4].tolist()
    lens.page = 2
    assert pictures.rows_of(lens.page_segmentations) == lens.selected.rows[4:8].tolist()


def test_exports_hold_them():
    truth, found = masks()
    lens = evallens.Lens(evallens.evaluate(truth, found, classes=NAMES))
    taken = lens._moment(lens.evaluation).most_wanted("all", lambda _done, _total: None)
    rows = codec.values_of(taken.traits["segmentations"]["row"])
    assert sorted(rows.tolist()) == [0, 1, 2]
    kept = lens._moment(lens.evaluation).snapshot().pictures(100_000)
    assert sorted(pictures.rows_of(kept.traits["segmentations"])) == [0, 1, 2]


def test_pictures_of_another_size_are_told_of(tmp_path: Path):
    truth, found = masks()
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in truth:
        Image.new("RGB", (80, 80)).save(folder / f"{name}.png")
    ev = evallens.evaluate(truth, found, classes=NAMES, images=folder)
    assert any("the masks are stretched over them" in str(notice) for notice in ev.notices)


def test_other_tasks_have_none():
    assert evallens.demo().segmentations is None
