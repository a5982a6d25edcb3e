"""An evaluation written into a folder and opened again answers every question as it did in memory."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import get_args

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

import evallens
from evallens.errors import InputError
from evallens.evaluation import Evaluation
from evallens.evaluation.columns.attributes import Attributes, Category, Number
from evallens.evaluation.columns.masks import Masks
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.table import Table
from evallens.evaluation.metrics.class_order import ClassOrder
from evallens.evaluation.metrics.order import InstanceSort, Sort
from evallens.evaluation.metrics.stored_errors import STORED
from evallens.evaluation.where import Where
from tests import generated
from tests.built import evaluation_of, where_of

SORTS: tuple[Sort, ...] = ("errors", "f1", "name")
INSTANCE_SORTS: tuple[InstanceSort, ...] = get_args(InstanceSort)


@pytest.fixture(scope="session")
def again(tmp_path_factory):
    """Writes an evaluation, and opens it."""
    home = tmp_path_factory.mktemp("folders")

    def opened(ev: Evaluation) -> Evaluation:
        ev.to_parquet(home / "run", overwrite=True)
        return evallens.open(home / "run")

    return opened


def plain(answer):
    """An answer as values that can be compared, NaN like NaN."""
    if isinstance(answer, Table):
        answer = answer.columns()
    if isinstance(answer, np.ndarray | Strings):
        answer = answer.tolist() if isinstance(answer, np.ndarray) else list(answer)
    if isinstance(answer, Mapping):
        return {name: plain(one) for name, one in answer.items()}
    if isinstance(answer, tuple | list):
        return [plain(one) for one in answer]
    if isinstance(answer, float) and np.isnan(answer):
        return None
    return plain(vars(answer)) if hasattr(answer, "__dict__") else answer


def answers(ev: Evaluation, where: Where):
    """What every question comes to, by its name."""
    asked = ev.queries
    yield "matrix", asked.matrix(where)
    for name in ("rates", "by_class", "curve", "class_curves", "kinds", "suspects", "error_types", "count"):
        yield name, getattr(asked, name)(where)
    for by in get_args(ClassOrder):
        yield by, asked.class_order(where, by)
    for sort in SORTS:
        page = asked.page(where, sort)
        yield f"images by {sort}", (page.rows, page.tallies, list(page.name))
        if where.confidence in STORED:
            yield f"a page by {sort}", asked.page(where, sort, start=1, size=2).rows
    if ev.has_instances:
        for by_value in INSTANCE_SORTS:
            yield f"instances by {by_value}", asked.instances(where, by_value).rows
    yield "sample", asked.sample(where, 3)
    yield "clusters", asked.levels("clusters", where)
    for name in ("area", "score", "iou"):
        if name in ev.facets:
            yield name, asked.histogram(name, where)
    rows = np.arange(0, ev.image_count, 2)
    yield "images", asked.images(rows)
    yield "outcomes", asked.outcomes(rows, where.confidence)
    yield "objects", asked.objects(rows)
    yield "find", asked.find(["id-1", "nobody"])


def is_near(name: str, where: Where) -> bool:
    """Is an order that of the nearest percent at which errors are stored, so that it need not be the same?"""
    return name == "images by errors" and where.confidence not in STORED


def check_same(memory: Evaluation, tables: Evaluation, where: Where) -> None:
    for (name, mine), (_, theirs) in zip(answers(memory, where), answers(tables, where), strict=True):
        found, expected = (plain(sorted(one[0]) if is_near(name, where) else one) for one in (theirs, mine))
        assert found == expected, (name, where)


@given(st.data())
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_any_evaluation(again, data):
    made = data.draw(generated.evaluations())
    memory = evaluation_of(made)
    tables = again(memory)
    check_same(memory, tables, where_of(data.draw(generated.queries(made))))


def test_the_demo_is_the_same_evaluation(again):
    memory = evallens.demo()
    tables = again(memory)
    assert tables.header == memory.header
    assert tables.summary == memory.summary
    assert (tables.splits, tables.thresholds, tables.facets) == (memory.splits, memory.thresholds, memory.facets)
    for split, confidence in product(("test", "all"), (0, 37, 100)):
        check_same(memory, tables, memory.where(split, confidence))
        check_same(memory, tables, memory.where(split, confidence, [("3", "9"), ("8", "8")], clusters=[1, 4]))


def test_attributes_come_back(again):
    ev = evallens.demo()
    n = ev.image_count
    held = Attributes(
        n,
        {
            "brightness": Number(np.linspace(0, 1, n).astype(np.float32), "%", "computed"),
            "a 'name\" of; any kind": Category((np.arange(n) % 3).astype(np.uint16), ("day", "night", "")),
        },
    )
    memory = replace(ev, columns=replace(ev.columns, images=replace(ev.columns.images, attributes=held)))
    tables = again(memory)
    rows = np.array([900, 5, 17, 5])
    assert plain(tables.queries.images(rows).attributes) == plain(memory.queries.images(rows).attributes)


def test_masks_come_back(again):
    """Of any number of runs, and of none."""
    ev = evallens.demo()
    size = ev.summary["objects"]
    start = [np.arange(row % 4, dtype=np.int64) * 10 for row in range(size)]
    masks = Masks.of([(one, one + 1 + row % 5) for row, one in enumerate(start)], [128] * size)
    memory = replace(ev, columns=replace(ev.columns, masks=masks))
    tables = again(memory)
    assert tables.has_masks
    for rows in (np.array([3, 70, 900]), np.zeros(0, np.intp)):
        assert plain(tables.queries.objects(rows).masks) == plain(memory.queries.objects(rows).masks)


@pytest.fixture
def pictures(tmp_path):
    for split, name in (("train", "train-0001.webp"), ("", "test-0001.webp")):
        (tmp_path / "pictures" / split).mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (20, 10)).save(tmp_path / "pictures" / split / name)
    return tmp_path / "pictures"


def test_pictures_are_those_of_a_folder(tmp_path, pictures):
    evallens.demo().to_parquet(tmp_path / "run")
    assert evallens.open(tmp_path / "run").picture("train-0001.webp") is None
    ev = evallens.open(tmp_path / "run", images=pictures)
    found = [ev.picture(name) for name in ("train-0001.webp", "test-0001.webp", "train-0002.webp")]
    assert [one and one.width for one in found] == [20, 20, None]


def test_options_and_names_of_folders(tmp_path):
    evallens.demo().to_parquet(tmp_path / "run")
    with pytest.raises(InputError, match="takes images="):
        evallens.open(tmp_path / "run", api_key="?")
    shutil.move(tmp_path / "run", tmp_path / "run 'two' #1 [x] ü*?")
    moved = evallens.open(tmp_path / "run 'two' #1 [x] ü*?")
    assert moved.confusion_matrix("test").matrix.sum() == evallens.demo().confusion_matrix("test").matrix.sum()
    assert len(moved.images("test")) == 240
