"""Evaluations made from the JSON columns of the golden vectors and of the generated cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evallens.evaluation import Columns, Evaluation, Header, Images, Objects, Outcomes
from evallens.evaluation.columns.tables import NONE, UNTOLD
from evallens.evaluation.facets import Range
from evallens.evaluation.metrics.by_class import ByClass
from evallens.evaluation.several import several
from evallens.evaluation.where import Where
from tests.oracle import CLASS_COLUMNS, Json


def evaluation_of(vector: Json) -> Evaluation:
    """The evaluation that a vector describes."""
    header = vector["header"]
    return Evaluation(
        header=Header(
            title="golden",
            task=header["task"],
            classes=tuple(header["classes"]),
            background=header["background"],
            mixups=header["mixups"],
        ),
        columns=Columns(
            images_of(vector["images"]), outcomes_of(vector["outcomes"]), objects_of(vector.get("objects"))
        ),
    )


def both_of(vector: Json) -> Evaluation:
    """The evaluation of the two models that a vector describes: "v1" and, on show, "v2"."""
    images = images_of(vector["images"])
    parts = [evaluation_of({"images": vector["images"], **model}) for model in vector["models"]]
    held = [replace(part, columns=replace(part.columns, images=images)) for part in parts]
    alike = None if vector["alike"] is None else np.array(vector["alike"])
    return several(dict(zip(("v1", "v2"), held, strict=True)), alike)


def images_of(columns: Json) -> Images:
    """The images of a vector; null coordinates are NaN."""
    embedding = np.stack([_floats(columns["x"]), _floats(columns["y"])], axis=1)
    return Images.of(
        columns["name"],
        columns["split"],
        ids=columns["id"],
        embedding=embedding,
        clusters=np.array(columns["cluster"], np.int32),
    )


def outcomes_of(columns: Json) -> Outcomes:
    """The outcomes of a vector; null is no object, and no overlap."""
    read: dict[str, Any] = dict(columns)
    for name in {"truth", "prediction"} & set(read):
        read[name] = [NONE if row is None else row for row in read[name]]
    if "kind" in read:
        read["kind"] = [UNTOLD if kind is None else kind for kind in read["kind"]]
    if "iou" in read:
        read["iou"] = _floats(read["iou"])
    return Outcomes.of(**read)


def objects_of(columns: Json | None) -> Objects | None:
    """The objects of a vector; null is NaN, and scores are float32."""
    if columns is None:
        return None
    read: dict[str, Any] = {name: np.asarray(values) for name, values in columns.items()}
    read |= {"score": _floats(columns["score"]).astype(np.float32), "area": _floats(columns["area"])}
    if "twin" in columns:
        read["twin"] = np.array([NONE if row is None else row for row in columns["twin"]], np.uint32)
    if "weight" in columns:
        read["weight"] = _floats(columns["weight"])
    return Objects(**read)


def by_kind(counted: NDArray[np.int64]) -> list[list[int]]:
    """[class, kind, instances] of each that there is, from a table of (classes, kinds)."""
    return [[*place, int(counted[tuple(place)])] for place in np.argwhere(counted).tolist()]


def where_of(asked: Json) -> Where:
    """A vector's query as the package takes it."""
    entries = {
        name: Range(*entry["range"]) if "range" in entry else tuple(entry["in"])
        for name, entry in asked.get("where", {}).items()
    }
    words = (one if isinstance(one, str) else tuple(one) for one in asked.get("transition", ()))
    return Where(
        split=asked["split"],
        confidence=asked["confidence"],
        **_of_two(asked),
        facets={
            "cells": tuple((a, p) for a, p in asked["cells"]),
            "clusters": tuple(asked["clusters"]),
            "lasso": tuple((x, y) for x, y in asked["lasso"]),
            "query": asked["query"],
            "picked": tuple(asked["picked"]),
            "kinds": tuple(asked.get("kinds", ())),
            "suspects": tuple(asked.get("suspects", ())),
            "change": tuple(asked.get("change", ())),
            "transition": tuple(words),
            **entries,
        },
    )


def _of_two(asked: Json) -> dict[str, Any]:
    if "compared" not in asked:
        return {}
    names = {"model": "v2", "baseline": "v1"}
    return {**names, **{name: asked[name] for name in ("baseline_confidence", "compared")}}


def class_columns(found: ByClass) -> Json:
    """The sums by class as the vectors hold them."""
    return {name: plain(getattr(found if hasattr(found, name) else found.tallies, name)) for name in CLASS_COLUMNS}


def plain(values: NDArray[Any]) -> Any:
    """Nested lists with ``None`` for NaN, as JSON has them."""
    as_objects = values.astype(object)
    as_objects[values != values] = None  # noqa: PLR0124 - only NaN differs from itself
    return as_objects.tolist()


def _floats(values: list[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)
