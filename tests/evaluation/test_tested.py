"""Differences between two models: against the numbers of each alone, brute force, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import evallens
from evallens.errors import InputError, UnknownNameError
from evallens.evaluation import Evaluation
from evallens.statistics.draws import drawn, whole
from evallens.statistics.mcnemar import mcnemar
from tests.evaluation.two_detectors import CLASSES, two_detectors

RATES = ("precision", "recall", "f1")


@pytest.fixture(scope="module")
def two() -> Evaluation:
    return two_detectors()


def test_one_model_has_nothing_to_be_compared_with():
    words = r"This evaluation holds one model: evallens.compare\(a, b\) puts two side by side."
    with pytest.raises(InputError, match=words):
        evallens.demo().test("f1")


@pytest.mark.parametrize("metric", RATES)
def test_the_rates_are_those_of_each_model_at_its_own_threshold(two, metric):
    (row,) = two.test(metric, confidence=(30, 60), resamples=10)
    alone = [two.in_memory.peer("v1").rates(two.where(confidence=30)), two.queries.rates(two.where(confidence=60))]
    assert [row.baseline, row.model] == pytest.approx([float(getattr(one, metric)) for one in alone])
    assert row.delta == pytest.approx(row.model - row.baseline)
    assert row.low < row.delta < row.high


@pytest.mark.parametrize("metric", RATES)
def test_the_rates_of_a_class_and_of_a_size_are_those_of_the_tables(two, metric):
    frame = two.test(metric, "class", confidence=40, resamples=0).to_pandas().set_index("of")
    by_class = two.queries.by_class(two.where(confidence=40)).tallies
    np.testing.assert_allclose(frame.loc[CLASSES, "model"], getattr(by_class, metric))
    sizes = two.test(metric, "size", confidence=40, resamples=0).to_pandas().set_index("of")
    for size, area in (("small", (0, 1024)), ("medium", (1024, 9216)), ("large", (9216, None))):
        asked = two.where(confidence=40, where={"area": area})
        assert sizes.loc[size, "model"] == pytest.approx(float(getattr(two.queries.rates(asked), metric)))


@pytest.mark.parametrize("metric", ["ap50", "map"])
def test_average_precision_is_that_of_each_model(two, metric):
    name = {"ap50": "map50", "map": "map50_95"}[metric]
    told = [two.model(model).map_results().splits["test"] for model in two.models]
    (row,) = two.test(metric, resamples=0)
    assert (row.baseline, row.model) == pytest.approx(tuple(getattr(one, name) for one in told))
    frame = two.test(metric, "class", resamples=0).to_pandas().set_index("of")
    for label in CLASSES:
        assert frame.loc[label, "model"] == pytest.approx(getattr(told[1].per_class[label], name))
    sizes = two.test(metric, "size", resamples=0).to_pandas().set_index("of")
    for size in ("small", "medium", "large"):
        assert sizes.loc[size, "baseline"] == pytest.approx(getattr(getattr(told[0].by_object_size, size), name))


def test_the_bootstrap_is_that_of_images_which_are_really_repeated(two):
    """The interval by brute force: rows of images as often as each resample holds them."""
    (row,) = two.test("f1", confidence=40, resamples=200, seed=7)
    tallies = []
    for model in two.models:
        alone = two.model(model)
        found = alone.queries.tallies(alone.where(confidence=40), np.arange(alone.image_count))
        tallies.append(np.stack([found.tp, found.fp, found.fn], axis=1))
    deltas = []
    for weights in whole(drawn(two.image_count, 200, 7)):
        again = np.repeat(np.arange(two.image_count), weights)
        f1 = [2 * tp / (2 * tp + fp + fn) for tp, fp, fn in (one[again].sum(axis=0) for one in tallies)]
        deltas.append(f1[1] - f1[0])
    tail = stats.norm.sf(stats.t.ppf(0.975, row.images - 1) * np.sqrt(row.images / (row.images - 1)))
    assert (row.low, row.high) == pytest.approx(
        tuple(np.quantile(deltas, [tail, 1 - tail], method="weibull")), abs=1e-6
    )


def test_a_seed_repeats_it_and_another_does_not(two):
    one, again, other = (next(iter(two.test("f1", resamples=50, seed=seed))) for seed in (1, 1, 2))
    assert one == again
    assert one.low != other.low


def test_q_is_over_the_classes_in_enough_images():
    few = two_detectors(22, seed=3)
    table = few.test("recall", "class", confidence=40)
    rows = list(table)
    assert any(row.images < 20 for row in rows)
    for row in rows:
        assert (row.verdict == "cannot tell") == np.isnan(row.q) == (row.images < 20)
    assert "cannot tell" in repr(table)


def test_a_model_that_finds_nothing_of_a_class_any_more_is_worse_beyond_doubt():
    """All found before and none now: resamples do not differ, so that the standard error is 0."""
    truth = {f"{i}.jpg": {"boxes": [[10, 10, 50, 50]], "labels": [0]} for i in range(30)}
    before = {name: {**one, "scores": [0.9]} for name, one in truth.items()}
    after = {name: {"boxes": np.zeros((0, 4)), "labels": [], "scores": []} for name in truth}
    two = evallens.evaluate(truth, models={"old": before, "new": after}, classes=["cat"], embeddings=False)
    for metric in ("recall", "f1", "ap50"):
        (row,) = two.test(metric, "class", resamples=20)
        assert (row.delta, row.verdict) == (-1, "worse")
        assert row.p == 0.5**30


def test_a_classification_is_tested_by_mcnemar():
    rng = np.random.default_rng(0)
    truth = {f"{i}.jpg": "cat" if i % 3 else "dog" for i in range(90)}
    turned = {"cat": "dog", "dog": "cat"}
    models = {
        name: {image: turned[label] if rng.random() < wrong else label for image, label in truth.items()}
        for name, wrong in (("v1", 0.3), ("v2", 0.1))
    }
    two = evallens.evaluate(truth, models=models)
    right = {name: np.array([models[name][image] == label for image, label in truth.items()]) for name in models}
    flips = int((right["v1"] & ~right["v2"]).sum()), int((~right["v1"] & right["v2"]).sum())
    for metric in ("accuracy", "recall"):
        (row,) = two.test(metric)
        assert (row.p, row.method) == (mcnemar(*flips), "mcnemar")
        assert (row.baseline, row.model) == pytest.approx((right["v1"].mean(), right["v2"].mean()))
        assert row.low < row.delta < row.high
    with pytest.raises(InputError, match="Average precision needs boxes with a confidence"):
        two.test("ap50")
    with pytest.raises(InputError, match="has no boxes, so nothing in it has a size"):
        two.test("f1", "size")


def test_images_with_two_truths_are_not_tested_as_pairs():
    names = [f"{i}.jpg" for i in range(40)]
    one = evallens.evaluate(
        dict.fromkeys(names, "cat"), {name: "cat" if i % 4 else "dog" for i, name in enumerate(names)}
    )
    truth = {name: "dog" if i < 5 else "cat" for i, name in enumerate(names)}
    other = evallens.evaluate(truth, dict.fromkeys(names, "cat"))
    both = evallens.compare(one, other)
    rows = {row.of: row for row in both.test("recall", "class")}
    assert {name: row.method for name, row in rows.items()} == {"cat": "clustered", "dog": "clustered"}
    assert (rows["cat"].baseline, rows["cat"].model) == (0.75, 1)


def test_each_split_is_tested_by_itself():
    demo = evallens.demo()
    two = evallens.compare(demo, demo.with_tb(0.1))
    table = two.test("f1", "split", confidence=(20, 50), resamples=50)
    alone = [next(iter(two.test("f1", split=row.of, confidence=(20, 50), resamples=50))) for row in table]
    assert [(row.of, row.delta) for row in table] == list(zip(two.splits, [row.delta for row in alone], strict=True))
    with pytest.raises(InputError, match="leave out split='test'"):
        two.test("f1", "split", split="test")


def test_the_best_threshold_is_each_models_own(two):
    table = two.test("f1", confidence="best", resamples=0)
    best = [one.computed.peak("test", one.computed.sweep("test")) for one in map(two.model, two.models)]
    assert table.confidence == tuple(best)
    # The other model on show turns them around.
    assert two.showing("v1").test("f1", confidence="best", resamples=0).confidence == tuple(best[::-1])


def test_the_other_on_show_turns_the_difference_around(two):
    (one,), (other,) = two.test("recall"), two.showing("v1").test("recall")
    assert other.delta == pytest.approx(-one.delta)
    assert other.p == pytest.approx(one.p)


def test_a_table_reads_like_every_table(two):
    table = two.test("f1", "class", resamples=50)
    assert repr(table).splitlines()[0] == "f1, v2 less v1, test at 20 %; 95 % intervals"
    assert len(table[table.values["delta"] > 0]) == sum(row.delta > 0 for row in table)
    assert table.to_csv().splitlines()[0] == "of,images,baseline,model,delta,low,high,p,q,verdict,method"
    assert table.to_pandas()["of"].tolist() == CLASSES


def test_long_work_is_followed(two):
    told: list[tuple[int, int]] = []
    two.test("ap50", "size", resamples=120, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (360, 360)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"metric": "f2"}, UnknownNameError, "No metric named 'f2'"),
        ({"metric": "accuracy"}, UnknownNameError, "No metric named 'accuracy'"),
        ({"by": "classes"}, UnknownNameError, "Did you mean 'class'"),
        ({"resamples": -1}, InputError, "resamples is a whole number of at least 0"),
        ({"resamples": 2.5}, InputError, "resamples is a whole number"),
        ({"confidence": "worst"}, InputError, "confidence"),
        ({"confidence": (20, 30, 40)}, InputError, "one for each of the two models"),
        ({"split": "trian"}, UnknownNameError, "No split named 'trian'"),
        ({"metric": "ap50", "progress": "no"}, InputError, "progress is 'bar', None or a function"),
    ],
)
def test_what_is_not_there_is_said(two, options, error, words):
    with pytest.raises(error, match=words):
        two.test(**options)


@pytest.mark.parametrize("metric", [*RATES, "ap50"])
def test_one_size_alone_is_what_it_is_among_the_sizes(two, metric):
    among = {row.of: row for row in two.test(metric, "size", resamples=50)}
    for size in ("small", "medium"):
        (alone,) = two.test(metric, size=size, resamples=50)
        assert alone[1:8] == pytest.approx(among[size][1:8])
    classes = two.test(metric, "class", size="small", resamples=0).to_pandas().set_index("of")
    assert (classes.loc[CLASSES, "images"] <= among["small"].images).all()


def test_a_class_of_one_size_is_counted_over_that_size(two):
    classes = two.test("recall", "class", size="small", confidence=40).to_pandas().set_index("of")
    asked = two.where(confidence=40, where={"area": (0, 1024)})
    np.testing.assert_allclose(classes.loc[CLASSES, "model"], two.queries.by_class(asked).tallies.recall)
    with pytest.raises(UnknownNameError, match=r"No size named 'smal'. Did you mean 'small'"):
        two.test("f1", size="smal")
    with pytest.raises(InputError, match="leave out size='small'"):
        two.test("f1", "size", size="small")
