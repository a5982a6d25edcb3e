"""A saved evaluation is the same evaluation, and anything else is an error that names the file."""

from __future__ import annotations

import io
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evallens import store
from evallens.errors import DataError, InputError
from evallens.evaluation.columns.attributes import UNKNOWN, Attributes, Category, Number
from evallens.evaluation.columns.coverage import Coverage
from evallens.evaluation.columns.header import Header
from evallens.evaluation.columns.notices import Notice
from evallens.evaluation.columns.strings import Strings
from evallens.evaluation.columns.tables import NONE, Columns, Images, Objects, Outcomes
from evallens.evaluation.evaluation import Evaluation
from evallens.pictures import Picture
from evallens.pictures.stored import StoredPictures
from evallens.sources import open_evaluation
from tests.told import told

ODD = Notice("odd", 2, ("a.png",), "2 are odd.")


def an_evaluation(score_dtype: type = np.float32) -> Evaluation:
    images = Images.of(["a.png", "Öl/β.png", ""], ["train", "test", "test"], ids=["1", "2", "3"])
    outcomes = Outcomes.of(
        [0, 1, 1], [0, 1, 2], [0, 2, 1], [1, 2, 1 << 53], first=[0, 3, 20], last=[100, 99, 20],
        truth=[0, NONE, NONE], prediction=[1, NONE, NONE], iou=[0.75, np.nan, np.nan],
    )  # fmt: skip
    column = np.array([1.5, 2.25])
    objects = Objects(
        image=np.array([0, 0]), side=np.array([0, 1]), label=np.array([0, 0]), x=column, y=column, w=column, h=column,
        score=np.array([np.nan, 0.7], score_dtype), area=column,
    )  # fmt: skip
    header = Header(
        title="Tëst",
        task="object-detection",
        classes=("cat", "dog", "background"),
        background=2,
        notices=(ODD,),
    )
    pictures = StoredPictures.of([Picture(b"one", 7, 5), None, Picture(b"three", 0, 0)])
    return Evaluation(
        header=header,
        columns=Columns(images, outcomes, objects),
        coverage=Coverage.of(["test"], 20),
        pictures=pictures,
    )


def assert_same(one: Evaluation, other: Evaluation) -> None:
    assert one.header == other.header
    np.testing.assert_array_equal(one.coverage.covered, other.coverage.covered)
    for name in ("images", "outcomes", "objects"):
        first, second = getattr(one.columns, name), getattr(other.columns, name)
        assert (first is None) == (second is None)
        for column, values in (first.columns() if first is not None else {}).items():
            again = getattr(second, column)
            if isinstance(values, Strings | Attributes):
                assert list(values) == list(again)
            else:
                assert values.dtype == again.dtype
                np.testing.assert_array_equal(values, again)


def save(evaluation: Evaluation, path: Path) -> Path:
    evaluation.save(path)
    return path


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return save(an_evaluation(), tmp_path / "run.evallens")


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_comes_back_the_same(dtype, tmp_path):
    given_ = an_evaluation(dtype)
    loaded = store.load(save(given_, tmp_path / "x.evallens"))
    assert_same(given_, loaded)
    assert loaded.pictures is not None
    assert loaded.pictures.thumbnail(loaded.image(0)) == Picture(b"one", 7, 5)
    assert loaded.pictures.thumbnail(loaded.image(1)) is None
    assert loaded.pictures.large(loaded.image(2)) == Picture(b"three", 0, 0)


def test_comes_back_without_objects_and_pictures(tmp_path):
    given_ = an_evaluation()
    given_ = replace(given_, pictures=None, columns=replace(given_.columns, objects=None))
    loaded = store.load(save(given_, tmp_path / "x.evallens"))
    assert_same(given_, loaded)
    assert loaded.pictures is None


def test_notices_are_kept_with_their_codes_and_stay_texts_for_older_versions(tmp_path):
    path = save(an_evaluation(), tmp_path / "x.evallens")
    assert store.load(path).notices == an_evaluation().notices
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read("meta.json"))["header"]["notices"] == ["2 are odd."]


