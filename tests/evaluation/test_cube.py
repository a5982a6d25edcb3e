"""The edge cube: as small as it may be, and every sum over it is that over the outcomes it was folded from."""

from __future__ import annotations

import base64
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.errors import DataError, InputError
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns import codec
from evallens.evaluation.columns.codec import framed, unframed
from evallens.evaluation.columns.coverage import Coverage
from evallens.evaluation.columns.cube import Cube
from evallens.evaluation.columns.report import Report, merged
from evallens.evaluation.columns.tables import SPLIT_NAMES, UNTOLD
from evallens.evaluation.metrics import by_class, counts
from evallens.evaluation.metrics.kinds import by_kind
from evallens.evaluation.sums import Sums
from evallens.evaluation.where import Where
from evallens.lens.wire.blocks import cube_block
from tests.built import evaluation_of, where_of
from tests.generated import evaluations, queries
from tests.vectors.cube_cases import changes

VECTOR = Path(__file__).parents[1] / "vectors" / "columns" / "cubes.json"
CASES = json.loads(VECTOR.read_text("utf-8"))["cases"]
SPLITS = ("train", "valid", "test", "all")

SIZES = st.sampled_from([1, 1, 2, 1 << 20, 1 << 33, 1 << 49])
"""Of outcomes: instances, and pixels."""
PERCENTS = st.integers(0, 100)
ROWS = st.tuples(
    st.integers(0, 3),  # images
    st.integers(0, 3),
    st.integers(0, 3),
    SIZES,
    st.one_of(st.tuples(PERCENTS, PERCENTS).map(sorted), PERCENTS.map(lambda percent: [percent, percent])),
    st.sampled_from([0, 1, 6, 7, UNTOLD]),
)
HEADERS = st.builds(
    lambda mixups, background, unit: Header(
        title="", classes=("a", "b", "c", "d"), background=background, mixups=mixups, task=unit
    ),
    st.sampled_from(["both", "fp", "fn", "none"]),
    st.sampled_from([None, 0, 3]),
    st.sampled_from(["object-detection", "semantic-segmentation", "classification"]),
)


def outcomes_of(rows: list) -> Outcomes:
    image, actual, predicted, count, ends, kind = zip(*rows, strict=True) if rows else ([],) * 6
    first, last = [end[0] for end in ends], [end[1] for end in ends]
    return Outcomes.of(image, actual, predicted, count, first=first, last=last, kind=kind)


def rows_of(cube: Cube) -> list[list[int]]:
    table = cube.outcomes
    columns = (table.image, table.actual, table.predicted, table.kind, table.first, table.count)
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def tallied(tallies: counts.Tallies) -> list:
    return [part.tolist() for part in (tallies.tp, tallies.fp, tallies.fn)]


@given(st.lists(ROWS, max_size=12), st.lists(st.sampled_from(SPLIT_NAMES), min_size=4, max_size=4), HEADERS)
def test_every_sum_is_that_of_the_outcomes(rows, splits, header):
    outcomes, images = outcomes_of(rows), Images.of(list("abcd"), splits)
    cube = Cube.of(outcomes, images.split)
    over = Sums.of_cube(header, cube)
    assert cube.is_of(outcomes)
    parts = [cube.of_split(code) for code in range(4)]
    assert [row for part in parts for row in rows_of(part)] == rows_of(cube)
    assert all(set(part.split.tolist()) <= {code} for code, part in enumerate(parts))
    for split in SPLITS:
        mine = images.in_split(split)[outcomes.image]
        asked = Where(split=split, confidence=0)
        assert tallied(over.curve(asked)) == tallied(counts.curve(outcomes, mine, header))
        assert tallied(over.class_curves(asked)) == tallied(by_class.curve(outcomes, mine, header))
        for percent in sorted({0, 50, 100, *outcomes.first.tolist(), *outcomes.last.tolist()}):
            held = mine & counts.active(outcomes, percent)
            asked = Where(split=split, confidence=percent)
            assert over.matrix(asked).tolist() == counts.matrix(outcomes, held, 4).tolist()
            assert over.kinds(asked).tolist() == by_kind(outcomes, held, header).tolist()


@given(st.lists(st.lists(ROWS, max_size=5), max_size=4), st.data())
def test_it_is_the_least_there_is_and_cubes_add(blocks, data):
    splits = data.draw(st.lists(st.sampled_from(SPLIT_NAMES), min_size=4, max_size=4))
    codes = Images.of(list("abcd"), splits).split
    cubes = [Cube.of(outcomes_of(rows), codes) for rows in blocks]
    whole = outcomes_of([row for rows in blocks for row in rows])
    columns = {
        n: getattr(whole, n).tolist() for n in ("image", "actual", "predicted", "count", "first", "last", "kind")
    }
    assert rows_of(Cube.stacked(cubes)) == rows_of(Cube.of(whole, codes)) == changes(splits, columns)


