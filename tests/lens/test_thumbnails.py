import threading
from dataclasses import replace

import pytest

import evallens
from evallens.errors import DataError
from evallens.evaluation.columns.codec import values_of
from evallens.lens.thumbnails import ThumbnailCache, thumbnail_priority, within
from evallens.pictures import Picture


class Slow:
    """Pictures that have to be fetched; while `gate` is closed they wait for it."""

    is_at_hand = False

    def __init__(self):
        self.gate = threading.Event()
        self.gate.set()
        self.asked = []
        self.arrived = threading.Semaphore(0)
        self.broken = set()

    def thumbnail(self, image):
        self.asked.append(image.row)
        self.arrived.release()
        assert self.gate.wait(60)
        if image.row in self.broken:
            raise DataError("not a picture")
        return Picture(b"%05d" % image.row, 10, 10)

    def thumbnails(self, images):
        return map(self.thumbnail, images)

    def large(self, image):
        return self.thumbnail(image)


@pytest.fixture
def store():
    return Slow()


@pytest.fixture
def evaluation(store):
    return replace(evallens.demo(), pictures=store)


def rows_of(block):
    return values_of(block["row"]).tolist() if block else []


def test_a_picture_that_was_fetched_is_not_asked_for_again(evaluation, store):
    album = ThumbnailCache()
    assert [row for row, _ in album.read(evaluation, [3, 1])] == [3, 1]
    assert [row for row, _ in album.read(evaluation, [1, 2, 3])] == [1, 2, 3]
    assert store.asked == [3, 1, 2]


def test_a_row_wanted_twice_is_asked_for_once(evaluation, store):
    assert {row for row, _ in ThumbnailCache().read(evaluation, iter([4, 2, 4]))} == {2, 4}
    assert store.asked == [4, 2]


def test_one_unreadable_picture_costs_only_itself(evaluation, store):
    store.broken = {1}
    assert [row for row, _ in ThumbnailCache().read(evaluation, [0, 1, 2])] == [0, 2]


def test_known_pictures_are_those_already_here(evaluation, store):
    album = ThumbnailCache()
    list(album.read(evaluation, [5]))
    assert [row for row, _ in album.known(evaluation, [4, 5, 6])] == [5]
    assert store.asked == [5]


def test_a_budget_is_not_overspent():
    pictures = [(row, Picture(b"x" * 10, 1, 1)) for row in range(5)]
    assert list(within(pictures, 35)) == [0, 1, 2]
    assert list(within([*pictures[:2], pictures[0], pictures[2]], 30)) == [0, 1, 2]


def test_the_most_confused_pairs_come_first(evaluation):
    shown = evaluation.where()
    first = evaluation.images(cells=[("3", "9")]).rows.tolist()
    wanted = thumbnail_priority(evaluation, shown, 24)
    assert [next(wanted) for _ in first] == first


def test_a_lens_shows_its_page_at_once_and_fetches_ahead_in_the_background(evaluation, store):
    store.gate.clear()
    threading.Timer(0, store.gate.set).start()
    lens = evallens.Lens(evaluation, page_size=4, thumbnail_budget=200)
    page = lens.selected.rows[:4].tolist()
    assert rows_of(lens.page_assets) == page
    ahead = threading.Event()
    lens.observe(lambda _: ahead.set(), "assets")
    assert lens.assets or ahead.wait(60)
    assert len(rows_of(lens.assets)) == 40


def test_a_display_waits_for_no_picture(evaluation, store):
    lens = evallens.Lens(evaluation, page_size=4, thumbnail_budget=0)
    store.gate.clear()
    bundle = lens._repr_mimebundle_()
    store.gate.set()
    assert bundle is not None
    assert "<iframe" in bundle[0]["text/html"]


def test_without_a_budget_no_picture_is_fetched_ahead(evaluation, store):
    lens = evallens.Lens(evaluation, page_size=4, thumbnail_budget=0)
    assert lens.wait(60)
    assert sorted(store.asked) == sorted(lens.selected.rows[:4].tolist())
    assert rows_of(lens.assets) == []


def test_turning_the_page_again_gives_up_the_pictures_of_the_page_before(evaluation, store):
    lens = evallens.Lens(evaluation, page_size=8, thumbnail_budget=0)
    while store.arrived.acquire(blocking=False):
        pass
    store.gate.clear()
    lens.set_state({"page": 2})
    assert store.arrived.acquire(timeout=60)
    lens.set_state({"page": 3})
    store.gate.set()
    assert lens.wait(60)
    second, third = lens.selected.rows[8:16].tolist(), lens.selected.rows[16:24].tolist()
    assert rows_of(lens.page_assets) == third
    assert len(set(store.asked) & set(second)) < 8


def test_a_lens_appears_before_its_pictures_which_come_when_they_are_there(evaluation, store):
    store.gate.clear()
    lens = evallens.Lens(evaluation, page_size=4, thumbnail_budget=0)
    assert rows_of(lens.page_assets) == []
    store.gate.set()
    assert lens.wait(60)
    assert rows_of(lens.page_assets) == lens.selected.rows[:4].tolist()


def test_pictures_that_are_here_after_two_seconds_are_shown_while_another_keeps_its_page_waiting(evaluation, store):
    page = evaluation.images().rows[:4].tolist()
    stalled = threading.Event()
    thumbnail = store.thumbnail
    store.thumbnail = lambda image: thumbnail(image) if image.row != page[3] or stalled.wait(60) else None
    lens = evallens.Lens(evaluation, page_size=4, thumbnail_budget=0)
    assert rows_of(lens.page_assets) == page[:3]
    stalled.set()
    assert lens.wait(60)
    assert rows_of(lens.page_assets) == page


def test_a_page_that_came_short_is_asked_for_again_and_a_whole_one_is_not(evaluation, store):
    first, second = (evaluation.images().rows[start : start + 4].tolist() for start in (0, 4))
    store.broken = {first[1]}
    lens = evallens.Lens(evaluation, page_size=4, thumbnail_budget=0)
    assert rows_of(lens.page_assets) == [row for row in first if row != first[1]]
    store.broken = set()
    lens.open = first[0]
    assert rows_of(lens.page_assets) == first
    lens.page = 2
    assert rows_of(lens.page_assets) == second
    asked = len(store.asked)
    lens.open = None
    assert len(store.asked) == asked


def test_a_page_that_python_turned_meanwhile_is_not_overwritten(evaluation, store):
    lens = evallens.Lens(evaluation, page_size=4, thumbnail_budget=0)
    while store.arrived.acquire(blocking=False):
        pass
    store.gate.clear()
    lens.set_state({"page": 2})
    assert store.arrived.acquire(timeout=60)
    with lens.hold_trait_notifications():
        lens.page = 1
        store.gate.set()
        assert lens.wait(60)
    assert lens.wait(60)
    assert rows_of(lens.page_assets) == lens.selected.rows[:4].tolist()


def test_images_of_splits_that_were_not_asked_for_come_last(monkeypatch):
    """A report of one split of a service at a threshold of its own raised "No report for split 'all' is loaded"."""
    monkeypatch.delenv("ROBOFLOW_API_KEY", raising=False)
    with evallens.serve(evallens.demo()) as server:
        source = f"{server.workspace}/{server.eval_ids[0]}"
        ev = evallens.open(source, api_url=server.url, cache=False).fetched("test", 40)
        assert not ev.covers("all", 40)
        wanted = list(dict.fromkeys(thumbnail_priority(ev, ev.where("test", 40), 24)))
    assert len(wanted) == 960
    names = ev.columns.images.name
    assert all(names[row].startswith("test-") for row in wanted[:240])