def test_a_notice_without_a_code_is_read_as_a_note(tmp_path):
    path = save(an_evaluation(), tmp_path / "x.evallens")
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    meta = json.loads(entries["meta.json"])
    del meta["notices"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (entries | {"meta.json": json.dumps(meta)}).items():
            archive.writestr(name, content)
    assert store.load(path).notices == [Notice("note", 1, (), "2 are odd.")]


def test_an_evaluation_put_together_by_hand_saves_itself(tmp_path):
    an_evaluation().save(tmp_path / "x.evallens")
    assert_same(store.load(tmp_path / "x.evallens"), an_evaluation())


@pytest.mark.parametrize("path", [None, 5, ["a"]])
def test_a_file_is_named_by_a_path(path):
    with pytest.raises(InputError, match="named by a path, not by"):
        an_evaluation().save(path)


def test_half_letters_become_question_marks_before_they_are_saved(tmp_path):
    header = Header(
        title="run \udcff",
        task="classification",
        classes=("cat\ud800", "dog"),
        background=None,
        notices=(Notice.plain("\ud800"),),
    )
    images = Images.of(["a\ud800.png"], ["test"], ids=["\udc00"])
    odd = Evaluation(header=header, columns=Columns(images, Outcomes.of([0], [0], [1])))
    loaded = store.load(save(odd, tmp_path / "x.evallens"))
    assert (loaded.title, loaded.classes, told(loaded)) == ("run ?", ("cat?", "dog"), ("?",))
    assert (loaded.columns.images.name[0], loaded.columns.images.id[0]) == ("a?.png", "?")


@pytest.mark.parametrize("name", ["\ud800.evallens", "a\0.evallens"])
def test_a_name_that_no_file_can_have_is_said_in_words(name, tmp_path):
    for ask in (an_evaluation().save, store.load):
        with pytest.raises(InputError, match="is no name of a file"):
            ask(tmp_path / name)


def test_comes_back_empty(tmp_path):
    nothing = replace(an_evaluation(), columns=Columns(Images.none(), Outcomes.none()), pictures=None)
    assert_same(nothing, store.load(save(nothing, tmp_path / "x.evallens")))


def test_same_evaluation_gives_the_same_bytes(saved, tmp_path):
    again = save(store.load(saved), tmp_path / "again.evallens")
    assert again.read_bytes() == saved.read_bytes()


def test_replaces_a_file_and_leaves_nothing_beside_it(saved):
    save(an_evaluation(np.float64), saved)
    assert [path.name for path in saved.parent.iterdir()] == ["run.evallens"]


def test_pictures_are_asked_for_in_one_pass(tmp_path):
    asked = []

    class Fetched:
        is_at_hand = False

        def thumbnail(self, image):
            raise AssertionError("one by one")

        def thumbnails(self, images):
            asked.append([image.row for image in images])
            yield from (Picture(bytes([row + 1]), row, 2) for row in asked[-1])

        large = thumbnail

    loaded = store.load(save(replace(an_evaluation(), pictures=Fetched()), tmp_path / "x.evallens"))
    assert asked == [[0, 1, 2]]
    assert loaded.pictures is not None
    found = [loaded.pictures.thumbnail(loaded.image(row)) for row in range(3)]
    assert found == [Picture(bytes([row + 1]), row, 2) for row in range(3)]


def test_failed_write_leaves_the_old_file(saved):
    class Broken:
        is_at_hand = True

        def thumbnail(self, image):
            raise InputError("no picture today")

        def thumbnails(self, images):
            return map(self.thumbnail, images)

        large = thumbnail

    before = saved.read_bytes()
    with pytest.raises(InputError, match="no picture today"):
        save(replace(an_evaluation(), pictures=Broken()), saved)
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == ["run.evallens"]


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        save(an_evaluation(), tmp_path / "nowhere" / "x.evallens")


@pytest.mark.parametrize("name", ["", "a\0b.evallens"])
def test_what_is_no_file_name_is_refused(name):
    with pytest.raises(InputError, match="no name of a file"):
        save(an_evaluation(), name)


def test_the_longest_name_a_file_may_have_is_written(tmp_path):
    path = tmp_path / f"{'n' * 246}.evallens"
    save(an_evaluation(), path)
    assert list(tmp_path.iterdir()) == [path]


def test_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.evallens"):
        store.load(tmp_path / "gone.evallens")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"{}"])
