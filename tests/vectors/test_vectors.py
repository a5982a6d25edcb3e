"""The golden vectors: made by brute force, answered by the package to the last digit."""

from __future__ import annotations

import base64
import functools
import json
from itertools import product
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from evallens.evaluation import Header, Images, Outcomes
from evallens.evaluation.columns import codec
from evallens.evaluation.columns.codec import values_of
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.tables import Objects
from evallens.evaluation.metrics.class_order import ClassOrder, class_order
from evallens.evaluation.metrics.confused import most_confused
from evallens.evaluation.metrics.histograms import bin_edges
from evallens.evaluation.metrics.intervals import wilson
from evallens.evaluation.metrics.peaks import peak
from evallens.evaluation.results.reasons import reason
from evallens.evaluation.words import cell_words
from evallens.lens import Lens
from evallens.lens.wire.masks import masks_block
from evallens.matching.percent import percent_of
from evallens.pictures.region import region
from evallens.pictures.segmentation import decoded, encoded
from scripts.make_vectors import texts
from tests import oracle
from tests.built import by_kind, class_columns, evaluation_of, plain, where_of
from tests.oracle import Json
from tests.vectors.masks import masks_of

FOLDER = Path(__file__).parent
FACETS = sorted(f"facets/{path.stem}" for path in (FOLDER / "facets").glob("*.json"))
FILES = sorted(
    path.stem for path in FOLDER.glob("*.json") if path.stem not in {"scores", "intervals", "masks", "pages"}
)


def test_files_are_what_the_script_writes():
    stored = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.json")}
    assert stored == texts()


@pytest.fixture(scope="module", params=[*FILES, *FACETS])
def vector(request) -> Json:
    return _read(request.param)


def test_gallery_lists_the_visible_images_in_order(vector):
    ev = evaluation_of(vector)
    for asked, answer in _queries(vector):
        for sort in oracle.SORTS:
            assert ev.select(where_of(asked), sort).rows.tolist() == answer["rows"][sort], (asked, sort)


def test_images_carry_their_tallies_and_rates(vector):
    ev = evaluation_of(vector)
    for asked, answer in _queries(vector):
        table = ev.select(where_of(asked))
        assert np.stack([table.tp, table.fp, table.fn], axis=1).tolist() == answer["tallies"], asked
        assert plain(table.f1) == answer["f1"], asked


def test_matrix_and_its_totals_count_over_all_filters_but_cells(vector):
    ev = evaluation_of(vector)
    for asked, answer in _queries(vector):
        counted = ev.recount(where_of(asked))
        total = ev.queries.rates(where_of(asked))
        assert counted.matrix.tolist() == answer["matrix"], asked
        assert {name: plain(getattr(total, name)) for name in answer["totals"]} == answer["totals"], asked


def test_classes_are_counted_one_by_one(vector):
    ev = evaluation_of(vector)
    for asked, answer in _queries(vector):
        found = ev.queries.by_class(where_of(asked))
        assert class_columns(found) == answer["by_class"], asked
        assert found.mean_iou == answer["mean_iou"], asked


def test_instances_are_those_of_the_visible_images_and_selected_cells(vector):
    ev = evaluation_of(vector)
    for asked, answer in _queries(vector):
        found = ev.queries.count(where_of(asked)).instances
        assert found == answer["instances"], asked


@pytest.mark.parametrize("name", FACETS)
def test_visible_instances_and_clusters_follow_the_table_of_facets(name):
    vector = _read(name)
    ev = evaluation_of(vector)
    for asked, answer in _queries(vector):
        for sort in oracle.INSTANCE_SORTS:
            found = ev.queries.instances(where_of(asked), sort).rows
            assert found.tolist() == answer["instance_rows"][sort], (asked, sort)
        assert sorted(found.tolist()) == answer["visible"], asked
        levels = ev.queries.levels("clusters", where_of(asked))
        columns = (levels.values, levels.images, levels.tallies.tp, levels.tallies.fp, levels.tallies.fn)
        assert np.stack(columns, axis=1).tolist() == answer["clusters"], asked
        assert by_kind(ev.queries.kinds(where_of(asked))) == answer["kinds"], asked
        suspects = ev.queries.suspects(where_of(asked)).tolist()
        assert [[number, count] for number, count in enumerate(suspects) if count] == answer["suspects"], asked
        without = ev.queries.error_types(where_of(asked)).f1_without
        f1s = {name: plain(np.array(f1)) for name, f1 in without.items()}
        assert f1s.items() <= dict(zip(oracle.KINDS, answer["f1_without"], strict=True)).items(), asked


def test_shares_are_quotients_of_the_counts(vector):
    ev = evaluation_of(vector)
    for asked, answer in _queries(vector):
        counted = ev.recount(where_of(asked))
        assert {by: plain(counted.normalize(by)) for by in answer["shares"]} == answer["shares"], asked


def test_curve_counts_at_every_threshold(vector):
    ev = evaluation_of(vector)
    for asked, answer in _queries(vector):
        if "curve" not in answer:
            continue
        found = ev.queries.curve(where_of(asked))
        points = [
            oracle.Tally(*point) for point in zip(*(c.tolist() for c in (found.tp, found.fp, found.fn)), strict=True)
        ]
        assert oracle.steps(points) == answer["curve"], asked


def test_each_rate_is_best_at_the_same_threshold(vector):
    ev = evaluation_of(vector)
    known = np.ones(101, np.bool_)
    for asked, answer in _queries(vector):
        if "best" not in answer:
            continue
        whole, curves = ev.queries.curve(where_of(asked)), ev.queries.class_curves(where_of(asked))
        best = {name: peak(getattr(whole, name), whole, known) for name in answer["best"]}
        rows = (curves.take(row) for row in range(len(curves.tp)))
        assert best == answer["best"], asked
        assert [peak(row.f1, row, known) for row in rows] == answer["best_by_class"], asked


