"""A Lens over two models: which is shown, what moves with it, what is sent, and what it asks of a service."""

from __future__ import annotations

import numpy as np
import pytest

import evallens
from evallens.errors import InputError, ServiceError, UnknownNameError
from evallens.evaluation.columns.tables import NONE
from evallens.evaluation.several import several
from tests.lens.stored import Reports, evaluation
from tests.lens.test_traffic import sent  # noqa: F401 - a fixture


@pytest.fixture(scope="module")
def both():
    return evallens.compare(evallens.demo("v1"), evallens.demo("v2"), names=("v1", "v2"))


def state_of(lens):
    return (lens.model, lens.baseline, lens.confidence, lens.baseline_confidence, lens.compared)


def test_it_opens_with_the_last_beside_the_first(both):
    lens = evallens.Lens(both)
    assert state_of(lens) == ("v2", "v1", 20, None, False)
    assert state_of(evallens.Lens(both.model("v1"))) == (None, None, 20, None, False)
    assert state_of(evallens.Lens(both, confidence=(40, 55))) == ("v2", "v1", 55, 40, False)
    assert state_of(evallens.Lens(both.showing("v1"))) == ("v1", "v2", 20, None, False)


@pytest.mark.parametrize("name", ["v1", "v2"])
def test_what_is_selected_is_that_of_the_model_alone(both, name):
    lens = evallens.Lens(both)
    lens.model, alone = name, both.model(name)
    assert lens.evaluation.shown_model == name
    choices: list[list[tuple[str, str]]] = [[], [("3", "8")], [("8", "background")]]
    for cells in choices:
        lens.cells = cells
        assert lens.selected.ids == alone.images(cells=cells).ids
        if cells:
            assert lens.selected_instances.rows.tolist() == alone.instances(cells=cells).rows.tolist()


def test_a_baseline_that_is_shown_changes_places_with_its_threshold(both):
    lens = evallens.Lens(both, confidence=(40, 55))
    lens.page = 3
    lens.model = "v1"
    assert (*state_of(lens), lens.page) == ("v1", "v2", 40, 55, False, 1)
    lens.model = "v2"
    assert state_of(lens) == ("v2", "v1", 55, 40, False)
    lens.model = None
    assert state_of(lens) == ("v2", "v1", 55, 40, False)


def test_what_changed_is_asked_of_both(both):
    lens = evallens.Lens(both, "test", (40, 55))
    lens.change = ["regressed"]
    assert lens.selected.ids == both.images("test", (40, 55), change=["regressed"]).ids
    lens.change = []
    lens.transition = ["broken", "gone"]
    assert len(lens.selected_instances) == len(both.instances("test", (40, 55), transition=["broken", "gone"]))
    lens.transition, lens.view = [], {"sort": "regressed"}
    assert lens.selected.ids == both.images("test", (40, 55), sort="regressed").ids
    lens.compared, lens.cells, lens.view = True, [("8", "background")], {"sort": "errors"}
    assert lens.selected.ids == both.images("test", (40, 55), cells=[("8", "background")], compared=True).ids
    lens.baseline = None
    assert (lens.compared, lens.shown.baseline) == (False, None)


@pytest.mark.parametrize(
    ("trait", "value", "error", "words"),
    [
        ("model", "v3", UnknownNameError, "'v3'. Did you mean"),
        ("model", 3, UnknownNameError, "No model named"),
        ("baseline", "v2", InputError, "the model on show"),
        ("baseline", "V1", UnknownNameError, "'v1'"),
        ("baseline_confidence", 101, InputError, "0..100"),
        ("baseline_confidence", "40", InputError, "percent"),
        ("compared", "yes", InputError, "True or False"),
    ],
)
def test_bad_values_are_sentences(both, trait, value, error, words):
    lens = evallens.Lens(both)
    before = state_of(lens)
    with pytest.raises(error, match=words):
        setattr(lens, trait, value)
    assert state_of(lens) == before


def test_one_model_knows_no_other(both):
    lens = evallens.Lens(both.model("v2"))
    for trait, value in {"model": "v2", "baseline": "v1", "baseline_confidence": 3, "compared": True}.items():
        with pytest.raises(InputError, match="holds one model"):
            setattr(lens, trait, value)
    lens.model, lens.baseline, lens.baseline_confidence, lens.compared = None, None, None, False