def test_other_files_are_refused(content, tmp_path):
    path = tmp_path / "other.evallens"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"other\.evallens"):
        store.load(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999))
def test_cut_off_files_are_refused(saved, share):
    content = saved.read_bytes()
    path = saved.with_name("cut.evallens")
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(DataError, match=r"cut\.evallens"):
        store.load(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.999), bits=st.integers(1, 255))
def test_a_changed_byte_is_an_error_or_harmless(saved, place, bits):
    content = bytearray(saved.read_bytes())
    content[int(place * len(content))] ^= bits
    path = saved.with_name("odd.evallens")
    path.write_bytes(content)
    try:
        loaded = store.load(path)
    except DataError:
        return
    assert_same(loaded, an_evaluation())


def npy(values, **kwargs) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values, **kwargs)
    return buffer.getvalue()


def changed(saved: Path, entry: str, content: bytes | None) -> Path:
    path = saved.with_name("made-up.evallens")
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name != entry:
                new.writestr(name, old.read(name))
        if content is not None:
            new.writestr(entry, content)
    return path


HUGE = npy(np.zeros(3, np.uint32)).replace(b"(3,)", b"(9,)").replace(b"(9,), }          ", b"(99999999999,), }")


@pytest.mark.parametrize(
    ("entry", "content", "words"),
    [
        ("outcomes/actual.npy", None, "outcomes/actual is missing"),
        ("outcomes/actual.npy", npy(np.array([0, 1, 9], np.uint16)), "class 9 is not one of the 3"),
        ("outcomes/actual.npy", npy(np.array([0, 1, 2], np.int64)), "int64"),
        ("outcomes/actual.npy", npy(np.array([{}], object), allow_pickle=True), "not a column of numbers"),
        ("outcomes/actual.npy", npy(np.zeros((3, 1), np.uint16)), "not a column"),
        ("outcomes/actual.npy", npy(np.zeros(2, np.uint16)), "different lengths"),
        ("outcomes/image.npy", HUGE, "bytes for 99999999999 values"),
        ("outcomes/image.npy", npy(np.array([0, 1, 3], np.uint32)), "beyond the 3"),
        ("outcomes/image.npy", b"\x80\x04junk", "damaged"),
        ("outcomes/truth.npy", npy(np.array([2, 0, 0], np.uint32)), "beyond the 2"),
        ("outcomes/last.npy", npy(np.array([100, 101, 20], np.uint8)), "first <= last <= 100"),
        ("images/split.npy", npy(np.array([0, 2, 4], np.uint8)), "split"),
        ("images/name.offsets.npy", npy(np.array([0, 5, 3, 15])), "offsets"),
        ("images/name.offsets.npy", npy(np.array([0, 6, 15, 15])), "inside a letter"),
        ("images/id.data.npy", npy(np.array([255, 254, 253], np.uint8)), "not UTF-8"),
        ("objects/label.npy", npy(np.array([0, 7], np.uint16)), "class 7"),
        ("coverage.npy", npy(np.zeros(5, np.bool_)), "coverage"),
        ("thumbnails.width.npy", npy(np.zeros(2, np.int32)), "thumbnails"),
        ("thumbnails.height.npy", npy(np.array([5, -1, 0], np.int32)), "negative size"),
        ("meta.json", b'{"format": 3}', "has format 3; this version reads 1 to 2: update evallens"),
        ("meta.json", b'{"format": "x"}', "has format 'x'; this version reads 1 to 2$"),
        ("meta.json", b'{"format": 1, "header": {"title": 5}}', "meta.json"),
        ("meta.json", b'{"a":' * 100_000, "damaged"),
        ("meta.json", b'{"format": 1, "title": "\xff"}', "damaged"),
        ("objects/score.npy", npy(np.array([np.nan, 1e300])), "a score is not a confidence from 0 to 1"),
        ("objects/w.npy", npy(np.array([np.nan, 1], np.float32)), "objects/w: a box has no place or no size"),
        ("objects/side.npy", npy(np.array([0, 3], np.uint8)), "a side is 3, which this version does not know"),
        ("images/x.npy", npy(np.zeros(3, np.float64)), "float64 .*not a column of float32"),
        ("images/x.npy", b"\x93NUMPY\x03\x00" + bytes(20), "unknown version of .npy"),
        ("images/x.npy", b"\x93NUMPY\x01\x00\xff\xff{'descr': (((", "not a column of numbers"),
        ("images/x.npy", npy(np.array(["a", "b", "c"])), "not a column of numbers"),
        ("cube/percent.npy", npy(np.array([0, 3, 101, 20, 21], np.uint8)), "a percent is above 100"),
        ("cube/actual.npy", npy(np.array([0, 1, 9], np.uint16)), "cube: a class is not one of the 3"),
        ("cube/change.npy", npy(np.zeros(2, np.int64)), "offsets do not fit"),
        ("cube/change.npy", None, "cube/change is missing"),
        ("meta.json", b"[]", "meta.json"),
        ("meta.json", b'{"format": 1, "header": {}}', "meta.json"),
        ("meta.json", b"not json", "meta.json"),
    ],
)
def test_made_up_content_is_refused(entry, content, words, saved):
    with pytest.raises(DataError, match=words) as caught:
        store.load(changed(saved, entry, content))
    assert "made-up.evallens" in str(caught.value)


