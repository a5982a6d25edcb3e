"""What goes into a report or a notebook's fallback, and what never does."""

from __future__ import annotations

import errno
import json
import os
import re
from html import unescape
from pathlib import Path

import bleach  # type: ignore[import-untyped]
import pytest
from PIL import Image

import evallens
from evallens.cli import main
from evallens.errors import InputError, ReportNotStoredError, ServiceError
from evallens.evaluation.columns.codec import values_of
from evallens.evaluation.columns.names import containing
from evallens.evaluation.metrics.confused import most_confused
from evallens.export.summary import summary
from evallens.lens.wire.cursor import BlockCursor
from tests.export import hostile, unpacked
from tests.lens.stored import Reports
from tests.lens.stored import evaluation as stored_evaluation
from tests.told import told

KEPT_BY_SANITISERS = ["b", "bdi", "caption", "code", "div", "h3", "p", "table", "tbody", "td", "th", "thead", "tr"]


@pytest.fixture(scope="module")
def lens():
    return evallens.Lens(evallens.demo())


def report(lens: evallens.Lens, tmp_path: Path, **options) -> str:
    return lens.to_html(tmp_path / "report.html", **options).read_text(encoding="utf-8")


def html_of(lens: evallens.Lens) -> str:
    bundle = lens._repr_mimebundle_()
    assert bundle is not None
    return str(bundle[0].get("text/html", ""))


def plain(html: str) -> str:
    """What a reader sees of HTML whose scripts, styles and frames a sanitiser has stripped."""
    kept = bleach.clean(re.sub(r"<iframe.*?</iframe>", "", html), tags=KEPT_BY_SANITISERS, attributes=[], strip=True)
    cells_apart = re.sub(r"</(?:td|th|p|h3|caption)>", " ", kept)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", cells_apart)))


# The state


def test_a_report_holds_the_traits_of_the_lens(lens, tmp_path):
    held = unpacked.traits(report(lens, tmp_path))
    sent = lens.get_state()
    own = {name for name in sent if not name.startswith("_")} - {"layout", "tabbable", "tooltip"}
    own -= {"uid", "report", "report_asked", "map_row"}  # They belong to a page with a kernel.
    assert set(held) == own
    assert held["header"].pop("savedIn") == "report"
    for name in own - {"assets", "page_assets"}:
        expected = sent[name]
        assert held[name] == (list(map(list, expected)) if name in {"cells", "lasso"} else expected), name


def test_the_filters_of_the_moment_are_saved(tmp_path):
    lens = evallens.Lens(evallens.demo(), confidence=40)
    lens.cells = [("3", "8")]
    lens.query = "test-00"
    held = unpacked.traits(report(lens, tmp_path))
    assert (held["cells"], held["query"], held["confidence"]) == ([[3, 8]], "test-00", 40)


def test_the_same_state_gives_the_same_file(lens, tmp_path):
    assert report(lens, tmp_path) == report(lens, tmp_path)


def test_pictures_on_show_and_of_the_most_confused_come_first(lens, tmp_path):
    page = report(lens, tmp_path, thumbnails=30)
    rows = values_of(unpacked.traits(page, "pictures")["assets"]["row"])
    assert rows[:24].tolist() == lens.selected.rows[:24].tolist()
    assert len(rows) == 30
    assert "Pictures of 30 of 960 images are in this file" in page


def test_all_pictures_and_no_word_about_missing_ones(lens, tmp_path):
    page = report(lens, tmp_path, thumbnails="all")
    assert len(values_of(unpacked.traits(page, "pictures")["assets"]["row"])) == 960
    assert "Pictures of" not in page


def test_pictures_that_are_missing_are_counted_in_the_file_and_by_a_warning(tmp_path, monkeypatch):
    ev = hostile.evaluation()
    monkeypatch.setattr(hostile.Pictures, "thumbnails", lambda _self, images: (None for _ in images))
    words = f"{ev.image_count} of {ev.image_count} pictures are missing"
    with pytest.warns(UserWarning, match=words):
        page = report(evallens.Lens(ev), tmp_path, thumbnails="all")
    assert words in page
    assert "Pictures of" not in page


@pytest.mark.parametrize("thumbnails", ["some", -1, 2.5])
def test_nonsense_for_thumbnails_is_refused(lens, tmp_path, thumbnails):
    with pytest.raises(InputError, match="thumbnails is"):
        lens.to_html(tmp_path / "report.html", thumbnails=thumbnails)


# Thresholds


