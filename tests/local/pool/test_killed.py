"""Processes that are really killed: the same call goes on, and writes what an undisturbed one writes, to the byte."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.local.batches.same import CLASSES
from tests.local.pool.files import sides

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like this there")

SCRIPT = r"""
import multiprocessing
import os
import sys

multiprocessing.set_start_method("fork", force=True)
import evallens
from evallens.evaluation.tabled import by_cell, section, writer
from evallens.local.pool import matching, plan, spilling

truth, predictions, out, where, gate, classes = sys.argv[1:]
plan.planned.__defaults__ = (60,)


def say(words):
    # Processes say it at once, each in one piece.
    os.write(1, f"{words}\n".encode())


def pausing(holder, name, is_here):
    plain = getattr(holder, name)

    def paused(*given, **named):
        if is_here(given):
            say(os.getpid())
            os.read(int(gate), 1)
        return plain(*given, **named)

    setattr(holder, name, paused)


places = {
    "dividing": (spilling.Divide, "__call__", lambda given: given[1][0] == 3),
    "matching": (matching.MatchPart, "__call__", lambda given: given[1].number == 4),
    "writing": (section, "write", lambda given: True),
    "sorting": (by_cell, "merge", lambda given: True),
    "finishing": (writer.archive, "write", lambda given: True),
}
if where in places:
    pausing(*places[where])
run = matching.MatchPart.__call__


def noting(self, part):
    say(f"part {part.number}")
    return run(self, part)


matching.MatchPart.__call__ = noting
evallens.evaluate(truth, predictions, classes=classes.split(","), out=out, workers=2)
"""


class Call:
    """The call that is killed, and called again."""

    def __init__(self, folder: Path, *, shuffled: bool) -> None:
        self.folder = folder
        self._sides = sides(folder, 6, shuffled=shuffled)
        (folder / "script.py").write_text(SCRIPT)

    def started(self, out: str, where: str, gate: int) -> subprocess.Popen[str]:
        """Start it; it waits ``where``, until the other end of ``gate`` is closed."""
        run = [sys.executable, str(self.folder / "script.py"), *self._sides, str(self.folder / out)]
        return subprocess.Popen(
            [*run, where, str(gate), ",".join(CLASSES)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            pass_fds=(gate,),
            start_new_session=True,
        )

    def killed(self, out: str, where: str, victim: str) -> tuple[int, str]:
        """Kill the process that waits ``where``, the one that called, or all; its code and what it said."""
        gate, held = os.pipe()
        with self.started(out, where, gate) as process:
            os.close(gate)
            assert process.stdout is not None
            found = next(line for line in process.stdout if not line.startswith("part"))
            os.kill(
                -process.pid if victim == "all" else int(found) if victim == "worker" else process.pid, signal.SIGKILL
            )
            os.close(held)
            _, said = process.communicate()
        return process.returncode, said

    def done(self, out: str) -> list[str]:
        """Let it run to its end; the parts that it matched."""
        gate, held = os.pipe()
        with self.started(out, "nowhere", gate) as process:
            os.close(gate)
            os.close(held)
            told, said = process.communicate()
        assert process.returncode == 0, said
        return told.splitlines()

    def files(self, out: str) -> dict[str, bytes]:
        """What is in the folder that it wrote."""
        folder = self.folder / out
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("shuffled", [False, True])
def test_the_same_call_goes_on_and_writes_the_same_bytes(shuffled, tmp_path):
    call = Call(tmp_path, shuffled=shuffled)
    parts = call.done("undisturbed/run")
    steps = [("matching", "worker"), ("matching", "caller"), ("writing", "worker"), ("sorting", "caller")]
    steps.append(("finishing", "all"))
    for where, victim in [*([("dividing", "worker")] if shuffled else []), *steps]:
        code, said = call.killed("run", where, victim)
        if victim == "worker":
            assert (code, "was ended by SIGKILL" in said) == (1, True), (where, said)
        else:
            assert code == -signal.SIGKILL
        assert not (tmp_path / "run").exists()
        assert (tmp_path / ".run.evallens-parts").is_dir()
    # All parts were finished by then.
    assert call.done("run") == []
    assert len(parts) > 4
    assert call.files("run") == call.files("undisturbed/run")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"truth", "predictions", "script.py", "undisturbed", "run"}
