"""A report that is not as it should be: an error in words, or a notice that names what was left out."""

from __future__ import annotations

import pytest

from evallens.errors import DataError, NotFinishedError, ResponseError
from tests.rest.service import EVAL_ID, Reply, Service, opened, record
from tests.told import told


def ids(evaluation) -> list[str]:
    return list(evaluation.columns.images.id)


def with_extra(**changes) -> Service:
    return Service(records=[record(0), record(1, **changes)])


def test_a_clean_report_has_no_notices():
    assert told(opened(Service())) == ()


def test_entries_outside_the_classes_are_left_out_and_named():
    evaluation = opened(with_extra(confusion=[[0, 0, 1], [0, 3, 2], [-1, 0, 1]]))
    assert told(evaluation) == ("2 confusion entries of 1 image left out: outside the 3 classes of the report.",)
    assert evaluation.confusion_matrix().matrix.sum() == 3


@pytest.mark.parametrize("count", [-1, 2**53 + 1])
def test_negative_and_absurd_counts_are_left_out_and_named(count):
    evaluation = opened(with_extra(confusion=[[0, 0, 1], [0, 1, count]]))
    assert any("the count is negative or above 2^53" in notice for notice in told(evaluation))
    assert evaluation.confusion_matrix().matrix[0][1] == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"confusion": [[0, 0, 2**70]]},
        {"confusion": [[-1, 0, 1], [0, 0, 2**63]]},
        {"cluster": 2**31},
        {"cluster": {"id": 2**40, "embedding2D": [0, 0]}},
        {"augmentations": 2**31},
        {"stats": {"truePositives": 2**64, "falsePositives": 0, "falseNegatives": 0}},
    ],
)
def test_number_too_large_for_its_column_is_an_error_in_words(changes):
    with pytest.raises(ResponseError, match="too large for its column"):
        opened(with_extra(**changes))


@pytest.mark.parametrize(
    "confusion",
    [[[0, 1]], [0, 1, 2], [[[0, 1, 2]]], [[0, 1, 2], [0, 1]], [[0.5, 1, 2]], [["0", 1, 2]], None, "x", 5, {}],
)
def test_confusion_that_is_no_list_of_threes_is_an_error_in_words(confusion):
    with pytest.raises(ResponseError, match="does not follow the contract"):
        opened(Service(spoil=lambda request, answer: replaced(request, answer, confusion)))


def replaced(request, answer, confusion):
    """The same page, with ``confusion`` in place of every image's own."""
    if request.panel != "image-predictions":
        return answer
    return answer | {"images": [one | {"confusion": confusion} for one in answer["images"]]}


def test_image_without_embedding_is_kept_and_named():
    evaluation = opened(with_extra(cluster={"id": 3}))
    assert told(evaluation) == ("1 image without embedding: not drawn in the scatter.",)
    assert evaluation.columns.images.cluster.tolist() == [1, 3]


def test_half_a_point_is_none():
    evaluation = opened(with_extra(cluster={"id": 3, "embedding2D": [1.0, None]}))
    assert [bool(x == x) for x in evaluation.columns.images.x.tolist()] == [True, False]  # noqa: PLR0124 - NaN


def test_null_cluster_is_shown_as_unclustered_and_named():
    evaluation = opened(with_extra(cluster=None))
    assert "1 image without cluster: shown as unclustered." in told(evaluation)
    assert evaluation.columns.images.cluster.tolist() == [1, -1]


def test_bare_cluster_number_is_its_id():
    evaluation = opened(with_extra(cluster=7))
    assert evaluation.columns.images.cluster.tolist() == [1, 7]
    assert told(evaluation) == ("1 image without embedding: not drawn in the scatter.",)


def test_image_of_an_unknown_split_is_left_out_and_named():
    evaluation = opened(with_extra(split="holdout"))
    assert "1 image of unknown split ('holdout') left out." in told(evaluation)
    assert ids(evaluation) == ["id0"]


def test_record_repeated_alike_is_counted_once_and_named():
    evaluation = opened(Service(records=[record(0), record(1), record(0)]))
    assert ids(evaluation) == ["id0", "id1"]
    assert any(notice.startswith("1 record listed again") for notice in told(evaluation))


def test_record_repeated_with_other_contents_is_an_error():
    with pytest.raises(DataError, match="listed twice with different contents"):
        opened(Service(records=[record(0), record(0, confusion=[[0, 0, 9]])]))


def test_same_id_in_another_split_is_another_image():
    assert ids(opened(Service(records=[record(0), record(0, split="train")]))) == ["id0", "id0"]


def test_matrix_that_the_records_do_not_sum_to_is_named_with_both_totals():
    evaluation = opened(Service(matrix=[[5, 0, 0], [0, 0, 0], [1, 5, 0]]))
    (notice,) = told(evaluation)
    assert "sum to 10, the service's confusion matrix to 11; they differ in 1 cell." in notice


def test_matrix_that_does_not_fit_its_classes_is_an_error():
    with pytest.raises(ResponseError, match="2 rows"):
        opened(Service(matrix=[[5, 0, 0], [0, 0, 0]]))


def test_duplicate_class_names_get_a_suffix_and_a_notice():
    evaluation = opened(Service(classes=["cat", "cat", "background"]))
    assert evaluation.classes == ("cat", "cat (2)", "background")
    assert any("Two classes are called 'cat'" in notice for notice in told(evaluation))


@pytest.mark.parametrize("empty", [b"[]", b"{}"])
def test_answer_that_would_take_many_times_its_size_in_memory_is_refused(empty, monkeypatch):
    monkeypatch.setattr("evallens.rest.client.MOST_CONTAINERS", 1000)
    flood = Reply(b'{"splits": [' + b",".join([empty] * 1001) + b"]}")
    with pytest.raises(ResponseError, match="more than 1000 lists and objects"):
        opened(Service(spoil=lambda request, answer: flood if request.panel == "confusion-matrix" else answer))


@pytest.mark.parametrize("panel", [EVAL_ID, "confusion-matrix", "image-predictions"])
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!doctype html><html>Log in</html>", "HTML instead of JSON"),
        (b'{"split": "test", "im', "cut off after 21 bytes"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"", "not JSON"),
        (b"[1, 2]", "does not follow the contract"),
        (b'{"evalId": 5, "split": 5}', "does not follow the contract"),
    ],
)
def test_answer_that_is_no_report_is_an_error_in_words(panel, body, words):
    service = Service(spoil=lambda request, answer: Reply(body) if request.panel == panel else answer)
    with pytest.raises(ResponseError, match=words) as caught:
        opened(service)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("threshold", [-0.1, 101, 1e9])
def test_senseless_threshold_is_an_error(threshold):
    def spoil(request, answer):
        return answer | {"confidenceThreshold": threshold} if request.panel == "confusion-matrix" else answer

    with pytest.raises(ResponseError, match="confidence threshold"):
        opened(Service(spoil=spoil))


def test_threshold_written_as_percent_is_understood():
    def spoil(request, answer):
        return answer | {"confidenceThreshold": 30} if "confidenceThreshold" in answer else answer

    assert opened(Service(spoil=spoil)).header.confidence == 30


@pytest.mark.parametrize(("status", "words"), [("running", "is not finished"), ("failed", "failed")])
def test_unfinished_evaluation_says_so(status, words):
    with pytest.raises(NotFinishedError, match=words):
        opened(Service(info={"evalId": EVAL_ID, "status": status}))


def test_evaluation_without_images_is_empty():
    evaluation = opened(Service(records=[]))
    assert len(evaluation.columns.images) == 0
    assert told(evaluation) == ()