def test_a_list_of_thresholds_keeps_those_and_the_one_on_show(lens, tmp_path):
    page = report(lens, tmp_path, thresholds=[50, 60])
    held = unpacked.traits(page)
    assert held["header"]["coverage"]["test"] == [[20, 20], [50, 50], [60, 60]]
    kept, everything = held["outcomes_0"]["first"]["data"], lens.outcomes_0["first"]["data"]
    assert 0 < len(kept) < len(everything)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"thresholds": 5}, 'thresholds is "loaded", "all" or a list of integer percents, not 5'),
        ({"thresholds": ["x"]}, "confidence is an integer percent 0..100, not 'x'"),
        ({"thumbnails": 2.5}, 'thumbnails is "all" or a number of images, not 2.5'),
        ({"thumbnails": -1}, "not -1"),
    ],
)
def test_an_option_of_the_wrong_kind_is_said_in_words_and_writes_nothing(option, words, lens, tmp_path):
    with pytest.raises(InputError) as caught:
        lens.to_html(tmp_path / "report.html", **option)
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_missing_thresholds_are_fetched_for_the_file_only(tmp_path):
    lens = evallens.Lens(stored_evaluation(Reports()))
    before = lens.evaluation.thresholds
    held = unpacked.traits(report(lens, tmp_path, thresholds="all"))
    assert set(before) < set(held["header"]["thresholds"])
    assert lens.evaluation.thresholds == before


def test_a_threshold_asked_for_by_number_that_is_not_stored_is_an_error(tmp_path):
    with pytest.raises(ReportNotStoredError):
        evallens.Lens(stored_evaluation(Reports())).to_html(tmp_path / "report.html", thresholds=[11])
    assert list(tmp_path.iterdir()) == []


def test_a_threshold_that_nobody_can_fetch_is_named(tmp_path, lens):
    with pytest.raises(InputError, match="101"):
        lens.to_html(tmp_path / "report.html", thresholds=[101])


# Writing


def test_a_report_into_a_missing_folder_is_one_sentence(lens, tmp_path):
    with pytest.raises(InputError, match=r"nowhere/report\.html: cannot be written \(No such file or directory\)"):
        lens.to_html(tmp_path / "nowhere" / "report.html")


def test_a_full_disk_leaves_the_old_report_and_nothing_else(lens, tmp_path, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "report.html").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left"):
        lens.to_html(tmp_path / "report.html")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("report.html", "old")]


def test_the_command_writes_a_report(tmp_path, capsys):
    path = tmp_path / "report.html"
    assert main(["export", "demo", "--out", str(path), "--split", "valid", "--confidence", "35"]) == 0
    held = unpacked.traits(path.read_text(encoding="utf-8"))
    assert (held["split"], held["confidence"]) == ("valid", 35)
    assert str(path) in capsys.readouterr().out