def test_a_small_file_that_claims_to_hold_much_is_refused_before_it_is_unpacked(saved, monkeypatch):
    path = saved.with_name("bomb.evallens")
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, bytes(70 << 20) if name == "images/x.npy" else old.read(name))
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    with pytest.raises(DataError, match=r"bomb\.evallens: claims to hold 73 MB in 0\.1 MB.*at most 67 MB are read"):
        store.load(path)


def test_entries_that_share_their_bytes_are_refused(saved):
    path = saved.with_name("shared.evallens")
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        largest = max(new.infolist(), key=lambda entry: entry.file_size)
        for number in range(100):
            entry = zipfile.ZipInfo(f"again-{number}")
            entry.header_offset, entry.CRC = largest.header_offset, largest.CRC
            entry.file_size, entry.compress_size = largest.file_size, largest.compress_size
            new.filelist.append(entry)
    with pytest.raises(DataError, match=r"shared\.evallens: its entries overlap"):
        store.load(path)


def meta_of(saved: Path) -> dict:
    with zipfile.ZipFile(saved) as archive:
        return json.loads(archive.read("meta.json"))


def test_a_newer_file_opens_as_far_as_its_columns_are_known(saved):
    later = saved.with_name("later.evallens")
    meta = meta_of(saved)
    meta["header"]["facets"] = ["weather"]
    meta["models"] = ["v1"]
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(later, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) if name != "meta.json" else json.dumps(meta))
        new.writestr("images/weather.npy", npy(np.array(["sun", "rain", "sun"])))
        new.writestr("outcomes/depth.npy", npy(np.zeros(3, np.uint8)))
        new.writestr("depths/metres.npy", b"in a form of its own")
    assert_same(store.load(later), an_evaluation())


@pytest.mark.parametrize("column", ["outcomes/truth", "images/cluster", "images/x", "images/id.data"])
def test_a_column_with_a_default_may_be_missing(column, saved):
    loaded = store.load(changed(saved, f"{column}.npy", None)).columns
    if column == "images/id.data":
        assert list(loaded.images.id) == list(loaded.images.name)
    assert loaded.outcomes.truth.tolist() == ([NONE] * 3 if column == "outcomes/truth" else [0, NONE, NONE])


def test_a_cube_is_kept_and_one_that_is_not_of_the_outcomes_is_made_anew(saved):
    folded = store.load(saved).columns.folded
    assert folded is not None
    stray = store.load(changed(saved, "cube/change.npy", npy(folded.change + 1))).columns
    older = store.load(changed(saved, "cube/offsets.npy", None)).columns
    for columns in (stray, older):
        assert columns.folded is None
        np.testing.assert_array_equal(columns.cube.change, folded.change)


def test_a_column_under_a_damaged_name_is_not_taken_for_one_left_out(saved):
    content = bytearray(saved.read_bytes())
    content[content.rindex(b"outcomes/truth.npy")] ^= 1
    path = saved.with_name("odd.evallens")
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"odd\.evallens: is not an \.evallens file, or is cut off"):
        store.load(path)


