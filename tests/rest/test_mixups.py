"""How the service counts a mix-up of two classes is read off its own stats."""

from __future__ import annotations

import pytest

from tests.rest.service import Service, open_from, opened, record, running
from tests.told import told

TALLIES = {"both": (1, 1, 1), "fp": (1, 1, 0), "fn": (1, 0, 1), "none": (1, 0, 0)}


def mixed(number: int, tallies: tuple[int, int, int] | None, **changes) -> dict:
    names = ("truePositives", "falsePositives", "falseNegatives")
    stats = None if tallies is None else dict(zip(names, tallies, strict=True))
    return record(number, stats=stats, confusion=[[0, 0, 1], [0, 1, 1]]) | changes


@pytest.mark.parametrize("convention", TALLIES)
def test_convention_that_explains_every_image_is_taken(convention):
    header = opened(Service(records=[mixed(i, TALLIES[convention]) for i in range(3)])).header
    assert (header.mixups, header.notices) == (convention, ())


def test_without_mixups_it_is_both():
    assert opened(Service()).header.mixups == "both"


def test_without_stats_it_is_both_and_nothing_is_said():
    header = opened(Service(records=[mixed(0, None)])).header
    assert (header.mixups, header.notices) == ("both", ())


@pytest.mark.parametrize("stats", [{}, {"truePositives": 1}, {"precision": 0.5}, None])
def test_an_image_without_all_tallies_is_no_evidence(stats):
    header = opened(Service(records=[mixed(0, TALLIES["fn"]), mixed(1, None, stats=stats)])).header
    assert (header.mixups, header.notices) == ("fn", ())


def test_what_no_convention_explains_is_named_with_both_totals():
    header = opened(Service(records=[mixed(0, TALLIES["fp"]), mixed(1, TALLIES["fn"])])).header
    assert header.mixups == "both"
    (notice,) = header.notices
    assert "stats of 2 of 2 images" in str(notice)
    assert "TP 2, FP 1, FN 1 by the service, TP 2, FP 2, FN 2 by the records" in str(notice)


def test_image_with_entries_left_out_is_no_evidence():
    spoiled = mixed(1, (9, 9, 9), confusion=[[0, 0, 1], [0, 7, 1]])
    header = opened(Service(records=[mixed(0, TALLIES["fn"]), spoiled])).header
    assert header.mixups == "fn"


def test_later_report_is_checked_against_the_convention_of_the_first():
    def spoil(request, answer):
        if request.panel == "image-predictions" and request.query["confidence"] == "37":
            return answer | {"images": [mixed(0, TALLIES["fn"])]}
        return answer

    with running(Service(records=[mixed(0, TALLIES["fp"])], spoil=spoil)) as service:
        evaluation = open_from(service).fetched("test", 37)
    assert evaluation.header.mixups == "fp"
    assert any(notice.startswith("At 37 % the service's own stats") for notice in told(evaluation))
