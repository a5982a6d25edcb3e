"""Images in no split: in none of train, valid and test, counted under all."""

from __future__ import annotations

import numpy as np
import pytest

import evallens
from evallens import charts
from evallens.charts.look import FAINT, GROUPS
from evallens.charts.source import View
from evallens.errors import DataError
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.tables import UNSPLIT
from evallens.lens.wire.cursor import BlockCursor
from evallens.lens.wire.header import header_of
from evallens.server.served import ServedEvaluation


def made(*splits: str) -> Evaluation:
    """One image of each split, "" for none, with one thing found up to 50 %."""
    images = Images.of([f"{row}.png" for row in range(len(splits))], list(splits))
    outcomes = Outcomes.of(np.arange(len(splits)), [0] * len(splits), [0] * len(splits), last=50)
    header = Header(title="t", task="object-detection", classes=("cat", "background"), background=1)
    return Evaluation(header=header, columns=Columns(images, outcomes))


MIXED = made("", "test", "train", "")
ALONE = made("", "")


def test_sizes_name_the_splits_there_are():
    assert (MIXED.splits, MIXED.image_count, MIXED.unsplit) == ({"train": 1, "test": 1}, 4, 2)
    sizes = {split: int(MIXED.columns.images.in_split(split).sum()) for split in ("train", "valid", "test", "all")}
    assert sizes == {"train": 1, "valid": 0, "test": 1, "all": 4}


def test_the_default_is_all_where_no_split_has_images():
    assert (MIXED.default_split, ALONE.default_split, made().default_split) == ("test", "all", "test")


def test_an_image_in_no_split_has_an_empty_word_for_it():
    assert MIXED.images(split="all", sort="name").split == ["", "test", "train", ""]
    assert (MIXED.image(0).split, MIXED.image(1).split) == ("", "test")
    assert {row["split"] for row in View.of(MIXED, "all", None).outcomes()} == {"", "test", "train"}


@pytest.mark.parametrize("ev", [MIXED, ALONE])
def test_all_is_covered_where_every_split_is(ev):
    limited = ev.limited_to([20, 40])
    assert limited.thresholds == (20, 40)
    assert [limited.covers("all", t) for t in (20, 30, 40)] == [True, False, True]


def test_clusters_count_every_image_and_name_the_splits():
    (cluster,) = MIXED.vector_analysis(20).clusters
    assert (cluster.num_images, cluster.split_distribution) == (4, {"train": 1, "test": 1})


def test_panels_answer_where_no_split_has_images():
    assert ALONE.confidence_sweep().splits == {}
    assert ALONE.map_results().splits == {}
    (cat,) = ALONE.performance_by_class("all").classes
    assert (cat.class_name, cat.f1) == ("cat", 1.0)
    assert ALONE.recommendations().summary["split"] == "all"


def test_a_chart_coloured_by_split_has_a_grey_for_them():
    lens = evallens.Lens(MIXED, split="all")
    lens.view = {**lens.view, "colour": "split"}
    colour = charts.scatter(lens).to_dict()["encoding"]["color"]
    lens.close()
    assert colour["scale"] == {"domain": ["train", "valid", "test", ""], "range": [*GROUPS[:3], FAINT]}
    assert "no split" in colour["legend"]["labelExpr"]


def test_the_browser_is_told_how_many_are_in_no_split():
    sent = BlockCursor(mask_budget=0)
    sent.next_blocks(MIXED)
    header = header_of(MIXED, sent)
    assert (header["splits"], header["unsplit"]) == ({"train": 1, "test": 1}, 2)


@pytest.mark.parametrize("ev", [MIXED, ALONE])
def test_a_saved_file_opens_with_them(ev, tmp_path):
    ev.save(tmp_path / "kept.evallens")
    again = evallens.open(tmp_path / "kept.evallens")
    assert again.columns.images.split.tolist() == ev.columns.images.split.tolist()


def test_a_code_beyond_is_refused():
    images = Images.of(["a"], [""])
    with pytest.raises(DataError, match="split index"):
        Images(**{**vars(images), "split": np.array([UNSPLIT + 1], np.uint8)})


def test_a_server_lists_the_images_that_its_contract_has_a_split_for():
    records = ServedEvaluation(evaluation=MIXED).records(20)
    assert records.rows("all").tolist() == [1, 2]
    assert records.matrix("all", 2).sum() == 2
    assert [one.split for one in records.page(records.rows("all"))] == ["test", "train"]