def test_without_a_baseline_nothing_can_be_compared(both):
    lens = evallens.Lens(both)
    lens.baseline = None
    for trait, value in {"compared": True, "change": ["fixed"], "transition": ["new"]}.items():
        with pytest.raises(InputError, match="no baseline"):
            setattr(lens, trait, value)


def test_columns_are_sent_once_for_each_model_and_images_once(both):
    lens = evallens.Lens(both)
    models = lens.header["models"]
    assert [model["name"] for model in models] == ["v1", "v2"]
    assert [model["blocks"]["outcomes"] for model in models] == [["outcomes_0"], ["outcomes1_0"]]
    assert lens.header["blocks"]["images"] == ["images_0"]
    assert not hasattr(lens, "images1_0")
    assert evallens.Lens(both.model("v1")).header["models"] == []


def test_the_header_is_the_same_whichever_is_shown(both):
    one, other = evallens.Lens(both), evallens.Lens(both.showing("v1"))
    assert one.header == other.header
    lens, header = one, one.header
    lens.model = "v1"
    assert lens.header is header


def test_turning_to_another_model_sends_names_and_no_columns(both, sent):  # noqa: F811
    lens = evallens.Lens(both, thumbnail_budget=2_000_000)
    lens.wait(60)
    sent.clear()
    lens.model = "v1"
    lens.wait(60)
    named = {name for message in sent for name in message.traits}
    assert {"model", "baseline"} <= named <= {"model", "baseline", "page_assets", "precisions", "status", "elsewhere"}
    assert sum(message.text for message in sent if "page_assets" not in message.traits) < 1_500


def test_a_change_in_the_page_is_taken_with_the_model_it_means(both):
    lens = evallens.Lens(both)
    objects = [len(both.model(name).columns.objects) for name in ("v1", "v2")]
    last = max(objects) - 1
    larger = ("v1", "v2")[int(np.argmax(objects))]
    lens.model = "v2" if larger == "v1" else "v1"
    lens.set_state({"marks": {"images": [], "objects": [last]}, "baseline": lens.model, "model": larger})
    assert lens.wait(60)
    assert (lens.model, lens.marks["objects"], lens.status["state"]) == (larger, [last], "idle")
    assert lens.evaluation.shown_model == larger


def test_crops_are_told_apart_by_model(both):
    keys = []
    for name in ("v1", "v2"):
        found = both.showing(name).instances(cells=[("3", "8")])
        keys.append(set(found.behind.numbers(found.outcomes.prediction)))
    assert not keys[0] & keys[1]
    changed = both.instances("test", 40, transition=["gone"])
    numbers = changed.behind.numbers(changed.outcomes.prediction)
    assert set(changed.behind.numbers(changed.outcomes.truth)) == {NONE}
    before = both.showing("v1")
    own = before.instances("test", 40, transition=["new"])
    assert sorted(numbers) == sorted(own.behind.numbers(own.outcomes.prediction))


def test_average_precision_is_counted_by_model(both):
    lens = evallens.Lens(both)
    assert set(lens.precisions) == {"test v2"}
    lens.model = "v1"
    assert lens.wait(60)
    assert set(lens.precisions) == {"test v1", "test v2"}
    alone = evallens.Lens(both.model("v1"))
    assert lens.precisions["test v1"] == alone.precisions["test"]
    assert lens.precisions["test v1"] != lens.precisions["test v2"]


def test_a_report_and_a_notebook_keep_both(both, tmp_path):
    lens = evallens.Lens(both)
    lens.model = "v1"
    whole = lens.to_html(tmp_path / "both.html").stat().st_size
    alone = evallens.Lens(both.model("v1")).to_html(tmp_path / "one.html").stat().st_size
    assert alone < whole < 2 * alone
    bundle = lens._repr_mimebundle_()
    assert bundle is not None
    assert len(bundle[0]["text/html"]) <= lens.export_budget


def services(stored, other):
    """Two services of the same images, and what they are asked."""
    sources = [Reports(stored), Reports(other)]
    return several({"v1": evaluation(sources[0]), "v2": evaluation(sources[1])}), sources