@given(st.data())
def test_an_evaluation_answers_as_its_outcomes_do(data):
    """The cube answers where no facet asks for more; the cube of what facets leave answers like them."""
    made = data.draw(evaluations())
    ev = evaluation_of(made)
    asked = where_of(data.draw(queries(made)))
    wanted = asked.for_rates() if data.draw(st.booleans()) else asked.without("cells", "kinds")
    left = Sums.of_cube(ev.header, ev.queries.cube(wanted))
    bare = wanted.only()
    assert left.matrix(bare).tolist() == ev.queries.matrix(wanted).tolist()
    assert left.kinds(bare).tolist() == ev.queries.kinds(wanted).tolist()
    if wanted == wanted.for_rates():
        assert tallied(left.curve(bare)) == tallied(ev.queries.curve(wanted))
        assert tallied(left.class_curves(bare)) == tallied(ev.queries.class_curves(wanted))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_golden_bytes(case):
    sent = [codec.arrays_of(unframed(base64.b64decode(text))) for text in case["framed"]]
    assert [row for arrays in sent for row in rows_of(codec.decode(Cube, arrays))] == case["changes"]


@given(st.lists(ROWS, max_size=300, min_size=1), st.integers(1, 23_000))
def test_class_numbers_may_be_as_large_as_they_get(rows, times):
    outcomes = outcomes_of([(image, a * times // 3, p * times // 3, *others) for image, a, p, *others in rows])
    cube = Cube.of(outcomes, np.zeros(4, np.uint8))
    for percent in (0, 33, 100):
        held, own = (table.take(counts.active(table, percent)) for table in (outcomes, cube.outcomes))
        assert summed(held) == summed(own)


def test_keys_too_long_to_hold_their_places_are_sorted_too():
    """Of 65,536 classes and all kinds; half of the changes come twice, and two of three in the wrong order."""
    rows = np.arange(40_000)[::-1]
    labels = 0xFFFF - rows // 3
    given = {"split": rows % 4, "actual": labels, "predicted": labels, "kind": rows % 256, "percent": rows % 101}
    change = rows + 1
    again = {name: np.concatenate([column, column[::2]]) for name, column in {**given, "change": change}.items()}
    cube = Cube.of_changes(**again)
    expected = np.lexsort(tuple(given.values())[::-1])
    twice = np.where(np.arange(len(rows)) % 2 == 0, 2 * change, change)
    assert cube.outcomes.count.tolist() == twice[expected].tolist()
    for name in ("actual", "predicted", "kind"):
        assert getattr(cube.outcomes, name).tolist() == given[name][expected].tolist()


def summed(outcomes: Outcomes) -> dict[tuple[int, ...], int]:
    found: dict[tuple[int, ...], int] = {}
    columns = (outcomes.actual, outcomes.predicted, outcomes.kind, outcomes.count)
    for *cell, count in zip(*(column.tolist() for column in columns), strict=True):
        found[tuple(cell)] = found.get(tuple(cell), 0) + count
    return {cell: count for cell, count in found.items() if count}


def test_a_threshold_that_is_not_loaded_is_an_error_as_before():
    images = Images.of(["a"], ["test"])
    header = Header(title="", task="object-detection", classes=("cat", "background"), background=1)
    columns = Columns(images, Outcomes.of([0], [0], [1], first=20, last=20))
    ev = Evaluation(header=header, columns=columns, coverage=Coverage.of(["test"], 20))
    assert ev.queries.matrix(Where(split="test", confidence=20)).tolist() == [[0, 1], [0, 0]]
    for ask in (ev.queries.matrix, ev.queries.kinds, ev.queries.rates, ev.queries.by_class, ev.queries.error_types):
        with pytest.raises(InputError, match="No report at 21 %"):
            ask(Where(split="test", confidence=21))


def test_a_report_adds_to_the_cube_that_is_there():
    header = Header(title="", task="object-detection", classes=("cat", "background"), background=1)
    columns = Columns(Images.of(["a"], ["test"]), Outcomes.of([0], [0], [1], first=20, last=20))
    before = columns.cube
    images = Images.of(["b", "a"], ["valid", "test"])
    outcomes = Outcomes.of([0, 1, 1], [0, 1, 0], [0, 0, 1], [3, 4, 5], first=37, last=37)
    report = Report(splits=("test", "valid"), confidence=37, classes=("cat", "dog"), images=images, outcomes=outcomes)
    _, grown, _ = merged(header, columns, Coverage.of(["test"], 20), report)
    assert grown.folded is not None
    assert rows_of(grown.cube) == rows_of(Cube.of(grown.outcomes, grown.images.split))
    assert rows_of(Cube.stacked([before, grown.cube_after(1)])) == rows_of(grown.cube)
    _, unfolded, _ = merged(header, replace(columns), Coverage.of(["test"], 20), report)
    assert unfolded.folded is None


def test_columns_made_from_others_do_not_take_their_cube_over():
    columns = Columns(Images.of(["a"], ["test"]), Outcomes.of([0, 0], [0, 1], [1, 1]))
    assert len(columns.cube) == 2
    assert len(replace(columns, outcomes=columns.outcomes.take([0])).cube) == 1


def test_a_large_cube_travels_compressed_and_a_small_one_plain():
    many = np.arange(60_000)
    outcomes = Outcomes.of(many % 4, many % 97, many % 89, first=many % 60, last=60 + many % 40)
    cube = Cube.of(outcomes, np.array([0, 1, 2, 3], np.uint8))
    sent = cube_block(cube)
    assert list(sent) == ["gzip"]
    plain = unframed(gzip.decompress(sent["gzip"]["data"]))
    assert framed(plain) == framed(codec.block(codec.encode(cube)))
    assert rows_of(codec.decode(Cube, codec.arrays_of(plain))) == rows_of(cube)
    assert "gzip" not in cube_block(Cube.of(outcomes.take(slice(100)), np.zeros(4, np.uint8)))


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("split", [0, 4], "a split is not one of 0..3"),
        ("percent", [0, 101, 3], "a percent is above 100"),
        ("offsets", [0, 2, 2], "offsets do not fit 2 cells and 3 changes"),
        ("offsets", [0, 4, 3], "offsets do not fit"),
        ("offsets", [], "offsets do not fit"),
        ("change", [1], "offsets do not fit"),
        ("kind", [1], "different lengths"),
    ],
)
def test_what_cannot_be_a_cube_is_refused(column, values, words):
    given = {
        "split": [0, 1], "actual": [0, 1], "predicted": [0, 1], "kind": [0, 1], "offsets": [0, 2, 3],
        "percent": [0, 50, 3], "change": [2, -1, 5],
    }  # fmt: skip
    types = {"actual": np.uint16, "predicted": np.uint16, "offsets": np.int64, "change": np.int64}
    arrays = {name: np.array(held, types.get(name, np.uint8)) for name, held in {**given, column: values}.items()}
    with pytest.raises(DataError, match=words):
        Cube(**arrays)


@given(st.data())
def test_cells_at_a_threshold_answer_as_the_cube_does_in_whatever_order_thresholds_are_asked(data):
    rows = data.draw(st.lists(ROWS, max_size=40))
    cube = Cube.of(outcomes_of(rows), np.arange(4, dtype=np.uint8))
    for confidence in data.draw(st.lists(st.integers(0, 100), min_size=1, max_size=8)):
        found = cube.at(confidence)
        assert len(found) == len(cube.split)
        held = cube.outcomes.take(cube.percent <= confidence)
        expected = counts.matrix(held, np.ones(len(held), np.bool_), 4)
        np.testing.assert_array_equal(counts.matrix(found.outcomes, np.ones(len(found), np.bool_), 4), expected)
        by_split = [np.sum(held.count[held.image == split]) for split in range(4)]
        assert [np.sum(found.change[found.split == split]) for split in range(4)] == by_split
        assert found.at(confidence) is found


def test_counts_are_whole_numbers_however_large_and_whichever_thread_asks():
    large = 1 << 53
    counted, first, last = [large, large, 3, 5], [0, 0, 20, 40], [100, 100, 90, 60]
    outcomes = Outcomes.of([0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 1], counted, first=first, last=last)
    cube = Cube.of(outcomes, np.zeros(2, np.uint8))
    expected = {t: [2 * large + 3 * (20 <= t <= 90), 5 * (40 <= t <= 60)] for t in range(101)}
    wrong: list[int] = []

    def ask(seed: int) -> None:
        for t in np.random.default_rng(seed).integers(0, 101, 300).tolist():
            found = cube.at(t).change.tolist()
            wrong.extend([t] * (found != expected[t]))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(ask, range(8)))
    assert not wrong
