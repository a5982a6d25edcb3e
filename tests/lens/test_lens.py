import numpy as np
import pytest

import evallens
from evallens.errors import InputError, ReportNotStoredError, UnknownNameError
from evallens.evaluation.columns.codec import values_of
from evallens.lens.wire.settings import VIEW_DEFAULT
from evallens.lens.worker import Worker
from tests.lens.stored import Reports, evaluation


@pytest.fixture
def demo():
    return evallens.Lens(evallens.demo())


@pytest.fixture
def source():
    return Reports()


@pytest.fixture
def stored(source):
    return evallens.Lens(evaluation(source))


def browser_sets(lens, **state):
    """What arrives when the page saves its changes; returns once the lens has answered."""
    lens.set_state(state)
    assert lens.wait(60)


def test_selected_is_what_images_gives_for_the_same_filters(demo):
    demo.cells = [("9", "background"), ("3", "9")]
    demo.query = "1"
    expected = demo.evaluation.images(cells=demo.cells, query="1")
    assert list(demo.selected) == list(expected)
    assert 0 < len(expected) < 240


def test_cells_are_kept_as_index_pairs_whatever_form_they_come_in(demo):
    demo.cells = [("3", "8"), (np.int64(3), 8), ["9", "background"]]
    assert demo.cells == [(3, 8), (9, 10)]
    demo.cells = []
    assert len(demo.selected) == 240


@pytest.mark.parametrize(
    ("trait", "value", "hint"),
    [
        ("cells", [("3", "backgroud")], "Did you mean 'background'"),
        ("cells", [(3, 11)], "11 classes"),
        ("cells", "38", "list of"),
        ("split", "tset", "Did you mean 'test'"),
        ("confidence", 101, "0..100"),
        ("confidence", "20", "percent"),
        ("clusters", [10_000], "cluster"),
        ("marks", {"images": [960]}, "No image in row 960: there are 960."),
        ("marks", {"objects": [10**9]}, "No object in row 1000000000"),
        ("marks", {"image": [1]}, "No kind of marks named 'image'. Did you mean 'images'?"),
        ("marks", [1], "lens.marks cannot be [1]: it is a dict such as"),
        ("marks", {"images": range(900), "objects": range(9_101)}, "At most 10,000 can be marked, not 10,001."),
        ("where", {"marked_instances": range(10_001)}, "lens.where takes at most 10,000 entries, not 10,001."),
        ("picked", [960], "960 images"),
        ("picked", [0] * 10_001, "10,000"),
        ("picked", np.array([False, True]), "list of image rows"),
        ("clusters", [0.5], "list of cluster ids"),
        ("cells", [(3.7, 8)], "a name or an index, not 3.7"),
        ("picked", [True, False], "list of image rows"),
        ("lasso", [(0, 0), (1, 1)], "at least 3 vertices"),
        ("lasso", [(0, 0)] * 201, "lasso takes at most 200 entries, not 201"),
        ("lasso", [(float("nan"), 0), (1, 1), (2, 0)], "polygon"),
        ("lasso", [(float("inf"), 0), (1, 1), (2, 0)], "polygon"),
        ("where", {"scor": (0.5, None)}, "Did you mean 'score'"),
        ("where", {"score": 0.5}, "a range (low, high)"),
        ("where", {"score": (0.9, 0.5)}, "low <= high"),
        ("where", {"score": (float("nan"), None)}, "finite"),
        ("where", ["score"], "where is a dict"),
        ("view", {"sort": "size"}, "size"),
        ("view", {"colr": "f1"}, "Did you mean 'colour'"),
        ("view", {"order": "similiar"}, "Did you mean 'similar'"),
        ("page", "x", "lens.page is a whole number, not 'x'"),
        ("page", 1.5, "not 1.5"),
        ("page_size", 0, "lens.page_size is a whole number from 1 to 500, not 0"),
        ("page_size", 501, "not 501"),
        ("query", 5, "query is a part of an image name, not 5"),
        ("thumbnail_budget", -1, "lens.thumbnail_budget is a whole number of at least 0, not -1"),
        ("mask_budget", None, "lens.mask_budget is a whole number, not None"),
        ("export_budget", "1 MB", "lens.export_budget is a whole number, not '1 MB'"),
        ("open", -1, "row -1"),
        ("open", 1.5, "image row"),
    ],
)
def test_what_is_not_there_is_refused_in_words_and_changes_nothing(demo, trait, value, hint):
    before = getattr(demo, trait)
    with pytest.raises(InputError, match=r".") as caught:
        setattr(demo, trait, value)
    assert hint in str(caught.value)
    assert getattr(demo, trait) == before