def test_the_command_says_in_one_line_what_went_wrong(tmp_path, capsys):
    assert main(["export", "demo", "--out", str(tmp_path / "no" / "report.html")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


# The fallback


@pytest.mark.parametrize("budget", [1_000_000, 500_000, 330_000, 200_000, 20_000])
def test_a_display_stays_within_its_budget(budget):
    lens = evallens.Lens(evallens.demo(), export_budget=budget)
    assert len(html_of(lens).encode()) <= max(budget, 20_000)


def test_a_budget_of_nothing_turns_the_fallback_off():
    lens = evallens.Lens(evallens.demo(), export_budget=0)
    assert html_of(lens) == ""


def test_what_was_left_out_is_said(lens):
    html = html_of(lens)
    assert re.search(r"Pictures of \d+ of 960 images are in this notebook", html)
    # Where that is depends on how large the front end is.
    for lens.export_budget in range(400_000, 150_000, -15_000):
        html = html_of(lens)
        if "The boxes on the images are not in this notebook" in html:
            break
    assert "The boxes on the images are not in this notebook" in html
    assert unpacked.traits(unpacked.framed(html))["header"]["blocks"]["objects"] == []
    lens.export_budget = 20_000
    html = html_of(lens)
    assert "lens.to_html(path)" in html
    assert "<iframe" not in html
    lens.export_budget = 1_000_000


def test_the_summary_survives_a_sanitiser(lens):
    counted = evallens.demo().confusion_matrix()
    text = plain(html_of(lens))
    for words in ("Digit scenes", "split test", "confidence 20 %", "240 of 240 images", "3 predicted as 9"):
        assert words in text
    rows = [[*map(str, counted.matrix[i].tolist())] for i in range(11)]
    for name, numbers in zip(counted.classes, rows, strict=True):
        assert f"{name} {' '.join(numbers)}" in text


def test_a_selection_is_counted_in_the_summary():
    lens = evallens.Lens(evallens.demo())
    lens.cells = [("3", "8")]
    assert f"{len(lens.selected)} of 240 images, 5 instances" in plain(html_of(lens))


def test_the_filters_of_a_summary_are_evaluated_once_for_all_its_pairs(monkeypatch):
    ev = evallens.demo()
    asked = []

    def searched(names, part):
        asked.append(part)
        return containing(names, part)

    monkeypatch.setattr("evallens.evaluation.facets.query.containing", searched)
    shown = ev.where(query="1", clusters=[0, 1], cells=[("3", "8"), ("9", "background")])
    said = summary(ev, shown)
    assert asked == ["1"]
    alone = ev.where(query="1", clusters=[0, 1])
    worst = most_confused(ev.recount(alone).matrix, ev.header)
    assert len(worst) > 1
    for cell in worst:
        first = ev.images(query="1", clusters=[0, 1], cells=[cell]).name[0]
        assert first in said
    assert f"{len(ev.select(shown)):,} of 240 images" in said


def test_rates_of_the_summary_say_how_sure_they_are():
    html = html_of(evallens.Lens(evallens.demo()))
    assert "precision <b title='95 % between 0.816 and 0.856'>0.837</b>" in html
    assert "recall <b title='95 % between 0.799 and 0.840'>0.821</b>, F1 <b>0.829</b>" in html


def test_more_than_thirty_classes_are_no_table():
    names = tuple(f"class {i}" for i in range(40))
    ev = hostile.evaluation_of(names)
    html = html_of(evallens.Lens(ev))
    assert "40 classes: no table of the matrix here." in html
    assert "class 3 predicted as class 4" in plain(html)


def test_a_class_without_errors_and_an_empty_evaluation_have_a_summary():
    assert "0 of 0 images" in plain(html_of(evallens.Lens(hostile.evaluation_of(()))))


# What never goes out


def test_names_are_text_in_the_summary(tmp_path):
    lens = evallens.Lens(hostile.evaluation())
    html = re.sub(r"<iframe.*?</iframe>", "", html_of(lens), flags=re.DOTALL)
    assert "<img" not in html
    assert "<svg" not in html
    assert "<script" not in html
    page = report(lens, tmp_path)
    assert page.count("<script") == page.count("</script>") == 4
    assert "onerror" not in page.replace("onerror=alert(1)&gt;", "")


def test_no_path_of_the_files_that_were_evaluated_is_in_a_report(tmp_path):
    pictures = tmp_path / "private" / "images"
    pictures.mkdir(parents=True)
    for name in ("a.png", "b.png"):
        Image.new("L", (32, 32)).save(pictures / name)
    (pictures / "b.png").write_bytes(b"not a picture")
    box = {"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10]}
    truth = {
        "images": [{"id": i, "file_name": str(pictures / name)} for i, name in enumerate(("a.png", "b.png"), 1)],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": [{"id": 1, **box}, {"id": 2, **box, "iscrowd": 1}],
    }
    for name, content in (("truth.json", truth), ("results.json", [{**box, "score": 0.8}])):
        (tmp_path / name).write_text(json.dumps(content))
    ev = evallens.evaluate(tmp_path / "truth.json", tmp_path / "results.json", images=pictures, embeddings=False)
    assert list(ev.images(sort="name").name) == ["a.png", "b.png"]
    assert told(ev)
    with pytest.warns(UserWarning, match="1 of 2 pictures are missing"):
        page = report(evallens.Lens(ev), tmp_path)
    everything = page.encode() + unpacked.part(page, "state") + unpacked.part(page, "pictures")
    assert str(tmp_path).encode() not in everything
    assert b"private" not in everything


def test_no_key_of_the_source_is_in_a_report(tmp_path):
    ev = stored_evaluation(Reports())
    ev.source.api_key = "secret-key-123"
    page = report(evallens.Lens(ev), tmp_path)
    everything = page.encode() + unpacked.part(page, "state") + unpacked.part(page, "pictures")
    assert b"secret-key-123" not in everything


def test_a_failing_service_leaves_no_file(tmp_path, monkeypatch):
    ev = stored_evaluation(Reports())

    def down(*_given, **_options):
        raise ServiceError("down")

    lens = evallens.Lens(ev)
    monkeypatch.setattr(type(ev.source), "report", down)
    with pytest.raises(ServiceError):
        lens.to_html(tmp_path / "report.html", thresholds="all")
    assert list(tmp_path.iterdir()) == []


def test_columns_that_can_never_fit_are_not_cut_to_find_out(monkeypatch):
    lens = evallens.Lens(evallens.demo(), export_budget=500)
    monkeypatch.setattr(BlockCursor, "next_blocks", lambda *_: pytest.fail("columns were cut"))
    kept = lens._kept_in_notebook()
    assert "larger than the room" in kept
    assert "<iframe" not in kept
