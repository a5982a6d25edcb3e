"""The crops of instances: those of the page on show, some ahead of need, and those that exports hold."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from PIL import Image

import evallens
from evallens.evaluation import Evaluation
from evallens.evaluation.columns.codec import values_of
from evallens.evaluation.columns.tables import NONE
from evallens.lens import loader
from evallens.lens.crops import CropCache, crop_priority, keys_of
from evallens.pictures.given import SourcePictures
from evallens.pictures.sources import PictureSource
from tests.export import unpacked


@dataclass(frozen=True, eq=False)
class Watched(SourcePictures):
    """Pictures that count who asks; while `gate` is closed they wait for it."""

    asked: list[int] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    @classmethod
    def noise(cls, count: int, lacking: tuple[int, ...] = ()) -> Watched:
        rng = np.random.default_rng(1)
        pictures = [None if i in lacking else rng.integers(0, 255, (128, 128, 3), np.uint8) for i in range(count)]
        made = cls(tuple(pictures))
        made.gate.set()
        return made

    def source(self, image) -> PictureSource | None:
        self.asked.append(image.row)
        self.arrived.release()
        assert self.gate.wait(60)
        return super().source(image)


@pytest.fixture
def store():
    return Watched.noise(evallens.demo().image_count)


@pytest.fixture
def evaluation(store) -> Evaluation:
    return replace(evallens.demo(), pictures=store)


def crops_in(block) -> list[tuple[int, int]]:
    return list(zip(*(values_of(block[side]).tolist() for side in ("truth", "prediction")), strict=True))


def rows_in(block) -> list[int]:
    return values_of(block["row"]).tolist() if block else []


def on_page(lens, page=1) -> list[tuple[int, int]]:
    return keys_of(lens.selected_instances[(page - 1) * lens.page_size : page * lens.page_size])


def lens_of(evaluation, **options):
    return evallens.Lens(evaluation, **{"page_size": 6, "thumbnail_budget": 0, **options})


def test_the_page_of_instances_brings_its_crops(evaluation):
    lens = lens_of(evaluation)
    lens.view = {"face": "instances"}
    assert crops_in(lens.page_crops) == on_page(lens)
    lens.page = 2
    assert crops_in(lens.page_crops) == on_page(lens, 2)
    block = lens.page_crops
    offsets, data = values_of(block["offsets"]), values_of(block["data"]).tobytes()
    first = Image.open(io.BytesIO(data[: offsets[1]]))
    assert first.size == (values_of(block["w"])[0], values_of(block["h"])[0])
    assert values_of(block["width"]).tolist() == [128] * 6


def test_no_crop_is_cut_while_images_are_on_show(evaluation, store):
    lens = lens_of(evaluation)
    lens.wait()
    lens.page = 2
    assert lens.page_crops == {}


def test_a_crop_is_cut_once(evaluation, store):
    lens = lens_of(evaluation)
    lens.wait()
    lens.view = {"face": "instances"}
    lens.view = {"face": "instances", "instance_sort": "size"}
    asked = len(store.asked)
    lens.view = {"instance_sort": "score"}
    assert crops_in(lens.page_crops) == on_page(lens)
    assert len(store.asked) == asked


def test_an_image_behind_several_instances_is_opened_once(evaluation, store):
    instances = evaluation.instances(picked=[evaluation.images().rows[0]])
    assert len(instances) > 2
    cut = dict(CropCache().read(instances))
    assert list(cut) == keys_of(instances)
    assert len(store.asked) == 1


def test_an_image_without_a_picture_has_a_thumbnail_less_and_costs_only_itself(evaluation):
    lens = lens_of(evaluation)
    image = int(lens.selected_instances.image_rows[1])
    lens.close()
    lens = lens_of(replace(evaluation, pictures=Watched.noise(evaluation.image_count, (image,))))
    lens.view = {"face": "instances"}
    page = lens.selected_instances[:6]
    assert crops_in(lens.page_crops) == keys_of(page[page.image_rows != image])


def test_a_saved_evaluation_sends_the_small_pictures_in_place_of_crops():
    lens = evallens.Lens(evallens.demo(), page_size=6, thumbnail_budget=0)
    lens.view = {"face": "instances"}
    assert not lens.page_crops
    assert rows_in(lens.page_assets) == list(dict.fromkeys(lens.selected_instances[:6].image_rows.tolist()))


def test_where_crops_are_sent_no_small_picture_is(evaluation):
    lens = lens_of(evaluation)
    lens.view = {"face": "instances"}
    assert rows_in(lens.page_assets) == []


def test_turning_the_page_again_gives_up_the_crops_of_the_page_before(evaluation, store):
    lens = lens_of(evaluation)
    lens.wait()
    lens.view = {"face": "instances"}
    while store.arrived.acquire(blocking=False):
        pass
    store.gate.clear()
    lens.set_state({"page": 2})
    assert store.arrived.acquire(timeout=60)
    lens.set_state({"page": 3})
    store.gate.set()
    assert lens.wait(60)
    assert crops_in(lens.page_crops) == on_page(lens, 3)


def test_a_cell_waits_two_seconds_for_crops_and_the_rest_comes_when_it_is_cut(evaluation, store, monkeypatch):
    monkeypatch.setattr(loader, "_FIRST_TIMEOUT", 0.0)
    lens = lens_of(evaluation)
    lens.wait()
    store.gate.clear()
    threading.Timer(0.01, store.gate.set).start()
    lens.view = {"face": "instances"}
    assert lens.wait(60)
    assert crops_in(lens.page_crops) == on_page(lens)


def test_the_first_of_each_confused_pair_are_wanted_first(evaluation):
    wanted = crop_priority(evaluation, evaluation.where(), 5)
    pairs = list(zip(wanted.outcomes.actual.tolist(), wanted.outcomes.predicted.tolist(), strict=True))
    assert len(set(pairs[:10])) == 10
    assert max(map(pairs.count, pairs)) == 5


def test_crops_are_sent_ahead_in_a_part_of_the_budget(evaluation):
    lens = lens_of(evaluation, thumbnail_budget=100_000)
    assert lens.wait(60)
    crops, thumbnails = (len(values_of(block["data"])) for block in (lens.crops, lens.assets))
    assert 15_000 < crops <= 25_000
    assert crops + thumbnails <= 100_000
    lens.cells = [("3", "9")]
    lens.view = {"face": "instances"}
    ahead = set(crops_in(lens.crops))
    assert ahead & set(on_page(lens))
    assert crops_in(lens.page_crops) == [key for key in on_page(lens) if key not in ahead]


def test_a_report_holds_the_crops_of_the_page_and_of_confused_pairs(evaluation, tmp_path):
    lens = lens_of(evaluation)
    lens.cells, lens.view = [("3", "9")], {"face": "instances"}
    held = unpacked.traits(lens.to_html(tmp_path / "r.html", thresholds=[20, 50]).read_text("utf-8"), "pictures")
    cut = crops_in(held["crops"])
    assert cut[:6] == on_page(lens)
    assert set(keys_of(crop_priority(evaluation, lens.shown.without("cells"), 6))) <= set(cut)
    held = unpacked.traits(lens.to_html(tmp_path / "r.html", thumbnails=0).read_text("utf-8"), "pictures")
    assert not held["crops"]


def test_a_classification_sends_its_pictures_as_they_are():
    truth, predicted = ["cat", "dog", "cat"], ["cat", "cat", "dog"]
    ev = evallens.evaluate(truth, predicted, images=[np.zeros((8, 8, 3), np.uint8)] * 3)
    lens = evallens.Lens(ev, thumbnail_budget=0)
    lens.view = {"face": "instances"}
    assert not lens.page_crops or set(crops_in(lens.page_crops)) <= {(NONE, NONE)}
    assert rows_in(lens.page_assets) == lens.selected_instances.image_rows.tolist()