def test_a_range_is_kept_as_it_crosses_to_the_browser_and_selects_as_images_does(demo):
    demo.where = {"score": (0.9, None), "area": None}
    assert demo.where == {"score": {"range": [0.9, None]}}
    assert list(demo.selected) == list(demo.evaluation.images(where={"score": (0.9, None)}))
    assert 0 < len(demo.selected) < 240
    browser_sets(demo, where={"iou": {"range": [0.5, 0.6]}})
    assert list(demo.selected) == list(demo.evaluation.images(where={"iou": (0.5, 0.6)}))
    demo.where = {}
    assert len(demo.selected) == 240


def test_page_is_clamped_and_returns_to_the_first_when_a_filter_changes(demo):
    demo.page = 99
    assert demo.page == 10
    demo.view = {"colour": "cluster"}
    assert demo.page == 10
    demo.view = {"sort": "name"}
    assert demo.page == 1
    demo.page = 3
    demo.query = "scene"
    assert demo.page == 1
    demo.page = 2
    demo.where = {"score": (0, None)}
    assert demo.page == 1
    demo.page = -4
    assert demo.page == 1


def test_page_is_that_of_the_face_on_show(demo):
    demo.page, demo.view = 4, {"face": "instances"}
    assert demo.page == 1
    demo.page = 999
    assert demo.page == -(-len(demo.evaluation.queries.instances(demo.shown)) // demo.page_size) > 10
    demo.view = {"instance_sort": "size"}
    assert demo.page == 1
    demo.page, demo.view = 12, {"face": "images"}
    assert demo.page == 1
    demo.page = 999
    assert demo.page == 10


def test_numbers_of_any_type_are_pages(demo):
    demo.page_size = np.int64(10)
    demo.page = np.uint8(3)
    assert (demo.page_size, demo.page) == (10, 3)
    with pytest.raises(InputError, match="page_size"):
        evallens.Lens(evallens.demo(), page_size=0)


@pytest.mark.parametrize("wrong", ["demo", None])
def test_a_lens_is_given_an_evaluation(wrong):
    with pytest.raises(InputError, match="open one with"):
        evallens.Lens(wrong)


def test_view_keeps_what_is_left_out(demo):
    demo.view = {"sort": "name"}
    demo.view = {"diagonal": False}
    demo.view = {"order": "similar"}
    assert demo.view == {**VIEW_DEFAULT, "sort": "name", "diagonal": False, "order": "similar"}


@pytest.mark.parametrize("share", [0.2, 0.8, True, "wide", float("nan")])
def test_a_pane_is_no_smaller_than_a_quarter(demo, share):
    with pytest.raises(InputError, match=r"lens\.view\['matrix_share'\] is a number from 0\.25 to 0\.75"):
        demo.view = {"matrix_share": share}


def test_cells_that_nothing_ever_lies_in_select_no_image(demo):
    outcomes = demo.evaluation.columns.outcomes
    ever = set(zip(outcomes.actual.tolist(), outcomes.predicted.tolist(), strict=True))
    block = [(actual, predicted) for actual in range(8) for predicted in range(8)]
    demo.cells = block
    selected = demo.selected.rows.tolist()
    demo.cells = [cell for cell in block if cell in ever]
    assert len(demo.cells) < len(block)
    assert demo.selected.rows.tolist() == selected


def test_the_order_of_the_classes_changes_no_image_and_no_page(demo):
    demo.page = 3
    before = demo.selected.rows.tolist()
    demo.view = {"order": "errors"}
    assert (demo.page, demo.selected.rows.tolist()) == (3, before)


def test_pictures_of_the_open_image_are_sent(demo):
    demo.open = 7
    assert values_of(demo.open_assets["row"]).tolist() == [7]
    demo.open = None


def test_a_picture_budget_of_nothing_sends_the_page_on_show_only():
    lens = evallens.Lens(evallens.demo(), thumbnail_budget=0, page_size=5)
    assert len(values_of(lens.assets["row"])) == 0
    shown = values_of(lens.page_assets["row"]).tolist()
    assert shown == lens.selected.rows[:5].tolist()
    lens.page = 2
    shown = values_of(lens.page_assets["row"]).tolist()
    assert shown == lens.selected.rows[5:10].tolist()


def test_a_smaller_picture_budget_sends_fewer(demo):
    before = len(values_of(demo.assets["row"]))
    demo.thumbnail_budget = 100_000
    assert 0 < len(values_of(demo.assets["row"])) < before


def test_a_threshold_set_from_python_is_there_on_the_next_line(stored, source):
    stored.confidence = 37
    assert source.asked == [("test", 37)]
    assert stored.evaluation.covers("test", 37)
    assert stored.status["state"] == "idle"
    assert stored.header["coverage"]["test"] == [[20, 20], [37, 37]]


def test_a_block_is_sent_once_and_later_rows_come_in_a_block_of_their_own(stored):
    first = stored.outcomes_0
    stored.confidence = 37
    assert stored.outcomes_0 is first
    assert stored.header["blocks"] == {
        "places": ["places_0"],
        "images": ["images_0"],
        "cubes": ["cube_0", "cube_1"],
        "outcomes": ["outcomes_0", "outcomes_1"],
        "objects": [],
        "masks": [],
    }
    assert "outcomes_1" in stored.get_state()


def test_a_threshold_that_is_not_stored_raises_and_leaves_what_is_shown(stored):
    with pytest.raises(ReportNotStoredError, match="No report stored at 41 %"):
        stored.confidence = 41
    assert stored.confidence == 20
    assert stored.status["state"] == "error"
    assert "No report stored at 41 %" in stored.status["message"]
    assert len(stored.selected) == 2


def test_the_browser_is_told_what_is_not_stored_and_goes_back(stored):
    browser_sets(stored, confidence=41, page=1)
    assert stored.confidence == 20
    assert "No report stored at 41 %" in stored.status["message"]


def test_an_error_stays_until_the_next_request(stored):
    browser_sets(stored, confidence=41)
    assert stored.status["state"] == "error"
    browser_sets(stored, query="a")
    assert stored.status["state"] == "idle"


def test_the_latest_request_of_the_browser_wins(stored, source):
    source.gate.clear()
    stored.set_state({"confidence": 37})
    assert source.arrived.acquire(timeout=60)
    stored.set_state({"confidence": 50})
    stored.set_state({"confidence": 60})
    source.gate.set()
    assert stored.wait(60)
    assert stored.confidence == 60
    assert source.asked == [("test", 37), ("test", 60)]
    assert stored.evaluation.covers("test", 60)
    assert stored.status["state"] == "idle"


def test_old_data_stays_usable_while_a_report_is_on_its_way(stored, source):
    source.gate.clear()
    stored.set_state({"confidence": 37})
    assert source.arrived.acquire(timeout=60)
    assert len(stored.selected) == 2
    source.gate.set()
    assert stored.wait(60)


def test_waiting_says_whether_everything_is_answered(stored, source):
    assert stored.wait(0)
    source.gate.clear()
    stored.set_state({"confidence": 37})
    assert not stored.wait(0)
    source.gate.set()
    assert stored.wait(60)
    assert stored.shown.confidence == 37


def test_a_time_to_wait_that_is_no_number_is_said_in_words(stored):
    with pytest.raises(InputError, match="timeout is a number of seconds, not 'soon'"):
        stored.wait("soon")


def test_a_failed_request_does_not_undo_what_was_asked_for_since(stored, source):
    source.gate.clear()
    stored.set_state({"confidence": 41})
    assert source.arrived.acquire(timeout=60)
    stored.set_state({"confidence": 37})
    source.gate.set()
    assert stored.wait(60)
    assert stored.confidence == 37
    assert stored.status["state"] == "idle"


def test_what_python_shows_meanwhile_outlives_the_request_before_it(stored, source):
    source.gate.clear()
    stored.set_state({"confidence": 37})
    assert source.arrived.acquire(timeout=60)
    source.is_silent = True
    stored.confidence = 20
    source.gate.set()
    assert stored.wait(60)
    assert stored.confidence == 20
    assert stored.shown.confidence == 20
    assert stored.evaluation.covers("test", 37)


def test_a_value_of_the_wrong_type_from_the_browser_is_answered_in_words(demo):
    browser_sets(demo, page="two")
    assert demo.page == 1
    assert "two" in demo.status["message"]


def test_a_wrong_value_from_the_browser_is_answered_in_words(demo):
    browser_sets(demo, split="tset")
    assert demo.split == "test"
    assert "tset" in demo.status["message"]


def test_an_inner_fault_is_reported_to_the_browser_not_raised(stored, source, monkeypatch):
    def fault(*_args, **_kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr(source, "report", fault)
    browser_sets(stored, confidence=37)
    assert "RuntimeError: boom" in stored.status["message"]
    assert stored.confidence == 20


def test_where_threads_cannot_start_the_answer_comes_in_place(stored, monkeypatch):
    monkeypatch.setattr("evallens.lens.worker.can_publish_from_threads", lambda: False)
    stored.set_state({"confidence": 37})
    assert stored.evaluation.covers("test", 37)


def test_constructor_fetches_what_it_is_asked_to_show(source):
    lens = evallens.Lens(evaluation(source), split="valid", confidence=60)
    assert source.asked == [("valid", 60)]
    assert lens.split == "valid"
    assert len(lens.selected) == 1


def test_unknown_split_in_the_constructor_names_the_closest(source):
    with pytest.raises(UnknownNameError, match="Did you mean 'valid'"):
        evallens.Lens(evaluation(source), split="vaild")


def test_embedded_state_keeps_the_bundle_whatever_the_caller_says(demo):
    embedded = demo._get_embed_state(drop_defaults=True)
    assert embedded["state"]["_esm"]
    assert embedded["state"]["_model_module"] == "anywidget"


def test_worker_runs_once_more_when_woken_meanwhile_and_no_more():
    runs: list[int] = []
    told: list[Exception] = []

    def job():
        runs.append(len(runs))
        if len(runs) == 1:
            worker.wake()
            worker.wake()

    worker = Worker(job, told.append)
    worker.wake()
    assert worker.wait(60)
    assert runs == [0, 1]


def test_worker_tells_what_went_wrong_and_can_be_woken_again():
    told: list[Exception] = []

    def job():
        raise RuntimeError(str(len(told)))

    worker = Worker(job, told.append)
    for _ in range(2):
        worker.wake()
        assert worker.wait(60)
    assert [str(error) for error in told] == ["0", "1"]


def test_a_filter_of_marks_follows_the_marks():
    lens = evallens.Lens(evallens.demo(), split="all")
    lens.marks = {"images": [8, 3, 3]}
    assert lens.marks == {"images": [3, 8], "objects": []}
    lens.where = {"marked_images": lens.marks["images"], "score": (0.1, None)}
    assert sorted(lens.selected.rows.tolist()) == [3, 8]
    lens.marks = {"images": [8], "objects": [5]}
    assert lens.where["marked_images"] == {"in": [8]}
    lens.marks = {}
    assert lens.where == {"score": {"range": [0.1, None]}}
    # The browser has done so itself, in the same message.
    lens.where = {"marked_images": [3]}
    lens.set_state({"marks": {"images": [4], "objects": []}})
    assert lens.where["marked_images"] == {"in": [3]}
