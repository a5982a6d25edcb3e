"""A pool that ends early: what is finished stays, what went wrong is said, and the same call goes on from there."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import evallens
from evallens.errors import DataError, InputError
from evallens.local.pool import kept, matching, plan, workers
from tests.local.batches.same import CLASSES, of_evaluation, tables
from tests.local.pool.files import in_memory, of_folder, sides, written


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Parts of a few images, so that there are several."""
    monkeypatch.setattr(plan.planned, "__defaults__", (60,))


def calls(monkeypatch, at=None, then=lambda: None) -> list[int]:
    """The parts that are matched from now on, in this process; ``then`` happens before part ``at``."""
    seen: list[int] = []
    match = matching.MatchPart.__call__

    def noting(self, part):
        if part.number == at:
            then()
        seen.append(part.number)
        return match(self, part)

    monkeypatch.setattr(matching.MatchPart, "__call__", noting)
    return seen


def interrupted():
    raise KeyboardInterrupt


@pytest.mark.parametrize("shuffled", [False, True])
def test_takes_up_the_parts_that_were_finished(shuffled, tmp_path, monkeypatch):
    truth, predictions = sides(tmp_path, 6, shuffled=shuffled)
    with monkeypatch.context() as patched:
        before = calls(patched, at=3, then=interrupted)
        with pytest.raises(KeyboardInterrupt):
            evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
    assert not (tmp_path / "run").exists()
    again = calls(monkeypatch)
    evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
    assert before == [0, 1, 2]
    assert again[0] == 3
    assert of_folder(tmp_path / "run") == of_evaluation(in_memory(truth, predictions, classes=CLASSES))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["predictions", "run", "truth"]


@pytest.mark.parametrize(
    ("options", "words"),
    [({"iou": 0.4}, "other iou;"), ({"matching": "coco"}, "other matching;"), ({"splits": "train"}, "other splits;")],
)
def test_begins_anew_with_other_arguments_and_says_so(options, words, tmp_path, monkeypatch):
    truth, predictions = sides(tmp_path, 6)
    with monkeypatch.context() as patched:
        calls(patched, at=3, then=interrupted)
        with pytest.raises(KeyboardInterrupt):
            evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
    again = calls(monkeypatch)
    with pytest.warns(UserWarning, match=words):
        evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1, **options)
    assert again[0] == 0


def test_begins_anew_where_a_file_was_written_since(tmp_path, monkeypatch):
    truth, predictions = sides(tmp_path, 6)
    with monkeypatch.context() as patched:
        calls(patched, at=3, then=interrupted)
        with pytest.raises(KeyboardInterrupt):
            evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
    os.utime(tmp_path / "truth" / "part-000.parquet", (1, 1))
    with pytest.warns(UserWarning, match="other truth; all begins anew"):
        evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)


def test_a_part_that_is_cut_off_is_matched_again(tmp_path, monkeypatch):
    truth, predictions = sides(tmp_path, 6)
    with monkeypatch.context() as patched:
        calls(patched, at=3, then=interrupted)
        with pytest.raises(KeyboardInterrupt):
            evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
    (part,) = (tmp_path / ".run.evallens-parts").glob("part-000001.arrow")
    part.write_bytes(part.read_bytes()[:40])
    again = calls(monkeypatch)
    evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
    assert again[:2] == [1, 3]


def test_a_process_that_is_ended_says_which_part_it_had_and_the_others_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(multiprocessing, "get_context", multiprocessing.context.ForkContext)
    truth, predictions = sides(tmp_path, 6)
    with monkeypatch.context() as patched:
        calls(patched, at=4, then=lambda: os.kill(os.getpid(), signal.SIGKILL))
        with pytest.raises(workers.WorkerError, match=r"Part 5 of \d+ .*ended by SIGKILL.*memory"):
            evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=2)
    again = calls(monkeypatch)
    evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
    assert 0 not in again
    assert of_folder(tmp_path / "run") == of_evaluation(in_memory(truth, predictions, classes=CLASSES))


def test_what_is_wrong_with_a_box_is_said_by_a_process_as_here(tmp_path):
    truth, predictions = tables(6, images=40)
    place = predictions.column_names.index("score")
    score = np.array(predictions["score"].to_pylist())
    score[100] = 87
    wrong = predictions.set_column(place, "score", pa.array(score))
    files = [written(truth, tmp_path / "truth", 2, 9), written(wrong, tmp_path / "predictions", 2, 9)]
    name = predictions["image"][100].as_py()
    for count in (1, 2):
        with pytest.raises(
            DataError, match=rf"predictions, image '{name}', prediction \d+: score 87\.0 is outside 0\.\.1"
        ):
            evallens.evaluate(*files, classes=CLASSES, out=tmp_path / "run", workers=count)


def test_what_is_refused_before_a_part_is_finished_leaves_nothing(tmp_path):
    truth, predictions = sides(tmp_path, 6)
    nowhere = tmp_path / "new" / "runs"
    for options, words in (
        ({"classes": ["cat"]}, "class"),
        ({"classes": CLASSES, "splits": "tset"}, "split"),
        ({"classes": CLASSES, "category_ids": {"a": 1}}, "category"),
        ({"classes": CLASSES, "iou": 7}, "iou"),
    ):
        with pytest.raises(InputError, match=words):
            evallens.evaluate(truth, predictions, out=nowhere / "run", workers=1, **options)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["predictions", "truth"], words


def test_what_is_refused_in_a_call_that_goes_on_leaves_what_was_finished(tmp_path, monkeypatch):
    truth, predictions = sides(tmp_path, 6)
    calls(monkeypatch, at=3, then=interrupted)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
        assert len([*(tmp_path / ".run.evallens-parts").glob("part-*.json")]) == 3


def test_a_full_disk_is_said_in_words_and_leaves_what_is_finished(tmp_path, monkeypatch):
    truth, predictions = sides(tmp_path, 6)

    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        calls(patched, at=2, then=lambda: patched.setattr(kept, "arrow_table", lambda _columns: full()))
        with pytest.raises(InputError, match=r"the disk is full.*call the same again"):
            evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)
    assert not (tmp_path / "run").exists()
    left = sorted(path.name for path in (tmp_path / ".run.evallens-parts").glob("part*"))
    assert left == [f"part-00000{number}.{end}" for number in (0, 1) for end in ("arrow", "json")]
    evallens.evaluate(truth, predictions, classes=CLASSES, out=tmp_path / "run", workers=1)


SCRIPT = """
import evallens
if {guard}:
    import multiprocessing
    multiprocessing.set_start_method({method!r}, force=True)
    from evallens.local.pool import plan
    plan.planned.__defaults__ = (60,)
    found = evallens.evaluate({truth!r}, {predictions!r}, out={out!r}, workers=2)
    print(found.confusion_matrix(confidence=0).matrix.sum())
"""


def ran(tmp_path: Path, guard: str, method: str) -> subprocess.CompletedProcess[str]:
    truth, predictions = sides(tmp_path, 6)
    words = {"truth": truth, "predictions": predictions, "out": str(tmp_path / "run"), "method": method}
    (tmp_path / "script.py").write_text(SCRIPT.format(guard=guard, **words))
    command = [sys.executable, str(tmp_path / "script.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_works_from_a_script(method, tmp_path):
    done = ran(tmp_path, "__name__ == '__main__'", method)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100
    assert done.stderr == ""


def test_a_script_without_its_guard_is_told_what_it_lacks(tmp_path):
    done = ran(tmp_path, "True", "spawn")
    assert done.returncode == 1
    assert 'In a script, call evaluate under "if __name__ ==' in done.stderr
