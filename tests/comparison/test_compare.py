"""Two evaluations put side by side: images by id and split, classes by name, truths by class and box."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evallens
from evallens.comparison.truths import paired
from evallens.errors import InputError, UnknownNameError
from evallens.evaluation import Evaluation, Objects
from evallens.evaluation.columns.tables import NONE, PREDICTION, TRUTH

BOX = [10.0, 10.0, 50.0, 50.0]
FAR = [200.0, 200.0, 240.0, 260.0]


def side(
    *rows: tuple[str, list[float], str] | tuple[str, list[float], str, float], images: tuple[str, ...] = ()
) -> Any:
    """One side as columns by image name: (image, box, class[, score])."""
    names = sorted({row[0] for row in rows} | set(images))
    classes = sorted({row[2] for row in rows})
    held: dict[str, dict[str, Any]] = {}
    for name in names:
        own = [row for row in rows if row[0] == name]
        held[name] = {
            "boxes": np.asarray([row[1] for row in own], dtype=np.float64).reshape(-1, 4),
            "labels": np.array([classes.index(row[2]) for row in own], int),
        }
        if any(len(row) > 3 for row in rows):
            held[name]["scores"] = np.array([row[-1] for row in own], float)
    return held


def evaluated(truth: Any, predictions: Any, classes: list[str], **options: Any) -> Evaluation:
    return evallens.evaluate(truth, predictions, classes=classes, embeddings=False, **options)


def objects_of(ev: Evaluation) -> Objects:
    assert ev.columns.objects is not None
    return ev.columns.objects


@pytest.fixture(scope="module")
def two() -> Evaluation:
    demo = evallens.demo()
    return evallens.compare(demo, demo.with_tb(0.1), ("v1", "v2"))


def test_the_last_model_is_shown_and_each_answers_as_alone(two):
    demo = evallens.demo()
    assert two.models == ("v1", "v2")
    assert two.shown_model == "v2"
    assert two.baseline_model == "v1"
    for name in two.models:
        alone = two.model(name)
        assert alone.models == (name,)
        assert np.array_equal(alone.confusion_matrix("test", 40).matrix, demo.confusion_matrix("test", 40).matrix)
        assert np.array_equal(
            two.confusion_matrix("test", 40, model=name).matrix, alone.confusion_matrix("test", 40).matrix
        )
        assert list(two.images(model=name).id) == list(demo.images().id)


def test_one_model_has_one_name_and_no_baseline():
    demo = evallens.demo()
    assert len(demo.models) == 1
    assert "models" not in demo.summary
    with pytest.raises(InputError, match="This evaluation holds one model"):
        demo.where(confidence=(40, 55))
    with pytest.raises(UnknownNameError, match="No model named 'v2'"):
        demo.confusion_matrix(model="v2")


def test_a_pair_of_thresholds_is_in_the_order_of_the_models(two):
    for shown, own, other in (("v2", 55, 40), ("v1", 40, 55)):
        asked = two.showing(shown).where(confidence=(40, 55))
        assert (asked.model, asked.confidence, asked.of_baseline) == (shown, own, other)
    assert two.where(confidence=30).of_baseline == 30
    assert hash(two.where(confidence=(40, 55))) != hash(two.where(confidence=(41, 55)))
    assert two.where(confidence=(40, 55)).having(query="a").of_baseline == 40, "a facet leaves the models as they are"
    with pytest.raises(InputError, match="its own baseline"):
        two.where(baseline="v2")


def test_showing_the_other_and_back_is_the_same(two):
    back = two.showing("v1").showing("v2")
    assert back.models == two.models
    assert np.array_equal(back.confusion_matrix().matrix, two.confusion_matrix().matrix)


def test_classes_are_known_by_name_whatever_their_order_and_one_has_one_more():
    truth = side(("a", BOX, "cat"), ("a", FAR, "dog"))
    one = evaluated(truth, side(("a", BOX, "cat", 0.9), ("a", FAR, "dog", 0.8)), ["cat", "dog"])
    # The other counts its classes the other way around and knows a bird.
    turned = {"a": {"boxes": np.array([BOX, FAR]), "labels": np.array([2, 0])}}
    guessed = {"a": {"boxes": np.array([BOX, FAR]), "labels": np.array([2, 1]), "scores": np.array([0.7, 0.6])}}
    other = evaluated(turned, guessed, ["dog", "bird", "cat"])
    both = evallens.compare(one, other)
    assert both.classes == ("cat", "dog", "bird", "background")
    assert both.confusion_matrix("test", 50, model="v1").to_pandas().loc["dog", "dog"] == 1
    assert both.confusion_matrix("test", 50, model="v2").to_pandas().loc["dog", "bird"] == 1
    assert [notice.code for notice in both.notices if notice.code == "class-in-one"] == ["class-in-one"]
    assert both.alike is None


def test_images_of_one_side_are_left_out_and_told():
    one = evaluated(side(("a", BOX, "cat"), ("b", BOX, "cat")), side(("a", BOX, "cat", 0.9), images=("b",)), ["cat"])
    other = evaluated(side(("b", BOX, "cat"), ("c", BOX, "cat")), side(("c", BOX, "cat", 0.9), images=("b",)), ["cat"])
    both = evallens.compare(one, other, ("old", "new"))
    assert list(both.images().name) == ["b"]
    told = {notice.text for notice in both.notices}
    assert "1 image is in old alone, such as 'a', and left out." in told
    assert "1 image is in new alone, such as 'c', and left out." in told


def test_the_truths_stand_first_and_alike_in_both():
    one = evaluated(side(("a", BOX, "cat"), ("a", FAR, "cat")), side(("a", BOX, "cat", 0.9)), ["cat"])
    moved = side(("a", [edge + 0.004 for edge in FAR], "cat"), ("a", BOX, "cat"))
    other = evaluated(moved, side(("a", FAR, "cat", 0.8), ("a", BOX, "cat", 0.3)), ["cat"])
    both = evallens.compare(one, other)
    tables = [objects_of(both.model(name)) for name in both.models]
    for table in tables:
        assert table.side[:2].tolist() == [TRUTH, TRUTH]
    assert np.allclose(tables[0].x[:2], tables[1].x[:2], atol=0.01)
    (first,), (second,) = ([table.twin[row] for row in np.flatnonzero(table.twin != NONE)] for table in tables)
    assert tables[1].side[first] == tables[0].side[second] == PREDICTION
    assert (
        both.confusion_matrix("test", 50, model="v1").matrix.tolist()
        == one.confusion_matrix("test", 50).matrix.tolist()
    )
    assert both.confusion_matrix("test", 50).matrix.tolist() == other.confusion_matrix("test", 50).matrix.tolist()


def test_an_image_with_two_truths_stays_in_rates_and_is_told():
    one = evaluated(side(("a", BOX, "cat"), ("b", BOX, "cat")), side(("a", BOX, "cat", 0.9), images=("b",)), ["cat"])
    other = evaluated(side(("a", FAR, "cat"), ("b", BOX, "cat")), side(("a", FAR, "cat", 0.9), images=("b",)), ["cat"])
    both = evallens.compare(one, other)
    assert both.alike is not None
    assert dict(zip(both.columns.images.name, both.alike.tolist(), strict=True)) == {"a": False, "b": True}
    assert both.confusion_matrix("test", 50).matrix[0, 0] == 1
    assert [(notice.count, notice.examples) for notice in both.notices if notice.code == "truths-differ"] == [
        (1, ("a",))
    ]


def test_what_is_told_of_one_model_alone_begins_with_its_name():
    truth = side(("a", BOX, "cat"), ("b", BOX, "cat"))
    found = {"old": side(("a", BOX, "cat", 0.9)), "new": side(("a", BOX, "cat", 0.9), ("b", BOX, "cat", 0.8))}
    both = evallens.evaluate(truth, models=found, classes=["cat"], embeddings=False)
    texts = [notice.text for notice in both.notices if notice.code == "images-without-predictions"]
    assert texts == ["old: One image with ground truth has no predictions, 'b': all that is in it counts as missed."]


def test_a_classification_pairs_by_image():
    one = evallens.evaluate({"a": "cat", "b": "dog"}, {"a": "cat", "b": "cat"})
    other = evallens.evaluate({"a": "cat", "b": "cat"}, {"a": "dog", "b": "cat"})
    both = evallens.compare(one, other)
    assert both.alike is not None
    assert both.alike.tolist() == [True, False]


@pytest.mark.parametrize("names", ["v1", ("v1",), ("v1", "v1"), ("v1", ""), ("v1", 2), None])
def test_names_that_are_none_are_said(names):
    demo = evallens.demo()
    with pytest.raises(InputError, match="names are two different texts"):
        evallens.compare(demo, demo, names)


def test_what_cannot_be_compared_is_said(two):
    demo = evallens.demo()
    truth, found = side(("a", BOX, "cat")), side(("a", BOX, "cat", 0.9))
    one = evaluated(truth, found, ["cat"])
    wrong: list[tuple[Any, str]] = [
        (two, "holds 2 models; two are compared at a time"),
        ("run.evallens", "takes two Evaluations"),
        (evaluated(truth, found, ["cat"], matching="coco"), "one rule of matching; 'v1' has iou, 'v2' coco"),
        (evaluated(truth, found, ["cat"], iou=0.7), "one IoU level; 'v1' has 0.5, 'v2' 0.7"),
        (evallens.evaluate({"a": "cat"}, {"a": "cat"}), "one task; 'v1' has object-detection"),
        (demo, "No image is in both evaluations"),
    ]
    for other, words in wrong:
        with pytest.raises(InputError, match=words):
            evallens.compare(one, other)
    with pytest.raises(InputError, match="3 models are named"):
        evallens.compare(one, one, ("a", "b", "c"))


def test_two_models_are_saved_in_one_file(two, tmp_path):
    two.save(tmp_path / "two.evallens")
    again = evallens.open(tmp_path / "two.evallens")
    assert again.models == two.models
    assert again.shown_model == "v2"
    for name in two.models:
        assert np.array_equal(
            again.confusion_matrix("test", 30, model=name).matrix, two.confusion_matrix("test", 30, model=name).matrix
        )
        assert np.array_equal(objects_of(again.model(name)).twin, objects_of(two.model(name)).twin)
    one = evallens.compare(two.model("v1"), two.model("v2"))
    assert np.array_equal(objects_of(one).twin, objects_of(two).twin)


def test_verdicts_are_for_one_model(two):
    with pytest.raises(InputError, match="Verdicts change the truth of one model"):
        two.without({"label": []})


def test_what_one_threshold_leaves_is_left_of_both(two):
    few = two.limited_to([20])
    assert [part.thresholds for part in few.parts] == [(20,), (20,)]


BOXES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 2), st.sampled_from([0.0, 0.004, 0.012])),
    max_size=14,
)


@settings(max_examples=200, deadline=None)
@given(BOXES, BOXES)
def test_truths_pair_as_one_after_another_would(first, second):
    one, other = _objects(first), _objects(second)
    found = paired(one, other, np.full(3, 100.0))
    expected, taken = [], set()
    for i in range(len(first)):
        for j in range(len(second)):
            if j not in taken and first[i][:2] == second[j][:2]:
                apart = [abs(float(getattr(one, edge)[i]) - float(getattr(other, edge)[j])) for edge in ("x", "y")]
                if max(apart) <= 0.01001:
                    expected.append((i, j))
                    taken.add(j)
                    break
    assert list(zip(found.one.tolist(), found.other.tolist(), strict=True)) == expected


def _objects(rows: list[tuple[int, int, int, float]]) -> Objects:
    image, label, place, off = (np.array([row[i] for row in rows]) for i in range(4))
    n = len(rows)
    x = 20 * place + off
    ten = np.full(n, 10.0)
    return Objects(
        image=image.astype(np.uint32), side=np.full(n, TRUTH), label=label.astype(np.uint16),
        x=x.astype(np.float32), y=ten, w=ten, h=ten, score=np.full(n, np.nan), area=100 * np.ones(n),
    )  # fmt: skip


def test_two_models_on_one_truth():
    truth = side(("a", BOX, "cat"), ("a", FAR, "cat"))
    found = {"old": side(("a", BOX, "cat", 0.9)), "new": side(("a", BOX, "cat", 0.9), ("a", FAR, "cat", 0.8))}
    both = evallens.evaluate(truth, models=found, classes=["cat"], embeddings=False)
    assert both.models == ("old", "new")
    assert [both.confusion_matrix("test", 50, model=name).matrix[0, 0] for name in both.models] == [1, 2]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"models": {"a": {}, "b": {}}, "predictions": {}}, "not both"),
        ({"models": {"a": {}}}, "here are 1. For one model give predictions="),
        ({"models": {"a": {}, "b": {}, "c": {}}}, "here are 3"),
        ({"models": {"a": {}, " ": {}}}, "a text that is not empty"),
        ({"models": {"a": {}, 2: {}}}, "a text that is not empty"),
        ({"models": [{}, {}]}, "models is a dict"),
    ],
)
def test_models_that_are_none_are_said(options, words):
    with pytest.raises(InputError, match=words):
        evallens.evaluate(side(("a", BOX, "cat")), classes=["cat"], **options)


def test_a_lens_shows_the_last_model(two):
    lens = evallens.Lens(two, split="test", confidence=40)
    assert len(lens.selected) == len(two.model("v2").images("test", 40))
    assert lens.header["title"] == two.title


def test_two_models_are_served_each_alone(two):
    with evallens.serve(two) as server:
        assert len(set(server.eval_ids)) == 2
        opened = [evallens.open(f"{server.workspace}/{one}", api_url=server.url) for one in server.eval_ids]
        both = evallens.compare(opened[0], opened[1], names=("old", "new"))
        assert both.confusion_matrix("test", 35, model="old").matrix.sum() > 0
        assert not both.model("new").covers("test", 35), "each fetches its own"
        ready = both.fetched("test", 35)
        assert ready.covers("test", 35)
        assert ready.with_baseline(ready.where("test", 35, baseline="old")).model("old").covers("test", 35)
        shown = two.confusion_matrix("test", 35).matrix
        assert np.array_equal(ready.confusion_matrix("test", 35).matrix, shown)
