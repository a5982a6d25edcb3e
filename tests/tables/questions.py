"""Every question that tables answer, as plain values; and what the golden vectors say to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, get_args

import numpy as np

from evallens.evaluation import Evaluation
from evallens.evaluation.columns.table import Table
from evallens.evaluation.metrics.class_order import ClassOrder
from evallens.evaluation.metrics.counts import Tallies
from evallens.evaluation.metrics.raster import Box
from evallens.evaluation.protocols import Queries
from evallens.evaluation.where import Where
from tests import oracle
from tests.built import by_kind, class_columns, plain
from tests.oracle import Json

RANGES = ("area", "score", "iou")
BOXES: tuple[Box | None, ...] = (None, (0.0, 0.0, 1.0, 2.0), (-1.0, 0.25, 0.5, 0.75))
ALL = 1_000_000
"""More rows than any vector has."""

Ask = Callable[[Evaluation, Where, int], Any]


class Question(NamedTuple):
    """Something that is asked of an evaluation."""

    name: str
    ask: Ask
    """The answer as plain values; the number of the query turns what not every query need be asked in every way."""
    told: Callable[[Json], Any] = lambda _answer: None
    """What the answer of a vector says; ``None``: nothing, memory knows."""
    is_of_boxes: bool = False
    """Is it asked only where there are objects?"""


def questions(ev: Evaluation) -> Iterator[Question]:
    """The questions that make sense of ``ev``."""
    return (one for one in QUESTIONS if ev.extent.has_objects or not one.is_of_boxes)


def tallied(found: Tallies) -> list[list[int]]:
    return np.stack([found.tp, found.fp, found.fn], axis=-1).tolist()


def _totals(ev: Evaluation, where: Where, _turn: int) -> Any:
    total = ev.queries.rates(where)
    return {name: plain(getattr(total, name)) for name in ("tp", "fp", "fn", "precision", "recall", "f1")}


def _classes(ev: Evaluation, where: Where, _turn: int) -> Any:
    found = ev.queries.by_class(where)
    return {**class_columns(found), "mean_iou": found.mean_iou}


def _curve(ev: Evaluation, where: Where, _turn: int) -> Any:
    return oracle.steps([oracle.Tally(*point) for point in tallied(ev.queries.curve(where))])


def _orders(ev: Evaluation, where: Where, _turn: int) -> Any:
    return {by: ev.queries.class_order(where, by) for by in get_args(ClassOrder)}


def _among(ev: Evaluation, where: Where, turn: int) -> Any:
    """Of some of the images, or once more of all."""
    among = None if turn % 4 else np.arange(ev.image_count) % 3 != turn % 3
    return ev.queries.matrix(where, among).tolist()


def _cube(ev: Evaluation, where: Where, _turn: int) -> Any:
    return columns_of(ev.queries.cube(where).outcomes)


def _images(sort: Any) -> Ask:
    def ask(ev: Evaluation, where: Where, _turn: int) -> Any:
        return ev.queries.page(where, sort, size=ALL).rows.tolist()

    return ask


def _tallies(ev: Evaluation, where: Where, turn: int) -> Any:
    """Of a whole page, or of a table that brings what is looked at."""
    table = ev.queries.page(where, size=ALL) if turn % 4 else ev.select(where)
    return [table.rows.tolist(), tallied(table.tallies), plain(table.f1)]


def _later_images(ev: Evaluation, where: Where, turn: int) -> Any:
    """From a place on, or behind an image, which may be hidden."""
    place = {"start": turn % 5} if turn % 2 else {"after": turn % max(1, ev.image_count)}
    found = ev.queries.page(where, oracle.SORTS[turn % 3], size=2, **place)
    return [found.rows.tolist(), tallied(found.tallies)]


def _instances(sort: Any) -> Ask:
    def ask(ev: Evaluation, where: Where, _turn: int) -> Any:
        return ev.queries.instances(where, sort, size=ALL).rows.tolist()

    return ask


def _later_instances(ev: Evaluation, where: Where, turn: int) -> Any:
    place = {"start": turn % 5} if turn % 2 else {"after": turn % max(1, ev.extent.outcomes)}
    return ev.queries.instances(where, oracle.INSTANCE_SORTS[turn // 2 % 4], size=3, **place).rows.tolist()


def _error_types(ev: Evaluation, where: Where, _turn: int) -> Any:
    return {name: plain(np.array(f1)) for name, f1 in ev.queries.error_types(where).f1_without.items()}


def _suspects(ev: Evaluation, where: Where, _turn: int) -> Any:
    return [[number, count] for number, count in enumerate(ev.queries.suspects(where).tolist()) if count]


def _clusters(ev: Evaluation, where: Where, _turn: int) -> Any:
    found = ev.queries.levels("clusters", where)
    columns = (found.values, found.images, found.tallies.tp, found.tallies.fp, found.tallies.fn)
    return np.stack(columns, axis=1).tolist()


def histogram(ev: Evaluation, where: Where, name: str) -> Json:
    found = ev.queries.histogram(name, where)
    return {"edges": plain(found.edges), "instances": plain(found.instances), "unknown": found.unknown}


def _map(ev: Evaluation, where: Where, turn: int) -> Any:
    """Cells of a raster, or points."""
    box = BOXES[turn % 3]
    if turn % 2:
        return ev.queries.sample(where, (2, 100)[turn // 2 % 2], box).tolist()
    found = ev.queries.raster(where, box, 4)
    return None if found is None else [found.box, found.confidence, found.counts.tolist(), found.errors.tolist()]


def _rows(ev: Evaluation, where: Where, turn: int) -> Any:
    """What some rows hold, one way to ask after another."""
    rows = np.arange(turn % 2, ev.image_count, 2)
    return _OF_ROWS[turn % len(_OF_ROWS)](ev.queries, where, rows)


def _outcomes(asked: Queries, where: Where, rows: Any) -> Any:
    found = asked.outcomes(rows, where.confidence)
    return [found.rows.tolist(), columns_of(found.outcomes)]


def _objects(asked: Queries, _where: Where, rows: Any) -> Any:
    found = asked.objects(rows[::-1])
    return [found.rows.tolist(), columns_of(found.objects)]


_OF_ROWS: tuple[Callable[[Queries, Where, Any], Any], ...] = (
    lambda asked, where, rows: tallied(asked.tallies(where, rows)),
    lambda asked, where, rows: columns_of(asked.images(rows[::-1])),
    lambda asked, where, rows: _outcomes(asked, where, rows[::-1]),
    lambda asked, where, rows: _outcomes(asked, where, None),
    lambda asked, where, rows: [asked.find([f"id-{len(rows)}", "nobody", "id-1"]), asked.named("a.png").tolist()],
    _objects,
)


def columns_of(table: Table) -> Json:
    """The columns of a table as lists, NaN as ``None``."""
    arrays = {name: np.asarray(list(column)) for name, column in table.columns().items() if hasattr(column, "__len__")}
    return {name: plain(values) for name, values in arrays.items()}


def _told(key: str, sort: str) -> Callable[[Json], Any]:
    """What a vector says of an order; ``None`` where it says nothing."""
    return lambda answer: answer.get(key, {}).get(sort)


QUESTIONS: tuple[Question, ...] = (
    Question("matrix", lambda ev, where, _: ev.queries.matrix(where).tolist(), lambda told: told["matrix"]),
    Question("rates", _totals, lambda told: told["totals"]),
    Question("by_class", _classes, lambda told: {**told["by_class"], "mean_iou": told["mean_iou"]}),
    Question("curve", _curve, lambda told: told.get("curve")),
    Question("class_curves", lambda ev, where, _: tallied(ev.queries.class_curves(where))),
    Question("class_order", _orders),
    Question("kinds", lambda ev, where, _: by_kind(ev.queries.kinds(where)), lambda told: told.get("kinds")),
    Question("error_types", _error_types),
    Question("matrix among", _among),
    Question("cube", _cube),
    Question("count", lambda ev, where, _: list(ev.queries.count(where))),
    Question("images by errors", _tallies, lambda told: [told["rows"]["errors"], told["tallies"], told["f1"]]),
    *(Question(f"images by {sort}", _images(sort), _told("rows", sort)) for sort in oracle.SORTS[1:]),
    Question("later images", _later_images),
    *(
        Question(
            f"instances by {sort}",
            _instances(sort),
            _told("instance_rows", sort),
            is_of_boxes=sort != "score",
        )
        for sort in oracle.INSTANCE_SORTS
    ),
    Question("later instances", _later_instances),
    Question("suspects", _suspects, lambda told: told.get("suspects")),
    Question("clusters", _clusters, lambda told: told.get("clusters")),
    Question("histogram", lambda ev, where, turn: histogram(ev, where, RANGES[turn % 3]), is_of_boxes=True),
    Question("map", _map),
    Question("rows", _rows),
)
