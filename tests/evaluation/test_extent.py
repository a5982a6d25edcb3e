import numpy as np
import pytest

import evallens
from evallens.errors import InputError
from evallens.evaluation.columns.elsewhere import Elsewhere
from evallens.evaluation.columns.names import same_as
from evallens.evaluation.columns.strings import Strings
from tests.built import evaluation_of
from tests.generated import CLASSES


def test_the_extent_is_what_the_tables_hold():
    ev = evallens.demo()
    extent = ev.columns.extent
    objects = ev.columns.objects
    assert objects is not None
    assert (extent.images, extent.outcomes) == (len(ev.columns.images), len(ev.columns.outcomes))
    assert extent.objects == len(objects)
    assert extent.clusters == tuple(np.unique(ev.columns.images.cluster).tolist())
    assert (extent.size("all"), extent.size("test"), extent.size("none")) == (ev.image_count, ev.splits["test"], 0)


def test_labels_with_a_confidence_have_scores_without_objects():
    images = {"name": ["a"], "id": ["a"], "split": ["test"], "x": [None], "y": [None], "cluster": [-1]}
    header = {"task": "classification", "classes": CLASSES, "background": None, "mixups": "both"}
    outcomes = {"image": [0], "actual": [0], "predicted": [1], "count": [1], "first": [0], "last": [100]}
    plain, scored = (
        evaluation_of({"header": header, "images": images, "outcomes": {**outcomes, **more}})
        for more in ({}, {"score": [0.5]})
    )
    assert (plain.extent.has_scores, scored.extent.has_scores, scored.extent.has_objects) == (False, True, False)
    assert "score" in scored.facets
    assert "score" not in plain.facets


@pytest.mark.parametrize("name", ["images", "outcomes", "objects", "masks", "extent"])
def test_columns_that_are_elsewhere_say_so(name):
    with pytest.raises(InputError, match=r"in tables.*ev\.to_memory"):
        getattr(Elsewhere(), name)


def test_a_name_is_found_letter_for_letter():
    names = Strings.of(["a", "ab", "b", "a", "", "ä"])
    assert [np.flatnonzero(same_as(names, name)).tolist() for name in ("a", "ä", "", "c", "\ud800")] == [
        [0, 3],
        [5],
        [4],
        [],
        [],
    ]