def test_worst_cells_come_first_background_last_among_equals(vector):
    ev = evaluation_of(vector)
    assert list(ev.header.display_order) == vector["order"]
    for asked, answer in _queries(vector):
        worst = most_confused(ev.recount(where_of(asked)).matrix, ev.header)
        assert [list(cell) for cell in worst] == answer["worst"], asked


def test_cells_are_put_in_words(vector):
    ev = evaluation_of(vector)
    cells = product(range(len(ev.classes)), repeat=2)
    assert [cell_words(a, p, ev.header) for a, p in cells] == vector["words"]


@pytest.mark.parametrize("case", json.loads((FOLDER / "orders" / "classes.json").read_text("utf-8"))["cases"])
def test_classes_stand_in_each_order(case):
    size = len(case["header"]["classes"])
    header = Header(title="golden", **{**case["header"], "classes": tuple(case["header"]["classes"])})
    matrix = np.array(case["matrix"], np.int64).reshape(size, size)
    assert {by: class_order(matrix, header, by) for by in get_args(ClassOrder)} == case["orders"]


def test_histograms_count_over_every_other_facet():
    vector = _read("histograms/ranges")
    for case in vector["cases"]:
        ev = evaluation_of(_read(case["evaluation"]))
        for name, answer in case["histograms"].items():
            found = ev.queries.histogram(name, where_of(case["asked"]))
            told = {"edges": plain(found.edges), "instances": plain(found.instances), "unknown": found.unknown}
            assert told == answer, (case["evaluation"], case["asked"], name)
    for case in vector["bins"]:
        values = np.array(case["values"], np.float64)
        assert plain(bin_edges(values, is_area=True)) == case["edges"]["area"]
        assert plain(bin_edges(values, is_area=False)) == case["edges"]["score"]


@pytest.mark.parametrize("place", [0, 1])
def test_the_gallery_turns_to_the_page_on_show(place):
    vector, filters = _read("pages"), _read("filters")
    filters["header"]["task"] = vector["tasks"][place]
    lens = Lens(evaluation_of(filters), split="all", page_size=vector["page_size"])
    for step in vector["steps"]:
        for name, value in step["set"].items():
            setattr(lens, name, value)
        assert lens.page == step["pages"][place], step
    lens.close()


@pytest.mark.parametrize("case", json.loads((FOLDER / "pictures" / "segmentations.json").read_text("utf-8"))["cases"])
def test_segmentations_travel_in_the_same_bytes(case):
    assert list(encoded(np.array(case["pixels"]), 1000)) == case["data"]
    assert decoded(bytes(case["data"])).tolist() == case["pixels"]


@pytest.mark.parametrize("case", json.loads((FOLDER / "pictures" / "regions.json").read_text("utf-8"))["cases"])
def test_a_card_shows_its_boxes_with_a_margin(case):
    assert list(region(np.array(case["boxes"], np.float32), *case["picture"]) or ()) == case["region"]


def test_suspicions_are_put_in_words():
    vector = _read("reasons/suspects")
    for case in vector["cases"]:
        score = np.nan if case["score"] is None else case["score"]
        label, other = vector["classes"][case["label"]], vector["classes"][case["other"]]
        known = {"score": score, "other": other, "iou": case["overlap"], "found": case["weight"], "tb": case["tb"]}
        assert reason(case["suspect"], label, **known) == case["reason"], case


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_score_reaches_a_percent_in_its_own_dtype(dtype):
    scores = _read("scores")[dtype]
    assert percent_of(np.array(scores["score"], dtype)).tolist() == scores["last"]


def test_intervals_of_proportions():
    vector = _read("intervals")
    low, high = wilson(vector["part"], vector["whole"])
    assert (plain(low), plain(high)) == (vector["low"], vector["high"])


def test_masks_travel_cut_to_their_boxes():
    vector = _read("masks")
    drawn = masks_of([mask["picture"] for mask in vector["masks"]])
    block = masks_block(drawn, np.arange(len(drawn)))
    assert {name: values_of(c).tolist() for name, c in block.items()} == vector["columns"]


def test_blocks_hold_the_columns_that_they_were_made_of():
    vector = _read("columns/blocks")
    tables: dict[str, list[Json]] = vector["blocks"]
    # Images travel as two blocks.
    tables["images"] = [first | second for first, second in zip(tables.pop("places"), tables["images"], strict=True)]
    kinds = {"images": Images, "outcomes": Outcomes, "objects": Objects}
    for name, kind in kinds.items():
        blocks = [{n: {**c, "data": base64.b64decode(c["data"])} for n, c in b.items()} for b in tables[name]]
        parts: list[Any] = [codec.decode(kind, codec.arrays_of(block)) for block in blocks]
        whole = functools.reduce(lambda one, other: one.extended(other), parts)
        for column, expected in vector["columns"][name].items():
            values = getattr(whole, column)
            plain = list(values) if isinstance(values, Strings) else _nulled(values)
            assert plain == expected, column


def _nulled(values: NDArray[Any]) -> list[Any]:
    """Null for NaN, as JSON has it."""
    return [None if is_nan else value for value, is_nan in zip(values.tolist(), np.isnan(values), strict=True)]


def _read(name: str) -> Json:
    vector: Json = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return vector


def _queries(vector: Json) -> list[tuple[Json, Json]]:
    return [(query["asked"], query["answer"]) for query in vector["queries"]]
