"""The charts hold the widget's numbers, and work wherever Vega-Lite does."""

from __future__ import annotations

import pickle
import re
import sys
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

import evallens
from evallens import charts
from evallens.errors import InputError, MissingExtraError, UnknownNameError
from evallens.evaluation import Columns, Header, Images, Outcomes
from evallens.evaluation.where import Where
from tests.hosts import offline

LASSO = [(-100.0, -100.0), (6.0, -100.0), (6.0, 100.0), (-100.0, 100.0)]


@pytest.fixture(scope="module")
def ev():
    return evallens.demo()


@pytest.fixture
def lens(ev):
    lens = evallens.Lens(ev, split="valid", confidence=50)
    lens.lasso = LASSO
    lens.cells = [("9", "background")]
    return lens


def datasets(chart: Any, *columns: str) -> list[dict[str, Any]]:
    """The rows of the chart's data that have these columns."""
    found = [rows for rows in chart.to_dict()["datasets"].values() if set(columns) <= set(rows[0])]
    assert len(found) == 1
    return found[0]


def as_matrix(rows: list[dict[str, Any]], classes: tuple[str, ...]) -> np.ndarray:
    counted = np.zeros((len(classes), len(classes)), np.int64)
    for row in rows:
        counted[classes.index(row["actual"]), classes.index(row["predicted"])] += row["count"]
    return counted


def test_matrix_of_an_evaluation_holds_its_counts(ev):
    rows = datasets(charts.matrix(ev, split="train", confidence=35), "actual", "count")
    assert np.array_equal(as_matrix(rows, ev.classes), ev.confusion_matrix("train", 35).matrix)


def test_matrix_of_a_lens_counts_over_its_filters_but_the_cells(ev, lens):
    expected = ev.recount(lens.shown).matrix
    assert 0 < expected.sum() < ev.confusion_matrix("valid", 50).matrix.sum()
    assert np.array_equal(as_matrix(datasets(charts.matrix(lens), "actual"), ev.classes), expected)


def test_scatter_of_a_lens_holds_its_selected_images(lens):
    rows = datasets(charts.scatter(lens), "name", "f1")
    assert [(row["name"], row["tp"], row["fp"], row["fn"]) for row in rows] == [
        (image.name, image.tp, image.fp, image.fn) for image in lens.selected
    ]


def test_curve_holds_every_loaded_threshold(ev):
    rows = datasets(charts.threshold_curve(ev), "confidence", "value")
    tallies = ev.queries.curve(Where(split="test", confidence=0))
    for name, values in (("precision", tallies.precision), ("recall", tallies.recall), ("F1", tallies.f1)):
        held = [row["value"] for row in rows if row["measure"] == name]
        assert held == [None if np.isnan(value) else value for value in values]


def test_curve_says_how_sure_precision_and_recall_are(ev):
    rows = datasets(charts.threshold_curve(ev), "confidence", "value")
    at_20 = {row["measure"]: row["sure"] for row in rows if row["confidence"] == 20}
    assert at_20 == {"precision": "0.816 to 0.856", "recall": "0.799 to 0.840", "F1": "—"}


def test_dashboard_of_a_lens_holds_the_same_sums_image_by_image(ev, lens):
    chart = lens.to_altair()
    expected = ev.recount(lens.shown).matrix
    assert np.array_equal(as_matrix(datasets(chart, "row", "meaning"), ev.classes), expected)
    picked = next(param for param in chart.to_dict()["params"] if param["name"] == "picked")
    assert picked["value"] == [{"actual": "9", "predicted": "background"}]


def test_a_lens_can_be_charted_at_another_split(lens):
    chart = charts.matrix(lens, split="test", confidence=20)
    assert chart.to_dict()["title"]["subtitle"] == "test, confidence 20 %"


def test_unknown_split_names_the_closest(ev):
    with pytest.raises(UnknownNameError, match="valid"):
        charts.scatter(ev, split="valdi")


@pytest.mark.parametrize("name", charts.__all__)
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_every_chart_is_saved_without_a_browser(ev, tmp_path, name, kind):
    path = tmp_path / f"{name}.{kind}"
    getattr(charts, name)(ev).save(path)
    beginning = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}[kind]
    assert path.read_bytes().startswith(beginning)


@pytest.mark.parametrize("name", charts.__all__)
def test_a_picture_without_vl_convert_names_the_extra(ev, tmp_path, monkeypatch, name):
    chart = getattr(charts, name)(ev)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtraError, match=r'pip install "evallens\[charts\]"'):
        chart.save(tmp_path / "chart.png")
    chart.save(tmp_path / "chart.html")
    assert (tmp_path / "chart.html").exists()


@pytest.mark.parametrize("name", charts.__all__)
def test_charts_stay_ordinary_ones(ev, name):
    chart = getattr(charts, name)(ev)
    assert pickle.loads(pickle.dumps(chart)).to_dict() == chart.to_dict()  # noqa: S301 - made here
    changed = chart.properties(title="Mine")
    assert type(changed) is type(chart)


def test_dashboard_follows_a_click_in_pure_vega_lite(chromium, ev, tmp_path):
    path = tmp_path / "dashboard.html"
    charts.dashboard(ev).save(path, inline=True, embed_options={"renderer": "svg", "actions": False})
    worst = ev.images(cells=[("3", "9")])
    with offline.opened(chromium, path) as shown:
        cell = shown.page.locator('path[aria-label*="meaning: 3 predicted as 9"]').first
        cell.click(force=True)
        points = shown.page.locator('path[aria-label^="x: "][aria-label*="3 predicted as 9"]')
        expect(points).to_have_count(len(worst))
        texts = shown.page.locator("svg text").all_text_contents()
    assert sorted(text for text in texts if re.fullmatch(r"test-\d+\.webp", text)) == sorted(worst.name)
    assert shown.refused == []
    assert shown.problems == []


def test_a_matrix_too_large_for_a_chart_is_refused_in_words():
    classes = tuple(f"class {i}" for i in range(201))
    header = Header(title="Many", task="classification", classes=classes, background=None)
    many = evallens.Evaluation(header=header, columns=Columns(Images.of(["a"], ["test"]), Outcomes.of([0], [0], [1])))
    with pytest.raises(InputError, match="at most 200 classes, not 201"):
        charts.matrix(many)


def test_what_is_neither_an_evaluation_nor_a_lens_is_refused_in_words():
    given: Any = 5
    with pytest.raises(InputError, match="A chart shows an Evaluation or a Lens, not 5"):
        charts.matrix(given)
