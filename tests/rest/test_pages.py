"""Reading page by page ends in a complete table or in the right error, whatever the pages do."""

from __future__ import annotations

import pytest

from evallens.errors import ReportNotStoredError, ResponseError
from evallens.rest import Client, open_evaluation
from tests.rest.service import EVAL_ID, KEY, Reply, Service, open_from, opened, record, running
from tests.told import told

MANY = [record(i) for i in range(47)]
ALL_IDS = [one["imageId"] for one in MANY]


def paged(spoil=lambda request, answer: answer, *, records=MANY, page_size=10) -> Service:
    def only_pages(request, answer):
        return spoil(request, answer) if request.panel == "image-predictions" else answer

    return Service(records=records, page_size=page_size, spoil=only_pages)


def ids(evaluation) -> list[str]:
    return list(evaluation.columns.images.id)


def offsets(service: Service) -> list[int]:
    return sorted(int(r.query["offset"]) for r in service.asked if r.panel == "image-predictions")


def test_asks_for_the_largest_pages_of_all_splits_at_the_canonical_threshold():
    service = Service()
    opened(service)
    (page,) = [r for r in service.asked if r.panel == "image-predictions"]
    assert page.query == {"split": "all", "confidence": "20", "limit": "1000", "offset": "0"}


def test_obeys_the_limit_that_is_echoed():
    service = paged()
    assert ids(opened(service)) == ALL_IDS
    assert offsets(service) == [0, 10, 20, 30, 40]


def test_reads_on_when_the_last_page_is_full():
    service = paged(records=MANY[:40])
    assert ids(opened(service)) == ALL_IDS[:40]


def test_a_cap_that_is_not_echoed_loses_nothing():
    service = paged(lambda request, answer: answer | {"limit": 1000})
    assert ids(opened(service)) == ALL_IDS


@pytest.mark.parametrize("total", [0, 1, 11, 40, 46])
def test_total_that_is_too_small_loses_nothing(total):
    assert ids(opened(paged(lambda request, answer: answer | {"totalImages": total}))) == ALL_IDS


@pytest.mark.parametrize("total", [48, 60, 500, 10**12])
def test_total_that_is_too_large_is_noticed_and_loses_nothing(total):
    evaluation = opened(paged(lambda request, answer: answer | {"totalImages": total}))
    assert ids(evaluation) == ALL_IDS
    assert told(evaluation) == (f"The service announced {total:,} images and listed 47.",)


def test_unfiltered_total_of_one_split_is_no_gap():
    service = paged(lambda request, answer: answer | {"totalImages": 500 if request.query["split"] == "test" else 47})
    with running(service):
        evaluation = open_from(service).fetched("test", 37)
    assert told(evaluation) == ()
    assert len(evaluation.images("test", 37)) == 47


def test_list_that_shrinks_while_it_is_read_is_read_again():
    def spoil(request, answer):
        if request.number == 1:
            return answer | {"totalImages": 60}
        return answer

    service = paged(spoil)
    evaluation = opened(service)
    assert ids(evaluation) == ALL_IDS
    assert told(evaluation) == ()


def test_list_that_keeps_shrinking_is_an_error():
    with pytest.raises(ResponseError, match="changed while it was read"):
        opened(paged(lambda request, answer: answer | {"totalImages": 1000 - request.number}))


def test_page_in_the_middle_that_is_short_once_is_completed():
    def spoil(request, answer):
        if request.query["offset"] == "20":
            return answer | {"images": answer["images"][:3]}
        return answer

    assert ids(opened(paged(spoil))) == ALL_IDS


def test_pages_that_overlap_are_complete_and_noticed():
    def spoil(request, answer):
        at = max(0, int(request.query["offset"]) - 2)
        return answer | {"images": MANY[at : at + 10]}

    evaluation = opened(paged(spoil))
    assert ids(evaluation) == ALL_IDS
    assert any("listed again with the same contents" in notice for notice in told(evaluation))


def test_page_that_is_repeated_for_ever_is_an_error():
    with pytest.raises(ResponseError, match="changed while it was read"):
        opened(paged(lambda request, answer: answer | {"images": MANY[:10]}))


def test_offset_that_is_ignored_is_an_error():
    with pytest.raises(ResponseError, match="changed while it was read"):
        opened(paged(lambda request, answer: answer | {"offset": 0, "images": MANY[:10]}))


def test_more_records_than_were_asked_for_are_taken():
    assert (
        ids(opened(paged(lambda request, answer: answer | {"images": MANY[int(request.query["offset"]) :]}))) == ALL_IDS
    )


@pytest.mark.parametrize("limit", [0, -5, 10**9])
def test_senseless_limit_is_not_obeyed(limit):
    assert ids(opened(paged(lambda request, answer: answer | {"limit": limit}))) == ALL_IDS


@pytest.mark.parametrize("threshold", [0.2, 0.375, 38])
def test_evaluation_of_which_only_the_canonical_report_is_stored_is_read(threshold):
    def spoil(request, answer):
        if "confidence" in request.query:
            return Reply({"error": "report_not_found", "message": "No."}, 404)
        return answer | {"confidenceThreshold": threshold} if "confidenceThreshold" in answer else answer

    evaluation = opened(Service(records=[record(i) for i in range(25)], page_size=10, spoil=spoil))
    assert len(evaluation.columns.images) == 25
    assert evaluation.thresholds == (20 if threshold == 0.2 else 38,)


def test_canonical_images_at_another_threshold_than_the_canonical_matrix_are_refused():
    def spoil(request, answer):
        if "confidence" in request.query:
            return Reply({"error": "report_not_found", "message": "No."}, 404)
        if request.panel == "image-predictions":
            return answer | {"confidenceThreshold": 0.38}
        return answer | {"confidenceThreshold": 0.375} if request.panel == "confusion-matrix" else answer

    with pytest.raises(ReportNotStoredError):
        opened(Service(spoil=spoil))


def test_pages_at_another_threshold_than_asked_are_no_such_report():
    with pytest.raises(ReportNotStoredError, match="the one at 35 %"):
        opened(paged(lambda request, answer: answer | {"confidenceThreshold": 0.35}))


def test_pages_of_another_split_than_asked_are_an_error():
    with pytest.raises(ResponseError, match="'all', got those of 'test'"):
        opened(paged(lambda request, answer: answer | {"split": "test"}))


class EnoughError(Exception):
    """Raised by a progress callback that wants no more."""


def test_reading_is_followed_page_by_page_and_can_be_stopped():
    seen = []

    def follow(done, total):
        seen.append((done, total))
        if done == 30:
            raise EnoughError

    with (
        running(paged()) as service,
        Client("ws", api_key=KEY, api_url=service.url) as client,
        pytest.raises(EnoughError),
    ):
        open_evaluation("ws", EVAL_ID, client=client, progress=follow)
    assert seen == [(10, 47), (20, 47), (30, 47)]
