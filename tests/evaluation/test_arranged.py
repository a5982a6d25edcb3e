"""The same on screen as in Python: what `view` decides about numbers is what charts and exports show."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest

import evallens
from evallens import charts
from evallens.evaluation.arranged import ArrangedMatrix, Arrangement
from evallens.evaluation.metrics.class_order import class_order
from evallens.export.summary import summary
from evallens.text import percent_text
from tests.charts.test_charts import datasets


@pytest.fixture(scope="module")
def ev():
    return evallens.demo()


@pytest.fixture
def lens(ev):
    lens = evallens.Lens(ev, split="valid", confidence=50)
    lens.query = "1"
    return lens


@pytest.mark.parametrize("order", ["given", "name", "frequency", "errors", "similar"])
def test_classes_stand_in_the_order_of_the_whole_split(ev, lens, order):
    lens.view = {"order": order}
    counted = ev.confusion_matrix("valid", 50).matrix
    expected = [ev.classes[index] for index in class_order(counted, ev.header, order)]
    assert in_chart(charts.matrix(lens)) == expected
    assert in_chart(lens.to_altair()) == expected
    assert in_table(summary(ev, lens.shown, Arrangement.of(lens.view))) == expected
    assert in_table(lens._repr_mimebundle_()[0]["text/html"]) == expected


def test_an_evaluation_is_charted_as_its_classes_are_given(ev):
    assert in_chart(charts.matrix(ev)) == list(ev.classes)


def test_shares_are_shown_in_place_of_counts(ev, lens):
    lens.view = {"normalize": "actual"}
    shares = ev.recount(lens.shown).normalize("actual")
    cells = datasets(charts.matrix(lens), "actual", "value")
    assert [row["value"] for row in cells] == [None if np.isnan(x) else x for x in shares.reshape(-1).tolist()]
    assert [row["text"] for row in cells] == [percent_text(x) for x in shares.reshape(-1).tolist()]
    assert charts.matrix(lens).to_dict()["title"]["subtitle"] == "valid, confidence 50 %, shares of actual"
    said = summary(ev, lens.shown, Arrangement.of(lens.view))
    assert "a column for each predicted class; shares of actual</caption>" in said
    assert f">{percent_text(shares[3, 3])}</td>" in said


def test_a_hidden_diagonal_is_hidden(ev, lens):
    lens.view = {"diagonal": False}
    arranged = ArrangedMatrix.of(ev.queries, lens.shown, Arrangement.of(lens.view))
    assert {arranged.text(i, i) for i in range(len(ev.classes))} == {""}
    cells = datasets(charts.matrix(lens), "actual", "value")
    assert {row["kind"] for row in cells if row["actual"] == row["predicted"]} == {"hidden"}


def test_images_stand_in_the_order_of_the_gallery(lens):
    lens.view = {"sort": "name"}
    assert [row["name"] for row in datasets(charts.scatter(lens), "name", "f1")] == list(lens.selected.name)


@pytest.mark.parametrize("colour", ["f1", "errors", "cluster", "split"])
def test_points_are_coloured_by_what_the_map_is_coloured_by(ev, lens, colour):
    lens.view = {"colour": colour}
    encoded = charts.scatter(lens).to_dict()["encoding"]["color"]
    if colour == "f1":
        assert encoded["field"] == "f1"
        return
    assert encoded["field"] == colour
    most = max(image.fp + image.fn for image in ev.images("valid", 50))
    domain = {"errors": [0, most], "cluster": list(ev.queries.images().clusters), "split": ["train", "valid", "test"]}
    assert encoded["scale"]["domain"] == domain[colour]


def in_chart(chart) -> list[str]:
    return list(dict.fromkeys(row["actual"] for row in datasets(chart, "actual", "value")))


def in_table(html: str) -> list[str]:
    return [unescape(re.sub("<.*?>", "", name)) for name in re.findall(r"<tr><th scope='row'.*?>(.*?)</th>", html)]
