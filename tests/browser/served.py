"""The demo's served JSON as the oracle takes it: a second way from the data to every answer."""

from __future__ import annotations

from functools import cache
from typing import Any

import requests

import evallens
from tests import oracle
from tests.oracle import Json


class Served:
    """Asks the REST server and keeps nothing but its JSON."""

    def __init__(self, url: str, workspace: str) -> None:
        self._base = f"{url}/{workspace}/model-evals"
        self._evaluation = self._get()["evals"][0]["evalId"]
        self.evaluation = cache(self._at)

    def answer(self, **query: Any) -> Json:
        """What the oracle says to a query; cells by class name."""
        ev = self.evaluation(query["confidence"])
        index = ev["header"]["classes"].index
        cells = [[index(actual), index(predicted)] for actual, predicted in query.pop("cells", [])]
        asked = {**oracle.EVERYTHING, **query, "cells": cells}
        shown = oracle.gallery(ev, asked, "errors")
        matrix = oracle.matrix(ev, asked)
        classes = ev["header"]["classes"]
        splits = ev["images"]["split"]
        size = len(splits) if asked["split"] == "all" else splits.count(asked["split"])
        return {
            "names": [ev["images"]["name"][row] for row in shown],
            "by_name": [ev["images"]["name"][row] for row in oracle.gallery(ev, asked, "name")],
            "counts": [len(shown), size, oracle.instances(ev, asked)],
            "worst": [(classes[a], classes[p]) for a, p in oracle.worst_cells(ev, matrix)],
            "matrix": {(a, p): matrix[i][j] for i, a in enumerate(classes) for j, p in enumerate(classes)},
        }

    def _at(self, confidence: int) -> Json:
        """The evaluation at one threshold, from its pages."""
        matrix = self._get("confusion-matrix", split="test", confidence=confidence)
        images: list[Json] = []
        total = 1
        while len(images) < total:
            page = self._get("image-predictions", split="all", confidence=confidence, limit=1000, offset=len(images))
            total = page["totalImages"]
            images += page["images"]
        triples = [(row, *triple) for row, image in enumerate(images) for triple in image["confusion"]]
        return {
            "header": {
                "task": "object-detection",
                "classes": matrix["classes"],
                "background": matrix["classes"].index("background"),
                "mixups": "both",
            },
            "images": {
                "id": [image["imageId"] for image in images],
                "name": [image["imageName"] for image in images],
                "split": [image["split"] for image in images],
                "x": [image["cluster"]["embedding2D"][0] for image in images],
                "y": [image["cluster"]["embedding2D"][1] for image in images],
                "cluster": [image["cluster"]["id"] for image in images],
            },
            "outcomes": {
                "image": [triple[0] for triple in triples],
                "actual": [triple[1] for triple in triples],
                "predicted": [triple[2] for triple in triples],
                "count": [triple[3] for triple in triples],
                "first": [confidence] * len(triples),
                "last": [confidence] * len(triples),
            },
        }

    def _get(self, *parts: str, **query: Any) -> Json:
        path = "/".join([self._base, *([self._evaluation, *parts] if parts else [])])
        response = requests.get(path, params=query, timeout=60)
        response.raise_for_status()
        found: Json = response.json()
        return found


def serve_demo() -> Any:
    """Serve the embedded demo on this machine."""
    return evallens.serve(evallens.demo())