def test_more_classes_than_a_matrix_can_have_are_refused_before_it_is_made(saved):
    meta = meta_of(saved)
    meta["header"]["classes"] = [f"class {number}" for number in range(60_000)]
    with pytest.raises(DataError, match=r"made-up.evallens: has 60,000 classes; at most 23,170 can be counted"):
        store.load(changed(saved, "meta.json", json.dumps(meta).encode()))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(method, saved):
    path = saved.with_name("packed.evallens")
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(DataError, match=r"packed\.evallens: meta\.json is packed in an unknown way"):
        store.load(path)


def test_entries_that_lie_outside_of_the_file_are_refused(saved):
    content = bytearray(saved.read_bytes())
    end = content.rindex(b"PK\x05\x06")
    # The place of the list of entries, from which the places of all are reckoned.
    content[end + 16 : end + 20] = (int.from_bytes(content[end + 16 : end + 20], "little") + 500).to_bytes(4, "little")
    path = saved.with_name("moved.evallens")
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"moved\.evallens: its entries lie outside of it, or it is cut off"):
        store.load(path)


COLUMNS = (
    *("coverage", "images/name.offsets", "images/x", "outcomes/image", "objects/score", "thumbnails.offsets"),
    *("cube/offsets", "cube/change", "cube/actual"),
)
NUMBERS = ("?", "u1", "i1", "u2", ">i4", "i8", "u8", "f2", "f4", "f8")
OTHERS = ("c8", "S3", "U1", "M8[s]", "V4")


def answer_to(path: Path) -> str:
    """What opening says, or the name of the file where it opens."""
    try:
        store.load(path)
    except DataError as error:
        return str(error)
    return path.name


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entry=st.sampled_from(["meta.json", *(f"{name}.npy" for name in COLUMNS)]), data=st.data())
def test_a_changed_entry_is_an_error_that_names_the_file_or_still_an_evaluation(saved, entry, data):
    """Unlike a changed byte of the file, this one passes the check of the zip."""
    with zipfile.ZipFile(saved) as archive:
        content = bytearray(archive.read(entry))
    content = content[: data.draw(st.integers(0, len(content)))]
    for _ in range(data.draw(st.integers(0, 3))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert "made-up.evallens" in answer_to(changed(saved, entry, bytes(content)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(column=st.sampled_from(COLUMNS), dtype=st.sampled_from([*NUMBERS, *OTHERS]), size=st.integers(0, 5))
def test_an_entry_of_any_type_and_length_is_an_error_that_names_the_file_or_still_one(saved, column, dtype, size):
    values = np.frombuffer(bytes(size * np.dtype(dtype).itemsize), dtype)
    assert "made-up.evallens" in answer_to(changed(saved, f"{column}.npy", npy(values)))


def test_attributes_of_images_are_saved_and_an_evaluation_without_them_opens(tmp_path):
    plain = an_evaluation()
    number = Number(np.array([0.25, np.nan, 3]), "lux", "computed")
    category = Category(np.array([1, 0, UNKNOWN]), ("sun", "régen"))
    attributes = Attributes(3, {"brightness": number, "weather": category})
    images = replace(plain.columns.images, attributes=attributes)
    given_ = replace(plain, columns=replace(plain.columns, images=images))
    loaded = store.load(save(given_, tmp_path / "x.evallens"))
    assert_same(given_, loaded)
    found = loaded.columns.images.attributes
    assert list(found) == ["brightness", "weather"]
    brightness, weather = found["brightness"], found["weather"]
    assert isinstance(brightness, Number)
    assert (brightness.unit, brightness.origin, brightness.values.dtype.name) == ("lux", "computed", "float32")
    np.testing.assert_array_equal(brightness.values, np.array([0.25, np.nan, 3], np.float32))
    assert isinstance(weather, Category)
    assert (weather.levels, weather.codes.tolist(), weather.origin) == (("sun", "régen"), [1, 0, UNKNOWN], "given")
    assert not store.load(save(plain, tmp_path / "y.evallens")).columns.images.attributes


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.evallens")
    with pytest.raises(InputError, match="is no file"):
        store.load(tmp_path / "pipe.evallens")


@pytest.mark.parametrize("name", ["x" * 5000, "x" * 5000 + ".evallens", ""])
def test_a_source_that_no_file_can_be_called_is_an_error_in_words(name):
    with pytest.raises(InputError, match=r"Cannot open|cannot be read"):
        open_evaluation(name)
