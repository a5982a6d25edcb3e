"""What is written: the contract's spelling and order, nothing that was not set."""

from __future__ import annotations

import msgspec
import pytest

from evallens import contract


def written(value: object) -> str:
    return msgspec.json.encode(value).decode()


def test_precisions_are_spelled_as_the_contract_spells_them():
    split = contract.SplitPrecisions(
        map50=0.5, map50_95=0.25, map75=0.4, by_object_size=contract.SizePrecisions(), per_class={}
    )
    assert written(split) == (
        '{"map50":0.5,"map50_95":0.25,"map75":0.4,"byObjectSize":{"small":null,"medium":null,"large":null},"perClass":{}}'
    )


def test_what_was_not_set_is_not_written():
    assert written(contract.EvalInfo(eval_id="a", version_id="1")) == (
        '{"evalId":"a","status":null,"project":null,"versionId":"1","modelId":null,"createdAt":null}'
    )
    assert written(contract.Recommendations(generated=False)) == '{"generated":false}'


def test_summary_is_spelled_as_the_contract_spells_it():
    assert written(contract.Summary(mAP=0.5)) == '{"mAP":0.5,"mIoU":null,"precision":null,"recall":null}'


@pytest.mark.parametrize("spelling", ["iou", "IoU"])
def test_overlap_is_read_in_both_spellings(spelling):
    read = msgspec.json.decode(f'{{"{spelling}": 0.5}}', type=contract.ClassPrecisions)
    assert 0.5 in {read.iou, read.iou_capital}


def test_unknown_fields_are_passed_over():
    answer = '{"generated": true, "evalId": "a", "recommendations": {"summary": {}, "items": [{"type": "x"}]}}'
    assert msgspec.json.decode(answer, type=contract.Recommendations).recommendations == {
        "summary": {},
        "items": [{"type": "x"}],
    }


def test_page_is_written_and_read_by_structs_of_the_same_fields():
    def fields(struct):
        return [field.encode_name for field in msgspec.structs.fields(struct)]

    assert fields(contract.ImageRecord) == fields(contract.ReadImageRecord)
    assert fields(contract.ImagePage) == fields(contract.ReadImagePage)