def test_a_threshold_is_fetched_of_both():
    two, (one, other) = services((20, 37), (20, 37))
    lens = evallens.Lens(two, "test", 20)
    lens.confidence = 37
    assert (one.asked[-1], other.asked[-1]) == (("test", 37), ("test", 37))
    lens.model = "v1"
    assert len(lens.selected) == 2
    lens.baseline_confidence = 20
    assert lens.shown.confidence == 37


def test_a_threshold_that_the_baseline_lacks_is_shown_without_it():
    two, _ = services((20,), (20, 37))
    lens = evallens.Lens(two, "test", 20)
    lens.confidence = 37
    assert (lens.shown.confidence, lens.status["state"]) == (37, "idle")
    with pytest.raises(ServiceError, match="No report stored at 37"):
        lens.compared = True
    assert lens.compared is False
    with pytest.raises(ServiceError, match="No report stored at 37"):
        lens.model = "v1"
    assert (lens.model, lens.baseline, lens.shown.model) == ("v2", "v1", "v2")


def objects_of(both, name):
    """A truth that both have, and a prediction of the model alone."""
    side = both.model(name).columns.objects.side
    return int(np.flatnonzero(side == 0)[3]), int(np.flatnonzero(side == 1)[-1])


def test_marks_and_verdicts_stay_with_the_model_they_are_of(both):
    lens = evallens.Lens(both)
    truth, prediction = objects_of(both, "v2")
    lens.marks = {"images": [2], "objects": [truth, prediction]}
    lens.verdicts = {"label": [truth], "model": [prediction], "label_times": [5], "model_times": [7]}
    lens.where = {"marked_instances": {"in": [truth, prediction]}}
    lens.model = "v1"
    assert lens.marks == {"images": [2], "objects": [truth]}
    assert lens.verdicts.rows.tolist() == [truth]
    assert lens.where["marked_instances"] == {"in": [truth]}
    other = objects_of(both, "v1")[1]
    lens.marks = {"images": [2], "objects": [truth, other]}
    lens.model = "v2"
    assert lens.marks == {"images": [2], "objects": [truth, prediction]}
    assert lens.verdicts.as_trait() == {"label": [truth], "model": [prediction], "label_times": [5], "model_times": [7]}
    assert lens.elsewhere["marks"] == [other]


def test_a_file_of_marks_holds_those_of_both(both, tmp_path):
    lens = evallens.Lens(both)
    mine, theirs = objects_of(both, "v2")[1], objects_of(both, "v1")[1]
    lens.marks, lens.verdicts = {"images": [2], "objects": [mine]}, {"model": [mine]}
    lens.model = "v1"
    lens.marks = {"images": [2], "objects": [theirs]}
    lens.save_marks(tmp_path / "marks.json")
    other = evallens.Lens(both)
    assert other.load_marks(tmp_path / "marks.json") == []
    assert (other.marks, other.elsewhere["marks"]) == ({"images": [2], "objects": [mine]}, [theirs])
    assert other.verdicts.rows.tolist() == [mine]


@pytest.mark.parametrize("value", [{"marks": [10**7]}, {"marked": [1]}, {"label": [-1]}, 7])
def test_bad_marks_of_the_other_model_are_sentences(both, value):
    lens = evallens.Lens(both)
    with pytest.raises(InputError):
        lens.elsewhere = value


def test_what_was_broken_is_fixed_the_other_way_around(both):
    lens = evallens.Lens(both, "test", (40, 55))
    lens.change = ["regressed", "worse"]
    ids = set(lens.selected.ids)
    lens.model = "v1"
    assert lens.change == ["fixed", "better"]
    assert set(lens.selected.ids) == ids
    lens.change = []
    lens.transition = ["fixed", ("background", "8")]
    count = len(lens.selected_instances)
    lens.view = {"sort": "regressed"}
    lens.model = "v2"
    eight, background = both.classes.index("8"), both.header.background
    assert (lens.transition, lens.view["sort"]) == (["broken", (eight, background)], "fixed")
    assert len(lens.selected_instances) == count


def test_marks_are_kept_beside_the_file_whichever_is_shown(both, tmp_path):
    both.save(tmp_path / "both.evallens")
    lens = evallens.Lens(evallens.open(tmp_path / "both.evallens"))
    lens.model = "v1"
    lens.marks = {"objects": [5]}
    assert lens.save_marks() == tmp_path / "both.marks.json"
